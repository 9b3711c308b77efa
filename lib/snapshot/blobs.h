/*
 * blobs - contents of files by their SHA-256, each once, in a directory.
 *
 * They are written as they are: a first save is bound by making files, and compressing would cost
 * more than it saves.
 *
 * Errors: ST_IO; also for contents that do not have their hash any more.
 */
#ifndef SNAPSHOT_BLOBS_H
#define SNAPSHOT_BLOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "io/digest.h"

/* What is left of an open file.  dir -1: only its hash.  *added where it was not there. */
enum status blobs_put(int dir, int fd, char sha[DIGEST_TEXT], bool *added, struct err *err);
bool blobs_has(int dir, const char *sha, uint64_t size);
/* Into an open file, checked. */
enum status blobs_copy(int dir, const char *sha, int fd, struct err *err);

/* All that was written is on the disk. */
enum status blobs_sync(int dir, struct err *err);

/* Remove what is not in the map. */
void blobs_keep(int dir, const struct map *keep);

#endif
