/*
 * llm_key - what an answer depends on, and its hash: the key of the cache and of cassettes.
 *
 * The fields are an object of all that matters: who is asked (provider, url, model, and the number
 * of our way of asking) and what (the request, without the name of the model).  What is long
 * stands there as its SHA-256.  Not in it: whether it was streamed, keys, times, and how many
 * tokens the model can give at most, since answers that were cut are not kept.
 *
 * The key is the SHA-256 of the fields as canonical JSON: one line, members sorted by bytes.
 */
#ifndef LLM_LLM_KEY_H
#define LLM_LLM_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "io/digest.h"

struct json;
struct model;

#define KEY_VERSION 1 /* raised when the same request would be put to a provider in other words */
#define KEY_LONG 200  /* bytes; a longer value stands as its hash */

void key_canonical(const struct json *j, struct buf *out);

struct json *key_fields(const struct model *model, const struct json *request);
void key_hash(const struct json *fields, char out[DIGEST_TEXT]);

/* The key of what is asked, whoever is: what a replay: model goes by. */
void key_hash_any(const struct json *fields, char out[DIGEST_TEXT]);

/* How many fields differ; their names go behind `out`, "system, max_tokens" (out may be NULL).  Who
   is asked does not count where any_model. */
size_t key_differ(const struct json *a, const struct json *b, bool any_model, struct buf *out);

#endif
