/*
 * eval_learn - weights of the signals for one repository, out of its own past.
 *
 * The older two thirds of the cases are learned from, the newest third is held out and judges.
 * What is learned raises the smooth average precision of the first (a rank is 1 plus the sum of the
 * sigmoids of the differences of score) and is pulled to the built-in weights; no weight is below
 * 0. The power of the expected recall is fitted to the same cases.
 *
 * Limits: EVAL_LEARN_CASES cases at least.
 *
 * Source: Qin, Liu, Li, A general approximation framework for direct optimization of information
 * retrieval measures, Information Retrieval 13 (2010) 4.
 */
#ifndef PHASE_EVAL_LEARN_H
#define PHASE_EVAL_LEARN_H

#include <stdbool.h>
#include <stddef.h>

#include "phase/eval.h"

#define EVAL_LEARN_CASES 15

struct eval_learned {
	double weight[SIGNALS], power;
	size_t cases, held_out;
	double before[EVAL_METRICS], after[EVAL_METRICS]; /* on those held out */
	double said, so; /* expected and real recall where 0.9 is asked for, on those held out */
	bool better;
};

/* ST_NO when there are too few cases, with how many are needed. */
enum status eval_learn(const struct eval *eval, enum track track, const struct weights *builtin,
    size_t top, struct eval_learned *out, struct err *err);

/* Each track that was replayed, into learned; given[track] is NULL where nothing was learned. */
enum status eval_learn_all(const struct eval *eval, const struct eval_args *args,
    struct eval_learned learned[EVAL_TRACKS], const struct eval_learned *given[EVAL_TRACKS],
    struct err *err);

/* For the unit test: smooth average precision of a case, and its gradient added up. */
double eval_smooth(
    const struct eval_values *values, const double weight[SIGNALS], double gradient[SIGNALS]);

#endif
