#include "store/vectors.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "sql.h"
#include "store/store.h"
#include "store/vectors_private.h"

#define CHROMA "chroma:"

static void
trim_url(char *place)
{
	size_t n = strlen(place);

	while (n > strlen(CHROMA) && place[n - 1] == '/')
		place[--n] = '\0';
}

enum status
vectors_open(const struct vectors_options *options, struct vectors **out, struct err *err)
{
	struct vectors *vectors;
	enum status st = ST_OK;
	bool remote = strncmp(options->where, CHROMA, strlen(CHROMA)) == 0;

	if (!remote && strcmp(options->where, "sqlite") != 0)
		return err_set(err, ST_CONFIG,
		    "vectors: \"%.100s\" is no place for vectors: use sqlite or chroma:URL",
		    options->where);
	vectors = mem_calloc(1, sizeof *vectors);
	vectors->store = options->store;
	vectors->cancel = options->cancel;
	vectors->now_ms = options->now_ms;
	vectors->place = mem_strdup(options->where);
	vectors->key = options->key && *options->key ? mem_strdup(options->key) : NULL;
	vectors->backend = remote ? &vectors_chroma : &vectors_store;
	vectors->url = "";
	if (remote) {
		trim_url(vectors->place);
		vectors->url = vectors->place + strlen(CHROMA);
		st = vectors_chroma_open(vectors, err);
	}
	if (st)
		vectors_close(vectors);
	else
		*out = vectors;
	return st;
}

void
vectors_close(struct vectors *vectors)
{
	if (vectors == NULL)
		return;
	if (vectors->key)
		explicit_bzero(vectors->key, strlen(vectors->key));
	for (size_t i = 0; i < vectors->head.len; i++)
		explicit_bzero(vectors->head.at[i], strlen(vectors->head.at[i]));
	strings_fini(&vectors->head);
	free(vectors->key);
	free(vectors->place);
	free(vectors);
}

bool
vectors_are_remote(const struct vectors *vectors)
{
	return *vectors->url != '\0';
}

const char *
vectors_place(const struct vectors *vectors)
{
	return vectors->place;
}

const char *
vectors_version(const struct vectors *vectors)
{
	return vectors->version;
}

enum status
vectors_make(struct vectors *vectors, const struct vector_kind *kind,
    struct vectors_collection *out, struct err *err)
{
	return vectors->backend->make(vectors, kind, out, err);
}

enum status
vectors_find(
    struct vectors *vectors, const char *name, struct vectors_collection *out, struct err *err)
{
	return vectors->backend->find(vectors, name, out, err);
}

enum status
vectors_known(
    struct vectors *vectors, const char *name, struct vectors_collection *out, struct err *err)
{
	return vectors->backend->known(vectors, name, out, err);
}

enum status
vectors_outdated(struct store *store, const char *name, struct err *err)
{
	struct db *db = store_db(store);
	enum status st = db_run(db, SQL_VECTOR_SERVER_STALE, DB_ARGS(db_text(name)), NULL, err);

	return st ? st : vector_collection_ready(store, name, false, err);
}

enum status
vectors_delete(struct vectors *vectors, const char *name, struct err *err)
{
	return vectors->backend->remove_all(vectors, name, err);
}

enum status
vectors_ready(struct vectors *vectors, const char *name, bool ready, struct err *err)
{
	return vectors->backend->ready(vectors, name, ready, err);
}

enum status
vectors_list(struct vectors *vectors, struct strings *out, struct err *err)
{
	struct db *db = store_db(vectors->store);
	struct db_rows *rows = NULL;
	enum status st =
	    vectors_are_remote(vectors)
		? db_query(db, SQL_VECTOR_SERVER_LIST, DB_ARGS(db_text(vectors->url)), &rows, err)
		: db_query(db, SQL_VECTOR_COLLECTION_LIST, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		strings_add(out, db_get_text(rows, 0, NULL));
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
vectors_count(struct vectors *vectors, const struct vectors_collection *collection, int64_t *count,
    struct err *err)
{
	return vectors->backend->count(vectors, collection, count, err);
}

enum status
vectors_put(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vector_entry *entries, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (entries[i].n != collection->dimensions)
			return err_set(err, ST_DATA,
			    "a vector has %zu dimensions where the collection has %zu: index again",
			    entries[i].n, collection->dimensions);
	}
	return vectors->backend->put(vectors, collection, entries, n, err);
}

enum status
vectors_remove(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, struct err *err)
{
	return keys->n ? vectors->backend->remove(vectors, collection, keys, err) : ST_OK;
}

enum status
vectors_get(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, vector_fn *fn, void *arg, struct err *err)
{
	return keys->n ? vectors->backend->get(vectors, collection, keys, fn, arg, err) : ST_OK;
}

enum status
vectors_each(struct vectors *vectors, const struct vectors_collection *collection, vector_fn *fn,
    void *arg, struct err *err)
{
	return vectors->backend->each(vectors, collection, fn, arg, err);
}

enum status
vectors_labels(struct vectors *vectors, const struct vectors_collection *collection,
    vectors_label_fn *fn, void *arg, struct err *err)
{
	return vectors->backend->labels(vectors, collection, fn, arg, err);
}

enum status
vectors_near(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *queries, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		queries[i].found = 0;
		if (queries[i].n != collection->dimensions)
			return err_set(err, ST_DATA,
			    "a collection holds vectors that do not have %zu dimensions: index "
			    "again",
			    queries[i].n);
	}
	return n ? vectors->backend->near(vectors, collection, queries, n, err) : ST_OK;
}

static void
score(void *arg, int64_t key, const int8_t *v, size_t n, double scale)
{
	struct vector_query *query = arg;

	for (size_t i = 0; i < query->found; i++) {
		if (query->hits[i].key == key && n == query->n)
			query->hits[i].score = vector_dot(query->v, v, n, scale);
	}
}

static int
compare_hit(const void *a, const void *b)
{
	const struct vector_hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

enum status
vectors_search(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *query, struct err *err)
{
	VEC_OF(int64_t) keys = { 0 };
	enum status st = vectors_near(vectors, collection, query, 1, err);

	if (st || !vectors_are_remote(vectors))
		return st;
	for (size_t i = 0; i < query->found; i++)
		*vec_add(&keys) = query->hits[i].key;
	st = vectors_get(
	    vectors, collection, &(struct vectors_keys){ keys.at, keys.len }, score, query, err);
	if (st == ST_OK && query->found)
		qsort(query->hits, query->found, sizeof *query->hits, compare_hit);
	vec_fini(&keys);
	return st;
}

static enum status
doomed(struct vectors *vectors, struct strings *names, size_t *left, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(vectors->store), SQL_VECTOR_SERVER_DOOMED, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		if (strcmp(db_get_text(rows, 0, NULL), vectors->url) == 0)
			strings_add(names, db_get_text(rows, 1, NULL));
		else
			++*left;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
vectors_drop_runs(struct vectors *vectors, size_t *dropped, size_t *left, struct err *err)
{
	struct strings names = { 0 };
	enum status st;

	*dropped = *left = 0;
	st = doomed(vectors, &names, left, err);
	for (size_t i = 0; st == ST_OK && i < names.len; i++) {
		st = vectors_delete(vectors, names.at[i], err);
		if (st == ST_NO)
			st = ST_OK;
		*dropped += st == ST_OK;
	}
	strings_fini(&names);
	return st;
}
