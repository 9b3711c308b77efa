/*
 * rank - the retrieved tests in the order in which to run them, and how far the run can be trusted.
 *
 * A test's score is the weighted sum of its signals (rank_signals.h), each 0 to 1; the weights are
 * those of the configuration, shared out among the signals that say anything in this run; the
 * model's among those of the tests it answered for (rank_model.h).  Ties go by id.
 *
 * The run score (rank_score.h) is what generation is gated on.
 */
#ifndef PHASE_RANK_H
#define PHASE_RANK_H

#include "phase/phase.h"

enum rank_signal {
	RANK_STORY,
	RANK_PAIR,
	RANK_CRITERION,
	RANK_VECTOR,
	RANK_NAME,
	RANK_LINK,
	RANK_DOMAIN,
	RANK_LEAD,
	RANK_MODEL,
	RANK_SIGNALS
};

struct rank_args {
	double weights[RANK_SIGNALS];
	int top;	  /* 0: all */
	double threshold; /* of the run score, for the reader of the output */
};

extern const char *const rank_signal_names[RANK_SIGNALS]; /* "story" ... */

enum status phase_rank(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
