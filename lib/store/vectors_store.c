#include <string.h>

#include "io/db.h"
#include "sql.h"
#include "store/store.h"
#include "store/vectors_private.h"

/* A group of writes: all of them or none. */
static enum status
finish(struct vectors *vectors, enum status st, struct err *err)
{
	struct db *db = store_db(vectors->store);

	if (st == ST_OK)
		return db_commit(db, err);
	db_rollback(db);
	return st;
}

static enum status
begin(struct vectors *vectors, struct err *err)
{
	return db_begin(store_db(vectors->store), err);
}

static enum status
find(struct vectors *vectors, const char *name, struct vectors_collection *out, struct err *err)
{
	struct vector_collection found;
	enum status st = vector_collection_get(vectors->store, name, &found, err);

	if (st)
		return st;
	*out = (struct vectors_collection){
		.number = found.id, .dimensions = found.dimensions, .ready = found.ready
	};
	memcpy(out->engine, found.engine, sizeof out->engine);
	return ST_OK;
}

static enum status
make(struct vectors *vectors, const struct vector_kind *kind, struct vectors_collection *out,
    struct err *err)
{
	int64_t id = 0;
	bool fresh;
	enum status st = find(vectors, kind->name, out, err);

	if (st != ST_OK && st != ST_NO)
		return st;
	fresh = st == ST_NO || out->dimensions != kind->dimensions ||
		strcmp(out->engine, kind->engine) != 0;
	st = begin(vectors, err);
	if (st)
		return st;
	st = vector_collection_add(vectors->store, kind, vectors->now_ms, &id, err);
	if (st == ST_OK)
		st = vector_collection_ready(vectors->store, kind->name, false, err);
	st = finish(vectors, st, err);
	if (st == ST_OK)
		st = find(vectors, kind->name, out, err);
	out->fresh = fresh;
	return st;
}

static enum status
remove_all(struct vectors *vectors, const char *name, struct err *err)
{
	enum status st = begin(vectors, err);

	if (st == ST_OK)
		st = vector_collection_delete(vectors->store, name, err);
	return finish(vectors, st, err);
}

static enum status
ready(struct vectors *vectors, const char *name, bool is_ready, struct err *err)
{
	enum status st = begin(vectors, err);

	if (st == ST_OK)
		st = vector_collection_ready(vectors->store, name, is_ready, err);
	return finish(vectors, st, err);
}

static enum status
count(struct vectors *vectors, const struct vectors_collection *collection, int64_t *out,
    struct err *err)
{
	return vector_count(vectors->store, collection->number, out, err);
}

static enum status
put(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vector_entry *entries, size_t n, struct err *err)
{
	enum status st = begin(vectors, err);

	for (size_t i = 0; st == ST_OK && i < n; i++)
		st = vector_put(vectors->store, collection->number, &entries[i], err);
	return finish(vectors, st, err);
}

static enum status
remove_some(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, struct err *err)
{
	enum status st = begin(vectors, err);

	for (size_t i = 0; st == ST_OK && i < keys->n; i++) {
		st = vector_delete(vectors->store, collection->number, keys->at[i], err);
		if (st == ST_NO)
			st = ST_OK;
	}
	return finish(vectors, st, err);
}

static enum status
get_one(struct vectors *vectors, const struct vectors_collection *collection, int64_t key,
    vector_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(vectors->store), SQL_VECTOR_GET,
	    DB_ARGS(db_int(collection->number), db_int(key)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		size_t n = 0;
		const int8_t *v = db_get_blob(rows, 1, &n);

		fn(arg, key, v, n, db_get_real(rows, 0));
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum status
get(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, vector_fn *fn, void *arg, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < keys->n; i++)
		st = get_one(vectors, collection, keys->at[i], fn, arg, err);
	return st;
}

static enum status
each(struct vectors *vectors, const struct vectors_collection *collection, vector_fn *fn, void *arg,
    struct err *err)
{
	return vector_each(vectors->store, collection->number, fn, arg, err);
}

static enum status
labels(struct vectors *vectors, const struct vectors_collection *collection, vectors_label_fn *fn,
    void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(vectors->store), SQL_VECTOR_LABELS,
	    DB_ARGS(db_int(collection->number)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		fn(arg, db_get_int(rows, 0), db_get_text(rows, 1, NULL));
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum status
near(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *queries, size_t n, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < n; i++)
		st = vector_search(vectors->store, collection->number, &queries[i], err);
	return st;
}

const struct vectors_backend vectors_store = {
	.find = find,
	.known = find,
	.make = make,
	.remove_all = remove_all,
	.ready = ready,
	.count = count,
	.put = put,
	.remove = remove_some,
	.get = get,
	.each = each,
	.labels = labels,
	.near = near,
};
