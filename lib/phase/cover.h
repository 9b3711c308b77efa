/*
 * cover - which acceptance criteria the existing tests cover, and what that risks.
 *
 * A criterion's score is the share of its weight (cover_share.h) that its best test explains, plus
 * a part of what the next best add: it says how much of what the AC is about the tests deal with,
 * not how similar the texts are.  Its confidence is the probability that a test for it exists,
 * 1 / (1 + exp(-slope * (score - midpoint))), fitted by tests/eval/calibrate on requirements whose
 * tests are known.  A test that names the criterion (cover_link.h) decides before any score.
 *
 * The risk of a criterion that is not covered is (1 - confidence) * importance.
 *
 * Errors: ST_DATA when the retrieval has no query for a criterion.
 */
#ifndef PHASE_COVER_H
#define PHASE_COVER_H

#include "phase/phase.h"

struct cover_args {
	double weak, covered;	/* scores: below weak a gap, from covered on covered */
	double slope, midpoint; /* score to confidence */
	double pairs;		/* what a pair of neighbouring words weighs beside a word */
};

enum status phase_cover(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
