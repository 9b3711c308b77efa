#include "store/run.h"

#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "base/time.h"
#include "base/utf8.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/store.h"

#define TITLE_BYTES 200

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

/* As much as a title may have, whole characters. */
static void
add_title(const char *s, size_t n, struct buf *out)
{
	size_t at = 0;

	while (at < n) {
		size_t step = 1;

		utf8_next(s + at, n - at, &step);
		if (at + step > TITLE_BYTES)
			break;
		at += step;
	}
	buf_add(out, s, at);
}

/* The first line of the story that says something, without its marks of a heading; without a story
   which change it is about. */
static void
run_title(const struct json *doc, struct buf *out)
{
	const struct json *change = json_get(doc, "change"), *files = json_get(change, "files");
	const char *s = json_get_string(json_get(doc, "story"), "text");
	struct buf text;

	if (json_get(doc, "story") || change == NULL) {
		s += strspn(s, "# \t\r\n-*=>");
		add_title(s, strcspn(s, "\r\n"), out);
		return;
	}
	buf_init(&text, 4 * BUF_TEXT);
	span_text(&text, &(struct span){ .base = json_get_string(change, "base"),
			     .head = json_get_string(change, "head"),
			     .message = json_get_string(change, "message"),
			     .first = json_get_string(json_first(files), "path"),
			     .files = json_len(files) });
	add_title(text.s, text.len, out);
	buf_fini(&text);
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
	if (json_get(doc, "story"))
		json_set_string(
		    data, "story_sha256", json_get_string(json_get(doc, "story"), "sha256"));
	if (json_get(doc, "change"))
		json_set_string(
		    data, "change_sha256", json_get_string(json_get(doc, "change"), "sha256"));
	st = audit_append(store, "run_added", id, data, now_ms, err);
	json_free(data);
	return st;
}

/* What the query gives first; ST_NOINPUT when that is none, or it gives another too. */
static enum status
find_one(struct store *store, const char *name, bool deleted, struct db_rows *rows,
    char id[UUID_TEXT], struct err *err)
{
	enum status st = db_next(rows, err);

	if (st == ST_NO && strcmp(name, "last") == 0)
		return err_set(err, ST_NOINPUT,
		    deleted ? "%s has no deleted run: rsg-runs list shows the others"
			    : "%s has no run yet: rsg run makes one of a story",
		    db_path(store_db(store)));
	if (st == ST_NO)
		return err_set(err, ST_NOINPUT,
		    "%s has no %srun \"%s\": rsg-runs list%s shows them", db_path(store_db(store)),
		    deleted ? "deleted " : "", name, deleted ? " --all" : "");
	if (st)
		return st;
	snprintf(id, UUID_TEXT, "%s", db_get_text(rows, 0, NULL));
	if (strcmp(id, name) == 0 || (st = db_next(rows, err)) == ST_NO)
		return ST_OK;
	if (st == ST_OK)
		st = err_set(err, ST_NOINPUT,
		    "\"%s\" fits several runs: give more of the id (rsg-runs list)", name);
	return st;
}

static enum status
find(struct store *store, const char *name, bool deleted, char id[UUID_TEXT], struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	if (strcmp(name, "last") == 0)
		st = db_query(store_db(store), deleted ? SQL_RUN_LAST_DELETED : SQL_RUN_LAST,
		    DB_NO_ARGS, &rows, err);
	else if (strlen(name) < RUN_PREFIX_LEAST)
		return err_set(err, ST_NOINPUT,
		    "\"%s\" is too short for a run: give %d characters or more, or last", name,
		    RUN_PREFIX_LEAST);
	else
		st = db_query(store_db(store), SQL_RUN_BY_PREFIX,
		    DB_ARGS(db_text(name), db_int(deleted)), &rows, err);
	if (st)
		return st;
	st = find_one(store, name, deleted, rows, id, err);
	db_done(rows);
	return st;
}

enum status
run_find(struct store *store, const char *name, char id[UUID_TEXT], struct err *err)
{
	return find(store, name, false, id, err);
}

enum status
run_find_deleted(struct store *store, const char *name, char id[UUID_TEXT], struct err *err)
{
	return find(store, name, true, id, err);
}

enum status
run_delete(struct store *store, const char *id, int64_t now_ms, struct err *err)
{
	int64_t changed = 0;
	enum status st = db_run(
	    store_db(store), SQL_RUN_DELETE, DB_ARGS(db_text(id), db_int(now_ms)), &changed, err);

	return st || changed == 0 ? st : audit_append(store, "run_deleted", id, NULL, now_ms, err);
}

enum status
run_restore(struct store *store, const char *id, int64_t now_ms, struct err *err)
{
	int64_t changed = 0;
	enum status st =
	    db_run(store_db(store), SQL_RUN_RESTORE, DB_ARGS(db_text(id)), &changed, err);

	return st || changed == 0 ? st : audit_append(store, "run_restored", id, NULL, now_ms, err);
}

static enum status
run_prunable(struct store *store, const struct run_prune *what, struct json **out, int64_t *bytes,
    struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_RUN_PRUNABLE,
	    DB_ARGS(db_int((int64_t)what->keep), db_int(what->before_ms)), &rows, err);

	if (st)
		return st;
	*out = json_new_array();
	*bytes = 0;
	while ((st = db_next(rows, err)) == ST_OK) {
		json_add_string(*out, db_get_text(rows, 0, NULL));
		*bytes += db_get_int(rows, 1);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
run_prune(struct store *store, const struct run_prune *what, int64_t now_ms,
    struct run_pruned *pruned, struct err *err)
{
	struct json *ids = NULL;
	int64_t bytes = 0;
	enum status st = run_prunable(store, what, &ids, &bytes, err);

	json_each (id, ids) {
		if (st)
			break;
		st = db_run(
		    store_db(store), SQL_RUN_REMOVE, DB_ARGS(db_text(json_string(id))), NULL, err);
		if (st == ST_OK)
			st = audit_append(store, "prune", json_string(id), NULL, now_ms, err);
	}
	if (st) {
		json_free(ids);
		return st;
	}
	*pruned = (struct run_pruned){ ids, bytes };
	return ST_OK;
}
