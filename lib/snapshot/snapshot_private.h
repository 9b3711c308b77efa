/*
 * snapshot_private - what the modules of snapshot share.
 *
 * snapshot.c opens, saves, finds and drops; scan.c reads a tree, cache.c knows which files need not
 * be read; changes.c compares; apply.c makes a tree what a list says; restore.c is all or nothing.
 */
#ifndef SNAPSHOT_SNAPSHOT_PRIVATE_H
#define SNAPSHOT_SNAPSHOT_PRIVATE_H

#include "base/map.h"
#include "snapshot/entries.h"
#include "snapshot/snapshot.h"

#define RESTORE_PREFIX ".rsg-restore-"
#define MANIFEST_BYTES ((size_t)1024 * 1024 * 1024)

struct snapshots {
	char *root, *dir;
	int root_fd, blobs_fd, lock_fd;
	uint64_t state_dev, state_ino; /* the state directory, which may be in the tree */
};

/* cache.c */
struct cache {
	struct entries known;
	double since_ms; /* when the scan began */
	bool stale;	 /* it does not say what the last scan saw */
};
void cache_open(struct cache *cache, const struct snapshots *snapshots);
/* The hash of a file that is as it was. */
bool cache_find(struct cache *cache, struct entry *e);
enum status cache_close(struct cache *cache, const struct snapshots *snapshots,
    const struct entries *now, struct err *err); /* now: what is written, NULL for nothing */

/* scan.c: keep: contents are put into the store.  trust: the cache is believed. */
struct scan_how {
	bool keep, trust;
};
enum status scan_tree(
    struct snapshots *snapshots, const struct scan_how *how, struct entries *out, struct err *err);

/* changes.c: what makes `have` into `want`.  One of them is NULL where there is nothing. */
struct change {
	const struct entry *have, *want;
	bool stays; /* a directory that goes only when it is empty: of a socket, or of others */
};
struct changes {
	VEC_OF(struct change) all;
};
enum status changes_find(const struct entries *have, const struct entries *want, const char *only,
    struct changes *out, struct err *err);
bool changes_none(const struct changes *changes); /* but for what stays */
bool change_concerns(const char *path, const char *only);

/* apply.c */
struct apply {
	struct snapshots *snapshots;
	const struct entries *want;
	const struct changes *changes;
	const char *only;
};
enum status apply_changes(const struct apply *apply, struct err *err);

/* snapshot.c */
bool snapshot_is_id(const char *s, size_t n);
enum status snapshot_load(struct snapshots *snapshots, const char *id, struct snapshot *snapshot,
    struct entries *entries, struct err *err);
/* As snapshot_save(); entries is what was seen. */
enum status snapshot_take(struct snapshots *snapshots, const char *why, int64_t now_ms,
    struct snapshot *out, struct entries *entries, struct err *err);

/* restore.c */
enum status restore_recover(
    struct snapshots *snapshots, int64_t now_ms, bool *recovered, struct err *err);

#endif
