/* composer.json and composer.lock. */

#include "detect/deps.h"
#include "io/json.h"

static void
lock(struct deps *d, const struct json *list)
{
	json_each (it, list)
		deps_lock(
		    d, "composer", json_get_string(it, "name"), json_get_string(it, "version"));
}

static void
take(struct deps *d, const struct json *list, const char *path)
{
	json_each (it, list) {
		if (json_string(it))
			deps_add(d, "composer", json_key(it), json_string(it), path);
	}
}

void
deps_php(struct deps *d)
{
	const char *path = deps_path(d, d->root, "composer.json"), *dir;
	struct json *j = deps_json(d, path, DEPS_MANIFEST);
	const struct json *locked = NULL;

	if (j == NULL)
		return;
	take(d, json_get(j, "require"), path);
	take(d, json_get(j, "require-dev"), path);
	dir = deps_up(d, "composer.lock");
	if (dir)
		locked = deps_shared(d, deps_path(d, dir, "composer.lock"), json_parse);
	lock(d, json_get(locked, "packages"));
	lock(d, json_get(locked, "packages-dev"));
	d->modules = "composer";
	json_free(j);
}
