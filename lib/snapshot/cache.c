#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "io/file.h"
#include "snapshot/snapshot_private.h"

/* A file that was changed so shortly before it was read may have been changed again within the
   tick of its clock, which is coarse where there are no nanoseconds. */
#define TICK_MS 100
#define COARSE_TICK_MS 2100

static void
start(struct cache *cache)
{
	*cache = (struct cache){ .stale = true, .since_ms = time_wall_ms() };
	entries_init(&cache->known);
}

/* Device, inode and change time travel in the members that a cache has no use for: mode is not
   looked at, and the link's target is a text. */
void
cache_open(struct cache *cache, const struct snapshots *snapshots)
{
	char *path = file_join(snapshots->dir, "cache");
	struct err ignored = ERR_INIT;
	struct snapshot head;
	struct buf bytes;

	start(cache);
	buf_init(&bytes, MANIFEST_BYTES);
	if (file_exists(path) && file_read(path, &bytes, &ignored) == ST_OK &&
	    entries_read(&bytes, &head, &cache->known, &ignored) == ST_OK)
		cache->stale = false;
	else {
		entries_fini(&cache->known);
		start(cache);
	}
	buf_fini(&bytes);
	free(path);
}

static char *
stamp(const struct entry *e)
{
	return mem_printf("%llu %llu %lld.%09ld", (unsigned long long)e->dev,
	    (unsigned long long)e->ino, (long long)e->ctime.s, e->ctime.ns);
}

bool
cache_find(struct cache *cache, struct entry *e)
{
	const struct entry *k = entries_find(&cache->known, e->path);
	char *now;
	bool same;

	if (k == NULL || k->type != e->type || k->size != e->size ||
	    !moment_same(&k->mtime, &e->mtime)) {
		cache->stale = true;
		return false;
	}
	now = stamp(e);
	same = strcmp(now, k->target) == 0;
	free(now);
	cache->stale = cache->stale || !same;
	if (same)
		memcpy(e->sha, k->sha, sizeof e->sha);
	return same;
}

static bool
is_settled(const struct entry *e, double since_ms)
{
	double changed = (double)e->ctime.s * 1000 + (double)e->ctime.ns / 1e6;

	return changed + (e->ctime.ns ? TICK_MS : COARSE_TICK_MS) < since_ms;
}

static enum status
write_cache(struct cache *cache, const char *path, const struct entries *now, struct err *err)
{
	const struct snapshot head = { .id = "cache" };
	struct entries settled;
	struct buf bytes;
	enum status st;

	entries_init(&settled);
	vec_each (const struct entry *, e, &now->all) {
		struct entry *k;
		char *text;

		if (e->type != 'f' || !is_settled(e, cache->since_ms))
			continue;
		k = vec_add(&settled.all);
		text = stamp(e);
		*k = *e;
		k->target = arena_strdup(&settled.texts, text);
		free(text);
	}
	buf_init(&bytes, MANIFEST_BYTES);
	entries_write(&settled, &head, &bytes);
	st = buf_check(&bytes, "the cache of the snapshots", err);
	if (st == ST_OK)
		st = file_write(path, bytes.s, bytes.len, 0600, err);
	buf_fini(&bytes);
	entries_fini(&settled);
	return st;
}

enum status
cache_close(struct cache *cache, const struct snapshots *snapshots, const struct entries *now,
    struct err *err)
{
	char *path = file_join(snapshots->dir, "cache");
	enum status st = ST_OK;

	if (now && cache->stale)
		st = write_cache(cache, path, now, err);
	free(path);
	entries_fini(&cache->known);
	return st;
}
