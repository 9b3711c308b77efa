#include "store/breaker.h"

#include <stdio.h>
#include <string.h>

#include "io/digest.h"
#include "sql.h"
#include "store/store.h"

#define RECENT 20	/* outcomes that are kept */
#define RECENT_LEAST 10 /* so many, and half of them bad, open it */
#define FORGET_MS ((int64_t)10 * 60 * 1000)

static const char closed[] = "closed", opened[] = "open", half_open[] = "half-open";

struct row {
	const char *state; /* one of those above */
	int failures, opened;
	char recent[RECENT + 1];
	int64_t recent_ms, until_ms, generation;
};

static const char *
state_named(const char *name)
{
	if (strcmp(name, opened) == 0)
		return opened;
	return strcmp(name, half_open) == 0 ? half_open : closed;
}

static enum status
row_get(struct store *store, const char *name, struct row *row, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_BREAKER_GET, DB_ARGS(db_text(name)), &rows, err);

	*row = (struct row){ .state = closed };
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		row->state = state_named(db_get_text(rows, 0, NULL));
		row->failures = (int)db_get_int(rows, 1);
		snprintf(row->recent, sizeof row->recent, "%s", db_get_text(rows, 2, NULL));
		row->recent_ms = db_get_int(rows, 3);
		row->opened = (int)db_get_int(rows, 4);
		row->until_ms = db_get_int(rows, 5);
		row->generation = db_get_int(rows, 6);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum status
row_set(struct store *store, const char *name, const struct row *row, struct err *err)
{
	return db_run(store_db(store), SQL_BREAKER_SET,
	    DB_ARGS(db_text(name), db_text(row->state), db_int(row->failures), db_text(row->recent),
		db_int(row->recent_ms), db_int(row->opened), db_int(row->until_ms),
		db_int(row->generation)),
	    NULL, err);
}

/* A time further ahead than there can be is that of a clock that was set back. */
static bool
is_due(const struct row *row, const struct breaker_rule *rule, int64_t now_ms)
{
	int64_t most = row->state == half_open ? rule->probe_ms : rule->max_open_ms;

	return now_ms >= row->until_ms || row->until_ms - now_ms > most;
}

/* What a row says to one who asks; true when it has to change first: this one probes. */
static bool
answer(const struct row *row, const struct breaker_rule *rule, int64_t now_ms,
    struct breaker_pass *pass)
{
	*pass = (struct breaker_pass){ .allowed = true, .generation = row->generation };
	if (row->state == closed)
		return false;
	if (is_due(row, rule, now_ms))
		return true;
	pass->allowed = false;
	pass->retry_at_ms = row->until_ms;
	return false;
}

enum status
breaker_ask(struct store *store, const struct breaker_rule *rule, int64_t now_ms,
    struct breaker_pass *pass, struct err *err)
{
	struct row row;
	enum status st = row_get(store, rule->name, &row, err);

	if (st || !answer(&row, rule, now_ms, pass))
		return st;
	st = db_begin(store_db(store), err);
	if (st)
		return st;
	st = row_get(store, rule->name, &row, err);
	if (st == ST_OK && answer(&row, rule, now_ms, pass)) {
		row.state = half_open;
		row.until_ms = now_ms + rule->probe_ms;
		row.generation++;
		pass->probe = true;
		pass->generation = row.generation;
		st = row_set(store, rule->name, &row, err);
	}
	return db_finish(store_db(store), st, err);
}

/* The next opening: twice the one before, less up to a tenth, so that not all come back at once. */
static int64_t
open_for(const struct row *row, const struct breaker_rule *rule)
{
	int64_t ms = rule->open_ms;
	unsigned char random;

	for (int i = 1; i < row->opened && ms < rule->max_open_ms; i++)
		ms *= 2;
	if (ms > rule->max_open_ms)
		ms = rule->max_open_ms;
	random_bytes(&random, sizeof random);
	return ms - ms * random / 2560;
}

static void
open_it(struct row *row, const struct breaker_rule *rule, int64_t now_ms)
{
	row->state = opened;
	row->opened++;
	row->until_ms = now_ms + open_for(row, rule);
	row->generation++;
}

static bool
too_many(const struct row *row, const struct breaker_rule *rule)
{
	size_t n = strlen(row->recent), bad = 0;

	for (size_t i = 0; i < n; i++)
		bad += row->recent[i] == '-';
	return row->failures >= rule->failures || (n >= RECENT_LEAST && 2 * bad >= n);
}

static void
note_closed(struct row *row, const struct breaker_rule *rule, bool good, int64_t now_ms)
{
	size_t n;

	if (now_ms - row->recent_ms > FORGET_MS) {
		row->failures = 0;
		row->recent[0] = '\0';
	}
	n = strlen(row->recent);
	if (n == RECENT)
		memmove(row->recent, row->recent + 1, n--);
	row->recent[n] = good ? '+' : '-';
	row->recent[n + 1] = '\0';
	row->recent_ms = now_ms;
	row->failures = good ? 0 : row->failures + 1;
	if (!good && too_many(row, rule))
		open_it(row, rule, now_ms);
}

static void
note(struct row *row, const struct breaker_rule *rule, bool good, int64_t now_ms)
{
	if (row->state == closed) {
		note_closed(row, rule, good, now_ms);
		return;
	}
	row->failures = 0;
	row->recent[0] = '\0';
	if (!good) {
		open_it(row, rule, now_ms);
		return;
	}
	row->state = closed;
	row->opened = 0;
	row->generation++;
}

/* One more good one where all that is remembered is good changes nothing that counts. */
static bool
is_known_good(struct store *store, const char *name, int64_t now_ms)
{
	struct err ignored = ERR_INIT;
	struct row row;

	return row_get(store, name, &row, &ignored) == ST_OK && row.state == closed &&
	       strspn(row.recent, "+") == RECENT && now_ms - row.recent_ms < FORGET_MS / 2;
}

enum status
breaker_report(struct store *store, const struct breaker_rule *rule,
    const struct breaker_pass *pass, bool good, int64_t now_ms, struct err *err)
{
	struct row row;
	enum status st;

	if (good && is_known_good(store, rule->name, now_ms))
		return ST_OK;
	st = db_begin(store_db(store), err);
	if (st)
		return st;
	st = row_get(store, rule->name, &row, err);
	if (st == ST_OK && pass->allowed && row.generation == pass->generation) {
		note(&row, rule, good, now_ms);
		st = row_set(store, rule->name, &row, err);
	}
	return db_finish(store_db(store), st, err);
}

const char *
breaker_state(struct store *store, const char *name, int64_t now_ms)
{
	struct err err = ERR_INIT;
	struct row row;

	if (row_get(store, name, &row, &err))
		return closed;
	return row.state == opened && now_ms >= row.until_ms ? half_open : row.state;
}
