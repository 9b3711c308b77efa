/*
 * inside - files of a tree that somebody else wrote, and never one outside it.
 *
 * Paths are relative to the root.  One that is absolute, climbs out with ".." or leads out through
 * a symbolic link is as if it were not there.
 */
#ifndef IO_INSIDE_H
#define IO_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"

enum inside_kind { INSIDE_NONE, INSIDE_FILE, INSIDE_DIR };

enum inside_kind inside_look(const char *root, const char *path);

/* The bytes of a text file of at most max_bytes into an emptied buf; false where there is none. */
bool inside_read(const char *root, const char *path, size_t max_bytes, struct buf *out);

/* Names in a directory ("" is the root), sorted; none where there is no such directory. */
void inside_list(const char *root, const char *path, struct strings *out);

#endif
