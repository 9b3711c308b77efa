#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/suite.h"
#include "view/table.h"

static const char *const titles[] = { "ID", "CRITERION", "KIND", "SYNTAX", "FRAMEWORK", "FILE",
	"NAME", "MODEL" };

static void
row(const struct json *test, struct table *table)
{
	bool written = strcmp(json_get_string(test, "kind"), "test") == 0;
	const char *syntax = json_get_string(json_get(test, "checks"), "syntax");

	table_cell(table, STYLE_BOLD, "%s", json_get_string(test, "id"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(test, "criterion"));
	table_cell(table, written ? STYLE_GOOD : STYLE_WARN, "%s", json_get_string(test, "kind"));
	table_cell(table, strcmp(syntax, "parsed") == 0 ? STYLE_GOOD : STYLE_DIM, "%s",
	    *syntax ? syntax : "-");
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(test, "framework"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(test, "file"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(test, "name"));
	table_cell(table, STYLE_DIM, "%s", written ? json_get_string(test, "model") : "-");
}

/* What the model says of its tests, on a terminal. */
static void
explanations(const struct json *tests, const struct view *view, struct buf *out)
{
	struct buf line;

	buf_init(&line, BUF_TEXT);
	json_each (it, tests) {
		const char *said = json_get_string(it, "explanation");

		if (*said == '\0')
			continue;
		buf_clear(&line);
		buf_printf(&line, "%s: %s", json_get_string(it, "id"), said);
		buf_char(out, '\n');
		view_text(view, out, STYLE_PLAIN, line.s);
		buf_char(out, '\n');
	}
	buf_fini(&line);
}

enum status
view_generation(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	static const char *const needed[] = { "generation", NULL };
	const struct json *output, *tests;
	struct table table;

	(void)args;
	if (doc_require(doc, needed, err))
		return ST_DATA;
	output = doc_output(doc, "generation");
	tests = json_get(output, "tests");
	if (view->columns && json_len(tests) == 0) {
		view_text(view, out, STYLE_PLAIN, json_get_string(output, "reason"));
		buf_char(out, '\n');
		return ST_OK;
	}
	table_init(&table);
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		table_column(&table, titles[i], i == 5 || i == 6 ? COLUMN_FLEX : 0);
	json_each (it, tests)
		row(it, &table);
	table_print(&table, view, out);
	table_fini(&table);
	if (view->columns)
		explanations(tests, view, out);
	return ST_OK;
}
