#include "llm/llm_retry.h"

#include <time.h>

#include "base/time.h"
#include "llm/fault.h"

#define LOOK_MS 50 /* how often *cancel is looked at */

static bool
may_retry(const struct fault *fault, int done)
{
	if (fault->no_retry)
		return false;
	if (fault->do_retry)
		return true;
	/* Without a time it usually needs a person: a spending cap, a quota. */
	if (fault->class == FAULT_RATE_LIMIT && fault->retry_after_ms <= 0 && done > 0)
		return false;
	return fault_rule(fault->class)->retry;
}

static int64_t
backoff(const struct retry_rule *rule, int done, double chance)
{
	int64_t wait = rule->wait_ms;

	for (int i = 0; i < done && wait < rule->max_wait_ms; i++)
		wait *= 2;
	if (wait > rule->max_wait_ms)
		wait = rule->max_wait_ms;
	return (int64_t)((double)wait * (1 - 0.25 * chance));
}

int64_t
retry_delay(const struct retry_rule *rule, const struct fault *fault, int done, double chance)
{
	if (done >= rule->times || !may_retry(fault, done))
		return -1;
	if (fault->retry_after_ms > rule->max_wait_ms)
		return -1;
	if (fault->retry_after_ms > 0)
		return fault->retry_after_ms;
	return backoff(rule, done, chance);
}

bool
retry_sleep(int64_t ms, int64_t deadline_ms, const volatile sig_atomic_t *cancel)
{
	int64_t until = time_monotonic_ms() + ms;

	for (;;) {
		int64_t now = time_monotonic_ms(), left = until - now;
		struct timespec nap = { 0 };

		if (cancel && *cancel)
			return false;
		if (left <= 0)
			return true;
		if (deadline_ms && now >= deadline_ms)
			return false;
		if (left > LOOK_MS)
			left = LOOK_MS;
		nap.tv_nsec = (long)(left * 1000000);
		nanosleep(&nap, NULL);
	}
}
