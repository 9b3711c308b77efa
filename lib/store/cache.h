/*
 * cache - replies kept under the hash of all that made them.
 *
 * Transactions: each function is one of its own.
 * Limits: replies of ttl_ms and older are not given; when the sum of bytes passes max_bytes the
 * least recently used (to the minute) go, in the transaction that adds.  One that is larger than
 * all of max_bytes is not kept.
 */
#ifndef STORE_CACHE_H
#define STORE_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct store;

struct cache_entry {
	const char *key, *fields, *model;
	const char *reply;
	int64_t cost; /* micro-dollars; -1: unknown */
};

struct cache_look {
	const char *key;
	int64_t now_ms, ttl_ms;
};

/* ST_NO when it is not there or too old.  reply gets the text; *cost what it cost then (-1). */
enum status cache_get(struct store *store, const struct cache_look *look, struct buf *reply,
    int64_t *cost, struct err *err);
enum status cache_put(struct store *store, const struct cache_entry *entry, int64_t now_ms,
    int64_t max_bytes, struct err *err);

/* The fields of each entry of a model, the newest first, until fn says enough (false). */
typedef bool cache_fn(void *arg, const char *key, const char *fields);
enum status cache_each(
    struct store *store, const char *model, cache_fn *fn, void *arg, struct err *err);

#endif
