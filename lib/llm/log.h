/*
 * log - a line of JSON for each thing that happens to a call of a model: `log.calls`,
 * rsg-models(7).
 *
 * The line never holds a prompt, an answer or a key; texts that name what went wrong are the
 * fault's, which are safe to show; they are redacted nevertheless.
 *
 * Ownership: log_open() gives NULL when nothing is to be logged; the other functions take that.
 * Errors: writing fails silently, once and for all; log_check() tells.  Lines of several processes
 * do not mix: each is one write to the end of the file.
 * Limits: a text is cut after 300 bytes.
 */
#ifndef LLM_LOG_H
#define LLM_LOG_H

#include <stdint.h>

#include "base/err.h"

struct config;
struct llm_log;
struct redactor;

enum log_event {
	LOG_SENT,     /* an attempt begins: its row is in the ledger */
	LOG_ENDED,    /* it has ended, well or not: status */
	LOG_CACHED,   /* the answer came from the cache or a cassette */
	LOG_RETRY,    /* the same model is asked again after wait_ms */
	LOG_FALLBACK, /* the next model is asked: reason */
	LOG_BREAKER,  /* not sent: the model is left alone */
	LOG_LIMIT,    /* waits for its place: wait_ms */
	LOG_BUDGET    /* a budget is nearly or quite spent: reason */
};

#define LOG_UNKNOWN (-1) /* of a number: null in the line */

struct log_line {
	enum log_event event;
	const char *call;	      /* its id, the same in all its lines; NULL */
	const char *provider, *model; /* NULL and "" are left out, here and below */
	const char *run, *phase;
	const char *status; /* "ok", or the name of the fault's class */
	const char *reason;
	int attempt, retries, http_status;   /* 0 is left out, but retries of LOG_ENDED */
	int64_t prompt_chars;		     /* bytes of prompt text */
	int64_t input_tokens, output_tokens; /* LOG_ENDED and LOG_CACHED */
	int64_t cost_micro, latency_ms;	     /* the same; LOG_UNKNOWN */
	int64_t wait_ms;		     /* LOG_RETRY and LOG_LIMIT */
};

/* The redactor is lent. */
enum status log_open(
    const struct config *config, struct redactor *redactor, struct llm_log **out, struct err *err);
void log_write(struct llm_log *log, const struct log_line *line);
enum status log_check(const struct llm_log *log, struct err *err);
void log_close(struct llm_log *log);

#endif
