/*
 * eval_output - what rsg-eval says (schemas/eval.schema.json), and the weights it writes.
 */
#ifndef PHASE_EVAL_OUTPUT_H
#define PHASE_EVAL_OUTPUT_H

#include "phase/eval.h"
#include "phase/eval_learn.h"

struct json;

/* learned: of each track, NULL where nothing was to be learned. */
struct json *eval_json(const struct eval_args *args, const struct eval *eval,
    const struct eval_learned *const learned[EVAL_TRACKS]);

/* The built-in weights with what was learned in their place, and the measured figures.  Tracks that
   are not better keep theirs. */
struct json *eval_weights_json(const struct json *builtin, const char *head,
    const struct eval_learned *const learned[EVAL_TRACKS]);

#endif
