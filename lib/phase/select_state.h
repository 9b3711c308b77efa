/*
 * select_state - what the modules of the phase selection share.
 *
 * select_read.c makes it from the document, select_wide.c says why everything should be taken,
 * select_output.c writes what came of it.
 */
#ifndef PHASE_SELECT_STATE_H
#define PHASE_SELECT_STATE_H

#include "doc/tests.h"
#include "phase/select.h"

struct json;

enum select_why { /* bits, in the order in which they are told */
	SELECT_ALWAYS = 1,
	SELECT_PINNED = 2,
	SELECT_NEW = 4,
	SELECT_FAILED = 8,
	SELECT_CHANGED = 16,
};

struct select_state {
	struct phase_env *env;
	const struct select_args *args;
	struct doc_tests tests;
	struct select_plan plan; /* an item for each test */
	int *why;		 /* of each test */
	size_t files;		 /* groups that are files */
	double power;
	size_t known_durations;
	int64_t guess_ms;      /* what a test without a duration counts */
	struct json *wide_why; /* array of sentences; taken by the output */
};

enum status select_read(struct select_state *state, struct err *err);
bool select_is_idle(const struct select_state *state);
void select_why_wide(struct select_state *state);
struct json *select_output(struct select_state *state);
void select_warn(struct select_state *state, const struct json *output);

const char *select_file_of(const struct doc_test *test);
/* Of the test's results, -1 when not known. */
int64_t select_duration_of(const struct doc_test *test);

#endif
