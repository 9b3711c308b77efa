/* The selection: what is to be run, and what it is expected to find. */

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/selection.h"
#include "view/views.h"

#define SECOND 1000.0
#define WHY 7

static void
add_row(const struct json *it, const struct view *view, struct table *table)
{
	double score = json_get_number(it, "score");
	struct buf text;

	buf_init(&text, 2 * BUF_TEXT);
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(it, "rank"));
	table_cell(table, STYLE_PLAIN, "%.2f", score)->bar = score;
	view_join(json_get(it, "why"), NULL, WHY, &text);
	table_cell(table, STYLE_PLAIN, "%s", text.s);
	if (json_get(it, "duration_ms"))
		table_cell(table, STYLE_PLAIN, "%g", json_get_number(it, "duration_ms") / SECOND);
	else
		table_cell(table, STYLE_PLAIN, "-");
	table_cell(table, STYLE_BOLD, "%s", view_test_name(it, view, json_get_string(it, "test")));
	buf_clear(&text);
	view_place(it, &text);
	table_cell(table, STYLE_DIM, "%s", text.s);
	buf_fini(&text);
}

static void
selected_table(const struct json *tests, int top, const struct view *view, struct buf *out)
{
	struct table table;
	int n = 0;

	table_init(&table);
	table_column(&table, "rank", COLUMN_RIGHT);
	table_column(&table, "score", COLUMN_BAR);
	table_column(&table, "why", 0);
	table_column(&table, "seconds", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "test", COLUMN_FLEX);
	table_column(&table, "file", COLUMN_FLEX | COLUMN_SPARE);
	json_each (it, tests) {
		if (top && n++ == top)
			break;
		add_row(it, view, &table);
	}
	table_print(&table, view, out);
	table_fini(&table);
}

static void
head(const struct json *selection, const struct view *view, struct buf *out)
{
	const struct json *recall = json_get(selection, "expected_recall");
	size_t n = json_len(json_get(selection, "selected"));
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%zu %s selected, %.0f left", n, view_plural(n, "test", "tests"),
	    json_get_number(selection, "left"));
	if (json_len(json_get(selection, "quarantined")))
		buf_printf(
		    &text, ", %zu quarantined", json_len(json_get(selection, "quarantined")));
	if (json_kind(recall) == JSON_NUMBER)
		buf_printf(&text, "; expected recall %.2f", json_number(recall));
	if (json_kind(json_get(selection, "duration_ms")) == JSON_NUMBER)
		buf_printf(
		    &text, "; about %.0f s", json_get_number(selection, "duration_ms") / SECOND);
	view_wrap(view, out, STYLE_BOLD, 0, 0, text.s);
	buf_clear(&text);
	buf_printf(&text, "Counted from %s", json_get_string(selection, "stands_on"));
	view_wrap(view, out, STYLE_DIM, 0, 0, text.s);
	json_each (why, json_get(selection, "wide_why"))
		view_point(view, out, "%s", json_string(why));
	buf_char(out, '\n');
	buf_fini(&text);
}

enum status
view_selection(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *selection;
	struct json *tests;
	size_t n;

	if (view_need(doc, "selection", &selection, err))
		return ST_DATA;
	if (args->id)
		return selection_explain(doc, args->id, view, out, err);
	tests = selection_tests(doc, false);
	n = json_len(tests);
	if (view->columns)
		head(selection, view, out);
	selected_table(tests, args->top, view, out);
	if (view->columns && args->top && n > (size_t)args->top)
		buf_printf(out, "and %zu more\n", n - (size_t)args->top);
	json_free(tests);
	view_remarks(doc, "selection", view, out);
	return ST_OK;
}

static void
porcelain_selected(const struct json *doc, const struct suite_args *args, struct buf *out)
{
	const char *id = args->id ? json_get_string(suite_row_of(doc, args->id), "test") : NULL;
	int n = 0;

	json_each (it, json_get(doc_output(doc, "selection"), "selected")) {
		if (args->top && n++ == args->top)
			break;
		if (id && strcmp(json_get_string(it, "test"), id) != 0)
			continue;
		porcelain_line(out, "selected");
		porcelain_keys(
		    out, it, KEYS("rank", "score", "test", "file", "framework", "duration_ms"));
		porcelain_each(out, json_get(it, "why"));
		porcelain_end(out);
	}
}

enum status
porcelain_selection(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *selection, *budget;

	(void)view;
	if (view_need(doc, "selection", &selection, err))
		return ST_DATA;
	budget = json_get(selection, "budget");
	porcelain_line(out, "selection");
	porcelain_number(out, (double)json_len(json_get(selection, "selected")));
	porcelain_keys(
	    out, selection, KEYS("left", "expected_recall", "duration_ms", "wide", "stands_on"));
	porcelain_end(out);
	porcelain_line(out, "budget");
	porcelain_keys(out, budget, KEYS("top", "time_ms", "recall", "min_score"));
	porcelain_end(out);
	json_each (why, json_get(selection, "wide_why")) {
		porcelain_line(out, "wide");
		porcelain_text(out, json_string(why));
		porcelain_end(out);
	}
	json_each (id, json_get(selection, "quarantined")) {
		porcelain_line(out, "quarantined");
		porcelain_text(out, json_string(id));
		porcelain_end(out);
	}
	porcelain_selected(doc, args, out);
	porcelain_remarks(out, doc, "selection");
	return ST_OK;
}
