/*
 * usage - what the ledger adds up to, and what came of it.
 *
 * Units: tokens, USD as decimal numbers.  A cost that nobody knows is never 0: sums are over what
 * is known, with the count of what is not beside them, and null where nothing is known.
 *
 * Ownership: *out is the caller's, json_free() it.
 */
#ifndef STORE_USAGE_H
#define STORE_USAGE_H

#include <stdint.h>

#include "base/err.h"

struct json;
struct store;

struct usage_query {
	const char *by;	  /* "run", "phase", "model", "day", "week" (its Monday, UTC) */
	const char *run;  /* NULL: all */
	int64_t since_ms; /* attempts that began then or later */
};

/* {"by", "rows", "total"} of schemas/usage.schema.json. */
enum status usage_sum(
    struct store *store, const struct usage_query *query, struct json **out, struct err *err);

/* {"attempts"} of the same, oldest first. */
enum status usage_attempts(
    struct store *store, const struct usage_query *query, struct json **out, struct err *err);

/* {"survival"} of the same: what became of the tests that models wrote, by the newest verification
   of each run that is there; since_ms is of its beginning, and `by` counts for nothing. */
enum status usage_survival(
    struct store *store, const struct usage_query *query, struct json **out, struct err *err);

#endif
