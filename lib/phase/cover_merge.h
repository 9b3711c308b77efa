/*
 * cover_merge - what a model says of criteria, held against the facts and put into the verdicts.
 *
 * A verdict holds when the criterion is one of those asked about, the score is from 0 to 1, and
 * covered or weak names at least one of the tests that were shown for that criterion; other test
 * ids are dropped.  Of a criterion that a test names itself nothing less than covered is taken.
 *
 * Combined: the model's score is moved into the range that its word stands for (gap below
 * coverage.weak, covered from coverage.covered on), the score of the criterion is the mean of it
 * and the rules', and status, confidence and risk follow from that as ever; but a status moves by
 * one step at most: what the rules call a gap a model can make weak and not covered.  What each
 * said stays: "builtin" and "model".  Tests that the model names join the tests of the criterion.
 */
#ifndef PHASE_COVER_MERGE_H
#define PHASE_COVER_MERGE_H

#include "phase/cover_criterion.h"
#include "phase/cover_risk.h"

struct cover_question { /* a criterion as the model was asked about it */
	struct cover_result *result;
	struct strings tests;  /* ids that it was shown */
	VEC_OF(double) shares; /* what each of them explains */
};

struct cover_questions {
	struct cover_question *at;
	size_t len, cap;
};

void cover_merge(struct phase_env *env, const struct cover_args *args,
    const struct cover_questions *questions, const struct json *reply);

#endif
