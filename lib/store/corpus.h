/*
 * corpus - the test cases that stories are matched against, as an index run left them.
 *
 * A test is named by its id (the record's) outside and by its row inside; a row stays the same
 * through renames and while the test is gone.  What is read here are the tests that are there.
 *
 * Ownership: corpus_open() gives, corpus_close() ends; the store is borrowed.  Writing is
 * corpus_write.h's.
 *
 * Errors: ST_DATA for a corpus that is not there, naming the command that makes it.
 */
#ifndef STORE_CORPUS_H
#define STORE_CORPUS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct corpus;
struct map;
struct store;

#define CORPUS_DEFAULT "default"

enum corpus_field { CORPUS_TITLE, CORPUS_PATH, CORPUS_BODY, CORPUS_FIELDS };

struct corpus_info {
	int64_t id, indexed_at;
	size_t tests;		     /* how many are there */
	size_t terms[CORPUS_FIELDS]; /* summed over them */
	char *engine;
	void *frequencies; /* the embedder's, NULL when there are none */
	size_t frequencies_bytes;
	size_t drifted_tests; /* changed or gone since the frequencies were counted */
};

struct corpus_test {
	int64_t row;
	uint32_t terms[CORPUS_FIELDS]; /* lengths of the fields */
};

struct corpus_tests {
	struct corpus_test *at; /* by row */
	size_t len, cap;
};

enum status corpus_open(
    struct store *store, const char *name, struct corpus **out, struct err *err);
void corpus_close(struct corpus *corpus);
const struct corpus_info *corpus_info(const struct corpus *corpus);
struct store *corpus_store(const struct corpus *corpus);

/* All reading between the two is of one moment, whoever writes meanwhile. */
enum status corpus_hold(struct store *store, struct err *err);
void corpus_release(struct store *store);

/* The vectors of a corpus are in this collection; out has CORPUS_COLLECTION bytes. */
#define CORPUS_NAME_MAX 200
#define CORPUS_COLLECTION (CORPUS_NAME_MAX + 8)
enum status corpus_check_name(const char *name, struct err *err);
void corpus_collection(const char *name, char *out);

enum status corpus_tests(struct corpus *corpus, struct corpus_tests *out, struct err *err);

/* Every occurrence of a term, of all corpora of the store, ordered by row. */
typedef void corpus_posting_fn(void *arg, int64_t row, enum corpus_field field);
enum status corpus_postings(struct corpus *corpus, const char *term, size_t n,
    corpus_posting_fn *fn, void *arg, struct err *err);

/* The record (JSON text) of a row, appended to out. */
enum status corpus_record(struct corpus *corpus, int64_t row, struct buf *out, struct err *err);

/* The records of all tests that are there, by row; a status that is not ST_OK ends it. */
typedef enum status corpus_record_fn(
    void *arg, int64_t row, const char *record, size_t n, struct err *err);
enum status corpus_records(struct corpus *corpus, corpus_record_fn *fn, void *arg, struct err *err);

/* ST_NO when no test of that id is there. */
enum status corpus_row(struct corpus *corpus, const char *test, int64_t *row, struct err *err);

/* The files of all tests, each once. */
enum status corpus_files(struct corpus *corpus, struct map *out, struct err *err);

/* Every test that is there, as its runner knows it, in order of rows; lent for the call. */
struct corpus_place {
	int64_t row;
	const char *test, *file, *framework;
	int line, end_line; /* 0: not known */
};
typedef enum status corpus_place_fn(void *arg, const struct corpus_place *place, struct err *err);
enum status corpus_places(struct corpus *corpus, corpus_place_fn *fn, void *arg, struct err *err);

/* Every term of a test, in text order, field by field. */
typedef void corpus_term_fn(void *arg, enum corpus_field field, const char *term, size_t n);
enum status corpus_terms(
    struct corpus *corpus, int64_t row, corpus_term_fn *fn, void *arg, struct err *err);

/* Called for every test that is there, with its fields' terms. */
typedef enum status corpus_text_fn(
    void *arg, int64_t row, const char *const text[CORPUS_FIELDS], struct err *err);
enum status corpus_texts(struct corpus *corpus, corpus_text_fn *fn, void *arg, struct err *err);

enum status corpus_text(
    struct corpus *corpus, int64_t row, corpus_text_fn *fn, void *arg, struct err *err);

/* Append the rows that name a requirement, without regard to case. */
struct corpus_rows {
	int64_t *at;
	size_t len, cap;
};
enum status corpus_linked(
    struct corpus *corpus, const char *requirement, struct corpus_rows *out, struct err *err);

#endif
