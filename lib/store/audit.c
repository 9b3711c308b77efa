#include "store/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "io/json.h"
#include "redact/redact.h"
#include "sql.h"
#include "store/store.h"

#define NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

struct row {
	int64_t seq, at;
	const char *event, *run, *data, *previous, *hash;
	size_t data_n;
};

static void
row_hash(const struct row *row, char hash[DIGEST_TEXT])
{
	struct buf text;

	buf_init(&text, SIZE_MAX / 2);
	buf_char(&text, '[');
	json_print_string(row->previous, strlen(row->previous), &text);
	buf_printf(&text, ",%lld,%lld,", (long long)row->seq, (long long)row->at);
	json_print_string(row->event, strlen(row->event), &text);
	buf_char(&text, ',');
	json_print_string(row->run, strlen(row->run), &text);
	buf_char(&text, ',');
	json_print_string(row->data, row->data_n, &text);
	buf_char(&text, ']');
	digest_text(text.s, text.len, hash);
	buf_fini(&text);
}

static struct row
row_read(const struct db_rows *rows)
{
	struct row row = { .seq = db_get_int(rows, 0), .at = db_get_int(rows, 1) };

	row.event = db_get_text(rows, 2, NULL);
	row.run = db_get_text(rows, 3, NULL);
	row.data = db_get_text(rows, 4, &row.data_n);
	row.previous = db_get_text(rows, 5, NULL);
	row.hash = db_get_text(rows, 6, NULL);
	return row;
}

static void
copy_hash(char out[DIGEST_TEXT], const char *hash)
{
	snprintf(out, DIGEST_TEXT, "%s", *hash ? hash : NO_HASH);
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
	struct row row = { .at = now_ms, .event = event, .run = run, .previous = previous };
	struct json *clean = NULL;
	struct buf text;
	enum status st = head_get(store, &row.seq, previous, err);

	if (st)
		return st;
	buf_init(&text, BUF_DOCUMENT);
	if (data) {
		clean = redact_json(store_redactor(store), data);
		json_print(clean ? clean : data, &text);
	} else {
		buf_str(&text, "{}");
	}
	st = buf_check(&text, "the data of an audit event", err);
	row.seq++;
	row.data = text.s;
	row.data_n = text.len;
	row_hash(&row, hash);
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

static enum status
broken(struct audit_check *check, int64_t seq, const char *why)
{
	check->broken_seq = seq;
	snprintf(check->why, sizeof check->why, "%s", why);
	return ST_NO;
}

/* ST_OK when the row continues the chain that ends in check->head. */
static enum status
follow(struct audit_check *check, const struct row *row, int64_t expected)
{
	char hash[DIGEST_TEXT];

	if (row->seq != expected)
		return broken(check, expected, "the row is missing");
	row_hash(row, hash);
	if (strcmp(hash, row->hash) != 0)
		return broken(check, row->seq, "its content does not fit its hash");
	if (expected > 1 && *check->head == '\0') /* the first of a part */
		copy_hash(check->head, row->previous);
	if (strcmp(row->previous, check->head) != 0)
		return broken(check, row->seq, "it does not continue the row before");
	copy_hash(check->head, hash);
	check->rows++;
	return ST_OK;
}

enum status
audit_verify(struct store *store, int64_t from, struct audit_check *check, struct err *err)
{
	struct db_rows *rows = NULL;
	char head[DIGEST_TEXT];
	int64_t last = 0, seq = from > 1 ? from : 1;
	enum status st = head_get(store, &last, head, err);

	*check = (struct audit_check){ 0 };
	if (st == ST_OK)
		st = db_query(store_db(store), SQL_AUDIT_FROM, DB_ARGS(db_int(seq)), &rows, err);
	if (st)
		return st;
	if (seq == 1)
		copy_hash(check->head, NO_HASH);
	while ((st = db_next(rows, err)) == ST_OK) {
		struct row row = row_read(rows);

		st = follow(check, &row, seq);
		if (st)
			break;
		seq++;
	}
	db_done(rows);
	if (st != ST_NO || check->broken_seq)
		return st;
	if (seq <= last)
		return broken(check, seq, "the row is missing, and all behind it");
	return ST_OK;
}

static enum status
row_json(const struct row *row, struct json **out, struct err *err)
{
	struct json *data = NULL, *event;
	char at[TIME_TEXT];

	if (json_parse(row->data, row->data_n, &data, err))
		return err_context(err, "audit row %lld", (long long)row->seq);
	event = json_new_object();
	time_format(row->at, at);
	json_set_number(event, "seq", (double)row->seq);
	json_set_string(event, "at", at);
	json_set_string(event, "event", row->event);
	json_set_string(event, "run", row->run);
	json_set(event, "data", data);
	json_set_string(event, "previous", row->previous);
	json_set_string(event, "hash", row->hash);
	*out = event;
	return ST_OK;
}

/* Ends the rows. */
static enum status
each_row(struct db_rows *rows, audit_fn *fn, void *arg, struct err *err)
{
	enum status st;

	while ((st = db_next(rows, err)) == ST_OK) {
		struct row row = row_read(rows);
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
	struct row row = { .seq = (int64_t)json_get_number(event, "seq"),
		.event = json_get_string(event, "event"),
		.run = json_get_string(event, "run"),
		.previous = json_get_string(event, "previous") };
	struct buf data;

	if (!time_parse(json_get_string(event, "at"), &row.at))
		row.at = -1;
	buf_init(&data, SIZE_MAX / 2);
	json_print(json_get(event, "data"), &data);
	row.data = data.s;
	row.data_n = data.len;
	row_hash(&row, hash);
	buf_fini(&data);
}
