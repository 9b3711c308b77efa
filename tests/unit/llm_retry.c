#include "llm/llm_retry.h"

#include "base/time.h"
#include "llm/fault.h"
#include "unit.h"

static const struct retry_rule usual = { 3, 1000, 60000 };

static struct fault
fault_of(enum fault_class class, int64_t retry_after_ms)
{
	struct fault fault;

	fault_set(&fault, class, "%s", "");
	fault.retry_after_ms = retry_after_ms;
	return fault;
}

/* The SDKs' own tables, with our first wait of 1 s and an end at 60 s. */
START_TEST(the_delay_is_what_the_server_asks_for_or_doubles)
{
	static const struct {
		int64_t retry_after_ms, delay_ms;
		int done;
	} rows[] = {
		{ 20000, 20000, 0 },
		{ 1, 1, 0 },
		{ 60000, 60000, 0 },
		{ 60001, -1, 0 },
		{ 86400000, -1, 0 },
		{ 0, 1000, 0 },
		{ -1, 1000, 0 },
		{ -10000, 1000, 0 },
		{ -1, 2000, 1 },
		{ -1, 4000, 2 },
		{ 20000, 20000, 2 },
		{ -1, -1, 3 },
		{ 20000, -1, 3 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct fault fault = fault_of(FAULT_OVERLOADED, rows[i].retry_after_ms);

		ck_assert_int_eq(retry_delay(&usual, &fault, rows[i].done, 0), rows[i].delay_ms);
	}
}
END_TEST

START_TEST(the_doubling_ends_at_the_longest_wait)
{
	const struct retry_rule rule = { 100000, 500, 8000 };
	struct fault fault = fault_of(FAULT_SERVER, -1);

	ck_assert_int_eq(retry_delay(&rule, &fault, 3, 0), 4000);
	ck_assert_int_eq(retry_delay(&rule, &fault, 4, 0), 8000);
	ck_assert_int_eq(retry_delay(&rule, &fault, 5, 0), 8000);
	ck_assert_int_eq(retry_delay(&rule, &fault, 99999, 0), 8000);
}
END_TEST

START_TEST(chance_takes_up_to_a_quarter_off_what_is_computed_and_nothing_off_what_is_asked_for)
{
	struct fault computed = fault_of(FAULT_TIMEOUT, -1), asked = fault_of(FAULT_TIMEOUT, 4000);

	ck_assert_int_eq(retry_delay(&usual, &computed, 1, 0), 2000);
	ck_assert_int_eq(retry_delay(&usual, &computed, 1, 0.5), 1750);
	for (int i = 0; i < 1000; i++) {
		int64_t delay = retry_delay(&usual, &computed, 1, i / 1000.0);

		ck_assert(delay >= 1500 && delay <= 2000);
		ck_assert_int_eq(retry_delay(&usual, &asked, 1, i / 1000.0), 4000);
	}
}
END_TEST

START_TEST(only_what_may_pass_is_tried_again)
{
	static const enum fault_class again[] = { FAULT_TIMEOUT, FAULT_CONNECT, FAULT_OVERLOADED,
		FAULT_SERVER, FAULT_CONFLICT, FAULT_PARSE, FAULT_TRUNCATED, FAULT_EMPTY,
		FAULT_RATE_LIMIT };

	for (int class = FAULT_NONE + 1; class < FAULT_CLASSES; class ++) {
		struct fault fault = fault_of((enum fault_class) class, -1);
		bool wanted = false;

		for (size_t i = 0; i < sizeof again / sizeof again[0]; i++)
			wanted = wanted || again[i] == (enum fault_class) class;
		ck_assert_msg(
		    (retry_delay(&usual, &fault, 0, 0) >= 0) == wanted, "class %d", class);
	}
}
END_TEST

START_TEST(a_429_without_a_time_is_tried_again_once)
{
	struct fault bare = fault_of(FAULT_RATE_LIMIT, -1), timed = fault_of(FAULT_RATE_LIMIT, 50);

	ck_assert_int_eq(retry_delay(&usual, &bare, 0, 0), 1000);
	ck_assert_int_eq(retry_delay(&usual, &bare, 1, 0), -1);
	ck_assert_int_eq(retry_delay(&usual, &timed, 2, 0), 50);
}
END_TEST

START_TEST(the_server_may_decide)
{
	struct fault no = fault_of(FAULT_SERVER, 10), yes = fault_of(FAULT_BAD_REQUEST, -1);

	no.no_retry = true;
	yes.do_retry = true;
	ck_assert_int_eq(retry_delay(&usual, &no, 0, 0), -1);
	ck_assert_int_eq(retry_delay(&usual, &yes, 0, 0), 1000);
	ck_assert_int_eq(retry_delay(&usual, &yes, 3, 0), -1);
}
END_TEST

START_TEST(sleep_ends_with_its_time_the_deadline_or_a_signal)
{
	volatile sig_atomic_t cancel = 0;
	int64_t from = time_monotonic_ms();

	ck_assert(retry_sleep(20, 0, &cancel));
	ck_assert(time_monotonic_ms() - from >= 20);
	ck_assert(retry_sleep(0, 0, NULL));
	ck_assert(!retry_sleep(60000, time_monotonic_ms() + 10, &cancel));
	cancel = 1;
	ck_assert(!retry_sleep(60000, 0, &cancel));
	ck_assert(time_monotonic_ms() - from < 10000);
}
END_TEST

UNIT_SUITE(llm_retry)
{
	tcase_add_test(tc, the_delay_is_what_the_server_asks_for_or_doubles);
	tcase_add_test(tc, the_doubling_ends_at_the_longest_wait);
	tcase_add_test(tc,
	    chance_takes_up_to_a_quarter_off_what_is_computed_and_nothing_off_what_is_asked_for);
	tcase_add_test(tc, only_what_may_pass_is_tried_again);
	tcase_add_test(tc, a_429_without_a_time_is_tried_again_once);
	tcase_add_test(tc, the_server_may_decide);
	tcase_add_test(tc, sleep_ends_with_its_time_the_deadline_or_a_signal);
}
