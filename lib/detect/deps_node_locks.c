/* The versions that npm, yarn and pnpm chose. */

#include <stdlib.h>
#include <string.h>

#include "detect/deps.h"
#include "io/json.h"
#include "io/yaml.h"

/* The root's path below a directory above it. */
static const char *
below(const struct deps *d, const char *dir)
{
	return d->root + strlen(dir) + (*dir && d->root[strlen(dir)] == '/');
}

/* Versions 2 and 3 name each package by its place; what is nearest to the root is taken. */
static void
npm_packages(struct deps *d, const struct json *packages, const char *member)
{
	static const char modules[] = "node_modules/";
	size_t n = strlen(member);

	for (int own = *member ? 1 : 0; own >= 0; own--) {
		json_each (it, packages) {
			const char *place = json_key(it);

			if (own && (strncmp(place, member, n) != 0 || place[n] != '/'))
				continue;
			place += own ? n + 1 : 0;
			if (strncmp(place, modules, sizeof modules - 1) != 0)
				continue;
			place += sizeof modules - 1;
			if (strstr(place, modules) == NULL)
				deps_lock(d, "npm", place, json_get_string(it, "version"));
		}
	}
}

static bool
npm(struct deps *d, const char *name)
{
	const char *dir = deps_up(d, name);
	struct json *j;

	if (dir == NULL)
		return false;
	j = deps_json(d, deps_path(d, dir, name), DEPS_LOCK);
	npm_packages(d, json_get(j, "packages"), below(d, dir));
	json_each (it, json_get(j, "dependencies"))
		deps_lock(d, "npm", json_key(it), json_get_string(it, "version"));
	json_free(j);
	return true;
}

/* "@scope/name@npm:^1.0": the name, and what was asked for. */
static void
yarn_entry(struct deps *d, const char *s, size_t n, const char *version)
{
	size_t at = 1;
	char *name, *with;
	const char *asked;

	while (at < n && s[at] != '@')
		at++;
	if (at >= n)
		return;
	name = mem_strndup(s, at);
	asked = s + at + 1;
	n -= at + 1;
	if (n > 4 && strncmp(asked, "npm:", 4) == 0) {
		asked += 4;
		n -= 4;
	}
	with = mem_printf("%s@%.*s", name, n > 1000 ? 1000 : (int)n, asked);
	deps_lock(d, "npm", with, version);
	deps_lock(d, "npm", name, version);
	free(name);
	free(with);
}

/* A line that is not indented names entries, `version` below it what all of them are. */
static void
yarn_version(struct deps *d, const char *head, size_t n, const char *version, size_t m)
{
	char *text = mem_strndup(version, m);

	while (n > 0) {
		size_t part = 0;
		const char *s;

		while (n > 0 && strchr(" ,\"", *head))
			head++, n--;
		while (part < n && !strchr(",\"", head[part]))
			part++;
		s = head;
		head += part;
		n -= part;
		if (part > 0)
			yarn_entry(d, s, part, text);
	}
	free(text);
}

static bool
yarn(struct deps *d)
{
	const char *dir = deps_up(d, "yarn.lock"), *head = NULL;
	size_t head_n = 0;
	struct buf text;

	if (dir == NULL || !deps_text(d, deps_path(d, dir, "yarn.lock"), DEPS_LOCK, &text))
		return false;
	for (const char *s = text.s; *s;) {
		size_t n = strcspn(s, "\n"), blank = strspn(s, " ");

		if (blank == 0 && *s != '#' && n > 1) {
			head = s;
			head_n = n - (s[n - 1] == ':');
		} else if (blank == 2 && head && strncmp(s + 2, "version", 7) == 0) {
			const char *v = s + 9 + strspn(s + 9, " :\"");

			yarn_version(d, head, head_n, v, strcspn(v, "\"\r\n"));
			head = NULL;
		}
		s += n + (s[n] == '\n');
	}
	buf_fini(&text);
	return true;
}

/* "1.2.3(react@18.0.0)" and "/name/1.2.3" */
static void
pnpm_list(struct deps *d, const struct json *list)
{
	json_each (it, list) {
		const char *v = json_string(it) ? json_string(it) : json_get_string(it, "version");

		deps_lock(d, "npm", json_key(it), v);
	}
}

static bool
pnpm(struct deps *d)
{
	static const char *const lists[] = { "dependencies", "devDependencies",
		"optionalDependencies" };
	const char *dir = deps_up(d, "pnpm-lock.yaml"), *path, *own;
	struct err err = ERR_INIT;
	struct json *j = NULL;
	struct buf text;

	if (dir == NULL)
		return false;
	path = deps_path(d, dir, "pnpm-lock.yaml");
	if (!deps_text(d, path, DEPS_LOCK, &text))
		return false;
	if (yaml_parse(text.s, text.len, &j, &err))
		deps_warn(d, path, &err);
	own = below(d, dir);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const struct json *all = json_get(j, "importers");

		pnpm_list(d, json_get(json_get(all, *own ? own : "."), lists[i]));
		pnpm_list(d, json_get(json_get(all, "."), lists[i]));
		pnpm_list(d, json_get(j, lists[i]));
	}
	json_free(j);
	buf_fini(&text);
	return true;
}

void
deps_node_locks(struct deps *d)
{
	if (!npm(d, "package-lock.json") && !npm(d, "npm-shrinkwrap.json") && !yarn(d))
		pnpm(d);
}
