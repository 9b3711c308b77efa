/* Cargo.toml and Cargo.lock. */

#include <string.h>

#include "detect/deps.h"
#include "detect/toml.h"
#include "io/json.h"

static const struct json *
workspace(struct deps *d)
{
	for (const char *dir = d->root; dir; dir = deps_above(d, dir)) {
		const char *path = deps_path(d, dir, "Cargo.toml");
		const struct json *said = json_get(deps_shared(d, path, toml_parse), "workspace");

		if (said)
			return said;
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

/* rust-version = "1.80", or rust-version.workspace = true */
static const char *
rust_version(const struct json *manifest, const struct json *shared)
{
	const struct json *said = json_path(manifest, "package.rust-version");

	if (json_get_bool(said, "workspace"))
		said = json_path(shared, "package.rust-version");
	return json_string(said) ? json_string(said) : "";
}

void
deps_rust(struct deps *d)
{
	const char *path = deps_path(d, d->root, "Cargo.toml"), *dir;
	struct json *j = deps_toml(d, path);
	const struct json *ours, *lock;

	if (j == NULL)
		return;
	ours = workspace(d);
	take_all(d, j, json_get(ours, "dependencies"), path);
	json_each (target, json_get(j, "target"))
		take_all(d, target, json_get(ours, "dependencies"), path);
	deps_add(d, "build", "cargo", "", path);
	deps_add(d, "engine", "rust", rust_version(j, ours), path);
	d->modules = "crate";
	dir = deps_up(d, "Cargo.lock");
	lock = dir ? deps_shared(d, deps_path(d, dir, "Cargo.lock"), toml_parse) : NULL;
	json_each (it, json_get(lock, "package"))
		deps_lock(d, "cargo", json_get_string(it, "name"), json_get_string(it, "version"));
	json_free(j);
}
