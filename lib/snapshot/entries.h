/*
 * entries - what is in a tree, as a list and as the bytes of a file.
 *
 * The list is ordered by path, each directory before what is in it; the root is the path "".  A
 * path is bytes without '\0'.
 *
 * Ownership: entries_init() and entries_fini(); texts are the list's.
 *
 * Errors: ST_IO where the bytes are not what was written (they end with their SHA-256).
 */
#ifndef SNAPSHOT_ENTRIES_H
#define SNAPSHOT_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/digest.h"
#include "snapshot/snapshot.h"

struct stat;

struct moment {
	int64_t s;
	long ns;
};

struct entry {
	const char *path;
	const char *target; /* of a link; else "" */
	char type;	    /* 'd', 'f', 'l', 'o' for what is none of them */
	unsigned mode;	    /* permissions; 0 of a link */
	struct moment mtime;
	uint64_t size;	       /* of a file */
	char sha[DIGEST_TEXT]; /* of a file; else "" */
	/* Of a scan only: */
	uint64_t dev, ino;
	struct moment ctime;
};

struct entries {
	VEC_OF(struct entry) all;
	struct arena texts;
};

void entries_init(struct entries *entries);
void entries_fini(struct entries *entries);
/* With path, type, mode and times of info. */
struct entry *entries_add(struct entries *entries, const char *path, const struct stat *info);
const struct entry *entries_find(const struct entries *entries, const char *path);

int path_compare(const char *a, const char *b);
bool path_is_below(const char *path, const char *dir); /* everything is below "" */

bool moment_same(const struct moment *a, const struct moment *b);
bool entry_same_content(const struct entry *a, const struct entry *b);
bool entry_same(const struct entry *a, const struct entry *b);

void entries_write(const struct entries *entries, const struct snapshot *snapshot, struct buf *out);
/* entries may be NULL: only what is said of the snapshot. */
enum status entries_read(
    const struct buf *bytes, struct snapshot *snapshot, struct entries *entries, struct err *err);
enum status entries_damaged(struct err *err);

#endif
