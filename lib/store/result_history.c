#include "store/result_history.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/vec.h"
#include "sql.h"
#include "store/store.h"

#define HALF_LIFE 10.0	/* runs */
#define FLAKY_WINDOW 20 /* runs */
#define FLAKY_TURNS 3
#define LAST_DURATIONS 5

static bool
is_one_of(const char *status, const char *const *list)
{
	for (; *list; list++) {
		if (strcmp(status, *list) == 0)
			return true;
	}
	return false;
}

static bool
ran(const struct result_run *run)
{
	static const char *const not_run[] = { "skipped", "todo", "notrun", NULL };

	return !is_one_of(run->status, not_run);
}

static bool
failed(const struct result_run *run)
{
	static const char *const failures[] = { "failed", "error", "timeout", "crash", NULL };

	return is_one_of(run->status, failures);
}

static int
by_duration(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t
median_duration(const struct result_run *runs, size_t n)
{
	int64_t last[LAST_DURATIONS];
	size_t found = 0;

	for (size_t i = 0; i < n && found < LAST_DURATIONS; i++) {
		if (strcmp(runs[i].status, "passed") == 0 && runs[i].duration_ms >= 0)
			last[found++] = runs[i].duration_ms;
	}
	if (found == 0)
		return -1;
	qsort(last, found, sizeof *last, by_duration);
	if (found % 2)
		return last[found / 2];
	return last[found / 2 - 1] + (last[found / 2] - last[found / 2 - 1]) / 2;
}

/* Did a pass and a failure meet that nothing known tells apart? */
static bool
contradicts(const struct result_run *a, const struct result_run *b)
{
	return a->content == b->content && failed(a) != failed(b) &&
	       (a->commit == 0 || b->commit == 0 || a->commit == b->commit);
}

static bool
is_flaky(const struct result_run *runs, size_t n)
{
	const struct result_run *seen[FLAKY_WINDOW];
	size_t count = 0, turns = 0;

	for (size_t i = 0; i < n && count < FLAKY_WINDOW; i++) {
		if (!ran(&runs[i]))
			continue;
		if (runs[i].flaky)
			return true;
		for (size_t k = 0; k < count; k++) {
			if (contradicts(seen[k], &runs[i]))
				return true;
		}
		if (count > 0 && seen[count - 1]->content == runs[i].content &&
		    failed(seen[count - 1]) != failed(&runs[i]) && ++turns >= FLAKY_TURNS)
			return true;
		seen[count++] = &runs[i];
	}
	return false;
}

void
result_history_sum(const struct result_run *runs, size_t n, struct result_history *history)
{
	double all = 0, bad = 0;

	history->runs = history->failures = history->since_failure = 0;
	history->last = runs[0].status;
	history->last_at = runs[0].at;
	for (size_t i = 0; i < n; i++) {
		double w = exp2(-(double)history->runs / HALF_LIFE);

		if (!ran(&runs[i]))
			continue;
		if (history->runs++ == 0)
			history->last = runs[i].status;
		all += w;
		if (failed(&runs[i])) {
			if (history->failures++ == 0)
				history->since_failure = history->runs - 1;
			bad += w;
		}
	}
	if (history->failures == 0)
		history->since_failure = history->runs;
	history->rate = all > 0 ? bad / all : 0;
	history->duration_ms = median_duration(runs, n);
	history->flaky = is_flaky(runs, n);
}

static void
read_run(const struct db_rows *rows, struct result_run *run)
{
	size_t n;
	const void *content = db_get_blob(rows, 2, &n);

	snprintf(run->status, sizeof run->status, "%.7s", db_get_text(rows, 0, NULL));
	run->duration_ms = db_is_null(rows, 1) ? -1 : db_get_int(rows, 1);
	run->content = hash_bytes(content, n);
	run->flaky = db_get_int(rows, 3) != 0;
	run->at = db_get_int(rows, 4);
	if (!db_is_null(rows, 5)) {
		const char *commit = db_get_text(rows, 5, &n);

		run->commit = hash_bytes(commit, n) | 1;
	}
}

static enum status
set_history(struct store *store, int64_t test_case, const struct result_history *h, struct err *err)
{
	return db_run(store_db(store), SQL_RESULT_HISTORY_SET,
	    DB_ARGS(db_int(test_case), db_int(h->runs), db_int(h->failures),
		db_int(h->since_failure), db_text(h->last), db_int(h->last_at), db_real(h->rate),
		h->duration_ms < 0 ? db_null() : db_int(h->duration_ms), db_int(h->flaky)),
	    NULL, err);
}

enum status
result_history_renew(struct store *store, int64_t test_case, struct err *err)
{
	VEC_OF(struct result_run) runs = { 0 };
	struct result_history history = { 0 };
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_RESULT_OF_TEST,
	    DB_ARGS(db_int(test_case), db_int(RESULT_WINDOW)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		read_run(rows, vec_add(&runs));
	db_done(rows);
	if (st == ST_NO && runs.len == 0)
		st = db_run(store_db(store), SQL_RESULT_HISTORY_DROP, DB_ARGS(db_int(test_case)),
		    NULL, err);
	else if (st == ST_NO) {
		result_history_sum(runs.at, runs.len, &history);
		st = set_history(store, test_case, &history, err);
	}
	vec_fini(&runs);
	return st;
}
