/*
 * commits - the newest commits of a repository, each read from git once.
 *
 * With a store, a commit's files and the terms of its message are kept by its id; what is kept is a
 * function of the commit and of the version of what makes terms.  Warm it is one `git rev-list` and
 * one SELECT.  Of a shallow clone the oldest commit is not kept: it seems to add every file.
 *
 * Reading writes nothing: what was unknown is written by commits_keep(), between db_begin() and
 * db_commit() as all that writes, when the caller comes to it.
 *
 * Ownership: commits_read() gives, commits_free() ends, also all texts.  Store and git are lent for
 * the call.
 *
 * Errors: those of git.h and db.h.  A repository without a commit gives none, and no error.
 *
 * Limits: COMMITS_KEPT commits a store, of all its repositories; those read first go first.
 */
#ifndef STORE_COMMITS_H
#define STORE_COMMITS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define COMMITS_KEPT 200000
#define COMMITS_BLOB 16 /* digits of a blob's id that are kept */

struct git;
struct store;

struct commits_file {
	char status;			 /* A, M, D, T */
	const char *old_blob, *new_blob; /* COMMITS_BLOB digits; "" where there is none */
	const char *path;
};

struct commits_one {
	const char *id, *terms;
	const struct commits_file *files;
	size_t n;
	bool keep; /* not in the store, and fit for it */
};

struct commits {
	struct commits_one *at; /* newest first */
	size_t len;
	size_t unknown; /* how many commits_keep() would write */
	struct commits_memory *memory;
};

/* The distinct terms of a message, separated by spaces, appended: past_terms(). */
typedef void commits_terms_fn(const char *message, size_t n, struct buf *out);

struct commits_args {
	struct store *store; /* NULL: read all of it from git */
	struct git *git;
	size_t limit; /* 0: all */
	commits_terms_fn *terms;
	int version; /* of terms */
};

enum status commits_read(const struct commits_args *args, struct commits **out, struct err *err);
void commits_free(struct commits *commits); /* NULL is fine */

enum status commits_keep(
    const struct commits *commits, struct store *store, int version, struct err *err);

#endif
