/*
 * ingest_model - the model is shown the story and what the rules found, and says what they missed.
 */
#ifndef PHASE_INGEST_MODEL_H
#define PHASE_INGEST_MODEL_H

#include "phase/phase.h"

struct lexicon;

/* What holds (ingest_merge.h) is put into output; importance is that of the whole story. */
enum status ingest_model(struct phase_env *env, const struct lexicon *lexicon, double importance,
    struct json *output, struct err *err);

#endif
