/*
 * select_budget - which tests fit the budgets, and what they are likely to find.
 *
 * The relevant tests are taken to be spread over the groups by their mass: a group is a test file,
 * or a test whose file was not looked at as a whole.  Expected recall is the mass that is selected
 * by the mass that may run; a group of which a part is selected counts for that part.
 *
 * Units: milliseconds.
 */
#ifndef PHASE_SELECT_BUDGET_H
#define PHASE_SELECT_BUDGET_H

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

struct select_budget { /* what is not 0 or more is no budget */
	int top;
	int64_t time_ms;
	double recall, min_score;
};

#define SELECT_NO_BUDGET                                                                           \
	{                                                                                          \
		INT_MIN, INT64_MIN, NAN, NAN                                                       \
	}

bool select_budget_is_none(const struct select_budget *budget);
/* ST_USAGE for one that is set and makes no sense, in the words of the command line. */
enum status select_budget_check(const struct select_budget *budget, struct err *err);

struct select_item { /* a test; in the order to run them in */
	size_t group;
	double score;
	int64_t duration_ms;
	bool forced; /* always in, and counted first */
	bool barred; /* never in, which is the stronger */
	bool in;     /* what select_fill() says */
};

struct select_group {
	double mass;
	size_t tests, may_run, selected; /* counted by select_fill() */
};

struct select_plan {
	VEC_OF(struct select_item) items;
	VEC_OF(struct select_group) groups;
	bool wide; /* everything: recall and min_score do not hold */
	bool idle; /* nothing but what is forced, unless everything */
};

void select_plan_fini(struct select_plan *plan);

double select_mass(double score, double power); /* 0 for a score of 0 */

void select_fill(struct select_plan *plan, const struct select_budget *budget);

/* Of the filled plan; -1 when nothing has a mass. */
double select_expected(const struct select_plan *plan);

/* Of n durations, which are sorted; -1 for none. */
int64_t select_median(int64_t *durations, size_t n);

#endif
