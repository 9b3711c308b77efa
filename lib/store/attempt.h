/*
 * attempt - the ledger: one row a model call, written before it is sent; and the budgets over it.
 *
 * Units: micro-dollars (1e-6 USD), tokens, milliseconds.
 *
 * Transactions: each function is one of its own (BEGIN IMMEDIATE); call them outside any other.
 *
 * Budget: attempt_begin() adds up what the run, the last day and the last week (rolling) have spent
 * and reserved, and adds the row only if the reservation still fits, all in one transaction.
 * Outside a run the call is the run.  A reservation counts as spent until the cost is known: for
 * good where attempt_end() is told -1, or never comes because the process was killed.
 *
 * Audit: a refusal is an event budget, the first attempt at a fallback model one fallback, in the
 * same transaction.
 */
#ifndef STORE_ATTEMPT_H
#define STORE_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct json;
struct store;

#define BUDGET_NONE INT64_MAX

struct attempt_usage {
	int64_t uncached_in, cache_read, cache_write_5m, cache_write_1h, out, reasoning;
	bool known;
};

struct attempt {
	const char *call, *run, *phase, *model, *request_sha256, *prompt_sha256, *fallback;
	int number;
	int64_t started_ms, waited_ms;
	int64_t reserve;			     /* micro-dollars; -1: the price is unknown */
	int64_t price;				     /* id of the price row; 0 for none */
	int64_t budget_run, budget_day, budget_week; /* BUDGET_NONE for none */
};

struct budget_state {	  /* of the budget nearest to its end, after the reservation */
	const char *name; /* "run", "day", "week"; NULL: there is none */
	int64_t spent, limit;
};

/* ST_REFUSED when a budget would be passed: names it and what is spent; *budget (may be NULL) is
   that one then, before this reservation.  A call of unknown price is refused once a budget is
   spent; whether it may be made at all before is the caller's business. */
enum status attempt_begin(struct store *store, const struct attempt *attempt, int64_t *id,
    struct budget_state *budget, struct err *err);

/* What the "run", "day" or "week" has spent and set aside. */
enum status attempt_spent(struct store *store, const char *budget, const char *run, int64_t now_ms,
    int64_t *spent, struct err *err);

struct attempt_end {
	const char *status; /* "ok", "failed", "interrupted" */
	const char *fault, *reason, *resolved_model;
	int http_status;
	int64_t ended_ms, first_byte_ms; /* -1: none came */
	struct attempt_usage usage;
	int64_t cost; /* micro-dollars, 0 where nothing is billed; -1: unknown */
};

enum status attempt_end(
    struct store *store, int64_t id, const struct attempt_end *end, struct err *err);

/* A reply from the cache: a row that cost nothing and saved this much (-1: unknown). */
enum status attempt_cached(
    struct store *store, const struct attempt *attempt, int64_t saved, struct err *err);

#endif
