/*
 * story - blocks of text taken apart into what a tester works with.
 *
 *	story_init(&story);
 *	story_read(&story, lexicon, gherkin_words, &blocks);	or story_read_gherkin()
 *	output = story_json(&story);
 *	story_fini(&story);
 *
 * Nothing is lost: each word of the blocks is in one of the lists, is a heading (sections), or is a
 * marker of structure.
 *
 * Ownership: a story owns its texts; what is read into it may go.
 *
 * Limits: STORY_MAX_ITEMS requirements, criteria and scenarios each; what is beyond becomes notes.
 * Nesting below STORY_MAX_NESTING lists is read as if it were at that depth.
 */
#ifndef TEXT_STORY_H
#define TEXT_STORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/vec.h"
#include "io/markdown.h"
#include "text/gherkin.h"
#include "text/story_lexicon.h"

struct json;

#define STORY_MAX_ITEMS 10000
#define STORY_MAX_NESTING 6
#define STORY_MAX_ENTITIES 60

struct story_names { /* a list of strings the story owns */
	const char **at;
	size_t len, cap;
};

struct story_item { /* a requirement or a criterion */
	const char *id, *text;
	int line, end_line;
	double importance; /* below 0 until known */
	int requirement;   /* index of the requirement of a criterion, -1 for none */
	int scenario;	   /* index of the scenario of a criterion, -1 for none */
	enum block_check check;
	bool derived;	     /* not written as a criterion */
	bool prose;	     /* a sentence of free text */
	const char *kind;    /* of a requirement: functional, nonfunctional, story */
	bool explicit_id;    /* the id was in the text */
	bool fixed;	     /* its importance comes from a label */
	struct strings tags; /* without the @ */
	struct story_names references;
};

struct story_step {
	enum gherkin_step_kind kind;
	const char *text, *doc_string; /* doc_string NULL for none */
	int line;
	struct gherkin_table table;
};

struct story_examples {
	const char *name;
	int line;
	struct strings tags;
	struct gherkin_table rows;
};

struct story_scenario {
	const char *id, *name, *rule; /* rule NULL for none */
	int line, end_line;
	bool background;
	int example_rows;
	struct strings tags; /* without the @ */
	VEC_OF(struct story_step) steps;
	VEC_OF(struct story_examples) examples;
};

struct story_text { /* a passage or note */
	const char *text;
	int line;
	const char *kind;    /* of a note: code, comment, table, tags, background; NULL */
	const char *section; /* of a note: the heading above, when it is not a known one; NULL */
	enum block_check check;
};

struct story_texts {
	struct story_text *at;
	size_t len, cap;
};

struct story_heading {
	const char *name;
	enum story_section kind;
	int line;
};

struct story_entity {
	const char *name, *kind;
	int count;
};

struct story_warning {
	const char *code, *text, *about; /* about NULL for none */
	int line;			 /* 0 for none */
};

struct story {
	struct arena arena;
	const char *title, *role, *goal, *benefit, *language; /* "" when not said */
	const char *role_text; /* the sentence that says role and goal, NULL */
	int title_line, role_line;
	int roles; /* sentences that say who wants what */
	int last_line;
	double importance; /* of the whole story, from its priority; below 0 unless said */
	VEC_OF(struct story_item) requirements, criteria;
	VEC_OF(struct story_scenario) scenarios;
	struct story_texts in, out, questions, notes;
	VEC_OF(struct block_mark) links;
	VEC_OF(struct block_mark) codes;
	VEC_OF(struct story_heading) headings;
	VEC_OF(struct story_entity) entities;
	VEC_OF(struct story_warning) warnings;
	struct story_names references;
	size_t own_references; /* so many of them, the first, are of the story as a whole */
};

void story_init(struct story *story);
void story_fini(struct story *story);

/* An id that belongs to the whole story, such as its issue key. */
void story_reference(struct story *story, const char *id);

/* 0..1 for a label such as "High" or "P1", -1 when it is none. */
double story_priority(const struct lexicon *lexicon, const char *s, size_t n);

void story_read(struct story *story, const struct lexicon *lexicon,
    const struct gherkin_words *gherkin, const struct blocks *blocks);

/* The output of ingestion, as schemas/ingestion.schema.json says. */
struct json *story_json(const struct story *story);

#endif
