/*
 * llm_retry - whether the same model is asked again, and when; and the one place that sleeps.
 *
 * The class says whether (fault_rule()), x-should-retry overrides it.  What the server asks for is
 * waited for where it is more than nothing and at most max_wait_ms; a server that asks for longer
 * is not asked again.  Else wait_ms * 2^n, at most max_wait_ms, less up to a quarter by chance.
 *
 * Source: the Python SDKs of Anthropic (0.121) and OpenAI (3.3), which agree but for the cap.
 */
#ifndef LLM_LLM_RETRY_H
#define LLM_LLM_RETRY_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

struct fault;

struct retry_rule {
	int times; /* further tries */
	int64_t wait_ms, max_wait_ms;
};

/* Milliseconds before the next try, -1: none.  done: retries made already; chance: [0, 1). */
int64_t retry_delay(
    const struct retry_rule *rule, const struct fault *fault, int done, double chance);

/* False when it was cut short: *cancel was set (cancel may be NULL), or the deadline (monotonic; 0
   for none) came first. */
bool retry_sleep(int64_t ms, int64_t deadline_ms, const volatile sig_atomic_t *cancel);

#endif
