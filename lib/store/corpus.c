#include "store/corpus.h"

#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "sql.h"
#include "store/store.h"

struct corpus {
	struct store *store;
	struct corpus_info info;
};

enum status
corpus_check_name(const char *name, struct err *err)
{
	size_t n = strlen(name);

	if (n == 0 || n > CORPUS_NAME_MAX || utf8_check(name, n) != n)
		return err_set(err, ST_USAGE,
		    "the name of a corpus has 1 to %d bytes of UTF-8: choose another",
		    CORPUS_NAME_MAX);
	for (const char *p = name; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return err_set(err, ST_USAGE,
			    "the name of a corpus has no control characters: choose another");
	}
	return ST_OK;
}

void
corpus_collection(const char *name, char *out)
{
	snprintf(out, CORPUS_COLLECTION, "corpus-%.*s", CORPUS_NAME_MAX, name);
}

enum status
corpus_hold(struct store *store, struct err *err)
{
	return db_run(store_db(store), SQL_SNAPSHOT_BEGIN, DB_NO_ARGS, NULL, err);
}

void
corpus_release(struct store *store)
{
	db_rollback(store_db(store));
}

static void
read_info(const struct db_rows *rows, struct corpus_info *info)
{
	const void *frequencies;
	size_t n;

	info->id = db_get_int(rows, 0);
	info->engine = mem_strdup(db_get_text(rows, 1, NULL));
	info->indexed_at = db_get_int(rows, 2);
	info->tests = (size_t)db_get_int(rows, 3);
	for (int field = 0; field < CORPUS_FIELDS; field++)
		info->terms[field] = (size_t)db_get_int(rows, 4 + field);
	frequencies = db_get_blob(rows, 7, &n);
	if (frequencies && n > 0) {
		info->frequencies = mem_alloc(n);
		memcpy(info->frequencies, frequencies, n);
		info->frequencies_bytes = n;
	}
	info->drifted_tests = (size_t)db_get_int(rows, 8);
}

static enum status
missing(struct db *db, const char *name, struct err *err)
{
	struct db_rows *rows = NULL;
	struct err ignored = ERR_INIT;
	struct buf names;

	buf_init(&names, BUF_TEXT);
	if (db_query(db, SQL_CORPUS_NAMES, DB_NO_ARGS, &rows, &ignored) == ST_OK) {
		while (names.len < 200 && db_next(rows, &ignored) == ST_OK)
			buf_printf(&names, "%s\"%.60s\"", names.len ? ", " : "",
			    db_get_text(rows, 0, NULL));
		db_done(rows);
	}
	err_set(err, ST_DATA,
	    "there is no corpus \"%.100s\" in %s (%s%s): make it with `rsg-scan tests/ | rsg-index"
	    "%s%.100s'",
	    name, db_path(db), names.len ? "there is " : "it has none", names.s,
	    strcmp(name, CORPUS_DEFAULT) == 0 ? "" : " --corpus ",
	    strcmp(name, CORPUS_DEFAULT) == 0 ? "" : name);
	buf_fini(&names);
	return ST_DATA;
}

enum status
corpus_open(struct store *store, const char *name, struct corpus **out, struct err *err)
{
	struct db *db = store_db(store);
	struct db_rows *rows = NULL;
	struct corpus *corpus;
	enum status st;

	st = db_query(db, SQL_CORPUS_FIND, DB_ARGS(db_text(name)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		corpus = mem_calloc(1, sizeof *corpus);
		corpus->store = store;
		read_info(rows, &corpus->info);
		*out = corpus;
	}
	db_done(rows);
	return st == ST_NO ? missing(db, name, err) : st;
}

void
corpus_close(struct corpus *corpus)
{
	if (corpus == NULL)
		return;
	free(corpus->info.engine);
	free(corpus->info.frequencies);
	free(corpus);
}

const struct corpus_info *
corpus_info(const struct corpus *corpus)
{
	return &corpus->info;
}

struct store *
corpus_store(const struct corpus *corpus)
{
	return corpus->store;
}

enum status
corpus_tests(struct corpus *corpus, struct corpus_tests *out, struct err *err)
{
	struct db *db = store_db(corpus->store);
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(db, SQL_TEST_LENGTHS, DB_ARGS(db_int(corpus->info.id)), &rows, err);
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		struct corpus_test *test = vec_add(out);

		test->row = db_get_int(rows, 0);
		for (int field = 0; field < CORPUS_FIELDS; field++)
			test->terms[field] = (uint32_t)db_get_int(rows, 1 + field);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum corpus_field
field_of(const char *column)
{
	switch (column[0]) {
	case 't':
		return CORPUS_TITLE;
	case 'p':
		return CORPUS_PATH;
	default:
		return CORPUS_BODY;
	}
}

enum status
corpus_postings(struct corpus *corpus, const char *term, size_t n, corpus_posting_fn *fn, void *arg,
    struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(
	    store_db(corpus->store), SQL_TEST_POSTINGS, DB_ARGS(db_textn(term, n)), &rows, err);
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		fn(arg, db_get_int(rows, 0), field_of(db_get_text(rows, 1, NULL)));
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
corpus_record(struct corpus *corpus, int64_t row, struct buf *out, struct err *err)
{
	struct db *db = store_db(corpus->store);
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(db, SQL_TEST_RECORD_GET, DB_ARGS(db_int(row)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		size_t n;
		const char *record = db_get_text(rows, 0, &n);

		buf_add(out, record, n);
		st = buf_check(out, "a test record", err);
	}
	db_done(rows);
	if (st == ST_NO)
		return err_set(err, ST_IO,
		    "%s has no record for test row %lld: index the corpus again", db_path(db),
		    (long long)row);
	return st;
}

enum status
corpus_records(struct corpus *corpus, corpus_record_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(corpus->store), SQL_TEST_RECORD_ALL,
	    DB_ARGS(db_int(corpus->info.id)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		size_t n;
		const char *record = db_get_text(rows, 1, &n);

		st = fn(arg, db_get_int(rows, 0), record, n, err);
		if (st)
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
corpus_row(struct corpus *corpus, const char *test, int64_t *row, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(store_db(corpus->store), SQL_TEST_BY_ID,
	    DB_ARGS(db_int(corpus->info.id), db_text(test)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK && db_get_int(rows, 1) != 0)
		st = ST_NO;
	if (st == ST_OK)
		*row = db_get_int(rows, 0);
	db_done(rows);
	return st;
}

enum status
corpus_files(struct corpus *corpus, struct map *out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(
	    store_db(corpus->store), SQL_TEST_FILES, DB_ARGS(db_int(corpus->info.id)), &rows, err);
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		size_t n;
		const char *file = db_get_text(rows, 0, &n);

		map_slot(out, file, n, NULL);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
corpus_places(struct corpus *corpus, corpus_place_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(
	    store_db(corpus->store), SQL_TEST_PLACES, DB_ARGS(db_int(corpus->info.id)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		const struct corpus_place place = { db_get_int(rows, 0), db_get_text(rows, 1, NULL),
			db_get_text(rows, 2, NULL), db_get_text(rows, 3, NULL),
			(int)db_get_int(rows, 4), (int)db_get_int(rows, 5) };

		st = fn(arg, &place, err);
		if (st)
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static void
each_term(const char *text, enum corpus_field field, corpus_term_fn *fn, void *arg)
{
	while (*text) {
		size_t n = strcspn(text, " ");

		if (n > 0)
			fn(arg, field, text, n);
		text += n + (text[n] == ' ');
	}
}

struct terms_of {
	corpus_term_fn *fn;
	void *arg;
};

static enum status
each_field(void *arg, int64_t row, const char *const text[CORPUS_FIELDS], struct err *err)
{
	const struct terms_of *terms = arg;

	(void)row;
	(void)err;
	for (int field = 0; field < CORPUS_FIELDS; field++)
		each_term(text[field], (enum corpus_field)field, terms->fn, terms->arg);
	return ST_OK;
}

enum status
corpus_terms(struct corpus *corpus, int64_t row, corpus_term_fn *fn, void *arg, struct err *err)
{
	struct terms_of terms = { fn, arg };
	enum status st = corpus_text(corpus, row, each_field, &terms, err);

	return st == ST_NO ? ST_OK : st;
}

enum status
corpus_texts(struct corpus *corpus, corpus_text_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	const char *text[CORPUS_FIELDS];
	enum status st;

	st = db_query(store_db(corpus->store), SQL_TEST_TEXT_ALL, DB_ARGS(db_int(corpus->info.id)),
	    &rows, err);
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		for (int field = 0; field < CORPUS_FIELDS; field++)
			text[field] = db_get_text(rows, 1 + field, NULL);
		st = fn(arg, db_get_int(rows, 0), text, err);
		if (st)
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
corpus_text(struct corpus *corpus, int64_t row, corpus_text_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	const char *text[CORPUS_FIELDS];
	enum status st;

	st = db_query(store_db(corpus->store), SQL_TEST_TEXT_GET, DB_ARGS(db_int(row)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	for (int field = 0; st == ST_OK && field < CORPUS_FIELDS; field++)
		text[field] = db_get_text(rows, field, NULL);
	if (st == ST_OK)
		st = fn(arg, row, text, err);
	db_done(rows);
	return st;
}

enum status
corpus_linked(
    struct corpus *corpus, const char *requirement, struct corpus_rows *out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	st = db_query(store_db(corpus->store), SQL_TEST_REQUIREMENT_FIND,
	    DB_ARGS(db_int(corpus->info.id), db_text(requirement)), &rows, err);
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		*vec_add(out) = db_get_int(rows, 0);
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}
