/* The repaired tests: what became of each; of one, attempt by attempt; the code as it stands. */

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "doc/generated.h"
#include "io/json.h"
#include "view/code.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/suite.h"
#include "view/views.h"

#define LABEL_WIDTH 10

static enum style
verdict_style(const char *verdict)
{
	if (strcmp(verdict, "healed") == 0 || strcmp(verdict, "sound") == 0)
		return STYLE_GOOD;
	return strcmp(verdict, "stopped") == 0 ? STYLE_BAD : STYLE_WARN;
}

static void
list(const struct json *doc, const struct json *tests, const struct view *view, struct buf *out)
{
	static const char *const names[] = { "id", "verdict", "reason", "attempts", "name", "why" };
	struct table table;

	table_init(&table);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		table_column(&table, names[i],
		    i == 3   ? COLUMN_RIGHT
		    : i == 4 ? COLUMN_SPARE
		    : i == 5 ? COLUMN_FLEX
			     : 0);
	json_each (it, tests) {
		const char *id = json_get_string(it, "test"),
			   *reason = json_get_string(it, "reason");
		const char *verdict = json_get_string(it, "verdict");
		const struct json *generated =
		    doc_by_id(json_get(doc_output(doc, "generation"), "tests"), id);

		table_cell(&table, STYLE_BOLD, "%s", id);
		table_cell(&table, verdict_style(verdict), "%s", verdict);
		table_cell(&table, STYLE_PLAIN, "%s", *reason ? reason : "-");
		table_cell(&table, STYLE_PLAIN, "%zu", json_len(json_get(it, "attempts")));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(generated, "name"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(it, "why"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}

static void
say(const struct view *view, struct buf *out, const char *label, const char *text)
{
	if (*text)
		view_labelled(view, out, LABEL_WIDTH, label, text);
}

/* Lines that are not ours to wrap. */
static void
lines(const char *text, const struct view *view, struct buf *out)
{
	struct buf line;

	buf_init(&line, BUF_TEXT);
	for (const char *s = text; *s;) {
		size_t n = strcspn(s, "\n");

		buf_clear(&line);
		buf_add(&line, s, n);
		view_text(view, out,
		    *s == '+'	? STYLE_GOOD
		    : *s == '-' ? STYLE_BAD
				: STYLE_PLAIN,
		    line.s);
		buf_char(out, '\n');
		s += n + (s[n] == '\n');
	}
	buf_fini(&line);
}

static void
attempt(const struct json *it, size_t n, const struct view *view, struct buf *out)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "Attempt %zu, level %.0f", n, json_get_number(it, "level"));
	view_heading(view, out, "%s", text.s);
	say(view, out, "by", json_get_string(it, "model"));
	say(view, out, "says", json_get_string(it, "explanation"));
	say(view, out, "refused", json_get_string(it, "refused"));
	json_each (changed, json_get(it, "changed")) {
		buf_clear(&text);
		buf_printf(&text, "%s: %s", json_get_string(changed, "why"),
		    json_get_string(changed, "text"));
		say(view, out, json_get_string(changed, "severity"), text.s);
	}
	say(view, out, "outcome", json_get_string(it, "outcome"));
	say(view, out, "failed", json_get_string(it, "failed"));
	say(view, out, "cause", json_get_string(json_get(it, "failure"), "line"));
	buf_fini(&text);
	if (*json_get_string(it, "diff"))
		buf_char(out, '\n');
	lines(json_get_string(it, "diff"), view, out);
}

static void
one(const struct json *test, const struct view *view, struct buf *out)
{
	size_t n = 0;

	say(view, out, "verdict", json_get_string(test, "verdict"));
	say(view, out, "reason", json_get_string(test, "reason"));
	say(view, out, "why", json_get_string(test, "why"));
	json_each (it, json_get(test, "attempts"))
		attempt(it, ++n, view, out);
}

/* As they stand, also those that needed no repair. */
static void
codes(const struct json *doc, const char *id, const struct view *view, struct buf *out)
{
	struct json *tests = doc_generated(doc);
	bool first = true;

	json_each (it, tests) {
		const char *code = json_get_string(it, "code");

		if (id && strcmp(json_get_string(it, "id"), id) != 0)
			continue;
		if (!first)
			buf_char(out, '\n');
		first = false;
		if (view->columns) {
			view_heading(view, out, "%s, %s", json_get_string(it, "id"),
			    json_get_string(it, "file"));
			one(doc_healed(doc, json_get_string(it, "id")), view, out);
			buf_char(out, '\n');
			view_code(view, out, json_get_string(it, "language"), code, 1);
			continue;
		}
		buf_str(out, code);
		if (*code && code[strlen(code) - 1] != '\n')
			buf_char(out, '\n');
	}
	json_free(tests);
}

enum status
view_healing(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output, *test;

	if (view_need(doc, "healing", &output, err))
		return ST_DATA;
	test = args->id ? doc_healed(doc, args->id) : NULL;
	if (args->id && test == NULL &&
	    !(args->code && doc_by_id(json_get(doc_output(doc, "generation"), "tests"), args->id)))
		return err_set(err, ST_USAGE,
		    "no generated test \"%.100s\": rsg-show healing lists them", args->id);
	if (args->code) {
		codes(doc, args->id, view, out);
		return ST_OK;
	}
	if (test) {
		one(test, view, out);
		return ST_OK;
	}
	if (view->columns && json_len(json_get(output, "tests")) == 0)
		view_line(view, out, "no model wrote a test, so none was repaired");
	else
		list(doc, json_get(output, "tests"), view, out);
	if (view->columns && json_len(json_get(output, "tests"))) {
		buf_char(out, '\n');
		view_line(view, out,
		    "each attempt at one: rsg-show healing ID; the code as it stands: rsg-show "
		    "--code");
	}
	view_remarks(doc, "healing", view, out);
	return ST_OK;
}

enum status
porcelain_healing(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	if (view_need(doc, "healing", &output, err))
		return ST_DATA;
	porcelain_line(out, "healing");
	porcelain_last(out, output, KEYS("tier", "expect", "runs", "confirmed"));
	json_each (it, json_get(output, "tests")) {
		double n = 0;

		if (args->id && strcmp(json_get_string(it, "test"), args->id) != 0)
			continue;
		porcelain_line(out, "repaired");
		porcelain_last(out, it, KEYS("test", "verdict", "reason", "sha256", "why"));
		json_each (attempt, json_get(it, "attempts")) {
			porcelain_line(out, "attempt");
			porcelain_get(out, it, "test");
			porcelain_number(out, ++n);
			porcelain_last(out, attempt,
			    KEYS("level", "model", "outcome", "stages", "failing", "fingerprint",
				"refused"));
		}
	}
	porcelain_remarks(out, doc, "healing");
	return ST_OK;
}
