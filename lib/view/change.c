#include "view/change.h"

#include "base/span.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"

#define SYMBOLS 4

void
view_change_name(const struct json *change, struct buf *out)
{
	const struct json *files = json_get(change, "files");
	const struct span span = { .base = json_get_string(change, "base"),
		.head = json_get_string(change, "head"),
		.message = json_get_string(change, "message"),
		.first = json_get_string(json_first(files), "path"),
		.files = json_len(files) };

	span_text(out, &span);
}

void
view_title(const struct json *doc, struct buf *out)
{
	const struct json *change = json_get(doc, "change");
	const char *title = json_get_string(doc_output(doc, "ingestion"), "title");

	if (json_get(doc, "story") == NULL && change)
		view_change_name(change, out);
	else
		buf_str(out, *title ? title : "(a story without a title)");
}

void
view_symbols(const struct json *file, size_t most, struct buf *out)
{
	const struct json *symbols = json_get(file, "symbols");

	view_join(symbols, "name", most, out);
	if (json_len(symbols) > most)
		buf_printf(out, " and %zu more", json_len(symbols) - most);
}

static void
add_file(struct table *table, const struct json *file, const struct view *view)
{
	const char *old = json_get_string(file, "old_path");
	struct buf text;

	buf_init(&text, 2 * BUF_TEXT);
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(file, "status"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(file, "kind"));
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(file, "added"));
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(file, "removed"));
	buf_str(&text, json_get_string(file, "path"));
	if (*old && view->columns)
		buf_printf(&text, " (was %s)", old);
	table_cell(table, STYLE_BOLD, "%s", text.s);
	buf_clear(&text);
	view_symbols(file, view->columns ? SYMBOLS : (size_t)-1, &text);
	table_cell(table, STYLE_DIM, "%s", text.len ? text.s : "-");
	buf_fini(&text);
}

static void
files_table(const struct json *files, size_t most, const struct view *view, struct buf *out)
{
	struct table table;
	size_t n = 0;

	table_init(&table);
	table_column(&table, "status", 0);
	table_column(&table, "kind", COLUMN_SPARE);
	table_column(&table, "added", COLUMN_RIGHT);
	table_column(&table, "removed", COLUMN_RIGHT);
	table_column(&table, "path", COLUMN_FLEX);
	table_column(&table, "in", COLUMN_FLEX | COLUMN_SPARE);
	json_each (file, files) {
		if (view->columns && most && n == most)
			break;
		add_file(&table, file, view);
		n++;
	}
	table_print(&table, view, out);
	table_fini(&table);
	if (n < json_len(files))
		buf_printf(out, "and %zu more: rsg-show impact\n", json_len(files) - n);
}

/* Files of the same kind in one line. */
static void
wide_point(
    const struct json *list, const struct json *wide, const struct view *view, struct buf *out)
{
	const char *path = json_get_string(wide, "path"), *reason = json_get_string(wide, "reason");
	size_t n = doc_same_reason(list, wide);

	if (n == 1)
		view_point(view, out, "any test may depend on %s: %s", path, reason);
	else if (n)
		view_point(
		    view, out, "any test may depend on %s and %zu more: %s", path, n - 1, reason);
}

void
view_change(const struct json *doc, size_t most, const struct view *view, struct buf *out)
{
	const struct json *change = json_get(doc, "change"), *impact = doc_output(doc, "impact");

	if (change == NULL)
		return;
	view_heading(view, out, "Change: %zu %s, %.0f %s added, %.0f removed",
	    json_len(json_get(change, "files")),
	    view_plural(json_len(json_get(change, "files")), "file", "files"),
	    json_get_number(impact, "added"),
	    view_plural((size_t)json_get_number(impact, "added"), "line", "lines"),
	    json_get_number(impact, "removed"));
	if (json_len(json_get(change, "files")))
		files_table(json_get(change, "files"), most, view, out);
	if (view->columns == 0)
		return;
	json_each (wide, json_get(impact, "wide"))
		wide_point(json_get(impact, "wide"), wide, view, out);
	json_each (missing, json_get(impact, "missing"))
		view_point(view, out, "not known: %s", json_string(missing));
}
