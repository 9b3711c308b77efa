/*
 * classify_model - what a model says about domains, testing scopes and systems.
 *
 * It may judge only the names that the taxonomy has, with a confidence from 0 to 1 and at least one
 * quote that is found in the part of the story it saw; a system is one the story names.
 *
 * Combined: a domain's confidence is the mean of the rules' and the model's share, which is its
 * confidence by the sum of those that hold (0 for a domain it does not name), so that they still
 * sum to 1.  A scope's is the mean of both where the model's holds.  What each said stays:
 * "builtin" and "model".  Its quotes follow the evidence, with "by": "model".
 */
#ifndef PHASE_CLASSIFY_MODEL_H
#define PHASE_CLASSIFY_MODEL_H

#include <stddef.h>

#include "phase/phase.h"

enum status classify_model(struct phase_env *env, struct json *output, struct err *err);

/* Put into the output what holds, a warning for the rest. */
void classify_merge(struct phase_env *env, const char *story, size_t n, const struct json *reply,
    struct json *output);

#endif
