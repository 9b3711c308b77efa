#include "io/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/digest.h"
#include "io/file.h"

#define PATH_BYTES 4095
#define NAME_BYTES 255
#define TEMPORARY 32

static bool
is_forbidden(const char *name, size_t n)
{
	static const char *const names[] = { "", ".", "..", ".git", ".rsg" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (n == strlen(names[i]) && strncasecmp(name, names[i], n) == 0)
			return true;
	}
	return n > NAME_BYTES;
}

/* Can a person see every character of it? */
static enum status
check_visible(const char *path, struct err *err)
{
	enum status st = ST_OK;
	struct buf shown;

	buf_init(&shown, 8 * PATH_BYTES);
	utf8_visible(&shown, path, strlen(path), false);
	if (strcmp(shown.s, path) != 0)
		st = err_set(
		    err, ST_REFUSED, "%.300s holds a character that cannot be seen", shown.s);
	buf_fini(&shown);
	return st;
}

enum status
place_check(const char *path, struct err *err)
{
	if (strlen(path) > PATH_BYTES)
		return err_set(err, ST_REFUSED, "a path of %zu bytes is too long", strlen(path));
	if (check_visible(path, err))
		return ST_REFUSED;
	if (*path == '/')
		return err_set(err, ST_REFUSED, "%.300s is outside the project", path);
	for (const char *s = path;; s++) {
		size_t n = strcspn(s, "/");

		if (is_forbidden(s, n))
			return err_set(err, ST_REFUSED,
			    "%.300s is no place for a test: \"%.*s\" in it is refused", path,
			    (int)(n > NAME_BYTES ? NAME_BYTES : n), s);
		s += n;
		if (*s == '\0')
			return ST_OK;
	}
}

struct parent {
	int fd;
	const char *name; /* of the file in it, within the path */
};

static enum status
cannot_enter(const char *path, size_t n, int fd, const char *name, struct err *err)
{
	int cause = errno;
	struct stat info;

	if (fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(info.st_mode))
		return err_set(err, ST_REFUSED, "%.*s is %s", (int)n, path,
		    S_ISLNK(info.st_mode) ? "a symbolic link" : "no directory");
	return err_set(err, ST_IO, "cannot open %.*s: %s", (int)n, path, strerror(cause));
}

/* One directory further.  ST_NO when it is not there and none is to be made. */
static enum status
enter(int *fd, const char *path, const char *name, bool make, struct err *err)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	size_t n = strcspn(name, "/");
	char *component = mem_strndup(name, n);
	int next = openat(*fd, component, flags);
	enum status st = ST_OK;

	if (next < 0 && errno == ENOENT && make &&
	    (mkdirat(*fd, component, 0777) == 0 || errno == EEXIST))
		next = openat(*fd, component, flags);
	if (next < 0 && errno == ENOENT && !make)
		st = ST_NO;
	else if (next < 0)
		st = cannot_enter(path, (size_t)(name - path) + n, *fd, component, err);
	free(component);
	close(*fd);
	*fd = next;
	return st;
}

/* ST_NO when a directory is missing and none is to be made. */
static enum status
open_parent(const char *root, const char *path, bool make, struct parent *out, struct err *err)
{
	const char *end;
	int fd = -1;
	enum status st = place_check(path, err);

	if (st)
		return st;
	fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_set(err, ST_IO, "cannot open %.300s: %s", root, strerror(errno));
	for (out->name = path; (end = strchr(out->name, '/')) != NULL; out->name = end + 1) {
		st = enter(&fd, path, out->name, make, err);
		if (st)
			return st;
	}
	out->fd = fd;
	return ST_OK;
}

/* ST_NO when it is not there. */
static enum status
read_in(const struct parent *parent, const char *path, struct buf *out, struct err *err)
{
	int fd = openat(
	    parent->fd, parent->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat info;
	enum status st = ST_OK;

	if (fd < 0 && errno == ENOENT)
		return ST_NO;
	if (fd < 0 && fstatat(parent->fd, parent->name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISREG(info.st_mode))
		return err_set(err, ST_REFUSED, "%.300s is %s", path,
		    S_ISLNK(info.st_mode) ? "a symbolic link" : "no regular file");
	if (fd < 0)
		return err_set(err, ST_IO, "cannot open %.300s: %s", path, strerror(errno));
	if (fstat(fd, &info) < 0 || !S_ISREG(info.st_mode))
		st = err_set(err, ST_REFUSED, "%.300s is no regular file", path);
	if (st == ST_OK)
		st = file_read_fd(fd, path, out, err);
	close(fd);
	return st;
}

enum status
place_read(const char *root, const char *path, struct buf *out, bool *there, struct err *err)
{
	struct parent parent;
	enum status st = open_parent(root, path, false, &parent, err);

	if (st == ST_OK) {
		st = read_in(&parent, path, out, err);
		close(parent.fd);
	}
	if (st == ST_OK || st == ST_NO)
		*there = st == ST_OK;
	return st == ST_NO ? ST_OK : st;
}

/* A new file in the parent, whole or not there.  ST_NO when there is one of that name. */
static enum status
create(const struct parent *parent, const char *name, const char *path, const char *bytes, size_t n,
    struct err *err)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(parent->fd, name, flags, 0666);
	struct err cause = ERR_INIT;
	bool closed, good;

	if (fd < 0 && errno == EEXIST)
		return ST_NO;
	if (fd < 0)
		return err_set(err, ST_IO, "cannot write %.300s: %s", path, strerror(errno));
	good = file_write_fd(fd, bytes, n, &closed, &cause) == ST_OK && fsync(fd) == 0;
	if (close(fd) == 0 && good)
		return ST_OK;
	err_set(err, ST_IO, "cannot write %.300s: %s", path, strerror(errno));
	unlinkat(parent->fd, name, 0);
	return ST_IO;
}

/* A whole file beside the place; its name is the caller's to unlink. */
static enum status
put_beside(const struct parent *parent, const char *path, const char *bytes, size_t n,
    char name[TEMPORARY], struct err *err)
{
	unsigned char random[8];
	unsigned long long number = 0;
	enum status st;

	random_bytes(random, sizeof random);
	memcpy(&number, random, sizeof random);
	snprintf(name, TEMPORARY, ".rsg-%016llx", number);
	st = create(parent, name, path, bytes, n, err);
	return st == ST_NO ? err_set(err, ST_IO, "cannot write %.300s: try again", path) : st;
}

/* A link, since unlike a rename it never takes the place of another file. */
static enum status
put_new(const struct parent *parent, const char *path, const char *bytes, size_t n, struct err *err)
{
	char name[TEMPORARY];
	enum status st = put_beside(parent, path, bytes, n, name, err);

	if (st)
		return st;
	if (linkat(parent->fd, name, parent->fd, parent->name, 0) == 0)
		st = ST_OK;
	else if (errno == EEXIST)
		st = ST_NO;
	else /* no hard links here: not at once, but never over what is there */
		st = create(parent, parent->name, path, bytes, n, err);
	unlinkat(parent->fd, name, 0);
	fsync(parent->fd);
	return st;
}

enum status
place_new(const char *root, const char *path, const char *bytes, size_t n, struct err *err)
{
	struct parent parent;
	enum status st = open_parent(root, path, true, &parent, err);

	if (st)
		return st;
	st = put_new(&parent, path, bytes, n, err);
	close(parent.fd);
	return st;
}

/* Is the file there that has this hash?  ST_NO when not. */
static enum status
expect(const struct parent *parent, const char *path, const char *sha256, struct err *err)
{
	char found[DIGEST_TEXT];
	struct buf bytes;
	enum status st;

	buf_init(&bytes, BUF_DOCUMENT);
	st = read_in(parent, path, &bytes, err);
	digest_text(bytes.s, bytes.len, found);
	buf_fini(&bytes);
	if (st == ST_DATA) /* larger than anything we wrote */
		return ST_NO;
	return st == ST_OK && strcmp(found, sha256) != 0 ? ST_NO : st;
}

enum status
place_swap(const char *root, const char *path, const char *sha256, const char *bytes, size_t n,
    struct err *err)
{
	char name[TEMPORARY];
	struct parent parent;
	enum status st = open_parent(root, path, false, &parent, err);

	if (st)
		return st;
	st = put_beside(&parent, path, bytes, n, name, err);
	if (st == ST_OK) {
		st = expect(&parent, path, sha256, err);
		if (st == ST_OK && renameat(parent.fd, name, parent.fd, parent.name) < 0)
			st = err_set(err, ST_IO, "cannot write %.300s: %s", path, strerror(errno));
		if (st)
			unlinkat(parent.fd, name, 0);
		fsync(parent.fd);
	}
	close(parent.fd);
	return st;
}

enum status
place_remove(const char *root, const char *path, const char *sha256, struct err *err)
{
	struct parent parent;
	enum status st = open_parent(root, path, false, &parent, err);

	if (st)
		return st;
	st = expect(&parent, path, sha256, err);
	if (st == ST_OK && unlinkat(parent.fd, parent.name, 0) < 0)
		st = err_set(err, ST_IO, "cannot remove %.300s: %s", path, strerror(errno));
	close(parent.fd);
	return st;
}
