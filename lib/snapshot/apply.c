#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "snapshot/blobs.h"
#include "snapshot/snapshot_private.h"

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define TEMPORARY 40

struct work {
	const struct apply *apply;
	int fd;	   /* of the directory that was entered last, or -1 */
	char *dir; /* its path */
};

static enum status
fail(enum status status, const char *path, const char *why, struct err *err)
{
	struct buf shown;

	buf_init(&shown, BUF_TEXT);
	utf8_visible(&shown, *path ? path : ".", *path ? strlen(path) : 1, false);
	err_set(err, status, "cannot restore %.600s: %s", shown.s, why);
	buf_fini(&shown);
	return status;
}

static enum status
changed_now(const char *path, struct err *err)
{
	return fail(ST_TEMPFAIL, path, "it is changed at this moment", err);
}

static void
leave(struct work *work)
{
	if (work->fd >= 0)
		close(work->fd);
	free(work->dir);
	work->fd = -1;
	work->dir = NULL;
}

/* Component by component, so that a directory that is swapped for a link leads nowhere. */
static int
open_below(int root, const char *path)
{
	int fd = openat(root, ".", OPEN_DIR);

	for (const char *s = path; fd >= 0 && *s;) {
		size_t n = strcspn(s, "/");
		char *name = mem_strndup(s, n);
		int next = openat(fd, name, OPEN_DIR), cause = errno;

		free(name);
		close(fd);
		errno = cause;
		fd = next;
		s += n + (s[n] == '/');
	}
	return fd;
}

/* Into a directory, in which something is to be changed. */
static enum status
enter(struct work *work, const char *path, size_t n, struct err *err)
{
	struct stat info;

	if (work->dir && strlen(work->dir) == n && memcmp(work->dir, path, n) == 0)
		return ST_OK;
	leave(work);
	work->dir = mem_strndup(path, n);
	work->fd = open_below(work->apply->snapshots->root_fd, work->dir);
	if (work->fd < 0 || fstat(work->fd, &info) < 0)
		return fail(ST_IO, work->dir, strerror(errno), err);
	if ((info.st_mode & 0300) != 0300 && fchmod(work->fd, (info.st_mode & 07777) | 0700) < 0)
		return fail(ST_IO, work->dir, strerror(errno), err);
	return ST_OK;
}

/* The name in the directory of a path, which is entered. */
static const char *
name_in(struct work *work, const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');

	if (enter(work, path, slash ? (size_t)(slash - path) : 0, err))
		return NULL;
	return slash ? slash + 1 : path;
}

/* Is there what was seen?  A time alone is no matter of a directory. */
static bool
is_there(const struct work *work, const char *name, const struct entry *have)
{
	struct stat info;

	if (fstatat(work->fd, name, &info, AT_SYMLINK_NOFOLLOW) < 0)
		return have == NULL && errno == ENOENT;
	if (have == NULL || (uint64_t)info.st_ino != have->ino ||
	    (uint64_t)info.st_dev != have->dev)
		return false;
	return S_ISDIR(info.st_mode) ||
	       (info.st_mtim.tv_sec == have->mtime.s && info.st_mtim.tv_nsec == have->mtime.ns);
}

static enum status
take_away(struct work *work, const struct change *c, struct err *err)
{
	const struct entry *have = c->have;
	const char *name = name_in(work, have->path, err);
	int flags = have->type == 'd' ? AT_REMOVEDIR : 0;

	if (name == NULL)
		return err->status;
	if (!is_there(work, name, have))
		return changed_now(have->path, err);
	if (unlinkat(work->fd, name, flags) == 0 || (c->stays && errno == ENOTEMPTY))
		return ST_OK;
	return fail(errno == ENOTEMPTY ? ST_TEMPFAIL : ST_IO, have->path, strerror(errno), err);
}

static void
temporary_name(char out[TEMPORARY])
{
	unsigned long long n = 0;

	random_bytes(&n, sizeof n);
	snprintf(out, TEMPORARY, RESTORE_PREFIX "%016llx", n);
}

static void
times_of(const struct entry *e, struct timespec times[2])
{
	times[0] = (struct timespec){ .tv_nsec = UTIME_OMIT };
	times[1] = (struct timespec){ .tv_sec = (time_t)e->mtime.s, .tv_nsec = e->mtime.ns };
}

static enum status
set_marks(int fd, const struct entry *want, struct err *err)
{
	struct timespec times[2];

	times_of(want, times);
	if (fchmod(fd, want->mode) < 0 || futimens(fd, times) < 0)
		return fail(ST_IO, want->path, strerror(errno), err);
	return ST_OK;
}

static enum status
make_file(struct work *work, const char *name, const struct entry *want, struct err *err)
{
	int fd = openat(work->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	enum status st;

	if (fd < 0)
		return fail(ST_IO, want->path, strerror(errno), err);
	st = blobs_copy(work->apply->snapshots->blobs_fd, want->sha, fd, err);
	if (st == ST_OK)
		st = set_marks(fd, want, err);
	if (close(fd) < 0 && st == ST_OK)
		st = fail(ST_IO, want->path, strerror(errno), err);
	return st;
}

static enum status
make_link(struct work *work, const char *name, const struct entry *want, struct err *err)
{
	struct timespec times[2];

	times_of(want, times);
	if (symlinkat(want->target, work->fd, name) < 0 ||
	    utimensat(work->fd, name, times, AT_SYMLINK_NOFOLLOW) < 0)
		return fail(ST_IO, want->path, strerror(errno), err);
	return ST_OK;
}

/* Beside its place, and then in it. */
static enum status
put_there(struct work *work, const char *name, const struct change *c, struct err *err)
{
	bool fresh = c->have == NULL || c->have->type == 'd' || c->want->type == 'd';
	char temporary[TEMPORARY];
	enum status st;

	temporary_name(temporary);
	if (c->want->type == 'f')
		st = make_file(work, temporary, c->want, err);
	else
		st = make_link(work, temporary, c->want, err);
	if (st == ST_OK && !is_there(work, name, fresh ? NULL : c->have))
		st = changed_now(c->want->path, err);
	if (st == ST_OK && renameat(work->fd, temporary, work->fd, name) < 0)
		st = fail(ST_IO, c->want->path, strerror(errno), err);
	if (st)
		unlinkat(work->fd, temporary, 0);
	return st;
}

/* Only mode or time are another.  False where that cannot be said without its bytes. */
static bool
mark(struct work *work, const char *name, const struct change *c, struct err *err)
{
	const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	bool good;
	int fd;

	if (!c->have || c->want->type != 'f' || !entry_same_content(c->have, c->want) ||
	    !is_there(work, name, c->have))
		return false;
	fd = openat(work->fd, name, flags);
	if (fd < 0)
		return false;
	good = set_marks(fd, c->want, err) == ST_OK;
	close(fd);
	return good;
}

static enum status
put_entry(struct work *work, const struct change *c, struct err *err)
{
	const char *name = name_in(work, c->want->path, err);
	struct err ignored = ERR_INIT;

	if (name == NULL)
		return err->status;
	if (c->want->type != 'd')
		return mark(work, name, c, &ignored) ? ST_OK : put_there(work, name, c, err);
	if (c->have && c->have->type == 'd')
		return ST_OK;
	if (mkdirat(work->fd, name, 0700) == 0)
		return ST_OK;
	return errno == EEXIST ? changed_now(c->want->path, err)
			       : fail(ST_IO, c->want->path, strerror(errno), err);
}

/* What changed in a directory changed its time: they come last, the deepest first. */
static enum status
mark_directory(struct work *work, const struct entry *want, struct err *err)
{
	int fd = open_below(work->apply->snapshots->root_fd, want->path);
	enum status st = ST_OK;
	struct stat info;

	if (fd < 0)
		return fail(ST_IO, want->path, strerror(errno), err);
	if (fstat(fd, &info) < 0 || (info.st_mode & 07777) != want->mode ||
	    info.st_mtim.tv_sec != want->mtime.s || info.st_mtim.tv_nsec != want->mtime.ns)
		st = set_marks(fd, want, err);
	close(fd);
	return st;
}

static bool
must_go(const struct change *c)
{
	if (c->have == NULL)
		return false;
	return c->want == NULL ||
	       (c->have->type != c->want->type && (c->have->type == 'd' || c->want->type == 'd'));
}

static enum status
run(struct work *work, struct err *err)
{
	const struct apply *apply = work->apply;
	enum status st = ST_OK;

	for (size_t i = apply->changes->all.len; st == ST_OK && i-- > 0;) {
		if (must_go(&apply->changes->all.at[i]))
			st = take_away(work, &apply->changes->all.at[i], err);
	}
	for (size_t i = 0; st == ST_OK && i < apply->changes->all.len; i++) {
		const struct change *c = &apply->changes->all.at[i];

		if (c->want && *c->want->path)
			st = put_entry(work, c, err);
	}
	for (size_t i = apply->want->all.len; st == ST_OK && i-- > 0;) {
		const struct entry *e = &apply->want->all.at[i];

		if (e->type == 'd' && change_concerns(e->path, apply->only))
			st = mark_directory(work, e, err);
	}
	return st;
}

enum status
apply_changes(const struct apply *apply, struct err *err)
{
	struct work work = { .apply = apply, .fd = -1 };
	enum status st = ST_OK;

	vec_each (const struct change *, c, &apply->changes->all) {
		if (st == ST_OK && c->want && c->want->type == 'f' &&
		    !blobs_has(apply->snapshots->blobs_fd, c->want->sha, c->want->size))
			st = fail(ST_IO, c->want->path, "the snapshot's contents are missing", err);
	}
	if (st == ST_OK)
		st = run(&work, err);
	leave(&work);
	return st;
}
