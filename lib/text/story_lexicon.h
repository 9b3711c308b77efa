/*
 * story_lexicon - the words by which a story is read: share/headings.yaml, share/story-words.yaml.
 *
 * Ownership: lexicon_new() gives, lexicon_free() ends.  It keeps copies of all texts.
 * Errors: ST_CONFIG naming the list that is missing or the section that is unknown.
 */
#ifndef TEXT_STORY_LEXICON_H
#define TEXT_STORY_LEXICON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/story_phrases.h"

struct json;

enum story_section {
	SECTION_NONE,
	SECTION_TITLE,
	SECTION_STORY,
	SECTION_CRITERIA,
	SECTION_REQUIREMENTS,
	SECTION_NONFUNCTIONAL,
	SECTION_SCENARIOS,
	SECTION_IN,
	SECTION_OUT,
	SECTION_QUESTIONS,
	SECTION_BACKGROUND,
	SECTION_NOTES,
	SECTION_OTHER, /* a heading that is not known */
	SECTION_COUNT
};

extern const char *const story_section_names[]; /* as in the schema; [SECTION_NONE] is NULL */

enum story_column {
	COLUMN_NONE,
	COLUMN_ID,
	COLUMN_TITLE,
	COLUMN_DESCRIPTION,
	COLUMN_CRITERIA,
	COLUMN_REQUIREMENT,
	COLUMN_PRIORITY,
	COLUMN_GIVEN,
	COLUMN_WHEN,
	COLUMN_THEN,
	COLUMN_STATUS,
	COLUMN_LABELS,
	COLUMN_COUNT
};

struct story_pattern { /* "As a ROLE I want GOAL so that BENEFIT" in one language */
	const char *language;
	struct phrases role, goal;
	VEC_OF(struct phrases) benefit; /* one phrase a set: the earlier ones win */
};

/* Tenths of importance, the values of obligations and priorities. */
enum { IMPORTANCE_MUST = 10, IMPORTANCE_PLAIN = 8, IMPORTANCE_SHOULD = 6, IMPORTANCE_MAY = 3 };

struct lexicon {
	struct arena arena;
	struct phrases sections;    /* value: enum story_section */
	struct phrases columns;	    /* value: enum story_column */
	struct phrases obligations; /* value: tenths of importance */
	struct phrases priorities;  /* value: tenths of importance */
	struct phrases ids;	    /* value: SECTION_CRITERIA, _REQUIREMENTS, _STORY, _SCENARIOS */
	struct phrases not_references, ambiguous, placeholders, negatives, unobservable, joins;
	struct phrases stops;
	VEC_OF(struct story_pattern) patterns;
};

enum status lexicon_new(
    const struct json *headings, const struct json *words, struct lexicon **out, struct err *err);
void lexicon_free(struct lexicon *lexicon);

#endif
