/*
 * vectors_private - what the two places for vectors have to do.
 *
 * All of vectors.h but opening, in the same words; `put` gets at most one batch more than it can
 * send at once and splits it itself.
 */
#ifndef STORE_VECTORS_PRIVATE_H
#define STORE_VECTORS_PRIVATE_H

#include "base/buf.h"
#include "base/vec.h"
#include "store/vectors.h"

struct vectors_backend {
	enum status (*find)(struct vectors *vectors, const char *name,
	    struct vectors_collection *out, struct err *err);
	enum status (*known)(struct vectors *vectors, const char *name,
	    struct vectors_collection *out, struct err *err);
	enum status (*make)(struct vectors *vectors, const struct vector_kind *kind,
	    struct vectors_collection *out, struct err *err);
	enum status (*remove_all)(struct vectors *vectors, const char *name, struct err *err);
	enum status (*ready)(
	    struct vectors *vectors, const char *name, bool ready, struct err *err);
	enum status (*count)(struct vectors *vectors, const struct vectors_collection *collection,
	    int64_t *count, struct err *err);
	enum status (*put)(struct vectors *vectors, const struct vectors_collection *collection,
	    const struct vector_entry *entries, size_t n, struct err *err);
	enum status (*remove)(struct vectors *vectors, const struct vectors_collection *collection,
	    const struct vectors_keys *keys, struct err *err);
	enum status (*get)(struct vectors *vectors, const struct vectors_collection *collection,
	    const struct vectors_keys *keys, vector_fn *fn, void *arg, struct err *err);
	enum status (*each)(struct vectors *vectors, const struct vectors_collection *collection,
	    vector_fn *fn, void *arg, struct err *err);
	enum status (*labels)(struct vectors *vectors, const struct vectors_collection *collection,
	    vectors_label_fn *fn, void *arg, struct err *err);
	enum status (*near)(struct vectors *vectors, const struct vectors_collection *collection,
	    struct vector_query *queries, size_t n, struct err *err);
};

struct vectors {
	const struct vectors_backend *backend;
	struct store *store;
	const volatile sig_atomic_t *cancel;
	int64_t now_ms;
	char *place;	     /* "sqlite", "chroma:URL" */
	const char *url;     /* in place; "" for the store */
	char *key;	     /* NULL: none */
	char version[64];    /* of the server */
	size_t max_batch;    /* records it takes at once */
	bool takes_base64;   /* for vectors */
	struct strings head; /* headers of every request */
};

extern const struct vectors_backend vectors_store, vectors_chroma;

/* The server's heartbeat, version and limits; checks the URL. */
enum status vectors_chroma_open(struct vectors *vectors, struct err *err);

#endif
