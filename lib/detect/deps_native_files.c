/* Files that are not made of calls: makefiles, wraps of Meson, conanfile.txt, vcpkg.json. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "detect/deps_native.h"
#include "io/json.h"

void
deps_native_library(
    struct deps *d, const struct calls_word *word, const char *constraint, const char *path)
{
	char *said = mem_strndup(word->s, calls_until(word, ":<>=!")), *name = mem_strdup(said);

	for (char *s = name; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	if (!strchr(name, '$'))
		deps_add_as(d, "c", name, constraint, path, said);
	free(name);
	free(said);
}

/* -lcheck */
void
deps_native_makefile(struct deps *d, const char *path)
{
	bool automake = strlen(path) > 3 && strcmp(path + strlen(path) - 3, ".am") == 0;
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	if (!automake && strchr(path + strlen(d->root) + (*d->root != '\0'), '/') == NULL)
		deps_add(d, "build", "make", "", path);
	for (const char *s = text.s; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		size_t n = strcspn(s, "#\n");

		for (size_t i = 0; i + 3 < n; i++) {
			size_t m = 0;

			if (memcmp(s + i, "-l", 2) != 0 || (i && !strchr(" \t=", s[i - 1])))
				continue;
			while (i + 2 + m < n && !strchr(" \t\r\\", s[i + 2 + m]))
				m++;
			deps_native_library(d, &(struct calls_word){ s + i + 2, m }, "", path);
			i += m;
		}
	}
	buf_fini(&text);
}

/* [wrap-file] directory = googletest-1.14.0 */
void
deps_native_wrap(struct deps *d, const char *path)
{
	static const char key[] = "directory";
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	char *name = mem_strndup(base, strlen(base) - strlen(".wrap"));
	struct buf text;

	if (deps_text(d, path, DEPS_MANIFEST, &text)) {
		const char *at = strstr(text.s, key), *dash;
		size_t n = at ? strcspn(at, "\n") : 0;

		deps_add(d, "c", name, "", path);
		for (dash = at;
		     n > 0 && dash < at + n && !(*dash == '-' && isdigit((unsigned char)dash[1]));)
			dash++;
		if (n > 0 && dash < at + n) {
			char *version = mem_strndup(dash + 1, strspn(dash + 1, "0123456789."));

			deps_lock(d, "c", name, version);
			free(version);
		}
		buf_fini(&text);
	}
	free(name);
}

/* gtest/1.14.0 on a line of its own, or quoted in a conanfile.py. */
void
deps_native_conan(struct deps *d, const char *path)
{
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	for (const char *s = text.s; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		const char *quote = s + strcspn(s, "\"'\n");
		const char *at = *quote == '"' || *quote == '\'' ? quote + 1 : s;
		size_t name, m;

		name = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789_-+.");
		m = at[name] == '/' ? strspn(at + name + 1, "0123456789.") : 0;
		if (name > 0 && m > 0) {
			char *version = mem_strndup(at + name + 1, m);
			struct calls_word word = { at, name };
			char *lib = mem_strndup(at, name);

			deps_native_library(d, &word, "", path);
			deps_lock(d, "c", lib, version);
			free(lib);
			free(version);
		}
	}
	buf_fini(&text);
}

void
deps_native_vcpkg(struct deps *d, const char *path)
{
	struct json *j = deps_json(d, path, DEPS_MANIFEST);

	json_each (it, json_get(j, "dependencies"))
		deps_add(d, "c", json_string(it) ? json_string(it) : json_get_string(it, "name"),
		    json_get_string(it, "version>="), path);
	json_each (it, json_get(j, "overrides"))
		deps_lock(d, "c", json_get_string(it, "name"), json_get_string(it, "version"));
	json_free(j);
}
