/* Which existing tests match the story, each requirement and each criterion, and by what. */

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define MATCHES 5 /* of a query, on a terminal, unless one is asked for */
#define TERMS 8
#define UNKNOWN 20 /* words of a query that no test has */

static const char *const signals[] = { "link", "text", "pair", "vector", "path" };

#define SIGNALS (sizeof signals / sizeof signals[0])

static void
columns(struct table *table, const struct view *view)
{
	table_init(table);
	if (!view->columns) {
		table_column(table, "query", 0);
		table_column(table, "rank", 0);
	}
	table_column(table, "score", COLUMN_BAR);
	table_column(table, "test", COLUMN_FLEX);
	for (size_t i = 0; i < SIGNALS; i++)
		table_column(table, signals[i], COLUMN_RIGHT | COLUMN_SPARE);
	table_column(table, "file", COLUMN_FLEX | COLUMN_SPARE);
	table_column(table, "terms in common", COLUMN_FLEX);
}

static void
add_match(
    struct table *table, const struct json *doc, const struct json *match, const struct view *view)
{
	const char *id = json_get_string(match, "test");
	const struct json *test = view_test_of(doc, id);
	double score = json_get_number(match, "score");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	table_cell(table, STYLE_PLAIN, "%.2f", score)->bar = score;
	table_cell(table, STYLE_BOLD, "%s", view_test_name(test, view, id));
	for (size_t i = 0; i < SIGNALS; i++) {
		const struct json *signal = json_get(json_get(match, "signals"), signals[i]);

		if (signal)
			table_cell(table, STYLE_PLAIN, "%.2f", json_number(signal));
		else
			table_cell(table, STYLE_DIM, "-");
	}
	view_place(test, &text);
	table_cell(table, STYLE_DIM, "%s", text.s);
	buf_clear(&text);
	view_join(json_get(match, "terms"), NULL, view->columns ? TERMS : (size_t)-1, &text);
	table_cell(table, STYLE_PLAIN, "%s", text.len ? text.s : "-");
	buf_fini(&text);
}

/* The words that no test of the corpus has. */
static void
unknown_words(const struct json *query, const struct view *view, struct buf *out)
{
	struct buf text;
	size_t n = 0;

	buf_init(&text, BUF_TEXT);
	json_each (term, json_get(query, "terms")) {
		if (!json_get_bool(term, "known") && n++ < UNKNOWN)
			buf_printf(&text, "%s%s",
			    text.len ? ", " : "no test has: ", json_get_string(term, "term"));
	}
	if (n > UNKNOWN)
		buf_printf(&text, " and %zu more", n - UNKNOWN);
	if (text.len)
		view_wrap(view, out, STYLE_DIM, 0, 2, text.s);
	buf_fini(&text);
}

static void
query_section(const struct json *doc, const struct json *query, size_t most,
    const struct view *view, struct buf *out)
{
	const char *id = json_get_string(query, "id");
	bool story = strcmp(json_get_string(query, "kind"), "story") == 0;
	size_t matches = json_len(json_get(query, "matches")), n = 0;
	struct table table;

	view_heading(view, out, "%s: %s", id,
	    story ? json_get_string(doc_output(doc, "ingestion"), "title")
		  : view_criterion_text(doc, id));
	unknown_words(query, view, out);
	if (matches == 0) {
		view_wrap(view, out, STYLE_WARN, 0, 2, "no test matches");
		return;
	}
	columns(&table, view);
	json_each (match, json_get(query, "matches")) {
		if (most && n == most)
			break;
		add_match(&table, doc, match, view);
		n++;
	}
	table_print(&table, view, out);
	table_fini(&table);
	if (n < matches)
		buf_printf(out, "and %zu more\n", matches - n);
}

static void
table_of(const struct json *doc, const struct json *output, const struct suite_args *args,
    const struct view *view, struct buf *out)
{
	struct table table;

	columns(&table, view);
	json_each (query, json_get(output, "queries")) {
		const char *id = json_get_string(query, "id");
		int rank = 0;

		if (args->id && strcmp(id, args->id) != 0)
			continue;
		json_each (match, json_get(query, "matches")) {
			if (args->top && rank == args->top)
				break;
			table_cell(&table, STYLE_PLAIN, "%s", id);
			table_cell(&table, STYLE_PLAIN, "%d", ++rank);
			add_match(&table, doc, match, view);
		}
	}
	table_print(&table, view, out);
	table_fini(&table);
}

enum status
view_retrieval(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;
	size_t most = args->top ? (size_t)args->top : args->id ? 0 : MATCHES;

	if (view_need(doc, "retrieval", &output, err))
		return ST_DATA;
	if (args->id && doc_by_id(json_get(output, "queries"), args->id) == NULL)
		return err_set(err, ST_USAGE,
		    "nothing was looked for by \"%.100s\": give story, a requirement or a "
		    "criterion",
		    args->id);
	if (view->columns == 0) {
		table_of(doc, output, args, view, out);
		return ST_OK;
	}
	view_heading(view, out, "%zu tests of the %.0f in the corpus %s match",
	    json_len(json_get(output, "tests")), json_get_number(output, "corpus_size"),
	    json_get_string(output, "corpus"));
	json_each (query, json_get(output, "queries")) {
		if (args->id == NULL || strcmp(json_get_string(query, "id"), args->id) == 0)
			query_section(doc, query, most, view, out);
	}
	view_remarks(doc, "retrieval", view, out);
	return ST_OK;
}
