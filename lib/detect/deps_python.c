/* requirements*.txt, pyproject.toml, Pipfile, setup.cfg and setup.py. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "detect/deps.h"
#include "io/inside.h"
#include "io/json.h"

#define INCLUDES 8

/* Lower case; runs of - _ . are one hyphen (PEP 503). */
void
deps_python_name(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (!strchr("-_.", s[i]))
			buf_char(out, (char)tolower((unsigned char)s[i]));
		else if (out->len && out->s[out->len - 1] != '-')
			buf_char(out, '-');
	}
}

static size_t
name_length(const char *s, size_t n)
{
	size_t i = 0;

	if (n == 0 || !isalnum((unsigned char)*s))
		return 0;
	while (i < n && s[i] && (isalnum((unsigned char)s[i]) || strchr("-_.", s[i])))
		i++;
	return i == n || strchr(" \t\r[(<>=!~;@#,", s[i]) ? i : 0;
}

/* "name[extra] >= 1.2, < 2 ; marker  # comment" */
static void
requirement(struct deps *d, const char *s, size_t n, const char *path)
{
	size_t name = name_length(s, n), i = name, m = 0;
	struct buf text;
	char *constraint, *said;

	if (name == 0)
		return;
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	if (i < n && s[i] == '[') {
		while (i < n && s[i] != ']')
			i++;
		i += i < n;
	}
	while (i < n && strchr(" \t(", s[i]))
		i++;
	if (i < n && s[i] != '@') {
		while (i + m < n && !strchr(";)#\\\r\n", s[i + m]))
			m++;
	}
	while (m > 0 && strchr(" \t,", s[i + m - 1]))
		m--;
	if (m > 2 && memcmp(s + i + m - 2, "--", 2) == 0)
		m = 0;
	buf_init(&text, 1024);
	deps_python_name(s, name, &text);
	constraint = mem_strndup(s + i, m);
	said = mem_strndup(s, name);
	deps_add_as(d, "pypi", text.s, strstr(constraint, "--hash") ? "" : constraint, path, said);
	free(said);
	free(constraint);
	buf_fini(&text);
}

static void
included(struct deps *d, const char *path, const char *s, size_t n, struct strings *files)
{
	const char *slash = strrchr(path, '/');
	char *dir = mem_strndup(path, slash ? (size_t)(slash - path) : 0);
	char *name = mem_strndup(s, n);
	const char *full = deps_path(d, dir, name);

	if (!strings_has(files, full) && files->len < INCLUDES)
		strings_add(files, full);
	free(name);
	free(dir);
}

static void
requirements(struct deps *d, const char *path, struct strings *files)
{
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	for (const char *s = text.s; *s;) {
		size_t n = strcspn(s, "\n"), i = strspn(s, " \t"), skip;

		if (s[i] == '-' && (s[i + 1] == 'r' || s[i + 1] == 'c')) {
			i += 2;
			skip = strspn(s + i, " \t=");
			i += skip;
			if (i < n)
				included(d, path, s + i, strcspn(s + i, " \t\r\n#"), files);
		} else if (i < n) {
			requirement(d, s + i, n - i, path);
		}
		s += n + (s[n] == '\n');
	}
	buf_fini(&text);
}

static void
in_directory(struct deps *d, const char *dir, const char *pattern, struct strings *files)
{
	struct strings names = { 0 };

	inside_list(d->tree, dir, &names);
	for (size_t i = 0; i < names.len && files->len < INCLUDES; i++) {
		if (ignore_glob(pattern, strlen(pattern), names.at[i], strlen(names.at[i])))
			strings_add(files, deps_path(d, dir, names.at[i]));
	}
	strings_fini(&names);
}

static void
requirement_files(struct deps *d)
{
	struct strings files = { 0 };

	in_directory(d, d->root, "*requirements*.txt", &files);
	in_directory(d, deps_path(d, d->root, "requirements"), "*.txt", &files);
	for (size_t i = 0; i < files.len; i++) /* grows by -r */
		requirements(d, files.at[i], &files);
	strings_fini(&files);
}

static void
requirement_list(struct deps *d, const struct json *list, const char *path)
{
	json_each (it, list) {
		const char *s = json_string(it);

		if (s)
			requirement(d, s, strlen(s), path);
	}
}

/* Poetry's and Pipfile's tables: name = "^1.0" or { version = "^1.0" }. */
static void
requirement_table(struct deps *d, const struct json *table, const char *path)
{
	json_each (it, table) {
		const char *v = json_string(it) ? json_string(it) : json_get_string(it, "version");
		struct buf name;

		buf_init(&name, 1024);
		deps_python_name(json_key(it), strlen(json_key(it)), &name);
		if (strcmp(name.s, "python") == 0)
			deps_add(d, "engine", "python", v, path);
		else
			deps_add_as(
			    d, "pypi", name.s, strcmp(v, "*") == 0 ? "" : v, path, json_key(it));
		buf_fini(&name);
	}
}

static void
build_backend(struct deps *d, const struct json *j, const char *path)
{
	const struct json *requires = json_path(j, "build-system.requires");

	json_each (it, requires) {
		const char *s = json_string(it) ? json_string(it) : "";
		size_t n = name_length(s, strlen(s));
		char *name = mem_strndup(s, n);

		deps_add(d, "build", name, s + n, path);
		free(name);
	}
	if (json_get(j, "project") || json_get(j, "build-system"))
		deps_add(d, "build", "pyproject", "", path);
}

static void
pyproject(struct deps *d)
{
	const char *path = deps_path(d, d->root, "pyproject.toml");
	struct json *j = deps_toml(d, path);
	const struct json *tool = json_get(j, "tool"), *poetry = json_get(tool, "poetry");

	if (j == NULL)
		return;
	requirement_list(d, json_path(j, "project.dependencies"), path);
	json_each (group, json_path(j, "project.optional-dependencies"))
		requirement_list(d, group, path);
	json_each (group, json_get(j, "dependency-groups"))
		requirement_list(d, group, path);
	json_each (group, json_path(tool, "pdm.dev-dependencies"))
		requirement_list(d, group, path);
	requirement_list(d, json_path(tool, "uv.dev-dependencies"), path);
	json_each (env, json_path(tool, "hatch.envs"))
		requirement_list(d, json_get(env, "dependencies"), path);
	requirement_table(d, json_get(poetry, "dependencies"), path);
	requirement_table(d, json_get(poetry, "dev-dependencies"), path);
	json_each (group, json_get(poetry, "group"))
		requirement_table(d, json_get(group, "dependencies"), path);
	deps_add(d, "engine", "python", json_get_string(json_get(j, "project"), "requires-python"),
	    path);
	json_each (it, tool)
		deps_add(d, "key", json_key(it), "", path);
	if (poetry)
		d->manager = "poetry";
	build_backend(d, j, path);
	json_free(j);
}

static void
python_version(struct deps *d, const char *s, size_t n, const char *path)
{
	size_t blank = 0;
	char *constraint;

	while (blank < n && strchr(" \t", s[blank]))
		blank++;
	while (n > blank && strchr(" \t\r", s[n - 1]))
		n--;
	constraint = mem_strndup(s + blank, n - blank);
	deps_add_as(d, "engine", "python", constraint, path, "python_requires");
	free(constraint);
}

/* install_requires, tests_require and extras of an .ini: indented lines. */
static void
setup_cfg(struct deps *d)
{
	const char *path = deps_path(d, d->root, "setup.cfg");
	bool inside = false, extras = false;
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	for (const char *s = text.s; *s;) {
		size_t n = strcspn(s, "\n"), blank = strspn(s, " \t");

		if (*s == '[') {
			extras = strncmp(s, "[options.extras_require]", 24) == 0;
			if (strncmp(s, "[tool:pytest]", 13) == 0)
				deps_add(d, "key", "pytest", "", path);
			inside = false;
		} else if (blank == 0 && n > 0) {
			size_t equals = strcspn(s, "=\n");

			if (strncmp(s, "python_requires", 15) == 0 && equals < n)
				python_version(d, s + equals + 1, n - equals - 1, path);
			inside = extras || strncmp(s, "install_requires", 16) == 0 ||
				 strncmp(s, "tests_require", 13) == 0;
			if (inside && equals < n) {
				size_t from = equals + 1 + strspn(s + equals + 1, " \t");

				requirement(d, s + from, from < n ? n - from : 0, path);
			}
		} else if (inside && blank < n) {
			requirement(d, s + blank, n - blank, path);
		}
		s += n + (s[n] == '\n');
	}
	buf_fini(&text);
}

/* Where pyproject.toml says what builds, nobody runs setup.py. */
static bool
has_backend(const struct deps *d)
{
	vec_each (const struct dep *, dep, &d->list) {
		if (strncmp(dep->name, "build:", 6) == 0 &&
		    strcmp(dep->name, "build:pyproject") != 0 &&
		    strstr(dep->file, "pyproject.toml"))
			return true;
	}
	return false;
}

/* python_requires=">=3.8" */
static void
said_version(struct deps *d, const char *text, const char *path)
{
	const char *s = strstr(text, "python_requires");
	const char *from = s ? s + strcspn(s, "\"'\n") : "";

	if (*from == '"' || *from == '\'')
		python_version(d, from + 1, strcspn(from + 1, "\"'\n"), path);
}

/* The strings in the brackets behind install_requires= and the like. */
static void
setup_py(struct deps *d)
{
	static const char *const keys[] = { "install_requires", "tests_require", "extras_require" };
	const char *path = deps_path(d, d->root, "setup.py");
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	if (!has_backend(d))
		deps_add(d, "build", "setuptools", "", path);
	said_version(d, text.s, path);
	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
		const char *s = strstr(text.s, keys[k]);
		int depth = 0;

		s = s ? s + strcspn(s, "[{\n") : "";
		for (; *s; s++) {
			size_t n = 0;

			if (*s == '#')
				s += strcspn(s, "\n");
			else if (*s == '"' || *s == '\'')
				n = strcspn(s + 1, (char[]){ *s, '\n', '\0' });
			if (n > 0)
				requirement(d, s + 1, n, path);
			s += n ? n + 1 : 0;
			depth += *s && strchr("[{(", *s) ? 1 : *s && strchr("]})", *s) ? -1 : 0;
			if (depth <= 0 || *s == '\0')
				break;
		}
	}
	buf_fini(&text);
}

static void
pipfile(struct deps *d)
{
	const char *path = deps_path(d, d->root, "Pipfile");
	struct json *j = deps_toml(d, path);

	requirement_table(d, json_get(j, "packages"), path);
	requirement_table(d, json_get(j, "dev-packages"), path);
	deps_add(d, "engine", "python", json_get_string(json_get(j, "requires"), "python_version"),
	    path);
	if (j)
		d->manager = "pipenv";
	json_free(j);
}

void
deps_python(struct deps *d)
{
	size_t before = d->list.len;

	requirement_files(d);
	pyproject(d);
	setup_cfg(d);
	setup_py(d);
	pipfile(d);
	if (d->list.len > before)
		deps_python_locks(d);
}
