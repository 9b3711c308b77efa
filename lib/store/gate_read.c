#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "io/json.h"
#include "sql.h"
#include "store/column.h"
#include "store/gate_private.h"
#include "store/store.h"

struct json *
gate_row(const struct db_rows *rows, int64_t now_ms)
{
	struct json *gate = json_new_object();
	bool pending = strcmp(db_get_text(rows, 3, NULL), "pending") == 0;
	bool over = pending && db_get_int(rows, 7) <= now_ms;

	column_text(gate, "run", rows, 1);
	column_text(gate, "phase", rows, 2);
	json_set_string(gate, "status", over ? "rejected" : db_get_text(rows, 3, NULL));
	column_text(gate, "output_sha256", rows, 4);
	column_text(gate, "subject_sha256", rows, 5);
	column_time(gate, "asked_at", rows, 6);
	column_time(gate, "expires_at", rows, 7);
	if (over) {
		column_time(gate, "decided_at", rows, 7);
		json_set_string(gate, "by", "nobody");
		json_set_string(gate, "how", "timeout");
	}
	if (!pending)
		column_time(gate, "decided_at", rows, 8);
	column_text(gate, "by", rows, 9);
	column_text(gate, "how", rows, 10);
	column_text(gate, "reason", rows, 11);
	column_text(gate, "rule", rows, 12);
	if (strcmp(db_get_text(rows, 13, NULL), "imported") == 0)
		json_set_bool(gate, "imported", true);
	return gate;
}

static enum status
find(
    struct store *store, const struct gate_subject *subject, struct db_rows **rows, struct err *err)
{
	enum status st = db_query(store_db(store), SQL_GATE_GET,
	    DB_ARGS(db_text(subject->run), db_text(subject->phase), db_text(subject->sha256)), rows,
	    err);

	if (st)
		return st;
	st = db_next(*rows, err);
	if (st)
		db_done(*rows);
	return st;
}

enum status
gate_id(struct store *store, const struct gate_subject *subject, int64_t *id, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = find(store, subject, &rows, err);

	if (st)
		return st;
	*id = db_get_int(rows, 0);
	db_done(rows);
	return ST_OK;
}

enum status
gate_get(struct store *store, const struct gate_subject *subject, int64_t now_ms, struct json **out,
    struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = find(store, subject, &rows, err);

	if (st)
		return st;
	*out = gate_row(rows, now_ms);
	db_done(rows);
	return ST_OK;
}

/* How a person goes on from here. */
static enum status
say_state(const struct gate_subject *s, const struct json *gate, struct err *err)
{
	if (gate == NULL || strcmp(json_get_string(gate, "status"), "pending") == 0)
		return err_set(err, ST_NO,
		    "%s of run %s is not approved: rsg-gate --approve %s %s --sha256 %.16s",
		    s->phase, s->run, s->run, s->phase, s->sha256);
	return err_set(err, ST_NO,
	    "%s of run %s was rejected by %s: to ask again, rsg-gate --reopen %s %s", s->phase,
	    s->run, json_get_string(gate, "by"), s->run, s->phase);
}

enum status
gate_check(struct store *store, const struct gate_subject *subject, int64_t now_ms, struct err *err)
{
	struct json *gate = NULL;
	enum status st = gate_get(store, subject, now_ms, &gate, err);

	if (st != ST_OK && st != ST_NO)
		return st;
	st = ST_OK;
	if (strcmp(json_get_string(gate, "status"), "approved") != 0)
		st = say_state(subject, gate, err);
	json_free(gate);
	return st;
}

enum status
gate_list(struct store *store, const struct gate_filter *filter, int64_t now_ms, struct json **out,
    struct err *err)
{
	struct db_rows *rows = NULL;
	struct json *list;
	enum status st = db_query(store_db(store), SQL_GATE_LIST,
	    DB_ARGS(db_text(filter->run), db_text(filter->phase), db_int(filter->pending),
		db_int(now_ms)),
	    &rows, err);

	if (st)
		return st;
	list = json_new_array();
	while ((st = db_next(rows, err)) == ST_OK)
		json_add(list, gate_row(rows, now_ms));
	db_done(rows);
	if (st != ST_NO) {
		json_free(list);
		return st;
	}
	*out = list;
	return ST_OK;
}

static bool
says(const struct json *data, const char *key, const struct db_rows *rows, int column)
{
	return strcmp(json_get_string(data, key), db_get_text(rows, column, NULL)) == 0;
}

/* The row is what SQL_GATE_RECORDED gives. */
static bool
fits(const struct db_rows *rows, const struct json *data)
{
	bool pending = strcmp(db_get_text(rows, 1, NULL), "pending") == 0;
	bool decided = strcmp(db_get_text(rows, 7, NULL), "approval_decision") == 0;

	if (pending == decided || !says(data, "subject_sha256", rows, 2) ||
	    !says(data, "output_sha256", rows, 3))
		return false;
	return pending ||
	       (says(data, "decision", rows, 1) && says(data, "by", rows, 5) &&
		   says(data, "how", rows, 6) && says(data, "rule", rows, 10) &&
		   says(data, "reason", rows, 11) && db_get_int(rows, 4) == db_get_int(rows, 9));
}

enum status
gate_verify(struct store *store, int64_t *broken_id, struct err *err)
{
	struct db_rows *rows = NULL;
	bool good = true;
	enum status st = db_query(store_db(store), SQL_GATE_RECORDED, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	while (good && (st = db_next(rows, err)) == ST_OK) {
		struct err unsaid = ERR_INIT; /* data that cannot be read is a difference too */
		struct json *data = NULL;
		size_t n;
		const char *text = db_get_text(rows, 8, &n);

		good = json_parse(text, n, &data, &unsaid) == ST_OK && fits(rows, data);
		json_free(data);
		if (!good)
			*broken_id = db_get_int(rows, 0);
	}
	db_done(rows);
	if (!good)
		return ST_NO;
	return st == ST_NO ? ST_OK : st;
}

static struct db_arg
time_arg(const struct json *gate, const char *key)
{
	int64_t ms;

	return time_parse(json_get_string(gate, key), &ms) ? db_int(ms) : db_null();
}

static struct db_arg
text_arg(const struct json *gate, const char *key)
{
	return db_text(json_string(json_get(gate, key)));
}

enum status
gate_import(struct store *store, const struct json *gate, struct err *err)
{
	char *by = store_clean(store, json_string(json_get(gate, "by"))),
	     *reason = store_clean(store, json_string(json_get(gate, "reason"))),
	     *rule = store_clean(store, json_string(json_get(gate, "rule")));
	enum status st = db_run(store_db(store), SQL_GATE_IMPORT,
	    DB_ARGS(text_arg(gate, "run"), text_arg(gate, "phase"),
		text_arg(gate, "subject_sha256"), text_arg(gate, "output_sha256"),
		text_arg(gate, "status"), time_arg(gate, "asked_at"), time_arg(gate, "expires_at"),
		time_arg(gate, "decided_at"), db_text(by), text_arg(gate, "how"), db_text(reason),
		db_text(rule)),
	    NULL, err);

	free(by);
	free(reason);
	free(rule);
	return st;
}
