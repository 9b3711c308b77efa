/* package.json and pnpm-workspace.yaml. */

#include <stdlib.h>
#include <string.h>

#include "detect/deps.h"
#include "io/json.h"
#include "io/yaml.h"

static void
take_members(struct deps *d, const struct json *list, const char *path)
{
	json_each (it, list) {
		if (json_string(it))
			deps_add(d, "npm", json_key(it), json_string(it), path);
	}
}

static void
scripts(struct deps *d, const struct json *list, const char *path)
{
	json_each (it, list) {
		const char *s = json_string(it) ? json_string(it) : "";
		const char *node = strstr(s, "node ");

		if (node && strstr(node, " --test"))
			deps_add(d, "script", "node --test", "", path);
	}
}

void
deps_node_manager(struct deps *d, const struct json *manifest)
{
	const char *said = json_get_string(manifest, "packageManager");
	size_t n = strcspn(said, "@");

	if (*d->manager == '\0' && n > 0 && n < 32)
		d->manager = arena_strndup(&d->arena, said, n);
}

/* "catalog:" and "catalog:name" are said in pnpm-workspace.yaml. */
static void
resolve_catalogs(struct deps *d)
{
	static const char file[] = "pnpm-workspace.yaml";
	const struct json *said = NULL;
	bool looked = false;

	vec_each (struct dep *, dep, &d->list) {
		const struct json *list;
		const char *name, *dir;

		if (strncmp(dep->constraint, "catalog:", 8) != 0)
			continue;
		dir = looked ? NULL : deps_up(d, file);
		looked = true;
		if (dir)
			said = deps_shared(d, deps_path(d, dir, file), yaml_parse);
		name = dep->constraint + 8;
		list = json_get(said, "catalog");
		if (*name && strcmp(name, "default") != 0)
			list = json_get(json_get(said, "catalogs"), name);
		name = json_get_string(list, dep->text);
		if (*name)
			dep->constraint = arena_strdup(&d->arena, name);
	}
}

void
deps_node(struct deps *d)
{
	static const char *const lists[] = { "dependencies", "devDependencies", "peerDependencies",
		"optionalDependencies" };
	static const char *const keys[] = { "jest", "mocha", "vitest" };
	const char *path = deps_path(d, d->root, "package.json");
	struct json *j = deps_json(d, path, DEPS_MANIFEST);

	if (j == NULL)
		return;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		take_members(d, json_get(j, lists[i]), path);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (json_get(j, keys[i]))
			deps_add(d, "key", keys[i], "", path);
	}
	scripts(d, json_get(j, "scripts"), path);
	deps_add(d, "engine", "node", json_get_string(json_get(j, "engines"), "node"), path);
	deps_add(d, "build", "package.json", "", path);
	deps_node_manager(d, j);
	d->modules = strcmp(json_get_string(j, "type"), "module") == 0 ? "esm" : "commonjs";
	json_free(j);
	resolve_catalogs(d);
	deps_node_locks(d);
}
