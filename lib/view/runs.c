#include "view/runs.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "base/vec.h"
#include "io/json.h"
#include "view/table.h"

#define SHORT_ID 13 /* of an id that begins with its time: to the millisecond */
#define WIDE 110    /* columns of a terminal for all of it */
#define FAIR 90
#define NARROW 72 /* and so few that the whole id matters more than numbers */
#define AGE_TEXT 24

static void
age_text(const char *at, int64_t now_ms, char out[AGE_TEXT])
{
	static const struct {
		int64_t ms;
		const char *unit;
	} units[] = { { 86400000, "d" }, { 3600000, "h" }, { 60000, "min" }, { 1000, "s" } };
	int64_t then, age;

	*out = '\0';
	if (!time_parse(at, &then))
		return;
	age = now_ms > then ? now_ms - then : 0;
	snprintf(out, AGE_TEXT, "now");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (age >= units[i].ms) {
			snprintf(out, AGE_TEXT, "%lld %s", (long long)(age / units[i].ms),
			    units[i].unit);
			return;
		}
	}
}

static enum style
style_of(const char *status)
{
	static const struct {
		const char *status;
		enum style style;
	} styles[] = { { "deleted", STYLE_DIM }, { "failed", STYLE_BAD }, { "rejected", STYLE_BAD },
		{ "closed", STYLE_GOOD }, { "pending", STYLE_WARN }, { "gated", STYLE_WARN },
		{ "started", STYLE_WARN } };

	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
		if (strcmp(styles[i].status, status) == 0)
			return styles[i].style;
	}
	return STYLE_PLAIN;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
view_run_width(const struct json *rows, const char *key, const struct view *view)
{
	VEC_OF(const char *) ids = { 0 };
	size_t width = SHORT_ID;

	if (view->columns == 0)
		return INT_MAX;
	json_each (row, rows)
		*vec_add(&ids) = json_get_string(row, key);
	vec_sort(&ids, by_text);
	for (size_t i = 1; i < ids.len; i++) {
		size_t same = 0;

		while (ids.at[i][same] && ids.at[i][same] == ids.at[i - 1][same])
			same++;
		if (ids.at[i][same])
			width = same >= width ? same + 1 : width;
	}
	vec_fini(&ids);
	return (int)width;
}

static void
number_cell(struct table *table, const struct json *run, const char *key, const char *form)
{
	const struct json *number = json_get(run, key);
	char text[40] = "";

	if (json_kind(number) == JSON_NUMBER && strcmp(form, "percent") == 0)
		snprintf(text, sizeof text, "%.0f", json_number(number));
	else if (json_kind(number) == JSON_NUMBER)
		snprintf(text, sizeof text, "%.2f", json_number(number));
	table_cell(table, STYLE_PLAIN, "%s", text);
}

/* "ranking approved"; of many what is to do: "2 approved, 1 pending". */
static void
gates_cell(struct table *table, const struct json *gates)
{
	static const char *const all[] = { "rejected", "pending", "approved", "outdated" };
	struct buf text;

	buf_init(&text, BUF_TEXT);
	if (json_len(gates) == 1)
		buf_printf(&text, "%s %s", json_get_string(json_first(gates), "phase"),
		    json_get_string(json_first(gates), "status"));
	for (size_t i = 0; i < sizeof all / sizeof *all && json_len(gates) > 1; i++) {
		int n = 0;

		json_each (gate, gates)
			n += strcmp(json_get_string(gate, "status"), all[i]) == 0;
		if (n)
			buf_printf(&text, "%s%d %s", text.len ? ", " : "", n, all[i]);
	}
	table_cell(table, STYLE_PLAIN, "%s", text.s);
	buf_fini(&text);
}

/* What is not known is at least so much. */
static void
cost_cell(struct table *table, const struct json *run)
{
	const struct json *cost = json_get(run, "cost_usd");
	const char *more = json_get(run, "unknown_cost") ? "+" : "";

	if (cost == NULL)
		table_cell(table, STYLE_PLAIN, "%s", "");
	else
		table_cell(table, STYLE_PLAIN, "%.4f%s", json_number(cost), more);
}

struct shown { /* which columns */
	bool tabs, wide, fair;
};

static void
add_run(struct table *table, const struct json *run, const struct shown *shown, int width,
    int64_t now_ms)
{
	const char *status = json_get_string(run, "status");
	const char *created = json_get_string(run, "created_at");
	char age[AGE_TEXT];

	age_text(created, now_ms, age);
	table_cell(table, STYLE_BOLD, "%.*s", width, json_get_string(run, "id"));
	table_cell(table, STYLE_DIM, "%s", shown->tabs ? created : age);
	table_cell(table, style_of(status), "%s", status);
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(run, "last_phase"));
	number_cell(table, run, "score", "score");
	number_cell(table, run, "coverage_percent", "percent");
	if (shown->fair)
		gates_cell(table, json_get(run, "gates"));
	if (shown->wide)
		cost_cell(table, run);
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(run, "title"));
}

void
view_runs(const struct json *runs, const struct view *view, int64_t now_ms, struct buf *out)
{
	const struct shown shown = { view->columns == 0,
		view->columns == 0 || view->columns >= WIDE,
		view->columns == 0 || view->columns >= FAIR };
	struct table table;
	int width = view_run_width(runs, "id", view);
	int spare = !shown.tabs && view->columns < NARROW ? COLUMN_SPARE : 0;

	table_init(&table);
	table_column(&table, "run", 0);
	table_column(&table, shown.tabs ? "created" : "age", shown.tabs ? 0 : COLUMN_RIGHT | spare);
	table_column(&table, "status", 0);
	table_column(&table, "last phase", spare);
	table_column(&table, "score", COLUMN_RIGHT | spare);
	table_column(&table, "cover%", COLUMN_RIGHT | spare);
	if (shown.fair)
		table_column(&table, "gates", 0);
	if (shown.wide)
		table_column(&table, "USD", COLUMN_RIGHT);
	table_column(&table, "story", COLUMN_FLEX);
	json_each (run, runs)
		add_run(&table, run, &shown, width, now_ms);
	table_print(&table, view, out);
	table_fini(&table);
}

void
view_ids(const struct json *ids, const struct view *view, int64_t now_ms, struct buf *out)
{
	(void)now_ms;
	json_each (id, ids) {
		view_text(view, out, STYLE_PLAIN, json_string(id));
		buf_char(out, '\n');
	}
}
