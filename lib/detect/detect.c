#include "detect/detect.h"

#include <stdlib.h>
#include <string.h>

#include "detect/detect_private.h"
#include "doc/schema.h"
#include "doc/share.h"
#include "io/json.h"

static enum status
check_keys(const char *path, const struct json *detect, struct err *err)
{
	static const char *const known[] = { "kind", "language", "dependencies", "versions",
		"files", "source" };

	if (json_kind(detect) != JSON_OBJECT)
		return err_set(err, ST_CONFIG, "%s: detect: expected a table of keys", path);
	json_each (member, detect) {
		bool there = false;

		for (size_t i = 0; i < sizeof known / sizeof *known; i++)
			there = there || strcmp(json_key(member), known[i]) == 0;
		if (!there)
			return err_set(err, ST_CONFIG,
			    "%s: detect.%s: there is no such key: see rsg-detect(1)", path,
			    json_key(member));
	}
	return ST_OK;
}

static enum status
load_one(struct rules *rules, const char *path, struct err *err)
{
	const char *base = strrchr(path, '/') + 1, *dot = strrchr(base, '.');
	struct json *tree = NULL;
	enum status st;

	if (dot == NULL || strcmp(dot, ".yaml") != 0)
		return ST_OK;
	st = share_yaml(rules->share, path, &tree, err);
	if (st == ST_OK && json_get(tree, "detect"))
		st = check_keys(path, json_get(tree, "detect"), err);
	if (st == ST_OK && json_get(tree, "detect"))
		*vec_add(&rules->frameworks) =
		    (struct known){ mem_strndup(base, (size_t)(dot - base)), tree };
	else
		json_free(tree);
	return st;
}

enum status
rules_load(const struct share *share, struct rules *out, struct err *err)
{
	struct strings paths = { 0 };
	enum status st;

	*out = (struct rules){ .share = share };
	st = share_yaml(share, "detect.yaml", &out->common, err);
	if (st == ST_OK)
		st = share_list(share, "frameworks", &paths, err);
	for (size_t i = 0; st == ST_OK && i < paths.len; i++)
		st = load_one(out, paths.at[i], err);
	if (st == ST_OK)
		st = schema_builtin(
		    "detection#/definitions/framework", &out->schemas, &out->framework, err);
	if (st == ST_OK)
		st = schema_compile(
		    out->schemas, "detection#/definitions/runner", &out->runner, err);
	strings_fini(&paths);
	if (st)
		rules_fini(out);
	return st;
}

void
rules_fini(struct rules *rules)
{
	vec_each (struct known *, known, &rules->frameworks) {
		free(known->name);
		json_free(known->tree);
	}
	vec_fini(&rules->frameworks);
	json_free(rules->common);
	schema_set_free(rules->schemas);
	rules->common = NULL;
}

static enum status
one_root(const struct rules *rules, struct tree *tree, size_t i, struct json **out, struct err *err)
{
	const char *path = tree->roots.at[i];
	struct root root = { .rules = rules, .tree = tree, .path = path };
	enum status st;

	tree_files(tree, i, &root.files);
	deps_init(&root.deps, tree->dir, path, &root.files, &tree->parsed);
	root.deps.warn = tree->warn;
	root.deps.arg = tree->arg;
	st = root_describe(&root, out, err);
	deps_fini(&root.deps);
	strings_fini(&root.files);
	return st;
}

/* The top is a root where nothing else is, or where something was found. */
static bool
says_something(const struct tree *tree, const char *path, const struct json *root)
{
	return *path || tree->roots.len == 1 || json_len(json_get(root, "frameworks")) > 0;
}

struct detector {
	struct rules rules;
	struct tree tree;
	struct json **described; /* of each root; NULL: not yet */
};

enum status
detector_open(const struct share *share, const char *dir, detect_warn *warn, void *arg,
    struct detector **out, struct err *err)
{
	struct detector *d;
	struct rules rules;
	enum status st;

	if (rules_load(share, &rules, err))
		return err->status;
	d = mem_calloc(1, sizeof *d);
	d->rules = rules;
	d->tree = (struct tree){ .dir = dir, .warn = warn, .arg = arg };
	st = tree_read(&d->rules, &d->tree, err);
	d->described = mem_calloc(d->tree.roots.len + 1, sizeof *d->described);
	if (st)
		detector_close(d);
	else
		*out = d;
	return st;
}

void
detector_close(struct detector *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->tree.roots.len; i++)
		json_free(d->described[i]);
	free(d->described);
	tree_fini(&d->tree);
	rules_fini(&d->rules);
	free(d);
}

static enum status
describe(struct detector *d, size_t i, struct err *err)
{
	return d->described[i] ? ST_OK : one_root(&d->rules, &d->tree, i, &d->described[i], err);
}

static bool
is_above(const char *dir, const char *path)
{
	size_t n = strlen(dir);

	return n == 0 || (strncmp(path, dir, n) == 0 && path[n] == '/');
}

enum status
detector_root(struct detector *d, const char *file, const struct json **out, struct err *err)
{
	const struct strings *roots = &d->tree.roots;
	size_t nearest = 0; /* "", the first of them: they are sorted */

	for (size_t i = 0; i < roots->len; i++) {
		if (is_above(roots->at[i], file))
			nearest = i;
	}
	if (describe(d, nearest, err))
		return err->status;
	*out = d->described[nearest];
	return ST_OK;
}

static enum status
all_roots(struct detector *d, struct json *out, struct err *err)
{
	for (size_t i = 0; i < d->tree.roots.len; i++) {
		if (describe(d, i, err))
			return err->status;
		if (says_something(&d->tree, d->tree.roots.at[i], d->described[i])) {
			json_add(out, d->described[i]);
			d->described[i] = NULL;
		}
	}
	return ST_OK;
}

enum status
detect_tree(const struct share *share, const char *dir, detect_warn *warn, void *arg,
    struct json **out, struct err *err)
{
	struct detector *d = NULL;
	struct json *list;
	enum status st = detector_open(share, dir, warn, arg, &d, err);

	if (st)
		return st;
	list = json_new_array();
	st = all_roots(d, list, err);
	detector_close(d);
	if (st)
		json_free(list);
	else
		*out = list;
	return st;
}
