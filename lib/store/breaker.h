/*
 * breaker - a provider that keeps failing is left alone for a while, by all processes.
 *
 * closed -> open: `failures` in a row, or half of the last ten or more.  open -> half-open after
 * open_ms, doubled each time it opens again up to max_open_ms, with jitter: one process probes, the
 * others are refused until it has an answer or its time is up.  A good probe closes it, a bad one
 * opens it again.  The end of an opening is only ever put off.  Results of requests that began
 * before the last change of state are ignored; those of more than ten minutes ago are forgotten.
 *
 * Transactions: each function is one of its own.
 * Source: Nygard, "Release It!" (2007); sony/gobreaker for the generation.
 */
#ifndef STORE_BREAKER_H
#define STORE_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct store;

struct breaker_rule {
	const char *name; /* of the model and its base URL */
	int failures;
	int64_t open_ms, max_open_ms, probe_ms; /* probe_ms: how long one may take */
};

struct breaker_pass { /* what breaker_ask() gave, for breaker_report() */
	bool allowed, probe;
	int64_t retry_at_ms, generation;
};

enum status breaker_ask(struct store *store, const struct breaker_rule *rule, int64_t now_ms,
    struct breaker_pass *pass, struct err *err);
enum status breaker_report(struct store *store, const struct breaker_rule *rule,
    const struct breaker_pass *pass, bool good, int64_t now_ms, struct err *err);

/* "closed", "open", "half-open"; lent. For rsg-doctor. */
const char *breaker_state(struct store *store, const char *name, int64_t now_ms);

#endif
