#include "io/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ignore.h"
#include "base/mem.h"
#include "io/file.h"

#define MAX_LEVELS 128
#define BINARY_CHECK ((size_t)8 * 1024)

struct level { /* the patterns of one directory */
	struct ignore ignore;
	size_t prefix; /* of walker.inside, up to and with the directory's '/' */
	const struct level *outer;
};

struct walker {
	const struct walk_options *options;
	struct strings *out;
	struct buf path;   /* as the caller wrote it */
	struct buf inside; /* the same from the repository's root */
};

struct entry {
	char *name;
	bool is_dir;
};

typedef VEC_OF(struct entry) entries;

static void
warn(const struct walker *w, const char *path, const char *why)
{
	char *text;

	if (w->options->warn == NULL)
		return;
	text = mem_printf("%s: %s: passed over", path, why);
	w->options->warn(w->options->arg, text);
	free(text);
}

static void
add_file(struct level *level, const char *dir, const char *name)
{
	char *path = file_join(dir, name);
	struct buf text;

	buf_init(&text, BUF_TEXT);
	if (walk_read(path, BUF_TEXT, &text) == WALK_READ)
		ignore_add(&level->ignore, text.s, text.len);
	buf_fini(&text);
	free(path);
}

static bool
ignored(const struct walker *w, const struct level *level, bool is_dir)
{
	enum ignore_answer answer = IGNORE_UNSAID;

	for (; level && answer == IGNORE_UNSAID; level = level->outer)
		answer = ignore_match(&level->ignore, w->inside.s + level->prefix, is_dir);
	if (answer == IGNORE_UNSAID && w->options->also)
		answer = ignore_match(w->options->also, w->inside.s, is_dir);
	return answer == IGNORE_YES;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* False for what is neither a file nor a directory, a link included. */
static bool
kind_of(DIR *dir, const struct dirent *d, bool *is_dir)
{
	struct stat st;

	if (d->d_type == DT_DIR || d->d_type == DT_REG) {
		*is_dir = d->d_type == DT_DIR;
		return true;
	}
	if (d->d_type != DT_UNKNOWN || fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW))
		return false;
	*is_dir = S_ISDIR(st.st_mode);
	return *is_dir || S_ISREG(st.st_mode);
}

static bool
is_control_dir(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, ".git") == 0 ||
	       strcmp(name, ".hg") == 0 || strcmp(name, ".svn") == 0;
}

/* False when the directory cannot be read; errno says why. */
static bool
list(const char *path, entries *out, bool *has_ignore)
{
	DIR *dir = opendir(path);
	struct dirent *d;

	if (dir == NULL)
		return false;
	while ((d = readdir(dir)) != NULL) {
		bool is_dir;

		if (is_control_dir(d->d_name) || !kind_of(dir, d, &is_dir))
			continue;
		*has_ignore |= !is_dir && (strcmp(d->d_name, ".gitignore") == 0 ||
					      strcmp(d->d_name, ".rsgignore") == 0);
		*vec_add(out) = (struct entry){ mem_strdup(d->d_name), is_dir };
	}
	closedir(dir);
	vec_sort(out, by_name);
	return true;
}

static void
level_init(struct level *level, const struct level *outer, size_t prefix)
{
	*level = (struct level){ .outer = outer, .prefix = prefix };
	ignore_init(&level->ignore);
}

static void
level_read(struct level *level, const char *dir)
{
	add_file(level, dir, ".gitignore");
	add_file(level, dir, ".rsgignore");
}

static void
append(struct buf *path, const char *name)
{
	if (path->len > 0 && path->s[path->len - 1] != '/')
		buf_char(path, '/');
	buf_str(path, name);
}

static void directory(struct walker *w, const struct level *outer, int depth);

static void
visit(struct walker *w, const struct level *level, const struct entry *e, int depth)
{
	size_t path_len = w->path.len, inside_len = w->inside.len;
	bool skip;

	append(&w->path, e->name);
	append(&w->inside, e->name);
	skip = !e->is_dir && w->options->wants && !w->options->wants(w->options->arg, w->path.s);
	if (!skip && (w->options->no_ignore || !ignored(w, level, e->is_dir))) {
		if (!e->is_dir)
			strings_addn(w->out, w->path.s, w->path.len);
		else if (depth >= MAX_LEVELS)
			warn(w, w->path.s, "more than 128 directories deep");
		else
			directory(w, level, depth + 1);
	}
	buf_cut(&w->path, path_len);
	buf_cut(&w->inside, inside_len);
}

static void
directory(struct walker *w, const struct level *outer, int depth)
{
	const char *path = w->path.len > 0 ? w->path.s : ".";
	bool has_ignore = false;
	entries found = { 0 };
	struct level level;

	level_init(&level, outer, w->inside.len > 0 ? w->inside.len + 1 : 0);
	if (!list(path, &found, &has_ignore))
		warn(w, path, strerror(errno));
	if (has_ignore && !w->options->no_ignore)
		level_read(&level, path);
	vec_each (struct entry *, e, &found) {
		visit(w, has_ignore ? &level : outer, e, depth);
		free(e->name);
	}
	vec_fini(&found);
	ignore_fini(&level.ignore);
}

/* The repository's info/exclude; .git may be a file that names the place. */
static void
read_exclude(struct level *level, const char *root)
{
	char *git = file_join(root, ".git"), *common;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	if (!file_is_dir(git) && walk_read(git, BUF_TEXT, &text) == WALK_READ &&
	    strncmp(text.s, "gitdir: ", 8) == 0) {
		text.s[strcspn(text.s, "\r\n")] = '\0';
		free(git);
		git = text.s[8] == '/' ? mem_strdup(text.s + 8) : file_join(root, text.s + 8);
		common = file_join(git, "commondir");
		buf_clear(&text);
		if (walk_read(common, BUF_TEXT, &text) == WALK_READ) {
			char *dir = git;

			text.s[strcspn(text.s, "\r\n")] = '\0';
			git = text.s[0] == '/' ? mem_strdup(text.s) : file_join(dir, text.s);
			free(dir);
		}
		free(common);
	}
	buf_fini(&text);
	add_file(level, git, "info/exclude");
	free(git);
}

/*
 * The directories from the repository's root down to `full`, each with its patterns, then the walk
 * itself.  w->inside grows from "" to the path of `full` from the root.
 */
static void
from_root(
    struct walker *w, const char *root, const char *rest, const struct level *outer, int depth)
{
	struct level level;
	size_t len = strcspn(rest, "/");
	char *name, *next;

	if (*rest == '\0' || depth >= MAX_LEVELS) {
		directory(w, outer, 0);
		return;
	}
	level_init(&level, outer, w->inside.len > 0 ? w->inside.len + 1 : 0);
	if (!w->options->no_ignore)
		level_read(&level, root);
	name = mem_strndup(rest, len);
	next = file_join(root, name);
	append(&w->inside, name);
	from_root(w, next, rest + len + (rest[len] == '/'), &level, depth + 1);
	free(next);
	free(name);
	ignore_fini(&level.ignore);
}

static void
start(struct walker *w, const char *path)
{
	char *full = realpath(path, NULL), *root = full ? file_find_up(full, ".git") : NULL;
	struct level exclude;

	level_init(&exclude, NULL, 0);
	if (root && strncmp(full, root, strlen(root)) == 0) {
		const char *rest = full + strlen(root);

		if (!w->options->no_ignore)
			read_exclude(&exclude, root);
		from_root(w, root, rest + strspn(rest, "/"), &exclude, 0);
	} else {
		directory(w, &exclude, 0);
	}
	ignore_fini(&exclude.ignore);
	free(root);
	free(full);
}

enum status
walk(const char *path, const struct walk_options *options, struct strings *out, struct err *err)
{
	struct walker w = { .options = options, .out = out };
	const char *shown = path;
	struct stat st;

	if (stat(path, &st) != 0)
		return err_set(err, ST_NOINPUT, "%s: %s: name a file or directory that can be read",
		    path, strerror(errno));
	while (shown[0] == '.' && shown[1] == '/')
		shown += 2 + strspn(shown + 2, "/");
	if (!S_ISDIR(st.st_mode)) {
		strings_add(out, shown);
		return ST_OK;
	}
	buf_init(&w.path, BUF_TEXT);
	buf_init(&w.inside, BUF_TEXT);
	if (strcmp(shown, ".") != 0)
		buf_str(&w.path, shown);
	while (w.path.len > 1 && w.path.s[w.path.len - 1] == '/')
		buf_cut(&w.path, w.path.len - 1);
	start(&w, path);
	buf_fini(&w.path);
	buf_fini(&w.inside);
	return ST_OK;
}

bool
walk_is_plain(const char *path, size_t top)
{
	size_t n = strlen(path);
	bool plain = n > top;

	for (size_t i = top; plain && i < n; i++) {
		char *part;
		struct stat st;

		i += strcspn(path + i, "/");
		part = mem_strndup(path, i);
		plain = *part == '\0' || (lstat(part, &st) == 0 &&
					     (i == n ? S_ISREG(st.st_mode) : S_ISDIR(st.st_mode)));
		free(part);
	}
	return plain;
}

static enum walk_read
read_all(int fd, size_t size, struct buf *out)
{
	size_t check = size < BINARY_CHECK ? size : BINARY_CHECK;
	char *to = buf_reserve(out, size);

	if (to == NULL)
		return WALK_LARGE;
	while (out->len < size) {
		ssize_t got = read(fd, to + out->len, size - out->len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return WALK_UNREADABLE;
		if (got == 0)
			break;
		out->len += (size_t)got;
	}
	to[out->len] = '\0';
	return memchr(to, '\0', out->len < check ? out->len : check) ? WALK_BINARY : WALK_READ;
}

enum walk_read
walk_read(const char *path, size_t max_bytes, struct buf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	enum walk_read answer = WALK_UNREADABLE;
	struct stat st;

	buf_clear(out);
	if (fd < 0)
		return answer;
	if (fstat(fd, &st) != 0)
		answer = WALK_UNREADABLE;
	else if (!S_ISREG(st.st_mode))
		answer = WALK_SPECIAL;
	else if ((uintmax_t)st.st_size > max_bytes)
		answer = WALK_LARGE;
	else if (st.st_size == 0)
		answer = WALK_READ;
	else
		answer = read_all(fd, (size_t)st.st_size, out);
	close(fd);
	return answer;
}
