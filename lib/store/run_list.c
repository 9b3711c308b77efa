#include <stdio.h>
#include <string.h>

#include "io/json.h"
#include "sql.h"
#include "store/column.h"
#include "store/execution.h"
#include "store/gate.h"
#include "store/run.h"
#include "store/store.h"

#define MICRO 1e6

/* The columns of SQL_RUN_LIST. */
enum {
	ID,
	CREATED,
	DELETED,
	TITLE,
	PHASES,
	LAST_PHASE,
	LAST_STATUS,
	SCORE,
	COVERAGE,
	GATES,
	COST,
	UNKNOWN_COST,
	STARTED,
	GATED
};

static bool
is(const struct db_rows *rows, int column, const char *text)
{
	return strcmp(db_get_text(rows, column, NULL), text) == 0;
}

/* What there is to say of a run first; run.h has the words. */
static const char *
status_of(const struct db_rows *rows)
{
	const char *gates = db_get_text(rows, GATES, NULL);

	if (!db_is_null(rows, DELETED))
		return "deleted";
	if (!db_is_null(rows, STARTED))
		return "started";
	if (is(rows, LAST_STATUS, "failed"))
		return "failed";
	if (strstr(gates, " rejected"))
		return "rejected";
	if (strstr(gates, " pending"))
		return "pending";
	if (db_get_int(rows, GATED))
		return "gated";
	return is(rows, LAST_PHASE, "audit") ? "closed" : "open";
}

bool
run_is_status(const char *word)
{
	static const char *const all[] = { "open", "started", "gated", "pending", "rejected",
		"failed", "closed", "deleted" };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (strcmp(all[i], word) == 0)
			return true;
	}
	return false;
}

/* "coverage approved,ranking pending" */
static void
add_gates(struct json *run, const char *text)
{
	struct json *list = json_set_array(run, "gates");

	while (*text) {
		size_t n = strcspn(text, ","), phase = strcspn(text, " ");
		struct json *gate = json_add_object(list);

		json_set(gate, "phase", json_new_stringn(text, phase));
		json_set(gate, "status", json_new_stringn(text + phase + 1, n - phase - 1));
		text += n + (text[n] == ',');
	}
}

static void
add_numbers(struct json *run, const struct db_rows *rows)
{
	if (!db_is_null(rows, SCORE))
		json_set_number(run, "score", db_get_real(rows, SCORE));
	if (!db_is_null(rows, COVERAGE))
		json_set_number(
		    run, "coverage_percent", json_round(db_get_real(rows, COVERAGE) * 100, 2));
	add_gates(run, db_get_text(rows, GATES, NULL));
	if (db_is_null(rows, COST) && db_get_int(rows, UNKNOWN_COST) == 0)
		return;
	json_set_number(run, "cost_usd", (double)db_get_int(rows, COST) / MICRO);
	if (db_get_int(rows, UNKNOWN_COST))
		json_set_number(run, "unknown_cost", (double)db_get_int(rows, UNKNOWN_COST));
}

static void
add_run(struct json *list, const struct db_rows *rows, const char *status)
{
	struct json *run = json_add_object(list);
	bool started = !db_is_null(rows, STARTED);

	json_set_string(run, "id", db_get_text(rows, ID, NULL));
	column_time(run, "created_at", rows, CREATED);
	json_set_string(run, "title", db_get_text(rows, TITLE, NULL));
	json_set_string(run, "status", status);
	json_set_number(run, "phases", (double)db_get_int(rows, PHASES));
	json_set_string(run, "last_phase", db_get_text(rows, started ? STARTED : LAST_PHASE, NULL));
	add_numbers(run, rows);
	json_set_bool(run, "failed", is(rows, LAST_STATUS, "failed"));
	json_set_bool(run, "deleted", !db_is_null(rows, DELETED));
}

static enum status
run_rows(struct store *store, const struct run_filter *filter, const char *id, int64_t now_ms,
    struct json **out, struct err *err)
{
	size_t left = filter->limit ? filter->limit : SIZE_MAX;
	bool all = filter->limit == 0 || filter->status; /* the status is not known to SQL */
	struct db_rows *rows = NULL;
	struct json *list;
	enum status st = db_query(store_db(store), SQL_RUN_LIST,
	    DB_ARGS(db_int(filter->deleted_too), db_int(all ? -1 : (int64_t)filter->limit),
		db_text(id), db_text(filter->title), db_int(now_ms)),
	    &rows, err);

	if (st)
		return st;
	list = json_new_array();
	while (left > 0 && (st = db_next(rows, err)) == ST_OK) {
		const char *status = status_of(rows);

		if (filter->status && strcmp(filter->status, status) != 0)
			continue;
		add_run(list, rows, status);
		left--;
	}
	db_done(rows);
	if (st != ST_OK && st != ST_NO) {
		json_free(list);
		return st;
	}
	*out = list;
	return ST_OK;
}

enum status
run_list(struct store *store, const struct run_filter *filter, int64_t now_ms, struct json **out,
    struct err *err)
{
	return run_rows(store, filter, NULL, now_ms, out, err);
}

static enum status
add_executions(struct store *store, const char *id, struct json *run, struct err *err)
{
	struct json *list = json_set_array(run, "executions");
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_EXECUTION_OF_RUN, DB_ARGS(db_text(id)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		struct json *execution = json_add_object(list);

		json_set_number(execution, "id", (double)db_get_int(rows, 0));
		column_text(execution, "phase", rows, 1);
		column_text(execution, "status", rows, 2);
		column_text(execution, "origin", rows, 3);
		column_text(execution, "engine", rows, 4);
		column_time(execution, "started_at", rows, 5);
		json_set_number(execution, "duration_ms", (double)db_get_int(rows, 6));
		column_text(execution, "input_sha256", rows, 7);
		column_text(execution, "output_sha256", rows, 8);
		column_text(execution, "error", rows, 9);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

/* Who made which execution of which, put with the execution too. */
static enum status
add_edits(struct store *store, const char *id, struct json *run, struct err *err)
{
	struct json *edits = NULL;

	if (execution_edits(store, id, &edits, err))
		return err->status;
	json_each (edit, edits) {
		json_each (execution, json_get(run, "executions")) {
			if (json_get_number(execution, "id") == json_get_number(edit, "execution"))
				json_set_string(
				    execution, "edited_by", json_get_string(edit, "author"));
		}
	}
	json_set(run, "edits", edits);
	return ST_OK;
}

static enum status
add_all_gates(
    struct store *store, const char *id, int64_t now_ms, struct json *run, struct err *err)
{
	const struct gate_filter filter = { .run = id };
	struct json *gates = NULL;

	if (gate_list(store, &filter, now_ms, &gates, err))
		return err->status;
	json_set(run, "gates", gates);
	return ST_OK;
}

enum status
run_show(struct store *store, const char *id, int64_t now_ms, struct json **out, struct err *err)
{
	const struct run_filter any = { .deleted_too = true, .limit = 1 };
	struct json *list = NULL, *run;
	enum status st = run_rows(store, &any, id, now_ms, &list, err);

	if (st)
		return st;
	run = json_first(list);
	if (run == NULL)
		st = err_set(err, ST_NOINPUT, "%s has no run %s: rsg-runs list shows them",
		    db_path(store_db(store)), id);
	if (st == ST_OK)
		st = add_executions(store, id, run, err);
	if (st == ST_OK)
		st = add_edits(store, id, run, err);
	if (st == ST_OK)
		st = add_all_gates(store, id, now_ms, run, err);
	if (st == ST_OK)
		*out = json_copy(run);
	json_free(list);
	return st;
}
