/*
 * limiter - requests per second, tokens per minute and requests at once, shared by processes.
 *
 * A request passes all its limits or none.  Requests of one limit are at least 1/rate apart, a
 * little more so that lateness on the way never puts more of them into one second than allowed;
 * nothing is saved up while nobody asks.  Tokens are a bucket of one minute's worth that refills
 * all the time.
 *
 * Requests at once: a process that is gone gives up its places, so processes that share a limit of
 * these must see each other's numbers; those of another container do not.
 *
 * Transactions: each function is one of its own.
 * Units: milliseconds since the epoch, of the machine's clock that all processes share.
 */
#ifndef STORE_LIMITER_H
#define STORE_LIMITER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct store;

struct limit {
	const char *name;	  /* "all", "ollama", "anthropic/claude-x", "ranking" */
	double per_second;	  /* requests; 0: no limit */
	double tokens_per_minute; /* 0: no limit */
	int concurrent;		  /* 0: no limit */
};

#define LIMITER_MAX 8

struct limiter_lease {
	int64_t ids[LIMITER_MAX];
	size_t n;
};

struct limiter_ask {
	const struct limit *limits;
	size_t n;	 /* LIMITER_MAX at most */
	int64_t tokens;	 /* a bucket that is smaller takes them when it is full */
	int64_t hold_ms; /* how long the request may last at most */
};

/* *wait_ms 0: go, and *lease is yours until limiter_release(); else ask again after that long. */
enum status limiter_take(struct store *store, const struct limiter_ask *ask, int64_t *wait_ms,
    struct limiter_lease *lease, struct err *err);
enum status limiter_release(
    struct store *store, const struct limiter_lease *lease, struct err *err);

/* A server said 429: nobody asks before then.  Only ever put off, by an hour at most. */
enum status limiter_block(struct store *store, const char *name, int64_t until_ms, struct err *err);

/* tokens: how many more were used than asked for; negative gives back. */
enum status limiter_correct(
    struct store *store, const struct limit *limits, size_t n, int64_t tokens, struct err *err);

#endif
