/*
 * fault - what went wrong with a model call, in classes that say what to do next.
 *
 * Providers map what they see (connect, HTTP status, an event inside a stream, a cut body, silence)
 * to one of these at their border; retries, fallback, breaker and messages look at the class alone.
 *
 * Source: the providers' error pages as of 2026-11; LiteLLM's mapping of messages to classes.
 */
#ifndef LLM_FAULT_H
#define LLM_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum fault_class {
	FAULT_NONE,
	FAULT_TIMEOUT,
	FAULT_CONNECT,
	FAULT_TLS,
	FAULT_RATE_LIMIT,
	FAULT_QUOTA,
	FAULT_OVERLOADED,
	FAULT_SERVER,
	FAULT_BAD_REQUEST,
	FAULT_CONTEXT_WINDOW,
	FAULT_CONTENT_POLICY, /* also a refusal that came with status 200 */
	FAULT_AUTH,
	FAULT_PERMISSION,
	FAULT_NOT_FOUND,
	FAULT_TOO_LARGE,
	FAULT_CONFLICT,
	FAULT_REDIRECT,
	FAULT_PARSE,	 /* bytes that are no reply */
	FAULT_TRUNCATED, /* the stream ended before its end */
	FAULT_LENGTH,	 /* the answer was cut at max_tokens */
	FAULT_EMPTY,
	FAULT_SCHEMA,
	FAULT_NO_KEY,
	FAULT_BUDGET,
	FAULT_BREAKER, /* open: not sent */
	FAULT_LIMIT,   /* the wait for a place is longer than the time there is */
	FAULT_REPLAY,  /* not in the cassette or the cache */
	FAULT_COMMAND, /* exec: ended with a status */
	FAULT_CANCELLED,
	FAULT_UNKNOWN,
	FAULT_CLASSES
};

struct fault {
	enum fault_class class;
	int http_status;	 /* 0 when there was none */
	int64_t retry_after_ms;	 /* what the server asks for; -1 */
	bool no_retry, do_retry; /* x-should-retry overrides the class */
	double confidence;	 /* 0..1: of the class */
	char code[64];		 /* the provider's own: "overloaded_error" */
	char text[512];		 /* the provider's words, made safe to show */
};

struct fault_rule {
	const char *name;	/* "rate-limit" */
	const char *kind;	/* transient, permanent, recoverable, unknown */
	enum status status;	/* of a program that gives up on it */
	bool retry;		/* the same model again, unless something was delivered */
	bool fallback;		/* the next model of the chain may do better */
	bool trips;		/* counts against the breaker */
	const char *suggestion; /* "wait, or lower limit.*.requests" */
};

const struct fault_rule *fault_rule(enum fault_class class);
enum fault_class fault_by_name(const char *name); /* FAULT_UNKNOWN for no such */

/*
 * Fill *fault, all of it: no HTTP status, retry_after_ms -1, confidence 1.  The text may come from
 * outside: white space is one space, controls are shown, what looks like a key is taken out, the
 * rest is cut.
 */
void fault_set(struct fault *fault, enum fault_class class, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A code of ours: the provider's mechanism does not take the schema; without it the model may. */
#define FAULT_CODE_SCHEMA "schema_rejected"

void fault_code(struct fault *fault, const char *code); /* made safe to show, as the text is */
void fault_hide(struct fault *fault, const char *key);	/* take this out, whole or in part */

/* The fault as an error: "what happened: suggestion", with the status of its class. */
enum status fault_err(const struct fault *fault, const char *model, struct err *err);

#endif
