#include "detect/deps.h"

#include <stdlib.h>
#include <string.h>

#include "detect/parsed.h"
#include "detect/toml.h"
#include "detect/version.h"
#include "io/inside.h"
#include "io/json.h"

void
deps_init(struct deps *d, const char *tree, const char *root, const struct strings *files,
    struct parsed *parsed)
{
	*d = (struct deps){ .tree = tree,
		.root = root,
		.files = files,
		.manager = "",
		.modules = "",
		.parsed = parsed };
	map_init(&d->locked);
	arena_init(&d->arena);
}

void
deps_fini(struct deps *d)
{
	vec_fini(&d->list);
	map_fini(&d->locked);
	strings_fini(&d->versions);
	json_free(d->catalog);
	arena_fini(&d->arena);
}

static const char *
full_name(struct deps *d, const char *ecosystem, const char *name)
{
	size_t n = strlen(ecosystem), m = strlen(name);
	char *full = arena_alloc(&d->arena, n + m + 2);

	memcpy(full, ecosystem, n);
	full[n] = ':';
	memcpy(full + n + 1, name, m);
	return full;
}

void
deps_add_as(struct deps *d, const char *ecosystem, const char *name, const char *constraint,
    const char *file, const char *text)
{
	static const char *const exact[] = { "npm", "maven", "go", "composer", "gem", "build",
		"prop" };
	struct dep *dep;

	if (*name == '\0' || strlen(name) > DEPS_NAME || d->list.len >= DEPS_MAX)
		return;
	dep = vec_add(&d->list);
	dep->name = full_name(d, ecosystem, name);
	dep->constraint = arena_strdup(&d->arena, constraint);
	dep->file = arena_strdup(&d->arena, file);
	dep->text = arena_strdup(&d->arena, text);
	for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
		dep->bare = dep->bare || strcmp(exact[i], ecosystem) == 0;
}

void
deps_add(struct deps *d, const char *ecosystem, const char *name, const char *constraint,
    const char *file)
{
	deps_add_as(d, ecosystem, name, constraint, file, name);
}

void
deps_lock(struct deps *d, const char *ecosystem, const char *name, const char *version)
{
	char text[VERSION_TEXT];
	const char *full;
	bool added;
	size_t *slot;

	version_first(version, text);
	if (*name == '\0' || *text == '\0' || text[0] != version[*version == 'v'])
		return;
	full = full_name(d, ecosystem, name);
	slot = map_slot(&d->locked, full, strlen(full), &added);
	if (!added)
		return;
	*slot = d->versions.len;
	strings_add(&d->versions, text);
}

const char *
deps_locked(const struct deps *d, const char *name)
{
	const struct map_entry *e = map_find(&d->locked, name, strlen(name));

	return e ? d->versions.at[e->value] : "";
}

const char *
deps_version(struct deps *d, const struct dep *dep)
{
	char *with = mem_printf("%s@%s", dep->name, dep->constraint);
	const char *version = deps_locked(d, with);
	char only[VERSION_TEXT];

	free(with);
	/* "==1.2" leaves no choice; a lock file above may be another project's. */
	if (version_only(dep->constraint, false, only))
		return arena_strdup(&d->arena, only);
	if (*version == '\0')
		version = deps_locked(d, dep->name);
	if (*version == '\0' && version_only(dep->constraint, dep->bare, only))
		version = arena_strdup(&d->arena, only);
	return version;
}

const char *
deps_path(struct deps *d, const char *dir, const char *name)
{
	char *path;

	if (*dir == '\0')
		return arena_strdup(&d->arena, name);
	path = arena_alloc(&d->arena, strlen(dir) + strlen(name) + 2);
	memcpy(path, dir, strlen(dir));
	path[strlen(dir)] = '/';
	memcpy(path + strlen(dir) + 1, name, strlen(name));
	return path;
}

const char *
deps_above(struct deps *d, const char *dir)
{
	const char *slash = strrchr(dir, '/');

	if (*dir == '\0')
		return NULL;
	return arena_strndup(&d->arena, dir, slash ? (size_t)(slash - dir) : 0);
}

const char *
deps_up(struct deps *d, const char *name)
{
	for (const char *dir = d->root; dir; dir = deps_above(d, dir)) {
		if (inside_look(d->tree, deps_path(d, dir, name)) == INSIDE_FILE)
			return dir;
	}
	return NULL;
}

bool
deps_text(const struct deps *d, const char *path, size_t max, struct buf *out)
{
	buf_init(out, max + 1);
	if (inside_read(d->tree, path, max, out))
		return true;
	buf_fini(out);
	return false;
}

void
deps_warn(const struct deps *d, const char *path, const struct err *err)
{
	char *text = mem_printf("%s: %s", path, err->text);

	if (d->warn)
		d->warn(d->arg, text);
	free(text);
}

static struct json *
read_as(const struct deps *d, const char *path, size_t max, deps_parse *parse, size_t *n)
{
	struct err err = ERR_INIT;
	struct json *out = NULL;
	struct buf text;

	*n = 0;
	if (!deps_text(d, path, max, &text))
		return NULL;
	*n = text.len;
	if (parse(text.s, text.len, &out, &err))
		deps_warn(d, path, &err);
	buf_fini(&text);
	return out;
}

struct json *
deps_json(const struct deps *d, const char *path, size_t max)
{
	size_t n;

	return read_as(d, path, max, json_parse, &n);
}

struct json *
deps_toml(const struct deps *d, const char *path)
{
	size_t n;

	return read_as(d, path, TOML_MAX, toml_parse, &n);
}

const struct json *
deps_shared(struct deps *d, const char *path, deps_parse *parse)
{
	const struct json *kept;
	struct json *value;
	size_t n;

	if (parsed_get(d->parsed, path, &kept))
		return kept;
	value = read_as(d, path, DEPS_LOCK, parse, &n);
	parsed_add(d->parsed, path, n, value);
	return value;
}

void
deps_collect(struct deps *d)
{
	deps_node(d);
	deps_python(d);
	deps_rust(d);
	deps_go(d);
	deps_ruby(d);
	deps_maven(d);
	deps_gradle(d);
	deps_native(d);
	deps_php(d);
}
