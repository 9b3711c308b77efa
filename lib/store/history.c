#include "store/history.h"

#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "sql.h"
#include "store/column.h"
#include "store/store.h"

#define FIGURES 3 /* executions they come from: of coverage, ranking and generation */

/* The runs; "from" has the ids of their executions, to be replaced by figures. */
static enum status
find_runs(struct store *store, const struct json *doc, struct json *list, struct err *err)
{
	const char *id = json_get_string(json_get(doc, "run"), "id");
	const char *key = json_string(json_path(doc, "story.metadata.key"));
	struct db_rows *rows = NULL;
	struct buf printed;
	enum status st;

	buf_init(&printed, BUF_DOCUMENT);
	buf_str(&printed, "\"key\":");
	json_print_string(key ? key : "", key ? strlen(key) : 0, &printed);
	st = db_query(store_db(store), SQL_HISTORY_OF_RUN,
	    DB_ARGS(db_text(id), db_text(printed.s), db_text(key), db_int(HISTORY_RUNS)), &rows,
	    err);
	while (st == ST_OK && (st = db_next(rows, err)) == ST_OK) {
		struct json *run = json_add_object(list), *from;

		column_text(run, "id", rows, 0);
		column_time(run, "created_at", rows, 1);
		from = json_set_array(run, "from");
		for (int i = 0; i < FIGURES; i++)
			json_add(from, db_is_null(rows, 2 + i)
					   ? json_new_null()
					   : json_new_number((double)db_get_int(rows, 2 + i)));
	}
	db_done(rows);
	buf_fini(&printed);
	return st == ST_NO ? ST_OK : st;
}

static enum status
set_figures(struct store *store, struct json *run, struct err *err)
{
	static const char *const keys[] = { "percent", "gaps", "weak", "score", "tests" };
	struct json *from = json_take(run, "from");
	struct db_arg args[FIGURES];
	struct db_rows *rows = NULL;
	enum status st;
	size_t n = 0;

	json_each (id, from)
		args[n++] =
		    json_kind(id) == JSON_NULL ? db_null() : db_int((int64_t)json_number(id));
	json_free(from);
	st = db_query(store_db(store), SQL_HISTORY_FIGURES, args, FIGURES, &rows, err);
	if (st == ST_OK)
		st = db_next(rows, err);
	for (int i = 0; st == ST_OK && i < (int)(sizeof keys / sizeof *keys); i++) {
		if (!db_is_null(rows, i))
			json_set_number(run, keys[i], db_get_real(rows, i));
	}
	db_done(rows);
	return st;
}

enum status
run_history(struct store *store, const struct json *doc, struct json **out, struct err *err)
{
	struct json *list = json_new_array();
	enum status st = find_runs(store, doc, list, err);

	json_each (run, list)
		st = st ? st : set_figures(store, run, err);
	if (st)
		json_free(list);
	else
		*out = list;
	return st;
}
