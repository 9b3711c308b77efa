/*
 * classify - which part of a system a story is about, how far its tests reach, what it touches.
 *
 * Output: schemas/classification.schema.json.  Every confidence comes with the terms that made it.
 *
 * Formulas: a term found on n different lines counts weight * (1 + 0.35 * log2(min(n, 8))).  With e
 * the sum for a domain and E for all, its score is prior + scale * e / sqrt(E + damping); the
 * confidences are the softmax of the scores, of which `doubt` is spread evenly.  Each testing scope
 * stands alone: the logistic function of prior + scale * e / sqrt(e + damping), drawn towards 0.5
 * by `doubt`.  The square root keeps long stories from being certain of everything.
 */
#ifndef PHASE_CLASSIFY_H
#define PHASE_CLASSIFY_H

#include "phase/phase.h"

/* args is unused.  Reads the output of ingestion. */
enum status phase_classify(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
