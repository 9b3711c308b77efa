/*
 * vectors_chroma - what a Chroma server (REST v2) is sent and what its replies mean.
 *
 * Source: /openapi.json of a server 1.0; Chroma's own rules for names and batches.
 */
#ifndef STORE_VECTORS_CHROMA_H
#define STORE_VECTORS_CHROMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/vectors_private.h"

struct http_reply;
struct json;

/*
 * A name as Chroma takes it: 3 to 512 bytes of [a-zA-Z0-9._-] with a letter or digit at both ends
 * and no two stops together.  Other bytes, '_' and what may not be where it is become '_' and two
 * hexadecimal digits, so that different names stay different; what is too long ends in its SHA-256.
 */
void chroma_name(const char *name, struct buf *out);

/* A reply as a status and a sentence: ST_NO for what is not there (404), or is already (409). */
enum status chroma_verdict(const struct http_reply *reply, const char *url, struct err *err);

/* One request; path is behind the database's ("/collections/...") or, with a leading "!", behind
   /api/v2.  body NULL: none; reply NULL: of no interest.  ST_NO as above. */
enum status chroma_call(struct vectors *vectors, const char *method, const char *path,
    const struct json *body, struct json **reply, struct err *err);

/* "/collections/ID/what"; the id was checked when it came. */
void chroma_path(
    const struct vectors_collection *collection, const char *what, char *out, size_t n);

/* The bytes of a vector out of what a server gave back for it: false when they cannot be ours. */
bool chroma_bytes(const struct json *embedding, double scale, int8_t *out, size_t n);

/* The records of a get, called for each: metadata and embedding may be NULL. */
typedef enum status chroma_record_fn(void *arg, int64_t key, const struct json *metadata,
    const struct json *embedding, struct err *err);
enum status chroma_records(
    const struct json *reply, chroma_record_fn *fn, void *arg, size_t *count, struct err *err);

/* vectors_chroma_records.c */
enum status chroma_put(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vector_entry *entries, size_t n, struct err *err);
enum status chroma_remove(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, struct err *err);
enum status chroma_get(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, vector_fn *fn, void *arg, struct err *err);
enum status chroma_each(struct vectors *vectors, const struct vectors_collection *collection,
    vector_fn *fn, void *arg, struct err *err);
enum status chroma_labels(struct vectors *vectors, const struct vectors_collection *collection,
    vectors_label_fn *fn, void *arg, struct err *err);
enum status chroma_near(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *queries, size_t n, struct err *err);

#endif
