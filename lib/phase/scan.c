#include "phase/scan.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/json.h"
#include "io/walk.h"
#include "phase/scan_case.h"
#include "phase/scan_check.h"
#include "phase/scan_find.h"
#include "phase/scan_state.h"
#include "text/gherkin.h"

#define MAX_FILE ((size_t)2 * 1024 * 1024)
#define HEAD ((size_t)2048)	 /* where a generated file says so */
#define LONG_LINE ((size_t)5000) /* nobody writes such a line by hand */

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
	record_init(&scan->record);
	buf_init(&scan->text, MAX_FILE);
	buf_init(&scan->repaired, 3 * MAX_FILE);
	st = frameworks_load(share, &scan->frameworks, err);
	if (st == ST_OK)
		st = check_names(scan, err);
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
	frameworks_free(&scan->frameworks);
	gherkin_words_free(scan->gherkin);
	junit_free(scan->junit);
	scan_check_close(scan->check);
	map_fini(&scan->ids);
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

void
scan_emit(struct scan *scan, struct record *r)
{
	size_t number, len, from;
	bool added;

	record_cut(r);
	len = r->id.len;
	number = ++*map_slot(&scan->ids, r->id.s, len, &added);

	while (!added) {
		buf_cut(&r->id, len);
		buf_printf(&r->id, "#%zu", number++);
		*map_slot(&scan->ids, r->id.s, r->id.len, &added) += 1;
	}
	if (scan->junit)
		junit_attach(scan->junit, r);
	scan->found++;
	from = scan->out->len;
	record_print(r, scan->out);
	scan_check_add(scan->check, scan->out->s + from, scan->out->len - from);
}

static bool
is_candidate(const struct scan *scan, const struct framework *f, const char *path)
{
	const struct strings *only = &scan->options->frameworks;

	return (only->len == 0 || strings_has(only, f->name)) &&
	       ignore_match(&f->files, path, false) == IGNORE_YES;
}

static bool
is_wanted(void *arg, const char *path)
{
	const struct scan *scan = arg;

	vec_each (struct framework *const *, f, &scan->frameworks.list) {
		if (is_candidate(scan, *f, path))
			return true;
	}
	return false;
}

static bool
holds(const struct buf *text, size_t n, const char *what)
{
	size_t len = strlen(what);

	for (const char *at = text->s; at && (size_t)(at - text->s) + len <= n; at++) {
		at = memchr(at, what[0], n - (size_t)(at - text->s));
		if (at == NULL || (size_t)(at - text->s) + len > n)
			return false;
		if (at[len - 1] == what[len - 1] && at[len / 2] == what[len / 2] &&
		    memcmp(at, what, len) == 0)
			return true;
	}
	return false;
}

/* One of the words, where there are any. */
static bool
holds_any(const struct buf *text, size_t n, const struct strings *words, bool otherwise)
{
	for (size_t i = 0; i < words->len; i++) {
		if (holds(text, n, words->at[i]))
			return true;
	}
	return words->len == 0 && otherwise;
}

/* Says so in a comment line at the start: a test may well speak of generated files. */
static bool
is_generated(const struct scan *scan, const struct buf *text)
{
	size_t head = text->len < HEAD ? text->len : HEAD;

	for (size_t at = 0; at < head;) {
		size_t end = at, first = at;

		while (end < head && text->s[end] != '\n')
			end++;
		while (first < end && (text->s[first] == ' ' || text->s[first] == '\t'))
			first++;
		if (first < end && strchr("#/*<-;%", text->s[first])) {
			struct buf line = { .s = text->s + first, .len = end - first };

			if (holds_any(&line, line.len, &scan->frameworks.generated, false))
				return true;
		}
		at = end + 1;
	}
	return false;
}

/* A stretch of 5,000 bytes without a newline. */
static bool
is_minified(const struct buf *text)
{
	for (size_t at = 0; at + LONG_LINE <= text->len; at += LONG_LINE) {
		if (!memchr(text->s + at, '\n', LONG_LINE))
			return true;
	}
	return false;
}

/* UTF-8 without NUL, so that everything copied from it is. */
static const struct buf *
valid_text(struct scan *scan)
{
	const struct buf *text = &scan->text;

	if (utf8_check(text->s, text->len) == text->len && !memchr(text->s, '\0', text->len))
		return text;
	buf_clear(&scan->repaired);
	utf8_repair(&scan->repaired, text->s, text->len);
	for (size_t i = 0; i < scan->repaired.len; i++) {
		if (scan->repaired.s[i] == '\0')
			scan->repaired.s[i] = ' ';
	}
	return &scan->repaired;
}

/* The whole file is one case: a script that says how it went by its status or by TAP. */
static void
whole_file(struct source *source, struct items *items)
{
	static const struct rule rule;
	size_t end = source->n;

	while (end > 0 && (source->text[end - 1] == '\n' || source->text[end - 1] == '\r'))
		end--;
	if (end == 0)
		return;
	*vec_add(items) = (struct item){ .rule = &rule,
		.to = end,
		.name_at = (size_t)-1,
		.name = mem_strdup(""),
		.parent = -1 };
}

static enum status
emit_items(struct scan *scan, const struct framework *f, struct source *source, struct items *items,
    struct err *err)
{
	struct scan_file file = { .path = scan->path,
		.source = source,
		.framework = f,
		.all = &scan->frameworks,
		.items = items,
		.body = &scan->body };
	enum status st = scan_file_init(&file, err);

	for (size_t i = 0; st == ST_OK && i < items->len; i++) {
		if (items->at[i].rule->container)
			continue;
		record_clear(&scan->record);
		st = scan_case(&file, i, &scan->record, err);
		if (st == ST_OK)
			scan_emit(scan, &scan->record);
	}
	scan_file_fini(&file);
	return st;
}

static bool
has_case(const struct items *items)
{
	vec_each (const struct item *, item, items) {
		if (!item->rule->container)
			return true;
	}
	return false;
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
		whole_file(source, &items);
	else
		st = scan_find(source, f, &items, err);
	if (st == ST_OK && has_case(&items))
		st = emit_items(scan, f, source, &items, err);
	items_fini(&items);
	return st;
}

static enum status
scan_text(struct scan *scan, const struct buf *text, struct err *err)
{
	struct source source = { 0 };
	enum status st = ST_OK;
	scan->found = 0;
	for (size_t i = 0; st == ST_OK && scan->found == 0 && i < scan->frameworks.list.len; i++) {
		struct framework *f = scan->frameworks.list.at[i];

		if (is_candidate(scan, f, scan->path) &&
		    holds_any(text, text->len, &f->markers, true) &&
		    !holds_any(text, text->len, &f->without, false))
			st = try_framework(scan, f, text, &source, err);
		if (st == ST_DATA) { /* a pattern that takes too long on this file */
			scan_warn(scan, "%s: %s: passed over", scan->path, err->text);
			st = ST_OK;
		}
	}
	source_fini(&source);
	return st;
}

/* What is in scan->text. */
static enum status
scan_loaded(struct scan *scan, const char *path, struct err *err)
{
	const struct buf *text = &scan->text;

	if (is_generated(scan, text) || is_minified(text))
		return ST_OK;
	scan->path = path;
	return scan_text(scan, valid_text(scan), err);
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
	return scan_loaded(scan, path, err);
}

static enum status
scan_one(struct scan *scan, const char *path, bool named, struct err *err)
{
	switch (walk_read(path, MAX_FILE, &scan->text)) {
	case WALK_UNREADABLE:
		if (named)
			return err_set(err, ST_NOINPUT, "%s: %s: name a file that can be read",
			    path, strerror(errno));
		scan_warn(scan, "%s: %s: passed over", path, strerror(errno));
		return ST_OK;
	case WALK_LARGE:
		scan_warn(scan, "%s is larger than 2 MiB: passed over", path);
		return ST_OK;
	case WALK_READ:
		return scan_loaded(scan, path, err);
	default:
		return ST_OK;
	}
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
	for (size_t i = 0; st == ST_OK && i < files.len; i++)
		st = scan_one(scan, files.at[i], strcmp(files.at[i], path) == 0, err);
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
