/*
 * llm_cassette - replies recorded in a file, a line of JSON each.
 *
 * A line is {"key", "fields", "request", "reply"}: key and fields as llm_key.h makes them, reply a
 * reply of schemas/llm-reply or what matters of it.  Of lines with one key the last counts.  A line
 * without a key is part of a script: it answers the next request of its kind that no keyed line
 * answers, once.
 *
 * Recording: a line is appended whole, under a lock, to a file that is the user's alone.
 *
 * Ownership: cassette_open() gives, cassette_close() ends; what is found is lent.
 * Errors: ST_NOINPUT when it cannot be read, ST_DATA with the line that is wrong.
 * Limits: CASSETTE_BYTES.
 */
#ifndef LLM_LLM_CASSETTE_H
#define LLM_LLM_CASSETTE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

#define CASSETTE_BYTES ((size_t)256 * 1024 * 1024)

struct cassette;
struct json;

/* record: a file that is not there yet is no error. */
enum status cassette_open(const char *path, bool record, struct cassette **out, struct err *err);
void cassette_close(struct cassette *cassette); /* NULL is fine */

/* The reply to these fields, from whatever model when any_model; else the script's next. */
const struct json *cassette_find(
    struct cassette *cassette, const struct json *fields, bool any_model, bool embed);

/* In what the nearest line differs, "system, max_tokens"; *none when there is no line at all. */
void cassette_nearest(const struct cassette *cassette, const struct json *fields, bool any_model,
    struct buf *out, bool *none);

enum status cassette_add(struct cassette *cassette, const struct json *line, struct err *err);

#endif
