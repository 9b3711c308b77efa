/*
 * heal_ladder - when a repair goes on, at which tier, and when it stops.
 *
 * Asked before each attempt; says what is next from what was so far.  The tries that were run form
 * a row with the original at its head; "in a row" below means in that one.  A try without a
 * fingerprint was refused before it was run: it is an attempt, but not in the row, and its code is
 * not one that was tried.  What was run and failed has a fingerprint, whatever stage it failed at.
 * (Code that was tried before need not be run again: with the fingerprint of its first time it
 * stops the repair.)
 *
 * The first of these that is true decides:
 *
 *	HEAL_REPEATED		the last of the row has the code of an earlier one
 *	HEAL_IDENTICAL		its last three have one fingerprint
 *	HEAL_OSCILLATION	its last four are A-B-A-B, or its last six have period three
 *	HEAL_GROWING		more failed twice in a row, at no later stage
 *	HEAL_ATTEMPTS, HEAL_TIME, HEAL_TOKENS, HEAL_COST
 *				as much was spent as is allowed
 *	HEAL_CONFIRM		the next is at tier 3, and nobody agreed to that
 *	HEAL_TRY		otherwise
 *
 * Going in circles comes before the limits, since it would be as true without them and says more.
 *
 * The tier of an attempt is the highest of: that of its number (2 from `from2` on, 3 from `from3`
 * on); those of all before it, for the ladder never goes down; and one above the last try's if that
 * was run and has the fingerprint of the one before it in the row.  So the second time of a
 * fingerprint moves up, the third stops: the original fails with A, attempt 1 (tier 1) with A
 * again, attempt 2 is at tier 2, and if that fails with A there is no attempt 3.  A refused attempt
 * between them changes nothing: attempt 1 A, 2 refused at tier 2, 3 is at tier 2 and not at 3.
 */
#ifndef PHASE_HEAL_LADDER_H
#define PHASE_HEAL_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEAL_ATTEMPTS_MAX 10
#define HEAL_TIERS 3

enum heal_step { HEAL_TRY, HEAL_CONFIRM, HEAL_STOP };

enum heal_reason {
	HEAL_GOES_ON, /* with HEAL_TRY and HEAL_CONFIRM */
	HEAL_ATTEMPTS,
	HEAL_TIME,
	HEAL_TOKENS,
	HEAL_COST,
	HEAL_IDENTICAL,
	HEAL_OSCILLATION,
	HEAL_REPEATED,
	HEAL_GROWING,
	HEAL_REASONS
};

struct heal_try {
	int tier;	      /* 1 to HEAL_TIERS; the original has none */
	char fingerprint[65]; /* the loose one; "" where it was refused before it was run */
	char code[65];	      /* SHA-256; "" is not compared */
	size_t failing;	      /* tests of the file that failed */
	size_t stage;	      /* 0 to 7: how many stages it went through */
};

struct heal_limits {
	int attempts;	  /* 1 to HEAL_ATTEMPTS_MAX */
	int from2, from3; /* the attempt from which on it is tier 2, tier 3 */
	int64_t ms, tokens;
	double cost; /* each 0: no limit */
};

struct heal_state {
	const struct heal_try *tries;
	size_t n;
	const struct heal_try *original; /* as verified before any repair */
	int64_t ms, tokens;
	double cost;	/* spent */
	bool confirmed; /* tier 3 is allowed */
};

struct heal_next {
	enum heal_step step;
	int tier; /* of the next attempt, 0 with HEAL_STOP */
	enum heal_reason reason;
};

struct heal_next heal_ladder(const struct heal_limits *limits, const struct heal_state *state);

/* The best of the tries that were run, counted from 1: most stages, then fewest failing, then the
   earliest.  0: none is better than the original. */
size_t heal_best(const struct heal_state *state);

const char *heal_reason_name(enum heal_reason reason);	   /* "oscillation" */
const char *heal_reason_sentence(enum heal_reason reason); /* for a person, with a stop */

#endif
