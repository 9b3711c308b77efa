/*
 * generate - skeletons of tests for the criteria that no test covers.
 *
 * Output: schemas/generation.schema.json.  A skeleton says what must be tested, where, in the
 * framework and the style of the nearest existing test; the runner reports it as pending and its
 * body fails, so that it never counts as a test that passed.
 *
 * The gate: below the threshold the output says so and the status is ST_NO.
 */
#ifndef PHASE_GENERATE_H
#define PHASE_GENERATE_H

#include <stdbool.h>
#include <stddef.h>

#include "phase/phase.h"

struct buf;

struct generate_args {
	double threshold;
	bool weak;	    /* weak criteria too */
	bool force;	    /* below the threshold too; reason is then needed */
	const char *reason; /* NULL for none */
	const char
	    *root; /* where the tests' files are, to look at their style; NULL: not looked at */
	int most;  /* how many tests at most */
	phase_scan_fn *scan; /* needed where a model is asked */
};

/* args is a struct generate_args.  Reads ingestion, retrieval, coverage and ranking. */
enum status phase_generate(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
