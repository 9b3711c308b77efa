#include "view/explain.h"

#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"

#define LABEL_WIDTH 10
#define PATHS 6
#define LINE 300

const char *
view_signal_meaning(const char *name)
{
	static const struct {
		const char *name, *meaning;
	} meanings[] = {
		{ "story", "the words of the story are in it" },
		{ "pair", "neighbouring words of the story are neighbours in it" },
		{ "criterion", "how well it matches a criterion that is covered" },
		{ "vector", "its embedding is near the story's" },
		{ "name", "its path has words of the story" },
		{ "link", "it names a ticket of the story or of a criterion" },
		{ "domain", "it shows a domain of the story" },
		{ "lead", "it is among the first tests of a criterion" },
		{ "model", "what the model thinks of it" },
		{ "body", "rare words of what is asked are in it" },
		{ "messages", "commits that changed it speak of the same" },
		{ "cosine", "its words as a whole are like what is asked" },
		{ "path", "its path has words of what is asked or changed" },
		{ "named", "its file is named for it" },
		{ "prefix", "its words begin alike" },
		{ "cases", "one of its cases is near" },
		{ "pairs", "neighbouring words are neighbours in it" },
		{ "identifiers", "it has identifiers of the change" },
		{ "recent", "it changed lately" },
		{ "source-joint", "it changed together with likely sources" },
		{ "source-path", "its path is like those of likely sources" },
		{ "source-change", "likely sources change when it does" },
		{ "source-names", "it has names that likely sources define" },
		{ "source-pieces", "it has words of likely sources" },
		{ "diff-cosine", "its words as a whole are like the changed lines" },
		{ "diff-cases", "one of its cases is like the changed lines" },
		{ "names", "it has names that the change defines" },
		{ "context", "it has words around the changed lines" },
		{ "strings", "it has strings of the changed lines" },
		{ "near-path", "it lies near a changed file" },
		{ "same-stem", "it is called as a changed file is" },
		{ "joint", "it changed together with all that changed here" },
		{ "co-change",
		    "it changed together with a changed file, lately more than long ago" },
		{ "co-change-plain", "it changed together with a changed file, whenever" },
		{ "blame", "a commit that wrote the changed lines changed it, too" },
		{ "imports", "it imports a changed file" },
		{ "file", "how well its file fits" },
		{ "near", "how near it is, beside the best test of its file" },
		{ "changed", "the change touches it" },
		{ "failed", "it failed in its last run, or often" },
		{ "new", "it has no result yet" },
	};

	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
		if (strcmp(meanings[i].name, name) == 0)
			return meanings[i].meaning;
	}
	return "-";
}

void
view_results(const struct json *test, struct buf *out)
{
	const struct json *results = json_get(test, "results");
	const struct json *ms = json_get(results, "duration_ms");

	if (json_get_bool(test, "new"))
		buf_str(out, "none yet, others have some");
	if (results == NULL)
		return;
	buf_printf(out, "%.0f of %.0f runs failed, rate %.2f, the last was: %s",
	    json_get_number(results, "failures"), json_get_number(results, "runs"),
	    json_get_number(results, "rate"), json_get_string(results, "last"));
	if (ms)
		buf_printf(out, "; takes %.2f s", json_number(ms) / 1000);
	if (json_get_bool(results, "flaky"))
		buf_str(out, "; flaky: the same content came out differently");
}

static double
sum_of(const struct json *factors)
{
	double sum = 0;

	json_each (factor, factors)
		sum += json_get_number(factor, "value") * json_get_number(factor, "weight");
	return sum;
}

static void
columns(struct table *table, bool of)
{
	table_init(table);
	if (of)
		table_column(table, "of", 0);
	table_column(table, "signal", 0);
	table_column(table, "value", COLUMN_BAR);
	table_column(table, "weight", COLUMN_RIGHT);
	table_column(table, "adds", COLUMN_RIGHT);
	table_column(table, "share", COLUMN_RIGHT);
	table_column(table, "meaning", COLUMN_FLEX | COLUMN_SPARE);
}

/* Each signal with what it adds to the score; of: whose, where the table has both. */
static void
add_factors(struct table *table, const char *of, const struct json *factors)
{
	double sum = sum_of(factors);

	json_each (factor, factors) {
		const char *name = json_get_string(factor, "name");
		double value = json_get_number(factor, "value");
		double weight = json_get_number(factor, "weight");

		if (of)
			table_cell(table, STYLE_PLAIN, "%s", of);
		table_cell(table, STYLE_BOLD, "%s", name);
		table_cell(table, STYLE_PLAIN, "%.2f", value)->bar = value;
		table_cell(table, STYLE_PLAIN, "%.2f", weight);
		table_cell(table, STYLE_PLAIN, "%.3f", value * weight);
		table_cell(table, STYLE_PLAIN, "%.0f %%", sum > 0 ? 100 * value * weight / sum : 0);
		table_cell(table, STYLE_DIM, "%s", view_signal_meaning(name));
	}
}

static void
factor_table(const struct json *factors, const struct view *view, struct buf *out)
{
	struct table table;

	columns(&table, false);
	add_factors(&table, NULL, factors);
	table_print(&table, view, out);
	table_fini(&table);
}

/* Where a test has a file that was looked at: what its score is made of. */
static void
add_part(struct table *table, const char *of, const char *name, double value)
{
	if (of)
		table_cell(table, STYLE_PLAIN, "%s", of);
	table_cell(table, STYLE_BOLD, "%s", name);
	table_cell(table, STYLE_PLAIN, "%.2f", value)->bar = value;
	for (int i = 0; i < 3; i++)
		table_cell(table, STYLE_PLAIN, "-");
	table_cell(table, STYLE_DIM, "%s", view_signal_meaning(name));
}

static void
add_raised(struct table *table, const char *of, const struct json *row)
{
	json_each (it, json_get(row, "raised")) {
		double value = json_get_number(it, "value");

		if (of)
			table_cell(table, STYLE_PLAIN, "%s", of);
		table_cell(table, STYLE_BOLD, "%s", json_get_string(it, "name"));
		table_cell(table, STYLE_PLAIN, "%.2f", value)->bar = value;
		table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(it, "weight"));
		table_cell(table, STYLE_PLAIN, "-");
		table_cell(table, STYLE_PLAIN, "-");
		table_cell(
		    table, STYLE_DIM, "%s", view_signal_meaning(json_get_string(it, "name")));
	}
}

static void
add_parts(struct table *table, const char *of, const struct json *row)
{
	add_part(table, of, "file", json_get_number(row, "file"));
	add_part(table, of, "near", json_get_number(row, "near"));
	add_raised(table, of, row);
}

static const struct json *
by_path(const struct json *files, const char *path)
{
	json_each (file, files) {
		if (strcmp(json_get_string(file, "path"), path) == 0)
			return file;
	}
	return NULL;
}

/* The commits that changed the file together with a changed or likely source. */
static void
commits(const struct json *file, const struct view *view, struct buf *out)
{
	const struct json *list = json_get(file, "commits");
	double all = json_get_number(file, "together");
	struct buf text;

	if (json_len(list) == 0)
		return;
	view_heading(view, out, "It changed together with them in %.0f %s, the newest", all,
	    view_plural((size_t)all, "commit", "commits"));
	json_each (commit, list) {
		buf_init(&text, BUF_TEXT);
		span_commit(&text, json_get_string(commit, "id"));
		buf_str(&text, ": ");
		view_join(json_get(commit, "paths"), NULL, PATHS, &text);
		if (json_len(json_get(commit, "paths")) > PATHS)
			buf_printf(
			    &text, " and %zu more", json_len(json_get(commit, "paths")) - PATHS);
		view_labelled(view, out, 2, "-", text.s);
		buf_fini(&text);
	}
}

static void
labelled_list(const struct json *strings, const char *label, const char *between,
    const struct view *view, struct buf *out)
{
	struct buf text;

	if (json_len(strings) == 0)
		return;
	buf_init(&text, BUF_TEXT);
	json_each (it, strings)
		buf_printf(&text, "%s%s", text.len ? between : "", json_string(it));
	view_labelled(view, out, LABEL_WIDTH, label, text.s);
	buf_fini(&text);
}

/* What speaks for the file as a whole. */
static void
of_file(const struct json *doc, const char *path, const struct view *view, struct buf *out)
{
	const struct json *files = json_get(doc_output(doc, "ranking"), "files");
	const struct json *ranked = by_path(files, path);
	const struct json *found = by_path(json_get(doc_output(doc, "retrieval"), "files"), path);
	size_t place = 1;

	json_each (it, files) {
		if (it == ranked)
			break;
		place++;
	}
	if (ranked == NULL)
		return;
	view_heading(
	    view, out, "What speaks for %s, file %zu of %zu", path, place, json_len(files));
	factor_table(json_get(ranked, "factors"), view, out);
	labelled_list(json_get(found, "terms"), "words", ", ", view, out);
	labelled_list(json_get(found, "imports"), "imports", ", which imports ", view, out);
	commits(found, view, out);
}

/* What it covers: of which criteria, how much of it. */
static void
covers(const struct json *doc, const char *id, const struct view *view, struct buf *out)
{
	struct table table;
	size_t n = 0;

	table_init(&table);
	table_column(&table, "criterion", 0);
	table_column(&table, "share", COLUMN_BAR);
	table_column(&table, "by", 0);
	table_column(&table, "text", COLUMN_FLEX);
	json_each (criterion, json_get(doc_output(doc, "coverage"), "criteria")) {
		json_each (test, json_get(criterion, "tests")) {
			const char *of = json_get_string(criterion, "id");
			double share = json_get_number(test, "share");

			if (strcmp(json_get_string(test, "test"), id) != 0)
				continue;
			table_cell(&table, STYLE_BOLD, "%s", of);
			table_cell(&table, STYLE_PLAIN, "%.2f", share)->bar = share;
			table_cell(&table, STYLE_PLAIN, "%s", json_get_string(test, "by"));
			table_cell(&table, STYLE_PLAIN, "%s", doc_criterion_text(doc, of));
			n++;
		}
	}
	if (n) {
		view_heading(view, out, "It is among the best tests of");
		table_print(&table, view, out);
	}
	table_fini(&table);
}

static void
put_head(const struct json *doc, const struct json *row, const struct json *test,
    const struct view *view, struct buf *out)
{
	const char *id = json_get_string(row, "test");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	view_wrap(view, out, STYLE_BOLD, 0, 0, view_test_name(test, view, id));
	view_labelled(view, out, LABEL_WIDTH, "test", id);
	view_place(test, &text);
	view_labelled(view, out, LABEL_WIDTH, "file", text.s);
	buf_clear(&text);
	buf_printf(&text, "%.0f of %zu, score %.3f, priority %s", json_get_number(row, "rank"),
	    json_len(json_get(doc_output(doc, "ranking"), "suite")), json_get_number(row, "score"),
	    json_get_string(row, "priority"));
	view_labelled(view, out, LABEL_WIDTH, "rank", text.s);
	view_labelled(view, out, LABEL_WIDTH, "reason", json_get_string(row, "reason"));
	buf_clear(&text);
	view_results(test, &text);
	if (text.len)
		view_labelled(view, out, LABEL_WIDTH, "results", text.s);
	buf_fini(&text);
}

/* Off a terminal: one table. */
static void
one_table(const struct json *doc, const struct json *row, const char *path, const struct view *view,
    struct buf *out)
{
	const struct json *file = by_path(json_get(doc_output(doc, "ranking"), "files"), path);
	struct table table;

	if (json_get(row, "file") == NULL) {
		factor_table(json_get(row, "factors"), view, out);
		return;
	}
	columns(&table, true);
	add_parts(&table, "test", row);
	add_factors(&table, "test", json_get(row, "factors"));
	add_factors(&table, "file", json_get(file, "factors"));
	table_print(&table, view, out);
	table_fini(&table);
}

static void
parts_table(const struct json *row, const struct view *view, struct buf *out)
{
	struct table table;

	columns(&table, false);
	add_parts(&table, NULL, row);
	table_print(&table, view, out);
	table_fini(&table);
	view_wrap(view, out, STYLE_DIM, 0, 0,
	    "score = 1 - (1 - file x (1 + near) / 2) x the product of 1 - value x weight of the "
	    "others");
}

void
view_explain(
    const struct json *doc, const struct json *row, const struct view *view, struct buf *out)
{
	const char *id = json_get_string(row, "test");
	const struct json *test = view_test_of(doc, id);
	const char *path = json_get_string(test, "file");
	bool whole = json_get(row, "file") != NULL;

	if (view->columns == 0) {
		one_table(doc, row, path, view, out);
		return;
	}
	put_head(doc, row, test, view, out);
	view_heading(view, out, "Where the score comes from");
	if (whole)
		parts_table(row, view, out);
	if (!whole)
		factor_table(json_get(row, "factors"), view, out);
	if (whole)
		of_file(doc, path, view, out);
	if (whole && json_len(json_get(row, "factors"))) {
		view_heading(view, out, "What its criteria say of it");
		factor_table(json_get(row, "factors"), view, out);
	}
	covers(doc, id, view, out);
}
