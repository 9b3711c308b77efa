/* gradle/libs.versions.toml: libs.junit.jupiter, libs.plugins.spring.boot. */

#include <stdlib.h>
#include <string.h>

#include "detect/deps.h"
#include "io/json.h"

/* "spring-boot" is called spring.boot where it is used. */
static bool
is_alias(const char *key, const char *alias)
{
	for (; *key && *alias; key++, alias++) {
		bool separators = strchr("-_.", *key) && strchr("-_.", *alias);

		if (*key != *alias && !separators)
			return false;
	}
	return *key == *alias;
}

static const struct json *
by_alias(struct deps *d, const struct json *list, const char *alias)
{
	if (++d->lookups > DEPS_LOOKUPS)
		return NULL;
	json_each (it, list) {
		if (is_alias(json_key(it), alias))
			return it;
	}
	return NULL;
}

static const char *
version_of(const struct json *catalog, const struct json *it)
{
	const struct json *version = json_get(it, "version");
	const char *ref = json_get_string(version, "ref");

	if (*ref)
		version = json_get(json_get(catalog, "versions"), ref);
	if (json_string(version))
		return json_string(version);
	return *json_get_string(version, "strictly") ? json_get_string(version, "strictly")
						     : json_get_string(version, "require");
}

static void
library(struct deps *d, const struct json *catalog, const struct json *it, const char *path)
{
	const char *module = json_string(it) ? json_string(it) : json_get_string(it, "module");
	const char *version = version_of(catalog, it), *colon;
	char *name;

	if (*module)
		name = mem_strdup(module);
	else
		name = mem_printf(
		    "%.300s:%.300s", json_get_string(it, "group"), json_get_string(it, "name"));
	colon = strchr(name, ':');
	colon = colon ? strchr(colon + 1, ':') : NULL;
	if (colon) {
		version = arena_strdup(&d->arena, colon + 1);
		name[colon - name] = '\0';
	}
	deps_add(d, "maven", name, version, path);
	free(name);
}

static void
plugin(struct deps *d, const struct json *catalog, const struct json *it, const char *path)
{
	const char *id = json_string(it) ? json_string(it) : json_get_string(it, "id");
	const char *version = version_of(catalog, it), *colon = strchr(id, ':');
	char *name = mem_strndup(id, colon ? (size_t)(colon - id) : strlen(id));

	if (colon)
		version = colon + 1;
	deps_add(d, "plugin", name, version, path);
	deps_lock(d, "plugin", name, version);
	free(name);
}

void
deps_gradle_catalog(struct deps *d, const char *alias, const char *path)
{
	static const char file[] = "gradle/libs.versions.toml";
	const char *dir = d->catalog ? NULL : deps_up(d, file);
	const struct json *catalog, *bundle;

	if (dir)
		d->catalog = deps_toml(d, deps_path(d, dir, file));
	if (d->catalog == NULL)
		d->catalog = json_new_object();
	catalog = d->catalog;
	if (strncmp(alias, "plugins.", 8) == 0) {
		const struct json *it = by_alias(d, json_get(catalog, "plugins"), alias + 8);

		if (it)
			plugin(d, catalog, it, path);
	} else if (strncmp(alias, "bundles.", 8) == 0) {
		bundle = by_alias(d, json_get(catalog, "bundles"), alias + 8);
		json_each (it, bundle) {
			const char *name = json_string(it) ? json_string(it) : "";
			const struct json *lib = by_alias(d, json_get(catalog, "libraries"), name);

			if (d->lookups > DEPS_LOOKUPS)
				return;
			if (lib)
				library(d, catalog, lib, path);
		}
	} else {
		const struct json *lib = by_alias(d, json_get(catalog, "libraries"), alias);

		if (lib)
			library(d, catalog, lib, path);
	}
}
