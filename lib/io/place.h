/*
 * place - one file below a directory, in a tree that somebody else may change meanwhile, and never
 * one outside it.
 *
 * A path is relative to the root, and followed component by component through descriptors, so that
 * a directory that is swapped for a link leads nowhere.  Refused are absolute paths, empty
 * components, "." and "..", .git and .rsg (whose files make programs do things), characters that
 * cannot be seen, and symbolic links anywhere below the root.
 *
 * A new file is written beside its place, synced, and moved to it when whole; nothing that is there
 * is ever replaced but what the caller names by its hash.
 *
 * Errors: ST_REFUSED for a path that is none, and for what is no regular file; ST_IO when the
 * system says no.
 */
#ifndef IO_PLACE_H
#define IO_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Of the path alone, without looking at a tree. */
enum status place_check(const char *path, struct err *err);

/* The bytes of the file that is there, appended; *there is false when it is not. */
enum status place_read(
    const char *root, const char *path, struct buf *out, bool *there, struct err *err);

/* A new file, with the directories it needs.  ST_NO when something has that name. */
enum status place_new(
    const char *root, const char *path, const char *bytes, size_t n, struct err *err);

/* In the place of, or away with, a file whose bytes have this hash (digest_text()).  ST_NO when it
   is another or none. */
enum status place_swap(const char *root, const char *path, const char *sha256, const char *bytes,
    size_t n, struct err *err);
enum status place_remove(const char *root, const char *path, const char *sha256, struct err *err);

#endif
