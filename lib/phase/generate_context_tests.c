#include "phase/generate_context_tests.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/inside.h"
#include "io/json.h"
#include "phase/generate_check.h"
#include "phase/generate_nearest.h"
#include "phase/generate_syntax.h"

#define FILE_MAX ((size_t)2 * 1024 * 1024)
#define TEST_BYTES ((size_t)6000)
#define HEAD_BYTES ((size_t)4000)
#define FILES_MAX 3

/* The tests that are shown: the best matches, and the one the skeleton is modelled on. */
struct chosen {
	const struct json *at[CONTEXT_TESTS];
	size_t len;
};

static bool
speaks_it(const struct gap_parts *gap, const struct json *test)
{
	return strcmp(json_get_string(test, "language"),
		   json_get_string(gap->model->test, "language")) == 0;
}

/* The one it is modelled on, the others in its language, the rest; each the nearest first. */
static void
choose(const struct gap_parts *gap, struct chosen *out)
{
	const struct json *matches =
	    json_get(models_query(gap->models, json_get_string(gap->criterion, "id")), "matches");

	*out = (struct chosen){ .len = 0 };
	if (gap->model->test)
		out->at[out->len++] = gap->model->test;
	for (int same = 1; same >= 0; same--) {
		json_each (match, matches) {
			const struct json *test =
			    models_test(gap->models, json_get_string(match, "test"));

			if (test && test != gap->model->test && out->len < CONTEXT_TESTS &&
			    speaks_it(gap, test) == same)
				out->at[out->len++] = test;
		}
	}
}

/* At most max bytes of it, whole lines. */
static void
put_some(
    struct context *c, struct buf *part, size_t max, const char *what, const char *text, size_t n)
{
	char *copy = mem_strndup(text, n);

	context_put(
	    c, part, part->len + TEST_BYTES < max ? part->len + TEST_BYTES : max, what, copy);
	if (part->len && part->s[part->len - 1] != '\n')
		buf_char(part, '\n');
	free(copy);
}

static void
put_list(struct buf *out, const char *label, const struct json *list)
{
	size_t n = 0;

	json_each (it, list) {
		if (json_string(it) && n < 20)
			buf_printf(out, "%s%s", n++ ? "\n\t" : label, json_string(it));
	}
	buf_str(out, n ? "\n" : "");
}

/* Without the file, what the index kept of the test. */
static void
put_record(const struct gap_parts *gap, const struct json *test, struct buf *out)
{
	struct json *record = models_record(gap->models, json_get_string(test, "id"));

	buf_str(out, "(its code is not at hand; what the index knows of it)\n");
	buf_printf(out, "title: %s\n", json_get_string(test, "title"));
	put_list(out, "imports:\n\t", json_get(record, "imports"));
	put_list(out, "assertions:\n\t", json_get(record, "assertions"));
	put_list(out, "literals:\n\t", json_get(record, "literals"));
	json_free(record);
}

static void
put_test(const struct gap_parts *gap, const struct json *test, struct context *c, size_t max)
{
	const char *id = json_get_string(test, "id"), *file = json_get_string(test, "file");
	struct buf text, head, *part = &c->parts[PART_TESTS];
	const char *lines = "";
	size_t len = 0;

	buf_init(&text, FILE_MAX);
	buf_init(&head, BUF_TEXT);
	if (inside_read(gap->models->root, file, FILE_MAX, &text))
		lines = lines_of(test, text.s, text.len, &len);
	buf_printf(&head, "%s== %s\n", part->len ? "\n" : "", id);
	if (len == 0) {
		put_record(gap, test, &head);
		lines = "";
	}
	if (part->len + head.len + 200 > max) {
		char *note = mem_printf("the test %.3000s", id);

		strings_add(&c->cut, note);
		free(note);
	} else {
		buf_add(part, head.s, head.len);
		put_some(c, part, max, id, lines, len);
	}
	buf_fini(&head);
	buf_fini(&text);
}

void
context_tests(const struct gap_parts *gap, struct context *out, size_t max)
{
	struct chosen chosen;

	choose(gap, &chosen);
	for (size_t i = 0; i < chosen.len; i++)
		put_test(gap, chosen.at[i], out, max);
}

/* The first line of the first test of a file that is known of. */
static size_t
first_line(const struct gap_parts *gap, const char *file)
{
	size_t first = 0;

	json_each (test, json_get(gap->models->retrieval, "tests")) {
		size_t line = (size_t)json_get_number(test, "line");

		if (strcmp(json_get_string(test, "file"), file) == 0 && line > 0 &&
		    (first == 0 || line < first))
			first = line;
	}
	return first;
}

static void
put_file(
    const struct gap_parts *gap, const char *file, size_t before, struct context *c, size_t max)
{
	struct buf text, *part = &c->parts[PART_SURROUNDINGS];
	size_t at = 0, line = 1,
	       limit = part->len + HEAD_BYTES < max ? part->len + HEAD_BYTES : max;

	buf_init(&text, FILE_MAX);
	if (inside_read(gap->models->root, file, FILE_MAX, &text)) {
		while (at < text.len && (before == 0 || line < before))
			line += text.s[at++] == '\n';
		buf_cut(&text, at);
	}
	if (text.len > 0 && part->len + strlen(file) + 200 < max) {
		buf_printf(part, "%s== %s%s\n", part->len ? "\n" : "", file,
		    before ? ", its beginning" : "");
		context_put(c, part, limit, file, text.s);
	} else if (text.len > 0) {
		strings_add(&c->cut, file);
	}
	buf_fini(&text);
}

/* conftest.py and its like, in the directory of a test's file and above it. */
static void
put_helpers(const struct gap_parts *gap, struct context *c, size_t max)
{
	const char *file = json_get_string(gap->model->test, "file");
	const struct json *names =
	    json_get(syntax_language(gap->syntax, syntax_language_of(file)), "helpers");
	size_t n = strlen(file);

	while (n > 0) {
		while (n > 0 && file[n - 1] != '/')
			n--;
		json_each (it, names) {
			char *path = mem_printf(
			    "%.*s%s", (int)n, file, json_string(it) ? json_string(it) : "");

			if (inside_look(gap->models->root, path) == INSIDE_FILE)
				put_file(gap, path, 0, c, max);
			free(path);
		}
		n -= n > 0;
	}
}

void
context_surroundings(const struct gap_parts *gap, struct context *out, size_t max)
{
	struct strings files = { 0 };
	struct chosen chosen;

	choose(gap, &chosen);
	for (size_t i = 0; i < chosen.len && files.len < FILES_MAX; i++) {
		const char *file = json_get_string(chosen.at[i], "file");

		if (strings_has(&files, file))
			continue;
		strings_add(&files, file);
		put_file(gap, file, first_line(gap, file), out, max);
	}
	put_helpers(gap, out, max);
	strings_fini(&files);
}
