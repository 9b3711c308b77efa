#include "store/attempt.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "io/json.h"
#include "store/audit.h"
#include "store/price.h"
#include "store_dir.h"
#include "store_sql.h"
#include "unit.h"

#define HOUR ((int64_t)3600 * 1000)
#define NOW ((int64_t)1795168800000)

static struct store *store;
static struct err err;

static void
setup(void)
{
	err = (struct err)ERR_INIT;
	ck_assert(store_open(STORE_MEMORY, DB_CREATE, &store, &err) == ST_OK);
}

static void
teardown(void)
{
	store_close(store);
}

static struct attempt
an_attempt(int64_t reserve)
{
	return (struct attempt){ .call = "call-1",
		.run = "run-1",
		.phase = "ranking",
		.model = "p/m",
		.request_sha256 = "",
		.prompt_sha256 = "",
		.fallback = "",
		.number = 1,
		.started_ms = NOW,
		.reserve = reserve,
		.budget_run = BUDGET_NONE,
		.budget_day = BUDGET_NONE,
		.budget_week = BUDGET_NONE };
}

static int64_t
begin(const struct attempt *attempt)
{
	int64_t id = 0;

	ck_assert_msg(attempt_begin(store, attempt, &id, NULL, &err) == ST_OK, "%s", err.text);
	return id;
}

static void
end(int64_t id, const char *status, int64_t cost)
{
	const struct attempt_end e = { .status = status,
		.fault = "",
		.reason = "",
		.resolved_model = "m",
		.ended_ms = NOW + 5,
		.first_byte_ms = -1,
		.cost = cost };

	ck_assert_msg(attempt_end(store, id, &e, &err) == ST_OK, "%s", err.text);
}

START_TEST(a_row_is_there_before_the_call_and_is_settled_after)
{
	struct attempt a = an_attempt(700);
	const struct attempt_end e = { .status = "ok",
		.fault = "",
		.reason = "",
		.resolved_model = "m-1",
		.http_status = 200,
		.ended_ms = NOW + 9,
		.first_byte_ms = 4,
		.usage = { 1, 2, 3, 4, 5, 6, true },
		.cost = 512 };
	int64_t id = begin(&a);

	ck_assert_int_eq(
	    store_sql(store, "SELECT reserved FROM attempt WHERE status = 'sent'"), 700);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM attempt WHERE cost IS NULL"), 1);
	ck_assert(attempt_end(store, id, &e, &err) == ST_OK);
	ck_assert_int_eq(
	    store_sql(store,
		"SELECT count(*) FROM attempt WHERE status = 'ok' AND reserved = 0 AND "
		"cost = 512 AND uncached_in = 1 AND cache_read = 2 AND cache_write_5m = 3 AND "
		"cache_write_1h = 4 AND out = 5 AND reasoning = 6 AND usage_known AND "
		"first_byte_ms = 4 AND http_status = 200 AND resolved_model = 'm-1' AND "
		"ended_at - started_at = 9"),
	    1);
	ck_assert(attempt_end(store, id, &e, &err) == ST_BUG);
}
END_TEST

START_TEST(each_budget_counts_its_own_time_and_refuses_by_name)
{
	static const struct {
		const char *name;
		int64_t ago;
		const char *run;
		bool refused;
	} cases[] = { { "run", 1000 * HOUR, "run-1", true }, { "run", 0, "run-2", false },
		{ "day", 23 * HOUR, "run-2", true }, { "day", 25 * HOUR, "run-1", false },
		{ "week", 167 * HOUR, "run-2", true }, { "week", 169 * HOUR, "run-1", false } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct attempt a = an_attempt(900);
		struct budget_state state = { 0 };
		int64_t id = 0;
		enum status st;

		teardown();
		setup();
		a.started_ms = NOW - cases[i].ago;
		a.run = cases[i].run;
		end(begin(&a), "ok", 901);
		a = an_attempt(100);
		*(*cases[i].name == 'r'	    ? &a.budget_run
		    : *cases[i].name == 'd' ? &a.budget_day
					    : &a.budget_week) = 1000;
		st = attempt_begin(store, &a, &id, &state, &err);
		ck_assert_str_eq(state.name, cases[i].name);
		ck_assert_int_eq(st, cases[i].refused ? ST_REFUSED : ST_OK);
		ck_assert_int_eq(state.spent, cases[i].refused ? 901 : 100);
		ck_assert_int_eq(state.limit, 1000);
		if (cases[i].refused) {
			ck_assert_ptr_nonnull(strstr(err.text, cases[i].name));
			ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM attempt"), 1);
		}
	}
}
END_TEST

START_TEST(what_just_fits_is_let_through)
{
	struct attempt a = an_attempt(600);
	int64_t id;

	a.budget_day = 1000;
	begin(&a);
	a.reserve = 401;
	ck_assert(attempt_begin(store, &a, &id, NULL, &err) == ST_REFUSED);
	a.reserve = 400;
	begin(&a);
	a.reserve = 1;
	ck_assert(attempt_begin(store, &a, &id, NULL, &err) == ST_REFUSED);
	a.reserve = 0; /* a model of this machine costs nothing */
	begin(&a);
	a.reserve = -1; /* nobody knows what this one costs */
	ck_assert(attempt_begin(store, &a, &id, NULL, &err) == ST_REFUSED);
}
END_TEST

START_TEST(a_reservation_stays_until_the_cost_is_known)
{
	struct attempt a = an_attempt(600);
	struct budget_state state = { 0 };
	int64_t id = 0;

	a.budget_day = 1000;
	end(begin(&a), "failed", 0);
	end(begin(&a), "interrupted", -1);
	a.reserve = 100;
	ck_assert(attempt_begin(store, &a, &id, &state, &err) == ST_OK);
	ck_assert_int_eq(state.spent, 700);
	a.reserve = 301; /* the 'sent' one is of a process that died, as far as anybody knows */
	ck_assert(attempt_begin(store, &a, &id, &state, &err) == ST_REFUSED);
}
END_TEST

START_TEST(the_budget_nearest_to_its_end_is_told)
{
	struct attempt a = an_attempt(500);
	struct budget_state state = { 0 };
	int64_t id = 0;

	a.budget_run = 10000;
	a.budget_day = 600;
	a.budget_week = 1000;
	ck_assert(attempt_begin(store, &a, &id, &state, &err) == ST_OK);
	ck_assert_str_eq(state.name, "day");
	a.budget_day = BUDGET_NONE;
	a.reserve = 0;
	ck_assert(attempt_begin(store, &a, &id, &state, &err) == ST_OK);
	ck_assert_str_eq(state.name, "week");
	ck_assert_int_eq(state.spent, 500);
}
END_TEST

START_TEST(outside_a_run_the_call_is_the_run)
{
	struct attempt a = an_attempt(600);
	int64_t id;

	a.run = "";
	a.budget_run = 1000;
	begin(&a);
	ck_assert(attempt_begin(store, &a, &id, NULL, &err) == ST_REFUSED);
	a.call = "call-2";
	begin(&a);
}
END_TEST

START_TEST(a_cached_reply_is_a_row_that_costs_nothing_and_saved_something)
{
	struct attempt a = an_attempt(600);

	ck_assert(attempt_cached(store, &a, 42, &err) == ST_OK);
	ck_assert(attempt_cached(store, &a, -1, &err) == ST_OK);
	ck_assert_int_eq(
	    store_sql(store, "SELECT count(*) FROM attempt WHERE status = 'cached' AND cost = 0 "
			     "AND reserved = 0 AND ended_at = started_at"),
	    2);
	ck_assert_int_eq(store_sql(store, "SELECT sum(saved) FROM attempt"), 42);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM attempt WHERE saved IS NULL"), 1);
}
END_TEST

static enum status
count_events(void *arg, const struct json *event, struct err *e)
{
	(void)e;
	buf_printf(arg, "%s ", json_get_string(event, "event"));
	ck_assert_str_eq(json_get_string(event, "run"), "run-1");
	return ST_OK;
}

START_TEST(refusals_and_fallbacks_are_in_the_audit_log_once)
{
	struct attempt a = an_attempt(600);
	struct audit_check check;
	struct buf events;
	int64_t id;

	buf_init(&events, BUF_TEXT);
	a.budget_day = 1000;
	begin(&a);
	a.model = "p/second";
	a.fallback = "overloaded";
	a.reserve = 100;
	begin(&a);
	a.number = 2;
	begin(&a);
	a.reserve = 600;
	ck_assert(attempt_begin(store, &a, &id, NULL, &err) == ST_REFUSED);
	ck_assert(audit_each(store, NULL, count_events, &events, &err) == ST_OK);
	ck_assert_str_eq(events.s, "fallback budget ");
	ck_assert(audit_verify(store, 0, &check, &err) == ST_OK);
	buf_fini(&events);
}
END_TEST

START_TEST(a_price_is_kept_once)
{
	struct price_entry p = { "m", "2026-10-07", "{}", "prices.json" };
	int64_t first = 0, again = 0, other = 0;

	ck_assert(price_add(store, &p, &first, &err) == ST_OK);
	ck_assert(price_add(store, &p, &again, &err) == ST_OK);
	ck_assert_int_eq(first, again);
	p.rates = "{\"input\":1}";
	ck_assert(price_add(store, &p, &other, &err) == ST_OK);
	ck_assert_int_ne(first, other);
}
END_TEST

/* Begins, says so, and is killed in the middle of its call. */
static void
victim(const char *path, int out)
{
	struct attempt a = an_attempt(600);
	int64_t id;

	if (store_open(path, DB_CREATE, &store, &err) == ST_OK &&
	    attempt_begin(store, &a, &id, NULL, &err) == ST_OK && write(out, "x", 1) == 1)
		pause();
	_exit(1);
}

START_TEST(a_killed_process_leaves_its_row_and_what_it_set_aside)
{
	struct store_dir dir = store_dir_new();
	struct attempt a = an_attempt(401);
	int64_t id = 0;
	int ends[2];
	pid_t pid;
	char c;

	ck_assert(pipe(ends) == 0);
	pid = fork();
	if (pid == 0)
		victim(dir.store, ends[1]);
	ck_assert(read(ends[0], &c, 1) == 1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	store_close(store);
	store = store_dir_open(&dir);
	a.budget_day = 1000;
	ck_assert(attempt_begin(store, &a, &id, NULL, &err) == ST_REFUSED);
	a.reserve = 400;
	ck_assert(attempt_begin(store, &a, &id, NULL, &err) == ST_OK);
	store_dir_free(&dir);
}
END_TEST

#define PROCESSES 16
#define BUDGET ((int64_t)1000000) /* 1.00 USD */

/* Calls until the budget says no: 5 to 9 thousandths each set aside, half of it spent. */
static void
spend_all(const char *path, unsigned seed)
{
	enum status st = store_open(path, DB_CREATE, &store, &err);

	while (st == ST_OK) {
		struct attempt a = an_attempt(5000 + rand_r(&seed) % 4000);
		struct attempt_end e = {
			.status = "ok", .first_byte_ms = -1, .cost = a.reserve / 2
		};
		const struct timespec call = { .tv_nsec = rand_r(&seed) % 4000000 };
		int64_t id = 0;

		a.budget_week = BUDGET;
		st = attempt_begin(store, &a, &id, NULL, &err);
		nanosleep(&call, NULL);
		if (st == ST_OK)
			st = attempt_end(store, id, &e, &err);
	}
	store_close(store);
	_exit(st == ST_REFUSED ? 0 : 1);
}

#define SPENT "SELECT coalesce(sum(reserved), 0) + coalesce(sum(cost), 0) FROM attempt"

START_TEST(sixteen_processes_never_pass_a_budget)
{
	struct store_dir dir = store_dir_new();
	pid_t pids[PROCESSES];
	int left = PROCESSES, bad = 0, status;
	bool killed = false;

	store_close(store_dir_open(&dir));
	for (int i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			spend_all(dir.store, (unsigned)i + 1);
	}
	while (left > 0) {
		int64_t spent = store_sql_file(dir.store, SPENT);

		ck_assert_int_le(spent, BUDGET);
		if (spent > BUDGET / 2 && !killed)
			killed = kill(pids[0], SIGKILL) == 0;
		while (killed && left > 0 && waitpid(-1, &status, WNOHANG) > 0) {
			left--;
			bad += WIFEXITED(status) && status != 0;
		}
	}
	ck_assert_msg(killed && bad == 0, "%d processes failed", bad);
	ck_assert_int_le(store_sql_file(dir.store, SPENT), BUDGET);
	ck_assert_int_gt(store_sql_file(dir.store, SPENT), BUDGET - 9000);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(attempt)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_row_is_there_before_the_call_and_is_settled_after);
	tcase_add_test(tc, each_budget_counts_its_own_time_and_refuses_by_name);
	tcase_add_test(tc, what_just_fits_is_let_through);
	tcase_add_test(tc, a_reservation_stays_until_the_cost_is_known);
	tcase_add_test(tc, the_budget_nearest_to_its_end_is_told);
	tcase_add_test(tc, outside_a_run_the_call_is_the_run);
	tcase_add_test(tc, a_cached_reply_is_a_row_that_costs_nothing_and_saved_something);
	tcase_add_test(tc, refusals_and_fallbacks_are_in_the_audit_log_once);
	tcase_add_test(tc, a_price_is_kept_once);
	tcase_add_test(tc, sixteen_processes_never_pass_a_budget);
	tcase_add_test(tc, a_killed_process_leaves_its_row_and_what_it_set_aside);
}
