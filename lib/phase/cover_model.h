/*
 * cover_model - the model is shown the criteria with the tests retrieved for them, and says which
 * are covered.
 *
 * It sees, for each criterion, the best COVER_TESTS_SHOWN tests that are run; of a test its title,
 * file, tags, the words it shares with the story and, from the store, its assertions.  Criteria go
 * in batches, at most COVER_BATCHES of them.
 */
#ifndef PHASE_COVER_MODEL_H
#define PHASE_COVER_MODEL_H

#include "phase/cover_criterion.h"
#include "phase/cover_risk.h"

#define COVER_TESTS_SHOWN 8
#define COVER_BATCH 12		      /* criteria */
#define COVER_BATCH_BYTES (64 * 1024) /* about; of one request's criteria and tests */
#define COVER_BATCHES 10

/* What holds (cover_merge.h) changes the results and their entries. */
enum status cover_model(struct phase_env *env, const struct cover_context *context,
    struct cover_results *results, struct err *err);

#endif
