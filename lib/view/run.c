#include <stdio.h>
#include <string.h>

#include "io/json.h"
#include "view/parts.h"
#include "view/runs.h"
#include "view/table.h"

static void
text_cell(struct table *table, enum style style, const struct json *object, const char *key)
{
	table_cell(table, style, "%s", json_get_string(object, key));
}

static void
add_execution(struct table *table, const struct json *execution, const struct view *view)
{
	const char *status = json_get_string(execution, "status");
	bool good = strcmp(status, "executed") == 0;

	table_cell(table, STYLE_DIM, "%.0f", json_get_number(execution, "id"));
	text_cell(table, STYLE_BOLD, execution, "phase");
	table_cell(table, good ? STYLE_GOOD : STYLE_WARN, "%s", status);
	text_cell(table, STYLE_PLAIN, execution, "origin");
	text_cell(table, STYLE_PLAIN, execution, "engine");
	view_time_cell(table, STYLE_DIM, view, json_get_string(execution, "started_at"));
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(execution, "duration_ms"));
	if (json_get(execution, "edited_by"))
		table_cell(
		    table, STYLE_WARN, "edited by %s", json_get_string(execution, "edited_by"));
	else if (json_get(execution, "error"))
		text_cell(table, STYLE_BAD, execution, "error");
	else
		text_cell(table, STYLE_DIM, execution, "output_sha256");
}

static void
put_executions(const struct json *run, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "id", COLUMN_RIGHT);
	table_column(&table, "phase", 0);
	table_column(&table, "status", 0);
	table_column(&table, "origin", 0);
	table_column(&table, "engine", COLUMN_FLEX);
	table_column(&table, "started", 0);
	table_column(&table, "ms", COLUMN_RIGHT);
	table_column(&table, "output, error or edit", COLUMN_FLEX);
	json_each (execution, json_get(run, "executions"))
		add_execution(&table, execution, view);
	table_print(&table, view, out);
	table_fini(&table);
}

static void
add_gate(struct table *table, const struct json *gate, const struct view *view)
{
	const char *status = json_get_string(gate, "status");
	bool imported = json_get_bool(gate, "imported");

	text_cell(table, STYLE_BOLD, gate, "phase");
	table_cell(table, imported ? STYLE_DIM : view_gate_style(status), "%s%s", status,
	    imported ? " (imported)" : "");
	view_time_cell(table, STYLE_DIM, view,
	    json_get_string(gate, json_get(gate, "decided_at") ? "decided_at" : "asked_at"));
	text_cell(table, STYLE_PLAIN, gate, "how");
	text_cell(table, STYLE_PLAIN, gate, "by");
	text_cell(table, STYLE_PLAIN, gate, json_get(gate, "reason") ? "reason" : "rule");
}

static void
put_gates(const struct json *gates, const struct view *view, struct buf *out)
{
	struct table table;

	if (json_len(gates) == 0)
		return;
	buf_char(out, '\n');
	table_init(&table);
	table_column(&table, "gate", 0);
	table_column(&table, "status", 0);
	table_column(&table, "when", 0);
	table_column(&table, "how", 0);
	table_column(&table, "by", COLUMN_FLEX);
	table_column(&table, "reason or rule", COLUMN_FLEX);
	json_each (gate, gates)
		add_gate(&table, gate, view);
	table_print(&table, view, out);
	table_fini(&table);
}

static void
put_head(const struct json *run, const struct view *view, struct buf *out)
{
	const char *created = json_get_string(run, "created_at");
	struct buf line;

	buf_init(&line, BUF_TEXT);
	buf_printf(&line, "run %s, %s, created %.10s %.5s", json_get_string(run, "id"),
	    json_get_string(run, "status"), created,
	    strlen(created) > VIEW_MINUTE ? created + 11 : "");
	view_text(view, out, STYLE_BOLD, json_get_string(run, "title"));
	buf_char(out, '\n');
	view_text(view, out, STYLE_PLAIN, line.s);
	buf_str(out, "\n\n");
	buf_fini(&line);
}

void
view_run(const struct json *run, const struct view *view, int64_t now_ms, struct buf *out)
{
	(void)now_ms;
	if (view->columns > 0)
		put_head(run, view, out);
	put_executions(run, view, out);
	put_gates(json_get(run, "gates"), view, out);
}

static void
change_cell(struct table *table, const struct json *from, const struct json *to)
{
	char text[2][40] = { "", "" };
	const struct json *const both[] = { from, to };

	for (int i = 0; i < 2; i++) {
		if (json_kind(both[i]) == JSON_NUMBER)
			json_number_text(json_number(both[i]), text[i]);
		else if (json_string(both[i]))
			snprintf(text[i], sizeof text[i], "%.39s", json_string(both[i]));
		table_cell(table, STYLE_PLAIN, "%s", text[i]);
	}
}

static void
add_change(struct table *table, const char *kind, const char *change, const struct json *it,
    const char *what)
{
	bool good =
	    strcmp(change, "in") == 0 || strcmp(change, "added") == 0 || strcmp(change, "up") == 0;
	bool bad = strcmp(change, "out") == 0 || strcmp(change, "removed") == 0;

	table_cell(table, STYLE_DIM, "%s", kind);
	table_cell(table, good ? STYLE_GOOD : bad ? STYLE_BAD : STYLE_WARN, "%s", change);
	change_cell(table, json_get(it, "from"), json_get(it, "to"));
	table_cell(table, STYLE_PLAIN, "%s", what);
}

static void
add_number(struct table *table, const struct json *comparison, const char *key, const char *name)
{
	const struct json *it = json_get(comparison, key);
	double from = json_get_number(it, "from"), to = json_get_number(it, "to");

	if (it && (from != to || json_len(it) == 1))
		add_change(table, name, from < to ? "up" : "down", it, "");
}

/* A criterion is named with its words. */
static void
add_criterion(struct table *table, const struct json *it)
{
	struct buf what;

	buf_init(&what, BUF_DOCUMENT);
	buf_printf(&what, "%s %s", json_get_string(it, "id"), json_get_string(it, "text"));
	add_change(table, "criterion", json_get_string(it, "change"), it, what.s);
	buf_fini(&what);
}

void
view_comparison(
    const struct json *comparison, const struct view *view, int64_t now_ms, struct buf *out)
{
	struct table table;

	(void)now_ms;
	if (json_get_bool(comparison, "same"))
		return;
	table_init(&table);
	table_column(&table, "of", 0);
	table_column(&table, "change", 0);
	table_column(&table, "from", COLUMN_RIGHT);
	table_column(&table, "to", COLUMN_RIGHT);
	table_column(&table, "what", COLUMN_FLEX);
	if (strcmp(json_get_string(comparison, "story"), "changed") == 0)
		add_change(&table, "story", "changed", NULL, "");
	if (strcmp(json_get_string(comparison, "change"), "changed") == 0)
		add_change(&table, "change", "changed", NULL, "");
	add_number(&table, comparison, "coverage_percent", "coverage");
	add_number(&table, comparison, "score", "score");
	json_each (it, json_get(comparison, "criteria"))
		add_criterion(&table, it);
	json_each (it, json_get(comparison, "ranking"))
		add_change(
		    &table, "test", json_get_string(it, "change"), it, json_get_string(it, "test"));
	table_print(&table, view, out);
	table_fini(&table);
}
