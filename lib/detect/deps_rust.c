/* Cargo.toml and Cargo.lock. */

#include <string.h>

#include "detect/deps.h"
#include "io/json.h"

static const struct json *
workspace(struct deps *d, struct json **file)
{
	for (const char *dir = d->root; dir; dir = deps_above(d, dir)) {
		struct json *j = deps_toml(d, deps_path(d, dir, "Cargo.toml"));

		if (json_get(j, "workspace")) {
			*file = j;
			return json_get(j, "workspace");
		}
		json_free(j);
	}
	return NULL;
}

static const char *
constraint_of(const struct json *it)
{
	return json_string(it) ? json_string(it) : json_get_string(it, "version");
}

static void
take(struct deps *d, const struct json *list, const struct json *shared, const char *path)
{
	json_each (it, list) {
		const char *name = json_get_string(it, "package"), *constraint = constraint_of(it);
		const struct json *said = json_get(shared, json_key(it));

		if (json_get_bool(it, "workspace") && said) {
			constraint = constraint_of(said);
			name = json_get_string(said, "package");
		}
		deps_add(d, "cargo", *name ? name : json_key(it), constraint, path);
	}
}

static void
take_all(struct deps *d, const struct json *of, const struct json *shared, const char *path)
{
	take(d, json_get(of, "dependencies"), shared, path);
	take(d, json_get(of, "dev-dependencies"), shared, path);
	take(d, json_get(of, "build-dependencies"), shared, path);
}

void
deps_rust(struct deps *d)
{
	const char *path = deps_path(d, d->root, "Cargo.toml"), *dir;
	struct json *j = deps_toml(d, path), *above = NULL, *lock;
	const struct json *package = json_get(j, "package"), *shared;

	if (j == NULL)
		return;
	shared = json_get(workspace(d, &above), "dependencies");
	take_all(d, j, shared, path);
	json_each (target, json_get(j, "target"))
		take_all(d, target, shared, path);
	deps_add(d, "build", "cargo", "", path);
	deps_add(d, "engine", "rust", json_get_string(package, "rust-version"), path);
	d->modules = "crate";
	dir = deps_up(d, "Cargo.lock");
	lock = dir ? deps_toml(d, deps_path(d, dir, "Cargo.lock")) : NULL;
	json_each (it, json_get(lock, "package"))
		deps_lock(d, "cargo", json_get_string(it, "name"), json_get_string(it, "version"));
	json_free(lock);
	json_free(above);
	json_free(j);
}
