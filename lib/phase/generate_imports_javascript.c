#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/inside.h"
#include "io/json.h"
#include "phase/generate_imports.h"
#include "text/imports.h"

static const char *const endings[] = { "", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".mts",
	".cts", ".d.ts", ".json", ".vue", ".svelte", ".node", "/index.js", "/index.mjs",
	"/index.cjs", "/index.ts", "/index.tsx", "/index.jsx", "/index.d.ts", "/index.json",
	"/package.json" };

static char *
file_with(const struct resolver *r, const char *path, size_t n, const char *ending)
{
	char *file = mem_printf("%.*s%s", (int)n, path, ending);

	if (inside_look(r->root, file) == INSIDE_FILE)
		return file;
	free(file);
	return NULL;
}

/* The file that a path means; TypeScript says x.js and means x.ts.  free() it, NULL for none. */
static char *
module_file(const struct resolver *r, const char *path)
{
	size_t n = strlen(path);
	char *file = NULL;

	for (size_t i = 0; file == NULL && i < sizeof endings / sizeof endings[0]; i++)
		file = file_with(r, path, n, endings[i]);
	if (file == NULL && n > 3 && strcmp(path + n - 3, ".js") == 0)
		file = file_with(r, path, n - 3, ".ts");
	if (file == NULL && n > 3 && strcmp(path + n - 3, ".js") == 0)
		file = file_with(r, path, n - 3, ".tsx");
	return file;
}

/* Files whose names are all in their text. */
static bool
says_its_names(const struct resolver *r, const char *file)
{
	static const char *const more[] = { "export *", "exports = require", "exports = {\n  ...",
		"Object.assign(", "Object.defineProperty(exports", "__exportStar" };
	const char *dot = strrchr(file, '.');
	struct buf text;
	bool all;

	if (dot == NULL || strspn(dot + 1, "cmjtsx") != strlen(dot + 1) || strstr(file, ".d.ts"))
		return false;
	buf_init(&text, BUF_TEXT);
	all = inside_read(r->root, file, BUF_TEXT, &text);
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
		all &= strstr(text.s, more[i]) == NULL;
	buf_fini(&text);
	return all;
}

static enum import_from
resolve_path(struct resolver *r, const struct import *import)
{
	char *path, *file;
	enum import_from from = FROM_TREE;

	if (r->root == NULL)
		return FROM_UNKNOWN;
	path = resolver_path(r->above.at[0], import->name);
	file = path ? module_file(r, path) : NULL;
	if (path == NULL)
		from = import_missing(r, "it leads out of the project");
	else if (file == NULL)
		from = import_missing(r, "there is no such file in the project");
	for (size_t i = 0; file && i < import->members.len && from == FROM_TREE; i++) {
		const char *member = import->members.at[i];

		if (strcmp(member, "default") != 0 && !resolver_has_word(r, file, member) &&
		    says_its_names(r, file))
			from = import_missing(r, "%s has no %s", file, member);
	}
	free(file);
	free(path);
	return from;
}

static bool
is_installed(const struct resolver *r, const char *name, size_t n)
{
	bool found = false;

	for (size_t i = 0; r->root && !found && i < r->above.len; i++) {
		char *path = mem_printf("node_modules/%.*s", (int)n, name);

		found = resolver_look(r, r->above.at[i], path) == INSIDE_DIR;
		free(path);
	}
	return found;
}

/* "name" in quotes, as package.json has it; its alias too. */
static bool
is_in_package(const struct resolver *r, const char *name, size_t n)
{
	char *quoted = mem_printf("\"%.*s\"", (int)n, name);
	char *key = mem_strndup(name, n);
	const char *alias = json_get_string(r->aliases, key);
	bool found = resolver_declares(r, quoted, n + 2);

	if (!found && *alias) {
		char *other = mem_printf("\"%s\"", alias);

		found = resolver_declares(r, other, strlen(other));
		free(other);
	}
	free(key);
	free(quoted);
	return found;
}

enum import_from
resolve_javascript(struct resolver *r, const struct import *import)
{
	const char *name = import->name;
	size_t n = strcspn(name, "/");

	if (strncmp(name, "./", 2) == 0 || strncmp(name, "../", 3) == 0 || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0)
		return resolve_path(r, import);
	if (strncmp(name, "node:", 5) == 0 && r->standard)
		return resolver_is_standard(r, name + 5, strlen(name + 5))
			   ? FROM_STANDARD
			   : import_missing(r, "node has no such module");
	if (*name == '@' && name[n])
		n += 1 + strcspn(name + n + 1, "/");
	if (strncmp(name, "@/", 2) == 0 || strchr("~#/", *name) || strchr(name, ':'))
		return FROM_UNKNOWN; /* a path of the project's own making */
	if (resolver_is_standard(r, name, strlen(name)))
		return FROM_STANDARD;
	if (is_installed(r, name, n))
		return FROM_TREE;
	if (is_in_package(r, name, n))
		return FROM_DECLARED;
	if (resolver_in_tests(r, name))
		return FROM_TESTS;
	if (r->root == NULL || !r->is_declared)
		return FROM_UNKNOWN;
	return import_missing(r, "package.json does not name it, and no test imports it");
}
