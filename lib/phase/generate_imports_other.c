#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/inside.h"
#include "phase/generate_imports.h"
#include "text/imports.h"

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* "module NAME" of go.mod, or ""; free() it. */
static char *
go_module(const struct resolver *r)
{
	const char *at = r->declared.s;

	while (at && !starts(at, "module ")) {
		at = strchr(at, '\n');
		at += at != NULL;
	}
	return at ? mem_strndup(at + 7, strcspn(at + 7, " \t\r\n\"")) : mem_strdup("");
}

/* A path of the project's own module is a directory. */
static enum import_from
go_own(struct resolver *r, const char *rest)
{
	while (*rest == '/')
		rest++;
	for (size_t i = 0; r->root && i < r->above.len; i++) {
		if (resolver_look(r, r->above.at[i], rest) == INSIDE_DIR)
			return FROM_TREE;
	}
	return import_missing(r, "there is no such package in the module");
}

static enum import_from
resolve_go(struct resolver *r, const char *name)
{
	char *module = go_module(r);
	size_t n = strlen(module);
	enum import_from from = FROM_UNKNOWN;

	if (n > 0 && starts(name, module) && (name[n] == '/' || name[n] == '\0'))
		from = go_own(r, name + n);
	else if (resolver_is_standard(r, name, strlen(name)))
		from = FROM_STANDARD;
	free(module);
	if (from != FROM_UNKNOWN)
		return from;
	for (n = strlen(name); n > 0 && from == FROM_UNKNOWN; n--) {
		char *required = mem_printf("%.*s v", (int)n, name); /* its version behind it */

		if ((name[n] == '\0' || name[n] == '/') && resolver_declares(r, required, n + 2))
			from = FROM_DECLARED;
		free(required);
	}
	if (from == FROM_UNKNOWN && resolver_in_tests(r, name))
		from = FROM_TESTS;
	if (from == FROM_UNKNOWN && memchr(name, '.', strcspn(name, "/")) && r->is_declared)
		from = import_missing(r, "go.mod does not name it");
	if (from == FROM_UNKNOWN && !memchr(name, '.', strcspn(name, "/")) && r->standard)
		from = import_missing(r, "Go has no such package");
	return from;
}

/* A file of a class in a package that is there.  FROM_UNKNOWN: the package is not below dir. */
static enum import_from
java_below(struct resolver *r, const char *dir, const char *name)
{
	const char *s = name;
	char *at = mem_strdup(dir);
	enum import_from from = FROM_UNKNOWN;

	for (size_t depth = 0; *s && from == FROM_UNKNOWN; depth++) {
		size_t n = strcspn(s, ".");
		char *next = mem_printf("%s%s%.*s", at, *at ? "/" : "", (int)n, s);
		char *java = mem_printf("%s.java", next), *kotlin = mem_printf("%s.kt", next);

		if ((n == 1 && *s == '*' && depth > 1) ||
		    resolver_look(r, "", java) == INSIDE_FILE ||
		    resolver_look(r, "", kotlin) == INSIDE_FILE)
			from = FROM_TREE;
		else if (resolver_look(r, "", next) != INSIDE_DIR)
			n = 0;
		free(kotlin);
		free(java);
		free(at);
		at = next;
		if (n == 0 && from == FROM_UNKNOWN)
			break;
		s += n + (s[n] == '.');
	}
	free(at);
	return from;
}

static bool
tests_import_package(const struct resolver *r, const char *name)
{
	const char *last = strrchr(name, '.');
	size_t n = last ? (size_t)(last - name) : strlen(name);

	for (size_t i = 0; r->tests && i < r->tests->len; i++) {
		const struct map_entry *it = &r->tests->at[i];

		if (it->key_len > n && memcmp(it->key, name, n) == 0 && it->key[n] == '.')
			return true;
	}
	return false;
}

static enum import_from
resolve_java(struct resolver *r, const char *name)
{
	static const char *const own[] = { "java.", "javax.", "jdk.", "kotlin.", "org.w3c.dom.",
		"org.xml.sax." };
	static const char *const places[] = { "src/main/java", "src/test/java", "src/main/kotlin",
		"src/test/kotlin", "src", "" };

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (starts(name, own[i]))
			return FROM_STANDARD;
	}
	for (size_t i = 0; r->root && i < r->above.len; i++) {
		for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
			char *dir = resolver_path(r->above.at[i], places[k]);
			enum import_from from = dir ? java_below(r, dir, name) : FROM_UNKNOWN;

			free(dir);
			if (from == FROM_TREE)
				return from;
		}
	}
	return resolver_in_tests(r, name) || tests_import_package(r, name) ? FROM_TESTS
									   : FROM_UNKNOWN;
}

static enum import_from
resolve_rust(struct resolver *r, const char *name)
{
	static const char *const own[] = { "std", "core", "alloc", "proc_macro", "test" };
	static const char *const ours[] = { "crate", "self", "super" };
	size_t n = strcspn(name, ":");
	char *first = mem_strndup(name, n), *mod = mem_printf("mod %s", first);
	enum import_from from = FROM_UNKNOWN;

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (strcmp(first, own[i]) == 0)
			from = FROM_STANDARD;
	}
	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
		if (strcmp(first, ours[i]) == 0)
			from = FROM_TREE;
	}
	if (from == FROM_UNKNOWN && strstr(r->code, mod))
		from = FROM_TREE;
	if (from == FROM_UNKNOWN && resolver_is_declared(r, first, n))
		from = FROM_DECLARED;
	if (from == FROM_UNKNOWN && r->is_declared && *first >= 'a' && *first <= 'z')
		from = import_missing(r, "Cargo.toml does not name it");
	free(mod);
	free(first);
	return from;
}

static enum import_from
resolve_ruby(struct resolver *r, const char *name)
{
	static const char *const places[] = { "lib", "spec", "test", "app", "" };
	char *file = mem_printf("%s.rb", name);
	enum import_from from = FROM_UNKNOWN;

	for (size_t i = 0; r->root && from == FROM_UNKNOWN && i < r->above.len; i++) {
		for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
			char *path = mem_printf("%s/%s", places[k], file);

			if (resolver_look(r, r->above.at[i], path) == INSIDE_FILE)
				from = FROM_TREE;
			free(path);
		}
	}
	free(file);
	if (from == FROM_UNKNOWN && (resolver_is_declared(r, name, strlen(name)) ||
					resolver_is_declared(r, name, strcspn(name, "/"))))
		from = FROM_DECLARED;
	if (from == FROM_UNKNOWN && resolver_in_tests(r, name))
		from = FROM_TESTS;
	return from;
}

/* A path from where the test is; C looks in other directories too, which nobody told us. */
static enum import_from
resolve_file(struct resolver *r, const char *name)
{
	static const char *const places[] = { "", "include", "src", "lib", "tests", "test" };
	bool ruby = strcmp(r->language, "ruby") == 0;
	char *file = mem_printf("%s%s", name, ruby && !strstr(name, ".rb") ? ".rb" : "");
	enum import_from from = FROM_UNKNOWN;

	if (*name == '/' || r->root == NULL) {
		free(file);
		return FROM_UNKNOWN;
	}
	if (resolver_look(r, r->above.at[0], file) == INSIDE_FILE)
		from = FROM_TREE;
	else if (ruby)
		from = import_missing(r, "there is no such file in the project");
	for (size_t i = 0; from == FROM_UNKNOWN && i < sizeof places / sizeof places[0]; i++) {
		char *path = mem_printf("%s/%s", places[i], file);

		if (resolver_look(r, "", path) == INSIDE_FILE)
			from = FROM_TREE;
		free(path);
	}
	if (from == FROM_UNKNOWN && resolver_in_tests(r, name))
		from = FROM_TESTS;
	free(file);
	return from;
}

enum import_from
resolve_other(struct resolver *r, const struct import *import)
{
	if (import->kind == IMPORT_FILE)
		return resolve_file(r, import->name);
	if (strcmp(r->language, "go") == 0)
		return resolve_go(r, import->name);
	if (strcmp(r->language, "java") == 0 || strcmp(r->language, "kotlin") == 0)
		return resolve_java(r, import->name);
	if (strcmp(r->language, "rust") == 0)
		return resolve_rust(r, import->name);
	if (strcmp(r->language, "ruby") == 0)
		return resolve_ruby(r, import->name);
	return resolver_in_tests(r, import->name) ? FROM_TESTS : FROM_UNKNOWN;
}
