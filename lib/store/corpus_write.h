/*
 * corpus_write - how an index run changes a corpus.
 *
 * All of it is called between db_begin() and db_commit() of the store.  Rows are test_case.id.
 *
 * Ownership: what a struct corpus_put points to is borrowed for the call.
 */
#ifndef STORE_CORPUS_WRITE_H
#define STORE_CORPUS_WRITE_H

#include <stdbool.h>

#include "io/digest.h"
#include "store/corpus.h"

struct corpus_put {
	const char *test, *file, *record;
	size_t record_bytes;
	unsigned char line_sha256[DIGEST_BYTES], content_sha256[DIGEST_BYTES];
	const char *text[CORPUS_FIELDS]; /* terms separated by spaces */
	size_t text_bytes[CORPUS_FIELDS];
	uint32_t terms[CORPUS_FIELDS];
	const struct strings *requirements;
};

struct corpus_known { /* a test as an earlier run left it */
	int64_t row;
	unsigned char line_sha256[DIGEST_BYTES], content_sha256[DIGEST_BYTES];
	bool gone;
};

typedef void corpus_known_fn(void *arg, const struct corpus_known *known);

/* The corpus, made when there is none. */
enum status corpus_make(struct store *store, const char *name, const char *engine, int64_t now_ms,
    struct corpus **out, struct err *err);

enum status corpus_each_known(
    struct corpus *corpus, corpus_known_fn *fn, void *arg, struct err *err);

/* The row of an id, there or gone; ST_NO when it was never seen. */
enum status corpus_find(
    struct corpus *corpus, const char *test, int64_t *row, bool *gone, struct err *err);

enum status corpus_add(struct corpus *corpus, const struct corpus_put *put, int64_t now_ms,
    int64_t *row, struct err *err);

/* Replace the test in a row, there or gone. */
enum status corpus_change(
    struct corpus *corpus, int64_t row, const struct corpus_put *put, struct err *err);

/* A row whose test is gone keeps its record, but nothing finds it. */
enum status corpus_gone(struct corpus *corpus, int64_t row, int64_t last_seen, struct err *err);

/* The id and the file of a row, appended. */
enum status corpus_where(
    struct corpus *corpus, int64_t row, struct buf *test, struct buf *file, struct err *err);

/* The row `from` (added in this run) becomes the new state of `to` (gone from the input). */
enum status corpus_rename(struct corpus *corpus, int64_t from, int64_t to, struct err *err);

/* Count the tests that are there, and their terms. */
enum status corpus_sum(struct corpus *corpus, struct corpus_info *info, struct err *err);

/* Take `info` over: engine, counts, frequencies.  id is ignored. */
enum status corpus_update(struct corpus *corpus, const struct corpus_info *info, struct err *err);

#endif
