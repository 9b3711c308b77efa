#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define SUMMARY_ROWS 20 /* of the ranking, on a terminal */

static void
title(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *retrieval = doc_output(doc, "retrieval");
	const char *text = json_get_string(doc_output(doc, "ingestion"), "title");

	view_wrap(view, out, STYLE_BOLD, 0, 0, *text ? text : "(a story without a title)");
	if (retrieval)
		view_line(view, out, "run %s, corpus %s of %.0f tests", doc_run_id(doc),
		    json_get_string(retrieval, "corpus"),
		    json_get_number(retrieval, "corpus_size"));
	else
		view_line(view, out, "run %s", doc_run_id(doc));
	buf_char(out, '\n');
}

static void
score(const struct json *ranking, const struct view *view, struct buf *out)
{
	struct table table;

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

/* Those a model wrote want a reader, skeletons a writer. */
static void
new_tests(const struct json *generation, const struct view *view, struct buf *out)
{
	const struct json *tests = json_get(generation, "tests");
	size_t written = view_count(tests, "kind", "test");
	size_t left = view_count(tests, "kind", "skeleton");

	if (written)
		view_point(view, out,
		    "review the %zu %s a model wrote, then run %s: rsg-show generation", written,
		    view_plural(written, "test", "tests"), view_plural(written, "it", "them"));
	if (left)
		view_point(view, out, "look at the %zu new %s one by one: rsg review", left,
		    view_plural(left, "test", "tests"));
}

static void
next_steps(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *generation = doc_output(doc, "generation");
	const struct json *suite = json_get(doc_output(doc, "ranking"), "suite");
	const struct json *criteria = json_get(doc_output(doc, "coverage"), "criteria");
	size_t first = view_count(suite, "priority", "high");
	size_t gaps = view_count(criteria, "status", "gap");
	size_t weak = view_count(criteria, "status", "weak");

	view_text(view, out, STYLE_BOLD, "\nNext\n");
	if (first)
		view_point(view, out, "run the %zu %s of high priority first", first,
		    view_plural(first, "test", "tests"));
	else
		view_point(view, out, "no test stands out: run the suite from the top");
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
		new_tests(generation, view, out);
	else
		view_point(view, out, "write tests for the %zu %s: rsg-generate", gaps,
		    view_plural(gaps, "gap", "gaps"));
}

enum status
view_summary(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	struct suite_args fewer = *args;
	const struct json *coverage, *ranking;

	if (view_need(doc, "ranking", &ranking, err) || view_need(doc, "coverage", &coverage, err))
		return ST_DATA;
	fewer.brief = true;
	fewer.id = NULL;
	if (view->columns && fewer.top == 0)
		fewer.top = SUMMARY_ROWS;
	title(doc, view, out);
	if (view_coverage(doc, view, &fewer, out, err))
		return ST_DATA;
	buf_char(out, '\n');
	if (view_ranking(doc, view, &fewer, out, err))
		return ST_DATA;
	score(ranking, view, out);
	models(doc, view, out);
	next_steps(doc, view, out);
	return ST_OK;
}
