/*
 * together limiter STORE PROCESSES RATE SECONDS - processes share a limit of RATE requests a
 *second. Prints how many there were in the fullest second, and how many in all. together budget
 *STORE PROCESSES MICRO - processes spend a budget of MICRO at once. Prints the most that was spent
 *and set aside at any moment, and what was at the end.
 */

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "sql.h"
#include "store/attempt.h"
#include "store/limiter.h"
#include "store/store.h"

#define TIMES 65536

struct shared {
	atomic_int n;
	atomic_llong looks;
	double at[TIMES];
};

static struct shared *shared;
static const char *path;

static struct store *
open_store(void)
{
	struct store *store = NULL;
	struct err err = ERR_INIT;

	if (store_open(path, DB_CREATE, &store, &err)) {
		fprintf(stderr, "together: %s\n", err.text);
		exit(1);
	}
	return store;
}

static void
sleep_ms(int64_t ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static int
ask(double rate, int64_t until_ms)
{
	const struct limit limit = { .name = "all", .per_second = rate };
	const struct limiter_ask asked = { .limits = &limit, .n = 1, .hold_ms = 60000 };
	struct store *store = open_store();
	struct err err = ERR_INIT;

	while (time_monotonic_ms() < until_ms) {
		struct limiter_lease lease;
		int64_t wait = 0;

		if (limiter_take(store, &asked, &wait, &lease, &err)) {
			fprintf(stderr, "together: %s\n", err.text);
			return 1;
		}
		atomic_fetch_add(&shared->looks, 1);
		if (wait == 0)
			shared->at[atomic_fetch_add(&shared->n, 1)] = time_wall_ms();
		else
			sleep_ms(wait);
	}
	store_close(store);
	return 0;
}

static int
spend(int64_t limit, unsigned seed)
{
	struct store *store = open_store();
	struct err err = ERR_INIT;
	enum status st = ST_OK;

	while (st == ST_OK) {
		int64_t reserve = limit / 200 + rand_r(&seed) % (int)(limit / 200), id = 0;
		const struct attempt a = { .call = "c",
			.run = "r",
			.phase = "",
			.model = "p/m",
			.number = 1,
			.started_ms = time_now_ms(),
			.reserve = reserve,
			.budget_run = BUDGET_NONE,
			.budget_day = limit,
			.budget_week = BUDGET_NONE };
		struct attempt_end end = { .status = "ok",
			.first_byte_ms = -1,
			.usage.known = true,
			.cost = reserve / 2 + 1 };

		st = attempt_begin(store, &a, &id, NULL, &err);
		atomic_fetch_add(&shared->looks, 1);
		if (st == ST_OK) {
			sleep_ms(rand_r(&seed) % 20);
			end.ended_ms = time_now_ms();
			st = attempt_end(store, id, &end, &err);
		}
	}
	store_close(store);
	if (st != ST_REFUSED)
		fprintf(stderr, "together: %s\n", err.text);
	return st != ST_REFUSED;
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int
fullest_second(int n)
{
	int most = 0;

	qsort(shared->at, (size_t)n, sizeof *shared->at, by_time);
	for (int first = 0, i = 0; i < n; i++) {
		while (shared->at[i] - shared->at[first] >= 1000)
			first++;
		most = i - first + 1 > most ? i - first + 1 : most;
	}
	return most;
}

static int
wait_all(int n)
{
	int bad = 0;

	while (n-- > 0) {
		int status = 1;

		wait(&status);
		bad |= status;
	}
	return bad != 0;
}

static int64_t
spent(struct store *store)
{
	struct err err = ERR_INIT;
	int64_t micro = 0;

	if (db_one_int(store_db(store), SQL_ATTEMPT_SPENT, DB_ARGS(db_int(0)), &micro, &err))
		fprintf(stderr, "together: %s\n", err.text);
	return micro;
}

static int
limiter(int processes, double rate, int64_t seconds)
{
	int64_t until = time_monotonic_ms() + seconds * 1000;
	int bad;

	for (int i = 0; i < processes; i++) {
		if (fork() == 0)
			_exit(ask(rate, until));
	}
	bad = wait_all(processes);
	printf("%d %d %lld\n", fullest_second(shared->n), (int)shared->n, (long long)shared->looks);
	return bad;
}

static int
budget(int processes, int64_t limit)
{
	struct store *store;
	int64_t most = 0, last = 0;
	int left = processes, bad = 0, status;

	for (int i = 0; i < processes; i++) {
		if (fork() == 0)
			_exit(spend(limit, (unsigned)i + 1));
	}
	store = open_store();
	while (left > 0) {
		last = spent(store);
		most = last > most ? last : most;
		while (left > 0 && waitpid(-1, &status, WNOHANG) > 0) {
			bad |= status;
			left--;
		}
	}
	last = spent(store);
	store_close(store);
	printf("%lld %lld %lld\n", (long long)most, (long long)last, (long long)shared->looks);
	return bad != 0;
}

int
main(int argc, char **argv)
{
	shared =
	    mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (argc < 5 || shared == MAP_FAILED) {
		fprintf(stderr, "usage: together limiter STORE PROCESSES RATE SECONDS | "
				"budget STORE PROCESSES MICRO\n");
		return 2;
	}
	path = argv[2];
	store_close(open_store());
	if (strcmp(argv[1], "limiter") == 0 && argc == 6)
		return limiter((int)strtol(argv[3], NULL, 10), strtod(argv[4], NULL),
		    strtol(argv[5], NULL, 10));
	return budget((int)strtol(argv[3], NULL, 10), strtol(argv[4], NULL, 10));
}
