/* The suite in the order to run it, and why a test is where it is. */

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define CRITERIA 8 /* of a test, in the table */
#define LABEL_WIDTH 10

static void
add_row(const struct suite_row *it, const struct view *view, bool brief, struct table *table)
{
	const struct json *row = it->row;
	const char *priority = json_get_string(row, "priority");
	double score = json_get_number(row, "score");
	struct buf criteria, place;

	buf_init(&criteria, BUF_TEXT);
	buf_init(&place, 2 * BUF_TEXT);
	view_join(json_get(row, "criteria"), NULL, CRITERIA, &criteria);
	view_place(it->test, &place);
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(row, "rank"));
	table_cell(table, STYLE_PLAIN, "%.2f", score)->bar = score;
	table_cell(table, view_level_style(priority), "%s", priority);
	table_cell(
	    table, STYLE_BOLD, "%s", view_test_name(it->test, view, json_get_string(row, "test")));
	if (!view->columns)
		table_cell(table, STYLE_DIM, "%s", place.s);
	table_cell(table, STYLE_PLAIN, "%s", criteria.len ? criteria.s : "-");
	if (!view->columns || brief) {
		table_cell(table, STYLE_DIM, "%s", json_get_string(row, "reason"));
	} else {
		buf_printf(&place, ": %s", json_get_string(row, "reason"));
		table_note(table, STYLE_DIM, place.s);
	}
	buf_fini(&criteria);
	buf_fini(&place);
}

static void
suite_table(const struct suite_rows *rows, const struct view *view, bool brief, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "rank", COLUMN_RIGHT);
	table_column(&table, "score", COLUMN_BAR);
	table_column(&table, "priority", 0);
	table_column(&table, "test", COLUMN_FLEX);
	if (!view->columns)
		table_column(&table, "file", 0);
	table_column(&table, "criteria", COLUMN_FLEX);
	if (!view->columns || brief)
		table_column(&table, "reason", COLUMN_FLEX | COLUMN_SPARE);
	vec_each (const struct suite_row *, it, &rows->at)
		add_row(it, view, brief, &table);
	table_print(&table, view, out);
	table_fini(&table);
}

static const char *
meaning(const char *signal)
{
	static const struct {
		const char *name, *meaning;
	} meanings[] = {
		{ "story", "the words of the story are in it" },
		{ "pair", "neighbouring words of the story are neighbours in it" },
		{ "criterion", "how well it matches a criterion that is covered" },
		{ "vector", "its embedding is near the story's" },
		{ "name", "its path has words of the story" },
		{ "link", "it names a ticket of the story or of a criterion" },
		{ "domain", "it shows a domain of the story" },
		{ "lead", "it is among the first tests of a criterion" },
		{ "model", "what the model thinks of it" },
	};

	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
		if (strcmp(meanings[i].name, signal) == 0)
			return meanings[i].meaning;
	}
	return "-";
}

/* Each signal with what it adds to the score. */
static void
signal_table(const struct json *row, const struct view *view, struct buf *out)
{
	double sum = 0;
	struct table table;

	json_each (factor, json_get(row, "factors"))
		sum += json_get_number(factor, "value") * json_get_number(factor, "weight");
	table_init(&table);
	table_column(&table, "signal", 0);
	table_column(&table, "value", COLUMN_BAR);
	table_column(&table, "weight", COLUMN_RIGHT);
	table_column(&table, "adds", COLUMN_RIGHT);
	table_column(&table, "share", COLUMN_RIGHT);
	table_column(&table, "meaning", COLUMN_FLEX | COLUMN_SPARE);
	json_each (factor, json_get(row, "factors")) {
		const char *name = json_get_string(factor, "name");
		double value = json_get_number(factor, "value");
		double weight = json_get_number(factor, "weight");

		table_cell(&table, STYLE_BOLD, "%s", name);
		table_cell(&table, STYLE_PLAIN, "%.2f", value)->bar = value;
		table_cell(&table, STYLE_PLAIN, "%.2f", weight);
		table_cell(&table, STYLE_PLAIN, "%.3f", value * weight);
		table_cell(
		    &table, STYLE_PLAIN, "%.0f %%", sum > 0 ? 100 * value * weight / sum : 0);
		table_cell(&table, STYLE_DIM, "%s", meaning(name));
	}
	table_print(&table, view, out);
	table_fini(&table);
}

/* What it covers: of which criteria, how much of it. */
static void
covers(const struct json *doc, const char *id, const struct view *view, struct buf *out)
{
	struct table table;
	size_t n = 0;

	table_init(&table);
	table_column(&table, "criterion", 0);
	table_column(&table, "share", COLUMN_BAR);
	table_column(&table, "by", 0);
	table_column(&table, "text", COLUMN_FLEX);
	json_each (criterion, json_get(doc_output(doc, "coverage"), "criteria")) {
		json_each (test, json_get(criterion, "tests")) {
			const char *of = json_get_string(criterion, "id");
			double share = json_get_number(test, "share");

			if (strcmp(json_get_string(test, "test"), id) != 0)
				continue;
			table_cell(&table, STYLE_BOLD, "%s", of);
			table_cell(&table, STYLE_PLAIN, "%.2f", share)->bar = share;
			table_cell(&table, STYLE_PLAIN, "%s", json_get_string(test, "by"));
			table_cell(&table, STYLE_PLAIN, "%s", view_criterion_text(doc, of));
			n++;
		}
	}
	if (n) {
		view_heading(view, out, "It is among the best tests of");
		table_print(&table, view, out);
	}
	table_fini(&table);
}

static void
explain(const struct json *doc, const struct json *row, const struct view *view, struct buf *out)
{
	const char *id = json_get_string(row, "test");
	const struct json *test = view_test_of(doc, id);
	struct buf text;

	if (view->columns == 0) {
		signal_table(row, view, out);
		return;
	}
	buf_init(&text, BUF_TEXT);
	view_wrap(view, out, STYLE_BOLD, 0, 0, view_test_name(test, view, id));
	view_labelled(view, out, LABEL_WIDTH, "test", id);
	view_place(test, &text);
	view_labelled(view, out, LABEL_WIDTH, "file", text.s);
	buf_clear(&text);
	buf_printf(&text, "%.0f of %zu, score %.3f, priority %s", json_get_number(row, "rank"),
	    json_len(json_get(doc_output(doc, "ranking"), "suite")), json_get_number(row, "score"),
	    json_get_string(row, "priority"));
	view_labelled(view, out, LABEL_WIDTH, "rank", text.s);
	view_labelled(view, out, LABEL_WIDTH, "reason", json_get_string(row, "reason"));
	view_heading(view, out, "Where the score comes from");
	signal_table(row, view, out);
	covers(doc, id, view, out);
	buf_fini(&text);
}

enum status
view_ranking(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *ranking, *row;
	struct suite_rows rows;

	if (view_need(doc, "ranking", &ranking, err))
		return ST_DATA;
	if (args->id) {
		row = suite_row_of(doc, args->id);
		if (row == NULL)
			return err_set(err, ST_USAGE,
			    "no test \"%.200s\" in the ranking: give its id or its rank", args->id);
		explain(doc, row, view, out);
		return ST_OK;
	}
	suite_select(doc, args, &rows);
	suite_table(&rows, view, args->brief, out);
	if (view->columns && rows.at.len < rows.total)
		buf_printf(out, "and %zu more: rsg-show -r %s ranking\n", rows.total - rows.at.len,
		    json_get_string(json_get(doc, "run"), "id"));
	if (view->columns && args->filter && rows.total == 0)
		view_wrap(view, out, STYLE_PLAIN, 0, 0, "no test of the ranking has that text");
	suite_rows_fini(&rows);
	if (!args->brief)
		view_remarks(doc, "ranking", view, out);
	return ST_OK;
}
