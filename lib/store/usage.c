#include "store/usage.h"

#include "base/time.h"
#include "io/json.h"
#include "sql.h"
#include "store/store.h"

#define MICRO 1e6

static void
set_count(struct json *object, const char *key, const struct db_rows *rows, int column)
{
	json_set_number(object, key, (double)db_get_int(rows, column));
}

static void
set_usd(struct json *object, const char *key, int64_t micro)
{
	json_set_number(object, key, (double)micro / MICRO);
}

static void
set_text(struct json *object, const char *key, const struct db_rows *rows, int column)
{
	json_set_string(object, key, db_get_text(rows, column, NULL));
}

static void
set_known_usd(struct json *object, const char *key, const struct db_rows *rows, int column)
{
	if (db_is_null(rows, column))
		json_set(object, key, json_new_null());
	else
		set_usd(object, key, db_get_int(rows, column));
}

/* Columns 1 to 14 of usage-by. */
static void
set_sums(struct json *sums, const struct db_rows *rows)
{
	static const char *const counts[] = { "calls", "attempts", "failed", "retried",
		"interrupted", "cached", "input_tokens", "cached_tokens", "output_tokens",
		"unknown_cost" };

	for (int i = 0; i < (int)(sizeof counts / sizeof *counts); i++)
		set_count(sums, counts[i], rows, i + 1);
	if (db_get_int(rows, 10) == 0)
		set_usd(sums, "cost_usd", db_get_int(rows, 11));
	else
		set_known_usd(sums, "cost_usd", rows, 11);
	set_usd(sums, "reserved_usd", db_get_int(rows, 12));
	set_count(sums, "unknown_saved", rows, 13);
	if (db_get_int(rows, 13) == 0)
		set_usd(sums, "saved_usd", db_get_int(rows, 14));
	else
		set_known_usd(sums, "saved_usd", rows, 14);
}

static void
set_nothing(struct json *sums)
{
	static const char *const keys[] = { "calls", "attempts", "failed", "retried", "interrupted",
		"cached", "input_tokens", "cached_tokens", "output_tokens", "unknown_cost",
		"cost_usd", "reserved_usd", "unknown_saved", "saved_usd" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		json_set_number(sums, keys[i], 0);
}

static enum status
query_by(struct store *store, const struct usage_query *query, const char *by,
    struct db_rows **rows, struct err *err)
{
	return db_query(store_db(store), SQL_USAGE_BY,
	    DB_ARGS(db_text(by), db_int(query->since_ms), db_text(query->run)), rows, err);
}

static enum status
add_rows(struct store *store, const struct usage_query *query, struct json *list, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = query_by(store, query, query->by, &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		struct json *row = json_add_object(list);

		set_text(row, "name", rows, 0);
		set_sums(row, rows);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum status
set_total(struct store *store, const struct usage_query *query, struct json *sums, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = query_by(store, query, "", &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK)
		set_sums(sums, rows);
	else if (st == ST_NO)
		set_nothing(sums);
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
usage_sum(struct store *store, const struct usage_query *query, struct json **out, struct err *err)
{
	struct json *usage = json_new_object();
	enum status st;

	json_set_string(usage, "by", query->by);
	st = add_rows(store, query, json_set_array(usage, "rows"), err);
	if (st == ST_OK)
		st = set_total(store, query, json_set_object(usage, "total"), err);
	if (st) {
		json_free(usage);
		return st;
	}
	*out = usage;
	return ST_OK;
}

static void
set_attempt(struct json *attempt, const struct db_rows *rows)
{
	char started[TIME_TEXT];

	time_format(db_get_int(rows, 1), started);
	set_count(attempt, "id", rows, 0);
	json_set_string(attempt, "started_at", started);
	set_text(attempt, "run", rows, 2);
	set_text(attempt, "phase", rows, 3);
	set_text(attempt, "call", rows, 4);
	set_count(attempt, "number", rows, 5);
	set_text(attempt, "model", rows, 6);
	set_text(attempt, "resolved_model", rows, 7);
	set_text(attempt, "status", rows, 8);
	set_text(attempt, "fault", rows, 9);
	set_count(attempt, "http_status", rows, 10);
	set_text(attempt, "reason", rows, 11);
	set_text(attempt, "fallback", rows, 12);
	set_count(attempt, "waited_ms", rows, 13);
	if (!db_is_null(rows, 14))
		set_count(attempt, "duration_ms", rows, 14);
	set_count(attempt, "input_tokens", rows, 15);
	set_count(attempt, "cached_tokens", rows, 16);
	set_count(attempt, "output_tokens", rows, 17);
	json_set_bool(attempt, "usage_known", db_get_int(rows, 18) != 0);
	set_known_usd(attempt, "cost_usd", rows, 19);
	set_usd(attempt, "reserved_usd", db_get_int(rows, 20));
	if (!db_is_null(rows, 21))
		set_known_usd(attempt, "saved_usd", rows, 21);
	if (!db_is_null(rows, 22)) {
		set_text(attempt, "price", rows, 22);
		set_text(attempt, "price_from", rows, 23);
	}
}

enum status
usage_attempts(
    struct store *store, const struct usage_query *query, struct json **out, struct err *err)
{
	struct db_rows *rows = NULL;
	struct json *usage, *list;
	enum status st = db_query(store_db(store), SQL_USAGE_ATTEMPTS,
	    DB_ARGS(db_int(query->since_ms), db_text(query->run)), &rows, err);

	if (st)
		return st;
	usage = json_new_object();
	list = json_set_array(usage, "attempts");
	while ((st = db_next(rows, err)) == ST_OK)
		set_attempt(json_add_object(list), rows);
	db_done(rows);
	if (st != ST_NO) {
		json_free(usage);
		return st;
	}
	*out = usage;
	return ST_OK;
}

/* Columns 2 to 11 of usage-survival. */
static void
set_survival(struct json *sums, const struct db_rows *rows)
{
	static const char *const counts[] = { "runs", "generated", "parsed", "built", "passed",
		"stable", "unique", "tied", "proven", "survived" };

	for (int i = 0; i < (int)(sizeof counts / sizeof *counts); i++)
		json_set_number(sums, counts[i], rows ? (double)db_get_int(rows, i + 2) : 0);
}

static enum status
query_survival(struct store *store, const struct usage_query *query, bool each,
    struct db_rows **rows, struct err *err)
{
	return db_query(store_db(store), SQL_USAGE_SURVIVAL,
	    DB_ARGS(db_int(each), db_int(query->since_ms), db_text(query->run)), rows, err);
}

static enum status
add_survivals(
    struct store *store, const struct usage_query *query, struct json *list, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = query_survival(store, query, true, &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		struct json *row = json_add_object(list);

		set_text(row, "model", rows, 0);
		set_text(row, "framework", rows, 1);
		set_survival(row, rows);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum status
total_survival(
    struct store *store, const struct usage_query *query, struct json *sums, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = query_survival(store, query, false, &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK || st == ST_NO)
		set_survival(sums, st == ST_OK ? rows : NULL);
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
usage_survival(
    struct store *store, const struct usage_query *query, struct json **out, struct err *err)
{
	struct json *usage = json_new_object(), *survival = json_set_object(usage, "survival");
	enum status st = add_survivals(store, query, json_set_array(survival, "rows"), err);

	if (st == ST_OK)
		st = total_survival(store, query, json_set_object(survival, "total"), err);
	if (st) {
		json_free(usage);
		return st;
	}
	*out = usage;
	return ST_OK;
}
