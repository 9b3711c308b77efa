/*
 * generate_context - what a model is shown to write a test: the criterion and why it is a gap, the
 * story, the nearest existing tests with their code, what stands around them, the change.
 *
 * Files are read below root only, and only those the corpus names and the helpers near them that
 * share/syntax.yaml names.  All of it is text from outside.
 *
 * Limits: CONTEXT_BYTES in all, each part has its own; what is left out for want of room is said in
 * `cut`, to the model and in the output.
 *
 * Ownership: context_make() fills, context_fini() ends.
 */
#ifndef PHASE_GENERATE_CONTEXT_H
#define PHASE_GENERATE_CONTEXT_H

#include "base/buf.h"
#include "base/vec.h"

#define CONTEXT_BYTES ((size_t)96 * 1024)
#define CONTEXT_TESTS 5 /* existing tests shown */

struct json;
struct model;
struct models;
struct phase_env;
struct prompt_value;
struct share;
struct syntax;
struct told;

struct gap_parts { /* what is known of one gap */
	const struct models *models;
	const struct model *model;
	const struct syntax *syntax;
	const struct json *criterion, *coverage;
	const struct json *skeleton; /* the generated one, as in the output */
	const char *name;	     /* that the test is to have */
	const struct told *told;     /* generate_guide.h; NULL for none */
};

enum context_part {
	PART_CRITERION,
	PART_STORY,
	PART_TARGET,
	PART_SKELETON,
	PART_TESTS,
	PART_SURROUNDINGS,
	PART_CHANGE,
	PART_ANSWER,
	PART_PROBLEMS,
	PARTS
};

struct context {
	struct buf parts[PARTS]; /* the last two are the caller's to fill */
	struct buf instructions; /* ours */
	struct strings cut;
	struct buf cut_text;
	const char *framework;
};

void context_make(const struct gap_parts *gap, struct context *out);
void context_fini(struct context *context);

/* As the prompts take them; values has CONTEXT_VALUES places. */
#define CONTEXT_VALUES (PARTS + 4)
void context_values(const struct context *context, struct prompt_value *values);

#endif
