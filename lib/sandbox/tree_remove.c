#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/tree.h"

#define NAME_TEXT 40

/* A directory's directories are moved up to the root before it is removed, so that neither the
   length of a path nor the number of levels matters, and two descriptors are enough. */
struct removal {
	int root;
	unsigned long long moved;
	bool progress;
};

static bool
is_dir(int dir, const char *name)
{
	struct stat info;

	return fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode);
}

static void
move_up(struct removal *r, int dir, const char *name)
{
	char up[NAME_TEXT];
	int rc;

	fchmodat(dir, name, S_IRWXU,
	    AT_SYMLINK_NOFOLLOW); /* it gets another "..", which is a change to it */
	do {
		snprintf(up, sizeof up, "rsg-removed-%llu", r->moved++);
		rc = renameat(dir, name, r->root, up);
	} while (rc < 0 && (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR));
	r->progress |= rc == 0;
}

static void empty(struct removal *r, int dir, bool is_root);

static void
remove_dir(struct removal *r, const char *name)
{
	int fd;

	fchmodat(r->root, name, S_IRWXU, AT_SYMLINK_NOFOLLOW);
	fd = openat(r->root, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0) {
		empty(r, fd, false);
		close(fd);
	}
	r->progress |= unlinkat(r->root, name, AT_REMOVEDIR) == 0;
}

static void
empty(struct removal *r, int dir, bool is_root)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (stream == NULL) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(stream)) != NULL) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		if (!is_dir(dir, name))
			r->progress |= unlinkat(dir, name, 0) == 0;
		else if (is_root)
			remove_dir(r, name);
		else if (unlinkat(dir, name, AT_REMOVEDIR) < 0)
			move_up(r, dir, name);
		else
			r->progress = true;
	}
	closedir(stream);
}

void
tree_remove(const char *path)
{
	struct removal r = { .root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) };

	if (r.root < 0) {
		chmod(path, S_IRWXU);
		r.root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	}
	if (r.root < 0)
		return;
	fchmod(r.root, S_IRWXU);
	do {
		r.progress = false;
		empty(&r, r.root, true);
	} while (r.progress);
	close(r.root);
	rmdir(path);
}
