#include "view/parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "io/json.h"

enum status
view_need(const struct json *doc, const char *phase, const struct json **output, struct err *err)
{
	const char *const phases[] = { phase, NULL };

	if (doc_require(doc, phases, err))
		return ST_DATA;
	*output = doc_output(doc, phase);
	return ST_OK;
}

const struct json *
view_test_of(const struct json *doc, const char *id)
{
	return doc_by_id(json_get(doc_output(doc, "retrieval"), "tests"), id);
}

const char *
view_test_name(const struct json *test, const struct view *view, const char *id)
{
	const char *name = json_get_string(test, "name");
	const char *title = json_get_string(test, "title");

	if (view->columns && *title)
		return title;
	return *name ? name : id;
}

void
view_place(const struct json *test, struct buf *out)
{
	const char *file = json_get_string(test, "file");

	buf_str(out, *file ? file : "-");
	if (*file && json_get(test, "line"))
		buf_printf(out, ":%.0f", json_get_number(test, "line"));
}

enum style
view_status_style(const char *status)
{
	if (strcmp(status, "covered") == 0)
		return STYLE_GOOD;
	return strcmp(status, "weak") == 0 ? STYLE_WARN : STYLE_BAD;
}

enum style
view_level_style(const char *level)
{
	if (strcmp(level, "high") == 0)
		return STYLE_BAD;
	return strcmp(level, "medium") == 0 ? STYLE_WARN : STYLE_PLAIN;
}

enum style
view_gate_style(const char *status)
{
	if (strcmp(status, "approved") == 0)
		return STYLE_GOOD;
	return strcmp(status, "rejected") == 0 ? STYLE_BAD : STYLE_WARN;
}

void
view_time_cell(struct table *table, enum style style, const struct view *view, const char *at)
{
	if (view->columns > 0 && strlen(at) > VIEW_MINUTE)
		table_cell(table, style, "%.10s %.5s", at, at + 11);
	else
		table_cell(table, style, "%s", *at ? at : "-");
}

void
view_heading(const struct view *view, struct buf *out, const char *fmt, ...)
{
	char text[VIEW_LINE];
	va_list ap;

	if (view->columns == 0)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (out->len)
		buf_char(out, '\n');
	view_wrap(view, out, STYLE_BOLD, 0, 0, text);
}

void
view_line(const struct view *view, struct buf *out, const char *fmt, ...)
{
	char text[VIEW_LINE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	view_wrap(view, out, STYLE_PLAIN, 0, 0, text);
}

void
view_point(const struct view *view, struct buf *out, const char *fmt, ...)
{
	char text[VIEW_LINE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	view_labelled(view, out, 2, "-", text);
}

void
view_labelled(
    const struct view *view, struct buf *out, size_t indent, const char *label, const char *text)
{
	struct buf shown;
	size_t width;

	buf_init(&shown, 4 * BUF_TEXT);
	utf8_visible(&shown, label, strlen(label), false);
	width = utf8_width(shown.s, shown.len);
	if (width < indent || view->columns == 0) {
		view_text(view, out, STYLE_DIM, shown.s);
		buf_char(out, ' ');
		for (width++; width < indent; width++)
			buf_char(out, ' ');
	} else { /* a line of its own */
		view_wrap(view, out, STYLE_DIM, 0, 0, shown.s);
		width = 0;
	}
	view_wrap(view, out, STYLE_PLAIN, width, indent, text);
	buf_fini(&shown);
}

void
view_join(const struct json *array, const char *key, size_t most, struct buf *out)
{
	size_t n = 0;

	json_each (it, array) {
		const char *s = key ? json_get_string(it, key) : json_string(it);

		if (n++ == most)
			break;
		buf_printf(out, "%s%s", n > 1 ? ", " : "", s ? s : "");
	}
}

void
view_edited(const struct json *doc, const char *phase, const struct view *view, struct buf *out)
{
	const struct json *edited = json_get(json_get(json_get(doc, "phases"), phase), "edited");
	char text[VIEW_LINE];

	if (edited == NULL || view->columns == 0)
		return;
	snprintf(text, sizeof text, "edited by %.500s at %.64s", json_get_string(edited, "by"),
	    json_get_string(edited, "at"));
	buf_char(out, '\n');
	view_wrap(view, out, STYLE_WARN, 0, 0, text);
}

void
view_remarks(const struct json *doc, const char *phase, const struct view *view, struct buf *out)
{
	const struct json *entry = json_get(json_get(doc, "phases"), phase);
	const struct json *warnings = json_get(entry, "warnings");

	view_edited(doc, phase, view, out);
	if (view->columns == 0 || json_len(warnings) == 0)
		return;
	view_heading(view, out, "Warnings (%zu)", json_len(warnings));
	json_each (warning, warnings) {
		const char *about = json_get_string(warning, "about");

		view_point(view, out, "%s%s%.1000s: %s", json_get_string(warning, "code"),
		    *about ? ", " : "", about, json_get_string(warning, "text"));
	}
}

const char *
view_plural(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

size_t
view_count(const struct json *array, const char *key, const char *value)
{
	size_t n = 0;

	json_each (it, array)
		n += strcmp(json_get_string(it, key), value) == 0;
	return n;
}
