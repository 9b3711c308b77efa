/*
 * vector - named collections of vectors: put, get, search, delete.
 *
 * A vector is stored as signed bytes and one scale (component = scale * byte): a quarter of the
 * space of floats, and the error of a dot product of unit vectors stays below 0.01.
 *
 * Writing: put, add and delete between db_begin() and db_commit().
 * Errors: ST_NO when a collection or a key is not there; ST_DATA when dimensions do not fit.
 * Limits: 65536 dimensions.
 */
#ifndef STORE_VECTOR_H
#define STORE_VECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct store;

#define VECTOR_ENGINE 201 /* bytes of an engine's name, '\0' included */

struct vector_collection {
	int64_t id;
	size_t dimensions;
	char engine[VECTOR_ENGINE];
	bool ready; /* complete: see vectors.h */
};

struct vector_kind {
	const char *name;   /* of the collection */
	const char *run;    /* the run it goes with, or NULL */
	const char *engine; /* what computes the vectors */
	size_t dimensions;
};

/* ST_CONFIG where the name is too long to be kept. */
enum status vector_engine_check(const char *engine, struct err *err);

/* The collection, made if need be; an existing one of other dimensions or another engine is emptied
   and becomes this one. */
enum status vector_collection_add(struct store *store, const struct vector_kind *kind,
    int64_t now_ms, int64_t *id, struct err *err);
enum status vector_collection_get(
    struct store *store, const char *name, struct vector_collection *out, struct err *err);
enum status vector_collection_delete(struct store *store, const char *name, struct err *err);
/* Say that all its vectors are there, or not all: see vectors.h. */
enum status vector_collection_ready(
    struct store *store, const char *name, bool ready, struct err *err);
enum status vector_count(struct store *store, int64_t collection, int64_t *count, struct err *err);

struct vector_entry {
	int64_t key;
	const char *label; /* what the key stands for, or NULL */
	const float *v;
	size_t n;
};

/* Set or replace. */
enum status vector_put(
    struct store *store, int64_t collection, const struct vector_entry *entry, struct err *err);
enum status vector_get(
    struct store *store, int64_t collection, int64_t key, float *v, size_t n, struct err *err);
enum status vector_delete(struct store *store, int64_t collection, int64_t key, struct err *err);

/* Every vector of a collection by rising key; the bytes are lent for the call. */
typedef void vector_fn(void *arg, int64_t key, const int8_t *v, size_t n, double scale);
enum status vector_each(
    struct store *store, int64_t collection, vector_fn *fn, void *arg, struct err *err);

struct vector_hit {
	int64_t key;
	double score; /* dot product with the query */
};

struct vector_query {
	const float *v;
	size_t n, top;
	struct vector_hit *hits; /* room for top; best first, ties by key */
	size_t found;
};

enum status vector_search(
    struct store *store, int64_t collection, struct vector_query *query, struct err *err);

/* The stored form of a vector; false when a component is not a finite number. */
bool vector_pack(const float *v, size_t n, int8_t *out, double *scale);
double vector_dot(const float *query, const int8_t *v, size_t n, double scale);

#endif
