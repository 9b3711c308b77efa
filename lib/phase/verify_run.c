#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/inside.h"
#include "io/json.h"
#include "io/regex.h"
#include "phase/verify_private.h"

#define REPORT_BYTES ((size_t)32 * 1024 * 1024)
#define REPORTS_MAX 200

/* What compilers keep stays in the copy, so that the next run of the same test need not begin anew.
 */
static void
add_caches(const struct sandbox *sandbox, struct strings *environment)
{
	static const char *const caches[] = { "GOCACHE", "CARGO_TARGET_DIR" };

	for (char *const *it = sandbox->environment; it && *it; it++)
		strings_add(environment, *it);
	for (size_t i = 0; i < sizeof caches / sizeof caches[0]; i++) {
		char *word = mem_printf(
		    "%s=%s/.rsg-cache/%s", caches[i], sandbox_inside(sandbox), caches[i]);

		strings_add(environment, word);
		free(word);
	}
	*vec_add(environment) = NULL;
	environment->len--;
}

enum status
verify_command(struct verifier *v, const struct copy *tree, const struct strings *argv,
    struct sandbox_end *end, struct err *err)
{
	struct sandbox sandbox = *v->args->sandbox;
	struct strings environment = { 0 };
	char **vector = mem_calloc(argv->len + 1, sizeof *vector);
	enum status st;

	memcpy(vector, argv->at, argv->len * sizeof *vector);
	sandbox.work = tree->work;
	sandbox.argv = vector;
	add_caches(&sandbox, &environment);
	sandbox.environment = environment.at;
	sandbox.cancel = v->env->cancel;
	st = sandbox_run(&sandbox, end, err);
	free(vector);
	strings_fini(&environment);
	if (st == ST_OK && end->outcome == SANDBOX_CANCELLED)
		st = err_set(err, ST_TEMPFAIL, "interrupted");
	if (st)
		return st;
	if (end->outcome != SANDBOX_FAILED) {
		v->guarantees = v->ran ? v->guarantees & end->guarantees : end->guarantees;
		v->ran = true;
	}
	return ST_OK;
}

/* "target/TEST-*.xml": the names that fit the last part, appended as paths. */
static void
report_paths(const struct copy *tree, const char *at, struct strings *out)
{
	const char *slash = strrchr(at, '/'), *base = slash ? slash + 1 : at;
	const char *star = strchr(base, '*');
	char *dir = mem_strndup(at, slash ? (size_t)(slash - at) : 0);
	struct strings names = { 0 };

	if (star == NULL) {
		strings_add(out, at);
		free(dir);
		return;
	}
	inside_list(tree->work, dir, &names);
	vec_each (char **, name, &names) {
		size_t n = strlen(*name), tail = strlen(star + 1);

		if (out->len < REPORTS_MAX && n >= strlen(base) - 1 &&
		    strncmp(*name, base, (size_t)(star - base)) == 0 &&
		    strcmp(*name + n - tail, star + 1) == 0) {
			char *path = *dir ? file_join(dir, *name) : mem_strdup(*name);

			strings_add(out, path);
			free(path);
		}
	}
	strings_fini(&names);
	free(dir);
}

static bool
is_stdout(const struct verify_runner *runner)
{
	return strcmp(runner->at, "stdout") == 0;
}

/* A report that is there already is not this run's. */
static enum status
drop_reports(const struct chain *chain, const struct copy *tree, struct err *err)
{
	struct strings paths = { 0 };
	enum status st = ST_OK;

	if (!is_stdout(&chain->runner))
		report_paths(tree, chain->runner.at, &paths);
	for (size_t i = 0; i < paths.len && st == ST_OK; i++)
		st = copy_remove(tree, paths.at[i], err);
	strings_fini(&paths);
	return st;
}

/* One that is none, a link or too large is as if it were not there. */
static void
take_reports(const struct chain *chain, const struct copy *tree, const struct sandbox_end *end,
    struct verify_reports *out)
{
	struct strings paths = { 0 };

	out->format = chain->runner.report;
	if (is_stdout(&chain->runner)) {
		struct buf *report = vec_add(&out->at);

		buf_init(report, BUF_DOCUMENT);
		buf_add(report, end->out.s, end->out.len);
		return;
	}
	report_paths(tree, chain->runner.at, &paths);
	vec_each (char **, path, &paths) {
		struct buf report;
		struct err none = ERR_INIT;
		bool there = false;

		buf_init(&report, REPORT_BYTES);
		if (copy_get(tree, *path, &report, &there, &none) == ST_OK && there && !report.over)
			*vec_add(&out->at) = report;
		else
			buf_fini(&report);
	}
	strings_fini(&paths);
}

/* What the command was started with is not here: that says nothing of the test. */
static bool
is_missing(const struct strings *argv, const struct sandbox_end *end)
{
	char *module;
	bool is;

	if (end->outcome != SANDBOX_EXITED || end->status == 0)
		return false;
	if (end->status == 127)
		return true;
	if (argv->len < 3 || strcmp(argv->at[1], "-m") != 0)
		return false;
	module = mem_printf("No module named %s\n", argv->at[2]);
	is = end->said.len >= strlen(module) &&
	     strcmp(end->said.s + end->said.len - strlen(module), module) == 0;
	free(module);
	return is;
}

static void
not_there(const struct strings *argv, struct verify_said *said)
{
	said->outcome = "sandbox";
	snprintf(said->why, sizeof said->why, "there is no %.200s here",
	    argv->len > 2 && strcmp(argv->at[1], "-m") == 0 ? argv->at[2] : argv->at[0]);
}

/* Does what `list` printed name a test at all? */
static enum status
lists_any(const struct chain *chain, const struct buf *out, bool *any, struct err *err)
{
	struct regex *re = NULL;
	struct regex_match m;
	enum status st;

	*any = true;
	if (*chain->runner.listed == '\0')
		return ST_OK;
	st = regex_compile(chain->runner.listed, REGEX_MULTILINE | REGEX_BYTES, &re, err);
	if (st)
		return err_context(err, "frameworks/%s.yaml: run.listed", chain->names.framework);
	*any = regex_match(re, out->s, out->len, 0, &m, err) == ST_OK;
	*err = (struct err)ERR_INIT;
	regex_free(re);
	return ST_OK;
}

static enum status
build_one(struct chain *chain, const struct copy *tree, const struct strings *argv, bool lists,
    struct verify_said *said, struct err *err)
{
	const struct verify_reports none = { 0 };
	struct sandbox_end end;
	bool any = true;
	enum status st = verify_command(chain->v, tree, argv, &end, err);

	if (st == ST_OK && lists && end.outcome == SANDBOX_EXITED && end.status == 0)
		st = lists_any(chain, &end.out, &any, err);
	if (st == ST_OK) {
		verify_said_fini(said);
		verify_judge(&chain->names, &end, &none, said);
		if (end.outcome == SANDBOX_EXITED) {
			said->outcome = verify_command_outcome(&end);
			snprintf(said->why, sizeof said->why, "%.100s ended with %d: ", argv->at[0],
			    end.status);
			verify_last_line(&end, said->why + strlen(said->why), 300);
		}
		if (is_missing(argv, &end))
			not_there(argv, said);
		if (!any) {
			said->outcome = "collection";
			snprintf(said->why, sizeof said->why, "the runner lists no test in it");
		}
	}
	sandbox_end_fini(&end);
	return st;
}

enum status
verify_build(struct chain *chain, const struct copy *tree, const char **outcome,
    struct verify_said *said, struct err *err)
{
	size_t n = verify_runner_builds(&chain->runner);
	enum status st = ST_OK;

	*outcome = "";
	for (size_t i = 0; i <= n && st == ST_OK && **outcome == '\0'; i++) {
		struct strings argv = { 0 };

		if (i < n)
			verify_runner_build(&chain->runner, i, chain->names.file, &argv);
		else
			verify_runner_list(&chain->runner, chain->names.file, &argv);
		if (argv.len) {
			st = build_one(chain, tree, &argv, i == n, said, err);
			if (st == ST_OK)
				*outcome = said->outcome;
		}
		strings_fini(&argv);
	}
	return st;
}

static enum status
run_tests(struct chain *chain, const struct copy *tree, const struct verify_names *names,
    const struct strings *argv, struct verify_said *said, struct err *err)
{
	struct verify_reports reports = { 0 };
	struct sandbox_end end;
	enum status st = drop_reports(chain, tree, err);

	if (st)
		return st;
	st = verify_command(chain->v, tree, argv, &end, err);
	if (st == ST_OK) {
		take_reports(chain, tree, &end, &reports);
		verify_judge(names, &end, &reports, said);
		if (strcmp(said->outcome, "collection") == 0 && is_missing(argv, &end))
			not_there(argv, said);
	}
	vec_each (struct buf *, it, &reports.at)
		buf_fini(it);
	vec_fini(&reports.at);
	sandbox_end_fini(&end);
	return st;
}

enum status
verify_file(struct chain *chain, const struct copy *tree, bool shuffled, struct verify_said *said,
    struct err *err)
{
	struct strings argv = { 0 };
	enum status st;

	verify_runner_file(&chain->runner, chain->names.file, shuffled, &argv);
	st = run_tests(chain, tree, &chain->names, &argv, said, err);
	strings_fini(&argv);
	return st;
}

enum status
verify_alone(struct chain *chain, const struct copy *tree, const char *name,
    struct verify_said *said, struct err *err)
{
	struct verify_names names = chain->names;
	struct json *tests = json_new_array();
	struct strings argv = { 0 };
	enum status st = ST_NO;

	json_add_string(tests, name);
	names.tests = tests;
	verify_runner_test(&chain->runner, chain->names.file, name, &argv);
	if (argv.len)
		st = run_tests(chain, tree, &names, &argv, said, err);
	strings_fini(&argv);
	json_free(tests);
	return st;
}

/* The mode of a file that was just put there; nothing of the tree has run yet. */
static void
make_executable(const struct copy *tree, const char *path)
{
	char *whole = file_join(tree->work, path);

	chmod(whole, 0755);
	free(whole);
}

static enum status
put_files(const struct copy *tree, const struct verify_files *files, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; files && i < files->at.len && st == ST_OK; i++) {
		const struct verify_file *file = &files->at.at[i];

		if (!file->there) {
			st = copy_remove(tree, file->path, err);
			continue;
		}
		st = copy_put(tree, file->path, file->was.s, file->was.len, err);
		if (st == ST_OK && file->executable)
			make_executable(tree, file->path);
	}
	return st;
}

enum status
verify_tree(
    struct chain *chain, const struct verify_files *files, struct copy *out, struct err *err)
{
	const char *code = json_get_string(chain->test, "code");
	struct copy tree = { 0 };
	enum status st = copy_open(chain->v->args->root, NULL, &tree, err);

	if (st)
		return st;
	st = put_files(&tree, files, err);
	if (st == ST_OK)
		st = copy_put(&tree, chain->names.file, code, strlen(code), err);
	if (st) {
		copy_close(&tree);
		return st;
	}
	*out = tree;
	return ST_OK;
}
