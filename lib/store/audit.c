#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "io/json.h"
#include "redact/redact.h"
#include "sql.h"
#include "store/audit_private.h"
#include "store/store.h"

static struct audit_text
text_of(const char *s)
{
	return (struct audit_text){ s, strlen(s) };
}

static struct audit_text
text_get(const struct db_rows *rows, int column)
{
	struct audit_text text;

	text.s = db_get_text(rows, column, &text.n);
	return text;
}

static void
put_text(struct audit_text text, struct buf *out)
{
	json_print_string(text.s, text.n, out);
}

void
audit_row_hash(const struct audit_row *row, char hash[DIGEST_TEXT])
{
	struct buf text;

	buf_init(&text, SIZE_MAX / 2);
	buf_char(&text, '[');
	put_text(row->previous, &text);
	buf_printf(&text, ",%lld,%lld,", (long long)row->seq, (long long)row->at);
	put_text(row->event, &text);
	buf_char(&text, ',');
	put_text(row->run, &text);
	buf_char(&text, ',');
	put_text(row->data, &text);
	buf_char(&text, ']');
	digest_text(text.s, text.len, hash);
	buf_fini(&text);
}

struct audit_row
audit_row_read(const struct db_rows *rows)
{
	struct audit_row row = { .seq = db_get_int(rows, 0), .at = db_get_int(rows, 1) };

	row.event = text_get(rows, 2);
	row.run = text_get(rows, 3);
	row.data = text_get(rows, 4);
	row.previous = text_get(rows, 5);
	row.hash = text_get(rows, 6);
	return row;
}

static void
copy_hash(char out[DIGEST_TEXT], const char *hash)
{
	snprintf(out, DIGEST_TEXT, "%s", *hash ? hash : AUDIT_NO_HASH);
}

/* The number the last row got, and its hash. */
static enum status
head_get(struct store *store, int64_t *seq, char head[DIGEST_TEXT], struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_AUDIT_HEAD, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		*seq = db_get_int(rows, 0);
		copy_hash(head, db_get_text(rows, 1, NULL));
	}
	db_done(rows);
	return st;
}

enum status
audit_head(struct store *store, char head[DIGEST_TEXT], struct err *err)
{
	int64_t seq;

	return head_get(store, &seq, head, err);
}

enum status
audit_append(struct store *store, const char *event, const char *run, const struct json *data,
    int64_t now_ms, struct err *err)
{
	char previous[DIGEST_TEXT], hash[DIGEST_TEXT];
	struct audit_row row = { .at = now_ms, .event = text_of(event), .run = text_of(run) };
	struct json *clean = NULL;
	struct buf text;
	enum status st = head_get(store, &row.seq, previous, err);

	if (st)
		return st;
	if (row.seq == INT64_MAX)
		return err_set(err, ST_DATA,
		    "the audit log takes no further event: its numbers are at their end");
	buf_init(&text, BUF_DOCUMENT);
	if (data) {
		clean = redact_json(store_redactor(store), data);
		json_print(clean ? clean : data, &text);
	} else {
		buf_str(&text, "{}");
	}
	st = buf_check(&text, "the data of an audit event", err);
	row.seq++;
	row.previous = text_of(previous);
	row.data = (struct audit_text){ text.s, text.len };
	audit_row_hash(&row, hash);
	if (st == ST_OK)
		st = db_run(store_db(store), SQL_AUDIT_ADD,
		    DB_ARGS(db_int(row.seq), db_int(now_ms), db_text(event), db_text(run),
			db_textn(text.s, text.len), db_text(previous), db_text(hash)),
		    NULL, err);
	buf_fini(&text);
	json_free(clean);
	return st;
}

enum status
audit_count(
    struct store *store, const char *run, int64_t *count, int64_t *first_seq, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_AUDIT_COUNT, DB_ARGS(db_text(run)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		*count = db_get_int(rows, 0);
		*first_seq = db_get_int(rows, 1);
	}
	db_done(rows);
	return st;
}

static void
set_text(struct json *event, const char *key, struct audit_text text)
{
	json_set(event, key, json_new_stringn(text.s, text.n));
}

static enum status
row_json(const struct audit_row *row, struct json **out, struct err *err)
{
	struct json *data = NULL, *event;
	char at[TIME_TEXT];

	if (json_parse(row->data.s, row->data.n, &data, err))
		return err_context(err, "audit row %lld", (long long)row->seq);
	event = json_new_object();
	time_format(row->at, at);
	json_set_number(event, "seq", (double)row->seq);
	json_set_string(event, "at", at);
	set_text(event, "event", row->event);
	set_text(event, "run", row->run);
	json_set(event, "data", data);
	set_text(event, "previous", row->previous);
	set_text(event, "hash", row->hash);
	*out = event;
	return ST_OK;
}

/* Ends the rows. */
static enum status
each_row(struct db_rows *rows, audit_fn *fn, void *arg, struct err *err)
{
	enum status st;

	while ((st = db_next(rows, err)) == ST_OK) {
		struct audit_row row = audit_row_read(rows);
		struct json *event = NULL;

		st = row_json(&row, &event, err);
		if (st == ST_OK)
			st = fn(arg, event, err);
		json_free(event);
		if (st)
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
audit_each(struct store *store, const char *run, audit_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    run ? db_query(store_db(store), SQL_AUDIT_OF_RUN, DB_ARGS(db_text(run)), &rows, err)
		: db_query(store_db(store), SQL_AUDIT_FROM, DB_ARGS(db_int(1)), &rows, err);

	return st ? st : each_row(rows, fn, arg, err);
}

enum status
audit_each_last(
    struct store *store, const char *run, int64_t limit, audit_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_AUDIT_LAST_EVENTS,
	    DB_ARGS(db_text(run), db_int(limit)), &rows, err);

	return st ? st : each_row(rows, fn, arg, err);
}

enum status
audit_each_decision(struct store *store, const char *run, audit_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_AUDIT_DECISIONS, DB_ARGS(db_text(run)), &rows, err);

	return st ? st : each_row(rows, fn, arg, err);
}

void
audit_event_hash(const struct json *event, char hash[DIGEST_TEXT])
{
	struct audit_row row = { .seq = (int64_t)json_get_number(event, "seq"),
		.event = text_of(json_get_string(event, "event")),
		.run = text_of(json_get_string(event, "run")),
		.previous = text_of(json_get_string(event, "previous")) };
	struct buf data;

	if (!time_parse(json_get_string(event, "at"), &row.at))
		row.at = -1;
	buf_init(&data, SIZE_MAX / 2);
	json_print(json_get(event, "data"), &data);
	row.data = (struct audit_text){ data.s, data.len };
	audit_row_hash(&row, hash);
	buf_fini(&data);
}
