/*
 * transport_private - what the files of transport share.
 *
 * transport.c takes the way, transport_exec.c runs commands, transport_http.c asks servers,
 * transport_read.c makes an answer of the bytes that come, transport_retry.c reads what a server
 * says of trying again, transport_curl.c writes a request as a command line.
 */
#ifndef LLM_TRANSPORT_PRIVATE_H
#define LLM_TRANSPORT_PRIVATE_H

#include "base/buf.h"
#include "llm/provider.h"
#include "llm/transport.h"
#include "text/lines.h"
#include "text/sse.h"

struct http_reply;

/* Each as transport_send(), for its kind of model. */
enum status transport_exec(
    const struct transport *transport, struct answer *answer, struct err *err);
enum status transport_http(
    const struct transport *transport, struct answer *answer, struct err *err);

/* The address, and the headers without the key. */
void transport_url(const struct transport *transport, struct buf *out);
void transport_headers(const struct transport *transport, struct strings *out);

/* A reply of a server on its way into an answer. */
struct reading {
	const struct transport *transport;
	const struct http_reply *reply; /* its headers are there before the first byte */
	struct answer *answer;
	enum { READING_NOTHING, READING_WHOLE, READING_SSE, READING_LINES, READING_WRONG } as;
	struct buf whole;
	struct sse sse;
	struct lines lines;
};

void reading_init(struct reading *reading, const struct transport *transport,
    const struct http_reply *reply, struct answer *answer);
void reading_fini(struct reading *reading);
bool reading_feed(void *reading, const char *bytes, size_t n); /* http_data_fn */
void reading_end(struct reading *reading); /* the reply is whole: read it, or see that it is cut */

/* retry-after-ms, retry-after (seconds or a date) and x-should-retry. */
void transport_retry(struct fault *fault, const struct http_reply *reply, int64_t now_ms);

#endif
