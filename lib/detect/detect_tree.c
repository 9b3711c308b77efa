/* The files of a tree, and which of its directories are roots. */

#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "detect/detect_private.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "io/walk.h"

#define FILES ((size_t)200000)
#define ROOTS 200

static void
add_patterns(struct ignore *ignore, const struct json *list)
{
	json_each (it, list) {
		if (json_string(it))
			ignore_add_line(ignore, json_string(it), strlen(json_string(it)));
	}
}

static bool
has(const struct tree *tree, const char *dir, const char *name)
{
	char *path = *dir ? mem_printf("%s/%s", dir, name) : mem_strdup(name);
	bool found = map_find(&tree->paths, path, strlen(path)) != NULL;

	free(path);
	return found;
}

static bool
has_any(const struct tree *tree, const char *dir, const struct json *names)
{
	bool found = false;

	json_each (it, names)
		found = found || (json_string(it) && has(tree, dir, json_string(it)));
	return found;
}

static bool
above_has_any(const struct tree *tree, const char *dir, const struct json *names)
{
	char *up = mem_strdup(dir);
	bool found = false;

	while (*up && !found) {
		char *slash = strrchr(up, '/');

		*(slash ? slash : up) = '\0';
		found = has_any(tree, up, names);
	}
	free(up);
	return found;
}

/* A manifest that makes a root, or one that does where nothing above is of its kind. */
static bool
is_root(const struct tree *tree, const char *dir, const struct json *rules)
{
	if (has_any(tree, dir, json_get(rules, "always")))
		return true;
	json_each (it, json_get(rules, "outermost")) {
		if (has_any(tree, dir, json_get(it, "files")) &&
		    !above_has_any(tree, dir, json_get(it, "unless")))
			return true;
	}
	return false;
}

static void
find_roots(struct tree *tree, const struct json *rules)
{
	struct map seen;

	map_init(&seen);
	map_slot(&seen, "", 0, NULL);
	strings_add(&tree->roots, "");
	for (size_t i = 0; i < tree->files.len && tree->roots.len < ROOTS; i++) {
		const char *path = tree->files.at[i], *slash = strrchr(path, '/');
		char *dir = mem_strndup(path, slash ? (size_t)(slash - path) : 0);
		bool added;

		map_slot(&seen, dir, strlen(dir), &added);
		if (added && is_root(tree, dir, rules))
			strings_add(&tree->roots, dir);
		free(dir);
	}
	map_fini(&seen);
}

/* The nearest root above each file. */
static void
find_owners(struct tree *tree)
{
	struct map roots;

	map_init(&roots);
	for (size_t i = 0; i < tree->roots.len; i++)
		*map_slot(&roots, tree->roots.at[i], strlen(tree->roots.at[i]), NULL) = i;
	for (size_t i = 0; i < tree->files.len; i++) {
		const char *path = tree->files.at[i];
		const struct map_entry *root = NULL;
		size_t n = strlen(path);

		while (root == NULL) {
			while (n > 0 && path[--n] != '/')
				;
			root = map_find(&roots, path, n); /* "" is always there */
		}
		*vec_add(&tree->owners) = root->value;
	}
	map_fini(&roots);
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
warn(void *arg, const char *text)
{
	const struct tree *tree = arg;

	if (tree->warn)
		tree->warn(tree->arg, text);
}

/* A file says nothing of what is beside it. */
static enum status
not_a_file(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	int n = slash ? (int)(slash - path) + (slash == path) : 1;

	if (file_is_dir(path) || !file_exists(path))
		return ST_OK;
	return err_set(err, ST_NOINPUT, "%s: not a directory: name the project's directory: %.*s",
	    path, n, slash ? path : ".");
}

enum status
tree_read(const struct rules *rules, struct tree *tree, struct err *err)
{
	struct walk_options options = { .warn = warn, .arg = tree };
	size_t n = strlen(tree->dir);
	struct strings found = { 0 };
	struct json *scan = NULL;
	struct ignore ignore;
	enum status st = share_yaml(rules->share, "scan.yaml", &scan, err);

	map_init(&tree->paths);
	ignore_init(&ignore);
	add_patterns(&ignore, json_get(scan, "vendored"));
	add_patterns(&ignore, json_get(rules->common, "ignored"));
	options.also = &ignore;
	if (st == ST_OK)
		st = not_a_file(tree->dir, err);
	if (st == ST_OK)
		st = walk(tree->dir, &options, &found, err);
	if (st == ST_OK && found.len > FILES)
		warn(tree, "there are more than 200,000 files: the others are not looked at");
	for (size_t i = 0; st == ST_OK && i < found.len && i < FILES; i++) {
		const char *path = found.at[i];

		if (strcmp(tree->dir, ".") != 0 && strncmp(path, tree->dir, n) == 0)
			path += n + strspn(path + n, "/");
		strings_add(&tree->files, path);
		map_slot(&tree->paths, path, strlen(path), NULL);
	}
	vec_sort(&tree->files, by_bytes);
	if (st == ST_OK)
		find_roots(tree, json_get(rules->common, "roots"));
	vec_sort(&tree->roots, by_bytes);
	if (st == ST_OK)
		find_owners(tree);
	ignore_fini(&ignore);
	strings_fini(&found);
	json_free(scan);
	return st;
}

void
tree_fini(struct tree *tree)
{
	strings_fini(&tree->files);
	strings_fini(&tree->roots);
	map_fini(&tree->paths);
	vec_fini(&tree->owners);
	parsed_fini(&tree->parsed);
}

/* What is below a root and not below one that is below it. */
void
tree_files(const struct tree *tree, size_t root, struct strings *out)
{
	for (size_t i = 0; i < tree->files.len; i++) {
		if (tree->owners.at[i] == root)
			strings_add(out, tree->files.at[i]);
	}
}
