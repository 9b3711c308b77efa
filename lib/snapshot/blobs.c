#include "snapshot/blobs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

#define CHUNK ((size_t)256 * 1024)
#define NAME_TEXT (DIGEST_TEXT + 1)
#define NEW "new"

int syncfs(int fd); /* unistd.h; the C library's header has it for _GNU_SOURCE only */

/* "ab/cdef...": the first two digits are a directory. */
static void
name_of(const char *sha, char out[NAME_TEXT])
{
	snprintf(out, NAME_TEXT, "%.2s/%.62s", sha, sha + 2);
}

bool
blobs_has(int dir, const char *sha, uint64_t size)
{
	char name[NAME_TEXT];
	struct stat info;

	name_of(sha, name);
	return fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode) &&
	       (uint64_t)info.st_size == size;
}

static enum status
cannot(struct err *err, const char *what)
{
	return err_set(
	    err, ST_IO, "cannot %s the contents of a snapshot: %s", what, strerror(errno));
}

/* The new file to its name. */
static enum status
give_name(int dir, const char *sha, struct err *err)
{
	char name[NAME_TEXT], sub[3];

	name_of(sha, name);
	snprintf(sub, sizeof sub, "%.2s", sha);
	if (renameat(dir, NEW, dir, name) == 0)
		return ST_OK;
	if (errno == ENOENT && (mkdirat(dir, sub, 0700) == 0 || errno == EEXIST) &&
	    renameat(dir, NEW, dir, name) == 0)
		return ST_OK;
	return cannot(err, "keep");
}

static ssize_t
read_some(int fd, char *at, size_t n)
{
	size_t len = 0;

	while (len < n) {
		ssize_t got = read(fd, at + len, n - len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

/* The bytes of fd, of which the first n are read already, into to (-1: nowhere). */
static enum status
copy_rest(int fd, int to, char *chunk, size_t n, char sha[DIGEST_TEXT], struct err *err)
{
	struct digest digest;
	bool closed;

	digest_start(&digest);
	for (;;) {
		ssize_t got;

		digest_add(&digest, chunk, n);
		if (to >= 0 && file_write_fd(to, chunk, n, &closed, err))
			return err->status;
		if (n < CHUNK)
			break;
		got = read_some(fd, chunk, CHUNK);
		if (got < 0)
			return err_set(err, ST_IO, "cannot read: %s", strerror(errno));
		n = (size_t)got;
	}
	digest_end(&digest, sha);
	return ST_OK;
}

static enum status
keep(int dir, int fd, char *chunk, size_t n, char sha[DIGEST_TEXT], struct err *err)
{
	const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
	int to = openat(dir, NEW, flags, 0600);
	enum status st = to < 0 ? cannot(err, "write") : copy_rest(fd, to, chunk, n, sha, err);

	if (to >= 0 && close(to) < 0 && st == ST_OK)
		st = cannot(err, "write");
	if (st == ST_OK)
		st = give_name(dir, sha, err);
	if (st && to >= 0)
		unlinkat(dir, NEW, 0);
	return st;
}

enum status
blobs_put(int dir, int fd, char sha[DIGEST_TEXT], bool *added, struct err *err)
{
	char *chunk = mem_alloc(CHUNK);
	ssize_t n = read_some(fd, chunk, CHUNK);
	enum status st = ST_OK;

	*added = false;
	if (n < 0)
		st = err_set(err, ST_IO, "cannot read: %s", strerror(errno));
	else if (dir >= 0 && (size_t)n < CHUNK)
		digest_text(chunk, (size_t)n, sha);
	if (st == ST_OK && dir < 0)
		st = copy_rest(fd, -1, chunk, (size_t)n, sha, err);
	else if (st == ST_OK && ((size_t)n == CHUNK || !blobs_has(dir, sha, (uint64_t)n))) {
		*added = true;
		st = keep(dir, fd, chunk, (size_t)n, sha, err);
	}
	free(chunk);
	return st;
}

enum status
blobs_copy(int dir, const char *sha, int fd, struct err *err)
{
	char name[NAME_TEXT], found[DIGEST_TEXT], *chunk;
	enum status st = ST_OK;
	ssize_t n;
	int from;

	name_of(sha, name);
	from = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (from < 0)
		return cannot(err, "open");
	chunk = mem_alloc(CHUNK);
	n = read_some(from, chunk, CHUNK);
	st = n < 0 ? cannot(err, "read") : copy_rest(from, fd, chunk, (size_t)n, found, err);
	if (st == ST_OK && strcmp(found, sha) != 0)
		st = err_set(err, ST_IO, "what the snapshot kept of it is damaged");
	free(chunk);
	close(from);
	return st;
}

enum status
blobs_sync(int dir, struct err *err)
{
	return syncfs(dir) < 0 ? cannot(err, "sync") : ST_OK;
}

static void
keep_in(int dir, const char *sub, const struct map *keep)
{
	int fd = openat(dir, sub, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *list = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *d;

	while (list && (d = readdir(list)) != NULL) {
		char sha[DIGEST_TEXT];

		snprintf(sha, sizeof sha, "%.2s%.62s", sub, d->d_name);
		if (digest_check_text(sha) && !map_find(keep, sha, DIGEST_TEXT - 1))
			unlinkat(fd, d->d_name, 0);
	}
	if (list)
		closedir(list);
	else if (fd >= 0)
		close(fd);
}

void
blobs_keep(int dir, const struct map *keep)
{
	for (unsigned i = 0; i < 256; i++) {
		char sub[3];

		snprintf(sub, sizeof sub, "%02x", i);
		keep_in(dir, sub, keep);
	}
}
