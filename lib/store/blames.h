/*
 * blames - which commits wrote the lines that a change is about to touch.
 *
 * A file is blamed at the commit where it has the blob that the change begins from: at HEAD when it
 * has it there, else at the newest known commit that gave it that blob.  Blame looks back over
 * BLAMES_SPAN of the known commits; lines that are older belong to none.
 *
 * What comes out depends on the change and the history alone: work is bounded by numbers, never by
 * time.  It is dear, so it is kept in the store, but not of a shallow clone: blames_read() writes
 * nothing, blames_keep() does, between db_begin() and db_commit().
 *
 * Ownership: blames_read() gives, blames_free() ends.  The rest is lent for the call.
 *
 * Errors: ST_TEMPFAIL when interrupted, and those of db.h.  A file that cannot be blamed is left
 * out and named in `missing`.
 *
 * Limits: the first BLAMES_FILES files, GIT_RANGES ranges each, files of up to BLAMES_LINES lines;
 * two processes at once.
 */
#ifndef STORE_BLAMES_H
#define STORE_BLAMES_H

#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"

#define BLAMES_FILES 8
#define BLAMES_LINES 20000
#define BLAMES_SPAN 1000
#define BLAMES_KEPT 20000

struct commits;
struct git;
struct git_range;
struct store;

struct blames_file {
	const char *path, *blob; /* before the change; blob: of 7 digits or more, "": not known */
	const struct git_range *ranges;
	size_t n;
};

struct blames_one {
	size_t commit; /* its place in the commits */
	size_t lines;
};

struct blames {
	struct blames_one *at; /* by commit, each once */
	size_t len;
	struct strings missing;	    /* sentences */
	struct strings keys, texts; /* what blames_keep() would write */
};

struct blames_args {
	struct store *store; /* NULL: ask git for all */
	struct git *git;
	const struct commits *commits;
	const char *head; /* NULL: git_head() */
	const struct blames_file *files;
	size_t n;
};

enum status blames_read(const struct blames_args *args, struct blames **out, struct err *err);
void blames_free(struct blames *blames); /* NULL is fine */

enum status blames_keep(const struct blames *blames, struct store *store, struct err *err);

#endif
