#include "store/cache.h"

#include <string.h>

#include "sql.h"
#include "store/store.h"

#define USED_MS 60000 /* how exactly the time of use is kept: a look need not write each time */

static enum status
mark_used(struct store *store, int64_t id, int64_t now_ms, struct err *err)
{
	enum status st = db_begin(store_db(store), err);

	if (st)
		return st;
	st =
	    db_run(store_db(store), SQL_CACHE_USED, DB_ARGS(db_int(id), db_int(now_ms)), NULL, err);
	return db_finish(store_db(store), st, err);
}

enum status
cache_get(struct store *store, const struct cache_look *look, struct buf *reply, int64_t *cost,
    struct err *err)
{
	struct db_rows *rows = NULL;
	int64_t id = 0, used_ms = 0;
	enum status st = db_query(store_db(store), SQL_CACHE_GET,
	    DB_ARGS(db_text(look->key), db_int(look->now_ms - look->ttl_ms)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		size_t n = 0;
		const char *text = db_get_text(rows, 1, &n);

		buf_add(reply, text, n);
		id = db_get_int(rows, 0);
		*cost = db_is_null(rows, 2) ? -1 : db_get_int(rows, 2);
		used_ms = db_get_int(rows, 3);
	}
	db_done(rows);
	if (st == ST_OK && look->now_ms - used_ms >= USED_MS)
		st = mark_used(store, id, look->now_ms, err);
	return st;
}

/* Out with the least recently used, until what is left fits. */
static enum status
evict(struct store *store, int64_t max_bytes, struct err *err)
{
	int64_t bytes = 0, gone = 0;
	enum status st = db_one_int(store_db(store), SQL_CACHE_BYTES, DB_NO_ARGS, &bytes, err);

	while (st == ST_OK && bytes > max_bytes) {
		st = db_one_int(store_db(store), SQL_CACHE_EVICT, DB_NO_ARGS, &gone, err);
		bytes -= gone;
	}
	return st;
}

enum status
cache_put(struct store *store, const struct cache_entry *entry, int64_t now_ms, int64_t max_bytes,
    struct err *err)
{
	int64_t bytes = (int64_t)strlen(entry->reply) + (int64_t)strlen(entry->fields);
	enum status st;

	if (bytes > max_bytes)
		return ST_OK;
	st = db_begin(store_db(store), err);
	if (st)
		return st;
	st = db_run(store_db(store), SQL_CACHE_PUT,
	    DB_ARGS(db_text(entry->key), db_text(entry->fields), db_text(entry->model),
		db_text(entry->reply), db_int(bytes),
		entry->cost < 0 ? db_null() : db_int(entry->cost), db_int(now_ms)),
	    NULL, err);
	if (st == ST_OK)
		st = evict(store, max_bytes, err);
	return db_finish(store_db(store), st, err);
}

enum status
cache_each(struct store *store, const char *model, cache_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_CACHE_OF_MODEL, DB_ARGS(db_text(model)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK &&
	       fn(arg, db_get_text(rows, 0, NULL), db_get_text(rows, 1, NULL)))
		continue;
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}
