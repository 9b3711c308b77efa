#include "store/vector.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sql.h"
#include "store/store.h"

enum status
vector_engine_check(const char *engine, struct err *err)
{
	if (strlen(engine) < VECTOR_ENGINE)
		return ST_OK;
	return err_set(err, ST_CONFIG,
	    "embedding.model has more than %d bytes: put the command into a script",
	    VECTOR_ENGINE - 1);
}

enum status
vector_collection_get(
    struct store *store, const char *name, struct vector_collection *out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(
	    store_db(store), SQL_VECTOR_COLLECTION_GET, DB_ARGS(db_text(name)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		out->id = db_get_int(rows, 0);
		out->dimensions = (size_t)db_get_int(rows, 1);
		snprintf(out->engine, sizeof out->engine, "%s", db_get_text(rows, 2, NULL));
		out->ready = db_get_int(rows, 3) != 0;
	}
	db_done(rows);
	return st;
}

enum status
vector_collection_add(struct store *store, const struct vector_kind *kind, int64_t now_ms,
    int64_t *id, struct err *err)
{
	struct vector_collection old;
	struct db *db = store_db(store);
	enum status st = vector_collection_get(store, kind->name, &old, err);

	if (st == ST_OK) {
		*id = old.id;
		if (old.dimensions == kind->dimensions && strcmp(old.engine, kind->engine) == 0)
			return ST_OK;
		st = db_run(db, SQL_VECTOR_CLEAR, DB_ARGS(db_int(old.id)), NULL, err);
		if (st)
			return st;
		return db_run(db, SQL_VECTOR_COLLECTION_CHANGE,
		    DB_ARGS(db_int(old.id), db_text(kind->engine),
			db_int((int64_t)kind->dimensions), db_int(now_ms)),
		    NULL, err);
	}
	if (st != ST_NO)
		return st;
	st = db_run(db, SQL_VECTOR_COLLECTION_ADD,
	    DB_ARGS(db_text(kind->name), db_text(kind->run), db_text(kind->engine),
		db_int((int64_t)kind->dimensions), db_int(now_ms)),
	    NULL, err);
	if (st == ST_OK)
		*id = db_last_id(db);
	return st;
}

/* A statement that must change a row; ST_NO when there was none. */
static enum status
run_one(struct store *store, int sql, const struct db_arg *args, size_t n, struct err *err)
{
	int64_t changed = 0;
	enum status st = db_run(store_db(store), sql, args, n, &changed, err);

	return st == ST_OK && changed == 0 ? ST_NO : st;
}

enum status
vector_collection_delete(struct store *store, const char *name, struct err *err)
{
	return run_one(store, SQL_VECTOR_COLLECTION_DELETE, DB_ARGS(db_text(name)), err);
}

enum status
vector_collection_ready(struct store *store, const char *name, bool ready, struct err *err)
{
	return db_run(store_db(store), SQL_VECTOR_COLLECTION_READY,
	    DB_ARGS(db_text(name), db_int(ready)), NULL, err);
}

enum status
vector_count(struct store *store, int64_t collection, int64_t *count, struct err *err)
{
	return db_one_int(
	    store_db(store), SQL_VECTOR_COUNT, DB_ARGS(db_int(collection)), count, err);
}

bool
vector_pack(const float *v, size_t n, int8_t *out, double *scale)
{
	float max = 0, step;

	for (size_t i = 0; i < n; i++) {
		if (!isfinite(v[i]))
			return false;
		max = fmaxf(max, fabsf(v[i]));
	}
	step = max / 127;
	for (size_t i = 0; i < n; i++)
		out[i] = step > 0 ? (int8_t)lrintf(v[i] / step) : 0;
	*scale = (double)step;
	return true;
}

double
vector_dot(const float *query, const int8_t *v, size_t n, double scale)
{
	float sum[8] = { 0 }, total = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		for (size_t k = 0; k < 8; k++)
			sum[k] += query[i + k] * (float)v[i + k];
	}
	for (; i < n; i++)
		total += query[i] * (float)v[i];
	for (size_t k = 0; k < 8; k++)
		total += sum[k];
	return (double)total * scale;
}

enum status
vector_put(
    struct store *store, int64_t collection, const struct vector_entry *entry, struct err *err)
{
	int8_t *packed = mem_alloc(entry->n);
	double scale = 0;
	enum status st;

	if (vector_pack(entry->v, entry->n, packed, &scale))
		st = db_run(store_db(store), SQL_VECTOR_PUT,
		    DB_ARGS(db_int(collection), db_int(entry->key), db_text(entry->label),
			db_real(scale), db_blob(packed, entry->n)),
		    NULL, err);
	else
		st = err_set(err, ST_DATA,
		    "a vector has a component that is not a number: embed the text again");
	free(packed);
	return st;
}

enum status
vector_get(
    struct store *store, int64_t collection, int64_t key, float *v, size_t n, struct err *err)
{
	struct db_rows *rows = NULL;
	const int8_t *packed;
	size_t stored = 0;
	enum status st = db_query(
	    store_db(store), SQL_VECTOR_GET, DB_ARGS(db_int(collection), db_int(key)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		float scale = (float)db_get_real(rows, 0);

		packed = db_get_blob(rows, 1, &stored);
		if (stored != n)
			st = err_set(err, ST_DATA,
			    "a stored vector has %zu dimensions where %zu are expected: index "
			    "again",
			    stored, n);
		for (size_t i = 0; st == ST_OK && i < n; i++)
			v[i] = scale * (float)packed[i];
	}
	db_done(rows);
	return st;
}

enum status
vector_delete(struct store *store, int64_t collection, int64_t key, struct err *err)
{
	return run_one(store, SQL_VECTOR_DELETE, DB_ARGS(db_int(collection), db_int(key)), err);
}

enum status
vector_each(struct store *store, int64_t collection, vector_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_VECTOR_EACH, DB_ARGS(db_int(collection)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		size_t n = 0;
		const int8_t *v = db_get_blob(rows, 2, &n);

		fn(arg, db_get_int(rows, 0), v, n, db_get_real(rows, 1));
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

struct search {
	const float *query;
	size_t n, top, found;
	struct vector_hit *hits;
	bool misfit;
};

static void
search_one(void *arg, int64_t key, const int8_t *v, size_t n, double scale)
{
	struct search *s = arg;
	double score;
	size_t at;

	if (n != s->n) {
		s->misfit = true;
		return;
	}
	score = vector_dot(s->query, v, n, scale);
	if (s->found == s->top && (s->top == 0 || score <= s->hits[s->top - 1].score))
		return;
	if (s->found < s->top)
		s->found++;
	for (at = s->found - 1; at > 0 && s->hits[at - 1].score < score; at--)
		s->hits[at] = s->hits[at - 1];
	s->hits[at] = (struct vector_hit){ .key = key, .score = score };
}

enum status
vector_search(struct store *store, int64_t collection, struct vector_query *query, struct err *err)
{
	struct search s = { .query = query->v, .n = query->n, .top = query->top };
	enum status st;

	s.hits = query->hits;
	st = vector_each(store, collection, search_one, &s, err);
	if (st)
		return st;
	if (s.misfit)
		return err_set(err, ST_DATA,
		    "a collection holds vectors that do not have %zu dimensions: index again",
		    query->n);
	query->found = s.found;
	return ST_OK;
}
