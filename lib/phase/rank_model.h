/*
 * rank_model - the model is shown the story and the best tests, and says how much each would tell.
 *
 * Its score is one more signal, "model", of the tests it was shown and answered for; the score of
 * every other test is as without a model.  Only tests of the list count, each once, with a score
 * from 0 to 1; none is taken out and none comes in.  With a weight of 0 it is not asked.
 */
#ifndef PHASE_RANK_MODEL_H
#define PHASE_RANK_MODEL_H

#include "phase/rank_signals.h"

#define RANK_TESTS_SHOWN 50

/* tests: best first. */
enum status rank_model(
    struct phase_env *env, const struct rank_args *args, struct rank_tests *tests, struct err *err);

/* Set value[RANK_MODEL] of the first n tests where the answer holds, a warning for the rest. */
void rank_merge(
    struct phase_env *env, struct rank_tests *tests, size_t n, const struct json *reply);

#endif
