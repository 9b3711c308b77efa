/* The generated tests: what they are; with their code, what they were made from too. */

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "doc/generated.h"
#include "io/json.h"
#include "view/code.h"
#include "view/parts.h"
#include "view/suite.h"
#include "view/verification.h"

#define LABEL_WIDTH 11
#define IMPORTS 20
#define SHORT_HASH 12

struct shown {
	const struct json *doc;
	const struct view *view;
	struct buf *out;
};

static bool
is_written(const struct json *test)
{
	return strcmp(json_get_string(test, "kind"), "test") == 0;
}

static void
row(const struct json *test, struct table *table)
{
	bool written = is_written(test);
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

static void
list(const struct json *tests, const struct view *view, struct buf *out)
{
	static const struct {
		const char *name;
		int flags;
	} columns[] = { { "id", 0 }, { "criterion", 0 }, { "kind", 0 }, { "syntax", COLUMN_SPARE },
		{ "framework", COLUMN_SPARE }, { "file", COLUMN_FLEX }, { "name", COLUMN_FLEX },
		{ "model", COLUMN_SPARE } };
	struct table table;

	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		table_column(&table, columns[i].name, columns[i].flags);
	json_each (it, tests) {
		const char *said = json_get_string(it, "explanation");

		row(it, &table);
		if (*said)
			table_note(&table, STYLE_PLAIN, said);
	}
	table_print(&table, view, out);
	table_fini(&table);
}

static void
say(const struct shown *s, const char *label, const struct buf *text)
{
	if (text->len)
		view_labelled(s->view, s->out, LABEL_WIDTH, label, text->s);
}

static void
checks(const struct shown *s, const struct json *test)
{
	const struct json *found = json_get(test, "checks");
	const char *parser = json_get_string(found, "parser");
	struct buf text;
	size_t n = 0;

	if (found == NULL)
		return;
	buf_init(&text, BUF_TEXT);
	buf_str(&text, json_get_string(found, "syntax"));
	if (*parser)
		buf_printf(&text, " by %s", parser);
	json_each (it, json_get(found, "imports")) {
		if (n++ == IMPORTS)
			break;
		buf_printf(&text, "%s%s (%s)", n > 1 ? ", " : "; imports ",
		    json_get_string(it, "name"), json_get_string(it, "from"));
	}
	if (json_get_bool(found, "repaired"))
		buf_str(&text, "; the first answer failed the checks");
	say(s, "checks", &text);
	buf_fini(&text);
}

static void
conditioning(const struct shown *s, const struct json *test)
{
	const struct json *from = json_get(test, "conditioning");
	const char *prompt = json_get_string(from, "prompt");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "coverage %.2f, score of the run %.2f",
	    json_get_number(from, "coverage_score"), json_get_number(from, "ranking_score"));
	if (*prompt)
		buf_printf(&text, ", prompt %.*s", SHORT_HASH, prompt);
	say(s, "made from", &text);
	buf_clear(&text);
	view_join(json_get(from, "missing"), NULL, IMPORTS, &text);
	say(s, "missing", &text);
	json_each (it, json_get(from, "nearest")) {
		const char *id = json_get_string(it, "test");
		const struct json *near = view_test_of(s->doc, id);

		buf_clear(&text);
		buf_printf(&text, "%.2f  %s, ", json_get_number(it, "score"),
		    view_test_name(near, s->view, id));
		view_place(near, &text);
		say(s, "like", &text);
	}
	buf_clear(&text);
	view_join(json_get(from, "cut"), NULL, IMPORTS, &text);
	say(s, "not shown", &text);
	buf_fini(&text);
}

static void
about(const struct shown *s, const struct json *test)
{
	const char *criterion = json_get_string(test, "criterion");
	const struct json *verified = verification_now(s->doc, test);
	const struct json *healed = doc_healed(s->doc, json_get_string(test, "id"));
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%s  %s", json_get_string(test, "id"), json_get_string(test, "name"));
	view_wrap(s->view, s->out, STYLE_BOLD, 0, 0, text.s);
	buf_clear(&text);
	buf_printf(&text, "%s (%s): %s", criterion, json_get_string(test, "status"),
	    doc_criterion_text(s->doc, criterion));
	say(s, "for", &text);
	buf_clear(&text);
	buf_printf(&text, "%s, a new file of %s", json_get_string(test, "file"),
	    json_get_string(test, "framework"));
	say(s, "file", &text);
	buf_clear(&text);
	if (is_written(test) && verified)
		buf_printf(&text, "by %s%s; verified: %s", json_get_string(test, "model"),
		    json_get(healed, "code") ? ", repaired (rsg-show healing)" : "",
		    json_get_bool(verified, "survived") ? "it survived"
							: json_get_string(verified, "outcome"));
	else if (is_written(test) && json_get(healed, "code"))
		buf_printf(&text, "by %s, repaired (rsg-show healing), not verified since",
		    json_get_string(test, "model"));
	else if (is_written(test))
		buf_printf(&text, "by %s, not run yet", json_get_string(test, "model"));
	else
		buf_printf(&text, "a skeleton: it says what to test and is pending");
	say(s, "written", &text);
	buf_clear(&text);
	buf_str(&text, json_get_string(test, "explanation"));
	say(s, "says", &text);
	checks(s, test);
	conditioning(s, test);
	buf_clear(&text);
	buf_str(&text, json_get_string(test, "note"));
	say(s, "note", &text);
	buf_fini(&text);
}

/* On a terminal with what is known of it; else the code as it is, to be put in a file. */
static void
with_code(const struct shown *s, const struct json *test, bool first)
{
	const char *code = doc_generated_code(s->doc, test);
	size_t n = strlen(code);

	if (!first)
		buf_char(s->out, '\n');
	if (s->view->columns == 0) {
		buf_add(s->out, code, n);
		if (n && code[n - 1] != '\n')
			buf_char(s->out, '\n');
		return;
	}
	about(s, test);
	buf_char(s->out, '\n');
	view_code(s->view, s->out, json_get_string(test, "language"), code, 1);
}

static enum status
codes(const struct shown *s, const struct json *tests, const char *id, struct err *err)
{
	bool first = true;

	if (id && doc_by_id(tests, id) == NULL)
		return err_set(err, ST_USAGE,
		    "no generated test \"%.100s\": rsg-show generation lists them", id);
	json_each (test, tests) {
		if (id && strcmp(json_get_string(test, "id"), id) != 0)
			continue;
		with_code(s, test, first);
		first = false;
	}
	return ST_OK;
}

enum status
view_generation(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct shown s = { doc, view, out };
	const struct json *output, *tests;

	if (view_need(doc, "generation", &output, err))
		return ST_DATA;
	tests = json_get(output, "tests");
	if (args->id || args->code)
		return codes(&s, tests, args->id, err);
	if (view->columns && json_len(tests) == 0)
		view_wrap(view, out, STYLE_PLAIN, 0, 0, json_get_string(output, "reason"));
	else
		list(tests, view, out);
	if (view->columns && json_len(tests)) {
		buf_char(out, '\n');
		view_line(
		    view, out, "the code of one: rsg-show generation ID, of all: rsg-show --code");
	}
	view_remarks(doc, "generation", view, out);
	return ST_OK;
}
