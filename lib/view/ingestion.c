/* What was understood of the story. */

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define ID_LEAST 6
#define ID_MOST 16
#define ENTITIES 40

struct shown {
	const struct json *doc, *output;
	const struct view *view;
	struct buf *out;
};

static const char *
importance_word(double importance)
{
	return importance >= 0.9   ? "must"
	       : importance >= 0.7 ? ""
	       : importance >= 0.5 ? "should"
				   : "could";
}

/* What is known of an item besides its text: "line 14, must, REQ-2". */
static void
remark(const struct json *item, struct buf *out)
{
	const char *word = json_get(item, "importance")
			       ? importance_word(json_get_number(item, "importance"))
			       : "";

	if (json_get(item, "line"))
		buf_printf(out, "line %.0f", json_get_number(item, "line"));
	if (*word)
		buf_printf(out, ", %s", word);
	if (*json_get_string(item, "requirement"))
		buf_printf(out, ", of %s", json_get_string(item, "requirement"));
	if (json_get_bool(item, "derived"))
		buf_str(out, ", derived");
	if (json_get_bool(item, "checked"))
		buf_str(out, ", checked");
	if (json_get_bool(item, "resolved"))
		buf_str(out, ", resolved");
	if (strcmp(json_get_string(item, "kind"), "nonfunctional") == 0)
		buf_str(out, ", nonfunctional");
	if (*json_get_string(item, "by"))
		buf_printf(out, ", by a %s", json_get_string(item, "by"));
	json_each (it, json_get(item, "references")) {
		const char *reference = json_string(it);

		if (reference && strstr(json_get_string(item, "text"), reference) == NULL)
			buf_printf(out, ", see %s", reference);
	}
}

static size_t
id_width(const struct json *items)
{
	size_t width = ID_LEAST;

	json_each (item, items) {
		const char *id = json_get_string(item, "id");
		size_t w = utf8_width(id, strlen(id)) + 2;

		width = w > width ? w : width;
	}
	return width > ID_MOST ? ID_MOST : width;
}

static void
list(const struct shown *s, const char *title, const struct json *items)
{
	size_t width = id_width(items);
	struct buf text;

	if (json_len(items) == 0)
		return;
	buf_init(&text, 2 * BUF_TEXT);
	view_heading(s->view, s->out, "%s (%zu)", title, json_len(items));
	json_each (item, items) {
		const char *id = json_get_string(item, "id");
		const char *code = json_get_string(item, "code");
		const char *name = json_get_string(item, "name");

		buf_clear(&text);
		if (*code)
			buf_printf(&text, "%s: ", code);
		buf_printf(&text, "%s (", *name ? name : json_get_string(item, "text"));
		remark(item, &text);
		if (json_get(item, "steps"))
			buf_printf(&text, ", %zu steps", json_len(json_get(item, "steps")));
		if (text.s[text.len - 1] == '(')
			buf_cut(&text, text.len - 2);
		else
			buf_char(&text, ')');
		view_labelled(s->view, s->out, *id ? width : 2, *id ? id : "-", text.s);
	}
	buf_fini(&text);
}

static void
head(const struct shown *s)
{
	static const struct {
		const char *key, *label;
	} lines[] = { { "role", "as" }, { "goal", "want" }, { "benefit", "so that" } };
	const char *title = json_get_string(s->output, "title");

	view_wrap(s->view, s->out, STYLE_BOLD, 0, 0, *title ? title : "(a story without a title)");
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		const char *text = json_get_string(s->output, lines[i].key);

		view_labelled(s->view, s->out, 10, lines[i].label, *text ? text : "(not said)");
	}
}

static void
entities(const struct shown *s)
{
	struct buf text;
	size_t n = 0;

	if (json_len(json_get(s->output, "entities")) == 0)
		return;
	buf_init(&text, BUF_TEXT);
	json_each (entity, json_get(s->output, "entities")) {
		double count = json_get_number(entity, "count");

		if (n++ == ENTITIES)
			break;
		buf_printf(&text, "%s%s", n > 1 ? ", " : "", json_get_string(entity, "name"));
		if (count > 1)
			buf_printf(&text, " (%.0f)", count);
	}
	view_heading(s->view, s->out, "What it talks about");
	view_wrap(s->view, s->out, STYLE_PLAIN, 0, 0, text.s);
	buf_fini(&text);
}

static void
rows(struct table *table, const char *kind, const struct json *items)
{
	json_each (item, items) {
		const char *text = json_get_string(item, "text");
		const char *code = json_get_string(item, "code");

		table_cell(table, STYLE_PLAIN, "%s", kind);
		table_cell(table, STYLE_PLAIN, "%s", *code ? code : json_get_string(item, "id"));
		if (json_get(item, "line"))
			table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(item, "line"));
		else
			table_cell(table, STYLE_PLAIN, "%s", "");
		if (json_get(item, "importance"))
			table_cell(table, STYLE_PLAIN, "%.2g", json_get_number(item, "importance"));
		else
			table_cell(table, STYLE_PLAIN, "%s", "");
		table_cell(table, STYLE_PLAIN, "%s", *text ? text : json_get_string(item, "name"));
	}
}

/* The parts of the story that are lists, in the order in which they matter to a reader. */
static const struct {
	const char *kind, *title, *path;
} parts[] = {
	{ "warning", "Warnings", "warnings" },
	{ "question", "Open questions", "output.questions" },
	{ "criterion", "Acceptance criteria", "output.criteria" },
	{ "requirement", "Requirements", "output.requirements" },
	{ "in-scope", "In scope", "output.scope.in" },
	{ "out-of-scope", "Out of scope", "output.scope.out" },
	{ "scenario", "Scenarios", "output.scenarios" },
	{ "entity", NULL, "output.entities" },
};

static void
table_of(const struct shown *s, const struct json *entry)
{
	static const char *const columns[] = { "kind", "id", "line", "importance", "text" };
	struct table table;

	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		table_column(&table, columns[i], 0);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		rows(&table, parts[i].kind, json_path(entry, parts[i].path));
	table_print(&table, s->view, s->out);
	table_fini(&table);
}

enum status
view_ingestion(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *entry = json_path(doc, "phases.ingestion");
	struct shown s = { doc, NULL, view, out };

	(void)args;
	if (view_need(doc, "ingestion", &s.output, err))
		return ST_DATA;
	if (view->columns == 0) {
		table_of(&s, entry);
		return ST_OK;
	}
	head(&s);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (parts[i].title)
			list(&s, parts[i].title, json_path(entry, parts[i].path));
	}
	entities(&s);
	view_edited(doc, "ingestion", view, out);
	return ST_OK;
}
