#include "store/breaker.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_dir.h"
#include "unit.h"

#define NOW ((int64_t)1795168800000)
#define OPEN ((int64_t)30000)
#define MAX_OPEN ((int64_t)300000)
#define PROBE ((int64_t)60000)

static const struct breaker_rule rule = { .name = "p/m https://example.org",
	.failures = 5,
	.open_ms = OPEN,
	.max_open_ms = MAX_OPEN,
	.probe_ms = PROBE };

static struct store_dir dir;
static struct store *store;
static struct err err;
static int64_t now;

static void
setup(void)
{
	err = (struct err)ERR_INIT;
	dir = store_dir_new();
	store = store_dir_open(&dir);
	now = NOW;
}

static void
teardown(void)
{
	store_close(store);
	store_dir_free(&dir);
}

static struct breaker_pass
ask(void)
{
	struct breaker_pass pass;

	ck_assert_msg(breaker_ask(store, &rule, now, &pass, &err) == ST_OK, "%s", err.text);
	return pass;
}

static void
report(const struct breaker_pass *pass, bool good)
{
	ck_assert_msg(breaker_report(store, &rule, pass, good, now, &err) == ST_OK, "%s", err.text);
}

/* One outcome a letter. */
static void
outcomes(const char *signs)
{
	for (; *signs; signs++) {
		struct breaker_pass pass = ask();

		ck_assert(pass.allowed && !pass.probe);
		report(&pass, *signs == '+');
	}
}

static const char *
state(void)
{
	return breaker_state(store, rule.name, now);
}

START_TEST(it_opens_after_failures_in_a_row_or_half_of_the_last)
{
	static const struct {
		const char *before, *last;
	} cases[] = { { "----", "-" }, { "++++++++++----", "-" }, { "-+-+-+-+-", NULL },
		{ "----+----+", NULL }, { "++++++-+-+-+-+-", NULL },
		{ "++++++++++++++++++++----+----+-", NULL }, { "+-+-+-+-+", "-" },
		{ "+++++--+--+--", NULL }, { "+++++--+---", "-" } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		teardown();
		setup();
		outcomes(cases[i].before);
		ck_assert_msg(strcmp(state(), "closed") == 0, "%zu", i);
		if (cases[i].last)
			outcomes(cases[i].last);
		ck_assert_msg((strcmp(state(), "open") == 0) == (cases[i].last != NULL), "%zu", i);
	}
}
END_TEST

START_TEST(while_it_is_open_nobody_may_ask)
{
	struct breaker_pass pass;

	outcomes("-----");
	pass = ask();
	ck_assert(!pass.allowed && !pass.probe);
	ck_assert_int_gt(pass.retry_at_ms, NOW + OPEN * 9 / 10 - 1);
	ck_assert_int_le(pass.retry_at_ms, NOW + OPEN);
	now = pass.retry_at_ms - 1;
	ck_assert(!ask().allowed);
	ck_assert_str_eq(state(), "open");
	now++;
	ck_assert_str_eq(state(), "half-open");
	ck_assert(ask().allowed);
}
END_TEST

/* To the end of the opening; how long it was. */
static int64_t
to_the_end(void)
{
	struct breaker_pass pass = ask();
	int64_t from = now;

	ck_assert(!pass.allowed);
	now = pass.retry_at_ms;
	return now - from;
}

START_TEST(each_bad_probe_doubles_the_wait_up_to_a_limit)
{
	int64_t most = OPEN;

	outcomes("-----");
	for (int i = 0; i < 7; i++) {
		int64_t ms = to_the_end();
		struct breaker_pass probe = ask();

		ck_assert_msg(ms <= most && ms > most * 9 / 10 - 1, "%d: %lld", i, (long long)ms);
		ck_assert(probe.allowed && probe.probe);
		report(&probe, false);
		most = most * 2 > MAX_OPEN ? MAX_OPEN : most * 2;
	}
}
END_TEST

START_TEST(the_waits_differ)
{
	int64_t first = 0;
	bool differ = false;

	for (int i = 0; i < 20; i++) {
		teardown();
		setup();
		outcomes("-----");
		first = i ? first : ask().retry_at_ms;
		differ = differ || ask().retry_at_ms != first;
	}
	ck_assert(differ);
}
END_TEST

START_TEST(one_probes_and_a_good_answer_closes_it)
{
	struct breaker_pass probe, other;

	outcomes("-----");
	to_the_end();
	probe = ask();
	ck_assert(probe.allowed && probe.probe);
	other = ask();
	ck_assert(!other.allowed);
	ck_assert_int_eq(other.retry_at_ms, now + PROBE);
	ck_assert_str_eq(state(), "half-open");
	report(&probe, true);
	ck_assert_str_eq(state(), "closed");
	outcomes("----"); /* all that was before is forgotten */
	ck_assert_str_eq(state(), "closed");
	outcomes("-");
	ck_assert_int_le(to_the_end(), OPEN); /* and the wait is the first again */
}
END_TEST

START_TEST(a_probe_that_never_answers_is_followed_by_another)
{
	struct breaker_pass lost, probe;

	outcomes("-----");
	to_the_end();
	lost = ask();
	now += PROBE - 1;
	ck_assert(!ask().allowed);
	now++;
	probe = ask();
	ck_assert(probe.allowed && probe.probe);
	ck_assert_int_ne(probe.generation, lost.generation);
	report(&lost, true); /* too late: it is the other one's answer that counts */
	ck_assert_str_eq(state(), "half-open");
	report(&probe, false);
	ck_assert_str_eq(state(), "open");
}
END_TEST

START_TEST(late_results_change_nothing)
{
	struct breaker_pass early = ask(), probe;
	int64_t until;

	outcomes("-----");
	until = ask().retry_at_ms;
	now += 20000;
	report(&early, false);
	report(&early, true);
	ck_assert_str_eq(state(), "open");
	ck_assert_int_eq(ask().retry_at_ms, until);
	now = until;
	probe = ask();
	report(&early, true);
	ck_assert_str_eq(state(), "half-open");
	report(&probe, true);
	for (int i = 0; i < 5; i++)
		report(&early, false);
	ck_assert_str_eq(state(), "closed");
}
END_TEST

START_TEST(a_request_that_was_refused_reports_nothing)
{
	struct breaker_pass refused;

	outcomes("-----");
	refused = ask();
	to_the_end();
	report(&refused, true);
	ck_assert_str_eq(state(), "half-open");
	ck_assert(ask().probe);
}
END_TEST

START_TEST(old_outcomes_are_forgotten)
{
	outcomes("----");
	now += 11 * 60 * 1000;
	outcomes("----");
	ck_assert_str_eq(state(), "closed");
	outcomes("-");
	ck_assert_str_eq(state(), "open");
}
END_TEST

START_TEST(a_clock_that_was_set_back_does_not_keep_it_open)
{
	outcomes("-----");
	now -= (int64_t)86400 * 1000;
	ck_assert(ask().probe);
	now -= (int64_t)86400 * 1000;
	ck_assert(ask().probe);
}
END_TEST

START_TEST(each_name_has_a_breaker_of_its_own)
{
	struct breaker_rule other = rule;
	struct breaker_pass pass;

	other.name = "p/other";
	outcomes("-----");
	ck_assert(breaker_ask(store, &other, now, &pass, &err) == ST_OK && pass.allowed);
	ck_assert_str_eq(breaker_state(store, "p/other", now), "closed");
}
END_TEST

START_TEST(of_sixteen_processes_one_probes)
{
	int probes = 0;

	outcomes("-----");
	to_the_end();
	for (int i = 0; i < 16; i++) {
		if (fork() == 0) {
			store = store_dir_open(&dir);
			_exit(ask().probe);
		}
	}
	for (int i = 0; i < 16; i++) {
		int status = 2;

		wait(&status);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
		probes += WEXITSTATUS(status);
	}
	ck_assert_int_eq(probes, 1);
}
END_TEST

UNIT_SUITE(breaker)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, it_opens_after_failures_in_a_row_or_half_of_the_last);
	tcase_add_test(tc, while_it_is_open_nobody_may_ask);
	tcase_add_test(tc, each_bad_probe_doubles_the_wait_up_to_a_limit);
	tcase_add_test(tc, the_waits_differ);
	tcase_add_test(tc, one_probes_and_a_good_answer_closes_it);
	tcase_add_test(tc, a_probe_that_never_answers_is_followed_by_another);
	tcase_add_test(tc, late_results_change_nothing);
	tcase_add_test(tc, a_request_that_was_refused_reports_nothing);
	tcase_add_test(tc, old_outcomes_are_forgotten);
	tcase_add_test(tc, a_clock_that_was_set_back_does_not_keep_it_open);
	tcase_add_test(tc, each_name_has_a_breaker_of_its_own);
	tcase_add_test(tc, of_sixteen_processes_one_probes);
}
