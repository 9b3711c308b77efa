/*
 * provider - one dialect: how a request is written, how a reply is read.
 *
 * A provider is a table of pure functions on JSON; sockets, keys, retries, the ledger and the cache
 * are not its business.  Requests have the form of schemas/llm-request.schema.json.
 *
 * Whatever comes back is collected in a struct answer, in pieces or whole: text, stop reason,
 * usage, fault.  Unknown members, events and block types are ignored, an unknown stop reason is
 * LLM_OTHER.
 *
 * To add one: a file provider_x.c and its name in provider.c.
 */
#ifndef LLM_PROVIDER_H
#define LLM_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "llm/fault.h"
#include "llm/model.h"

struct http_reply;
struct json;

enum llm_stop { LLM_END, LLM_STOP_SEQUENCE, LLM_LENGTH, LLM_REFUSAL, LLM_TOOL, LLM_OTHER };
const char *llm_stop_name(
    enum llm_stop stop); /* "end", "stop", "length", "refusal", "tool", "other" */

/* Tokens, each counted once whatever the provider's habit: the sum of the first four is the prompt,
   reasoning is part of out. */
struct llm_usage {
	int64_t uncached_in, cache_read, cache_write_5m, cache_write_1h, out, reasoning;
	bool known; /* the provider told */
};

typedef void answer_delta_fn(void *arg, const char *text, size_t n);

struct answer {
	struct buf text;
	enum llm_stop stop;
	bool complete;	 /* the provider's own end was seen */
	bool delivered;	 /* delta was called: no retry any more */
	char id[128];	 /* the provider's, of this reply */
	char model[128]; /* what the provider says answered */
	struct llm_usage usage;
	struct fault fault; /* FAULT_NONE while all is well */
	struct strings warnings;
	float *vectors; /* of an embedding: n * dimensions, free() */
	size_t vector_n, dimensions;
	int64_t first_byte_ms;	/* from sending; -1: none came, or it is not known */
	answer_delta_fn *delta; /* NULL: nobody waits */
	void *arg;
	struct json *state; /* a dialect's own, between events */
};

void answer_init(struct answer *answer, size_t max_bytes);
void answer_fini(struct answer *answer);
void answer_text(struct answer *answer, const char *text, size_t n); /* append, and hand out */
void answer_end(struct answer *answer); /* the provider's end: complete; what is empty is a fault */

enum provider_framing { PROVIDER_SSE, PROVIDER_LINES };

struct provider {
	const char *kind;	    /* "anthropic" */
	const char *url;	    /* the built-in base URL; NULL: must be configured */
	const char *path;	    /* behind the base URL: "/v1/messages" */
	const char *embed_path;	    /* NULL: makes no embeddings */
	const char *key_header;	    /* "x-api-key: ", the key goes behind it; NULL: takes none */
	const char *const *headers; /* always sent; NULL-ended */
	const char *list_path;	    /* a cheap GET that needs the key, for rsg-doctor; NULL */
	enum provider_framing framing;

	/* The body to send.  Parameters the model does not take are left out and named in dropped.
	 */
	enum status (*write)(const struct model *model, const struct json *request, bool stream,
	    struct json **body, struct strings *dropped, struct err *err);
	/* The body that is about to be sent, before anything is read; NULL: no matter. */
	void (*sent)(struct answer *answer, const struct json *body);
	/* A whole 2xx body; an event (type "" for a line).  Data that begins with [DONE] is type
	   "[DONE]" with data NULL; the end of the stream is type "" with data NULL.  They fill
	   answer, its fault too.  Complete: the rest need not be read.  Not complete and without a
	   fault after the end: it was cut. */
	void (*read)(struct answer *answer, const struct json *body);
	void (*event)(struct answer *answer, const char *type, const struct json *data);
	/* A status that is not 2xx; body NULL when it is no JSON. */
	void (*fault)(struct fault *fault, const struct http_reply *reply, const struct json *body);

	enum status (*embed_write)(const struct model *model, const struct json *request,
	    struct json **body, struct err *err);
	void (*embed_read)(struct answer *answer, const struct json *body);
};

/* "exec" and "replay" are in the table too, with a body to write (exec) and no more. */
const struct provider *provider_find(const char *kind); /* NULL: no such dialect */
const struct provider *provider_at(size_t i);		/* NULL behind the last */

#endif
