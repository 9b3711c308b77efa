#include "sandbox/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/place.h"
#include "sandbox/sandbox_user.h"
#include "sandbox/tree.h"

/* A directory that the owner can get to; TMPDIR is often private to root. */
static const char *
choose_place(uid_t owner)
{
	static const char *const places[] = { "/tmp", "/var/tmp" };
	const char *tmp = getenv("TMPDIR");

	if (tmp && *tmp == '/' && sandbox_user_reaches(owner, tmp))
		return tmp;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		if (sandbox_user_reaches(owner, places[i]))
			return places[i];
	}
	return "/tmp";
}

static enum status
make_dirs(struct copy *copy, struct err *err)
{
	char *path = file_join(choose_place(copy->owner), "rsg-copy-XXXXXX");

	if (mkdtemp(path) == NULL || (copy->dir = realpath(path, NULL)) == NULL) {
		err_set(err, ST_IO, "cannot make a directory like %s: %s", path, strerror(errno));
		free(path);
		return ST_IO;
	}
	free(path);
	copy->work = file_join(copy->dir, "work");
	if (mkdir(copy->work, S_IRWXU) < 0 ||
	    (copy->owner != geteuid() &&
		(chmod(copy->dir, 0711) < 0 || chown(copy->work, copy->owner, copy->owner) < 0)))
		return err_set(err, ST_IO, "cannot make %s: %s", copy->work, strerror(errno));
	return ST_OK;
}

static enum status
fill(const char *project, const struct strings *leave, struct copy *copy, struct err *err)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	struct tree_copy tree = { .leave = leave,
		.own = copy->owner != geteuid(),
		.owner = copy->owner,
		.most_bytes = COPY_BYTES,
		.most_files = COPY_FILES };
	int from = open(project, flags), to = open(copy->work, flags | O_NOFOLLOW);
	struct stat info = { 0 };
	enum status st = ST_OK;

	if (from < 0)
		st = err_set(err, ST_NOINPUT, "cannot open %.300s: %s", project, strerror(errno));
	else if (to < 0 || stat(copy->dir, &info) < 0)
		st = err_set(err, ST_IO, "cannot open %s: %s", copy->work, strerror(errno));
	if (st == ST_OK) {
		tree.not_dev = info.st_dev;
		tree.not_ino = info.st_ino;
		st = tree_copy(from, to, &tree, err);
	}
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	copy->bytes = tree.bytes;
	copy->files = tree.files;
	copy->skipped = tree.skipped;
	return st;
}

enum status
copy_open(const char *project, const struct strings *leave, struct copy *out, struct err *err)
{
	struct copy copy = { .owner = sandbox_user() };
	enum status st = make_dirs(&copy, err);

	if (st == ST_OK && project)
		st = fill(project, leave, &copy, err);
	if (st == ST_OK)
		*out = copy;
	else
		copy_close(&copy);
	return st;
}

void
copy_close(struct copy *copy)
{
	if (copy->dir)
		tree_remove(copy->dir);
	free(copy->dir);
	free(copy->work);
	*copy = (struct copy){ 0 };
}

/* The file and the directories on the way to it belong to the owner. */
static void
give(const struct copy *copy, const char *path)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int dir = copy->owner == geteuid() ? -1 : open(copy->work, flags);

	while (dir >= 0 && *path) {
		size_t n = strcspn(path, "/");
		char *name = mem_strndup(path, n);
		int next = -1;

		if (fchownat(dir, name, copy->owner, copy->owner, AT_SYMLINK_NOFOLLOW) == 0)
			next = openat(dir, name, flags);
		free(name);
		close(dir);
		dir = next;
		path += n + (path[n] == '/');
	}
	if (dir >= 0)
		close(dir);
}

static enum status
sha256_of(const struct copy *copy, const char *path, char *out, bool *there, struct err *err)
{
	struct buf bytes;
	enum status st;

	buf_init(&bytes, BUF_DOCUMENT);
	st = place_read(copy->work, path, &bytes, there, err);
	if (st == ST_OK && *there)
		digest_text(bytes.s, bytes.len, out);
	buf_fini(&bytes);
	return st;
}

enum status
copy_put(const struct copy *copy, const char *path, const char *bytes, size_t n, struct err *err)
{
	char sha256[DIGEST_TEXT];
	bool there = false;
	enum status st = place_new(copy->work, path, bytes, n, err);

	if (st == ST_NO) {
		st = sha256_of(copy, path, sha256, &there, err);
		if (st == ST_OK)
			st = place_swap(copy->work, path, sha256, bytes, n, err);
	}
	if (st == ST_NO)
		return err_set(err, ST_IO, "%.300s changed meanwhile: try again", path);
	if (st == ST_OK)
		give(copy, path);
	return st;
}

enum status
copy_get(const struct copy *copy, const char *path, struct buf *out, bool *there, struct err *err)
{
	return place_read(copy->work, path, out, there, err);
}

enum status
copy_remove(const struct copy *copy, const char *path, struct err *err)
{
	char sha256[DIGEST_TEXT];
	bool there = false;
	enum status st = sha256_of(copy, path, sha256, &there, err);

	if (st == ST_OK && there)
		st = place_remove(copy->work, path, sha256, err);
	return st == ST_NO ? err_set(err, ST_IO, "%.300s changed meanwhile: try again", path) : st;
}
