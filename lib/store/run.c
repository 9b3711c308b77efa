#include "store/run.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/store.h"

#define TITLE_BYTES 200
#define PREFIX_MIN 4

void
run_base(const struct json *doc, struct buf *out)
{
	char before = '{';

	json_each (member, doc) {
		const char *key = json_key(member);

		buf_char(out, before);
		json_print_string(key, strlen(key), out);
		buf_char(out, ':');
		if (strcmp(key, "phases") == 0)
			buf_str(out, "{}");
		else
			json_print(member, out);
		before = ',';
	}
	buf_str(out, before == '{' ? "{}" : "}");
}

/* The first line of the story that says something, without its marks of a heading. */
static void
run_title(const struct json *doc, struct buf *out)
{
	const char *s = json_get_string(json_get(doc, "story"), "text");
	size_t n, at = 0;

	s += strspn(s, "# \t\r\n-*=>");
	n = strcspn(s, "\r\n");
	while (at < n) {
		size_t step = 1;

		utf8_next(s + at, n - at, &step);
		if (at + step > TITLE_BYTES)
			break;
		at += step;
	}
	buf_add(out, s, at);
}

static enum status
run_insert(struct store *store, const struct json *doc, int64_t now_ms, struct err *err)
{
	const struct json *run = json_get(doc, "run");
	struct buf base, title;
	int64_t created = now_ms;
	enum status st;

	time_parse(json_get_string(run, "created_at"), &created);
	buf_init(&base, SIZE_MAX / 2);
	buf_init(&title, BUF_TEXT);
	run_base(doc, &base);
	run_title(doc, &title);
	st = db_run(store_db(store), SQL_RUN_ADD,
	    DB_ARGS(db_text(json_get_string(run, "id")), db_int(created), db_int(now_ms),
		db_textn(title.s, title.len), db_textn(base.s, base.len)),
	    NULL, err);
	buf_fini(&base);
	buf_fini(&title);
	return st;
}

enum status
run_add(struct store *store, const struct json *doc, int64_t now_ms, struct err *err)
{
	const char *id = json_get_string(json_get(doc, "run"), "id");
	int64_t deleted = 0;
	struct json *data;
	enum status st =
	    db_one_int(store_db(store), SQL_RUN_DELETED, DB_ARGS(db_text(id)), &deleted, err);

	if (st == ST_OK && deleted) {
		st = db_run(store_db(store), SQL_RUN_RESTORE, DB_ARGS(db_text(id)), NULL, err);
		return st ? st : audit_append(store, "run_restored", id, NULL, now_ms, err);
	}
	if (st != ST_NO)
		return st;
	st = run_insert(store, doc, now_ms, err);
	if (st)
		return st;
	data = json_new_object();
	json_set_string(data, "story_sha256", json_get_string(json_get(doc, "story"), "sha256"));
	st = audit_append(store, "run_added", id, data, now_ms, err);
	json_free(data);
	return st;
}

enum status
run_find(struct store *store, const char *name, char id[UUID_TEXT], struct err *err)
{
	struct db_rows *rows = NULL;
	bool last = strcmp(name, "last") == 0;
	enum status st;

	if (!last && strlen(name) < PREFIX_MIN)
		return err_set(err, ST_NOINPUT,
		    "\"%s\" is too short for a run: give %d characters or more, or last", name,
		    PREFIX_MIN);
	st = last
		 ? db_query(store_db(store), SQL_RUN_LAST, DB_NO_ARGS, &rows, err)
		 : db_query(store_db(store), SQL_RUN_BY_PREFIX, DB_ARGS(db_text(name)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK)
		snprintf(id, UUID_TEXT, "%s", db_get_text(rows, 0, NULL));
	if (st == ST_OK && strcmp(id, name) != 0) {
		st = db_next(rows, err);
		if (st == ST_OK)
			st = err_set(err, ST_NOINPUT,
			    "\"%s\" fits several runs: give more of the id (rsg-runs list)", name);
		else if (st == ST_NO)
			st = ST_OK;
	} else if (st == ST_NO) {
		st = err_set(err, ST_NOINPUT, "%s has no run \"%s\": rsg-runs list shows them",
		    db_path(store_db(store)), name);
	}
	db_done(rows);
	return st;
}

static void
set_time(struct json *object, const char *key, int64_t ms)
{
	char text[TIME_TEXT];

	time_format(ms, text);
	json_set_string(object, key, text);
}

static enum status
run_rows(struct store *store, const struct db_arg args[3], struct json **out, struct err *err)
{
	struct db_rows *rows = NULL;
	struct json *list;
	enum status st = db_query(store_db(store), SQL_RUN_LIST, args, 3, &rows, err);

	if (st)
		return st;
	list = json_new_array();
	while ((st = db_next(rows, err)) == ST_OK) {
		struct json *run = json_add_object(list);

		json_set_string(run, "id", db_get_text(rows, 0, NULL));
		set_time(run, "created_at", db_get_int(rows, 1));
		json_set_string(run, "title", db_get_text(rows, 3, NULL));
		json_set_number(run, "phases", (double)db_get_int(rows, 4));
		json_set_string(run, "last_phase", db_get_text(rows, 5, NULL));
		json_set_bool(run, "failed", strcmp(db_get_text(rows, 6, NULL), "failed") == 0);
		json_set_bool(run, "deleted", !db_is_null(rows, 2));
	}
	db_done(rows);
	if (st != ST_NO) {
		json_free(list);
		return st;
	}
	*out = list;
	return ST_OK;
}

enum status
run_list(struct store *store, bool deleted_too, size_t limit, struct json **out, struct err *err)
{
	const struct db_arg args[3] = { db_int(deleted_too), db_int(limit ? (int64_t)limit : -1),
		db_null() };

	return run_rows(store, args, out, err);
}

static void
set_text(struct json *object, const char *key, const struct db_rows *rows, int column)
{
	if (!db_is_null(rows, column))
		json_set_string(object, key, db_get_text(rows, column, NULL));
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
		set_text(execution, "phase", rows, 1);
		set_text(execution, "status", rows, 2);
		set_text(execution, "origin", rows, 3);
		set_text(execution, "engine", rows, 4);
		set_time(execution, "started_at", db_get_int(rows, 5));
		json_set_number(execution, "duration_ms", (double)db_get_int(rows, 6));
		set_text(execution, "input_sha256", rows, 7);
		set_text(execution, "output_sha256", rows, 8);
		set_text(execution, "error", rows, 9);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
run_show(struct store *store, const char *id, struct json **out, struct err *err)
{
	const struct db_arg args[3] = { db_int(1), db_int(1), db_text(id) };
	struct json *list = NULL, *run;
	enum status st = run_rows(store, args, &list, err);

	if (st)
		return st;
	run = json_first(list);
	if (run == NULL)
		st = err_set(err, ST_NOINPUT, "%s has no run %s: rsg-runs list shows them",
		    db_path(store_db(store)), id);
	else
		st = add_executions(store, id, run, err);
	if (st == ST_OK)
		*out = json_copy(run);
	json_free(list);
	return st;
}

enum status
run_delete(struct store *store, const char *id, int64_t now_ms, struct err *err)
{
	int64_t changed = 0;
	enum status st = db_run(
	    store_db(store), SQL_RUN_DELETE, DB_ARGS(db_text(id), db_int(now_ms)), &changed, err);

	return st || changed == 0 ? st : audit_append(store, "run_deleted", id, NULL, now_ms, err);
}

static enum status
run_prunable(struct store *store, size_t keep, struct json **out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_RUN_PRUNABLE, DB_ARGS(db_int((int64_t)keep)), &rows, err);

	if (st)
		return st;
	*out = json_new_array();
	while ((st = db_next(rows, err)) == ST_OK)
		json_add_string(*out, db_get_text(rows, 0, NULL));
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
run_prune(struct store *store, size_t keep, int64_t now_ms, struct json **out, struct err *err)
{
	struct json *ids = NULL;
	enum status st = run_prunable(store, keep, &ids, err);

	json_each (id, ids) {
		if (st)
			break;
		st = db_run(
		    store_db(store), SQL_RUN_REMOVE, DB_ARGS(db_text(json_string(id))), NULL, err);
		if (st == ST_OK)
			st = audit_append(store, "prune", json_string(id), NULL, now_ms, err);
	}
	if (st == ST_OK && out) {
		*out = ids;
		ids = NULL;
	}
	json_free(ids);
	return st;
}
