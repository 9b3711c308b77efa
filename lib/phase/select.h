/*
 * select - the phase "selection": the tests to run within a budget.
 *
 * What is in whatever the budget, what is never in, and what makes the selection take everything
 * is in rsg-select(1).
 *
 * Errors: ST_CONFIG when weights.json has no usable recall.power.
 */
#ifndef PHASE_SELECT_H
#define PHASE_SELECT_H

#include "phase/phase.h"
#include "phase/select_budget.h"

struct strings;

struct select_args {
	struct select_budget budget;
	bool conservative;
	double floor;	     /* below it a file's score explains nothing */
	int64_t duration_ms; /* of a test, when none is known */
	const struct strings *always, *pinned, *quarantined, *wide, *idle;
};

enum status phase_select(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
