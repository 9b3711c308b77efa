/*
 * sse - server-sent events from bytes that come in any pieces.
 *
 * Ownership: sse_init() and sse_fini(); what an event holds is lent for the call.
 * Limits: max_bytes for the data of one event; a larger one marks the decoder (sse_check()).
 * Text: data may hold any byte, '\0' too; bytes that are not UTF-8 become U+FFFD.
 *
 * Source: the WHATWG HTML standard, "Server-sent events", 9.2.6.
 */
#ifndef TEXT_SSE_H
#define TEXT_SSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct sse_event {
	const char *type; /* "message" where the stream names none */
	const char *data, *id;
	size_t type_n, data_n, id_n;
};

typedef bool sse_fn(void *arg, const struct sse_event *event); /* false: no more, please */

struct sse {
	sse_fn *fn;
	void *arg;
	struct buf line, type, data, id;
	int bom;		   /* bytes of a byte order mark seen at the start */
	bool cr, started, stopped; /* cr: the last byte was one */
	bool repaired;		   /* something was not UTF-8 */
	long retry_ms;		   /* what the stream asks for; -1 */
};

void sse_init(struct sse *sse, size_t max_bytes, sse_fn *fn, void *arg);
void sse_fini(struct sse *sse);
bool sse_feed(struct sse *sse, const char *bytes, size_t n); /* false once fn said so */
enum status sse_check(const struct sse *sse, struct err *err);

#endif
