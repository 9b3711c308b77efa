/* The versions that npm, yarn, pnpm and bun chose. */

#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "detect/deps.h"
#include "detect/jsonc.h"
#include "io/inside.h"
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

static void
npm(struct deps *d, const char *dir, const char *path)
{
	const struct json *j = deps_shared(d, path, json_parse);

	npm_packages(d, json_get(j, "packages"), below(d, dir));
	json_each (it, json_get(j, "dependencies"))
		deps_lock(d, "npm", json_key(it), json_get_string(it, "version"));
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

static void
yarn(struct deps *d, const char *dir, const char *path)
{
	const char *head = NULL;
	size_t head_n = 0;
	struct buf text;

	(void)dir;
	if (!deps_text(d, path, DEPS_LOCK, &text))
		return;
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

static void
pnpm(struct deps *d, const char *dir, const char *path)
{
	static const char *const lists[] = { "dependencies", "devDependencies",
		"optionalDependencies" };
	const struct json *j = deps_shared(d, path, yaml_parse);
	const char *own = below(d, dir);

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const struct json *all = json_get(j, "importers");

		pnpm_list(d, json_get(json_get(all, *own ? own : "."), lists[i]));
		pnpm_list(d, json_get(json_get(all, "."), lists[i]));
		pnpm_list(d, json_get(j, lists[i]));
	}
}

/* "name": ["name@1.2.3", …]; what only a member has is under "member/name". */
static void
bun_packages(struct deps *d, const struct json *packages, const char *member)
{
	size_t n = strlen(member);

	json_each (it, packages) {
		const char *name = json_key(it), *said = json_string(json_first(it)), *at;

		if (n > 0 && (strncmp(name, member, n) != 0 || name[n] != '/'))
			continue;
		name += n > 0 ? n + 1 : 0;
		at = said ? strrchr(said, '@') : NULL;
		if (at && strlen(name) == (size_t)(at - said) &&
		    strncmp(name, said, strlen(name)) == 0)
			deps_lock(d, "npm", name, at + 1);
	}
}

static void
bun(struct deps *d, const char *dir, const char *path)
{
	const struct json *j = deps_shared(d, path, jsonc_parse), *packages;
	const char *own = below(d, dir), *member;

	packages = json_get(j, "packages");
	member = json_get_string(json_get(json_get(j, "workspaces"), own), "name");
	if (*own && *member)
		bun_packages(d, packages, member);
	bun_packages(d, packages, "");
}

/* The last pattern of a workspace that fits says whether a directory belongs to it. */
static bool
listed(const struct json *patterns, const char *own)
{
	bool in = false;

	json_each (it, patterns) {
		const char *s = json_string(it) ? json_string(it) : "";
		bool excluded = *s == '!';
		size_t n;

		s += excluded;
		s += strncmp(s, "./", 2) == 0 ? 2 : 0;
		n = strlen(s);
		n -= n > 0 && s[n - 1] == '/';
		if (ignore_glob(s, n, own, strlen(own)))
			in = !excluded;
	}
	return in;
}

/* Does the lock file of a directory above the root speak of it? */
static bool
is_member(struct deps *d, const char *dir)
{
	const char *own = below(d, dir);
	const struct json *said;

	if (*own == '\0')
		return true;
	said =
	    json_get(deps_shared(d, deps_path(d, dir, "package.json"), json_parse), "workspaces");
	if (json_kind(said) == JSON_OBJECT)
		said = json_get(said, "packages");
	if (listed(said, own))
		return true;
	said = deps_shared(d, deps_path(d, dir, "pnpm-workspace.yaml"), yaml_parse);
	return listed(json_get(said, "packages"), own);
}

static const struct lock {
	const char *file, *manager;
	void (*read)(struct deps *d, const char *dir, const char *path);
} locks[] = {
	{ "pnpm-lock.yaml", "pnpm", pnpm },
	{ "yarn.lock", "yarn", yarn },
	{ "bun.lock", "bun", bun },
	{ "package-lock.json", "npm", npm },
	{ "npm-shrinkwrap.json", "npm", npm },
};

/* The one that the manifest's own package manager writes, else the first. */
static const struct lock *
lock_in(struct deps *d, const char *dir)
{
	const struct lock *first = NULL;

	for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
		if (inside_look(d->tree, deps_path(d, dir, locks[i].file)) != INSIDE_FILE)
			continue;
		if (strcmp(locks[i].manager, d->manager) == 0)
			return &locks[i];
		if (first == NULL)
			first = &locks[i];
	}
	return first;
}

/* The nearest counts: what is above it is another project's. */
void
deps_node_locks(struct deps *d)
{
	for (const char *dir = d->root; dir; dir = deps_above(d, dir)) {
		const char *manifest = deps_path(d, dir, "package.json");
		bool member = is_member(d, dir);
		const struct lock *lock;

		if (member)
			deps_node_manager(d, deps_shared(d, manifest, json_parse));
		lock = lock_in(d, dir);
		if (lock == NULL)
			continue;
		if (member)
			lock->read(d, dir, deps_path(d, dir, lock->file));
		return;
	}
}
