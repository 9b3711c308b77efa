#include "store/limiter.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "store_dir.h"
#include "store_sql.h"
#include "unit.h"

#define HOUR ((int64_t)3600 * 1000)

static struct store_dir dir;
static struct store *store;
static struct err err;

static void
setup(void)
{
	err = (struct err)ERR_INIT;
	dir = store_dir_new();
	store = store_dir_open(&dir);
}

static void
teardown(void)
{
	store_close(store);
	store_dir_free(&dir);
}

static int64_t
take_many(const struct limit *limits, size_t n, int64_t tokens, struct limiter_lease *lease)
{
	const struct limiter_ask ask = {
		.limits = limits, .n = n, .tokens = tokens, .hold_ms = HOUR
	};
	struct limiter_lease own;
	int64_t wait = -1;

	ck_assert_msg(
	    limiter_take(store, &ask, &wait, lease ? lease : &own, &err) == ST_OK, "%s", err.text);
	return wait;
}

static int64_t
take(const struct limit *limit, int64_t tokens)
{
	return take_many(limit, 1, tokens, NULL);
}

static void
script(const char *sql)
{
	ck_assert_msg(db_script(store_db(store), sql, &err) == ST_OK, "%s", err.text);
}

START_TEST(requests_keep_their_distance)
{
	const struct limit slow = { .name = "slow", .per_second = 0.5 };
	const struct limit other = { .name = "other", .per_second = 0.5 };
	int64_t wait;

	ck_assert_int_eq(take(&slow, 0), 0);
	wait = take(&slow, 0);
	ck_assert_msg(wait > 1500 && wait <= 2140, "%lld", (long long)wait);
	ck_assert_int_eq(take(&other, 0), 0);
}
END_TEST

START_TEST(nothing_is_saved_up_while_nobody_asks)
{
	const struct limit limit = { .name = "m", .per_second = 0.5 };

	ck_assert_int_eq(take(&limit, 0), 0);
	script("UPDATE limiter SET next_at = next_at - 3600000, went_at = went_at - 3600000");
	ck_assert_int_eq(take(&limit, 0), 0);
	ck_assert_int_gt(take(&limit, 0), 1500);
}
END_TEST

START_TEST(a_request_passes_all_its_limits_or_none)
{
	const struct limit limits[] = { { .name = "open", .per_second = 0.5, .concurrent = 1 },
		{ .name = "shut", .per_second = 0.5 } };

	ck_assert_int_eq(take(&limits[1], 0), 0);
	ck_assert_int_gt(take_many(limits, 2, 0, NULL), 1500);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM limiter_lease"), 0);
	ck_assert_int_eq(take(&limits[0], 0), 0);
}
END_TEST

START_TEST(tokens_come_back_with_time_and_by_correction)
{
	const struct limit limit = { .name = "t", .tokens_per_minute = 60000 };
	int64_t wait;

	ck_assert_int_eq(take(&limit, 50000), 0);
	wait = take(&limit, 40000); /* one a millisecond: 30000 are lacking */
	ck_assert_msg(wait > 25000 && wait <= 30001, "%lld", (long long)wait);
	ck_assert(limiter_correct(store, &limit, 1, -20000, &err) == ST_OK);
	wait = take(&limit, 40000);
	ck_assert_msg(wait > 5000 && wait <= 10001, "%lld", (long long)wait);
	ck_assert(limiter_correct(store, &limit, 1, 5000, &err) == ST_OK);
	wait = take(&limit, 40000);
	ck_assert_msg(wait > 10000 && wait <= 15001, "%lld", (long long)wait);
	script("UPDATE limiter SET owed_at = owed_at - 15001");
	ck_assert_int_eq(take(&limit, 40000), 0);
	script("UPDATE limiter SET owed_at = owed_at - 60000");
	ck_assert_int_eq(take(&limit, 1000000), 0); /* more than there ever are: a full bucket */
	ck_assert_int_gt(take(&limit, 1), 0);
}
END_TEST

START_TEST(no_more_at_once_than_allowed)
{
	const struct limit two = { .name = "c", .concurrent = 2 };
	struct limiter_lease first, second;

	ck_assert_int_eq(take_many(&two, 1, 0, &first), 0);
	ck_assert_int_eq(take_many(&two, 1, 0, &second), 0);
	for (int i = 0; i < 20; i++)
		ck_assert_int_gt(take(&two, 0), 0);
	ck_assert_uint_eq(first.n, 1);
	ck_assert(limiter_release(store, &first, &err) == ST_OK);
	ck_assert_int_eq(take_many(&two, 1, 0, &first), 0);
	ck_assert_int_gt(take(&two, 0), 0);
	script("UPDATE limiter_lease SET until = 1 WHERE id = (SELECT min(id) FROM limiter_lease)");
	ck_assert_int_eq(take(&two, 0), 0);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM limiter_lease"), 2);
}
END_TEST

START_TEST(the_place_of_a_process_that_died_is_free)
{
	const struct limit one = { .name = "c", .concurrent = 1 };
	pid_t pid;
	int ends[2];
	char c;

	ck_assert(pipe(ends) == 0);
	pid = fork();
	if (pid == 0) {
		store = store_dir_open(&dir);
		_exit(take(&one, 0) == 0 && write(ends[1], "x", 1) == 1 ? pause() : 1);
	}
	ck_assert(read(ends[0], &c, 1) == 1);
	ck_assert_int_gt(take(&one, 0), 0);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ck_assert_int_eq(take(&one, 0), 0);
}
END_TEST

START_TEST(a_block_is_only_ever_put_off)
{
	const struct limit limit = { .name = "b" }, other = { .name = "o" };
	int64_t now = (int64_t)time_wall_ms(), wait;

	ck_assert(limiter_block(store, "b", now + 30000, &err) == ST_OK);
	ck_assert(limiter_block(store, "b", now + 10000, &err) == ST_OK);
	wait = take(&limit, 0);
	ck_assert_msg(wait > 20000 && wait <= 30000, "%lld", (long long)wait);
	ck_assert(limiter_block(store, "b", now + 60000, &err) == ST_OK);
	ck_assert_int_gt(take(&limit, 0), 50000);
	ck_assert(limiter_block(store, "b", now + 1000 * HOUR, &err) == ST_OK);
	wait = take(&limit, 0);
	ck_assert_msg(wait > 50000 && wait <= HOUR + 1, "%lld", (long long)wait);
	ck_assert_int_eq(take(&other, 0), 0);
}
END_TEST

START_TEST(a_request_does_not_end_a_block)
{
	const struct limit limit = { .name = "b", .per_second = 1000 };
	const struct limit ours = { .name = "a", .per_second = 1000 };
	int64_t now = (int64_t)time_wall_ms();

	ck_assert_int_eq(take(&limit, 0), 0);
	ck_assert(limiter_block(store, "b", now + 30000, &err) == ST_OK);
	ck_assert_int_eq(take(&ours, 0), 0);
	ck_assert_int_gt(take(&limit, 0), 10000);
}
END_TEST

START_TEST(no_limit_costs_no_row)
{
	const struct limit limits[] = { { .name = "a" }, { .name = "b" } };
	struct limiter_lease lease;

	ck_assert_int_eq(take_many(limits, 2, 1000, &lease), 0);
	ck_assert_int_eq(take_many(limits, 0, 1000, &lease), 0);
	ck_assert_uint_eq(lease.n, 0);
	ck_assert(limiter_release(store, &lease, &err) == ST_OK);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM limiter"), 0);
}
END_TEST

START_TEST(a_clock_that_was_set_back_stops_nobody)
{
	const struct limit limit = {
		.name = "m", .per_second = 1000, .tokens_per_minute = 60000, .concurrent = 9
	};

	ck_assert_int_eq(take(&limit, 60000), 0);
	script("UPDATE limiter SET next_at = next_at + 864e5, owed_at = owed_at + 864e5, "
	       "went_at = went_at + 864e5, blocked_until = CAST(went_at + 864e5 AS INTEGER)");
	ck_assert_int_eq(take(&limit, 60000), 0);
}
END_TEST

START_TEST(a_pinned_date_does_not_stop_the_clock)
{
	const struct limit limit = { .name = "m", .per_second = 100 };
	const struct timespec pause = { .tv_nsec = 20000000 };

	setenv("SOURCE_DATE_EPOCH", "1795168800", 1);
	ck_assert_int_eq(take(&limit, 0), 0);
	nanosleep(&pause, NULL); /* it is time itself that is tested */
	ck_assert_int_eq(take(&limit, 0), 0);
}
END_TEST

#define SLOWLY                                                                                     \
	"INSERT INTO went VALUES ((WITH RECURSIVE c (n) AS (VALUES (1) UNION ALL "                 \
	"SELECT n + 1 FROM c WHERE n < 1000000) SELECT count(*) FROM c)); END;"

START_TEST(one_that_comes_late_behind_its_turn_gives_it_up_and_loses_nothing)
{
	const struct limit limit = {
		.name = "m", .per_second = 0.001, .tokens_per_minute = 60, .concurrent = 9
	};

	script("CREATE TABLE went (n INTEGER);"
	       "CREATE TRIGGER first AFTER INSERT ON limiter BEGIN " SLOWLY
	       "CREATE TRIGGER next AFTER UPDATE OF went_at ON limiter BEGIN "
	       "INSERT INTO went VALUES (0); END;");
	ck_assert_int_eq(take(&limit, 50), 0);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM went"), 2);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM limiter_lease"), 1);
	ck_assert_int_eq(store_sql(store, "SELECT owed > 45 AND owed <= 50 FROM limiter"), 1);
	ck_assert_int_gt(take(&limit, 1), 900000);
}
END_TEST

START_TEST(a_slow_disk_stops_nobody_for_ever)
{
	const struct limit limit = { .name = "m", .per_second = 0.001 };

	script("CREATE TABLE went (n INTEGER);"
	       "CREATE TRIGGER first AFTER INSERT ON limiter BEGIN " SLOWLY
	       "CREATE TRIGGER next AFTER UPDATE OF went_at ON limiter BEGIN " SLOWLY);
	ck_assert_int_eq(take(&limit, 0), 0);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM went"), 4);
}
END_TEST

#define PROCESSES 16
#define RATE 20
#define TEST_MS 3000

struct shared {
	atomic_int n;
	double at[1024];
};

static int
ask_until(struct shared *shared, int64_t until_ms)
{
	const struct limit limit = { .name = "all", .per_second = RATE };

	store = store_dir_open(&dir);
	while (time_monotonic_ms() < until_ms) {
		int64_t wait = take(&limit, 0);
		struct timespec pause = { .tv_nsec = wait % 1000 * 1000000 };

		if (wait > 0)
			nanosleep(&pause, NULL);
		else
			shared->at[atomic_fetch_add(&shared->n, 1)] = time_wall_ms();
	}
	store_close(store);
	return 0;
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

START_TEST(sixteen_processes_never_pass_a_limit_in_any_second)
{
	struct shared *shared =
	    mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int64_t until = time_monotonic_ms() + TEST_MS;
	int n;

	for (int i = 0; i < PROCESSES; i++) {
		if (fork() == 0)
			_exit(ask_until(shared, until));
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status = 1;

		wait(&status);
		ck_assert_int_eq(status, 0);
	}
	n = shared->n;
	qsort(shared->at, (size_t)n, sizeof *shared->at, by_time);
	for (int i = RATE; i < n; i++)
		ck_assert_msg(shared->at[i] - shared->at[i - RATE] >= 1000,
		    "%d requests in %.1f ms", RATE + 1, shared->at[i] - shared->at[i - RATE]);
	/* How much of it is used is measured in tests/bench; here, that it is used at all. */
	ck_assert_int_gt(n, RATE);
}
END_TEST

UNIT_SUITE(limiter)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, requests_keep_their_distance);
	tcase_add_test(tc, nothing_is_saved_up_while_nobody_asks);
	tcase_add_test(tc, a_request_passes_all_its_limits_or_none);
	tcase_add_test(tc, tokens_come_back_with_time_and_by_correction);
	tcase_add_test(tc, no_more_at_once_than_allowed);
	tcase_add_test(tc, the_place_of_a_process_that_died_is_free);
	tcase_add_test(tc, a_block_is_only_ever_put_off);
	tcase_add_test(tc, a_request_does_not_end_a_block);
	tcase_add_test(tc, no_limit_costs_no_row);
	tcase_add_test(tc, a_clock_that_was_set_back_stops_nobody);
	tcase_add_test(tc, a_pinned_date_does_not_stop_the_clock);
	tcase_add_test(tc, one_that_comes_late_behind_its_turn_gives_it_up_and_loses_nothing);
	tcase_add_test(tc, a_slow_disk_stops_nobody_for_ever);
	tcase_add_test(tc, sixteen_processes_never_pass_a_limit_in_any_second);
}
