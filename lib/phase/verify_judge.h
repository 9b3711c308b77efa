/*
 * verify_judge - how a generated test ended, from how the sandbox ended and what the runner
 * reports.
 *
 * Pure.  A run may have other tests in it (a package, a crate): they decide nothing.  What the
 * runner reports is believed only where it fits how the runner ended.
 *
 * Ownership: verify_judge() fills, verify_said_fini() ends.
 */
#ifndef PHASE_VERIFY_JUDGE_H
#define PHASE_VERIFY_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"

struct json;
struct sandbox_end;

struct verify_names { /* the generated test */
	const char *file, *framework;
	const struct json *tests; /* names of the tests in it, as its code has them */
};

struct verify_reports {
	const char *format;
	VEC_OF(struct buf) at;
};

struct verify_said {
	const char *outcome; /* a word of the schema */
	char why[1000];	     /* on one line */
	int *statuses;	     /* enum results_status of each name; -1: not reported */
	size_t n;
	struct buf output; /* what was said, and what the report says of failures */
};

void verify_judge(const struct verify_names *names, const struct sandbox_end *end,
    const struct verify_reports *reports, struct verify_said *out);
void verify_said_fini(struct verify_said *said); /* a zeroed one is fine */

/* How many of its tests did not pass. */
size_t verify_said_failing(const struct verify_said *said);

bool verify_said_same(const struct verify_said *a, const struct verify_said *b);

/* How a command ended that is no test: "" where it did what it was to do. */
const char *verify_command_outcome(const struct sandbox_end *end);

/* The line of what was said that a person would want to see. */
void verify_last_line(const struct sandbox_end *end, char *out, size_t size);

#endif
