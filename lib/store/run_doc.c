#include <string.h>

#include "io/json.h"
#include "sql.h"
#include "store/run.h"
#include "store/store.h"

static enum status
parse(const struct db_rows *rows, int column, struct json **out, struct err *err)
{
	size_t n;
	const char *text = db_get_text(rows, column, &n);

	return json_parse(text, n, out, err);
}

/* Another execution's entry, put under its phase. */
static enum status
add_other(struct store *store, const char *run, int64_t id, struct json *phases, struct err *err)
{
	struct db_rows *rows = NULL;
	struct json *entry = NULL;
	enum status st = db_query(
	    store_db(store), SQL_EXECUTION_ENTRY, DB_ARGS(db_int(id), db_text(run)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK)
		st = parse(rows, 1, &entry, err);
	if (st == ST_OK)
		json_set(phases, db_get_text(rows, 0, NULL), entry);
	else if (st == ST_NO)
		st = err_set(err, ST_IO,
		    "%s lacks execution %lld, which a document of run %s is made of: import the "
		    "run "
		    "again",
		    db_path(store_db(store)), (long long)id, run);
	db_done(rows);
	return st;
}

/* The row is what SQL_EXECUTION_NEWEST gives. */
static enum status
rebuild(struct store *store, const char *run, const struct db_rows *rows, struct json **out,
    struct err *err)
{
	struct json *doc = NULL, *entry = NULL, *entries = NULL;
	enum status st = parse(rows, 4, &doc, err);

	if (st == ST_OK)
		st = parse(rows, 2, &entry, err);
	if (st == ST_OK)
		st = parse(rows, 3, &entries, err);
	json_each (it, entries) {
		int64_t id = (int64_t)json_number(it);

		if (st)
			break;
		if (id != 0) {
			st = add_other(store, run, id, json_get(doc, "phases"), err);
		} else if (entry) {
			json_set(json_get(doc, "phases"), db_get_text(rows, 1, NULL), entry);
			entry = NULL;
		}
	}
	if (st == ST_OK) {
		*out = doc;
		doc = NULL;
	}
	json_free(doc);
	json_free(entry);
	json_free(entries);
	return st;
}

enum status
run_doc(struct store *store, const char *id, const char *phase, struct json **out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_EXECUTION_NEWEST,
	    DB_ARGS(db_text(id), db_text(phase)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK)
		st = rebuild(store, id, rows, out, err);
	else if (st == ST_NO)
		st = err_set(err, ST_NOINPUT,
		    "run %s has no executed %s: rsg-runs show %s says what it has", id,
		    phase ? phase : "phase", id);
	db_done(rows);
	return st;
}
