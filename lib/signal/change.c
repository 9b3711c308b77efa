#include "signal/change.h"

#include <stdlib.h>
#include <string.h>

#define COUNT_MAX 1e9 /* of lines, of occurrences */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
sort_once(struct strings *strings)
{
	size_t kept = 0;

	vec_sort(strings, by_text);
	for (size_t i = 0; i < strings->len; i++) {
		if (kept > 0 && strcmp(strings->at[kept - 1], strings->at[i]) == 0)
			free(strings->at[i]);
		else
			strings->at[kept++] = strings->at[i];
	}
	strings->len = kept;
}

static size_t
whole(const struct json *object, const char *key)
{
	double value = json_get_number(object, key);

	return value > 0 && value < COUNT_MAX ? (size_t)value : 0;
}

static void
add_idents(struct bag *bag, struct lexicon *lexicon, const struct json *counts)
{
	json_each (count, counts) {
		const char *name = json_key(count);
		double value = json_number(count);

		if (name && value >= 1 && value < COUNT_MAX)
			*bag_slot(bag, lexicon_ident(lexicon, name, strlen(name))) += value;
	}
}

static void
add_ranges(struct change *change, const char *path, const struct json *hunks)
{
	size_t n = 0;

	json_each (hunk, hunks) {
		size_t from = whole(hunk, "old_start"), lines = whole(hunk, "old_lines");

		if (lines == 0)
			continue;
		if (n++ == CHANGE_RANGES)
			break;
		if (n == 1)
			strings_add(&change->ranged, path);
		*vec_add(&change->ranges) = (struct change_range){
			.path = *vec_last(&change->ranged),
			.from = from > 0 ? from : 1,
			.to = from + lines - 1,
		};
	}
}

static void
add_source(struct change *change, struct lexicon *lexicon, const struct json *file)
{
	const char *path = json_get_string(file, "path");
	const char *status = json_get_string(file, "status");
	const char *old = json_get_string(file, "old_path");
	const struct json *idents = json_get(file, "identifiers");
	bool renamed = strcmp(status, "renamed") == 0 && *old != '\0';

	strings_add(&change->paths, path);
	if (renamed)
		strings_add(&change->paths, old);
	if (strcmp(status, "added") != 0 && strcmp(status, "copied") != 0)
		add_ranges(change, renamed ? old : path, json_get(file, "hunks"));
	add_idents(&change->lines, lexicon, json_get(idents, "added"));
	add_idents(&change->lines, lexicon, json_get(idents, "removed"));
	add_idents(&change->context, lexicon, json_get(idents, "context"));
	add_idents(&change->headings, lexicon, json_get(idents, "headings"));
	json_each (text, json_get(file, "strings"))
		if (json_string(text))
			strings_add(&change->strings, json_string(text));
}

/* Documentation, lock files and tests that are gone change the outcome of no test. */
static bool
is_no_cause(const struct json *file)
{
	const char *kind = json_get_string(file, "kind");

	if (strcmp(kind, "test") == 0)
		return strcmp(json_get_string(file, "status"), "deleted") == 0;
	return strcmp(kind, "docs") == 0 || strcmp(kind, "lock") == 0;
}

void
change_read(struct change *change, struct lexicon *lexicon, const struct json *json,
    change_test_fn *is_test, void *arg)
{
	size_t n = 0;

	*change = (struct change){ 0 };
	json_each (file, json_get(json, "files")) {
		const char *path = json_get_string(file, "path");

		if (n++ == CHANGE_FILES)
			break;
		if (*path == '\0')
			continue;
		if (is_test && is_test(arg, path))
			strings_add(&change->tests, path);
		else if (!is_no_cause(file))
			add_source(change, lexicon, file);
	}
	sort_once(&change->paths);
	sort_once(&change->tests);
}

void
change_fini(struct change *change)
{
	strings_fini(&change->paths);
	strings_fini(&change->tests);
	strings_fini(&change->strings);
	strings_fini(&change->ranged);
	vec_fini(&change->ranges);
	bag_fini(&change->lines);
	bag_fini(&change->context);
	bag_fini(&change->headings);
}
