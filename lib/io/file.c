#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define CHUNK ((size_t)64 * 1024)

/* At the limit only the end of the file may follow. */
static enum status
expect_end(int fd, const char *name, const struct buf *out, struct err *err)
{
	ssize_t got;
	char c;

	do {
		got = read(fd, &c, 1);
	} while (got < 0 && errno == EINTR);
	if (got == 0)
		return ST_OK;
	return err_set(err, ST_DATA, "%s is larger than %zu bytes: split it", name, out->max);
}

static size_t
size_hint(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size <= 0)
		return CHUNK;
	return (size_t)st.st_size + 1;
}

enum status
file_read_fd(int fd, const char *name, struct buf *out, struct err *err)
{
	size_t want = size_hint(fd);

	for (;;) {
		size_t room = out->max - out->len;
		ssize_t got;
		char *at;

		if (room == 0)
			return expect_end(fd, name, out, err);
		if (want > room)
			want = room;
		at = buf_reserve(out, want);
		got = read(fd, at, want);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(
			    err, ST_NOINPUT, "cannot read %s: %s", name, strerror(errno));
		out->len += (size_t)got;
		out->s[out->len] = '\0';
		if (got == 0)
			return ST_OK;
		want = CHUNK;
	}
}

enum status
file_read(const char *path, struct buf *out, struct err *err)
{
	enum status st;
	int fd;

	if (strcmp(path, "-") == 0)
		return file_read_fd(STDIN_FILENO, "standard input", out, err);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_set(err, ST_NOINPUT, "cannot open %s: %s", path, strerror(errno));
	st = file_read_fd(fd, path, out, err);
	close(fd);
	return st;
}

enum status
file_write_fd(int fd, const char *bytes, size_t n, bool *closed, struct err *err)
{
	*closed = false;
	while (n > 0) {
		ssize_t put = write(fd, bytes, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			*closed = errno == EPIPE;
			return err_set(err, ST_IO, "cannot write: %s", strerror(errno));
		}
		bytes += put;
		n -= (size_t)put;
	}
	return ST_OK;
}

static bool
same_bytes(const char *path, const struct stat *st, const char *bytes, size_t n)
{
	struct err err = ERR_INIT;
	struct buf old;
	bool same;

	if ((size_t)st->st_size != n)
		return false;
	buf_init(&old, n);
	same = file_read(path, &old, &err) == ST_OK && old.len == n &&
	       (n == 0 || memcmp(old.s, bytes, n) == 0);
	buf_fini(&old);
	return same;
}

/* Into a device, a pipe or a terminal there is nothing to rename. */
static enum status
write_special(const char *path, const char *bytes, size_t n, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	enum status st;
	bool closed;

	if (fd < 0)
		return err_set(err, ST_IO, "cannot open %s: %s", path, strerror(errno));
	st = file_write_fd(fd, bytes, n, &closed, err);
	if (st)
		err_context(err, "%s", path);
	close(fd);
	return st;
}

static void
sync_directory_of(const char *path)
{
	char *dir = mem_strdup(path), *slash = strrchr(dir, '/');
	int fd;

	if (slash)
		slash[slash == dir] = '\0';
	fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(dir);
}

static enum status
fill(int fd, const char *bytes, size_t n, mode_t mode, struct err *err)
{
	bool closed;

	if (file_write_fd(fd, bytes, n, &closed, err))
		return ST_IO;
	if (fchmod(fd, mode) < 0 || fsync(fd) < 0)
		return err_set(err, ST_IO, "cannot write: %s", strerror(errno));
	return ST_OK;
}

static enum status
replace(const char *path, const char *bytes, size_t n, mode_t mode, struct err *err)
{
	char *temporary = mem_printf("%s.XXXXXX", path);
	int fd = mkstemp(temporary);
	enum status st;

	if (fd < 0) {
		st = err_set(
		    err, ST_IO, "cannot create a file beside %s: %s", path, strerror(errno));
		free(temporary);
		return st;
	}
	st = fill(fd, bytes, n, mode, err);
	if (close(fd) < 0 && st == ST_OK)
		st = err_set(err, ST_IO, "cannot write: %s", strerror(errno));
	if (st == ST_OK && rename(temporary, path) < 0)
		st = err_set(err, ST_IO, "cannot rename: %s", strerror(errno));
	if (st) {
		unlink(temporary);
		err_context(err, "%s", path);
	} else {
		sync_directory_of(path);
	}
	free(temporary);
	return st;
}

static mode_t
mode_for_new(int mode)
{
	mode_t mask = umask(0);

	umask(mask);
	return (mode_t)mode & ~mask;
}

enum status
file_write(const char *path, const char *bytes, size_t n, int mode, struct err *err)
{
	char *target = realpath(path, NULL); /* a symbolic link stays one */
	struct stat st;
	enum status status;

	if (target == NULL || stat(target, &st) < 0) {
		free(target);
		return replace(path, bytes, n, mode_for_new(mode), err);
	}
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		status = write_special(target, bytes, n, err);
	else if (S_ISREG(st.st_mode) && same_bytes(target, &st, bytes, n))
		status = ST_OK;
	else
		status = replace(target, bytes, n, st.st_mode & 07777, err);
	free(target);
	return status;
}

static int
make_one(const char *path, int mode)
{
	return mkdir(path, (mode_t)mode) < 0 && !(errno == EEXIST && file_is_dir(path)) ? -1 : 0;
}

enum status
file_mkdirs(const char *path, int mode, struct err *err)
{
	char *copy, *p;
	enum status st = ST_OK;

	if (file_is_dir(path))
		return ST_OK;
	copy = mem_strdup(path);
	for (p = copy + (*copy == '/'); *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (!file_is_dir(copy))
			make_one(copy, mode);
		*p = '/';
	}
	if (make_one(copy, mode) < 0)
		st = err_set(err, ST_IO, "cannot make the directory %s: %s", path, strerror(errno));
	free(copy);
	return st;
}

char *
file_find_up(const char *from, const char *name)
{
	char *dir = mem_strdup(from);

	for (;;) {
		char *path = file_join(dir, name), *slash;
		bool found = access(path, F_OK) == 0;

		free(path);
		if (found)
			return dir;
		slash = strrchr(dir, '/');
		if (slash == NULL || strcmp(dir, "/") == 0) {
			free(dir);
			return NULL;
		}
		slash[slash == dir] = '\0';
	}
}

bool
file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool
file_is_device(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode);
}

bool
file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *
file_join(const char *dir, const char *name)
{
	size_t n = strlen(dir);

	if (n == 0 || *name == '/')
		return mem_strdup(name);
	return mem_printf(dir[n - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

char *
file_cwd(void)
{
	size_t size = 256;

	for (;;) {
		char *dir = mem_alloc(size);

		if (getcwd(dir, size))
			return dir;
		free(dir);
		if (errno != ERANGE)
			return NULL;
		size *= 2;
	}
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum status
list(DIR *d, const char *name, struct strings *out, struct err *err)
{
	struct dirent *entry;
	enum status st = ST_OK;

	errno = 0;
	while ((entry = readdir(d)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			strings_add(out, entry->d_name);
		errno = 0;
	}
	if (errno)
		st = err_set(err, ST_NOINPUT, "cannot list %s: %s", name, strerror(errno));
	closedir(d);
	vec_sort(out, by_bytes);
	return st;
}

enum status
file_list(const char *dir, struct strings *out, struct err *err)
{
	DIR *d = opendir(dir);

	if (d == NULL)
		return err_set(err, ST_NOINPUT, "cannot list %s: %s", dir, strerror(errno));
	return list(d, dir, out, err);
}

enum status
file_list_fd(int dir, const char *name, struct strings *out, struct err *err)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (d == NULL) {
		err_set(err, ST_NOINPUT, "cannot list %s: %s", name, strerror(errno));
		if (fd >= 0)
			close(fd);
		return ST_NOINPUT;
	}
	return list(d, name, out, err);
}
