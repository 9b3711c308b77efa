#include "store/bundle.h"

#include "base/time.h"
#include "io/digest.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/column.h"
#include "store/execution.h"
#include "store/gate.h"
#include "store/run.h"
#include "store/store.h"

static void
put_line(struct json *line, struct buf *out)
{
	json_print(line, out);
	buf_char(out, '\n');
	json_free(line);
}

static struct json *
new_line(const char *kind)
{
	struct json *line = json_new_object();

	json_set_string(line, "kind", kind);
	return line;
}

/* A text column that holds JSON. */
static enum status
set_parsed(
    struct json *line, const char *key, const struct db_rows *rows, int column, struct err *err)
{
	struct json *value = NULL;
	size_t n;
	const char *text = db_get_text(rows, column, &n);

	if (db_is_null(rows, column))
		return ST_OK;
	if (json_parse(text, n, &value, err))
		return err_context(err, "%s of a stored run", key);
	json_set(line, key, value);
	return ST_OK;
}

static enum status
export_run(struct store *store, const char *id, struct buf *out, struct err *err)
{
	struct db_rows *rows = NULL;
	struct json *line = new_line("run");
	enum status st = db_query(store_db(store), SQL_RUN_BASE, DB_ARGS(db_text(id)), &rows, err);

	if (st == ST_OK) {
		st = db_next(rows, err);
		if (st == ST_NO)
			st = err_set(err, ST_NOINPUT, "%s has no run %s: rsg-runs list shows them",
			    db_path(store_db(store)), id);
		if (st == ST_OK)
			st = set_parsed(line, "base", rows, 0, err);
		db_done(rows);
	}
	if (st) {
		json_free(line);
		return st;
	}
	put_line(line, out);
	return ST_OK;
}

static enum status
export_execution(const struct db_rows *rows, struct buf *out, struct err *err)
{
	struct json *line = new_line("execution");

	json_set_number(line, "id", (double)db_get_int(rows, 0));
	column_text(line, "phase", rows, 1);
	column_text(line, "status", rows, 2);
	column_text(line, "origin", rows, 3);
	column_text(line, "engine", rows, 4);
	column_time(line, "started_at", rows, 5);
	json_set_number(line, "duration_ms", (double)db_get_int(rows, 6));
	column_text(line, "input_sha256", rows, 7);
	column_text(line, "output_sha256", rows, 8);
	column_text(line, "error", rows, 9);
	if (set_parsed(line, "entry", rows, 10, err) || set_parsed(line, "base", rows, 11, err) ||
	    set_parsed(line, "entries", rows, 12, err)) {
		json_free(line);
		return err->status;
	}
	put_line(line, out);
	return ST_OK;
}

static enum status
export_executions(struct store *store, const char *id, struct buf *out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_EXECUTION_OF_RUN, DB_ARGS(db_text(id)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		st = export_execution(rows, out, err);
		if (st)
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

/* Each element of the list in a line of its own; the end of the list. */
static void
put_each(struct json *list, const char *kind, struct buf *out)
{
	json_each (it, list) {
		struct json *line = new_line(kind);

		json_set(line, kind, json_copy(it));
		put_line(line, out);
	}
	json_free(list);
}

/* Edits and gates; a gate that is over by now is so in the bundle too. */
static enum status
export_decisions(
    struct store *store, const char *id, int64_t now_ms, struct buf *out, struct err *err)
{
	const struct gate_filter filter = { .run = id };
	struct json *list = NULL;

	if (execution_edits(store, id, &list, err))
		return err->status;
	put_each(list, "edit", out);
	list = NULL;
	if (gate_list(store, &filter, now_ms, &list, err))
		return err->status;
	json_each (gate, list)
		json_remove(gate, "imported");
	put_each(list, "gate", out);
	return ST_OK;
}

static enum status
export_event(void *arg, const struct json *event, struct err *err)
{
	struct json *line = new_line("event");
	struct buf *out = arg;

	json_set(line, "event", json_copy(event));
	put_line(line, out);
	return buf_check(out, "the bundle", err);
}

enum status
bundle_export(struct store *store, const char *id, int64_t now_ms, struct buf *out, struct err *err)
{
	size_t from = out->len;
	char sha256[DIGEST_TEXT];
	struct json *end;
	enum status st = export_run(store, id, out, err);

	if (st == ST_OK)
		st = export_executions(store, id, out, err);
	if (st == ST_OK)
		st = export_decisions(store, id, now_ms, out, err);
	if (st == ST_OK)
		st = audit_each(store, id, export_event, out, err);
	if (st)
		return st;
	digest_text(out->s + from, out->len - from, sha256);
	end = new_line("end");
	json_set_string(end, "run", id);
	json_set_string(end, "sha256", sha256);
	put_line(end, out);
	return buf_check(out, "the bundle", err);
}
