/*
 * copy - a private copy of a project's files, for a command to work on.
 *
 * Copied are directories, regular files with their modes and times, and symbolic links as links.
 * Nothing is followed, .git and .rsg are left out at every level, and so are sockets, pipes,
 * devices and what cannot be read.  As root the copy belongs to a user of its own, which no other
 * process has.
 *
 * What a command left in the copy is hostile: files are put into it and read from it as io/place
 * does it, so that no link is followed.  Paths are relative to the copy.
 *
 * Ownership: copy_open() gives, copy_close() removes the copy, whatever is in it.
 *
 * Errors: ST_NOINPUT when the project cannot be read, ST_IO, ST_REFUSED for a path that is none.
 *
 * Limits: COPY_BYTES, COPY_FILES and 128 levels (ST_DATA).
 */
#ifndef SANDBOX_COPY_H
#define SANDBOX_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

#define COPY_BYTES ((uint64_t)16 << 30)
#define COPY_FILES ((size_t)2000000)

struct copy {
	char *dir;  /* private */
	char *work; /* the copy, in it: absolute, without links */
	uint64_t bytes;
	size_t files, skipped;
	uid_t owner;
};

/* leave: names of files and directories that are left out at every level; may be NULL.  A project
   of NULL makes an empty copy. */
enum status copy_open(
    const char *project, const struct strings *leave, struct copy *out, struct err *err);
void copy_close(struct copy *copy); /* a zeroed one is fine */

/* A file of these bytes, with the directories it needs, in place of what has its name. */
enum status copy_put(
    const struct copy *copy, const char *path, const char *bytes, size_t n, struct err *err);
/* The bytes of the regular file that is there, appended; *there is false when there is none. */
enum status copy_get(
    const struct copy *copy, const char *path, struct buf *out, bool *there, struct err *err);
/* A regular file away; none there is fine. */
enum status copy_remove(const struct copy *copy, const char *path, struct err *err);

#endif
