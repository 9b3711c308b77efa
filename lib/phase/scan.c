#include "phase/scan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/json.h"
#include "io/walk.h"
#include "phase/scan_above.h"
#include "phase/scan_check.h"
#include "phase/scan_find.h"
#include "phase/scan_state.h"
#include "text/gherkin.h"

#define MAX_FILE ((size_t)2 * 1024 * 1024)

void
scan_warn(const struct scan *scan, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	if (scan->options->warn == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	scan->options->warn(scan->options->arg, text);
}

static enum status
check_names(const struct scan *scan, struct err *err)
{
	const struct strings *only = &scan->options->frameworks;

	for (size_t i = 0; i < only->len; i++) {
		bool known = false;

		vec_each (struct framework *const *, f, &scan->frameworks.list)
			known |= strcmp((*f)->name, only->at[i]) == 0;
		if (!known)
			return err_set(err, ST_USAGE,
			    "there is no framework %s: --list-frameworks shows them", only->at[i]);
	}
	return ST_OK;
}

enum status
scan_open(const struct share *share, const struct scan_options *options, struct scan **out,
    struct err *err)
{
	struct scan *scan = mem_calloc(1, sizeof *scan);
	enum status st;

	scan->options = options;
	scan->share = share;
	map_init(&scan->ids);
	scan_given_init(scan);
	record_init(&scan->record);
	buf_init(&scan->text, MAX_FILE);
	buf_init(&scan->repaired, 3 * MAX_FILE);
	st = frameworks_load(share, &scan->frameworks, err);
	if (st == ST_OK) {
		scan_settings_init(&scan->settings, &scan->frameworks);
		st = check_names(scan, err);
	}
	if (st == ST_OK)
		st = scan_check_open(&scan->check, err);
	if (st) {
		scan_close(scan);
		return st;
	}
	*out = scan;
	return ST_OK;
}

void
scan_close(struct scan *scan)
{
	scan_settings_fini(&scan->settings);
	frameworks_free(&scan->frameworks);
	gherkin_words_free(scan->gherkin);
	junit_free(scan->junit);
	scan_check_close(scan->check);
	above_free(scan->above);
	scan_doubts_fini(scan);
	map_fini(&scan->ids);
	scan_given_fini(scan);
	record_fini(&scan->record);
	buf_fini(&scan->text);
	buf_fini(&scan->repaired);
	source_fini(&scan->body);
	free(scan);
}

enum status
scan_finish(struct scan *scan, struct err *err)
{
	return scan_check_end(scan->check, err);
}

static bool
is_candidate(const struct scan *scan, const struct framework *f, const char *path)
{
	const struct strings *only = &scan->options->frameworks;

	return (only->len == 0 || strings_has(only, f->name)) &&
	       ignore_match(&f->files, path, false) == IGNORE_YES &&
	       (f->within.patterns.len == 0 || ignore_match(&f->within, path, false) == IGNORE_YES);
}

static bool
is_test_file(const struct scan *scan, const char *path)
{
	if (scan_is_given(scan, path))
		return true;
	vec_each (struct framework *const *, base, &scan->frameworks.list) {
		const char *inner = path;
		const struct framework *f = scan_settings_apply(&scan->settings, *base, &inner);

		if (is_candidate(scan, f, inner))
			return true;
	}
	return false;
}

bool
scan_wants(const struct scan *scan, const char *path)
{
	return is_test_file(scan, path);
}

static bool
is_wanted(void *arg, const char *path)
{
	const struct scan *scan = arg;

	return is_test_file(scan, path) || scan_settings_want(&scan->settings, path);
}

/* The items of a file, with those that its classes have from others. */
static enum status
find_items(struct scan *scan, struct framework *f, struct source *source, struct items *items,
    struct err *err)
{
	enum status st = scan_find(source, f, items, err);
	struct home home;

	if (st)
		return st;
	if (scan->above)
		above_clear(scan->above);
	home_init(&home, f, scan->path, source, items);
	scan_inherit(scan->above, &home);
	home_fini(&home);
	return scan_keep_listed(source, f, items, err);
}

static enum status
try_framework(struct scan *scan, struct framework *f, const struct buf *text, struct source *source,
    struct err *err)
{
	struct items items = { 0 };
	enum status st = framework_prepare(f, err);

	if (st)
		return st;
	if (f->reader == READER_GHERKIN)
		return scan_gherkin(scan, f, text, err);
	if (source->language != f->language) {
		source_fini(source);
		source_init(source, f->language, text->s, text->len);
	}
	if (f->reader == READER_FILE)
		scan_whole_item(source, &items);
	else
		st = find_items(scan, f, source, &items, err);
	if (st == ST_OK && scan_has_case(&items))
		st = scan_emit_items(scan, f, source, &items, err);
	items_fini(&items);
	return st;
}

/* Cases that come from another file need nothing that marks them in this one. */
static bool
may_inherit(const struct scan *scan, const struct framework *f, const char *path)
{
	return scan->above && ignore_match(&f->heirs, path, false) == IGNORE_YES;
}

/* How much of the path of a file no look upwards goes beyond. */
static size_t
top_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (*path != '/' && strstr(path, "..") == NULL)
		return 0;
	if (file_is_dir(path))
		return strlen(path) + (path[strlen(path) - 1] != '/');
	return slash ? (size_t)(slash - path) + 1 : 0;
}

static enum status
scan_text(struct scan *scan, const struct buf *text, struct err *err)
{
	struct source source = { 0 };
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && scan->found == 0 && i < scan->frameworks.list.len; i++) {
		const char *path = scan->path;
		struct framework *f =
		    scan_settings_apply(&scan->settings, scan->frameworks.list.at[i], &path);

		if (!is_candidate(scan, f, path) &&
		    (f == scan->frameworks.list.at[i] ||
			!is_candidate(scan, scan->frameworks.list.at[i], scan->path)))
			continue;
		if ((!scan_holds_any(text, text->len, &f->markers, true) &&
			!may_inherit(scan, f, path)) ||
		    scan_holds_any(text, text->len, &f->without, false))
			continue;
		if (!is_candidate(scan, f, path))
			break; /* the project's configuration leaves it out */
		st = try_framework(scan, f, text, &source, err);
		if (st == ST_DATA) { /* a pattern that takes too long on this file */
			scan_warn(scan, "%s: %s: passed over", scan->path, err->text);
			st = ST_OK;
		}
	}
	source_fini(&source);
	return st;
}

/* What is in scan->text.  A file that is given as a test is one also when nobody knows how. */
static enum status
scan_loaded(struct scan *scan, const char *path, bool given, struct err *err)
{
	const struct buf *text = &scan->text;
	enum status st = ST_OK;

	scan->path = path;
	scan->found = 0;
	if (!scan_is_minified(text))
		st = scan_text(scan, scan_valid_text(scan), err);
	if (st == ST_OK && given && scan->found == 0)
		st = scan_whole(scan, scan_valid_text(scan), err);
	return st;
}

enum status
scan_bytes(struct scan *scan, const char *path, const char *bytes, size_t n, struct buf *out,
    struct err *err)
{
	buf_clear(&scan->text);
	buf_add(&scan->text, bytes, n);
	scan->out = out;
	if (buf_check(&scan->text, path, err))
		return err->status;
	return scan_loaded(scan, path, scan_is_given(scan, path), err);
}

static enum status
scan_one(struct scan *scan, const char *path, bool named, struct err *err)
{
	bool given = scan_take_given(scan, path);
	enum walk_read answer = walk_read(path, MAX_FILE, &scan->text);

	if (answer == WALK_UNREADABLE && named)
		return err_set(
		    err, ST_NOINPUT, "%s: %s: name a file that can be read", path, strerror(errno));
	if (answer == WALK_UNREADABLE)
		scan_warn(scan, "%s: %s: passed over", path, strerror(errno));
	if (answer == WALK_LARGE && !given)
		scan_warn(scan, "%s is larger than 2 MiB: passed over", path);
	if (answer == WALK_SPECIAL && given)
		scan_warn(scan, "%s is no file: passed over", path);
	if ((answer == WALK_LARGE || answer == WALK_BINARY) && given)
		buf_clear(&scan->text); /* what it is called is all that is known */
	else if (answer != WALK_READ)
		return ST_OK;
	return scan_loaded(scan, path, given, err);
}

enum status
scan_path(struct scan *scan, const char *path, struct buf *out, struct err *err)
{
	struct walk_options options = { .no_ignore = scan->options->no_ignore,
		.also = &scan->frameworks.vendored,
		.warn = scan->options->warn,
		.wants = is_wanted,
		.arg = scan };
	struct strings files = { 0 };
	enum status st = walk(path, &options, &files, err);

	scan->out = out;
	if (scan->above == NULL)
		scan->above = above_new();
	above_top(scan->above, top_of(path));
	if (st == ST_OK)
		st = scan_settings_read(&scan->settings, path, &files, err);
	for (size_t i = 0; st == ST_OK && i < files.len; i++) {
		bool named = strcmp(files.at[i], path) == 0;

		if (named || is_test_file(scan, files.at[i]))
			st = scan_one(scan, files.at[i], named, err);
	}
	strings_fini(&files);
	return st;
}

enum status
scan_rest(struct scan *scan, struct buf *out, struct err *err)
{
	struct strings files = { 0 };
	enum status st = ST_OK;

	scan_left(scan, &files);
	scan->out = out;
	for (size_t i = 0; st == ST_OK && i < files.len; i++)
		st = scan_one(scan, files.at[i], true, err);
	scan_settle(scan, out);
	strings_fini(&files);
	return st;
}

struct json *
scan_frameworks(const struct scan *scan)
{
	struct json *list = json_new_array();

	vec_each (struct framework *const *, f, &scan->frameworks.list) {
		struct json *one = json_add_object(list);
		const struct json *files = json_get((*f)->tree, "files");

		json_set_string(one, "name", (*f)->name);
		json_set_string(one, "title", (*f)->title);
		json_set_string(one, "language", source_language_name_of((*f)->language));
		json_set(one, "files", json_copy(files));
	}
	return list;
}
