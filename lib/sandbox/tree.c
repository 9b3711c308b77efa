#include "sandbox/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define OPEN_FILE (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define READABLE ((mode_t)(S_IRUSR | S_IXUSR))
#define CHUNK ((size_t)64 * 1024)

static void measure(int dir, int level, uint64_t most, struct tree_use *use);

/* What a command has closed, so that it cannot be counted, is ours all the same: it is opened while
   we look. */
static bool
is_shut(const struct stat *info)
{
	return S_ISDIR(info->st_mode) && info->st_uid == geteuid() && geteuid() != 0 &&
	       (info->st_mode & READABLE) != READABLE;
}

static void
measure_below(int dir, const char *name, const struct stat *info, int level, uint64_t most,
    struct tree_use *use)
{
	int fd;

	if (is_shut(info))
		fchmodat(dir, name, (info->st_mode & 07777) | READABLE, AT_SYMLINK_NOFOLLOW);
	fd = openat(dir, name, OPEN_DIR);
	if (fd < 0)
		return;
	measure(fd, level, most, use);
	if (is_shut(info))
		fchmod(fd, info->st_mode & 07777);
	close(fd);
}

static void
measure(int dir, int level, uint64_t most, struct tree_use *use)
{
	struct strings names = { 0 };
	struct err ignored = ERR_INIT;

	if (level > TREE_LEVELS)
		use->deep = true;
	else
		(void)file_list_fd(dir, "", &names, &ignored);
	for (size_t i = 0; i < names.len && use->bytes <= most; i++) {
		struct stat info;
		uint64_t bytes;

		if (fstatat(dir, names.at[i], &info, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		bytes = (uint64_t)info.st_blocks * 512;
		use->bytes += bytes > TREE_FILE_BYTES ? bytes : TREE_FILE_BYTES;
		use->files++;
		if (S_ISDIR(info.st_mode))
			measure_below(dir, names.at[i], &info, level + 1, most, use);
	}
	strings_fini(&names);
}

void
tree_use(int dir, uint64_t most, struct tree_use *use)
{
	struct stat info;
	bool shut = fstat(dir, &info) == 0 && is_shut(&info);

	*use = (struct tree_use){ 0 };
	if (shut)
		fchmod(dir, (info.st_mode & 07777) | READABLE);
	measure(dir, 1, most, use);
	if (shut)
		fchmod(dir, info.st_mode & 07777);
}

static bool
is_left(const struct tree_copy *c, const char *name)
{
	return strcmp(name, ".git") == 0 || strcmp(name, ".rsg") == 0 ||
	       (c->leave && strings_has(c->leave, name));
}

static enum status
failed(const char *name, struct err *err)
{
	return err_set(err, ST_IO, "cannot copy %.200s: %s", name, strerror(errno));
}

static enum status
copy_bytes(int from, int to, const char *name, struct err *err)
{
	struct err ignored = ERR_INIT;
	char bytes[CHUNK];
	bool closed;
	ssize_t got;

	while ((got = read(from, bytes, sizeof bytes)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || file_write_fd(to, bytes, (size_t)got, &closed, &ignored))
			return failed(name, err);
	}
	return ST_OK;
}

/* Mode, owner and times of what was made, from what it was made of. */
static enum status
copy_state(
    const struct tree_copy *c, int to, const struct stat *info, const char *name, struct err *err)
{
	const struct timespec times[2] = { info->st_atim, info->st_mtim };
	mode_t mode = info->st_mode & 0777;

	if (S_ISDIR(info->st_mode))
		mode |= S_IRWXU;
	if (c->own && fchown(to, c->owner, c->owner) < 0)
		return failed(name, err);
	if (fchmod(to, mode) < 0 || futimens(to, times) < 0)
		return failed(name, err);
	return ST_OK;
}

static enum status
count(struct tree_copy *c, uint64_t bytes, struct err *err)
{
	c->files++;
	c->bytes += bytes > TREE_FILE_BYTES ? bytes : TREE_FILE_BYTES;
	if (c->files > c->most_files)
		return err_set(err, ST_DATA,
		    "the project has more than %zu files: run this in a part of it", c->most_files);
	if (c->bytes > c->most_bytes)
		return err_set(err, ST_DATA,
		    "the project has more than %llu bytes: run this in a part of it",
		    (unsigned long long)c->most_bytes);
	return ST_OK;
}

static enum status
copy_file(struct tree_copy *c, int from, int to, const char *name, struct err *err)
{
	int in = openat(from, name, OPEN_FILE), out = -1;
	struct stat info;
	enum status st = ST_OK;

	if (in < 0 || fstat(in, &info) < 0 || !S_ISREG(info.st_mode)) {
		c->skipped++;
		if (in >= 0)
			close(in);
		return ST_OK;
	}
	st = count(c, (uint64_t)info.st_size, err);
	if (st == ST_OK)
		out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (st == ST_OK && out < 0)
		st = failed(name, err);
	if (st == ST_OK)
		st = copy_bytes(in, out, name, err);
	if (st == ST_OK)
		st = copy_state(c, out, &info, name, err);
	if (out >= 0 && close(out) < 0 && st == ST_OK)
		st = failed(name, err);
	close(in);
	return st;
}

static enum status
copy_link(struct tree_copy *c, int from, int to, const char *name, struct err *err)
{
	char target[4096];
	ssize_t n = readlinkat(from, name, target, sizeof target);

	if (n < 0 || (size_t)n == sizeof target) {
		c->skipped++;
		return ST_OK;
	}
	target[n] = '\0';
	if (count(c, 0, err))
		return err->status;
	if (symlinkat(target, to, name) < 0 ||
	    (c->own && fchownat(to, name, c->owner, c->owner, AT_SYMLINK_NOFOLLOW) < 0))
		return failed(name, err);
	return ST_OK;
}

static enum status copy_level(struct tree_copy *c, int from, int to, int level, struct err *err);

static enum status
copy_dir(struct tree_copy *c, int from, int to, const char *name, int level, struct err *err)
{
	int in = openat(from, name, OPEN_DIR), out = -1;
	struct stat info;
	enum status st = ST_OK;

	if (in < 0 || fstat(in, &info) < 0) {
		c->skipped++;
		if (in >= 0)
			close(in);
		return ST_OK;
	}
	if (info.st_dev == c->not_dev && info.st_ino == c->not_ino) {
		close(in);
		return ST_OK;
	}
	st = count(c, 0, err);
	if (st == ST_OK && mkdirat(to, name, 0700) < 0)
		st = failed(name, err);
	if (st == ST_OK && (out = openat(to, name, OPEN_DIR)) < 0)
		st = failed(name, err);
	if (st == ST_OK)
		st = copy_level(c, in, out, level + 1, err);
	if (st == ST_OK)
		st = copy_state(c, out, &info, name, err);
	if (out >= 0)
		close(out);
	close(in);
	return st;
}

static enum status
copy_one(struct tree_copy *c, int from, int to, const char *name, int level, struct err *err)
{
	struct stat info;

	if (fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW) < 0) {
		c->skipped++;
		return ST_OK;
	}
	if (S_ISDIR(info.st_mode))
		return copy_dir(c, from, to, name, level, err);
	if (S_ISREG(info.st_mode))
		return copy_file(c, from, to, name, err);
	if (S_ISLNK(info.st_mode))
		return copy_link(c, from, to, name, err);
	c->skipped++;
	return ST_OK;
}

static enum status
copy_level(struct tree_copy *c, int from, int to, int level, struct err *err)
{
	struct strings names = { 0 };
	struct err ignored = ERR_INIT;
	enum status st = ST_OK;

	if (level > TREE_LEVELS)
		return err_set(err, ST_DATA,
		    "the project has more than %d levels: run this in a "
		    "part of it",
		    TREE_LEVELS);
	if (file_list_fd(from, "", &names, &ignored))
		c->skipped++;
	for (size_t i = 0; st == ST_OK && i < names.len; i++) {
		if (!is_left(c, names.at[i]))
			st = copy_one(c, from, to, names.at[i], level, err);
	}
	strings_fini(&names);
	return st;
}

enum status
tree_copy(int from, int to, struct tree_copy *copy, struct err *err)
{
	return copy_level(copy, from, to, 1, err);
}
