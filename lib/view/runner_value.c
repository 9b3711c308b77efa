/* The values of a test that a form may have. */

#include <ctype.h>
#include <string.h>

#include "doc/tests.h"
#include "io/json.h"
#include "view/runner_private.h"

/* A second test of the same name has a number behind its id, which the runner does not know. */
static size_t
without_number(const char *s)
{
	size_t n = strlen(s), digits = 0;

	while (digits < n && isdigit((unsigned char)s[n - 1 - digits]))
		digits++;
	if (digits && digits < n && s[n - 1 - digits] == '#')
		return n - 1 - digits;
	return n;
}

/* "tests/test_a.py::TestB::test_c", of unittest too, whose names have no path. */
static void
node(const struct json *test, struct buf *out)
{
	const char *file = json_get_string(test, "file"), *name = json_get_string(test, "name");
	const char *local = doc_test_local(json_get_string(test, "test"));
	size_t n = strlen(file);

	if (strncmp(name, file, n) == 0 && strncmp(name + n, "::", 2) == 0)
		buf_str(out, name);
	else if (strncmp(local, file, n) == 0 && strncmp(local + n, "::", 2) == 0)
		buf_add(out, local, without_number(local));
	else
		buf_printf(out, "%s::%s", file, name);
}

/* A name of Kotlin's may have ` around it. */
static void
no_ticks(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '`')
			buf_char(out, s[i]);
	}
}

static void
before_dot(const struct json *test, struct buf *out)
{
	const char *name = json_get_string(test, "name"), *dot = strrchr(name, '.');

	no_ticks(name, dot ? (size_t)(dot - name) : strlen(name), out);
}

static void
behind_dot(const struct json *test, struct buf *out)
{
	const char *name = json_get_string(test, "name"), *dot = strrchr(name, '.');
	const char *method = dot ? dot + 1 : name;

	no_ticks(method, strlen(method), out);
}

static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static size_t
stem_of(const char *base)
{
	const char *dot = strrchr(base, '.');

	return dot && dot != base ? (size_t)(dot - base) : strlen(base);
}

static void
dir(const char *path, struct buf *out)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL) {
		buf_char(out, '.');
		return;
	}
	if (*path != '/' && strncmp(path, "./", 2) != 0)
		buf_str(out, "./");
	buf_add(out, path, (size_t)(slash - path));
}

/* Behind the directory of the crate's root: src, or tests, where each file is a crate. */
static const char *
below_root(const char *path)
{
	static const char *const roots[] = { "src/bin/", "src/", "tests/", "benches/",
		"examples/" };
	const char *best = base_of(path);

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
		size_t n = strlen(roots[i]);

		for (const char *at = strstr(path, roots[i]); at; at = strstr(at + 1, roots[i])) {
			const char *crate = at + n, *slash;

			if (at != path && at[-1] != '/')
				continue;
			if (i == 1)
				return crate;
			slash = strchr(crate, '/');
			return slash ? slash + 1 : crate + stem_of(crate);
		}
	}
	return best;
}

/* The name with the modules that its file is in: src/a/b.rs is a::b, src/a/mod.rs is a. */
static void
in_crate(const struct json *test, struct buf *out)
{
	const char *path = below_root(json_get_string(test, "file"));
	const char *base = base_of(path), *name = json_get_string(test, "name");
	size_t stem = stem_of(base);
	bool is_root =
	    *base == '.' || strncmp(base, "mod.rs", 6) == 0 ||
	    (base == path && (strncmp(base, "lib.rs", 6) == 0 || strncmp(base, "main.rs", 7) == 0));
	struct buf module;

	buf_init(&module, BUF_TEXT);
	for (; path < base; path++)
		buf_str(&module, *path == '/' ? "::" : (const char[]){ *path, '\0' });
	if (!is_root) {
		buf_add(&module, base, stem);
		buf_str(&module, "::");
	}
	if (strncmp(name, module.s, module.len) != 0)
		buf_add(out, module.s, module.len);
	buf_str(out, name);
	buf_fini(&module);
}

static bool
is(const char *place, size_t n, const char *name)
{
	return strlen(name) == n && memcmp(place, name, n) == 0;
}

bool
runner_value(const char *place, size_t n, const struct json *test, struct buf *out)
{
	const char *name = json_get_string(test, "name"), *file = json_get_string(test, "file");

	if (is(place, n, "node"))
		node(test, out);
	else if (is(place, n, "name"))
		buf_str(out, name);
	else if (is(place, n, "class"))
		before_dot(test, out);
	else if (is(place, n, "method"))
		behind_dot(test, out);
	else if (is(place, n, "top"))
		buf_add(out, name, strcspn(name, "/"));
	else if (is(place, n, "crate"))
		in_crate(test, out);
	else if (is(place, n, "file"))
		buf_str(out, file);
	else if (is(place, n, "stem"))
		buf_add(out, base_of(file), stem_of(base_of(file)));
	else if (is(place, n, "dir"))
		dir(file, out);
	else
		return false;
	return true;
}
