/* build.gradle, build.gradle.kts and gradle.lockfile, by lines. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "detect/deps.h"

#define LINE ((size_t)2000) /* bytes; a longer one is passed over */

static const char *const scripts[] = { "build.gradle", "build.gradle.kts" };

/* The n-th string of a line, from 0; its length, 0 when there is none. */
static size_t
quoted(const char *line, size_t n, int nth, const char **out)
{
	for (size_t i = 0; i < n; i++) {
		char quote = line[i];
		size_t m = 0;

		if (quote == '/' && i + 1 < n && line[i + 1] == '/')
			return 0;
		if (quote != '"' && quote != '\'')
			continue;
		while (i + 1 + m < n && line[i + 1 + m] != quote)
			m++;
		*out = line + i + 1;
		if (nth-- == 0)
			return m;
		i += m + 1;
	}
	return 0;
}

/* $name and ${name}: what gradle.properties or a line `name = "text"` says. */
static const char *
variable(struct deps *d, const char *s, size_t n)
{
	char *name = mem_printf("prop:%.*s", n > 200 ? 200 : (int)n, s);
	const char *value = "";

	if (++d->lookups > DEPS_LOOKUPS) {
		free(name);
		return "";
	}
	vec_each (struct dep *, dep, &d->list) {
		if (*value == '\0' && strcmp(dep->name, name) == 0)
			value = dep->constraint;
	}
	free(name);
	return value;
}

static void
expand(struct deps *d, const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		size_t m = 0, brace;

		if (s[i] != '$') {
			buf_char(out, s[i]);
			continue;
		}
		brace = i + 1 < n && s[i + 1] == '{';
		i += 1 + brace;
		while (i + m < n && (isalnum((unsigned char)s[i + m]) || strchr("_.", s[i + m])))
			m++;
		buf_str(out, variable(d, s + i, m));
		i += m + brace - 1;
	}
}

/* "group:artifact:version@type" */
static void
coordinates(struct deps *d, const char *s, size_t n, const char *path)
{
	struct buf text;
	char *colon, *version;

	buf_init(&text, 1024);
	expand(d, s, n, &text);
	colon = strchr(text.s, ':');
	version = colon ? strchr(colon + 1, ':') : NULL;
	if (colon && colon > text.s && colon[1] && !strpbrk(text.s, " /")) {
		if (version) {
			*version++ = '\0';
			version[strcspn(version, ":@")] = '\0';
		}
		deps_add_as(d, "maven", text.s, version ? version : "", path, colon + 1);
	}
	buf_fini(&text);
}

static bool
starts(const char *s, size_t n, const char *word)
{
	size_t m = strlen(word);

	return n > m && memcmp(s, word, m) == 0 && strchr(" (\t", s[m]);
}

static const char *
find(const char *s, size_t n, const char *word)
{
	size_t m = strlen(word);

	for (size_t i = 0; i + m <= n; i++) {
		if (memcmp(s + i, word, m) == 0)
			return s + i;
	}
	return NULL;
}

/* id("org.springframework.boot") version "3.2.0" */
static void
plugin(struct deps *d, const char *s, size_t n, const char *path, bool own)
{
	const char *id, *v = "", *word = find(s, n, "version");
	size_t id_n = quoted(s, n, 0, &id), v_n = word ? quoted(s, n, 1, &v) : 0;
	char *name = mem_strndup(id, id_n ? id_n : 0);
	struct buf version;

	buf_init(&version, 256);
	expand(d, v, v_n, &version);
	if (id_n > 0 && own)
		deps_add(d, "plugin", name, version.s, path);
	if (id_n > 0 && version.len > 0)
		deps_lock(d, "plugin", name, version.s);
	buf_fini(&version);
	free(name);
}

/* group: 'junit', name: 'junit', version: '4.12' */
static bool
by_names(struct deps *d, const char *s, size_t n, const char *path)
{
	static const char *const keys[] = { "group", "name", "version" };
	const char *value[3] = { "", "", "" };
	size_t len[3] = { 0 };
	char *text;

	for (size_t i = 0; i < 3; i++) {
		const char *at = find(s, n, keys[i]);
		size_t from = at ? (size_t)(at - s) + strlen(keys[i]) : n;

		from += from < n ? strspn(s + from, " ") : 0;
		if (from < n && strchr(":=", s[from]))
			len[i] = quoted(s + from, n - from, 0, &value[i]);
	}
	if (len[0] == 0 || len[1] == 0)
		return false;
	text = mem_printf(
	    "%.*s:%.*s:%.*s", (int)len[0], value[0], (int)len[1], value[1], (int)len[2], value[2]);
	coordinates(d, text, strlen(text), path);
	free(text);
	return true;
}

/* val springVersion = "3.2.0", ext.x = '1', springVersion=3.2.0 */
static void
assignment(struct deps *d, const char *s, size_t n, bool properties, const char *path)
{
	size_t equals = strcspn(s, "=\n"), end = equals, from, m;
	const char *value = s + equals + 1;
	char *name, *text;

	if (equals >= n)
		return;
	while (end > 0 && strchr(" \t", s[end - 1]))
		end--;
	for (from = end; from > 0 && (isalnum((unsigned char)s[from - 1]) || s[from - 1] == '_' ||
					 (properties && s[from - 1] == '.'));)
		from--;
	m = n - equals - 1;
	if (!properties)
		m = quoted(value, m, 0, &value);
	while (m > 0 && strchr(" \t\r", value[m - 1]))
		m--;
	name = mem_strndup(s + from, end - from);
	text = mem_strndup(value, m > 200 ? 0 : m);
	if (*text)
		deps_add(d, "prop", name, text + strspn(text, " "), path);
	free(text);
	free(name);
}

static void
catalog_names(struct deps *d, const char *s, size_t n, const char *path)
{
	for (const char *at = find(s, n, "libs."); at;
	     at = find(at, n - (size_t)(at - s), "libs.")) {
		size_t m = 5;
		char *alias;

		while (at + m < s + n && (isalnum((unsigned char)at[m]) || strchr("._", at[m])))
			m++;
		alias = mem_strndup(at + 5, m - 5);
		deps_gradle_catalog(d, alias, path);
		free(alias);
		at += m;
	}
}

static void
line(struct deps *d, const char *s, size_t n, const char *path, bool own)
{
	const char *text;
	size_t m;

	if (n > 1 && (memcmp(s, "//", 2) == 0 || *s == '*'))
		return;
	if (starts(s, n, "id") || starts(s, n, "kotlin")) {
		plugin(d, s, n, path, own);
		return;
	}
	assignment(d, s, n, false, path);
	if (!own)
		return;
	catalog_names(d, s, n, path);
	if (find(s, n, "useTestNG"))
		deps_add(d, "key", "useTestNG", "", path);
	if (by_names(d, s, n, path))
		return;
	for (int i = 0; (m = quoted(s, n, i, &text)) > 0; i++)
		coordinates(d, text, m, path);
}

static bool
lines(struct deps *d, const char *path, bool own, bool properties)
{
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return false;
	for (const char *s = text.s; *s;) {
		size_t n = strcspn(s, "\n"), i = strspn(s, " \t");

		if (n > LINE)
			i = n;
		if (i < n && properties && s[i] != '#')
			assignment(d, s + i, n - i, true, path);
		else if (i < n && !properties)
			line(d, s + i, n - i, path, own);
		s += n + (s[n] == '\n');
	}
	buf_fini(&text);
	return true;
}

static void
lock_file(struct deps *d)
{
	const char *dir = deps_up(d, "gradle.lockfile");
	struct buf text;

	if (dir == NULL || !deps_text(d, deps_path(d, dir, "gradle.lockfile"), DEPS_LOCK, &text))
		return;
	for (const char *s = text.s; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		size_t group = strcspn(s, ":#\n"), name;
		char *full, *version;

		if (s[group] != ':')
			continue;
		name = group + 1 + strcspn(s + group + 1, ":\n");
		if (s[name] != ':')
			continue;
		full = mem_strndup(s, name);
		version = mem_strndup(s + name + 1, strcspn(s + name + 1, "=\n"));
		deps_lock(d, "maven", full, version);
		free(version);
		free(full);
	}
	buf_fini(&text);
}

static void
wrapper(struct deps *d)
{
	static const char path[] = "gradle/wrapper/gradle-wrapper.properties";
	const char *dir = deps_up(d, path), *at;
	struct buf text;

	if (dir == NULL || !deps_text(d, deps_path(d, dir, path), DEPS_MANIFEST, &text))
		return;
	at = strstr(text.s, "/gradle-");
	if (at) {
		char *version = mem_strndup(at + 8, strspn(at + 8, "0123456789."));

		deps_lock(d, "build", "gradle", version);
		free(version);
	}
	buf_fini(&text);
}

void
deps_gradle(struct deps *d)
{
	static const char *const settings[] = { "settings.gradle", "settings.gradle.kts" };
	bool any = false;

	for (size_t i = 0; i < 2; i++) {
		for (const char *dir = d->root; dir; dir = deps_above(d, dir)) {
			if (i == 0)
				lines(d, deps_path(d, dir, "gradle.properties"), false, true);
			lines(d, deps_path(d, dir, settings[i]), false, false);
			if (*dir || *d->root == '\0')
				continue;
			lines(d, deps_path(d, dir, scripts[i]), false, false);
		}
	}
	for (size_t i = 0; i < 2; i++) {
		const char *path = deps_path(d, d->root, scripts[i]);

		if (lines(d, path, true, false)) {
			deps_add(d, "build", "gradle", "", path);
			any = true;
		}
	}
	if (!any)
		return;
	lock_file(d);
	wrapper(d);
	d->modules = "classpath";
}
