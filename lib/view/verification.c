/* The verified tests: how far each came, what became of them by model; of one, stage by stage. */

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "doc/generated.h"
#include "io/digest.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/suite.h"
#include "view/verification.h"
#include "view/views.h"

#define LABEL_WIDTH 10
#define GUARANTEES 20

static const char *const counts[] = { "generated", "parsed", "built", "passed", "stable", "unique",
	"tied", "proven", "survived", NULL };

const struct json *
verification_of(const struct json *doc, const char *id)
{
	json_each (it, json_get(doc_output(doc, "verification"), "tests")) {
		if (strcmp(json_get_string(it, "test"), id) == 0)
			return it;
	}
	return NULL;
}

const struct json *
verification_now(const struct json *doc, const struct json *generated)
{
	const struct json *entry = verification_of(doc, json_get_string(generated, "id"));
	const char *code = doc_generated_code(doc, generated);
	char sha256[DIGEST_TEXT];

	digest_text(code, strlen(code), sha256);
	return strcmp(json_get_string(entry, "sha256"), sha256) == 0 ? entry : NULL;
}

const struct json *
verification_stop(const struct json *test)
{
	const struct json *last = NULL;

	json_each (it, json_get(test, "stages")) {
		const char *verdict = json_get_string(it, "verdict");

		if (strcmp(verdict, "failed") == 0)
			return it;
		if (strcmp(verdict, "ok") == 0)
			last = it;
	}
	return last ? last : json_first(json_get(test, "stages"));
}

static enum style
verdict_style(const char *verdict)
{
	if (strcmp(verdict, "ok") == 0)
		return STYLE_GOOD;
	return strcmp(verdict, "failed") == 0 ? STYLE_BAD : STYLE_DIM;
}

static void
row(const struct json *doc, const struct json *test, struct table *table)
{
	const struct json *generated = doc_by_id(
	    json_get(doc_output(doc, "generation"), "tests"), json_get_string(test, "test"));
	const struct json *stop = verification_stop(test);
	const char *verdict = json_get_string(stop, "verdict");
	bool survived = json_get_bool(test, "survived"), skeleton = !json_get(test, "model");

	table_cell(table, STYLE_BOLD, "%s", json_get_string(test, "test"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(generated, "criterion"));
	table_cell(table,
	    survived   ? STYLE_GOOD
	    : skeleton ? STYLE_DIM
		       : STYLE_BAD,
	    "%s", survived ? "yes" : "no");
	table_cell(table, verdict_style(verdict), "%s %s", json_get_string(stop, "stage"), verdict);
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(test, "outcome"));
	table_cell(
	    table, STYLE_PLAIN, "%s", json_get_string(json_get(test, "failure"), "category"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(test, "framework"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(generated, "name"));
	table_cell(table, STYLE_DIM, "%s", skeleton ? "-" : json_get_string(test, "model"));
}

static void
list(const struct json *doc, const struct json *tests, const struct view *view, struct buf *out)
{
	static const struct {
		const char *name;
		int flags;
	} columns[] = { { "id", 0 }, { "criterion", 0 }, { "survived", 0 }, { "stage", 0 },
		{ "outcome", 0 }, { "category", COLUMN_SPARE }, { "framework", COLUMN_SPARE },
		{ "name", COLUMN_FLEX }, { "model", COLUMN_SPARE } };
	struct table table;

	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		table_column(&table, columns[i].name, columns[i].flags);
	json_each (it, tests) {
		row(doc, it, &table);
		if (!json_get_bool(it, "survived"))
			table_note(
			    &table, STYLE_PLAIN, json_get_string(verification_stop(it), "why"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}

void
view_survival(const struct json *survival, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "framework", COLUMN_FLEX);
	table_column(&table, "model", COLUMN_FLEX);
	for (size_t i = 0; counts[i]; i++)
		table_column(&table, counts[i],
		    COLUMN_RIGHT | (i == 0 || counts[i + 1] == NULL ? 0 : COLUMN_SPARE));
	json_each (it, survival) {
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(it, "framework"));
		table_cell(&table, STYLE_BOLD, "%s", json_get_string(it, "model"));
		for (size_t i = 0; counts[i]; i++)
			table_cell(&table, STYLE_PLAIN, "%.0f", json_get_number(it, counts[i]));
	}
	table_print(&table, view, out);
	table_fini(&table);
}

static void
held(const struct json *output, const struct view *view, struct buf *out)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	view_join(json_get(output, "guarantees"), NULL, GUARANTEES, &text);
	view_line(view, out, "sandbox: %s; held in every run: %s", json_get_string(output, "tier"),
	    text.len ? text.s : "nothing was run");
	buf_fini(&text);
}

static void
say(const struct view *view, struct buf *out, const char *label, const char *text)
{
	if (*text)
		view_labelled(view, out, LABEL_WIDTH, label, text);
}

static void
cause(const struct json *failure, const struct view *view, struct buf *out)
{
	struct buf text;

	if (failure == NULL)
		return;
	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%s: %s", json_get_string(failure, "category"),
	    json_get_string(failure, "line"));
	say(view, out, "cause", text.s);
	buf_clear(&text);
	if (*json_get_string(failure, "file"))
		buf_str(&text, json_get_string(failure, "file"));
	if (text.len && json_get_number(failure, "at") > 0)
		buf_printf(&text, ":%.0f", json_get_number(failure, "at"));
	say(view, out, "at", text.s);
	say(view, out, "try", json_get_string(failure, "suggestion"));
	buf_fini(&text);
}

/* What the runner said, line by line: it is not ours to wrap. */
static void
output_of(const struct json *test, const struct view *view, struct buf *out)
{
	struct buf line;

	if (*json_get_string(test, "output") == '\0')
		return;
	buf_init(&line, BUF_TEXT);
	view_heading(view, out, "Output");
	for (const char *s = json_get_string(test, "output"); *s;) {
		size_t n = strcspn(s, "\n");

		buf_clear(&line);
		buf_add(&line, s, n);
		view_text(view, out, STYLE_PLAIN, line.s);
		buf_char(out, '\n');
		s += n + (s[n] == '\n');
	}
	buf_fini(&line);
}

static void
one(const struct json *test, const struct view *view, struct buf *out)
{
	static const char *const names[] = { "stage", "verdict", "why" };
	struct table table;

	table_init(&table);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		table_column(&table, names[i], i == 2 ? COLUMN_FLEX : 0);
	json_each (it, json_get(test, "stages")) {
		const char *verdict = json_get_string(it, "verdict");

		table_cell(&table, STYLE_BOLD, "%s", json_get_string(it, "stage"));
		table_cell(&table, verdict_style(verdict), "%s", verdict);
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(it, "why"));
	}
	table_print(&table, view, out);
	table_fini(&table);
	if (view->columns == 0)
		return;
	buf_char(out, '\n');
	cause(json_get(test, "failure"), view, out);
	output_of(test, view, out);
}

enum status
view_verification(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output, *tests, *test;

	if (view_need(doc, "verification", &output, err))
		return ST_DATA;
	tests = json_get(output, "tests");
	test = args->id ? verification_of(doc, args->id) : NULL;
	if (args->id && test == NULL)
		return err_set(err, ST_USAGE,
		    "no verified test \"%.100s\": rsg-show verification lists them", args->id);
	if (test) {
		one(test, view, out);
		return ST_OK;
	}
	if (view->columns && json_len(tests) == 0)
		view_line(view, out, "no test was generated, so none was verified");
	else
		list(doc, tests, view, out);
	if (view->columns && json_len(json_get(output, "survival"))) {
		view_heading(view, out, "Survival");
		view_survival(json_get(output, "survival"), view, out);
		buf_char(out, '\n');
		held(output, view, out);
		view_line(view, out, "why one failed, and what it said: rsg-show verification ID");
	}
	view_remarks(doc, "verification", view, out);
	return ST_OK;
}

enum status
porcelain_verification(const struct json *doc, const struct view *view,
    const struct suite_args *args, struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	if (view_need(doc, "verification", &output, err))
		return ST_DATA;
	porcelain_line(out, "verification");
	porcelain_last(out, output, KEYS("tier", "expect", "runs", "base", "head"));
	porcelain_line(out, "guarantees");
	porcelain_each(out, json_get(output, "guarantees"));
	porcelain_end(out);
	json_each (it, json_get(output, "tests")) {
		const char *id = json_get_string(it, "test");

		if (args->id && strcmp(id, args->id) != 0)
			continue;
		porcelain_line(out, "verified");
		porcelain_keys(out, it, KEYS("test", "survived", "outcome", "framework", "model"));
		porcelain_last(out, json_get(it, "failure"),
		    KEYS("category", "fingerprint", "file", "at", "line"));
		json_each (stage, json_get(it, "stages")) {
			porcelain_line(out, "stage");
			porcelain_text(out, id);
			porcelain_last(out, stage, KEYS("stage", "verdict", "why"));
		}
	}
	json_each (it, json_get(output, "survival")) {
		porcelain_line(out, "survival");
		porcelain_keys(out, it, KEYS("framework", "model"));
		porcelain_last(out, it, counts);
	}
	porcelain_remarks(out, doc, "verification");
	return ST_OK;
}
