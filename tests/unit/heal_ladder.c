#include "phase/heal_ladder.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

static const struct heal_limits plain = { .attempts = 10, .from2 = 5, .from3 = 8 };
static struct heal_try tries[16], original;
static struct heal_state state;

/* Each letter is a try's fingerprint and '-' one that was refused; the first is the original. Every
   code is another, the tiers are those the ladder asks for. */
static struct heal_next
after_with(const struct heal_limits *limits, const char *row)
{
	struct heal_next next = { HEAL_STOP, 0, HEAL_REASONS };

	memset(tries, 0, sizeof tries);
	original = (struct heal_try){ .failing = 1, .stage = 2 };
	original.fingerprint[0] = row[0];
	snprintf(original.code, sizeof original.code, "original");
	state.tries = tries;
	state.original = &original;
	state.n = 0;
	for (size_t i = 1; row[i]; i++) {
		struct heal_try *try = &tries[i - 1];

		next = heal_ladder(limits, &state);
		ck_assert_msg(next.step != HEAL_STOP, "%s: stops before %zu, %s", row, i,
		    heal_reason_name(next.reason));
		*try = (struct heal_try){ .tier = next.tier, .failing = 1, .stage = 2 };
		if (row[i] != '-') {
			try->fingerprint[0] = row[i];
			snprintf(try->code, sizeof try->code, "code %zu", i);
		}
		state.n = i;
	}
	return heal_ladder(limits, &state);
}

static struct heal_next
after(const char *row)
{
	return after_with(&plain, row);
}

static void
set_up(void)
{
	state = (struct heal_state){ .confirmed = true };
}

START_TEST(tiers_go_up_with_the_number_of_attempts)
{
	static const int tier[] = { 1, 1, 1, 1, 2, 2, 2, 3, 3, 3 };
	char row[16] = "a";

	for (size_t i = 0; i < 10; i++) {
		struct heal_next next = after(row);

		ck_assert_int_eq(next.step, HEAL_TRY);
		ck_assert_int_eq(next.reason, HEAL_GOES_ON);
		ck_assert_msg(next.tier == tier[i], "attempt %zu is at tier %d", i + 1, next.tier);
		row[i + 1] = (char)('b' + i);
	}
	ck_assert_int_eq(after(row).reason, HEAL_ATTEMPTS);
}
END_TEST

/* What is the next after a row, and at which tier. */
static const struct {
	const char *row;
	int tier; /* 0: stops */
	enum heal_reason reason;
} rows[] = {
	{ "aa", 2, HEAL_GOES_ON }, /* the original's is the first */
	{ "aaa", 0, HEAL_IDENTICAL }, { "ab", 1, HEAL_GOES_ON }, { "abb", 2, HEAL_GOES_ON },
	{ "abbb", 0, HEAL_IDENTICAL }, { "abbc", 2, HEAL_GOES_ON }, /* never down */
	{ "abbcc", 3, HEAL_GOES_ON }, { "abbccd", 3, HEAL_GOES_ON },
	{ "abbccdd", 3, HEAL_GOES_ON }, /* there is no fourth */
	{ "aa-", 2, HEAL_GOES_ON },	/* once for a pair */
	{ "a-a", 2, HEAL_GOES_ON },	/* in a row without the refused */
	{ "a-a-", 2, HEAL_GOES_ON }, { "a-a-a", 0, HEAL_IDENTICAL },
	{ "a--", 1, HEAL_GOES_ON }, /* no fingerprints are not equal ones */
	{ "a---", 1, HEAL_GOES_ON }, { "a----", 2, HEAL_GOES_ON }, /* but attempts */
	{ "a----------", 0, HEAL_ATTEMPTS }, { "abab", 0, HEAL_OSCILLATION },
	{ "aba", 1, HEAL_GOES_ON }, { "cabab", 0, HEAL_OSCILLATION },
	{ "aba-b", 0, HEAL_OSCILLATION }, { "abac", 1, HEAL_GOES_ON }, { "abba", 2, HEAL_GOES_ON },
	{ "abcabc", 0, HEAL_OSCILLATION }, { "abcab", 2, HEAL_GOES_ON },
	{ "abcabd", 2, HEAL_GOES_ON }, { "aabaab", 0, HEAL_OSCILLATION },
	{ "abcdabcd", 3, HEAL_GOES_ON }, { "abcdefghijk", 0, HEAL_ATTEMPTS },
	{ "abcdefghiaa", 0, HEAL_ATTEMPTS },
	{ "abcdefghiii", 0, HEAL_IDENTICAL }, /* says more than the limit */
};

START_TEST(a_row_says_what_is_next)
{
	struct heal_next next = after(rows[_i].row);

	ck_assert_msg(
	    next.reason == rows[_i].reason, "%s: %s", rows[_i].row, heal_reason_name(next.reason));
	ck_assert_msg(next.tier == rows[_i].tier, "%s: tier %d", rows[_i].row, next.tier);
	ck_assert_int_eq(next.step, rows[_i].tier ? HEAL_TRY : HEAL_STOP);
}
END_TEST

START_TEST(tier_three_wants_a_confirmation)
{
	struct heal_next next;

	state.confirmed = false;
	ck_assert_int_eq(after("abb").step, HEAL_TRY);
	after("abbc");
	tries[2].tier = 3; /* whoever agreed to that one */
	next = heal_ladder(&plain, &state);
	ck_assert_int_eq(next.step, HEAL_CONFIRM);
	ck_assert_int_eq(next.tier, 3);
	ck_assert_int_eq(next.reason, HEAL_GOES_ON);
	state.confirmed = true;
	ck_assert_int_eq(heal_ladder(&plain, &state).step, HEAL_TRY);
}
END_TEST

START_TEST(a_stop_comes_before_the_question)
{
	after("abbcc");
	state.confirmed = false;
	ck_assert_int_eq(heal_ladder(&plain, &state).step, HEAL_CONFIRM);
	snprintf(tries[3].code, sizeof tries[3].code, "code 1");
	ck_assert_int_eq(heal_ladder(&plain, &state).step, HEAL_STOP);
}
END_TEST

START_TEST(code_that_was_tried_stops)
{
	static const char *const codes[] = { "original", "code 1", "code 2" };

	ck_assert_int_eq(after("abcd").step, HEAL_TRY);
	snprintf(tries[2].code, sizeof tries[2].code, "%s", codes[_i]);
	ck_assert_int_eq(heal_ladder(&plain, &state).reason, HEAL_REPEATED);
	tries[3] = (struct heal_try){ .tier = 1 }; /* and stays so behind a refused one */
	state.n = 4;
	ck_assert_int_eq(heal_ladder(&plain, &state).reason, HEAL_REPEATED);
}
END_TEST

START_TEST(code_that_was_refused_was_not_tried)
{
	after("a-b");
	snprintf(tries[0].code, sizeof tries[0].code, "code 2");
	ck_assert_int_eq(heal_ladder(&plain, &state).step, HEAL_TRY);
	memset(tries[0].code, 0, sizeof tries[0].code);
	memset(tries[1].code, 0, sizeof tries[1].code);
	original.code[0] = '\0';
	ck_assert_int_eq(heal_ladder(&plain, &state).step, HEAL_TRY); /* nothing is no code */
}
END_TEST

/* failing and stage of original, first and second try. */
static const struct {
	size_t failing[3], stage[3];
	enum heal_reason reason;
} growth[] = {
	{ { 1, 2, 3 }, { 2, 2, 2 }, HEAL_GROWING },
	{ { 1, 2, 3 }, { 3, 2, 2 }, HEAL_GROWING },
	{ { 1, 2, 2 }, { 2, 2, 2 }, HEAL_GOES_ON },
	{ { 2, 2, 3 }, { 2, 2, 2 }, HEAL_GOES_ON },
	{ { 1, 3, 2 }, { 2, 2, 2 }, HEAL_GOES_ON },
	{ { 1, 2, 3 }, { 0, 2, 2 }, HEAL_GOES_ON },
	{ { 1, 2, 3 }, { 2, 2, 3 }, HEAL_GOES_ON },
};

START_TEST(growing_twice_stops)
{
	struct heal_try *row[] = { &original, &tries[0], &tries[2] };

	after("ab-c");
	for (size_t i = 0; i < 3; i++) {
		row[i]->failing = growth[_i].failing[i];
		row[i]->stage = growth[_i].stage[i];
	}
	ck_assert_int_eq(heal_ladder(&plain, &state).reason, growth[_i].reason);
}
END_TEST

START_TEST(limits_stop_where_they_are_reached)
{
	struct heal_limits limits = plain;

	after("ab");
	state.ms = state.tokens = 100;
	state.cost = 0.5;
	ck_assert_int_eq(heal_ladder(&limits, &state).step, HEAL_TRY); /* 0 is no limit */
	limits.cost = 0.5;
	ck_assert_int_eq(heal_ladder(&limits, &state).reason, HEAL_COST);
	limits.tokens = 100;
	ck_assert_int_eq(heal_ladder(&limits, &state).reason, HEAL_TOKENS);
	limits.ms = 100;
	ck_assert_int_eq(heal_ladder(&limits, &state).reason, HEAL_TIME);
	limits.attempts = 1;
	ck_assert_int_eq(heal_ladder(&limits, &state).reason, HEAL_ATTEMPTS);
	snprintf(tries[0].code, sizeof tries[0].code, "original");
	ck_assert_int_eq(heal_ladder(&limits, &state).reason, HEAL_REPEATED);
	limits = (struct heal_limits){ 10, 5, 8, 101, 101, 0.51 };
	tries[0].code[0] = 'x';
	ck_assert_int_eq(heal_ladder(&limits, &state).step, HEAL_TRY);
}
END_TEST

START_TEST(limits_of_attempts_that_are_out_of_range_still_end)
{
	struct heal_limits limits = { .attempts = 0, .from2 = 5, .from3 = 8 };

	ck_assert_int_eq(after_with(&limits, "a").reason, HEAL_ATTEMPTS);
	limits.attempts = -1;
	ck_assert_int_eq(after_with(&limits, "a").reason, HEAL_ATTEMPTS);
	limits.attempts = 1000;
	ck_assert_int_eq(after_with(&limits, "abcdefghijk").reason, HEAL_ATTEMPTS);
}
END_TEST

START_TEST(configured_steps_decide_the_tier)
{
	struct heal_limits limits = { .attempts = 10, .from2 = 1, .from3 = 2 };

	ck_assert_int_eq(after_with(&limits, "a").tier, 2);
	ck_assert_int_eq(after_with(&limits, "ab").tier, 3);
	limits.from2 = 9;
	limits.from3 = 3;
	ck_assert_int_eq(after_with(&limits, "ab").tier, 1);
	ck_assert_int_eq(after_with(&limits, "abc").tier, 3);
}
END_TEST

START_TEST(without_an_original_the_row_begins_with_the_first_try)
{
	after("aa");
	state.original = NULL;
	ck_assert_int_eq(heal_ladder(&plain, &state).tier, 1);
	ck_assert_int_eq((int)heal_best(&state), 1);
	state.n = 0;
	ck_assert_int_eq(heal_ladder(&plain, &state).tier, 1);
	ck_assert_int_eq((int)heal_best(&state), 0);
}
END_TEST

START_TEST(the_best_went_furthest)
{
	after("abcd-");
	ck_assert_int_eq((int)heal_best(&state), 0); /* all alike */
	tries[2].failing = 0;
	ck_assert_int_eq((int)heal_best(&state), 3);
	tries[1].failing = 0;
	ck_assert_int_eq((int)heal_best(&state), 2); /* the earliest */
	tries[0].stage = 4;
	tries[0].failing = 9;
	ck_assert_int_eq((int)heal_best(&state), 1); /* stages first */
	tries[3].stage = 7;
	ck_assert_int_eq((int)heal_best(&state), 1); /* it was not run */
	original.stage = 5;
	ck_assert_int_eq((int)heal_best(&state), 0);
}
END_TEST

START_TEST(reasons_have_names_and_sentences)
{
	for (int i = 0; i < HEAL_REASONS; i++) {
		const char *said = heal_reason_sentence((enum heal_reason)i);

		ck_assert_uint_gt(strlen(said), 10);
		ck_assert_int_eq(said[strlen(said) - 1], '.');
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(heal_reason_name((enum heal_reason)i),
			    heal_reason_name((enum heal_reason)k));
	}
	ck_assert_str_eq(heal_reason_name(HEAL_OSCILLATION), "oscillation");
	ck_assert_str_eq(heal_reason_name(HEAL_REASONS), "unknown");
}
END_TEST

/* Whatever happens: it ends within the attempts, tiers never fall and are 1 to 3. */
START_TEST(every_history_ends)
{
	struct heal_next next = { HEAL_STOP, 0, HEAL_GOES_ON };
	unsigned seed = (unsigned)_i * 2654435761u + 1;

	memset(tries, 0, sizeof tries);
	original = (struct heal_try){ .fingerprint = "a", .code = "o", .failing = 2, .stage = 1 };
	state = (struct heal_state){ .tries = tries, .original = &original, .confirmed = true };
	for (int tier = 0; state.n <= 10; tier = next.tier) {
		struct heal_try *try = &tries[state.n];

		next = heal_ladder(&plain, &state);
		if (next.step == HEAL_STOP)
			break;
		ck_assert(next.tier >= 1 && next.tier <= 3 && next.tier >= tier);
		seed = seed * 1103515245u + 12345;
		*try = (struct heal_try){ .tier = next.tier, .failing = seed >> 20 & 3 };
		if (seed >> 24 & 3) {
			try->fingerprint[0] = (char)('a' + (seed >> 16) % 4);
			snprintf(try->code, sizeof try->code, "%zu", state.n);
		}
		state.n++;
	}
	ck_assert_int_eq(next.step, HEAL_STOP);
	ck_assert_int_eq(next.tier, 0);
	ck_assert_int_ne(next.reason, HEAL_GOES_ON);
	ck_assert_uint_le(state.n, 10);
}
END_TEST

UNIT_SUITE(heal_ladder)
{
	tcase_add_checked_fixture(tc, set_up, NULL);
	tcase_add_test(tc, tiers_go_up_with_the_number_of_attempts);
	tcase_add_loop_test(tc, a_row_says_what_is_next, 0, sizeof rows / sizeof rows[0]);
	tcase_add_test(tc, tier_three_wants_a_confirmation);
	tcase_add_test(tc, a_stop_comes_before_the_question);
	tcase_add_loop_test(tc, code_that_was_tried_stops, 0, 3);
	tcase_add_test(tc, code_that_was_refused_was_not_tried);
	tcase_add_loop_test(tc, growing_twice_stops, 0, sizeof growth / sizeof growth[0]);
	tcase_add_test(tc, limits_stop_where_they_are_reached);
	tcase_add_test(tc, limits_of_attempts_that_are_out_of_range_still_end);
	tcase_add_test(tc, configured_steps_decide_the_tier);
	tcase_add_test(tc, without_an_original_the_row_begins_with_the_first_try);
	tcase_add_test(tc, the_best_went_furthest);
	tcase_add_test(tc, reasons_have_names_and_sentences);
	tcase_add_loop_test(tc, every_history_ends, 0, 200);
}
