/*
 * transport - one attempt: the request out, the answer in, nothing tried twice.
 *
 * Whatever happens ends in answer->fault; ST_OK is returned even then.  An error is returned only
 * for what is wrong on our side before anything was sent (ST_CONFIG, ST_UNAVAILABLE).
 *
 * exec:COMMAND is run by sh -c with the request as one line of JSON on its standard input.  What it
 * prints is the answer: the text, or one JSON object with "text" (and optionally "stop", "usage",
 * "model") or "embeddings" (an array of arrays of numbers).  A status other than 0 is
 * FAULT_COMMAND, with the end of what it said on standard error; 75 is FAULT_OVERLOADED, so that a
 * script can ask to be tried again.
 */
#ifndef LLM_TRANSPORT_H
#define LLM_TRANSPORT_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

struct answer;
struct buf;
struct json;
struct model;

struct transport {
	const struct model *model;
	const struct json *request;
	bool stream, embed;
	int64_t connect_ms, first_byte_ms, idle_ms, total_ms;
	size_t max_bytes; /* of the reply */
	const volatile sig_atomic_t *cancel;
};

enum status transport_send(
    const struct transport *transport, struct answer *answer, struct err *err);

/* The body as it would be sent, and what was left out of it (dropped may be NULL). */
enum status transport_body(const struct transport *transport, struct json **body,
    struct strings *dropped, struct err *err);

/* A command line for sh that does the same, the key left out: --dry-run. */
enum status transport_curl(const struct transport *transport, struct buf *out, struct err *err);

#endif
