/*
 * generate_steps - what a criterion asks for, as Given/When/Then.
 *
 * A criterion that has a scenario keeps its steps.  Any other is taken apart by rule: what stands
 * before a comma behind "when", "if", "once", "after" ... is the When, what must hold the Then,
 * split at semicolons and full stops; the Given is who the story is for.  Nothing is made up: every
 * word comes from the story.
 *
 * Ownership: steps_new() gives, steps_free() ends; texts are clean (escape_clean) and one line
 * each.
 */
#ifndef PHASE_GENERATE_STEPS_H
#define PHASE_GENERATE_STEPS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"

struct json;

struct step {
	const char *keyword; /* "Given", "When", "Then", "And", "But", "*" */
	char *text;
	const struct json *table, *doc_string; /* lent by the document; NULL for none */
};

struct steps {
	VEC_OF(struct step) at;
	char *title;		     /* what must hold, short */
	const struct json *examples; /* tables of a Scenario Outline, NULL for none */
};

struct steps steps_new(const struct json *ingestion, const struct json *criterion);
void steps_free(struct steps *steps);

/* "Given ...\nWhen ...\n", without tables. */
void steps_text(const struct steps *steps, struct buf *out);

/* A feature of one pending scenario; `comment` (several lines) explains it. */
void steps_gherkin(
    const struct steps *steps, const char *feature, const char *comment, struct buf *out);

#endif
