#include "view/usage.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "io/json.h"
#include "view/csv.h"
#include "view/table.h"

#define MINUTE 16 /* characters of "2026-11-20T10:00" */
#define WIDE 140  /* columns of a terminal for all of it */
#define FAIR 100

enum kind { TEXT, TIME, COUNT, TOKENS, USD, UNKNOWN, SHARE };

struct column {
	const char *title, *key;
	enum kind kind;
	int least; /* columns of a terminal that shows it; 0: any */
	int flags;
};

static const struct column sums[] = {
	{ "calls", "calls", COUNT, 0, COLUMN_RIGHT },
	{ "attempts", "attempts", COUNT, FAIR, COLUMN_RIGHT },
	{ "failed", "failed", COUNT, 0, COLUMN_RIGHT },
	{ "retried", "retried", COUNT, FAIR + 10, COLUMN_RIGHT },
	{ "interrupted", "interrupted", COUNT, WIDE, COLUMN_RIGHT },
	{ "cached", "cached", COUNT, 0, COLUMN_RIGHT },
	{ "in", "input_tokens", TOKENS, 0, COLUMN_RIGHT },
	{ "of it cached", "cached_tokens", TOKENS, WIDE, COLUMN_RIGHT },
	{ "out", "output_tokens", TOKENS, 0, COLUMN_RIGHT },
	{ "USD", "cost_usd", USD, 0, COLUMN_RIGHT },
	{ "unknown", "unknown_cost", UNKNOWN, 0, COLUMN_RIGHT },
	{ "saved", "saved_usd", USD, 0, COLUMN_RIGHT },
	{ 0 },
};

static const struct column attempts[] = {
	{ "started", "started_at", TIME, 0, 0 },
	{ "run", "run", TEXT, WIDE + 40, 0 },
	{ "phase", "phase", TEXT, FAIR + 10, 0 },
	{ "model", "model", TEXT, 0, COLUMN_FLEX },
	{ "no", "number", COUNT, 0, COLUMN_RIGHT },
	{ "status", "status", TEXT, 0, 0 },
	{ "fault", "fault", TEXT, 0, 0 },
	{ "in", "input_tokens", TOKENS, FAIR, COLUMN_RIGHT },
	{ "out", "output_tokens", TOKENS, FAIR, COLUMN_RIGHT },
	{ "ms", "duration_ms", COUNT, 0, COLUMN_RIGHT },
	{ "USD", "cost_usd", USD, 0, COLUMN_RIGHT },
	{ "reason", "reason", TEXT, WIDE, COLUMN_FLEX },
	{ 0 },
};

static const struct column survivals[] = {
	{ "framework", "framework", TEXT, 0, COLUMN_FLEX },
	{ "runs", "runs", COUNT, FAIR, COLUMN_RIGHT },
	{ "generated", "generated", COUNT, 0, COLUMN_RIGHT },
	{ "parsed", "parsed", COUNT, WIDE, COLUMN_RIGHT },
	{ "built", "built", COUNT, FAIR, COLUMN_RIGHT },
	{ "passed", "passed", COUNT, 0, COLUMN_RIGHT },
	{ "stable", "stable", COUNT, FAIR + 10, COLUMN_RIGHT },
	{ "unique", "unique", COUNT, WIDE, COLUMN_RIGHT },
	{ "tied", "tied", COUNT, WIDE, COLUMN_RIGHT },
	{ "proven", "proven", COUNT, 0, COLUMN_RIGHT },
	{ "survived", "survived", COUNT, 0, COLUMN_RIGHT },
	{ "share", "survived", SHARE, 0, COLUMN_RIGHT },
	{ 0 },
};

static bool
is_shown(const struct column *column, const struct view *view)
{
	return view->columns == 0 || view->columns >= column->least;
}

/* On a terminal 12.3k and 4.5M, else whole. */
static void
tokens_cell(struct table *table, enum style style, double n, const struct view *view)
{
	if (view->columns == 0 || n < 10000)
		table_cell(table, style, "%.0f", n);
	else if (n < 999950)
		table_cell(table, style, "%.1fk", n / 1e3);
	else
		table_cell(table, style, "%.1fM", n / 1e6);
}

static void
usd_cell(struct table *table, enum style style, const struct json *usd, const struct view *view)
{
	if (usd == NULL)
		table_cell(table, style, "%s", "");
	else if (json_kind(usd) != JSON_NUMBER)
		table_cell(table, STYLE_WARN, "unknown");
	else if (view->columns > 0 && json_number(usd) >= 1)
		table_cell(table, style, "%.2f", json_number(usd));
	else
		table_cell(table, style, "%.6f", json_number(usd));
}

static void
text_cell(struct table *table, enum style style, const char *text, bool has_attempts)
{
	bool bad =
	    has_attempts && (strcmp(text, "failed") == 0 || strcmp(text, "interrupted") == 0);

	table_cell(table, bad ? STYLE_BAD : style, "%s", text);
}

/* Rounded down: what did not all survive is not 100 %. */
static void
share_cell(struct table *table, enum style style, double n, double all)
{
	if (all > 0)
		table_cell(table, style, "%.0f %%", floor(100 * n / all));
	else
		table_cell(table, style, "%s", "");
}

static void
add_cell(struct table *table, enum style style, const struct column *column,
    const struct json *object, const struct view *view)
{
	const struct json *value = json_get(object, column->key);
	double n = json_number(value);

	switch (column->kind) {
	case TEXT:
		text_cell(table, style, value ? json_string(value) : "",
		    strcmp(column->key, "status") == 0);
		break;
	case TIME:
		table_cell(table, STYLE_DIM, "%.*s", view->columns > 0 ? MINUTE : INT_MAX,
		    json_string(value));
		break;
	case COUNT:
		if (value)
			table_cell(table, style, "%.0f", n);
		else
			table_cell(table, style, "%s", "");
		break;
	case TOKENS:
		tokens_cell(table, style, n, view);
		break;
	case USD:
		if (n == 0 && strcmp(column->key, "saved_usd") == 0 &&
		    json_get_number(object, "unknown_saved") > 0)
			table_cell(table, STYLE_WARN, "unknown");
		else
			usd_cell(table, style, value, view);
		break;
	case UNKNOWN:
		if (n > 0)
			table_cell(table, STYLE_WARN, "%.0f of %.0f", n,
			    json_get_number(object, "attempts"));
		else
			table_cell(table, style, "%s", "");
		break;
	case SHARE:
		share_cell(table, style, n, json_get_number(object, "generated"));
		break;
	}
}

static void
add_columns(struct table *table, const struct column *columns, const struct view *view)
{
	for (const struct column *c = columns; c->title; c++) {
		if (is_shown(c, view))
			table_column(table, c->title, c->flags);
	}
}

static void
add_row(struct table *table, enum style style, const struct column *columns,
    const struct json *object, const struct view *view)
{
	for (const struct column *c = columns; c->title; c++) {
		if (is_shown(c, view))
			add_cell(table, style, c, object, view);
	}
}

static void
view_sums(const struct json *usage, const struct view *view, struct buf *out)
{
	const struct json *total = json_get(usage, "total");
	struct table table;

	table_init(&table);
	table_column(&table, json_get_string(usage, "by"), COLUMN_FLEX);
	add_columns(&table, sums, view);
	json_each (row, json_get(usage, "rows")) {
		const char *name = json_get_string(row, "name");

		table_cell(&table, STYLE_BOLD, "%s", *name ? name : "-");
		add_row(&table, STYLE_PLAIN, sums, row, view);
	}
	table_cell(&table, STYLE_BOLD, "total");
	add_row(&table, STYLE_BOLD, sums, total, view);
	table_print(&table, view, out);
	table_fini(&table);
}

static void
view_budgets(const struct json *usage, const struct view *view, struct buf *out)
{
	double reserved = json_get_number(json_get(usage, "total"), "reserved_usd");
	struct buf line;

	buf_init(&line, BUF_TEXT);
	json_each (budget, json_get(usage, "budgets")) {
		double spent = json_get_number(budget, "spent_usd");
		double limit = json_get_number(budget, "limit_usd");
		enum style style = spent >= limit	  ? STYLE_BAD
				   : spent >= 0.8 * limit ? STYLE_WARN
							  : STYLE_PLAIN;

		buf_clear(&line);
		buf_printf(&line, "\nbudget of the %s: %.6g of %.6g USD, %.0f %%",
		    json_get_string(budget, "name"), spent, limit, 100 * spent / limit);
		view_text(view, out, style, line.s);
	}
	if (reserved > 0)
		buf_printf(out,
		    "\nup to %.6g USD more: attempts that are on their way, or of which nobody "
		    "knows what they cost",
		    reserved);
	if (json_len(json_get(usage, "budgets")) || reserved > 0)
		buf_char(out, '\n');
	buf_fini(&line);
}

static void
view_attempts(const struct json *usage, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	add_columns(&table, attempts, view);
	json_each (attempt, json_get(usage, "attempts"))
		add_row(&table, STYLE_PLAIN, attempts, attempt, view);
	table_print(&table, view, out);
	table_fini(&table);
}

static void
view_survivals(const struct json *survival, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "model", COLUMN_FLEX);
	add_columns(&table, survivals, view);
	json_each (row, json_get(survival, "rows")) {
		table_cell(&table, STYLE_BOLD, "%s", json_get_string(row, "model"));
		add_row(&table, STYLE_PLAIN, survivals, row, view);
	}
	table_cell(&table, STYLE_BOLD, "total");
	add_row(&table, STYLE_BOLD, survivals, json_get(survival, "total"), view);
	table_print(&table, view, out);
	table_fini(&table);
}

void
view_usage(const struct json *usage, const struct view *view, struct buf *out)
{
	if (json_get(usage, "attempts")) {
		view_attempts(usage, view, out);
		return;
	}
	if (json_get(usage, "survival")) {
		view_survivals(json_get(usage, "survival"), view, out);
		return;
	}
	view_sums(usage, view, out);
	if (view->columns > 0)
		view_budgets(usage, view, out);
}

void
view_usage_csv(const struct json *usage, struct buf *out)
{
	static const char *const sum_keys[] = { "name", "calls", "attempts", "failed", "retried",
		"interrupted", "cached", "input_tokens", "cached_tokens", "output_tokens",
		"cost_usd", "unknown_cost", "reserved_usd", "saved_usd", "unknown_saved", NULL };
	static const char *const attempt_keys[] = { "id", "started_at", "run", "phase", "call",
		"number", "model", "resolved_model", "status", "fault", "http_status", "reason",
		"fallback", "waited_ms", "duration_ms", "input_tokens", "cached_tokens",
		"output_tokens", "cost_usd", "reserved_usd", "saved_usd", "price", "price_from",
		NULL };
	static const char *const survival_keys[] = { "model", "framework", "runs", "generated",
		"parsed", "built", "passed", "stable", "unique", "tied", "proven", "survived",
		NULL };

	if (json_get(usage, "attempts"))
		view_csv(json_get(usage, "attempts"), attempt_keys, out);
	else if (json_get(usage, "survival"))
		view_csv(json_path(usage, "survival.rows"), survival_keys, out);
	else
		view_csv(json_get(usage, "rows"), sum_keys, out);
}
