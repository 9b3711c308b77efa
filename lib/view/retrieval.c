/* Which existing tests match the story, each requirement and each criterion, and by what. */

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define MATCHES 5 /* of a query, on a terminal, unless one is asked for */
#define TERMS 8
#define FILES 20 /* test files, on a terminal, unless more are asked for */
#define SAYS 5
#define UNKNOWN 20 /* words of a query that no test has */

static const char *const signals[] = { "link", "text", "cosine", "pair", "vector", "path" };

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
		  : doc_criterion_text(doc, id));
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

/* What the signals say of a test file, the loudest first. */
static void
join_signals(const struct json *said, size_t most, struct buf *out)
{
	double below = 2;

	for (size_t n = 0; n < most;) {
		double best = 0;

		json_each (it, said) {
			double value = json_number(it);

			best = value < below && value > best ? value : best;
		}
		if (best <= 0)
			return;
		json_each (it, said) {
			if (json_number(it) == best && n++ < most)
				buf_printf(
				    out, "%s%s %.2f", out->len ? ", " : "", json_key(it), best);
		}
		below = best;
	}
}

static void
add_file(const struct json *file, const struct view *view, struct table *table)
{
	size_t most = view->columns ? SAYS : (size_t)-1;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	table_cell(table, STYLE_BOLD, "%s", json_get_string(file, "path"));
	table_cell(table, STYLE_PLAIN, "%zu", json_len(json_get(file, "tests")));
	table_cell(table, STYLE_PLAIN, "%s", json_get_bool(file, "changed") ? "yes" : "-");
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(file, "together"));
	join_signals(json_get(file, "signals"), most, &text);
	table_cell(table, STYLE_PLAIN, "%s", text.len ? text.s : "-");
	buf_clear(&text);
	view_join(json_get(file, "terms"), NULL, most, &text);
	table_cell(table, STYLE_DIM, "%s", text.len ? text.s : "-");
	buf_fini(&text);
}

static void
files_table(const struct json *files, size_t most, const struct view *view, struct buf *out)
{
	struct table table;
	size_t n = 0;

	table_init(&table);
	table_column(&table, "test file", COLUMN_FLEX);
	table_column(&table, "tests", COLUMN_RIGHT);
	table_column(&table, "changed", COLUMN_SPARE);
	table_column(&table, "together", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "signals", COLUMN_FLEX);
	table_column(&table, "terms in common", COLUMN_FLEX | COLUMN_SPARE);
	json_each (file, files) {
		if (most && n == most)
			break;
		add_file(file, view, &table);
		n++;
	}
	table_print(&table, view, out);
	table_fini(&table);
	if (view->columns && n < json_len(files))
		buf_printf(
		    out, "and %zu more; rsg-show ranking has them in order\n", json_len(files) - n);
}

/* On a terminal: what is known of the test files, and of the history. */
static void
files_section(const struct json *output, size_t most, const struct view *view, struct buf *out)
{
	const struct json *files = json_get(output, "files");
	const struct json *history = json_get(output, "history");
	struct buf text;

	if (json_len(files) == 0)
		return;
	view_heading(view, out, "%zu test %s were looked at as wholes", json_len(files),
	    view_plural(json_len(files), "file", "files"));
	files_table(files, most, view, out);
	buf_init(&text, BUF_TEXT);
	json_each (source, json_get(output, "sources"))
		buf_printf(&text, "%s%s (%.2f)", text.len ? ", " : "",
		    json_get_string(source, "path"), json_get_number(source, "weight"));
	if (text.len) {
		view_heading(view, out, "Sources that the story is likely about");
		view_wrap(view, out, STYLE_PLAIN, 0, 0, text.s);
	}
	buf_fini(&text);
	if (history)
		view_heading(view, out, "History: %.0f %s", json_get_number(history, "commits"),
		    view_plural((size_t)json_get_number(history, "commits"), "commit", "commits"));
	json_each (it, json_get(history, "missing"))
		view_point(view, out, "not known: %s", json_string(it));
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
		if (json_len(json_get(output, "queries")) || args->id)
			table_of(doc, output, args, view, out);
		else
			files_table(json_get(output, "files"), (size_t)args->top, view, out);
		return ST_OK;
	}
	view_heading(view, out, "%zu tests of the %.0f in the corpus %s %s",
	    json_len(json_get(output, "tests")), json_get_number(output, "corpus_size"),
	    json_get_string(output, "corpus"), json_get(doc, "change") ? "are compared" : "match");
	json_each (query, json_get(output, "queries")) {
		if (args->id == NULL || strcmp(json_get_string(query, "id"), args->id) == 0)
			query_section(doc, query, most, view, out);
	}
	if (args->id == NULL)
		files_section(output, args->top ? (size_t)args->top : FILES, view, out);
	view_remarks(doc, "retrieval", view, out);
	return ST_OK;
}
