/*
 * tree - whole directories that others have filled: copied, measured, removed.
 *
 * No link is followed, and what is opened is looked at again, so that nothing that is swapped
 * meanwhile leads elsewhere.
 *
 * Limits: TREE_LEVELS for copying and measuring; removing has none.
 */
#ifndef SANDBOX_TREE_H
#define SANDBOX_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/vec.h"

#define TREE_LEVELS 128
#define TREE_FILE_BYTES ((uint64_t)4096) /* what the smallest one counts */

struct tree_use {
	uint64_t bytes;
	size_t files;
	bool deep; /* more than TREE_LEVELS: there is more than was counted */
};

/* Stops soon after most bytes. */
void tree_use(int dir, uint64_t most, struct tree_use *use);

struct tree_copy {
	const struct strings *leave; /* names; may be NULL */
	bool own;		     /* what is made belongs to owner */
	uid_t owner;
	uint64_t most_bytes, bytes;
	size_t most_files, files, skipped;
	dev_t not_dev; /* a directory that is not entered: the one that is copied into */
	ino_t not_ino;
};

enum status tree_copy(int from, int to, struct tree_copy *copy, struct err *err);

/* The directory itself too.  What cannot be removed stays. */
void tree_remove(const char *path);

#endif
