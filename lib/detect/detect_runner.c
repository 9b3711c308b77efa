/* How the tests of a root are run: the key `run` of files that may name a command. */

#include <stdlib.h>
#include <string.h>

#include "detect/detect_private.h"
#include "doc/schema.h"
#include "doc/share.h"
#include "io/inside.h"
#include "io/json.h"

#define BINARIES "node_modules/.bin/"
#define SCRIPT "{script}"

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

/* The commands, or those of the surest build tool that has some; NULL. */
static const struct json *
commands(const struct root *root, const struct json *run)
{
	const struct json *of = NULL;

	if (run == NULL || json_get(run, "file"))
		return run;
	json_each (it, root->frameworks) {
		if (of == NULL && strcmp(json_get_string(it, "kind"), "build") == 0)
			of = json_get(run, json_get_string(it, "name"));
	}
	return of;
}

static struct json *
make_runner(const struct root *root, const struct json *run, const char *framework)
{
	struct json *made;

	run = commands(root, run);
	if (run == NULL)
		return NULL;
	made = json_new_object();
	json_set_string(made, "framework", framework);
	json_each (member, json_kind(run) == JSON_OBJECT ? run : NULL) {
		if (json_kind(member) == JSON_ARRAY)
			json_set(made, json_key(member),
			    with_script(member, json_get_string(run, "script")));
		else if (strcmp(json_key(member), "script") != 0)
			json_set(made, json_key(member), json_copy(member));
	}
	return made;
}

/* Where npm put a program of a workspace: the root's own directory, or one above. */
static void
place_binaries(struct root *root, struct json *runner)
{
	static const char *const keys[] = { "list", "file", "test" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct json *argv = json_get(runner, keys[i]), *placed;
		const char *program = json_string(json_first(argv));
		struct buf up;

		if (program == NULL || strncmp(program, BINARIES, strlen(BINARIES)) != 0)
			continue;
		buf_init(&up, BUF_TEXT);
		for (const char *dir = root->path; dir; dir = deps_above(&root->deps, dir)) {
			char *path = mem_printf("%s%s%s", dir, *dir ? "/" : "", program);
			bool there = inside_look(root->tree->dir, path) == INSIDE_FILE;

			free(path);
			if (there)
				break;
			if (*dir)
				buf_str(&up, "../");
			else
				buf_clear(&up);
		}
		buf_str(&up, program);
		placed = json_new_array();
		json_each (it, argv)
			json_add_string(placed, it == json_first(argv) ? up.s : json_string(it));
		json_set(runner, keys[i], placed);
		buf_fini(&up);
	}
}

/* Does the file that rules are taken from name commands that are not? */
static bool
is_ignored(const struct root *root, const char *framework, const char *file)
{
	vec_each (const struct known *, known, &root->rules->frameworks) {
		if (strcmp(known->name, framework) == 0)
			return json_get(known->tree, "run") &&
			       share_hides(root->rules->share, file);
	}
	return false;
}

/* What a project that is not trusted says is passed over; *tree stays NULL where only it has the
   file. */
static enum status
read_trusted(const struct root *root, const char *framework, struct json **tree, struct err *err)
{
	const struct share *share = root->rules->share;
	char *file = mem_printf("frameworks/%s.yaml", framework);
	struct strings paths = { 0 };
	struct err none = ERR_INIT;
	enum status st = ST_OK;

	if (is_ignored(root, framework, file) && root->tree->warn) {
		char *text = mem_printf("the commands of the project's %s are not taken, since the "
					"project is not trusted: rsg config --trust",
		    file);

		root->tree->warn(root->tree->arg, text);
		free(text);
	}
	if (share_paths(share, file, &paths, &none) == ST_OK)
		st = share_yaml_trusted(share, file, tree, err);
	strings_fini(&paths);
	free(file);
	return st;
}

static enum status
add_runner(struct root *root, const char *framework, struct json *out, struct err *err)
{
	struct json *tree = NULL, *runner;

	if (read_trusted(root, framework, &tree, err))
		return err->status;
	runner = make_runner(root, json_get(tree, "run"), framework);
	json_free(tree);
	if (runner == NULL)
		return ST_OK;
	json_add(out, runner);
	if (schema_check(root->rules->runner, runner, err) == ST_OK) {
		place_binaries(root, runner);
		return ST_OK;
	}
	err->status = ST_CONFIG;
	return err_context(err, "frameworks/%s.yaml: run", framework);
}

enum status
root_runners(struct root *root, struct json *out, struct err *err)
{
	json_each (it, root->frameworks) {
		if (strcmp(json_get_string(it, "kind"), "test") == 0 &&
		    add_runner(root, json_get_string(it, "name"), out, err))
			return err->status;
	}
	return ST_OK;
}
