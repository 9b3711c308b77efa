#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/suite.h"
#include "view/table.h"

#define SUMMARY_ROWS 20 /* of the ranking, on a terminal */

static void
title(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *retrieval = doc_output(doc, "retrieval");
	const char *text = json_get_string(doc_output(doc, "ingestion"), "title");

	view_text(view, out, STYLE_BOLD, *text ? text : "(a story without a title)");
	buf_printf(out, "\nrun %s", doc_run_id(doc));
	if (retrieval) {
		buf_str(out, ", corpus ");
		utf8_visible(out, json_get_string(retrieval, "corpus"),
		    strlen(json_get_string(retrieval, "corpus")), false);
		buf_printf(out, " of %.0f tests", json_get_number(retrieval, "corpus_size"));
	}
	buf_str(out, "\n\n");
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

static const char *
plural(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
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

	json_each (entry, json_get(doc, "phases"))
		add_spent(&spent, entry);
	if (spent.calls + spent.cached == 0)
		return;
	view_text(view, out, STYLE_BOLD, "\nModels\n");
	if (spent.engine) {
		buf_printf(out, "- %zu %s refined by ", spent.phases,
		    plural(spent.phases, "phase was", "phases were"));
		utf8_visible(out, spent.engine, strlen(spent.engine), false);
	} else {
		buf_str(out, "- no answer could be used: the builtin results stand");
	}
	buf_printf(out, "\n- %zu %s, %zu from the cache, %.0f tokens, ", spent.calls,
	    plural(spent.calls, "call", "calls"), spent.cached, spent.tokens);
	if (spent.unknown)
		buf_str(out, "cost unknown: a model has no price in the table\n");
	else
		buf_printf(out, "%.4f USD: rsg-usage -r %s\n", spent.usd, doc_run_id(doc));
}

static size_t
count_where(const struct json *array, const char *key, const char *value)
{
	size_t n = 0;

	json_each (it, array)
		n += strcmp(json_get_string(it, key), value) == 0;
	return n;
}

/* Those a model wrote want a reader, skeletons a writer. */
static void
new_tests(const struct json *generation, struct buf *out)
{
	const struct json *tests = json_get(generation, "tests");
	size_t written = count_where(tests, "kind", "test");
	size_t left = count_where(tests, "kind", "skeleton");

	if (written)
		buf_printf(out,
		    "- review the %zu %s a model wrote, then run %s: rsg-show generation\n",
		    written, plural(written, "test", "tests"), plural(written, "it", "them"));
	if (left)
		buf_printf(out,
		    "- fill in the %zu new %s in the document: "
		    "jq -r '.phases.generation.output.tests[].code'\n",
		    left, plural(left, "test", "tests"));
}

static void
next_steps(const struct json *doc, const struct view *view, struct buf *out)
{
	const struct json *generation = doc_output(doc, "generation");
	const struct json *suite = json_get(doc_output(doc, "ranking"), "suite");
	const struct json *criteria = json_get(doc_output(doc, "coverage"), "criteria");
	size_t first = count_where(suite, "priority", "high");
	size_t gaps = count_where(criteria, "status", "gap");
	size_t weak = count_where(criteria, "status", "weak");

	view_text(view, out, STYLE_BOLD, "\nNext\n");
	if (first)
		buf_printf(out, "- run the %zu %s of high priority first\n", first,
		    plural(first, "test", "tests"));
	else
		buf_str(out, "- no test stands out: run the suite from the top\n");
	if (weak)
		buf_printf(out,
		    "- read the best test of the %zu weak %s: does it really check it?\n", weak,
		    plural(weak, "criterion", "criteria"));
	if (gaps == 0)
		buf_str(out, "- no criterion is a gap\n");
	else if (json_get_bool(generation, "gated"))
		buf_printf(out,
		    "- %zu %s open: the score is below the threshold; improve the story or "
		    "use "
		    "rsg-generate --force --reason\n",
		    gaps, plural(gaps, "gap stays", "gaps stay"));
	else if (generation)
		new_tests(generation, out);
	else
		buf_printf(out, "- write tests for the %zu %s: rsg-generate\n", gaps,
		    plural(gaps, "gap", "gaps"));
}

enum status
view_summary(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	struct suite_args fewer = *args;

	if (view->columns && fewer.top == 0)
		fewer.top = SUMMARY_ROWS;
	title(doc, view, out);
	if (view_coverage(doc, view, args, out, err))
		return ST_DATA;
	buf_char(out, '\n');
	if (view_ranking(doc, view, &fewer, out, err))
		return ST_DATA;
	score(doc_output(doc, "ranking"), view, out);
	models(doc, view, out);
	next_steps(doc, view, out);
	return ST_OK;
}
