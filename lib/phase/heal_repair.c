/* The loop of one test: attempt after attempt, until it is healed or the ladder stops. */

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "io/json.h"
#include "llm/llm.h"
#include "phase/heal_private.h"

void
repair_end(struct repair *repair, const char *verdict, const char *reason, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(repair->why, sizeof repair->why, fmt, ap);
	va_end(ap);
	repair->verdict = verdict;
	repair->reason = reason;
}

void
repair_fini(struct repair *repair)
{
	vec_fini(&repair->tries);
	json_free(repair->attempts);
	json_free(repair->test);
	json_free(repair->verified);
}

/* What was spent, by all repairs of this run. */
static struct heal_state
state_of(const struct repair *repair)
{
	const struct healer *h = repair->h;
	struct llm_totals totals = { .cost_known = true };
	struct heal_state state = { .tries = repair->tries.at,
		.n = repair->tries.len,
		.original = &repair->original,
		.ms = time_monotonic_ms() - h->from_ms,
		.confirmed = h->args->confirmed };

	if (h->env->llm)
		llm_totals(h->env->llm, &totals);
	state.tokens = totals.input_tokens + totals.output_tokens;
	state.cost = totals.cost_known ? (double)totals.cost_micro / 1e6 : INFINITY;
	return state;
}

/* A repair of what fails only sometimes would mend nothing. */
static enum status
check_settled(struct repair *repair, struct err *err)
{
	struct healer *h = repair->h;
	char why[300] = "";
	enum status st = ST_OK;

	if (strcmp(json_get_string(repair->verified, "outcome"), "flaky") == 0)
		repair_end(
		    repair, "flaky", "", "it did not end the same each time it was verified");
	else
		st =
		    h->args->verification->settled(h->verifier, repair->test, why, sizeof why, err);
	if (st == ST_NO) {
		repair_end(repair, "flaky", "", "%s", why);
		st = ST_OK;
	}
	return st;
}

/* ST_OK with a verdict where that was the last attempt. */
static enum status
step(struct repair *repair, bool *over, struct err *err)
{
	const struct heal_state state = state_of(repair);
	const struct heal_next next = heal_ladder(&repair->h->args->limits, &state);
	enum status st;

	*over = true;
	if (next.step == HEAL_STOP) {
		repair_end(repair, "stopped", heal_reason_name(next.reason), "%s",
		    heal_reason_sentence(next.reason));
		return ST_OK;
	}
	if (next.step == HEAL_CONFIRM) {
		repair_end(repair, "stopped", "level",
		    "the next attempt would be the first at level %d, which a person has to agree "
		    "to",
		    next.tier);
		return ST_OK;
	}
	*over = false;
	st = heal_attempt(repair, next.tier, over, err);
	if (st == ST_NO) {
		repair_end(repair, "left", "no-model", "no model answers");
		*over = true;
		st = ST_OK;
	}
	return st;
}

enum status
heal_repair(struct repair *repair, struct err *err)
{
	enum status st = check_settled(repair, err);
	bool over = repair->verdict != NULL;

	while (st == ST_OK && !over)
		st = step(repair, &over, err);
	return st;
}
