/* CMakeLists.txt, meson.build, configure.ac, Makefile(.am), *.wrap, conanfile.txt, vcpkg.json. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "detect/calls.h"
#include "detect/deps_native.h"

#define FILES 200

typedef void call_fn(struct deps *d, const struct calls *c, const char *path);

/* ">=" and "1.2", or "check>=1.2", or "" */
static char *
constraint_at(const struct calls *c, size_t i)
{
	const struct calls_word *w = &c->words[i], *next = i + 1 < c->len ? w + 1 : NULL;
	size_t op = calls_until(w, "<>=!");

	if (op < w->n)
		return mem_strndup(w->s + op, w->n - op);
	if (next && strchr("<>=!", *next->s) && i + 2 < c->len && next->n <= 2)
		return mem_printf(
		    "%.*s%.*s", (int)next->n, next->s, w[2].n > 60 ? 60 : (int)w[2].n, w[2].s);
	return mem_strdup("");
}

/* A word; ">=" together with what it is about. */
static char *
operand(const struct calls *c, size_t i)
{
	const struct calls_word *w = &c->words[i];
	bool op = w->n <= 2 && i + 1 < c->len;

	for (size_t k = 0; k < w->n; k++)
		op = op && strchr("<>=!", w->s[k]);
	if (!op)
		return mem_strndup(w->s, w->n);
	return mem_printf("%.*s%.*s", (int)w->n, w->s, w[1].n > 60 ? 60 : (int)w[1].n, w[1].s);
}

/* The word behind the one called name. */
static char *
behind(const struct calls *c, const char *name)
{
	for (size_t i = 0; i + 1 < c->len; i++) {
		const struct calls_word *w = &c->words[i];
		size_t n = w->n > 1 && w->s[w->n - 1] == ':' ? w->n - 1 : w->n;
		struct calls_word bare = { w->s, n };

		if (calls_is(&bare, name)) {
			i += n == w->n && w[1].n == 1 && *w[1].s == ':' && i + 2 < c->len;
			return operand(c, i + 1);
		}
	}
	return mem_strdup("");
}

static void
modules(struct deps *d, const struct calls *c, const char *path)
{
	for (size_t i = 1; i < c->len; i++) {
		char *constraint;

		if (strchr("<>=!0123456789$", *c->words[i].s))
			continue;
		constraint = constraint_at(c, i);
		deps_native_library(d, &c->words[i], constraint, path);
		free(constraint);
	}
}

/* FetchContent_Declare(googletest ... GIT_TAG v1.14.0), or a URL that ends in /v1.14.0.zip. */
static void
fetched(struct deps *d, const struct calls *c, const char *path)
{
	char *tag = behind(c, "GIT_TAG"), *url = behind(c, "URL"), *name;
	const char *last = strrchr(url, '/');
	const char *version = *tag ? tag : last ? last + 1 : "";

	version += strcspn(version, "0123456789");
	name = mem_strndup(c->words[0].s, c->words[0].n);
	for (char *s = name; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	deps_native_library(d, &c->words[0], "", path);
	if (strchr(version, '.'))
		deps_lock(d, "c", name, version);
	free(name);
	free(url);
	free(tag);
}

/* find_package(GTest 1.12 REQUIRED) */
static void
found(struct deps *d, const struct calls *c, const char *path)
{
	const struct calls_word *w = &c->words[1];
	char *version = c->len > 1 && isdigit((unsigned char)*w->s)
			    ? mem_printf(">=%.*s", w->n > 60 ? 60 : (int)w->n, w->s)
			    : mem_strdup("");

	deps_native_library(d, &c->words[0], version, path);
	free(version);
}

static void
cmake(struct deps *d, const struct calls *c, const char *path)
{
	static const char *const tests[] = { "enable_testing", "add_test", "gtest_discover_tests",
		"catch_discover_tests" };
	const struct calls_word *name = &c->name;
	char *version;

	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		if (calls_is(name, tests[i]))
			deps_add(d, "build", "ctest", "", path);
	}
	if (calls_is(name, "cmake_minimum_required")) {
		version = behind(c, "VERSION");
		deps_add(d, "engine", "cmake", version, path);
		free(version);
	} else if (calls_is(name, "include") && c->len > 0 && calls_is(&c->words[0], "CTest")) {
		deps_add(d, "build", "ctest", "", path);
	} else if (calls_is(name, "find_package") && c->len > 0) {
		found(d, c, path);
	} else if (calls_is(name, "pkg_check_modules") || calls_is(name, "pkg_search_module") ||
		   calls_is(name, "target_link_libraries")) {
		modules(d, c, path);
	} else if (calls_is(name, "FetchContent_Declare") && c->len > 0) {
		fetched(d, c, path);
	}
}

static void
meson(struct deps *d, const struct calls *c, const char *path)
{
	char *version = behind(c, calls_is(&c->name, "project") ? "meson_version" : "version");

	if (calls_is(&c->name, "project"))
		deps_add(d, "engine", "meson", version, path);
	else if ((calls_is(&c->name, "dependency") || calls_is(&c->name, "find_library") ||
		     calls_is(&c->name, "subproject")) &&
		 c->len > 0)
		deps_native_library(d, &c->words[0], version, path);
	free(version);
}

static void
autoconf(struct deps *d, const struct calls *c, const char *path)
{
	char *version;

	if (calls_is(&c->name, "AC_PREREQ") && c->len > 0) {
		version = mem_strndup(c->words[0].s, c->words[0].n);
		deps_add(d, "engine", "autotools", version, path);
		free(version);
	} else if (calls_is(&c->name, "AC_INIT")) {
		deps_add(d, "build", "autotools", "", path);
	} else if (calls_is(&c->name, "PKG_CHECK_MODULES")) {
		modules(d, c, path);
	} else if (calls_is(&c->name, "AM_PATH_CHECK")) {
		version = c->len ? mem_printf(">=%.*s",
				       c->words[0].n > 60 ? 60 : (int)c->words[0].n, c->words[0].s)
				 : mem_strdup("");
		deps_add_as(d, "c", "check", version, path, "AM_PATH_CHECK");
		free(version);
	} else if (calls_is(&c->name, "AC_CHECK_LIB") && c->len > 0) {
		deps_native_library(d, &c->words[0], "", path);
	}
}

static void
read_calls(struct deps *d, const char *path, char quote, call_fn *fn)
{
	struct calls c = { .quote = quote, .m4 = quote == '\0' };
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	c.s = text.s;
	while (calls_next(&c))
		fn(d, &c, path);
	buf_fini(&text);
}

static void
read_cmake(struct deps *d, const char *path)
{
	read_calls(d, path, '"', cmake);
}

static void
read_meson(struct deps *d, const char *path)
{
	read_calls(d, path, '\'', meson);
}

static void
read_autoconf(struct deps *d, const char *path)
{
	read_calls(d, path, '\0', autoconf);
}

static const struct {
	const char *name;
	void (*read)(struct deps *d, const char *path);
} files[] = {
	{ "CMakeLists.txt", read_cmake },
	{ "meson.build", read_meson },
	{ "configure.ac", read_autoconf },
	{ "configure.in", read_autoconf },
	{ "Makefile", deps_native_makefile },
	{ "makefile", deps_native_makefile },
	{ "Makefile.am", deps_native_makefile },
	{ "GNUmakefile", deps_native_makefile },
	{ "conanfile.txt", deps_native_conan },
	{ "conanfile.py", deps_native_conan },
	{ "vcpkg.json", deps_native_vcpkg },
	{ "*.wrap", deps_native_wrap },
};

/* Those of the root's own directory, or those below. */
static void
read_files(struct deps *d, bool own, size_t *looked)
{
	size_t top = strlen(d->root) + (*d->root != '\0');

	for (size_t i = 0; i < d->files->len && *looked < FILES; i++) {
		const char *path = d->files->at[i], *slash = strrchr(path, '/');
		const char *base = slash ? slash + 1 : path;

		if (own != (base == path + top))
			continue;
		for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
			const char *name = files[k].name;

			if (ignore_glob(name, strlen(name), base, strlen(base))) {
				files[k].read(d, path);
				++*looked;
			}
		}
	}
}

void
deps_native(struct deps *d)
{
	size_t looked = 0;

	read_files(d, true, &looked);
	read_files(d, false, &looked);
}
