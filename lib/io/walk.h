/*
 * walk - the files below a directory that a version control user would call sources.
 *
 * Files come sorted by bytes, directory by directory, the same on every machine.  Respected, the
 * last word first: .rsgignore and .gitignore of each directory up to the repository's root,
 * .git/info/exclude, then the caller's own patterns.  .git, .hg and .svn are never entered.
 * Symbolic links below the directory are not followed, so nothing loops or comes twice; the path
 * itself may be one.  A path that is a file is given as it is, whatever the patterns say.
 *
 * Errors: ST_NOINPUT when the path itself cannot be read.  Below it, what cannot be read goes to
 * `warn` and is passed over.
 *
 * Limits: 128 levels, 1 MiB an ignore file.
 *
 * Source: gitignore(5).
 */
#ifndef IO_WALK_H
#define IO_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct ignore;

struct walk_options {
	bool no_ignore;				   /* neither ignore files nor `also` */
	const struct ignore *also;		   /* may be NULL */
	void (*warn)(void *arg, const char *text); /* may be NULL */
	/* Cheap: is a file of this path wanted at all?  May be NULL. */
	bool (*wants)(void *arg, const char *path);
	void *arg;
};

/* Append the paths of the files, each beginning with `path` ("." leaves no trace). */
enum status walk(
    const char *path, const struct walk_options *options, struct strings *out, struct err *err);

enum walk_read {
	WALK_READ,
	WALK_UNREADABLE, /* errno says why */
	WALK_LARGE,	 /* over max_bytes */
	WALK_BINARY,	 /* NUL in the first 8 KiB */
	WALK_SPECIAL,	 /* no regular file */
};

/* Is it a file, and no part of the path behind the first `top` bytes a symbolic link? */
bool walk_is_plain(const char *path, size_t top);

/* The bytes of a source file into an emptied buf. */
enum walk_read walk_read(const char *path, size_t max_bytes, struct buf *out);

#endif
