#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"
#include "snapshot/blobs.h"
#include "snapshot/snapshot_private.h"

#define LINK_BYTES ((size_t)65536)
#define TRIES 3

struct scan {
	struct snapshots *snapshots;
	const struct scan_how *how;
	struct entries *out;
	struct cache cache;
	struct buf path;
	int level;
	bool added; /* contents to the store */
};

static const char *
place_of(const struct scan *scan)
{
	return scan->path.len ? scan->path.s : scan->snapshots->root;
}

static enum status
cannot(const struct scan *scan, struct err *err)
{
	return err_set(err, ST_IO, "cannot read %.600s: %s", place_of(scan), strerror(errno));
}

static bool
is_as_before(int fd, const struct entry *e)
{
	struct stat info;

	return fstat(fd, &info) == 0 && (uint64_t)info.st_size == e->size &&
	       info.st_mtim.tv_sec == e->mtime.s && info.st_mtim.tv_nsec == e->mtime.ns &&
	       info.st_ctim.tv_sec == e->ctime.s && info.st_ctim.tv_nsec == e->ctime.ns;
}

/* What is there under its name now, opened. */
static enum status
reopen(struct scan *scan, int dir, const char *name, int *fd, struct err *err)
{
	struct entry *e = vec_last(&scan->out->all);
	struct stat info;

	*fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (*fd < 0 || fstat(*fd, &info) < 0)
		return cannot(scan, err);
	if (!S_ISREG(info.st_mode))
		return err_set(
		    err, ST_TEMPFAIL, "%.600s is changed at this moment: try again", scan->path.s);
	scan->out->all.len--;
	*e = *entries_add(scan->out, scan->path.s, &info);
	return ST_OK;
}

static enum status
read_file(struct scan *scan, int dir, const char *name, bool *whole, struct err *err)
{
	struct entry *e = vec_last(&scan->out->all);
	int blobs = scan->how->keep ? scan->snapshots->blobs_fd : -1, fd = -1;
	bool added = false;
	enum status st = reopen(scan, dir, name, &fd, err);

	if (st == ST_OK && blobs_put(blobs, fd, e->sha, &added, err))
		st = err_context(err, "%.600s", scan->path.s);
	scan->added = scan->added || added;
	*whole = st == ST_OK && is_as_before(fd, e);
	if (fd >= 0)
		close(fd);
	return st;
}

static enum status
add_file(struct scan *scan, int dir, const char *name, struct err *err)
{
	struct entry *e = vec_last(&scan->out->all);
	bool whole = false;

	if (scan->how->trust && cache_find(&scan->cache, e) &&
	    (!scan->how->keep || blobs_has(scan->snapshots->blobs_fd, e->sha, e->size)))
		return ST_OK;
	scan->cache.stale = true;
	for (int i = 0; i < TRIES; i++) {
		if (read_file(scan, dir, name, &whole, err))
			return err->status;
		if (whole)
			return ST_OK;
	}
	return err_set(
	    err, ST_TEMPFAIL, "%.600s is written to at this moment: try again", scan->path.s);
}

static enum status
add_link(struct scan *scan, int dir, const char *name, struct err *err)
{
	char *target = mem_alloc(LINK_BYTES);
	ssize_t n = readlinkat(dir, name, target, LINK_BYTES);
	enum status st = ST_OK;

	if (n < 0 || (size_t)n == LINK_BYTES)
		st = cannot(scan, err);
	else
		vec_last(&scan->out->all)->target =
		    arena_strndup(&scan->out->texts, target, (size_t)n);
	free(target);
	return st;
}

static enum status add_directory(struct scan *scan, int fd, struct err *err);

static enum status
enter(struct scan *scan, int dir, const char *name, struct err *err)
{
	int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	enum status st;

	if (fd < 0)
		return cannot(scan, err);
	if (++scan->level > SNAPSHOT_LEVELS)
		st = err_set(err, ST_REFUSED, "%.600s is more than %d levels deep", scan->path.s,
		    SNAPSHOT_LEVELS);
	else
		st = add_directory(scan, fd, err);
	scan->level--;
	close(fd);
	return st;
}

/* The root's own .git and .rsg, and where the snapshots are. */
static bool
is_left_out(const struct scan *scan, const char *name, const struct stat *info)
{
	if (scan->level == 0 && (strcmp(name, ".git") == 0 || strcmp(name, ".rsg") == 0))
		return true;
	return info->st_dev == scan->snapshots->state_dev &&
	       info->st_ino == scan->snapshots->state_ino;
}

static enum status
add_name(struct scan *scan, int dir, const char *name, struct err *err)
{
	struct stat info;
	char type;

	if (fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? ST_OK : cannot(scan, err);
	if (is_left_out(scan, name, &info))
		return ST_OK;
	if (scan->out->all.len >= SNAPSHOT_ENTRIES)
		return err_set(err, ST_REFUSED, "%.300s holds more than %d files",
		    scan->snapshots->root, SNAPSHOT_ENTRIES);
	type = entries_add(scan->out, scan->path.s, &info)->type;
	if (type == 'd')
		return enter(scan, dir, name, err);
	if (type == 'f')
		return add_file(scan, dir, name, err);
	return type == 'l' ? add_link(scan, dir, name, err) : ST_OK;
}

static enum status
add_directory(struct scan *scan, int fd, struct err *err)
{
	struct strings names = { 0 };
	size_t len = scan->path.len;
	enum status st = file_list_fd(fd, place_of(scan), &names, err);

	if (st)
		st = err->status = ST_IO;
	for (size_t i = 0; st == ST_OK && i < names.len; i++) {
		if (len)
			buf_char(&scan->path, '/');
		buf_str(&scan->path, names.at[i]);
		st = add_name(scan, fd, names.at[i], err);
		buf_cut(&scan->path, len);
	}
	strings_fini(&names);
	return st;
}

enum status
scan_tree(
    struct snapshots *snapshots, const struct scan_how *how, struct entries *out, struct err *err)
{
	struct scan scan = { .snapshots = snapshots, .how = how, .out = out };
	struct err cause = ERR_INIT;
	struct stat info;
	enum status st = ST_OK;

	buf_init(&scan.path, BUF_DOCUMENT);
	cache_open(&scan.cache, snapshots);
	if (fstat(snapshots->root_fd, &info) < 0)
		st = cannot(&scan, &cause);
	if (st == ST_OK) {
		entries_add(out, "", &info);
		st = add_directory(&scan, snapshots->root_fd, &cause);
	}
	if (st == ST_OK && scan.added)
		st = blobs_sync(snapshots->blobs_fd, &cause);
	if (cache_close(&scan.cache, snapshots, st == ST_OK ? out : NULL, &cause) && st == ST_OK)
		st = cause.status;
	buf_fini(&scan.path);
	if (st)
		*err = cause;
	return st;
}
