/* Files that are tests because somebody says so, whatever is in them. */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "phase/scan_find.h"
#include "phase/scan_state.h"

#define WHOLE "file" /* the framework that has what no other knows */
#define MAX_PATH_BYTES ((size_t)4000)

void
scan_given_init(struct scan *scan)
{
	const struct strings *globs = scan->options->files;

	map_init(&scan->given);
	ignore_init(&scan->given_globs);
	for (size_t i = 0; globs && i < globs->len; i++)
		ignore_add_line(&scan->given_globs, globs->at[i], strlen(globs->at[i]));
}

void
scan_given_fini(struct scan *scan)
{
	map_fini(&scan->given);
	ignore_fini(&scan->given_globs);
}

static const char *
plain(const char *path, size_t *n)
{
	while (*n > 2 && path[0] == '.' && path[1] == '/') {
		path += 2, *n -= 2;
		while (*n > 1 && *path == '/')
			path++, --*n;
	}
	return path;
}

enum status
scan_files(struct scan *scan, const char *list, size_t n, const char *name, struct err *err)
{
	char end = memchr(list, '\0', n) ? '\0' : '\n';

	for (size_t at = 0; at < n;) {
		const char *stop = memchr(list + at, end, n - at);
		size_t len = stop ? (size_t)(stop - list) - at : n - at, used = len;
		const char *path = list + at;

		at += len + 1;
		if (end == '\n' && used > 0 && path[used - 1] == '\r')
			used--;
		path = plain(path, &used);
		if (used > MAX_PATH_BYTES)
			return err_set(err, ST_DATA,
			    "%s: a path of more than 4,000 bytes: write one path a line", name);
		if (used > 0)
			map_slot(&scan->given, path, used, NULL);
	}
	return ST_OK;
}

bool
scan_is_given(const struct scan *scan, const char *path)
{
	size_t n = strlen(path);
	const char *p = plain(path, &n);

	return map_find(&scan->given, p, n) != NULL ||
	       ignore_match(&scan->given_globs, p, false) == IGNORE_YES;
}

bool
scan_take_given(struct scan *scan, const char *path)
{
	size_t n = strlen(path);
	const char *p = plain(path, &n);

	if (!scan_is_given(scan, path))
		return false;
	if (map_find(&scan->given, p, n))
		*map_slot(&scan->given, p, n, NULL) = 1;
	return true;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
scan_left(const struct scan *scan, struct strings *out)
{
	for (size_t i = 0; i < scan->given.len; i++) {
		const struct map_entry *e = &scan->given.at[i];

		if (e->value == 0)
			strings_addn(out, e->key, e->key_len);
	}
	vec_sort(out, by_bytes);
}

void
scan_whole_item(const struct source *source, struct items *items)
{
	static const struct rule rule;
	size_t end = source->n;

	while (end > 0 && (source->text[end - 1] == '\n' || source->text[end - 1] == '\r'))
		end--;
	*vec_add(items) = (struct item){ .rule = &rule,
		.to = end,
		.name_at = (size_t)-1,
		.name = mem_strdup(""),
		.parent = -1 };
}

static struct framework *
whole_framework(const struct scan *scan)
{
	const struct strings *only = &scan->options->frameworks;

	vec_each (struct framework *const *, f, &scan->frameworks.list) {
		if (strcmp((*f)->name, WHOLE) == 0 && (only->len == 0 || strings_has(only, WHOLE)))
			return *f;
	}
	return NULL;
}

enum status
scan_whole(struct scan *scan, const struct buf *text, struct err *err)
{
	struct framework *f = whole_framework(scan);
	const struct source_language *language = source_language_for(scan->path);
	struct source source;
	struct items items = { 0 };
	enum status st;

	if (f == NULL)
		return ST_OK;
	st = framework_prepare(f, err);
	if (st)
		return st;
	source_init(&source, language ? language : f->language, text->s, text->len);
	scan_whole_item(&source, &items);
	st = scan_emit_items(scan, f, &source, &items, err);
	items_fini(&items);
	source_fini(&source);
	return st;
}
