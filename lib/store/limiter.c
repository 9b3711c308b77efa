#include "store/limiter.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/time.h"
#include "io/digest.h"
#include "sql.h"
#include "store/store.h"

/*
 * Requests go 1/rate * SPREAD apart, so that 20 of them take 1070 ms and not 1000; one that comes
 * up to CATCH_UP_MS late does not put off the next.  A process that was kept waiting for longer
 * than LATE_MS behind its turn gives it up and asks again, for what it would send now belongs to a
 * second that has gone on; but not more often than GIVE_UP, for a slow disk must not stop it for
 * ever. What is left of the 70 ms is for lateness between here and the server.
 */
#define SPREAD 1.07
#define CATCH_UP_MS 8.0
#define LATE_MS 10.0
#define GIVE_UP 3

#define CLOCK_SLACK_MS 1000.0		/* times further ahead are those of a clock set back */
#define BLOCK_MAX_MS ((int64_t)3600000) /* a server may ask for no more */
#define MINUTE_MS 60000.0
#define LEASE_POLL_MS 40.0

struct row { /* of a limit, all zero where there is none yet */
	double next_at, owed, owed_at;
	int64_t blocked_until;
};

static enum status
row_get(struct store *store, const char *name, struct row *row, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_LIMITER_GET, DB_ARGS(db_text(name)), &rows, err);

	*row = (struct row){ 0 };
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		row->next_at = db_get_real(rows, 0);
		row->owed = db_get_real(rows, 1);
		row->owed_at = db_get_real(rows, 2);
		row->blocked_until = db_get_int(rows, 3);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static double
owed_now(const struct row *row, const struct limit *limit, double now)
{
	double ms = now - row->owed_at;

	if (ms < -CLOCK_SLACK_MS)
		return 0;
	return fmax(0, row->owed - fmax(0, ms) * limit->tokens_per_minute / MINUTE_MS);
}

static double
tokens_wanted(const struct limit *limit, int64_t tokens)
{
	return fmin((double)tokens, limit->tokens_per_minute);
}

/* How long this limit says to wait, leases apart. */
static double
row_wait(const struct row *row, const struct limit *limit, int64_t tokens, double now)
{
	double wait = 0, ahead, lacking;

	ahead = (double)row->blocked_until - now;
	if (ahead > 0 && ahead <= (double)BLOCK_MAX_MS)
		wait = ahead;
	ahead = row->next_at - now;
	if (limit->per_second > 0 && ahead > 0 &&
	    ahead <= SPREAD * 1000 / limit->per_second + CLOCK_SLACK_MS)
		wait = fmax(wait, ahead);
	if (limit->tokens_per_minute > 0) {
		lacking = owed_now(row, limit, now) + tokens_wanted(limit, tokens) -
			  limit->tokens_per_minute;
		wait = fmax(wait, lacking * MINUTE_MS / limit->tokens_per_minute);
	}
	return wait;
}

static bool
is_alive(int64_t pid)
{
	return kill((pid_t)pid, 0) == 0 || errno == EPERM;
}

/* Requests on their way; with drop (in a transaction) what is left of those that ended badly goes.
 */
static enum status
leases(struct store *store, const char *name, double now, bool drop, int *n, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_LIMITER_LEASE_OF, DB_ARGS(db_text(name)), &rows, err);

	*n = 0;
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		if ((double)db_get_int(rows, 2) > now && is_alive(db_get_int(rows, 1)))
			(*n)++;
		else if (drop && db_run(store_db(store), SQL_LIMITER_LEASE_DROP,
				     DB_ARGS(db_int(db_get_int(rows, 0))), NULL, err))
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : err->status;
}

/* In a transaction what it says holds; before one it tells who need not begin one. */
static enum status
look(struct store *store, const struct limiter_ask *ask, bool locked, double *wait, struct err *err)
{
	double now;
	struct row row;
	int n = 0;

	*wait = 0;
	for (size_t i = 0; i < ask->n; i++) {
		const struct limit *limit = &ask->limits[i];

		if (row_get(store, limit->name, &row, err))
			return err->status;
		now = time_wall_ms();
		*wait = fmax(*wait, row_wait(&row, limit, ask->tokens, now));
		if (limit->concurrent <= 0)
			continue;
		if (leases(store, limit->name, now, locked, &n, err))
			return err->status;
		if (n >= limit->concurrent)
			*wait = fmax(*wait, LEASE_POLL_MS);
	}
	return ST_OK;
}

static enum status
take_one(struct store *store, const struct limit *limit, const struct limiter_ask *ask, double now,
    struct limiter_lease *lease, struct err *err)
{
	struct row row;
	enum status st = ST_OK;

	if (limit->per_second > 0 || limit->tokens_per_minute > 0) {
		double next, owed = 0;

		if (row_get(store, limit->name, &row, err))
			return err->status;
		next = row.next_at;
		if (limit->per_second > 0)
			next = (next > now ? now : fmax(next, now - CATCH_UP_MS)) +
			       SPREAD * 1000 / limit->per_second;
		if (limit->tokens_per_minute > 0)
			owed = owed_now(&row, limit, now) + tokens_wanted(limit, ask->tokens);
		st = db_run(store_db(store), SQL_LIMITER_SET,
		    DB_ARGS(db_text(limit->name), db_real(now), db_real(next), db_real(owed)), NULL,
		    err);
	}
	if (st == ST_OK && limit->concurrent > 0) {
		st = db_run(store_db(store), SQL_LIMITER_LEASE_ADD,
		    DB_ARGS(db_text(limit->name), db_int(getpid()),
			db_int((int64_t)now + ask->hold_ms)),
		    NULL, err);
		if (st == ST_OK)
			lease->ids[lease->n++] = db_last_id(store_db(store));
	}
	return st;
}

/* Those who wait for the same moment do not all come at it. */
static int64_t
whole_wait(double wait)
{
	unsigned char random;

	random_bytes(&random, sizeof random);
	if (wait == LEASE_POLL_MS) /* for nothing that has a time */
		wait += random / 8.0;
	return (int64_t)ceil(wait);
}

static bool
writes(const struct limiter_ask *ask)
{
	for (size_t i = 0; i < ask->n; i++) {
		if (ask->limits[i].per_second > 0 || ask->limits[i].tokens_per_minute > 0 ||
		    ask->limits[i].concurrent > 0)
			return true;
	}
	return false;
}

enum status
limiter_release(struct store *store, const struct limiter_lease *lease, struct err *err)
{
	enum status st;

	if (lease->n == 0)
		return ST_OK;
	st = db_begin(store_db(store), err);
	if (st)
		return st;
	for (size_t i = 0; st == ST_OK && i < lease->n; i++)
		st = db_run(store_db(store), SQL_LIMITER_LEASE_DROP, DB_ARGS(db_int(lease->ids[i])),
		    NULL, err);
	return db_finish(store_db(store), st, err);
}

static enum status
correct_one(struct store *store, const struct limit *limit, int64_t tokens, struct err *err)
{
	double now = time_wall_ms(), owed;
	struct row row;
	enum status st = row_get(store, limit->name, &row, err);

	if (st)
		return st;
	owed = owed_now(&row, limit, now) + (double)tokens;
	owed = fmin(fmax(0, owed), 2 * limit->tokens_per_minute);
	return db_run(store_db(store), SQL_LIMITER_CORRECT,
	    DB_ARGS(db_text(limit->name), db_real(owed), db_real(now)), NULL, err);
}

enum status
limiter_correct(
    struct store *store, const struct limit *limits, size_t n, int64_t tokens, struct err *err)
{
	bool any = false;
	enum status st;

	for (size_t i = 0; i < n; i++)
		any = any || limits[i].tokens_per_minute > 0;
	if (!any || tokens == 0)
		return ST_OK;
	st = db_begin(store_db(store), err);
	if (st)
		return st;
	for (size_t i = 0; st == ST_OK && i < n; i++) {
		if (limits[i].tokens_per_minute > 0)
			st = correct_one(store, &limits[i], tokens, err);
	}
	return db_finish(store_db(store), st, err);
}

/* *wait 0: gone at *at. */
static enum status
take_locked(struct store *store, const struct limiter_ask *ask, double *wait, double *at,
    struct limiter_lease *lease, struct err *err)
{
	enum status st = look(store, ask, true, wait, err);

	*at = time_wall_ms();
	for (size_t i = 0; st == ST_OK && *wait <= 0 && i < ask->n; i++)
		st = take_one(store, &ask->limits[i], ask, *at, lease, err);
	return st;
}

/* Nothing went at `at` after all. */
static enum status
give_back(struct store *store, const struct limiter_ask *ask, double at,
    struct limiter_lease *lease, struct err *err)
{
	enum status st = limiter_release(store, lease, err);

	lease->n = 0;
	if (st == ST_OK)
		st = db_begin(store_db(store), err);
	if (st)
		return st;
	for (size_t i = 0; st == ST_OK && i < ask->n; i++)
		st = db_run(store_db(store), SQL_LIMITER_UNDO,
		    DB_ARGS(db_text(ask->limits[i].name), db_real(at),
			db_real(tokens_wanted(&ask->limits[i], ask->tokens))),
		    NULL, err);
	return db_finish(store_db(store), st, err);
}

enum status
limiter_take(struct store *store, const struct limiter_ask *ask, int64_t *wait_ms,
    struct limiter_lease *lease, struct err *err)
{
	double wait = 0, at = 0;
	enum status st;

	assert(ask->n <= LIMITER_MAX);
	*lease = (struct limiter_lease){ .n = 0 };
	for (int late = 0;; late++) {
		if (look(store, ask, false, &wait, err))
			return err->status;
		if (wait > 0 || !writes(ask))
			break;
		st = db_begin(store_db(store), err);
		if (st)
			return st;
		st = take_locked(store, ask, &wait, &at, lease, err);
		if (db_finish(store_db(store), st, err))
			return err->status;
		if (wait > 0 || time_wall_ms() - at < LATE_MS || late == GIVE_UP)
			break;
		if (give_back(store, ask, at, lease, err))
			return err->status;
	}
	*wait_ms = whole_wait(wait);
	return ST_OK;
}

enum status
limiter_block(struct store *store, const char *name, int64_t until_ms, struct err *err)
{
	int64_t most = (int64_t)time_wall_ms() + BLOCK_MAX_MS;
	struct row row;
	enum status st = db_begin(store_db(store), err);

	if (st)
		return st;
	if (until_ms > most)
		until_ms = most;
	st = row_get(store, name, &row, err);
	if (st == ST_OK && (row.blocked_until < until_ms || row.blocked_until > most))
		st = db_run(store_db(store), SQL_LIMITER_BLOCK,
		    DB_ARGS(db_text(name), db_int(until_ms)), NULL, err);
	return db_finish(store_db(store), st, err);
}
