#include "detect/detect.h"

#include <stdlib.h>
#include <string.h>

#include "detect/detect_private.h"
#include "doc/share.h"
#include "io/json.h"

#define SCRIPT "{script}"

enum status
rules_load(const struct share *share, struct rules *out, struct err *err)
{
	struct strings paths = { 0 };
	enum status st;

	*out = (struct rules){ .share = share };
	st = share_yaml(share, "detect.yaml", &out->common, err);
	if (st == ST_OK)
		st = share_list(share, "frameworks", &paths, err);
	for (size_t i = 0; st == ST_OK && i < paths.len; i++) {
		const char *base = strrchr(paths.at[i], '/') + 1, *dot = strrchr(base, '.');
		struct json *tree = NULL;

		if (dot == NULL || strcmp(dot, ".yaml") != 0)
			continue;
		st = share_yaml(share, paths.at[i], &tree, err);
		if (st == ST_OK && json_get(tree, "detect"))
			*vec_add(&out->frameworks) =
			    (struct known){ mem_strndup(base, (size_t)(dot - base)), tree };
		else
			json_free(tree);
	}
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
	rules->common = NULL;
}

static enum status
one_root(const struct rules *rules, const struct tree *tree, const char *path, struct json **out,
    struct err *err)
{
	struct root root = { .rules = rules, .tree = tree, .path = path, .build_tool = "" };
	enum status st;

	tree_files(tree, path, &root.files);
	deps_init(&root.deps, tree->dir, path, &root.files);
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

static enum status
all_roots(const struct rules *rules, const struct tree *tree, struct json *out, struct err *err)
{
	for (size_t i = 0; i < tree->roots.len; i++) {
		const char *path = tree->roots.at[i];
		struct json *root = NULL;

		if (one_root(rules, tree, path, &root, err))
			return err->status;
		if (says_something(tree, path, root))
			json_add(out, root);
		else
			json_free(root);
	}
	return ST_OK;
}

enum status
detect_tree(const struct share *share, const char *dir, detect_warn *warn, void *arg,
    struct json **out, struct err *err)
{
	struct tree tree = { .dir = dir, .warn = warn, .arg = arg };
	struct json *list;
	struct rules rules;
	enum status st;

	if (rules_load(share, &rules, err))
		return err->status;
	list = json_new_array();
	st = tree_read(&rules, &tree, err);
	if (st == ST_OK)
		st = all_roots(&rules, &tree, list, err);
	tree_fini(&tree);
	rules_fini(&rules);
	if (st)
		json_free(list);
	else
		*out = list;
	return st;
}

static struct json *
with_script(const struct json *argv, const char *script)
{
	struct json *out = json_new_array();

	json_each (it, argv) {
		const char *s = json_string(it);

		if (s == NULL)
			json_add(out, with_script(it, script));
		else
			json_add_string(out, strcmp(s, SCRIPT) == 0 ? script : s);
	}
	return out;
}

enum status
detect_runner(const struct share *share, const char *framework, const char *build_tool,
    struct json **out, struct err *err)
{
	char *file = mem_printf("frameworks/%s.yaml", framework);
	struct json *tree = NULL, *made;
	const struct json *run;
	enum status st = share_yaml_trusted(share, file, &tree, err);

	free(file);
	if (st)
		return st;
	run = json_get(tree, "run");
	if (run && json_get(run, "file") == NULL)
		run = json_get(run, build_tool);
	if (run == NULL) {
		json_free(tree);
		return ST_NO;
	}
	made = json_new_object();
	json_each (member, run) {
		if (json_kind(member) == JSON_ARRAY)
			json_set(made, json_key(member),
			    with_script(member, json_get_string(run, "script")));
		else if (strcmp(json_key(member), "script") != 0)
			json_set(made, json_key(member), json_copy(member));
	}
	json_free(tree);
	*out = made;
	return ST_OK;
}
