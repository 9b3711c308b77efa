#include "view/results.h"

#include <stdio.h>
#include <string.h>

#include "base/vec.h"
#include "io/json.h"
#include "view/table.h"

#define DAY 10

static void
number_cell(struct table *table, enum style style, const struct json *row, const char *key)
{
	const struct json *number = json_get(row, key);

	if (json_kind(number) == JSON_NUMBER)
		table_cell(table, style, "%.0f", json_number(number));
	else
		table_cell(table, STYLE_PLAIN, "%s", "");
}

static enum style
bad_if_any(const struct json *row, const char *key)
{
	return json_get_number(row, key) > 0 ? STYLE_BAD : STYLE_PLAIN;
}

static void
add_total(struct json *total, const struct json *row)
{
	json_each (member, row) {
		if (json_kind(member) == JSON_NUMBER)
			json_set_number(total, json_key(member),
			    json_get_number(total, json_key(member)) + json_number(member));
	}
}

static void
add_report(struct table *table, enum style style, const struct json *row)
{
	table_cell(table, style, "%s", json_get_string(row, "source"));
	table_cell(table, STYLE_DIM, "%s", json_get_string(row, "format"));
	number_cell(table, style, row, "tests");
	number_cell(table, style, row, "passed");
	number_cell(table, bad_if_any(row, "failed"), row, "failed");
	number_cell(table, bad_if_any(row, "error"), row, "error");
	number_cell(table, style, row, "skipped");
	number_cell(table, style, row, "other");
	number_cell(table, bad_if_any(row, "outside"), row, "outside");
	number_cell(table, style, row, "duration_ms");
	number_cell(table, style, row, "matched");
	number_cell(table, style, row, "unknown");
}

void
view_results_reports(const struct json *reports, const struct view *view, struct buf *out)
{
	static const char *const counts[] = { "tests", "passed", "failed", "error" };
	struct json *total = json_new_object();
	struct table table;

	table_init(&table);
	table_column(&table, "report", COLUMN_FLEX);
	table_column(&table, "format", COLUMN_SPARE);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		table_column(&table, counts[i], COLUMN_RIGHT);
	table_column(&table, "skipped", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "other", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "outside", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "ms", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "in corpus", COLUMN_RIGHT);
	table_column(&table, "unknown", COLUMN_RIGHT);
	json_set_string(total, "source", "total");
	json_each (row, reports) {
		add_report(&table, STYLE_PLAIN, row);
		add_total(total, row);
	}
	if (json_len(reports) > 1)
		add_report(&table, STYLE_BOLD, total);
	table_print(&table, view, out);
	table_fini(&table);
	json_free(total);
}

struct order { /* of a list of histories */
	const struct json *history;
	double by;
	size_t place;
};

static int
by_value(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->by != y->by)
		return x->by < y->by ? 1 : -1;
	return x->place < y->place ? -1 : 1;
}

static void
add_history(struct table *table, const char *list, const struct json *h, const struct view *view)
{
	bool failed =
	    json_get_number(h, "since_failure") == 0 && json_get_number(h, "failures") > 0;
	const char *at = json_get_string(h, "last_at");

	table_cell(table, STYLE_BOLD, "%s", list);
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(h, "test"));
	number_cell(table, STYLE_PLAIN, h, "runs");
	number_cell(table, bad_if_any(h, "failures"), h, "failures");
	table_cell(table, STYLE_PLAIN, "%.2f", json_get_number(h, "rate"));
	table_cell(table, failed ? STYLE_BAD : STYLE_PLAIN, "%s", json_get_string(h, "last"));
	table_cell(table, STYLE_DIM, "%.*s", view->columns ? DAY : 64, at);
	number_cell(table, STYLE_PLAIN, h, "since_failure");
	number_cell(table, STYLE_PLAIN, h, "duration_ms");
	table_cell(table, STYLE_WARN, "%s", json_get_bool(h, "flaky") ? "flaky" : "");
}

/* "failing" has what fails at times, "flaky" what is that, "slow" what takes time. */
static double
value_in(const char *list, const struct json *h)
{
	if (strcmp(list, "slow") == 0)
		return json_get_number(h, "duration_ms");
	if (strcmp(list, "flaky") == 0 && !json_get_bool(h, "flaky"))
		return 0;
	return json_get_number(h, "rate");
}

static void
add_list(struct table *table, const char *list, const struct json *histories, size_t limit,
    const struct view *view)
{
	VEC_OF(struct order) order = { 0 };
	size_t place = 0;

	json_each (h, histories) {
		double by = value_in(list, h);
		bool flaky = strcmp(list, "flaky") == 0 && json_get_bool(h, "flaky");

		if (by > 0 || flaky)
			*vec_add(&order) = (struct order){ h, by, place };
		place++;
	}
	vec_sort(&order, by_value);
	for (size_t i = 0; i < order.len && (limit == 0 || i < limit); i++)
		add_history(table, list, order.at[i].history, view);
	vec_fini(&order);
}

void
view_results_stats(
    const struct json *histories, size_t limit, const struct view *view, struct buf *out)
{
	static const char *const lists[] = { "failing", "flaky", "slow" };
	struct table table;

	table_init(&table);
	table_column(&table, "list", 0);
	table_column(&table, "test", COLUMN_FLEX);
	table_column(&table, "runs", COLUMN_RIGHT);
	table_column(&table, "failures", COLUMN_RIGHT);
	table_column(&table, "rate", COLUMN_RIGHT);
	table_column(&table, "last", 0);
	table_column(&table, "on", COLUMN_SPARE);
	table_column(&table, "since", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "ms", COLUMN_RIGHT);
	table_column(&table, "flaky", COLUMN_SPARE);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		add_list(&table, lists[i], histories, limit, view);
	table_print(&table, view, out);
	table_fini(&table);
}

static void
name_cell(struct table *table, const struct json *line)
{
	const char *classname = json_get_string(line, "classname");
	const char *name = json_get_string(line, "name");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_each (suite, json_get(line, "suite")) {
		if (*classname == '\0')
			buf_printf(&text, "%s > ", json_string(suite));
	}
	if (*classname && strcmp(classname, name) != 0)
		buf_printf(&text, "%s%s", classname, strchr(classname, ' ') ? " > " : ".");
	buf_str(&text, name);
	table_cell(table, STYLE_PLAIN, "%s", text.s);
	buf_fini(&text);
}

void
view_results_unknown(const struct json *lines, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "name", COLUMN_FLEX);
	table_column(&table, "status", 0);
	table_column(&table, "report", COLUMN_FLEX);
	json_each (line, lines) {
		name_cell(&table, line);
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(line, "status"));
		table_cell(&table, STYLE_DIM, "%s", json_get_string(line, "source"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}

static void
place_cell(struct table *table, const struct json *failure)
{
	double at = json_get_number(failure, "at");

	if (at > 0)
		table_cell(table, STYLE_DIM, "%s:%.0f", json_get_string(failure, "file"), at);
	else
		table_cell(table, STYLE_DIM, "%s", json_get_string(failure, "file"));
}

void
view_results_why(const struct json *cases, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "name", COLUMN_FLEX);
	table_column(&table, "kind", 0);
	table_column(&table, "cause", COLUMN_FLEX);
	table_column(&table, "place", COLUMN_SPARE);
	table_column(&table, "to try", COLUMN_FLEX);
	json_each (line, cases) {
		const struct json *failure = json_get(line, "failure");

		if (failure == NULL)
			continue;
		name_cell(&table, line);
		table_cell(&table, STYLE_BAD, "%s", json_get_string(failure, "category"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(failure, "line"));
		place_cell(&table, failure);
		table_cell(&table, STYLE_DIM, "%s", json_get_string(failure, "suggestion"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}
