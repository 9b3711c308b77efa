/*
 * snapshot - a work tree as it was, kept outside of it, and put back.
 *
 * A snapshot holds every directory, regular file and symbolic link below a root: names as bytes,
 * contents, permissions, times to the nanosecond.  The root's own .git and .rsg are left out; a
 * .git further down is contents like any other.  What git ignores is in it.  Sockets, pipes and
 * devices are neither saved, removed nor replaced.  Owners, extended attributes and hard links are
 * not kept.  No symbolic link below the root is followed.
 *
 * Each root has a directory below the state directory with its snapshots, the contents by their
 * SHA-256 (once, whatever number of snapshots holds them), a lock, and a cache by which a file
 * whose inode, size and times are as they were is not read again.
 *
 * A restore saves the present state first, so that it can be taken back.  It is written down before
 * it begins; one that fails is undone, one that was killed is completed by the next
 * snapshot_open(), which also saves what was changed in between.
 *
 * Ownership: snapshot_open() gives, snapshot_close() ends and unlocks.  A struct snapshot is plain.
 *
 * Errors: ST_NOINPUT where there is no such snapshot; ST_TEMPFAIL when another process has the
 * tree or writes to it at this moment; ST_REFUSED when a socket or the like is in the way.
 *
 * Limits: SNAPSHOT_ENTRIES entries, SNAPSHOT_LEVELS levels of directories.
 */
#ifndef SNAPSHOT_SNAPSHOT_H
#define SNAPSHOT_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

#define SNAPSHOT_ENTRIES 2000000
#define SNAPSHOT_LEVELS 250
#define SNAPSHOT_ID 13
#define SNAPSHOT_WHY 200

struct snapshots;

struct snapshot {
	char id[SNAPSHOT_ID], why[SNAPSHOT_WHY];
	int64_t number, created_ms; /* number: in the order they were made */
	size_t directories, files, links;
	uint64_t bytes;
	bool again; /* of a save: the newest one has all of it, there is no other */
};

struct snapshot_list {
	VEC_OF(struct snapshot) all; /* oldest first */
};

enum snapshot_how {
	SNAPSHOT_ADDED,
	SNAPSHOT_REMOVED,
	SNAPSHOT_CHANGED,
	SNAPSHOT_MODE,
	SNAPSHOT_TIME
};
struct snapshot_change {
	enum snapshot_how how;
	char type;  /* 'd', 'f', 'l': of what is there afterwards, or was */
	char *path; /* any bytes */
};
struct snapshot_changes {
	VEC_OF(struct snapshot_change) all;
};

/* state is made where it is not there.  *recovered: a restore that was killed is completed now. */
enum status snapshot_open(const char *state, const char *root, int64_t now_ms, bool *recovered,
    struct snapshots **out, struct err *err);
void snapshot_close(struct snapshots *snapshots); /* NULL is fine */

/* left: what is neither file, directory nor link, appended; may be NULL. */
enum status snapshot_save(struct snapshots *snapshots, const char *why, int64_t now_ms,
    struct snapshot *out, struct strings *left, struct err *err);
enum status snapshot_all(struct snapshots *snapshots, struct snapshot_list *out, struct err *err);
/* By id, its first characters (4 or more) or "last". */
enum status snapshot_find(
    struct snapshots *snapshots, const char *name, struct snapshot *out, struct err *err);

/* From one to another; NULL is the tree as it is.  A time of a directory is no change to be
   told. */
enum status snapshot_diff(struct snapshots *snapshots, const char *from, const char *to,
    struct snapshot_changes *out, struct err *err);
void snapshot_changes_fini(struct snapshot_changes *changes);

/* only: this path and what is below it, with the directories it needs; NULL for all; ST_NOINPUT
   where it is nowhere.  *before is the state that was there. */
enum status snapshot_restore(struct snapshots *snapshots, const char *id, const char *only,
    int64_t now_ms, struct snapshot *before, struct err *err);

enum status snapshot_drop(struct snapshots *snapshots, const struct strings *ids, struct err *err);
/* All but the newest `keep`. */
enum status snapshot_old(
    struct snapshots *snapshots, size_t keep, struct snapshot_list *out, struct err *err);

#endif
