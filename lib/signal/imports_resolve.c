#include <stdio.h>
#include <string.h>

#include "signal/imports_private.h"

#define PARTS 24 /* of a name */
#define FOLDER_FILES 200
#define PATH_BYTES 4096

const char *
imports_importer(const struct imports_tree *tree)
{
	return tree->in->files[tree->from].path;
}

/* Into key: the folder, then the name, "." and ".." worked out; false when that leaves the tree. */
static bool
join(struct imports_tree *tree, const char *folder, size_t n, const char *name)
{
	struct buf *key = &tree->key;

	buf_clear(key);
	buf_add(key, folder, n);
	while (*name) {
		size_t len = strcspn(name, "/");

		if (len == 2 && memcmp(name, "..", 2) == 0) {
			if (key->len == 0)
				return false;
			buf_cut(key, imports_folder_len(key->s));
		} else if (len > 0 && !(len == 1 && *name == '.')) {
			if (key->len > 0)
				buf_char(key, '/');
			buf_add(key, name, len);
		}
		name += len + (name[len] == '/');
	}
	return true;
}

/* Into key: the name with slashes for what separates its parts. */
static void
spell(struct imports_tree *tree, const char *name, const char *separators)
{
	buf_clear(&tree->key);
	for (; *name; name++) {
		bool separates = strchr(separators, *name) != NULL;

		if (!separates)
			buf_char(&tree->key, *name);
		else if (tree->key.len > 0 && tree->key.s[tree->key.len - 1] != '/')
			buf_char(&tree->key, '/');
	}
	if (tree->key.len > 0 && tree->key.s[tree->key.len - 1] == '/')
		buf_cut(&tree->key, tree->key.len - 1);
}

/* The first of key + ending that there is; by any end of a path when accept is given. */
uint32_t
imports_first(struct imports_tree *tree, const char *const *endings, imports_accept_fn *accept)
{
	size_t n = tree->key.len;
	uint32_t found = IMPORTS_NONE;

	for (; found == IMPORTS_NONE && *endings; endings++) {
		const char *ending = *endings + (n == 0 && **endings == '/');

		buf_str(&tree->key, ending);
		found = accept ? imports_ending(tree, tree->key.s, tree->key.len, accept)
			       : imports_exact(tree, tree->key.s, tree->key.len);
		buf_cut(&tree->key, n);
	}
	return found;
}

bool
imports_anywhere(const struct imports_tree *tree, const char *path, size_t before)
{
	(void)tree;
	(void)path;
	(void)before;
	return true;
}

static bool
drop_last(struct buf *key)
{
	size_t n = imports_folder_len(key->s);

	if (n > 0)
		buf_cut(key, n);
	return n > 0;
}

/* Where packages start: no folder that is a package itself. */
static bool
is_python_root(const struct imports_tree *tree, const char *path, size_t before)
{
	char init[PATH_BYTES];

	if (before == 0)
		return true;
	if (before > sizeof init - 32)
		return false;
	snprintf(init, sizeof init, "%.*s__init__.py", (int)before, path);
	return imports_exact(tree, init, strlen(init)) == IMPORTS_NONE;
}

static const char *const python_files[] = { ".py", "/__init__.py", ".pyi", NULL };

static void
resolve_python(struct imports_tree *tree, const struct import *import)
{
	size_t dots = strspn(import->name, "."), n, missed = 0;
	const char *from = imports_importer(tree);
	imports_accept_fn *accept = dots ? NULL : is_python_root;

	spell(tree, import->name + dots, ".");
	if (dots) {
		char rest[IMPORT_BYTES + 1], folder[PATH_BYTES];

		snprintf(rest, sizeof rest, "%s", tree->key.s);
		snprintf(folder, sizeof folder, "%.*s", (int)imports_folder_len(from), from);
		for (size_t i = 1; i < dots; i++)
			folder[imports_folder_len(folder)] = '\0';
		if (!join(tree, folder, strlen(folder), rest))
			return;
	}
	n = tree->key.len;
	for (size_t i = 0; i < import->members.len; i++) {
		uint32_t member;

		buf_printf(&tree->key, "%s%s", n ? "/" : "", import->members.at[i]);
		member = imports_first(tree, python_files, accept);
		imports_target(tree, member);
		missed += member == IMPORTS_NONE;
		buf_cut(&tree->key, n);
	}
	if (missed || import->members.len == 0)
		imports_target(tree, imports_first(tree, python_files, accept));
}

static void
resolve_javascript(struct imports_tree *tree, const struct import *import)
{
	static const char *const files[] = { "", ".js", ".ts", ".tsx", ".jsx", ".mjs", ".cjs",
		".mts", ".cts", ".vue", ".json", "/index.js", "/index.ts", "/index.tsx",
		"/index.jsx", "/index.mjs", "/index.cjs", NULL };
	static const char *const typed[] = { ".ts", ".tsx", ".mts", ".cts", NULL };
	const char *name = import->name, *from = imports_importer(tree), *dot;
	uint32_t found = IMPORTS_NONE;

	if ((name[0] == '@' || name[0] == '~') && name[1] == '/') {
		spell(tree, name + 2, "/");
		if (tree->key.len > 0)
			imports_target(tree, imports_first(tree, files, imports_anywhere));
		return;
	}
	if (name[0] != '.' || !join(tree, from, imports_folder_len(from), name))
		return;
	found = imports_first(tree, files, NULL);
	dot = strrchr(tree->key.s, '.');
	if (found == IMPORTS_NONE && dot && strchr(dot, '/') == NULL) {
		buf_cut(&tree->key, (size_t)(dot - tree->key.s)); /* "./x.js" may be x.ts */
		found = imports_first(tree, typed, NULL);
	}
	imports_target(tree, found);
}

static bool
is_include_root(const struct imports_tree *tree, const char *path, size_t before)
{
	(void)tree;
	return before >= 8 && memcmp(path + before - 8, "include/", 8) == 0;
}

/* The source that says what a header declares. */
static void
add_source_of(struct imports_tree *tree, uint32_t header)
{
	static const char *const sources[] = { ".c", ".cc", ".cpp", ".cxx", ".m", NULL };
	const char *path, *dot;
	size_t folder;
	uint32_t found;

	if (header == IMPORTS_NONE)
		return;
	path = tree->in->files[header].path;
	dot = strrchr(path, '.');
	folder = imports_folder_len(path);
	if (dot == NULL || dot < path + folder || dot[1] != 'h')
		return;
	buf_clear(&tree->key);
	buf_add(&tree->key, path, (size_t)(dot - path));
	found = imports_first(tree, sources, NULL);
	if (found == IMPORTS_NONE) {
		buf_clear(&tree->key);
		folder += folder > 0;
		buf_add(&tree->key, path + folder, (size_t)(dot - path) - folder);
		found = imports_first(tree, sources, imports_anywhere);
	}
	imports_target(tree, found);
}

static void
resolve_c(struct imports_tree *tree, const struct import *import)
{
	static const char *const as_is[] = { "", NULL };
	const char *from = imports_importer(tree);
	bool quoted = import->kind == IMPORT_FILE;
	uint32_t found = IMPORTS_NONE;

	if (quoted && join(tree, from, imports_folder_len(from), import->name))
		found = imports_first(tree, as_is, NULL);
	if (found == IMPORTS_NONE && join(tree, "", 0, import->name))
		found = imports_first(tree, as_is,
		    quoted || strchr(import->name, '/') ? imports_anywhere : is_include_root);
	imports_target(tree, found);
	add_source_of(tree, found);
}

static void
add_folder(struct imports_tree *tree, const char *path, size_t n, const char *but)
{
	uint32_t spot = imports_folder(tree, path, n);

	for (int i = 0; spot && i < FOLDER_FILES; i++) {
		uint32_t file = tree->spots.at[spot - 1].file;
		const char *name = tree->in->files[file].path;
		size_t len = strlen(name), end = strlen(but);

		if (len < end || strcmp(name + len - end, but) != 0)
			imports_target(tree, file);
		spot = tree->spots.at[spot - 1].next;
	}
}

/* a.b.C; of a.b.C.of and a.b.C.D the class. */
static void
resolve_java(struct imports_tree *tree, const struct import *import)
{
	static const char *const files[] = { ".java", ".kt", NULL };
	size_t n = strlen(import->name);
	uint32_t found = IMPORTS_NONE;

	spell(tree, import->name, ".");
	if (n > 2 && strcmp(import->name + n - 2, ".*") == 0) {
		drop_last(&tree->key);
		add_folder(tree, tree->key.s, tree->key.len, "?");
	}
	for (int i = 0; i < 3 && found == IMPORTS_NONE && strchr(tree->key.s, '/'); i++) {
		found = imports_first(tree, files, imports_anywhere);
		if (!drop_last(&tree->key))
			break;
	}
	imports_target(tree, found);
}

static void
resolve_go(struct imports_tree *tree, const struct import *import)
{
	const char *module = tree->in->go_module, *name = import->name;
	size_t n = module ? strlen(module) : 0;

	if (module && strncmp(name, module, n) == 0 && (name[n] == '/' || name[n] == '\0')) {
		add_folder(tree, name + n + (name[n] == '/'), strlen(name + n + (name[n] == '/')),
		    "_test.go");
		return;
	}
	if (module || memchr(name, '.', strcspn(name, "/")) == NULL)
		return; /* of another module, or of the language */
	for (const char *rest = name; rest; rest = strchr(rest, '/')) {
		rest += *rest == '/';
		if (imports_folder(tree, rest, strlen(rest))) {
			add_folder(tree, rest, strlen(rest), "_test.go");
			return;
		}
	}
}

static bool
is_ruby_root(const struct imports_tree *tree, const char *path, size_t before)
{
	static const char *const roots[] = { "lib/", "test/", "spec/", "app/" };

	(void)tree;
	for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
		size_t n = strlen(roots[i]);

		if (before >= n && memcmp(path + before - n, roots[i], n) == 0)
			return true;
	}
	return before == 0;
}

static void
resolve_ruby(struct imports_tree *tree, const struct import *import)
{
	static const char *const files[] = { ".rb", "", NULL };
	const char *from = imports_importer(tree), *name = import->name;
	bool near = import->kind == IMPORT_FILE || name[0] == '.';

	if (near && join(tree, from, imports_folder_len(from), name))
		imports_target(tree, imports_first(tree, files, NULL));
	else if (!near && join(tree, "", 0, name) && tree->key.len > 0)
		imports_target(tree, imports_first(tree, files, is_ruby_root));
}

/* A\B\C: the folder of a name space's start is not known, so its longest end counts. */
static void
resolve_php(struct imports_tree *tree, const struct import *import)
{
	char name[IMPORT_BYTES + 1];
	const char *rest = name;
	uint32_t found = IMPORTS_NONE;
	static const char *const files[] = { ".php", NULL };

	spell(tree, import->name, "\\");
	snprintf(name, sizeof name, "%s", tree->key.s);
	for (int i = 0; i < PARTS && rest && found == IMPORTS_NONE; i++) {
		rest += *rest == '/';
		buf_clear(&tree->key);
		buf_str(&tree->key, rest);
		found = tree->key.len ? imports_first(tree, files, imports_anywhere) : IMPORTS_NONE;
		rest = strchr(rest, '/');
	}
	imports_target(tree, found);
}

static void
resolve_sh(struct imports_tree *tree, const struct import *import)
{
	static const char *const as_is[] = { "", NULL };
	const char *from = imports_importer(tree), *name = import->name;
	uint32_t found = IMPORTS_NONE;

	if (join(tree, from, imports_folder_len(from), name))
		found = imports_first(tree, as_is, NULL);
	while (strncmp(name, "../", 3) == 0)
		name += 3;
	if (found == IMPORTS_NONE && join(tree, "", 0, name) && tree->key.len > 0)
		found = imports_first(tree, as_is, imports_anywhere);
	imports_target(tree, found);
}

void
imports_resolve(struct imports_tree *tree, const struct import *import)
{
	static const struct {
		const char *language;
		void (*resolve)(struct imports_tree *tree, const struct import *import);
	} rules[] = {
		{ "c", resolve_c },
		{ "cpp", resolve_c },
		{ "go", resolve_go },
		{ "java", resolve_java },
		{ "javascript", resolve_javascript },
		{ "kotlin", resolve_java },
		{ "php", resolve_php },
		{ "python", resolve_python },
		{ "ruby", resolve_ruby },
		{ "rust", imports_resolve_rust },
		{ "sh", resolve_sh },
	};
	const char *language = tree->in->files[tree->from].language;

	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (strcmp(language, rules[i].language) == 0)
			rules[i].resolve(tree, import);
	}
}
