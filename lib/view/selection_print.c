#include "view/selection_print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "doc/share.h"
#include "io/json.h"
#include "view/runner.h"
#include "view/selection.h"

#define NAME_MAX_BYTES 64
#define YAML ".yaml"

struct selection_print {
	const struct selection_tell *to;
	bool nul;
	void (*print)(struct selection_print *print, const struct json *tests, struct buf *out);
	struct json *data; /* of the runner, NULL when it is none */
	struct runner *runner;
};

static void
print_paths(struct selection_print *print, const struct json *tests, struct buf *out)
{
	struct strings paths = { 0 };
	struct map seen;

	map_init(&seen);
	json_each (test, tests) {
		const char *file = json_get_string(test, "file");
		struct buf path;
		bool added = false;

		map_slot(&seen, file, strlen(file), &added);
		if (!added)
			continue;
		buf_init(&path, BUF_TEXT);
		runner_path(file, &path);
		strings_add(&paths, path.s);
		buf_fini(&path);
	}
	runner_print(&paths, print->nul, out);
	strings_fini(&paths);
	map_fini(&seen);
}

static void
print_names(struct selection_print *print, const struct json *tests, struct buf *out)
{
	struct strings names = { 0 };

	json_each (test, tests)
		strings_add(&names, json_get_string(test, "name"));
	runner_print(&names, print->nul, out);
	strings_fini(&names);
}

static void
print_ctrf(struct selection_print *print, const struct json *tests, struct buf *out)
{
	(void)print;
	selection_ctrf(tests, out);
}

static void
print_csv(struct selection_print *print, const struct json *tests, struct buf *out)
{
	(void)print;
	selection_csv(tests, out);
}

static void
print_markdown(struct selection_print *print, const struct json *tests, struct buf *out)
{
	(void)print;
	selection_markdown(tests, out);
}

static void
print_json(struct selection_print *print, const struct json *tests, struct buf *out)
{
	(void)print;
	json_print(tests, out);
	buf_char(out, '\n');
}

static const struct format {
	const char *name;
	void (*print)(struct selection_print *print, const struct json *tests, struct buf *out);
	bool list; /* --null is for it */
} formats[] = {
	{ "paths", print_paths, true },
	{ "names", print_names, true },
	{ "ctrf", print_ctrf, false },
	{ "csv", print_csv, false },
	{ "markdown", print_markdown, false },
	{ "json", print_json, false },
};

static const struct format *
find(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}

static bool
has(const struct strings *files, const char *name)
{
	char *file = mem_printf("runners/%s" YAML, name);
	bool there = strings_has(files, file);

	free(file);
	return there;
}

static enum status
no_such(const struct strings *files, const char *name, struct err *err)
{
	struct buf all;
	enum status st;

	buf_init(&all, BUF_TEXT);
	for (size_t i = 0; i < files->len; i++) {
		const char *base = strrchr(files->at[i], '/') + 1;

		buf_printf(&all, "%.*s, ", (int)(strlen(base) - strlen(YAML)), base);
	}
	st = err_set(err, ST_USAGE,
	    "--format is \"%.60s\": expected %spaths, names, ctrf, csv, markdown or json", name,
	    all.s);
	buf_fini(&all);
	return st;
}

__attribute__((format(printf, 2, 3))) static void
tell(const struct selection_print *print, const char *fmt, ...)
{
	char sentence[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, ap);
	va_end(ap);
	print->to->tell(print->to->arg, sentence);
}

/* A runner of a project may say anything to the runner's program, so it does not take the place of
   one that is installed unless the project is trusted. */
static enum status
read_runner(
    const struct share *share, const char *file, struct selection_print *print, struct err *err)
{
	struct err none = ERR_INIT;

	if (!share_hides(share, file) ||
	    share_yaml_trusted(share, file, &print->data, &none) == ST_CONFIG)
		return share_yaml(share, file, &print->data, err);
	if (none.status)
		return *err = none, none.status;
	tell(print,
	    "the project's %s is not used, since the project is not trusted: rsg config --trust",
	    file);
	return ST_OK;
}

static enum status
open_runner(
    const struct share *share, const char *format, struct selection_print *print, struct err *err)
{
	struct strings files = { 0 };
	char *file = mem_printf("runners/%.*s" YAML, NAME_MAX_BYTES, format);
	enum status st = share_list(share, "runners", &files, err);

	if (st == ST_OK && !has(&files, format))
		st = no_such(&files, format, err);
	if (st == ST_OK)
		st = read_runner(share, file, print, err);
	if (st == ST_OK)
		st = runner_open(print->data, format, &print->runner, err);
	strings_fini(&files);
	free(file);
	return st;
}

enum status
selection_print_open(const struct share *share, const char *format, bool nul,
    const struct selection_tell *to, struct selection_print **out, struct err *err)
{
	const struct format *builtin = find(format);
	struct selection_print *print = mem_calloc(1, sizeof *print);
	enum status st = ST_OK;

	print->to = to;
	print->nul = nul;
	if (builtin)
		print->print = builtin->print;
	if (builtin && nul && !builtin->list)
		st = err_set(err, ST_USAGE, "--null is for a list: %s is none", format);
	if (!builtin)
		st = open_runner(share, format, print, err);
	if (st != ST_OK)
		selection_print_close(print);
	else
		*out = print;
	return st;
}

void
selection_print_close(struct selection_print *print)
{
	if (print == NULL)
		return;
	runner_close(print->runner);
	json_free(print->data);
	free(print);
}

static void
tell_list(const struct selection_print *print, const struct runner_list *list)
{
	if (list->others)
		tell(print, "%zu selected tests of other frameworks are left out: %.500s",
		    list->others, list->of.s);
	if (list->nameless)
		tell(print, "%zu selected tests are left out: the runner has no way to name them",
		    list->nameless);
	if (list->coarse)
		tell(print,
		    "the names of %zu tests are longer than a command line takes: whole "
		    "files, classes or packages are selected",
		    list->tests);
	if (list->one && list->bytes > list->most)
		tell(print, "the arguments have %zu bytes: xargs may split them", list->bytes);
}

static enum status
print_runner(struct selection_print *print, const struct json *tests, bool rest, struct buf *out,
    struct err *err)
{
	struct runner_list list;

	if (runner_arguments(print->runner, tests, &list, err) == ST_OK) {
		if (!rest)
			tell_list(print, &list);
		runner_print(&list.args, print->nul, out);
	}
	runner_list_fini(&list);
	return err->status;
}

enum status
selection_print(struct selection_print *print, const struct json *doc, bool rest, struct buf *out,
    struct err *err)
{
	struct json *tests = selection_tests(doc, rest);
	enum status st = ST_OK;

	if (print->runner)
		st = print_runner(print, tests, rest, out, err);
	else if (json_first(tests))
		print->print(print, tests, out);
	json_free(tests);
	return st == ST_OK ? buf_check(out, "the list", err) : st;
}

void
selection_warnings(const struct json *doc, const struct selection_print *print)
{
	json_each (warning, json_path(doc, "phases.selection.warnings"))
		tell(print, "%s", json_get_string(warning, "text"));
}
