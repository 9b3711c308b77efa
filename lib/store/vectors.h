/*
 * vectors - named collections of vectors, in the store or on a Chroma server.
 *
 * Both places hold the same numbers, those that vector_pack() leaves: a server is sent scale * byte
 * and the bytes are found again in what it gives back, so that scores computed here are equal to
 * the last bit wherever the vectors lie.  What a server says is near is where we look; the scores
 * are ours.
 *
 * The store remembers what lies on which server (table vector_server), with the server's own id of
 * it: a collection of the same name that another store made is left alone, and ours gets a name of
 * its own there.
 *
 * Ready: a collection is not ready from the moment its vectors are out of step with what they are
 * of, until vectors_ready() says so; a process that ends in between leaves it not ready.
 *
 * Ownership: vectors_open() gives, vectors_close() ends; options' strings are copied, the store is
 * borrowed.
 *
 * Transactions: outside of any; functions that write to the store make one of their own.
 *
 * Errors: ST_NO when a collection is not there.  ST_UNAVAILABLE (69) when the server is down or
 * answers with an error, ST_TEMPFAIL when it is busy, ST_REFUSED when it refuses the key,
 * ST_CONFIG for a place that cannot be one.
 *
 * Limits: replies up to 64 MiB; 65536 dimensions.
 */
#ifndef STORE_VECTORS_H
#define STORE_VECTORS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"
#include "store/vector.h"

struct json;
struct store;
struct vectors;

struct vectors_options {
	struct store *store;
	const char *where; /* "sqlite" or "chroma:URL" */
	const char *key;   /* sent to that server alone; NULL or "": none */
	const volatile sig_atomic_t *cancel;
	int64_t now_ms;
};

/* Also asks a server whether it is there. */
enum status vectors_open(
    const struct vectors_options *options, struct vectors **out, struct err *err);
void vectors_close(struct vectors *vectors); /* NULL is fine */

bool vectors_are_remote(const struct vectors *vectors);
const char *vectors_place(const struct vectors *vectors);   /* "sqlite", "chroma:URL" */
const char *vectors_version(const struct vectors *vectors); /* of the server; "" */

struct vectors_collection {
	int64_t number;	 /* in the store */
	char remote[40]; /* the server's id */
	size_t dimensions;
	char engine[VECTOR_ENGINE];
	bool ready;
	bool fresh; /* vectors_make() has just made or emptied it */
};

/* Of other dimensions or another engine: emptied first.  Made: empty and not ready. */
enum status vectors_make(struct vectors *vectors, const struct vector_kind *kind,
    struct vectors_collection *out, struct err *err);
enum status vectors_find(
    struct vectors *vectors, const char *name, struct vectors_collection *out, struct err *err);
/* As the store remembers it: no server is asked. */
enum status vectors_known(
    struct vectors *vectors, const char *name, struct vectors_collection *out, struct err *err);
enum status vectors_delete(struct vectors *vectors, const char *name, struct err *err);
enum status vectors_ready(struct vectors *vectors, const char *name, bool ready, struct err *err);

/* Not ready any more, wherever it lies.  For an index run: inside its transaction. */
enum status vectors_outdated(struct store *store, const char *name, struct err *err);

/* The names of this store's collections there, sorted. */
enum status vectors_list(struct vectors *vectors, struct strings *out, struct err *err);

enum status vectors_count(struct vectors *vectors, const struct vectors_collection *collection,
    int64_t *count, struct err *err);

struct vectors_keys {
	const int64_t *at;
	size_t n;
};

/* Set or replace, in batches; each key once. */
enum status vectors_put(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vector_entry *entries, size_t n, struct err *err);
enum status vectors_remove(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, struct err *err);

/* Those of the keys that are there, in any order. */
enum status vectors_get(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, vector_fn *fn, void *arg, struct err *err);
enum status vectors_each(struct vectors *vectors, const struct vectors_collection *collection,
    vector_fn *fn, void *arg, struct err *err);

/* Every key and its label ("" for none). */
typedef void vectors_label_fn(void *arg, int64_t key, const char *label);
enum status vectors_labels(struct vectors *vectors, const struct vectors_collection *collection,
    vectors_label_fn *fn, void *arg, struct err *err);

/* The keys near each of n queries, at most its `top`, as the place itself finds them, best first.
   Scores are the place's own and may be left at 0: vectors_search() computes them. */
enum status vectors_near(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *queries, size_t n, struct err *err);

/* The best of one query with exact scores, best first, ties by key. */
enum status vectors_search(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *query, struct err *err);

/* Delete on the server what belonged to runs that are deleted or gone.  *left is how many could not
   be deleted because they lie on another server. */
enum status vectors_drop_runs(
    struct vectors *vectors, size_t *dropped, size_t *left, struct err *err);

#endif
