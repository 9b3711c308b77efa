#include "sandbox/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define OPEN_FILE (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define CHUNK ((size_t)64 * 1024)

/* The names in a directory; false when it cannot be read. */
static bool
list(int dir, struct strings *out)
{
	int fd = openat(dir, ".", OPEN_DIR);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (stream == NULL) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while ((entry = readdir(stream)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			strings_add(out, entry->d_name);
	}
	closedir(stream);
	return true;
}

static void
measure(int dir, int level, uint64_t most, struct tree_use *use)
{
	struct strings names = { 0 };

	if (level > TREE_LEVELS)
		use->deep = true;
	if (level > TREE_LEVELS || !list(dir, &names))
		return;
	for (size_t i = 0; i < names.len && use->bytes <= most; i++) {
		struct stat info;
		uint64_t bytes;
		int fd;

		if (fstatat(dir, names.at[i], &info, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		bytes = (uint64_t)info.st_blocks * 512;
		use->bytes += bytes > TREE_FILE_BYTES ? bytes : TREE_FILE_BYTES;
		use->files++;
		fd = S_ISDIR(info.st_mode) ? openat(dir, names.at[i], OPEN_DIR) : -1;
		if (fd >= 0) {
			measure(fd, level + 1, most, use);
			close(fd);
		}
	}
	strings_fini(&names);
}

void
tree_use(int dir, uint64_t most, struct tree_use *use)
{
	*use = (struct tree_use){ 0 };
	measure(dir, 1, most, use);
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
	char bytes[CHUNK];
	ssize_t got;

	while ((got = read(from, bytes, sizeof bytes)) != 0) {
		ssize_t done = 0, n = 0;

		if (got < 0 && errno != EINTR)
			return failed(name, err);
		while (done < got && n >= 0) {
			n = write(to, bytes + done, (size_t)(got - done));
			done += n > 0 ? n : 0;
			if (n < 0 && errno == EINTR)
				n = 0;
		}
		if (n < 0)
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
	enum status st = ST_OK;

	if (level > TREE_LEVELS)
		return err_set(err, ST_DATA,
		    "the project has more than %d levels: run this in a "
		    "part of it",
		    TREE_LEVELS);
	if (!list(from, &names))
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
