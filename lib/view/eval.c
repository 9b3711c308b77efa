#include "view/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/table.h"

static const struct {
	const char *key, *title;
	int flags;
} columns[] = {
	{ "recall_at_1", "R@1", COLUMN_RIGHT },
	{ "recall_at_5", "R@5", COLUMN_RIGHT | COLUMN_SPARE },
	{ "recall_at_10", "R@10", COLUMN_RIGHT },
	{ "recall_at_top", NULL, COLUMN_RIGHT | COLUMN_SPARE },
	{ "mrr", "MRR", COLUMN_RIGHT | COLUMN_SPARE },
	{ "map", "MAP", COLUMN_RIGHT },
	{ "apfd", "APFD", COLUMN_RIGHT },
	{ "apfdc", "APFDc", COLUMN_RIGHT | COLUMN_SPARE },
	{ "run90", "run90", COLUMN_RIGHT },
};

#define COLUMNS (sizeof columns / sizeof columns[0])

static const char *
row_title(const char *name)
{
	static const char *const titles[][2] = { { "random", "random" },
		{ "frequent", "most often changed" }, { "bm25", "plain BM25" }, { "rsg", "rsg" },
		{ "learned", "rsg, weights of this project" } };

	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
		if (strcmp(titles[i][0], name) == 0)
			return titles[i][1];
	}
	return name;
}

static void
add_row(struct table *table, const char *track, const char *title, const struct json *figures)
{
	enum style style = strncmp(title, "rsg", 3) == 0 ? STYLE_BOLD : STYLE_PLAIN;

	table_cell(table, style, "%s", track);
	table_cell(table, style, "%s", title);
	for (size_t i = 0; i < COLUMNS; i++) {
		const struct json *value = json_get(figures, columns[i].key);

		if (value)
			table_cell(table, style, "%.3f", json_number(value));
		else
			table_cell(table, style, "%s", "");
	}
}

static void
add_columns(struct table *table, const struct json *eval)
{
	char *top = mem_printf("R@%.0f", json_get_number(eval, "top"));

	table_column(table, "track", 0);
	table_column(table, "order", COLUMN_FLEX);
	for (size_t i = 0; i < COLUMNS; i++)
		table_column(table, columns[i].title ? columns[i].title : top, columns[i].flags);
	free(top);
}

static void
add_track(struct table *table, const struct json *track)
{
	const char *name = json_get_string(track, "track");
	const struct json *learned = json_get(track, "learned");

	json_each (row, json_get(track, "rows"))
		add_row(table, name, row_title(json_get_string(row, "name")), row);
	if (learned == NULL)
		return;
	add_row(table, name, "held out: rsg", json_get(learned, "before"));
	add_row(table, name, "held out: rsg, learned", json_get(learned, "after"));
}

/* A line for people only: off a terminal the table is all. */
static void
say(const struct view *view, struct buf *out, enum style style, const char *text)
{
	if (view->columns > 0)
		view_wrap(view, out, style, 0, 0, text);
}

static void
say_cases(const struct json *eval, const struct view *view, struct buf *out)
{
	const struct json *suite = json_get(eval, "suite");
	double least = json_get_number(suite, "least"), most = json_get_number(suite, "most");
	size_t cases = (size_t)json_get_number(eval, "cases");
	struct buf text;

	if (cases == 0)
		return;
	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%zu %s out of %.0f commits; ", cases,
	    view_plural(cases, "case", "cases"), json_get_number(eval, "commits"));
	if (least < most)
		buf_printf(&text, "suites of %.0f to %.0f test files, %.0f in the middle.", least,
		    most, json_get_number(suite, "median"));
	else
		buf_printf(&text, "suites of %.0f test files.", most);
	say(view, out, STYLE_PLAIN, text.s);
	buf_fini(&text);
}

void
view_eval(const struct json *eval, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	add_columns(&table, eval);
	json_each (track, json_get(eval, "tracks"))
		add_track(&table, track);
	table_print(&table, view, out);
	table_fini(&table);
	say_cases(eval, view, out);
	json_each (sentence, json_get(eval, "missing"))
		say(view, out, STYLE_DIM, json_string(sentence));
}
