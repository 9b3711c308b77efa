/*
 * index - test-case records become the corpus of the store.
 *
 * A line that an earlier run left unchanged is recognised by its SHA-256 without being read.  What
 * is new, changed or back is added; what is not in the input goes, unless only a part is indexed; a
 * test that goes while another comes with the same content was renamed, and keeps its row.
 *
 * All of it is one transaction, which begins with the first line and ends in index_finish(): killed
 * before, the corpus is as it was.  Vectors that a model makes or a server keeps come behind it,
 * outside of any transaction: killed while they are made, the corpus says that they are not
 * complete, and the next run makes what is missing.
 *
 * Ownership: index_open() gives, index_close() ends (and undoes what was not finished).
 * Errors: ST_DATA with the number of the line that does not fit.
 */
#ifndef PHASE_INDEX_H
#define PHASE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct embedder;
struct index;
struct json;
struct phase_env;
struct vectors;

struct index_args {
	const char *corpus;
	const char *under;	 /* only tests of this directory may go; NULL for all */
	bool keep;		 /* nothing goes */
	bool allow_empty;	 /* an input without records empties the corpus */
	bool dry_run;		 /* count, and change nothing */
	struct vectors *vectors; /* a server to keep the vectors on; NULL: the store */
	bool fallback;		 /* with a server: in the store, too */
	const char *model;	 /* what makes the vectors; NULL: the local embedder */
	/* Opens that model, when it is needed and outside of any transaction. */
	enum status (*open_model)(void *arg, struct embedder **out, struct err *err);
	void *arg;
};

struct index_summary {
	size_t lines; /* records read */
	size_t added, changed, returned, renamed, gone, unchanged;
	size_t duplicates; /* records that repeat another one, left out */
	size_t tests;	   /* in the corpus now */
};

/* env: store, words, now_ms and warnings are used. */
enum status index_open(
    struct phase_env *env, const struct index_args *args, struct index **out, struct err *err);
void index_close(struct index *index);

enum status index_line(struct index *index, const char *line, size_t n, struct err *err);
enum status index_finish(struct index *index, struct index_summary *out, struct err *err);

struct json *index_summary_json(const struct index_summary *summary, const char *corpus);

#endif
