/* The suite in the order to run it. */

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/explain.h"
#include "view/parts.h"
#include "view/suite.h"

#define CRITERIA 8 /* of a test, in the table */
#define RAISED 8

struct shown { /* which columns */
	bool files, criteria, place, reason;
};

/* What its file says, and what raises it whatever the file. */
static void
add_of_file(const struct json *row, struct table *table)
{
	struct buf raised;

	if (json_get(row, "file")) {
		table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(row, "file"));
		table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(row, "near"));
	} else {
		table_cell(table, STYLE_DIM, "-");
		table_cell(table, STYLE_DIM, "-");
	}
	buf_init(&raised, BUF_TEXT);
	view_join(json_get(row, "raised"), "name", RAISED, &raised);
	table_cell(table, STYLE_PLAIN, "%s", raised.len ? raised.s : "-");
	buf_fini(&raised);
}

static void
add_row(const struct suite_row *it, const struct view *view, const struct shown *shown,
    struct table *table)
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
	if (shown->place)
		table_cell(table, STYLE_DIM, "%s", place.s);
	if (shown->criteria)
		table_cell(table, STYLE_PLAIN, "%s", criteria.len ? criteria.s : "-");
	if (shown->files)
		add_of_file(row, table);
	if (shown->reason) {
		table_cell(table, STYLE_DIM, "%s", json_get_string(row, "reason"));
	} else {
		buf_printf(&place, ": %s", json_get_string(row, "reason"));
		table_note(table, STYLE_DIM, place.s);
	}
	buf_fini(&criteria);
	buf_fini(&place);
}

static void
suite_table(const struct suite_rows *rows, const struct shown *shown, const struct view *view,
    struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "rank", COLUMN_RIGHT);
	table_column(&table, "score", COLUMN_BAR);
	table_column(&table, "priority", 0);
	table_column(&table, "test", COLUMN_FLEX);
	if (shown->place)
		table_column(&table, "file", 0);
	if (shown->criteria)
		table_column(&table, "criteria", COLUMN_FLEX);
	if (shown->files) {
		table_column(&table, "of file", COLUMN_RIGHT | COLUMN_SPARE);
		table_column(&table, "near", COLUMN_RIGHT | COLUMN_SPARE);
		table_column(&table, "raised", COLUMN_FLEX | COLUMN_SPARE);
	}
	if (shown->reason)
		table_column(&table, "reason", COLUMN_FLEX | COLUMN_SPARE);
	vec_each (const struct suite_row *, it, &rows->at)
		add_row(it, view, shown, &table);
	table_print(&table, view, out);
	table_fini(&table);
}

enum status
view_ranking(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *ranking, *row;
	struct suite_rows rows;
	struct shown shown;

	if (view_need(doc, "ranking", &ranking, err))
		return ST_DATA;
	if (args->id) {
		row = suite_row_of(doc, args->id);
		if (row == NULL)
			return err_set(err, ST_USAGE,
			    "no test \"%.200s\" in the ranking: give its id or its rank", args->id);
		view_explain(doc, row, view, out);
		return ST_OK;
	}
	shown = (struct shown){ .files = json_len(json_get(ranking, "files")) > 0,
		.criteria = json_get(doc, "story") != NULL,
		.place = view->columns == 0,
		.reason = view->columns == 0 || args->brief };
	suite_select(doc, args, &rows);
	suite_table(&rows, &shown, view, out);
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
