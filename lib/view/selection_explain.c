/* Why one test is in or out. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "doc/tests.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/selection.h"

#define SECOND 1000.0
#define NAMED 5 /* candidates in a message */
#define LABEL_WIDTH 10

struct case_of {
	const struct json *doc, *selection;
	const struct doc_test *test;
	const struct json *in;	 /* its line of the selection, or NULL */
	const struct json *file; /* of the ranking's files, or NULL */
};

static bool
names(const struct doc_test *it, const char *what)
{
	return strstr(it->id, what) || strstr(json_get_string(it->test, "name"), what) ||
	       strstr(json_get_string(it->test, "title"), what);
}

static const struct doc_test *
by_rank(const struct doc_tests *tests, const char *what)
{
	char *end;
	unsigned long rank = strtoul(what, &end, 10);

	if (end == what || *end || rank == 0 || rank > tests->at.len)
		return NULL;
	return &tests->at.at[rank - 1];
}

static enum status
ambiguous(const struct doc_tests *tests, const char *what, size_t n, struct err *err)
{
	struct buf text;
	size_t named = 0;
	enum status st;

	buf_init(&text, BUF_TEXT);
	vec_each (const struct doc_test *, it, &tests->at) {
		if (names(it, what) && named < NAMED) {
			buf_printf(&text, "%s %.120s", named ? "," : "", it->id);
			named++;
		}
	}
	st = err_set(err, ST_USAGE, "\"%.200s\" names %zu tests:%s%s", what, n, text.s,
	    n > NAMED ? " and others" : "");
	buf_fini(&text);
	return st;
}

static enum status
find(const struct doc_tests *tests, const char *what, const struct doc_test **out, struct err *err)
{
	const struct doc_test *found = doc_tests_find(tests, what);
	size_t n = 0;

	if (found == NULL)
		found = by_rank(tests, what);
	if (found == NULL && *what) {
		vec_each (const struct doc_test *, it, &tests->at) {
			if (names(it, what)) {
				found = it;
				n++;
			}
		}
	}
	if (n > 1)
		return ambiguous(tests, what, n, err);
	if (found == NULL)
		return err_set(err, ST_USAGE,
		    "no test of this run is called \"%.200s\": give its id, its rank or a part of "
		    "its name",
		    what);
	*out = found;
	return ST_OK;
}

static bool
is_quarantined(const struct case_of *c)
{
	json_each (id, json_get(c->selection, "quarantined")) {
		if (strcmp(json_string(id), c->test->id) == 0)
			return true;
	}
	return false;
}

static void
say_in(const struct case_of *c, struct buf *out)
{
	static const struct {
		const char *why, *words;
	} all[] = {
		{ "budget", "its score is good enough for the budget" },
		{ "always", "it fits select.always" },
		{ "pinned", "it is in select.pinned" },
		{ "new", "it has no result yet" },
		{ "failed", "it failed in its last run" },
		{ "changed", "its file is changed" },
		{ "widened", "everything is selected" },
	};
	const char *wide = json_string(json_first(json_get(c->selection, "wide_why")));
	const char *before = "selected: ";

	json_each (why, json_get(c->in, "why")) {
		for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
			if (strcmp(json_string(why), all[i].why) != 0)
				continue;
			buf_printf(out, "%s%s", before, all[i].words);
			before = "; ";
			if (strcmp(all[i].why, "widened") == 0 && wide)
				buf_printf(out, " (%s)", wide);
		}
	}
}

/* Every budget that may have ended the selection before it. */
static void
say_out(const struct case_of *c, struct buf *out)
{
	const struct json *budget = json_get(c->selection, "budget");
	const struct json *recall = json_get(budget, "recall"),
			  *min = json_get(budget, "min_score");
	double score = json_get_number(c->test->line, "score"),
	       top = json_get_number(budget, "top");
	double expected = json_get_number(c->selection, "expected_recall");
	bool wide = json_get_bool(c->selection, "wide");
	size_t before;

	buf_str(out, "left out");
	before = out->len;
	if (!wide && score <= 0) {
		buf_str(out, ": nothing speaks for it");
		return;
	}
	if (!wide && min && score < json_number(min))
		buf_printf(out, ": its score is below %g", json_number(min));
	if (!wide && recall && expected >= json_number(recall) - 1.0 / SECOND)
		buf_printf(out,
		    "%s what is selected is expected to hold %.2f of what is relevant, and %g is "
		    "enough",
		    out->len > before ? ";" : ":", expected, json_number(recall));
	if (top > 0 && (double)json_len(json_get(c->selection, "selected")) >= top)
		buf_printf(
		    out, "%s %.0f tests are selected already", out->len > before ? ";" : ":", top);
	if (json_get(budget, "time_ms"))
		buf_printf(out, "%s it does not fit into what is left of %g s",
		    out->len > before ? ";" : ":", json_get_number(budget, "time_ms") / SECOND);
}

static void
say(const struct case_of *c, struct buf *out)
{
	if (c->in)
		say_in(c, out);
	else if (is_quarantined(c))
		buf_str(out, "left out: it fits select.quarantined");
	else
		say_out(c, out);
}

static void
add_part(struct table *table, const char *part, const struct json *factor, double sum)
{
	double value = json_get_number(factor, "value"), weight = json_get_number(factor, "weight");

	table_cell(table, STYLE_PLAIN, "%s", part);
	table_cell(table, STYLE_BOLD, "%s", json_get_string(factor, "name"));
	table_cell(table, STYLE_PLAIN, "%.2f", value)->bar = value;
	table_cell(table, STYLE_PLAIN, "%.2f", weight);
	table_cell(table, STYLE_PLAIN, "%.3f", value * weight);
	if (sum > 0)
		table_cell(table, STYLE_PLAIN, "%.0f %%", 100 * value * weight / sum);
	else
		table_cell(table, STYLE_PLAIN, "-");
}

static void
add_score(struct table *table, const char *part, const char *name, double value)
{
	table_cell(table, STYLE_PLAIN, "%s", part);
	table_cell(table, STYLE_BOLD, "%s", name);
	table_cell(table, STYLE_PLAIN, "%.2f", value)->bar = value;
	for (int i = 0; i < 3; i++)
		table_cell(table, STYLE_PLAIN, "-");
}

static void
add_factors(struct table *table, const char *part, const struct json *factors)
{
	double sum = 0;

	json_each (it, factors)
		sum += json_get_number(it, "value") * json_get_number(it, "weight");
	json_each (it, factors)
		add_part(table, part, it, sum);
}

static void
parts(const struct case_of *c, const char *verdict, const struct view *view, struct buf *out)
{
	const struct json *line = c->test->line;
	struct table table;

	table_init(&table);
	table_column(&table, "of", 0);
	table_column(&table, "signal", COLUMN_FLEX);
	table_column(&table, "value", COLUMN_BAR);
	table_column(&table, "weight", COLUMN_RIGHT);
	table_column(&table, "adds", COLUMN_RIGHT);
	table_column(&table, "share", COLUMN_RIGHT);
	if (!view->columns)
		add_score(&table, "selection", verdict, c->in != NULL);
	add_score(&table, "test", "score", json_get_number(line, "score"));
	add_factors(&table, "test", json_get(line, "factors"));
	if (json_get(line, "file")) {
		add_score(&table, "file", "score", json_get_number(line, "file"));
		add_factors(&table, "file", json_get(c->file, "factors"));
		add_score(&table, "test", "near", json_get_number(line, "near"));
	}
	json_each (it, json_get(line, "raised"))
		add_part(&table, "raised", it, 0);
	table_print(&table, view, out);
	table_fini(&table);
}

static void
heading(const struct case_of *c, const char *verdict, const struct view *view, struct buf *out)
{
	size_t all = json_len(json_get(doc_output(c->doc, "ranking"), "suite"));
	struct buf text;

	buf_init(&text, 2 * BUF_TEXT);
	view_wrap(view, out, STYLE_BOLD, 0, 0, view_test_name(c->test->test, view, c->test->id));
	view_labelled(view, out, LABEL_WIDTH, "test", c->test->id);
	view_place(c->test->test, &text);
	view_labelled(view, out, LABEL_WIDTH, "file", text.s);
	buf_clear(&text);
	if (c->test->line)
		buf_printf(&text, "%zu of %zu, score %.3f", c->test->rank, all,
		    json_get_number(c->test->line, "score"));
	else
		buf_str(&text, "none: it is not in the ranking");
	view_labelled(view, out, LABEL_WIDTH, "rank", text.s);
	view_labelled(view, out, LABEL_WIDTH, "verdict", verdict);
	if (c->test->line)
		view_labelled(
		    view, out, LABEL_WIDTH, "reason", json_get_string(c->test->line, "reason"));
	view_heading(view, out, "Where the score comes from");
	buf_fini(&text);
}

static void
print(const struct case_of *c, const struct view *view, struct buf *out)
{
	struct buf verdict;

	buf_init(&verdict, BUF_TEXT);
	say(c, &verdict);
	if (view->columns)
		heading(c, verdict.s, view, out);
	parts(c, verdict.s, view, out);
	buf_fini(&verdict);
}

enum status
selection_explain(const struct json *doc, const char *what, const struct view *view,
    struct buf *out, struct err *err)
{
	struct case_of c = { .doc = doc, .selection = doc_output(doc, "selection") };
	struct doc_tests tests;
	enum status st;

	doc_tests_init(&tests, doc);
	st = find(&tests, what, &c.test, err);
	if (st == ST_OK) {
		json_each (line, json_get(c.selection, "selected")) {
			if (strcmp(json_get_string(line, "test"), c.test->id) == 0)
				c.in = line;
		}
		json_each (file, json_get(doc_output(doc, "ranking"), "files")) {
			if (strcmp(json_get_string(file, "path"),
				json_get_string(c.test->test, "file")) == 0)
				c.file = file;
		}
		print(&c, view, out);
	}
	doc_tests_fini(&tests);
	return st;
}
