#include "phase/verify_runner.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/share.h"
#include "io/inside.h"
#include "io/json.h"
#include "text/test_name.h"

/* The manifests of build tools, the one that is asked first in front. */
static const struct {
	const char *tool, *file;
} tools[] = { { "maven", "pom.xml" }, { "gradle", "build.gradle" },
	{ "gradle", "build.gradle.kts" }, { "gradle", "settings.gradle" },
	{ "cmake", "CMakeLists.txt" } };

static bool
is_there(const struct share *share, const char *name)
{
	struct strings paths = { 0 };
	struct err missing = ERR_INIT;
	bool is = share_paths(share, name, &paths, &missing) == ST_OK;

	strings_fini(&paths);
	return is;
}

/* That of junit is read for junit4, which does not say how it is run. */
static enum status
read_framework(const struct share *share, const char *framework, struct json **out, struct err *err)
{
	size_t n = strlen(framework), bare = n;
	enum status st = ST_NO;

	if (framework[strspn(framework, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return ST_NO;
	while (bare > 1 && framework[bare - 1] >= '0' && framework[bare - 1] <= '9')
		bare--;
	for (int i = 0; i < 2 && st == ST_NO; i++) {
		char *name = mem_printf("frameworks/%.*s.yaml", (int)(i ? bare : n), framework);

		if (is_there(share, name))
			st = share_yaml_trusted(share, name, out, err);
		free(name);
		if (st == ST_OK && json_get(*out, "run") == NULL) {
			json_free(*out);
			*out = NULL;
			st = ST_NO;
		}
	}
	return st;
}

static const struct json *
of_tool(const struct json *run, const char *root)
{
	for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++) {
		const struct json *of = json_get(run, tools[i].tool);

		if (of && inside_look(root, tools[i].file) == INSIDE_FILE)
			return of;
	}
	return NULL;
}

enum status
verify_runner_open(const struct share *share, const char *root, const char *framework,
    struct verify_runner *out, struct err *err)
{
	struct verify_runner runner = { 0 };
	enum status st = read_framework(share, framework, &runner.tree, err);

	if (st)
		return st;
	runner.run = json_get(runner.tree, "run");
	if (json_get(runner.run, "file") == NULL)
		runner.run = of_tool(runner.run, root);
	if (runner.run == NULL) {
		json_free(runner.tree);
		return ST_NO;
	}
	runner.report = json_get_string(runner.run, "report");
	runner.at = json_get_string(runner.run, "at");
	runner.listed = json_get_string(runner.run, "listed");
	*out = runner;
	return ST_OK;
}

void
verify_runner_close(struct verify_runner *runner)
{
	json_free(runner->tree);
	*runner = (struct verify_runner){ 0 };
}

static void
quote(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (strchr("\\^$.|?*+()[]{}", s[i]))
			buf_char(out, '\\');
		buf_char(out, s[i]);
	}
}

/* The value of a placeholder, appended; false when it is none of ours. */
static bool
fill(const struct verify_runner *runner, const char *name, size_t n,
    const struct verify_words *words, struct buf *out)
{
	const char *file = words->file, *slash = strrchr(file, '/'),
		   *base = slash ? slash + 1 : file;
	const char *dot = strrchr(base, '.'), *method = test_name_last(words->name);
	const struct {
		const char *name, *s;
		size_t n;
	} values[] = {
		{ "file", file, strlen(file) },
		{ "dir", slash ? file : ".", slash ? (size_t)(slash - file) : 1 },
		{ "stem", base, dot && dot > base ? (size_t)(dot - base) : strlen(base) },
		{ "report", runner->at, strlen(runner->at) },
		{ "script", json_get_string(runner->run, "script"),
		    strlen(json_get_string(runner->run, "script")) },
		{ "name", words->name, strlen(words->name) },
		{ "method", method, strlen(method) },
	};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		size_t plain = strlen(values[i].name);

		if (strncmp(name, values[i].name, plain) != 0)
			continue;
		if (n == plain)
			buf_add(out, values[i].s, values[i].n);
		else if (n == plain + 6 && strncmp(name + plain, ":regex", 6) == 0)
			quote(values[i].s, values[i].n, out);
		else
			continue;
		return true;
	}
	return false;
}

void
verify_runner_word(const struct verify_runner *runner, const char *word,
    const struct verify_words *words, struct strings *argv)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	while (*word) {
		size_t plain = strcspn(word, "{");
		const char *close = word[plain] ? strchr(word + plain, '}') : NULL;

		buf_add(&out, word, plain);
		word += plain;
		if (close && fill(runner, word + 1, (size_t)(close - word) - 1, words, &out)) {
			word = close + 1;
		} else if (*word) {
			buf_char(&out, *word++);
		}
	}
	strings_add(argv, out.s);
	buf_fini(&out);
}

static void
add_words(const struct verify_runner *runner, const struct json *list,
    const struct verify_words *words, struct strings *argv)
{
	json_each (it, list) {
		if (json_string(it))
			verify_runner_word(runner, json_string(it), words, argv);
	}
}

size_t
verify_runner_builds(const struct verify_runner *runner)
{
	return json_len(json_get(runner->run, "build"));
}

void
verify_runner_build(
    const struct verify_runner *runner, size_t i, const char *file, struct strings *argv)
{
	json_each (it, json_get(runner->run, "build")) {
		if (i-- == 0)
			add_words(runner, it, &(struct verify_words){ file, "" }, argv);
	}
}

void
verify_runner_list(const struct verify_runner *runner, const char *file, struct strings *argv)
{
	add_words(runner, json_get(runner->run, "list"), &(struct verify_words){ file, "" }, argv);
}

void
verify_runner_file(
    const struct verify_runner *runner, const char *file, bool shuffled, struct strings *argv)
{
	const struct verify_words words = { file, "" };

	add_words(runner, json_get(runner->run, "file"), &words, argv);
	if (shuffled)
		add_words(runner, json_get(runner->run, "shuffle"), &words, argv);
}

void
verify_runner_test(
    const struct verify_runner *runner, const char *file, const char *name, struct strings *argv)
{
	add_words(
	    runner, json_get(runner->run, "test"), &(struct verify_words){ file, name }, argv);
}

bool
verify_runner_shuffles(const struct verify_runner *runner)
{
	return json_len(json_get(runner->run, "shuffle")) > 0;
}
