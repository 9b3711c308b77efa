/* Which criteria are covered, how bad what is not, and why. */

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/heat.h"
#include "view/parts.h"
#include "view/suite.h"

#define WORDS 6	       /* missing ones in the table */
#define MANY 40	       /* words in a list of a criterion */
#define INDENT 12      /* of the text of a gap */
#define LABEL_WIDTH 13 /* of what is said of one criterion */

struct shown {
	const struct json *doc;
	const struct view *view;
	struct buf *out;
};

static const struct json *
risk_of(const struct json *doc, const char *id)
{
	return doc_by_id(json_get(doc_output(doc, "coverage"), "risks"), id);
}

static const char *
best_test(const struct shown *s, const struct json *criterion)
{
	const char *id = json_get_string(json_first(json_get(criterion, "tests")), "test");

	return *id ? view_test_name(view_test_of(s->doc, id), s->view, id) : "-";
}

static void
criterion_row(const struct shown *s, const struct json *criterion, struct table *table)
{
	const char *id = json_get_string(criterion, "id");
	const char *status = json_get_string(criterion, "status");
	const char *level = json_get_string(risk_of(s->doc, id), "level");
	double score = json_get_number(criterion, "score");
	struct buf missing;

	buf_init(&missing, BUF_TEXT);
	view_join(json_get(criterion, "missing"), NULL, WORDS, &missing);
	table_cell(table, STYLE_BOLD, "%s", id);
	table_cell(table, view_status_style(status), "%s", status);
	table_cell(table, STYLE_PLAIN, "%.2f", score)->bar = score;
	table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(criterion, "confidence"));
	table_cell(table, view_level_style(level), "%s", *level ? level : "-");
	table_cell(table, STYLE_PLAIN, "%s", doc_criterion_text(s->doc, id));
	table_cell(table, STYLE_PLAIN, "%s", best_test(s, criterion));
	table_cell(table, STYLE_DIM, "%s", missing.len ? missing.s : "-");
	buf_fini(&missing);
}

void
view_coverage_line(const struct json *coverage, const struct view *view, struct buf *out)
{
	const struct json *summary = json_get(coverage, "summary");
	char line[160];

	snprintf(line, sizeof line, "AC coverage %.0f %%: %.0f covered, %.0f weak, %.0f %s of %.0f",
	    json_get_number(coverage, "percent"), json_get_number(summary, "covered"),
	    json_get_number(summary, "weak"), json_get_number(summary, "gap"),
	    view_plural((size_t)json_get_number(summary, "gap"), "gap", "gaps"),
	    json_get_number(summary, "total"));
	view_wrap(view, out, STYLE_BOLD, 0, 0, line);
}

/* What is weak or a gap, in full, the greatest risk first. */
static void
gap_list(const struct shown *s, const struct json *coverage)
{
	struct buf text;

	if (json_len(json_get(coverage, "risks")) == 0)
		return;
	buf_init(&text, BUF_TEXT);
	view_heading(s->view, s->out, "Not covered, the greatest risk first");
	json_each (risk, json_get(coverage, "risks")) {
		const char *id = json_get_string(risk, "id");
		const struct json *criterion = doc_by_id(json_get(coverage, "criteria"), id);

		buf_clear(&text);
		buf_printf(&text, "%s (%s, %s risk %.2f", doc_criterion_text(s->doc, id),
		    json_get_string(criterion, "status"), json_get_string(risk, "level"),
		    json_get_number(risk, "risk"));
		if (json_len(json_get(criterion, "missing"))) {
			buf_str(&text, "; no test says ");
			view_join(json_get(criterion, "missing"), NULL, WORDS, &text);
		}
		buf_char(&text, ')');
		view_labelled(s->view, s->out, INDENT, id, text.s);
	}
	buf_fini(&text);
}

static void
model_says(const struct shown *s, const struct json *coverage)
{
	struct buf text;
	bool first = true;

	buf_init(&text, BUF_TEXT);
	json_each (criterion, json_get(coverage, "criteria")) {
		const struct json *model = json_get(criterion, "model");

		if (model == NULL)
			continue;
		if (first)
			view_heading(s->view, s->out, "What the model says");
		first = false;
		buf_clear(&text);
		buf_printf(&text, "%s %.2f: %s", json_get_string(model, "status"),
		    json_get_number(model, "score"), json_get_string(model, "reason"));
		view_labelled(s->view, s->out, INDENT, json_get_string(criterion, "id"), text.s);
	}
	buf_fini(&text);
}

static void
tests_of(const struct shown *s, const struct json *criterion)
{
	struct table table;
	struct buf place;

	if (s->view->columns && json_len(json_get(criterion, "tests")) == 0)
		return;
	buf_init(&place, BUF_TEXT);
	table_init(&table);
	if (s->view->columns)
		buf_char(s->out, '\n');
	table_column(&table, "share", COLUMN_BAR);
	table_column(&table, "by", 0);
	table_column(&table, "test", COLUMN_FLEX);
	table_column(&table, "file", COLUMN_FLEX | COLUMN_SPARE);
	json_each (it, json_get(criterion, "tests")) {
		const char *id = json_get_string(it, "test");
		const struct json *test = view_test_of(s->doc, id);
		double share = json_get_number(it, "share");

		buf_clear(&place);
		view_place(test, &place);
		table_cell(&table, STYLE_PLAIN, "%.2f", share)->bar = share;
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(it, "by"));
		table_cell(&table, STYLE_BOLD, "%s", view_test_name(test, s->view, id));
		table_cell(&table, STYLE_DIM, "%s", place.s);
	}
	table_print(&table, s->view, s->out);
	table_fini(&table);
	buf_fini(&place);
}

static void
words(const struct shown *s, const struct json *criterion, const char *key, const char *label)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	view_join(json_get(criterion, key), NULL, MANY, &text);
	if (text.len)
		view_labelled(s->view, s->out, LABEL_WIDTH, label, text.s);
	buf_fini(&text);
}

/* One of the two verdicts that a criterion's score is the mean of. */
static void
verdict(const struct shown *s, const struct json *criterion, const char *key, const char *label)
{
	const struct json *said = json_get(criterion, key);
	struct buf text;

	if (said == NULL)
		return;
	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%s %.2f%s%s", json_get_string(said, "status"),
	    json_get_number(said, "score"), *json_get_string(said, "reason") ? ": " : "",
	    json_get_string(said, "reason"));
	view_labelled(s->view, s->out, LABEL_WIDTH, label, text.s);
	buf_fini(&text);
}

static void
one_criterion(const struct shown *s, const struct json *criterion)
{
	const char *id = json_get_string(criterion, "id");
	const struct json *risk = risk_of(s->doc, id);
	struct buf text;

	if (s->view->columns == 0) {
		tests_of(s, criterion);
		return;
	}
	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%s  %s", id, doc_criterion_text(s->doc, id));
	view_wrap(s->view, s->out, STYLE_BOLD, 0, 0, text.s);
	buf_clear(&text);
	buf_printf(&text, "%s, score %.2f, confidence %.2f%s", json_get_string(criterion, "status"),
	    json_get_number(criterion, "score"), json_get_number(criterion, "confidence"),
	    json_get_bool(criterion, "linked") ? ", named by a test" : "");
	view_labelled(s->view, s->out, LABEL_WIDTH, "status", text.s);
	if (risk) {
		buf_clear(&text);
		buf_printf(&text, "%s %.2f: severity %.2f, importance %.2f",
		    json_get_string(risk, "level"), json_get_number(risk, "risk"),
		    json_get_number(risk, "severity"), json_get_number(risk, "importance"));
		view_labelled(s->view, s->out, LABEL_WIDTH, "risk", text.s);
	}
	words(s, criterion, "explained", "tests say");
	words(s, criterion, "missing", "no test says");
	verdict(s, criterion, "builtin", "the rules");
	verdict(s, criterion, "model", "the model");
	tests_of(s, criterion);
	buf_fini(&text);
}

static void
criteria_table(const struct shown *s, const struct json *coverage, bool gaps_only)
{
	static const struct {
		const char *name;
		int flags;
	} columns[] = { { "criterion", 0 }, { "status", 0 }, { "score", COLUMN_BAR },
		{ "confidence", COLUMN_RIGHT | COLUMN_SPARE }, { "risk", 0 },
		{ "text", COLUMN_FLEX }, { "best test", COLUMN_FLEX | COLUMN_SPARE },
		{ "missing words", COLUMN_FLEX | COLUMN_SPARE } };
	struct table table;

	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		table_column(&table, columns[i].name, columns[i].flags);
	json_each (criterion, json_get(coverage, "criteria")) {
		if (!gaps_only || strcmp(json_get_string(criterion, "status"), "covered") != 0)
			criterion_row(s, criterion, &table);
	}
	table_print(&table, s->view, s->out);
	table_fini(&table);
}

enum status
view_coverage(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct shown s = { doc, view, out };
	const struct json *coverage, *criterion;

	if (view_need(doc, "coverage", &coverage, err))
		return ST_DATA;
	if (args->id) {
		criterion = doc_by_id(json_get(coverage, "criteria"), args->id);
		if (criterion == NULL)
			return err_set(err, ST_USAGE,
			    "no criterion \"%.100s\": rsg-show coverage lists them", args->id);
		one_criterion(&s, criterion);
		return ST_OK;
	}
	if (view->columns)
		view_coverage_line(coverage, view, out);
	criteria_table(&s, coverage, args->gaps_only);
	if (view->columns == 0)
		return ST_OK;
	view_heading(
	    view, out, "Risk: criteria by severity of the gap (down) and importance (across)");
	view_heat(json_get(coverage, "risks"), view, out);
	if (!args->brief) {
		gap_list(&s, coverage);
		model_says(&s, coverage);
		view_remarks(doc, "coverage", view, out);
	}
	return ST_OK;
}
