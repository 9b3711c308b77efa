/*
 * llm - message in, checked reply out.
 *
 * A call goes along the chain of models (`model`, then `fallback`); for each: the cache, the place
 * in the limiter, the breaker, the budget and the row in the ledger before anything is sent, the
 * attempt, retries, and, where the request has a schema, the check of the answer with at most one
 * repair turn.  The one owner of retries is llm_retry.c; nothing below it tries twice.
 *
 * Requests and replies are JSON of schemas/llm-request and schemas/llm-reply.
 *
 * What is asked is redacted first, so that no secret is sent, kept in cache or cassette, or part of
 * a key.
 *
 * Ownership: llm_open() gives, llm_close() ends; options and what they point to are borrowed.  A
 * reply is the caller's.  The store must be open for writing and outside any transaction while
 * llm_ask() runs; NULL is --no-store: then ledger, limiter and breaker last as long as the process.
 *
 * Errors: ST_NO when the chain came to `builtin`: there is no reply; *err says what failed before,
 * its status too, and its text is empty when nothing was tried. ST_TEMPFAIL (75), ST_UNAVAILABLE
 * (69), ST_PROTOCOL (76), ST_REFUSED (77): the last fault of the chain, its suggestion behind it.
 * Interrupted: ST_TEMPFAIL with *cancel set; cli_main() ends by that signal.
 */
#ifndef LLM_LLM_H
#define LLM_LLM_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct config;
struct embedder;
struct json;
struct llm;
struct redactor;
struct share;
struct store;
struct strings;

typedef void llm_say_fn(void *arg, const char *text); /* fallback, budget at 80 %, long waits */
typedef void llm_delta_fn(void *arg, const char *text, size_t n);

struct llm_options {
	const struct config *config;
	struct store *store;
	struct redactor *redactor; /* NULL: one with the builtin rules */
	const char *project_dir;   /* NULL: none */
	const char *run, *phase;   /* "" where there is none: for the ledger and phase settings */
	const char *model;	   /* NULL: as configured (`models.PHASE`, `model`) */
	const struct strings *fallback; /* NULL: as configured */
	int64_t deadline_ms;		/* monotonic; 0: none.  No call lasts longer */
	const volatile sig_atomic_t *cancel;
	llm_say_fn *say;
	void *arg;
};

enum status llm_open(const struct llm_options *options, struct llm **out, struct err *err);
void llm_close(struct llm *llm); /* NULL is fine */

/* Does the configuration ask for a model at all in this phase?  Cheap: opens nothing. */
bool llm_wanted(const struct config *config, const char *phase, const char *model);

/* From here on this model is asked first, and then the fallbacks; NULL: as it was opened.  It is
   borrowed.  A name given with options.model stays. */
void llm_prefer(struct llm *llm, const char *model);

enum status llm_ask(
    struct llm *llm, const struct json *request, struct json **reply, struct err *err);

/* The same; delta gets the text as it comes.  It is not called for what comes from the cache. */
enum status llm_ask_stream(struct llm *llm, const struct json *request, llm_delta_fn *delta,
    void *arg, struct json **reply, struct err *err);

/* What would be sent, streamed or not: {"model", "url", "body", "left_out", "input_tokens",
   "max_cost_usd", "curl"}. */
enum status llm_dry_run(
    struct llm *llm, const struct json *request, bool stream, struct json **plan, struct err *err);

/* The embedding model (options.model, else `embedding.model`) behind the usual border; it asks in
   batches and keeps vectors in the cache.  embedder->close() ends it, before llm_close().  ST_NO
   when that is the builtin one: then embed_local_new() is the one to use. */
enum status llm_embedder(struct llm *llm, struct embedder **out, struct err *err);

struct llm_totals { /* of this client, for the phase's entry */
	int64_t input_tokens, output_tokens, cost_micro, calls, cached;
	bool cost_known;
	const char *engine; /* the model that answered last; NULL: none did */
};
void llm_totals(const struct llm *llm, struct llm_totals *out);

#endif
