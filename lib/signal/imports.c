#include "signal/imports.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "signal/imports_private.h"

#define ENDS 40	      /* of a path */
#define LOOKED_AT 512 /* files of one end of a path */
#define THROUGH 0.5
#define PACKAGE 0.25

size_t
imports_folder_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

static void
add_spot(struct imports_tree *tree, struct map *map, const char *key, size_t n, uint32_t file)
{
	size_t *slot = map_slot(map, key, n, NULL);

	*vec_add(&tree->spots) = (struct imports_spot){ file, (uint32_t)*slot };
	*slot = tree->spots.len;
}

/* Files of a package see each other without an import. */
static bool
is_of_package(const char *language)
{
	return language && (strcmp(language, "java") == 0 || strcmp(language, "kotlin") == 0 ||
			       strcmp(language, "go") == 0);
}

/* The folder behind src/main/java or the like: the package, wherever its root is. */
static const char *
package_of(const char *path, size_t *n)
{
	static const char *const roots[] = { "/java/", "/kotlin/" };
	size_t folder = imports_folder_len(path);
	const char *from = path;

	for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
		const char *at = strstr(path, roots[i]);

		if (at && (size_t)(at - path) + strlen(roots[i]) <= folder && from == path)
			from = at + strlen(roots[i]);
	}
	*n = folder - (size_t)(from - path);
	return from;
}

static void
add_file(struct imports_tree *tree, uint32_t file)
{
	const char *path = tree->in->files[file].path, *end = path, *package;
	size_t n = strlen(path), package_n;

	*map_slot(&tree->paths, path, n, NULL) = (size_t)file + 1;
	add_spot(tree, &tree->folders, path, imports_folder_len(path), file);
	package = package_of(path, &package_n);
	if (package != path)
		add_spot(tree, &tree->folders, package, package_n, file);
	for (int i = 0; i < ENDS && end; i++) {
		add_spot(tree, &tree->ends, end, n - (size_t)(end - path), file);
		end = strchr(end, '/');
		end = end ? end + 1 : NULL;
	}
}

uint32_t
imports_exact(const struct imports_tree *tree, const char *path, size_t n)
{
	const struct map_entry *found = map_find(&tree->paths, path, n);

	return found ? (uint32_t)found->value - 1 : IMPORTS_NONE;
}

uint32_t
imports_folder(const struct imports_tree *tree, const char *path, size_t n)
{
	const struct map_entry *found = map_find(&tree->folders, path, n);

	return found ? (uint32_t)found->value : 0;
}

/* How many bytes of folders two paths have in common. */
static size_t
in_common(const char *a, const char *b)
{
	size_t common = 0;

	for (size_t i = 0; a[i] && a[i] == b[i]; i++) {
		if (a[i] == '/')
			common = i + 1;
	}
	return common;
}

static bool
is_nearer(const struct imports_tree *tree, uint32_t a, uint32_t b)
{
	const char *from = tree->in->files[tree->from].path, *x = tree->in->files[a].path,
		   *y = tree->in->files[b].path;
	size_t common_x = in_common(from, x), common_y = in_common(from, y);

	if (common_x != common_y)
		return common_x > common_y;
	if (strlen(x) != strlen(y))
		return strlen(x) < strlen(y);
	return strcmp(x, y) < 0;
}

uint32_t
imports_ending(
    const struct imports_tree *tree, const char *end, size_t n, imports_accept_fn *accept)
{
	const struct map_entry *found = map_find(&tree->ends, end, n);
	uint32_t best = IMPORTS_NONE, spot = found ? (uint32_t)found->value : 0;

	for (int i = 0; spot && i < LOOKED_AT; i++) {
		uint32_t file = tree->spots.at[spot - 1].file;
		const char *path = tree->in->files[file].path;

		spot = tree->spots.at[spot - 1].next;
		if (accept && !accept(tree, path, strlen(path) - n))
			continue;
		if (best == IMPORTS_NONE || is_nearer(tree, file, best))
			best = file;
	}
	return best;
}

void
imports_target(struct imports_tree *tree, uint32_t file)
{
	if (file == IMPORTS_NONE || file == tree->from || tree->targets.len == IMPORTS_TARGETS)
		return;
	*vec_add(&tree->targets) = file;
}

/* What a file needs, as far as it matters. */
struct need {
	uint32_t direct;   /* a changed file it imports, the first by path */
	uint32_t from, to; /* its targets in all */
};

struct graph {
	struct imports_tree tree;
	struct need *needs;
	bool *changed;
	VEC_OF(uint32_t) all;
};

static const char *
path_of(const struct graph *g, uint32_t file)
{
	return g->tree.in->files[file].path;
}

static void
lower(const struct graph *g, uint32_t *best, uint32_t file)
{
	if (*best == IMPORTS_NONE || strcmp(path_of(g, file), path_of(g, *best)) < 0)
		*best = file;
}

static void
read_needs(struct graph *g, uint32_t file)
{
	const struct imports *imports = g->tree.in->files[file].imports;
	struct need *need = &g->needs[file];

	*need = (struct need){ IMPORTS_NONE, (uint32_t)g->all.len, (uint32_t)g->all.len };
	if (imports == NULL || g->tree.in->files[file].language == NULL)
		return;
	g->tree.from = file;
	g->tree.targets.len = 0;
	for (size_t i = 0; i < imports->at.len; i++)
		imports_resolve(&g->tree, &imports->at.at[i]);
	for (size_t i = 0; i < g->tree.targets.len; i++) {
		*vec_add(&g->all) = g->tree.targets.at[i];
		if (g->changed[g->tree.targets.at[i]])
			lower(g, &need->direct, g->tree.targets.at[i]);
	}
	need->to = (uint32_t)g->all.len;
}

static void
mark_packages(struct graph *g, struct map *packages)
{
	for (uint32_t i = 0; i < g->tree.n; i++) {
		size_t n, *slot;
		const char *package = package_of(path_of(g, i), &n);
		uint32_t first;

		if (!g->changed[i] || !is_of_package(g->tree.in->files[i].language))
			continue;
		slot = map_slot(packages, package, n, NULL);
		first = *slot ? (uint32_t)*slot - 1 : IMPORTS_NONE;
		lower(g, &first, i);
		*slot = (size_t)first + 1;
	}
}

static void
judge(const struct graph *g, const struct map *packages, uint32_t file, struct imports_found *out)
{
	const struct need *need = &g->needs[file];
	uint32_t through = IMPORTS_NONE;
	const struct map_entry *package;
	size_t n;
	const char *name = package_of(path_of(g, file), &n);

	*out = (struct imports_found){ 0 };
	if (need->direct != IMPORTS_NONE) {
		*out = (struct imports_found){ 1, path_of(g, need->direct), NULL };
		return;
	}
	for (uint32_t i = need->from; i < need->to; i++) {
		uint32_t direct = g->needs[g->all.at[i]].direct;

		if (direct != IMPORTS_NONE && direct != file)
			lower(g, &through, g->all.at[i]);
	}
	if (through != IMPORTS_NONE) {
		*out = (struct imports_found){ THROUGH, path_of(g, g->needs[through].direct),
			path_of(g, through) };
		return;
	}
	package =
	    is_of_package(g->tree.in->files[file].language) ? map_find(packages, name, n) : NULL;
	if (package && !g->changed[file])
		*out = (struct imports_found){ PACKAGE, path_of(g, (uint32_t)package->value - 1),
			NULL };
}

static void
init(struct graph *g, const struct imports_input *in)
{
	size_t n = in->n_files < IMPORTS_FILES ? in->n_files : IMPORTS_FILES;

	*g = (struct graph){ .tree = { .in = in, .n = n } };
	map_init(&g->tree.paths);
	map_init(&g->tree.ends);
	map_init(&g->tree.folders);
	buf_init(&g->tree.key, BUF_TEXT);
	g->needs = mem_calloc(n + 1, sizeof *g->needs);
	g->changed = mem_calloc(n + 1, sizeof *g->changed);
	for (uint32_t i = 0; i < n; i++)
		add_file(&g->tree, i);
	for (size_t i = 0; i < in->n_changed; i++) {
		uint32_t file = imports_exact(&g->tree, in->changed[i], strlen(in->changed[i]));

		if (file != IMPORTS_NONE)
			g->changed[file] = true;
	}
}

static void
fini(struct graph *g)
{
	map_fini(&g->tree.paths);
	map_fini(&g->tree.ends);
	map_fini(&g->tree.folders);
	buf_fini(&g->tree.key);
	vec_fini(&g->tree.spots);
	vec_fini(&g->tree.targets);
	vec_fini(&g->all);
	free(g->needs);
	free(g->changed);
}

void
imports_signal(const struct imports_input *in, struct imports_found *out)
{
	struct graph g;
	struct map packages;

	init(&g, in);
	map_init(&packages);
	for (uint32_t i = 0; i < g.tree.n; i++)
		read_needs(&g, i);
	mark_packages(&g, &packages);
	for (uint32_t i = 0; i < g.tree.n; i++)
		judge(&g, &packages, i, &out[i]);
	for (size_t i = g.tree.n; i < in->n_files; i++)
		out[i] = (struct imports_found){ 0 };
	map_fini(&packages);
	fini(&g);
}
