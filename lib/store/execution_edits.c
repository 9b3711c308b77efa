#include <stdlib.h>

#include "io/json.h"
#include "sql.h"
#include "store/column.h"
#include "store/execution_private.h"
#include "store/run.h"
#include "store/store.h"

enum status
execution_keep(struct store *store, const struct json *doc, struct err *err)
{
	const struct execution_document all = { .doc = doc };
	int64_t id = 0;

	return execution_document(store, &all, &id, err);
}

/* The execution that left the phase's entry in this document, which execution_keep() knows. */
static enum status
find_entry(
    struct store *store, const struct json *doc, const char *phase, int64_t *id, struct err *err)
{
	struct buf entry;
	enum status st;

	buf_init(&entry, SIZE_MAX / 2);
	json_print(json_get(json_get(doc, "phases"), phase), &entry);
	st = db_one_int(store_db(store), SQL_EXECUTION_FIND,
	    DB_ARGS(db_text(json_get_string(json_get(doc, "run"), "id")), db_text(phase),
		db_textn(entry.s, entry.len)),
	    id, err);
	buf_fini(&entry);
	return st == ST_NO ? err_set(err, ST_BUG, "the original of %s is not kept", phase) : st;
}

enum status
execution_record_edit(
    struct store *store, const struct execution_edit *edit, int64_t now_ms, struct err *err)
{
	const struct execution_document after = {
		.doc = edit->after, .phase = edit->phase, .event = "edit", .now_ms = now_ms
	};
	int64_t id = 0, original = 0;
	char *author;
	enum status st = run_add(store, edit->before, now_ms, err);

	if (st == ST_OK)
		st = execution_keep(store, edit->before, err);
	if (st == ST_OK)
		st = find_entry(store, edit->before, edit->phase, &original, err);
	if (st == ST_OK)
		st = execution_document(store, &after, &id, err);
	if (st)
		return st;
	author = store_clean(store, edit->author);
	st = db_run(store_db(store), SQL_EDIT_ADD,
	    DB_ARGS(
		db_int(id), db_int(original), db_text(author), db_int(now_ms), db_text(edit->diff)),
	    NULL, err);
	free(author);
	return st;
}

enum status
execution_edits(struct store *store, const char *run, struct json **out, struct err *err)
{
	struct db_rows *rows = NULL;
	struct json *list;
	enum status st =
	    db_query(store_db(store), SQL_EDIT_OF_RUN, DB_ARGS(db_text(run)), &rows, err);

	if (st)
		return st;
	list = json_new_array();
	while ((st = db_next(rows, err)) == ST_OK) {
		struct json *edit = json_add_object(list);

		json_set_number(edit, "execution", (double)db_get_int(rows, 0));
		json_set_number(edit, "original", (double)db_get_int(rows, 1));
		column_text(edit, "phase", rows, 2);
		column_text(edit, "author", rows, 3);
		column_time(edit, "at", rows, 4);
		column_text(edit, "diff", rows, 5);
	}
	db_done(rows);
	if (st != ST_NO) {
		json_free(list);
		return st;
	}
	*out = list;
	return ST_OK;
}
