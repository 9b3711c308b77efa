#include "view/suite.h"

#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/table.h"

static enum status
need(const struct json *doc, const char *phase, const struct json **output, struct err *err)
{
	const char *const phases[] = { phase, NULL };

	if (doc_require(doc, phases, err))
		return ST_DATA;
	*output = doc_output(doc, phase);
	return ST_OK;
}

/* Strings of an array, or members `key` of an array of objects, joined. */
static void
join(const struct json *array, const char *key, size_t most, struct buf *out)
{
	size_t n = 0;

	json_each (it, array) {
		const char *s = key ? json_get_string(it, key) : json_string(it);

		if (n++ == most)
			break;
		buf_printf(out, "%s%s", n > 1 ? ", " : "", s ? s : "");
	}
}

static const struct json *
test_of(const struct json *doc, const char *id)
{
	return doc_by_id(json_get(doc_output(doc, "retrieval"), "tests"), id);
}

/* A person reads the title, a program the name that the runner takes. */
static const char *
test_name(const struct json *doc, const struct view *view, const char *id)
{
	const struct json *test = test_of(doc, id);
	const char *name = json_get_string(test, "name");
	const char *title = json_get_string(test, "title");

	if (view->columns && *title)
		return title;
	return *name ? name : id;
}

static enum style
status_style(const char *status)
{
	if (strcmp(status, "covered") == 0)
		return STYLE_GOOD;
	return strcmp(status, "weak") == 0 ? STYLE_WARN : STYLE_BAD;
}

static enum style
level_style(const char *level)
{
	if (strcmp(level, "high") == 0)
		return STYLE_BAD;
	return strcmp(level, "medium") == 0 ? STYLE_WARN : STYLE_PLAIN;
}

static void
heading(const struct view *view, struct buf *out, const char *text)
{
	buf_char(out, '\n');
	view_text(view, out, STYLE_BOLD, text);
	buf_char(out, '\n');
}

/* The text of a criterion, or of the requirement or story that stood in for one. */
static const char *
criterion_text(const struct json *doc, const char *id)
{
	const struct json *ingested = doc_output(doc, "ingestion");
	const struct json *found = doc_by_id(json_get(ingested, "criteria"), id);

	if (found == NULL)
		found = doc_by_id(json_get(ingested, "requirements"), id);
	return found ? json_get_string(found, "text") : json_get_string(ingested, "title");
}

static void
criterion_row(const struct json *doc, const struct view *view, const struct json *criterion,
    struct table *table)
{
	const char *id = json_get_string(criterion, "id");
	const char *status = json_get_string(criterion, "status");
	const struct json *risk = doc_by_id(json_path(doc, "phases.coverage.output.risks"), id);
	const char *level = json_get_string(risk, "level");
	const struct json *best = json_first(json_get(criterion, "tests"));
	struct buf missing;

	buf_init(&missing, BUF_TEXT);
	join(json_get(criterion, "missing"), NULL, 6, &missing);
	table_cell(table, STYLE_BOLD, "%s", id);
	table_cell(table, status_style(status), "%s", status);
	table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(criterion, "score"))->bar =
	    json_get_number(criterion, "score");
	table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(criterion, "confidence"));
	table_cell(table, level_style(level), "%s", *level ? level : "-");
	table_cell(table, STYLE_PLAIN, "%s", criterion_text(doc, id));
	table_cell(table, STYLE_PLAIN, "%s",
	    best ? test_name(doc, view, json_get_string(best, "test")) : "-");
	table_cell(table, STYLE_DIM, "%s", missing.len ? missing.s : "-");
	buf_fini(&missing);
}

static void
coverage_line(const struct json *coverage, const struct view *view, struct buf *out)
{
	const struct json *summary = json_get(coverage, "summary");
	char line[160];

	snprintf(line, sizeof line, "AC coverage %.0f %%: %.0f covered, %.0f weak, %.0f %s of %.0f",
	    json_get_number(coverage, "percent"), json_get_number(summary, "covered"),
	    json_get_number(summary, "weak"), json_get_number(summary, "gap"),
	    json_get_number(summary, "gap") == 1 ? "gap" : "gaps",
	    json_get_number(summary, "total"));
	view_text(view, out, STYLE_BOLD, line);
	buf_char(out, '\n');
}

/* The risk matrix: how many criteria are at each severity of gap and importance. */
static void
risk_matrix(const struct json *coverage, const struct view *view, struct buf *out)
{
	static const char *const names[] = { "low", "medium", "high" };
	int count[3][3] = { { 0 } };

	json_each (risk, json_get(coverage, "risks")) {
		double severity = json_get_number(risk, "severity");
		double importance = json_get_number(risk, "importance");

		count[severity < 0.34	? 0
		      : severity < 0.67 ? 1
					: 2][importance < 0.34	 ? 0
					     : importance < 0.67 ? 1
								 : 2]++;
	}
	heading(view, out, "Risk: criteria by severity of the gap (down) and importance (across)");
	buf_printf(out, "%-8s%8s%8s%8s\n", "", names[0], names[1], names[2]);
	for (int s = 2; s >= 0; s--) {
		buf_printf(out, "%-8s", names[s]);
		for (int i = 0; i < 3; i++) {
			static const int heat[] = { 22, 22, 58, 94, 124 };

			if (view->color && count[s][i])
				buf_printf(
				    out, "\033[48;5;%dm%8d\033[0m", heat[s + i], count[s][i]);
			else
				buf_printf(out, "%8d", count[s][i]);
		}
		buf_char(out, '\n');
	}
}

enum status
view_coverage(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	static const struct {
		const char *name;
		int flags;
	} columns[] = { { "criterion", 0 }, { "status", 0 }, { "score", COLUMN_BAR },
		{ "confidence", COLUMN_RIGHT }, { "risk", 0 }, { "text", COLUMN_FLEX },
		{ "best test", COLUMN_FLEX }, { "missing words", COLUMN_FLEX } };
	const struct json *coverage;
	struct table table;

	if (need(doc, "coverage", &coverage, err))
		return ST_DATA;
	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		table_column(&table, columns[i].name, columns[i].flags);
	json_each (criterion, json_get(coverage, "criteria")) {
		if (!args->gaps_only ||
		    strcmp(json_get_string(criterion, "status"), "covered") != 0)
			criterion_row(doc, view, criterion, &table);
	}
	if (view->columns)
		coverage_line(coverage, view, out);
	table_print(&table, view, out);
	table_fini(&table);
	if (view->columns)
		risk_matrix(coverage, view, out);
	return ST_OK;
}

static void
ranking_row(
    const struct json *doc, const struct json *row, const struct view *view, struct table *table)
{
	const char *id = json_get_string(row, "test");
	const char *priority = json_get_string(row, "priority");
	const struct json *test = test_of(doc, id);
	struct buf criteria;

	buf_init(&criteria, BUF_TEXT);
	join(json_get(row, "criteria"), NULL, 8, &criteria);
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(row, "rank"));
	table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(row, "score"))->bar =
	    json_get_number(row, "score");
	table_cell(table, level_style(priority), "%s", priority);
	table_cell(table, STYLE_BOLD, "%s", test_name(doc, view, id));
	if (!view->columns)
		table_cell(table, STYLE_DIM, "%s:%.0f", json_get_string(test, "file"),
		    json_get_number(test, "line"));
	table_cell(table, STYLE_PLAIN, "%s", criteria.len ? criteria.s : "-");
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(row, "reason"));
	buf_fini(&criteria);
}

enum status
view_ranking(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	static const struct {
		const char *name;
		int flags;
	} columns[] = { { "rank", COLUMN_RIGHT }, { "score", COLUMN_BAR }, { "priority", 0 },
		{ "test", COLUMN_FLEX }, { "file", COLUMN_FLEX }, { "criteria", COLUMN_FLEX },
		{ "reason", COLUMN_FLEX } };
	const struct json *ranking;
	struct table table;
	int n = 0;

	if (need(doc, "ranking", &ranking, err))
		return ST_DATA;
	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
		if (!view->columns || strcmp(columns[i].name, "file") != 0)
			table_column(&table, columns[i].name, columns[i].flags);
	}
	json_each (row, json_get(ranking, "suite")) {
		if (args->top && n == args->top)
			break;
		ranking_row(doc, row, view, &table);
		n++;
	}
	table_print(&table, view, out);
	table_fini(&table);
	if (view->columns && (size_t)n < json_len(json_get(ranking, "suite")))
		buf_printf(out, "and %zu more: rsg-show ranking\n",
		    json_len(json_get(ranking, "suite")) - (size_t)n);
	return ST_OK;
}
