#include "doc/share.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "io/file.h"
#include "io/yaml.h"

#define MAX_FILE ((size_t)4 * 1024 * 1024)

struct share {
	struct strings dirs; /* the first that has a file wins */
	size_t project;	     /* so many of them, the first, are a project's */
	bool trusted;
};

static void
add_dir(struct share *share, char *dir)
{
	if (file_is_dir(dir))
		strings_add(&share->dirs, dir);
	free(dir);
}

static void
add_user_dir(struct share *share)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config == '/')
		add_dir(share, file_join(config, "rsg"));
	else if (home && *home == '/')
		add_dir(share, file_join(home, ".config/rsg"));
}

/* The directory above the one that holds the running program; free() it. */
static char *
program_prefix(void)
{
	size_t size = 4096;
	char *path = mem_calloc(1, size), *slash = NULL;
	ssize_t n = readlink("/proc/self/exe", path, size - 1);

	if (n > 0 && (size_t)n < size - 1)
		slash = strrchr(path, '/');
	if (slash) {
		*slash = '\0';
		slash = strrchr(path, '/');
	}
	if (slash) {
		*slash = '\0';
		return path;
	}
	free(path);
	return mem_strdup(RSG_PREFIX);
}

static void
add_installed_dir(struct share *share)
{
	const char *named = getenv("RSG_SHARE");
	char *prefix, *installed;

	if (named && *named) {
		add_dir(share, mem_strdup(named));
		return;
	}
	prefix = program_prefix();
	installed = file_join(prefix, "share/rsg");
	if (file_is_dir(installed))
		add_dir(share, installed);
	else {
		free(installed);
		add_dir(share, file_join(prefix, "share"));
	}
	free(prefix);
}

struct share *
share_open(const char *project_dir)
{
	struct share *share = mem_calloc(1, sizeof *share);

	if (project_dir)
		add_dir(share, file_join(project_dir, ".rsg"));
	share->project = share->dirs.len;
	add_user_dir(share);
	add_installed_dir(share);
	return share;
}

void
share_trust(struct share *share)
{
	share->trusted = true;
}

void
share_close(struct share *share)
{
	if (share == NULL)
		return;
	strings_fini(&share->dirs);
	free(share);
}

/* Names come from options too, so they must stay below the directories. */
static bool
is_below(const char *name)
{
	if (*name == '/' || *name == '\0')
		return false;
	for (const char *p = name; p; p = strchr(p, '/')) {
		p += *p == '/';
		if (strncmp(p, "..", 2) == 0 && (p[2] == '/' || p[2] == '\0'))
			return false;
	}
	return true;
}

/* The file in the first directory that has it, from directory number `from` up to `to`; or NULL. */
static char *
find_between(const struct share *share, const char *name, size_t from, size_t to)
{
	for (size_t i = from; is_below(name) && i < to; i++) {
		char *path = file_join(share->dirs.at[i], name);

		if (file_exists(path))
			return path;
		free(path);
	}
	return NULL;
}

static enum status
missing(const char *name, struct err *err)
{
	return err_set(err, ST_CONFIG,
	    "the data file %s is missing: install rsg again or set RSG_SHARE", name);
}

static enum status
find(const struct share *share, const char *name, size_t from, char **out, struct err *err)
{
	char *path = find_between(share, name, from, share->dirs.len);

	if (path) {
		*out = path;
		return ST_OK;
	}
	return missing(name, err);
}

enum status
share_read(const struct share *share, const char *name, struct buf *out, struct err *err)
{
	char *path = NULL;
	enum status st = find(share, name, 0, &path, err);

	if (st == ST_OK)
		st = file_read(path, out, err);
	free(path);
	return st;
}

static size_t
trusted_from(const struct share *share)
{
	return share->trusted ? 0 : share->project;
}

enum status
share_read_trusted(const struct share *share, const char *name, struct buf *out, struct err *err)
{
	char *path = NULL;
	enum status st = find(share, name, trusted_from(share), &path, err);

	if (st == ST_OK)
		st = file_read(path, out, err);
	free(path);
	return st;
}

enum status
share_paths(const struct share *share, const char *name, struct strings *out, struct err *err)
{
	for (size_t i = trusted_from(share); i < share->dirs.len; i++) {
		char *path = find_between(share, name, i, i + 1);

		if (path)
			strings_add(out, path);
		free(path);
	}
	return out->len > 0 ? ST_OK : missing(name, err);
}

bool
share_of_project(const struct share *share, const char *name)
{
	char *path = find_between(share, name, 0, share->project);
	bool there = path != NULL;

	free(path);
	return there;
}

bool
share_hides(const struct share *share, const char *name)
{
	char *path = find_between(share, name, 0, trusted_from(share));
	bool there = path != NULL;

	free(path);
	return there;
}

static enum status
read_yaml(
    const struct share *share, const char *name, size_t from, struct json **out, struct err *err)
{
	char *path = NULL;
	struct buf text;
	enum status st = find(share, name, from, &path, err);

	if (st)
		return st;
	buf_init(&text, MAX_FILE);
	st = file_read(path, &text, err);
	if (st == ST_OK && yaml_parse(text.s, text.len, out, err)) {
		err->status = ST_CONFIG;
		st = err_context(err, "%s", path);
	}
	buf_fini(&text);
	free(path);
	return st;
}

enum status
share_yaml(const struct share *share, const char *name, struct json **out, struct err *err)
{
	return read_yaml(share, name, 0, out, err);
}

enum status
share_yaml_trusted(const struct share *share, const char *name, struct json **out, struct err *err)
{
	return read_yaml(share, name, trusted_from(share), out, err);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum status
list_one(const char *path, const char *dir, struct map *seen, struct strings *out, struct err *err)
{
	struct strings names = { 0 };
	enum status st = file_list(path, &names, err);

	for (size_t i = 0; st == ST_OK && i < names.len; i++) {
		char *name;
		bool added;

		map_slot(seen, names.at[i], strlen(names.at[i]), &added);
		if (!added || names.at[i][0] == '.')
			continue;
		name = file_join(dir, names.at[i]);
		strings_add(out, name);
		free(name);
	}
	strings_fini(&names);
	return st;
}

enum status
share_list(const struct share *share, const char *dir, struct strings *out, struct err *err)
{
	enum status st = ST_OK;
	struct map seen;

	map_init(&seen);
	for (size_t i = 0; st == ST_OK && is_below(dir) && i < share->dirs.len; i++) {
		char *path = file_join(share->dirs.at[i], dir);

		if (file_is_dir(path))
			st = list_one(path, dir, &seen, out, err);
		free(path);
	}
	map_fini(&seen);
	vec_sort(out, by_name);
	return st;
}
