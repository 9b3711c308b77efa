#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/inside.h"
#include "phase/generate_imports.h"
#include "text/imports.h"

/* Where packages are kept below a directory that is above the test. */
static const char *const places[] = { "", "src", "lib", "python", "app" };
static const char *const endings[] = { ".py", ".pyi", ".pyx" };

/* "shop.cart" as a path: "shop/cart"; free() it. */
static char *
as_path(const char *dotted, size_t n)
{
	char *path = mem_strndup(dotted, n);

	for (char *s = path; *s; s++) {
		if (*s == '.')
			*s = '/';
	}
	return path;
}

/* The file of a module (its __init__.py where it is a package, without one the directory); free()
   it, NULL when there is none. */
static char *
module_file(const struct resolver *r, const char *dir, const char *path)
{
	char *whole = resolver_path(dir, path), *out = NULL;

	for (size_t i = 0; whole && out == NULL && i < sizeof endings / sizeof endings[0]; i++) {
		out = mem_printf("%s%s", whole, endings[i]);
		if (*whole == '\0' || inside_look(r->root, out) != INSIDE_FILE) {
			free(out);
			out = NULL;
		}
	}
	if (whole && out == NULL && resolver_look(r, dir, path) == INSIDE_DIR) {
		out = mem_printf("%s%s__init__.py", whole, *whole ? "/" : "");
		if (inside_look(r->root, out) != INSIDE_FILE) {
			free(out);
			out = whole;
			whole = NULL;
		}
	}
	free(whole);
	return out;
}

static bool
says_everything(const struct resolver *r, const char *file)
{
	struct buf text;
	bool said;

	buf_init(&text, BUF_TEXT);
	said = !inside_read(r->root, file, BUF_TEXT, &text) || strstr(text.s, "import *") ||
	       strstr(text.s, "__getattr__") || strstr(text.s, "globals()") ||
	       strstr(text.s, "setattr(");
	buf_fini(&text);
	return said;
}

/* Names taken out of a module that is there: modules below it, or words of its file. */
static enum import_from
check_members(struct resolver *r, const char *dir, const char *path, const struct import *import)
{
	char *file = module_file(r, dir, path);
	bool package = inside_look(r->root, file) == INSIDE_DIR;
	enum import_from from = FROM_TREE;

	for (size_t i = 0; i < import->members.len && from == FROM_TREE; i++) {
		const char *member = import->members.at[i];
		char *below = mem_printf("%s%s%s", path, *path ? "/" : "", member);
		char *module = module_file(r, dir, below);

		if (module == NULL && package)
			from = import_missing(r, "%s has no %s", file, member);
		else if (module == NULL && !resolver_has_word(r, file, member) &&
			 !says_everything(r, file))
			from = import_missing(r, "%s has no %s", file, member);
		free(module);
		free(below);
	}
	free(file);
	return from;
}

/* FROM_UNKNOWN: nothing of that name below the directory. */
static enum import_from
look_below(struct resolver *r, const char *dir, const char *path, const struct import *import)
{
	char *file = module_file(r, dir, path);

	if (file == NULL)
		return FROM_UNKNOWN;
	free(file);
	return check_members(r, dir, path, import);
}

static enum import_from
resolve_relative(struct resolver *r, const struct import *import)
{
	size_t dots = strspn(import->name, ".");
	char *path = as_path(import->name + dots, strlen(import->name + dots));
	enum import_from from = FROM_UNKNOWN;

	if (r->root && dots > r->above.len)
		from = import_missing(r, "it leads out of the project");
	else if (r->root)
		from = look_below(r, r->above.at[dots - 1], path, import);
	if (r->root && from == FROM_UNKNOWN)
		from = import_missing(r, "there is no such module in the project");
	free(path);
	return from;
}

/* The whole name, or only its first part where `top`. */
static enum import_from
look_in_places(struct resolver *r, const char *path, const struct import *import, bool top)
{
	for (size_t i = 0; i < r->above.len; i++) {
		for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
			char *dir = resolver_path(r->above.at[i], places[k]);
			char *file = dir ? module_file(r, dir, path) : NULL;
			enum import_from from = FROM_UNKNOWN;

			if (file)
				from = top ? FROM_TREE : look_below(r, dir, path, import);
			free(file);
			free(dir);
			if (from != FROM_UNKNOWN)
				return from;
		}
	}
	return FROM_UNKNOWN;
}

static bool
tests_import_top(const struct resolver *r, const char *name, size_t n)
{
	for (size_t i = 0; r->tests && i < r->tests->len; i++) {
		const struct map_entry *it = &r->tests->at[i];

		if (it->key_len >= n && memcmp(it->key, name, n) == 0 &&
		    (it->key_len == n || it->key[n] == '.'))
			return true;
	}
	return false;
}

/* "try: import fast / except ImportError" */
static bool
may_be_absent(const struct resolver *r, const struct import *import)
{
	return import->optional &&
	       (strstr(r->code, "ImportError") || strstr(r->code, "ModuleNotFoundError"));
}

enum import_from
resolve_python(struct resolver *r, const struct import *import)
{
	size_t n = strcspn(import->name, ".");
	enum import_from from = FROM_UNKNOWN;
	bool ours = false;

	if (n == 0)
		return resolve_relative(r, import);
	if (r->root) {
		char *path = as_path(import->name, strlen(import->name));
		char *top = as_path(import->name, n);

		from = look_in_places(r, path, import, false);
		ours = look_in_places(r, top, import, true) == FROM_TREE;
		free(top);
		free(path);
	}
	if (from == FROM_TREE)
		return from;
	if (resolver_is_standard(r, import->name, n))
		return FROM_STANDARD;
	if (resolver_is_declared(r, import->name, n))
		return FROM_DECLARED;
	if (resolver_in_tests(r, import->name) || (!ours && tests_import_top(r, import->name, n)) ||
	    (strlen(r->framework) == n && strncmp(r->framework, import->name, n) == 0))
		return FROM_TESTS;
	if (from == FROM_MISSING || may_be_absent(r, import))
		return may_be_absent(r, import) ? FROM_UNKNOWN : from;
	if (ours)
		return import_missing(r, "there is no such module in the project");
	if (r->root == NULL || r->standard == NULL)
		return FROM_UNKNOWN;
	return import_missing(
	    r, "it is not in the project, not in Python, not declared, and no test imports it");
}
