/*
 * Source: CTRF 1.0.0 (ctrf.io): the members that it requires, and the free member "extra".
 */
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "doc/doc.h"
#include "doc/tests.h"
#include "io/json.h"
#include "view/csv.h"
#include "view/plain.h"
#include "view/selection.h"

#define CELL 240 /* bytes of a text in Markdown */

static void
copy(struct json *to, const struct json *from, const char *key)
{
	const struct json *value = json_get(from, key);

	if (value)
		json_set(to, key, json_copy(value));
}

/* line: of the selection, or of the ranking when it was left. */
static void
add(struct json *list, const char *id, double rank, const struct json *line,
    const struct doc_test *test)
{
	static const char *const of_test[] = { "name", "title", "file", "line", "framework",
		"tags" };
	const struct json *known = test ? test->test : NULL;
	struct json *it = json_add_object(list);

	json_set_number(it, "rank", rank);
	json_set_string(it, "test", id);
	if (known == NULL) { /* an edited selection may have others */
		json_set_string(it, "name", doc_test_local(id));
		json_set_string(it, "file", json_get_string(line, "file"));
		json_set_string(it, "framework", json_get_string(line, "framework"));
	}
	for (size_t i = 0; i < sizeof of_test / sizeof *of_test; i++)
		copy(it, known, of_test[i]);
	json_set_number(it, "score", json_get_number(line, "score"));
	copy(it, line, "why");
	copy(it, json_get(known, "results"), "duration_ms");
}

static void
add_selected(const struct json *selection, const struct doc_tests *tests, struct json *list)
{
	json_each (line, json_get(selection, "selected")) {
		const char *id = json_get_string(line, "test");

		add(list, id, json_get_number(line, "rank"), line, doc_tests_find(tests, id));
	}
}

static void
add_rest(const struct json *selection, const struct doc_tests *tests, struct json *list)
{
	struct map not ;

	map_init(&not );
	json_each (line, json_get(selection, "selected"))
		map_slot(&not, json_get_string(line, "test"), strlen(json_get_string(line, "test")),
		    NULL);
	json_each (id, json_get(selection, "quarantined"))
		map_slot(&not, json_string(id), strlen(json_string(id)), NULL);
	vec_each (const struct doc_test *, it, &tests->at) {
		if (map_find(&not, it->id, strlen(it->id)) == NULL)
			add(list, it->id, (double)it->rank, it->line, it);
	}
	map_fini(&not );
}

struct json *
selection_tests(const struct json *doc, bool rest)
{
	const struct json *selection = doc_output(doc, "selection");
	struct json *list = json_new_array();
	struct doc_tests tests;

	doc_tests_init(&tests, doc);
	if (rest)
		add_rest(selection, &tests, list);
	else
		add_selected(selection, &tests, list);
	doc_tests_fini(&tests);
	return list;
}

static void
ctrf_test(const struct json *test, struct json *list)
{
	static const char *const keys[] = { "test", "rank", "score", "framework", "why",
		"duration_ms" };
	struct json *it = json_add_object(list), *extra;

	json_set_string(it, "name", json_get_string(test, "name"));
	json_set_string(it, "status", "pending");
	json_set_number(it, "duration", 0);
	json_set_string(it, "filePath", json_get_string(test, "file"));
	extra = json_set_object(it, "extra");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		copy(extra, test, keys[i]);
}

void
selection_ctrf(const struct json *tests, struct buf *out)
{
	static const char *const none[] = { "passed", "failed" };
	static const char *const more[] = { "skipped", "other", "start", "stop" };
	struct json *report = json_new_object(), *results, *summary, *list;

	json_set_string(report, "reportFormat", "CTRF");
	json_set_string(report, "specVersion", "1.0.0");
	results = json_set_object(report, "results");
	json_set_string(json_set_object(results, "tool"), "name", "rsg");
	summary = json_set_object(results, "summary");
	json_set_number(summary, "tests", (double)json_len(tests));
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		json_set_number(summary, none[i], 0);
	json_set_number(summary, "pending", (double)json_len(tests));
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		json_set_number(summary, more[i], 0);
	list = json_set_array(results, "tests");
	json_each (test, tests)
		ctrf_test(test, list);
	json_print(report, out);
	buf_char(out, '\n');
	json_free(report);
}

static void
join_why(const struct json *test, struct buf *out)
{
	json_each (why, json_get(test, "why"))
		buf_printf(out, "%s%s", out->len ? " " : "", json_string(why));
}

void
selection_csv(const struct json *tests, struct buf *out)
{
	static const char *const keys[] = { "rank", "score", "test", "name", "file", "line",
		"framework", "why", "duration_ms", NULL };
	struct json *rows = json_copy(tests);

	json_each (row, rows) {
		struct buf why;

		buf_init(&why, BUF_TEXT);
		join_why(row, &why);
		json_set_string(row, "why", why.s);
		buf_fini(&why);
	}
	view_csv(rows, keys, out);
	json_free(rows);
}

void
selection_markdown(const struct json *tests, struct buf *out)
{
	buf_str(out, "| # | score | test | where | why |\n|--:|--:|---|---|---|\n");
	json_each (test, tests) {
		const char *title = json_get_string(test, "title");
		struct buf text;

		buf_init(&text, BUF_TEXT);
		buf_printf(out, "| %.0f | %.2f | ", json_get_number(test, "rank"),
		    json_get_number(test, "score"));
		plain_markdown(out, *title ? title : json_get_string(test, "name"), CELL);
		buf_str(out, " | ");
		buf_str(&text, json_get_string(test, "file"));
		if (json_get(test, "line"))
			buf_printf(&text, ":%.0f", json_get_number(test, "line"));
		plain_markdown(out, text.s, CELL);
		buf_clear(&text);
		join_why(test, &text);
		buf_printf(out, " | %s |\n", text.len ? text.s : "-");
		buf_fini(&text);
	}
}
