/* What a root is made of, as a value. */

#include <stdlib.h>
#include <string.h>

#include "detect/detect_private.h"
#include "io/inside.h"
#include "io/json.h"

struct count {
	const char *name;
	size_t files;
};

static int
by_files(const void *a, const void *b)
{
	const struct count *x = a, *y = b;

	if (x->files != y->files)
		return x->files > y->files ? -1 : 1;
	return strcmp(x->name, y->name);
}

static bool
ends_so(const char *path, const struct json *endings)
{
	size_t n = strlen(path);

	json_each (it, endings) {
		const char *ending = json_string(it) ? json_string(it) : "";
		size_t m = strlen(ending);

		if (m < n && path[n - m - 1] == '.' && strcmp(path + n - m, ending) == 0)
			return true;
	}
	return false;
}

static struct json *
languages(const struct root *root)
{
	struct json *out = json_new_array();
	VEC_OF(struct count) counts = { 0 };

	json_each (language, json_get(root->rules->common, "languages")) {
		size_t files = 0;

		for (size_t i = 0; i < root->files.len; i++)
			files += ends_so(root->files.at[i], language);
		if (files > 0)
			*vec_add(&counts) = (struct count){ json_key(language), files };
	}
	vec_sort(&counts, by_files);
	vec_each (struct count *, c, &counts) {
		struct json *it = json_add_object(out);

		json_set_string(it, "name", c->name);
		json_set_number(it, "files", (double)c->files);
	}
	vec_fini(&counts);
	return out;
}

static bool
has_file(struct root *root, const char *dir, const struct json *names)
{
	json_each (it, names) {
		if (json_string(it) &&
		    inside_look(root->tree->dir, deps_path(&root->deps, dir, json_string(it))) ==
			INSIDE_FILE)
			return true;
	}
	return false;
}

/* The first of the rules that hold whose file is in a directory; with NULL that needs none. */
static const char *
manager_in(struct root *root, const char *dir)
{
	json_each (it, json_get(root->rules->common, "package_managers")) {
		const struct json *files = json_get(it, "files");

		if ((dir ? has_file(root, dir, files) : files == NULL) &&
		    match_dependency(root, json_get(it, "of")))
			return json_get_string(it, "name");
	}
	return "";
}

/* What the manifest names, else the first whose file is there, here or nearest above. */
static const char *
package_manager(struct root *root)
{
	const char *found = root->deps.manager;

	for (const char *dir = root->path; dir && *found == '\0';
	     dir = deps_above(&root->deps, dir))
		found = manager_in(root, dir);
	return *found ? found : manager_in(root, NULL);
}

static const char *
build_tool(const struct root *root)
{
	json_each (it, root->frameworks) {
		if (strcmp(json_get_string(it, "kind"), "build") == 0)
			return json_get_string(it, "name");
	}
	return "";
}

static bool
is_named(const struct json *language, const struct json *names)
{
	json_each (name, names) {
		if (json_string(name) &&
		    strcmp(json_get_string(language, "name"), json_string(name)) == 0)
			return true;
	}
	return false;
}

static bool
uses(const struct json *found, const struct json *names)
{
	json_each (it, found) {
		if (is_named(it, names))
			return true;
	}
	return false;
}

/* Is a rule of share/detect.yaml's capabilities met? */
static enum status
holds(const struct root *root, const struct json *rule, const struct json *found, bool *out,
    struct err *err)
{
	*out = uses(found, json_get(rule, "languages")) ||
	       match_dependency(root, json_get(rule, "dependencies"));
	json_each (it, json_get(rule, "files"))
		*out = *out || match_file(root, it);
	json_each (it, json_get(rule, "source")) {
		const char *file = NULL;
		int line;

		if (!*out && match_source(root, it, &file, &line, err))
			return err->status;
		*out = *out || file;
	}
	return ST_OK;
}

static enum status
capabilities(struct root *root, const struct json *found, struct json *out, struct err *err)
{
	const struct json *rules = json_get(root->rules->common, "capabilities");
	const struct json *main = json_first(found);
	bool async = false, stricter = false;
	const char *types =
	    json_get_string(json_get(rules, "types"), main ? json_get_string(main, "name") : "");

	if (holds(root, json_get(rules, "async"), found, &async, err))
		return err->status;
	json_set_bool(out, "async", async);
	json_each (it, json_get(rules, "stricter")) {
		if (!is_named(main, json_get(it, "of")))
			continue;
		if (holds(root, json_get(it, "when"), NULL, &stricter, err))
			return err->status;
		if (stricter)
			types = json_get_string(it, "types");
	}
	json_set_string(out, "types", *types ? types : "none");
	json_set_string(out, "modules", *root->deps.modules ? root->deps.modules : "files");
	return ST_OK;
}

enum status
root_describe(struct root *root, struct json **out, struct err *err)
{
	struct json *j = json_new_object();
	const struct json *found;
	const char *manager, *tool;
	enum status st;

	json_set_string(j, "path", *root->path ? root->path : ".");
	found = json_set(j, "languages", languages(root));
	deps_collect(&root->deps);
	st = match_frameworks(root, err);
	manager = package_manager(root);
	tool = build_tool(root);
	json_set(j, "frameworks", root->frameworks);
	if (*manager)
		json_set_string(j, "package_manager", manager);
	if (*tool)
		json_set_string(j, "build_tool", tool);
	if (st == ST_OK)
		st = capabilities(root, found, json_set_object(j, "capabilities"), err);
	if (st == ST_OK)
		st = root_runners(root, json_set_array(j, "runners"), err);
	if (st)
		json_free(j);
	else
		*out = j;
	return st;
}
