/* Which part of a system a story is about, how far its tests reach, which systems it touches. */

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define TERMS 8	   /* of the evidence, on a terminal */
#define WORTH 0.01 /* less is told in one line, on a terminal */

enum shape { /* of a table */
	NAMES,
	SCORES,
	BOTH, /* those of rules and model too */
};

/* "basket (line 3), checkout (line 7, the model)" */
static void
evidence(const struct json *item, size_t most, struct buf *out)
{
	size_t n = 0;

	json_each (it, json_get(item, "evidence")) {
		if (n++ == most)
			break;
		buf_printf(out, "%s%s (line %.0f%s)", n > 1 ? ", " : "",
		    json_get_string(it, "term"), json_get_number(it, "line"),
		    *json_get_string(it, "by") ? ", the model" : "");
	}
}

static void
confidence_cell(struct table *table, const struct json *item, const char *key)
{
	if (json_get(item, key))
		table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(item, key));
	else
		table_cell(table, STYLE_DIM, "-");
}

static void
add_row(struct table *table, const struct json *item, const char *kind, enum shape shape,
    const struct view *view)
{
	double confidence = json_get_number(item, "confidence");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	evidence(item, view->columns ? TERMS : (size_t)-1, &text);
	if (!view->columns)
		table_cell(table, STYLE_PLAIN, "%s", kind);
	table_cell(table, STYLE_BOLD, "%s", json_get_string(item, "name"));
	if (shape != NAMES) {
		confidence_cell(table, item, "confidence");
		vec_last(&table->cells)->bar = confidence;
	}
	if (shape == BOTH) {
		confidence_cell(table, item, "builtin");
		confidence_cell(table, item, "model");
	}
	table_cell(table, STYLE_DIM, "%s", text.len ? text.s : "-");
	buf_fini(&text);
}

static void
columns(struct table *table, const char *name, enum shape shape, const struct view *view)
{
	table_init(table);
	if (!view->columns)
		table_column(table, "kind", 0);
	table_column(table, name, 0);
	if (shape != NAMES)
		table_column(table, "confidence", COLUMN_BAR);
	if (shape == BOTH) {
		table_column(table, "builtin", COLUMN_RIGHT | COLUMN_SPARE);
		table_column(table, "model", COLUMN_RIGHT | COLUMN_SPARE);
	}
	table_column(table, "evidence", COLUMN_FLEX);
}

static enum shape
shape_of(const struct json *items)
{
	if (json_get(json_first(items), "confidence") == NULL)
		return NAMES;
	json_each (item, items) {
		if (json_get(item, "model"))
			return BOTH;
	}
	return SCORES;
}

static void
part(const struct json *items, const char *kind, const char *title, const struct view *view,
    struct buf *out)
{
	const enum shape shape = shape_of(items);
	struct table table;
	size_t left = 0;

	view_heading(view, out, "%s", title);
	columns(&table, kind, shape, view);
	json_each (item, items) {
		if (shape != NAMES && json_get_number(item, "confidence") < WORTH)
			left++;
		else
			add_row(&table, item, kind, shape, view);
	}
	if (table.cells.len)
		table_print(&table, view, out);
	else
		view_wrap(view, out, STYLE_PLAIN, 0, 0, "none was found");
	if (left)
		buf_printf(out, "and %zu more below %.2f\n", left, WORTH);
	table_fini(&table);
}

enum status
view_classification(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	static const struct {
		const char *key, *kind, *title;
	} parts[] = { { "domains", "domain", "Domains: what the story is about" },
		{ "scopes", "scope", "Testing scope: the kinds of test it calls for" },
		{ "systems", "system", "Affected systems" } };
	const struct json *output;
	struct table table;

	(void)args;
	if (view_need(doc, "classification", &output, err))
		return ST_DATA;
	for (size_t i = 0; view->columns && i < sizeof parts / sizeof parts[0]; i++)
		part(json_get(output, parts[i].key), parts[i].kind, parts[i].title, view, out);
	view_remarks(doc, "classification", view, out);
	if (view->columns)
		return ST_OK;
	columns(&table, "name", BOTH, view);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		json_each (item, json_get(output, parts[i].key))
			add_row(&table, item, parts[i].kind, BOTH, view);
	}
	table_print(&table, view, out);
	table_fini(&table);
	return ST_OK;
}
