/*
 * llm_guard - what stands between a request and the provider: the breaker, a place in the limiter,
 * the budget with the row in the ledger.
 *
 * Status as llm_private.h says: ST_NO with call->fault set when it is not to be sent.
 */
#ifndef LLM_LLM_GUARD_H
#define LLM_LLM_GUARD_H

#include "llm/llm_private.h"

struct attempting {
	struct step *step;
	const struct json *request;
	struct llm_timeouts timeouts;
	struct breaker_rule rule;
	struct breaker_pass pass;
	struct limit limits[LIMITER_MAX];
	size_t limit_n;
	struct limiter_lease lease;
	int64_t id, from_ms; /* from_ms: monotonic */
	int64_t reserve;
};

enum status guard_breaker(struct attempting *a, struct err *err);
enum status guard_place(struct attempting *a, struct err *err);
enum status guard_budget(struct attempting *a, struct err *err); /* begins the row */

/* What all processes are to know: the outcome, and until when the server wants peace. */
enum status guard_tell(struct attempting *a, struct err *err);
/* The place is free again; spent: tokens. */
enum status guard_release(struct attempting *a, int64_t spent, struct err *err);

#endif
