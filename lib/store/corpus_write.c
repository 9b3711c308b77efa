#include "store/corpus_write.h"

#include <string.h>

#include "io/db.h"
#include "sql.h"
#include "store/store.h"

static int64_t
id_of(const struct corpus *corpus)
{
	return corpus_info(corpus)->id;
}

static struct db *
db_of(const struct corpus *corpus)
{
	return store_db(corpus_store(corpus));
}

enum status
corpus_make(struct store *store, const char *name, const char *engine, int64_t now_ms,
    struct corpus **out, struct err *err)
{
	struct db *db = store_db(store);
	enum status st;
	int64_t id;

	st = db_run(db, SQL_INDEX_CACHE, DB_NO_ARGS, NULL, err);
	if (st == ST_OK)
		st = db_one_int(db, SQL_CORPUS_FIND, DB_ARGS(db_text(name)), &id, err);
	if (st == ST_NO)
		st = db_run(db, SQL_CORPUS_ADD,
		    DB_ARGS(db_text(name), db_text(engine), db_int(now_ms)), NULL, err);
	return st ? st : corpus_open(store, name, out, err);
}

static void
read_hash(const struct db_rows *rows, int column, unsigned char out[DIGEST_BYTES])
{
	size_t n;
	const void *hash = db_get_blob(rows, column, &n);

	memset(out, 0, DIGEST_BYTES);
	if (hash && n == DIGEST_BYTES)
		memcpy(out, hash, n);
}

enum status
corpus_each_known(struct corpus *corpus, corpus_known_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(db_of(corpus), SQL_TEST_KNOWN, DB_ARGS(db_int(id_of(corpus))), &rows, err);
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		struct corpus_known known = { .row = db_get_int(rows, 0),
			.gone = db_get_int(rows, 3) != 0 };

		read_hash(rows, 1, known.line_sha256);
		read_hash(rows, 2, known.content_sha256);
		fn(arg, &known);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
corpus_find(struct corpus *corpus, const char *test, int64_t *row, bool *gone, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(db_of(corpus), SQL_TEST_BY_ID, DB_ARGS(db_int(id_of(corpus)), db_text(test)),
	    &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		*row = db_get_int(rows, 0);
		*gone = db_get_int(rows, 1) != 0;
	}
	db_done(rows);
	return st;
}

static enum status
put_text(struct corpus *corpus, int64_t row, const struct corpus_put *put, struct err *err)
{
	return db_run(db_of(corpus), SQL_TEST_TEXT_ADD,
	    DB_ARGS(db_int(row), db_textn(put->text[CORPUS_TITLE], put->text_bytes[CORPUS_TITLE]),
		db_textn(put->text[CORPUS_PATH], put->text_bytes[CORPUS_PATH]),
		db_textn(put->text[CORPUS_BODY], put->text_bytes[CORPUS_BODY])),
	    NULL, err);
}

/* What hangs on a row: record, text, requirements. */
static enum status
put_rest(struct corpus *corpus, int64_t row, const struct corpus_put *put, struct err *err)
{
	struct db *db = db_of(corpus);
	enum status st;

	st = db_run(db, SQL_TEST_RECORD_SET,
	    DB_ARGS(db_int(row), db_textn(put->record, put->record_bytes)), NULL, err);
	if (st == ST_OK)
		st = put_text(corpus, row, put, err);
	for (size_t i = 0; st == ST_OK && i < put->requirements->len; i++)
		st = db_run(db, SQL_TEST_REQUIREMENT_ADD,
		    DB_ARGS(db_int(id_of(corpus)), db_text(put->requirements->at[i]), db_int(row)),
		    NULL, err);
	return st;
}

enum status
corpus_add(struct corpus *corpus, const struct corpus_put *put, int64_t now_ms, int64_t *row,
    struct err *err)
{
	struct db *db = db_of(corpus);
	enum status st;

	st = db_run(db, SQL_TEST_ADD,
	    DB_ARGS(db_int(id_of(corpus)), db_text(put->test), db_text(put->file),
		db_blob(put->line_sha256, DIGEST_BYTES), db_blob(put->content_sha256, DIGEST_BYTES),
		db_int(put->terms[CORPUS_TITLE]), db_int(put->terms[CORPUS_PATH]),
		db_int(put->terms[CORPUS_BODY]), db_int(now_ms)),
	    NULL, err);
	if (st)
		return st;
	*row = db_last_id(db);
	return put_rest(corpus, *row, put, err);
}

static enum status
change_row(struct corpus *corpus, int64_t row, const struct corpus_put *put,
    const char *renamed_from, struct err *err)
{
	return db_run(db_of(corpus), SQL_TEST_CHANGE,
	    DB_ARGS(db_int(row), db_text(put->test), db_text(put->file),
		db_blob(put->line_sha256, DIGEST_BYTES), db_blob(put->content_sha256, DIGEST_BYTES),
		db_int(put->terms[CORPUS_TITLE]), db_int(put->terms[CORPUS_PATH]),
		db_int(put->terms[CORPUS_BODY]), db_text(renamed_from)),
	    NULL, err);
}

static enum status
clear(struct corpus *corpus, int64_t row, struct err *err)
{
	struct db *db = db_of(corpus);
	enum status st;

	st = db_run(db, SQL_TEST_TEXT_DROP, DB_ARGS(db_int(row)), NULL, err);
	return st ? st : db_run(db, SQL_TEST_REQUIREMENT_CLEAR, DB_ARGS(db_int(row)), NULL, err);
}

enum status
corpus_change(struct corpus *corpus, int64_t row, const struct corpus_put *put, struct err *err)
{
	enum status st = clear(corpus, row, err);

	if (st == ST_OK)
		st = change_row(corpus, row, put, NULL, err);
	return st ? st : put_rest(corpus, row, put, err);
}

enum status
corpus_gone(struct corpus *corpus, int64_t row, int64_t last_seen, struct err *err)
{
	struct db *db = db_of(corpus);
	enum status st;

	st = db_run(db, SQL_TEST_TEXT_DROP, DB_ARGS(db_int(row)), NULL, err);
	return st ? st
		  : db_run(db, SQL_TEST_GONE, DB_ARGS(db_int(row), db_int(last_seen)), NULL, err);
}

enum status
corpus_where(
    struct corpus *corpus, int64_t row, struct buf *test, struct buf *file, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(db_of(corpus), SQL_TEST_GET, DB_ARGS(db_int(row)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		buf_str(test, db_get_text(rows, 0, NULL));
		buf_str(file, db_get_text(rows, 1, NULL));
	}
	db_done(rows);
	return st;
}

/* The row and the text of `from`, copied; what put points to is in the strings. */
static enum status
read_row(struct corpus *corpus, int64_t row, struct corpus_put *put, struct strings *keep,
    struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(db_of(corpus), SQL_TEST_GET, DB_ARGS(db_int(row)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		strings_add(keep, db_get_text(rows, 0, NULL));
		strings_add(keep, db_get_text(rows, 1, NULL));
		read_hash(rows, 2, put->line_sha256);
		read_hash(rows, 3, put->content_sha256);
		for (int field = 0; field < CORPUS_FIELDS; field++)
			put->terms[field] = (uint32_t)db_get_int(rows, 4 + field);
	}
	db_done(rows);
	if (st == ST_OK)
		st = db_query(db_of(corpus), SQL_TEST_TEXT_GET, DB_ARGS(db_int(row)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	for (int field = 0; st == ST_OK && field < CORPUS_FIELDS; field++)
		strings_add(keep, db_get_text(rows, field, NULL));
	db_done(rows);
	if (st)
		return st == ST_NO ? err_set(err, ST_IO, "%s lost the text of a test: index again",
					 db_path(db_of(corpus)))
				   : st;
	put->test = keep->at[0];
	put->file = keep->at[1];
	for (int field = 0; field < CORPUS_FIELDS; field++) {
		put->text[field] = keep->at[2 + field];
		put->text_bytes[field] = strlen(keep->at[2 + field]);
	}
	return ST_OK;
}

enum status
corpus_rename(struct corpus *corpus, int64_t from, int64_t to, struct err *err)
{
	struct db *db = db_of(corpus);
	struct corpus_put put = { 0 };
	struct strings keep = { 0 };
	struct buf old_test, old_file;
	enum status st;

	buf_init(&old_test, BUF_TEXT);
	buf_init(&old_file, BUF_TEXT);
	st = read_row(corpus, from, &put, &keep, err);
	if (st == ST_OK)
		st = corpus_where(corpus, to, &old_test, &old_file, err);
	if (st == ST_OK)
		st = clear(corpus, to, err);
	if (st == ST_OK)
		st = db_run(db, SQL_TEST_RECORD_MOVE, DB_ARGS(db_int(from), db_int(to)), NULL, err);
	if (st == ST_OK)
		st = db_run(
		    db, SQL_TEST_REQUIREMENT_MOVE, DB_ARGS(db_int(from), db_int(to)), NULL, err);
	if (st == ST_OK)
		st = db_run(db, SQL_TEST_TEXT_DROP, DB_ARGS(db_int(from)), NULL, err);
	if (st == ST_OK)
		st = db_run(db, SQL_TEST_DROP, DB_ARGS(db_int(from)), NULL, err);
	if (st == ST_OK)
		st = change_row(corpus, to, &put, old_test.s, err);
	if (st == ST_OK)
		st = put_text(corpus, to, &put, err);
	buf_fini(&old_test);
	buf_fini(&old_file);
	strings_fini(&keep);
	return st;
}

enum status
corpus_sum(struct corpus *corpus, struct corpus_info *info, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(db_of(corpus), SQL_CORPUS_SUMS, DB_ARGS(db_int(id_of(corpus))), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		info->tests = (size_t)db_get_int(rows, 0);
		for (int field = 0; field < CORPUS_FIELDS; field++)
			info->terms[field] = (size_t)db_get_int(rows, 1 + field);
	}
	db_done(rows);
	return st;
}

enum status
corpus_update(struct corpus *corpus, const struct corpus_info *info, struct err *err)
{
	return db_run(db_of(corpus), SQL_CORPUS_UPDATE,
	    DB_ARGS(db_int(id_of(corpus)), db_text(info->engine), db_int(info->indexed_at),
		db_int((int64_t)info->tests), db_int((int64_t)info->terms[CORPUS_TITLE]),
		db_int((int64_t)info->terms[CORPUS_PATH]),
		db_int((int64_t)info->terms[CORPUS_BODY]),
		info->frequencies ? db_blob(info->frequencies, info->frequencies_bytes) : db_null(),
		db_int((int64_t)info->drifted_tests)),
	    NULL, err);
}
