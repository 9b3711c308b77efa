#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/change.h"
#include "view/parts.h"
#include "view/suite.h"

#define SUMMARY_ROWS 20	 /* of the ranking, on a terminal */
#define SUMMARY_FILES 10 /* that changed */

static void
title(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *retrieval = doc_output(doc, "retrieval");
	const struct json *change = json_get(doc, "change");
	struct buf text;

	buf_init(&text, 4 * BUF_TEXT);
	view_title(doc, &text);
	view_wrap(view, out, STYLE_BOLD, 0, 0, text.s);
	buf_clear(&text);
	buf_printf(&text, "run %s", doc_run_id(doc));
	if (change && json_get(doc, "story")) {
		buf_str(&text, ", change ");
		view_change_name(change, &text);
	}
	if (retrieval)
		buf_printf(&text, ", corpus %s of %.0f tests", json_get_string(retrieval, "corpus"),
		    json_get_number(retrieval, "corpus_size"));
	view_wrap(view, out, STYLE_PLAIN, 0, 0, text.s);
	if (json_get(doc, "story") || view->columns == 0) /* else a heading follows */
		buf_char(out, '\n');
	buf_fini(&text);
}

static void
score(const struct json *ranking, const struct view *view, struct buf *out)
{
	struct table table;

	if (json_get(ranking, "score") == NULL)
		return;
	buf_char(out, '\n');
	table_init(&table);
	table_column(&table, "score of the run", 0);
	table_column(&table, "value", COLUMN_BAR);
	table_column(&table, "weight", COLUMN_RIGHT);
	table_column(&table, "meaning", COLUMN_FLEX);
	json_each (component, json_get(ranking, "components")) {
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(component, "name"));
		table_cell(&table, STYLE_PLAIN, "%.2f", json_get_number(component, "value"))->bar =
		    json_get_number(component, "value");
		table_cell(&table, STYLE_PLAIN, "%.2f", json_get_number(component, "weight"));
		table_cell(&table, STYLE_DIM, "%s", json_get_string(component, "meaning"));
	}
	table_cell(&table, STYLE_BOLD, "together");
	table_cell(&table, STYLE_BOLD, "%.2f", json_get_number(ranking, "score"))->bar =
	    json_get_number(ranking, "score");
	table_cell(&table, STYLE_PLAIN, "-");
	table_cell(&table, STYLE_DIM, "new tests are written from %.2f",
	    json_get_number(ranking, "threshold"));
	table_print(&table, view, out);
	table_fini(&table);
}

struct spent {
	const char *engine; /* of the last phase that has one */
	size_t phases, calls, cached;
	double tokens, usd;
	bool unknown; /* the price of some of it */
};

static void
add_spent(struct spent *spent, const struct json *entry)
{
	const struct json *usage = json_get(entry, "usage");
	const char *engine = json_get_string(entry, "engine");

	spent->calls += (size_t)json_get_number(usage, "calls");
	spent->cached += (size_t)json_get_number(usage, "cached");
	spent->tokens +=
	    json_get_number(usage, "input_tokens") + json_get_number(usage, "output_tokens");
	spent->usd += json_get_number(usage, "cost_usd");
	spent->unknown = spent->unknown || json_kind(json_get(usage, "cost_usd")) == JSON_NULL;
	if (*engine == '\0' || strcmp(engine, "builtin") == 0)
		return;
	spent->engine = engine;
	spent->phases++;
}

/* What models did for the run and what that cost; nothing where none was asked. */
static void
models(const struct json *doc, const struct view *view, struct buf *out)
{
	struct spent spent = { 0 };
	char cost[120];

	json_each (entry, json_get(doc, "phases"))
		add_spent(&spent, entry);
	if (spent.calls + spent.cached == 0)
		return;
	view_text(view, out, STYLE_BOLD, "\nModels\n");
	if (spent.engine)
		view_point(view, out, "%zu %s refined by %s", spent.phases,
		    view_plural(spent.phases, "phase was", "phases were"), spent.engine);
	else
		view_point(view, out, "no answer could be used: the builtin results stand");
	if (spent.unknown)
		snprintf(cost, sizeof cost, "cost unknown: a model has no price in the table");
	else
		snprintf(
		    cost, sizeof cost, "%.4f USD: rsg-usage -r %s", spent.usd, doc_run_id(doc));
	view_point(view, out, "%zu %s, %zu from the cache, %.0f tokens, %s", spent.calls,
	    view_plural(spent.calls, "call", "calls"), spent.cached, spent.tokens, cost);
}

static size_t
survivors(const struct json *verified)
{
	size_t n = 0;

	json_each (it, json_get(verified, "tests"))
		n += json_get_bool(it, "survived");
	return n;
}

/* Those a model wrote want a reader, skeletons a writer. */
static void
new_tests(const struct json *generation, const struct json *verified, const struct view *view,
    struct buf *out)
{
	const struct json *tests = json_get(generation, "tests");
	size_t written = view_count(tests, "kind", "test");
	size_t left = view_count(tests, "kind", "skeleton");

	if (written && verified)
		view_point(view, out,
		    "review the %zu of %zu tests of a model that survived their runs: rsg-show "
		    "verification",
		    survivors(verified), written);
	else if (written)
		view_point(view, out,
		    "review the %zu %s a model wrote, then run %s: rsg-show generation", written,
		    view_plural(written, "test", "tests"), view_plural(written, "it", "them"));
	if (left)
		view_point(view, out, "look at the %zu new %s one by one: rsg review", left,
		    view_plural(left, "test", "tests"));
}

static void
gap_steps(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *generation = doc_output(doc, "generation");
	const struct json *criteria = json_get(doc_output(doc, "coverage"), "criteria");
	size_t gaps = view_count(criteria, "status", "gap");
	size_t weak = view_count(criteria, "status", "weak");

	if (weak)
		view_point(view, out,
		    "read the best test of the %zu weak %s: does it really check it?", weak,
		    view_plural(weak, "criterion", "criteria"));
	if (gaps == 0)
		view_point(view, out, "no criterion is a gap");
	else if (json_get_bool(generation, "gated"))
		view_point(view, out,
		    "%zu %s open: the score is below the threshold; improve the story or use "
		    "rsg-generate --force --reason",
		    gaps, view_plural(gaps, "gap stays", "gaps stay"));
	else if (generation)
		new_tests(generation, doc_output(doc, "verification"), view, out);
	else
		view_point(view, out, "write tests for the %zu %s: rsg-generate", gaps,
		    view_plural(gaps, "gap", "gaps"));
}

static void
next_steps(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *selected = json_get(doc_output(doc, "selection"), "selected");
	const struct json *suite = json_get(doc_output(doc, "ranking"), "suite");
	size_t first = view_count(suite, "priority", "high"), n = json_len(selected);

	view_text(view, out, STYLE_BOLD, "\nNext\n");
	if (n)
		view_point(view, out,
		    "run the %zu selected %s: rsg-select -r %s -f pytest | xargs pytest, or "
		    "another runner",
		    n, view_plural(n, "test", "tests"), doc_run_id(doc));
	else if (selected)
		view_point(view, out, "no test is selected: rsg-show selection says why");
	else if (first)
		view_point(view, out, "run the %zu %s of high priority first", first,
		    view_plural(first, "test", "tests"));
	else
		view_point(view, out, "no test stands out: run the suite from the top");
	if (json_get(doc, "change") && selected == NULL)
		view_point(view, out, "choose what to run: rsg-select");
	if (doc_output(doc, "coverage"))
		gap_steps(doc, view, out);
}

/* How much of the suite is to be run, and what that is expected to find. */
static void
selection(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *output = doc_output(doc, "selection");
	const struct json *recall = json_get(output, "expected_recall");
	const struct json *ms = json_get(output, "duration_ms");
	size_t n = json_len(json_get(output, "selected"));
	struct buf text;

	if (output == NULL)
		return;
	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%zu %s selected, %.0f left", n, view_plural(n, "test", "tests"),
	    json_get_number(output, "left"));
	if (json_kind(recall) == JSON_NUMBER)
		buf_printf(&text, "; expected recall %.2f, which stands on %s", json_number(recall),
		    json_get_string(output, "stands_on"));
	if (json_kind(ms) == JSON_NUMBER)
		buf_printf(&text, "; about %.1f s", json_number(ms) / 1000);
	view_text(view, out, STYLE_BOLD, "\nSelection\n");
	view_point(view, out, "%s", text.s);
	json_each (why, json_get(output, "wide_why"))
		view_point(view, out, "%s", json_string(why));
	buf_fini(&text);
}

enum status
view_summary(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	struct suite_args fewer = *args;
	const struct json *ranking, *coverage;
	bool story = json_get(doc, "story") != NULL;

	if (view_need(doc, "ranking", &ranking, err) ||
	    (story && view_need(doc, "coverage", &coverage, err)))
		return ST_DATA;
	fewer.brief = true;
	fewer.id = NULL;
	if (view->columns && fewer.top == 0)
		fewer.top = SUMMARY_ROWS;
	title(doc, view, out);
	if (story && view_coverage(doc, view, &fewer, out, err))
		return ST_DATA;
	view_change(doc, SUMMARY_FILES, view, out);
	buf_char(out, '\n');
	if (view_ranking(doc, view, &fewer, out, err))
		return ST_DATA;
	selection(doc, view, out);
	score(ranking, view, out);
	models(doc, view, out);
	next_steps(doc, view, out);
	return ST_OK;
}
