#include "phase/heal_ladder.h"

#include <string.h>

/* The kth of the row from its end, 0 is the last; the original is its head.  NULL: it is shorter.
 */
static const struct heal_try *
back(const struct heal_state *state, size_t k)
{
	for (size_t i = state->n; i > 0; i--) {
		const struct heal_try *try = &state->tries[i - 1];

		if (*try->fingerprint && k-- == 0)
			return try;
	}
	return k == 0 && state->original && *state->original->fingerprint ? state->original : NULL;
}

/* Do the last so many of the row repeat what stands `period` before them? */
static bool
repeats(const struct heal_state *state, size_t last, size_t period)
{
	for (size_t k = 0; k < last; k++) {
		const struct heal_try *later = back(state, k), *before = back(state, k + period);

		if (later == NULL || before == NULL ||
		    strcmp(later->fingerprint, before->fingerprint) != 0)
			return false;
	}
	return true;
}

static bool
was_tried(const struct heal_state *state)
{
	const struct heal_try *last = back(state, 0);

	for (size_t k = 1; k <= state->n && last && *last->code; k++) {
		const struct heal_try *before = back(state, k);

		if (before && strcmp(before->code, last->code) == 0)
			return true;
	}
	return false;
}

static bool
grew(const struct heal_try *before, const struct heal_try *later)
{
	return before && later && later->failing > before->failing && later->stage <= before->stage;
}

static bool
is_growing(const struct heal_state *state)
{
	return grew(back(state, 1), back(state, 0)) && grew(back(state, 2), back(state, 1));
}

static enum heal_reason
circles(const struct heal_state *state)
{
	if (was_tried(state))
		return HEAL_REPEATED;
	if (repeats(state, 2, 1))
		return HEAL_IDENTICAL;
	if (repeats(state, 2, 2) || repeats(state, 3, 3))
		return HEAL_OSCILLATION;
	return is_growing(state) ? HEAL_GROWING : HEAL_GOES_ON;
}

static enum heal_reason
spent(const struct heal_limits *limits, const struct heal_state *state)
{
	if (limits->attempts < 1 || state->n >= (size_t)limits->attempts ||
	    state->n >= HEAL_ATTEMPTS_MAX)
		return HEAL_ATTEMPTS;
	if (limits->ms > 0 && state->ms >= limits->ms)
		return HEAL_TIME;
	if (limits->tokens > 0 && state->tokens >= limits->tokens)
		return HEAL_TOKENS;
	return limits->cost > 0 && state->cost >= limits->cost ? HEAL_COST : HEAL_GOES_ON;
}

static int
tier_of(const struct heal_limits *limits, const struct heal_state *state)
{
	int number = (int)state->n + 1, tier = 1;

	if (number >= limits->from2)
		tier = 2;
	if (number >= limits->from3)
		tier = 3;
	for (size_t i = 0; i < state->n; i++) {
		const struct heal_try *try = &state->tries[i];
		bool again = i + 1 == state->n && *try->fingerprint && repeats(state, 1, 1);

		if (try->tier + again > tier)
			tier = try->tier + again;
	}
	return tier < HEAL_TIERS ? tier : HEAL_TIERS;
}

struct heal_next
heal_ladder(const struct heal_limits *limits, const struct heal_state *state)
{
	enum heal_reason reason = circles(state);
	int tier;

	if (reason == HEAL_GOES_ON)
		reason = spent(limits, state);
	if (reason != HEAL_GOES_ON)
		return (struct heal_next){ HEAL_STOP, 0, reason };
	tier = tier_of(limits, state);
	return (
	    struct heal_next){ tier == HEAL_TIERS && !state->confirmed ? HEAL_CONFIRM : HEAL_TRY,
		tier, HEAL_GOES_ON };
}

static bool
is_better(const struct heal_try *try, const struct heal_try *than)
{
	return try->stage != than->stage ? try->stage > than->stage : try->failing < than->failing;
}

size_t
heal_best(const struct heal_state *state)
{
	const struct heal_try *best = state->original;
	size_t at = 0;

	for (size_t i = 0; i < state->n; i++) {
		const struct heal_try *try = &state->tries[i];

		if (*try->fingerprint && (best == NULL || is_better(try, best))) {
			best = try;
			at = i + 1;
		}
	}
	return at;
}

static const struct {
	const char *name, *sentence;
} reasons[HEAL_REASONS] = {
	[HEAL_GOES_ON] = { "goes-on", "The repair goes on." },
	[HEAL_ATTEMPTS] = { "attempts", "No attempt is left." },
	[HEAL_TIME] = { "time", "The time for repairs is used up." },
	[HEAL_TOKENS] = { "tokens", "The tokens for repairs are used up." },
	[HEAL_COST] = { "cost", "The money for repairs is used up." },
	[HEAL_IDENTICAL] = { "identical", "It failed in the same way three times in a row." },
	[HEAL_OSCILLATION] = { "oscillation",
	    "The attempts went in a circle: each brought back a failure that was there before." },
	[HEAL_REPEATED] = { "repeated", "The last attempt was code that had been tried before." },
	[HEAL_GROWING] = { "growing", "More tests failed with each of the last two attempts." },
};

const char *
heal_reason_name(enum heal_reason reason)
{
	return (unsigned)reason < HEAL_REASONS ? reasons[reason].name : "unknown";
}

const char *
heal_reason_sentence(enum heal_reason reason)
{
	return (unsigned)reason < HEAL_REASONS ? reasons[reason].sentence : "";
}
