/*
 * llm_repair - the JSON that was meant, out of what a model wrote.
 *
 * Strict JSON is taken as it is.  Else: the fence of a code block and text around the value go;
 * comments and trailing commas go; single and typographic quotes and raw control characters in
 * strings are written as JSON has them; a value that ends with the text is closed, and what had no
 * value yet, or a number or word that may go on, is left out.  Nothing else is guessed.
 *
 * Errors: ST_DATA, with the place in the text where it stopped being JSON.
 * Limits: JSON_MAX_DEPTH levels; a few dozen places where a value may begin are tried.
 */
#ifndef LLM_LLM_REPAIR_H
#define LLM_LLM_REPAIR_H

#include <stddef.h>

#include "base/err.h"

struct json;

#define REPAIR_FENCE 1u
#define REPAIR_AROUND 2u
#define REPAIR_COMMA 4u
#define REPAIR_TRUNCATED 8u
#define REPAIR_QUOTES 16u
#define REPAIR_COMMENTS 32u
#define REPAIR_CONTROLS 64u
#define REPAIR_ASKED 128u /* not done here: the model was asked again */

/* *done: REPAIR_..., or-ed; 0 when there was nothing to do. */
enum status repair_json(
    const char *text, size_t n, struct json **out, unsigned *done, struct err *err);

/* The names of schemas/llm-reply for them, an array; NULL for none. */
struct json *repair_names(unsigned done);

#endif
