#include "view/runs.h"

#include <limits.h>
#include <string.h>

#include "base/vec.h"
#include "io/json.h"
#include "view/table.h"

#define MINUTE 16   /* characters of "2026-11-20T10:00" */
#define SHORT_ID 13 /* of an id that begins with its time: to the millisecond */

static void
text_cell(struct table *table, enum style style, const struct json *object, const char *key)
{
	table_cell(table, style, "%s", json_get_string(object, key));
}

/* Off a terminal a time is whole. */
static void
time_cell(struct table *table, const struct json *object, const char *key, const struct view *view)
{
	const char *at = json_get_string(object, key);

	if (view->columns > 0 && strlen(at) > MINUTE)
		table_cell(table, STYLE_DIM, "%.10s %.5s", at, at + 11);
	else
		table_cell(table, STYLE_DIM, "%s", at);
}

static const char *
state_of(const struct json *run, enum style *style)
{
	*style = STYLE_DIM;
	if (json_get_bool(run, "deleted"))
		return "deleted";
	*style = STYLE_BAD;
	if (json_get_bool(run, "failed"))
		return "failed";
	*style = STYLE_GOOD;
	if (strcmp(json_get_string(run, "last_phase"), "audit") == 0)
		return "closed";
	*style = STYLE_PLAIN;
	return "open";
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* How much of the ids tells them apart. */
static int
id_width(const struct json *runs)
{
	VEC_OF(const char *) ids = { 0 };
	size_t width = SHORT_ID;

	json_each (run, runs)
		*vec_add(&ids) = json_get_string(run, "id");
	vec_sort(&ids, by_text);
	for (size_t i = 1; i < ids.len; i++) {
		size_t same = 0;

		while (ids.at[i][same] && ids.at[i][same] == ids.at[i - 1][same])
			same++;
		width = same >= width ? same + 1 : width;
	}
	vec_fini(&ids);
	return (int)width;
}

void
view_runs(const struct json *runs, const struct view *view, struct buf *out)
{
	struct table table;
	int width = view->columns > 0 ? id_width(runs) : INT_MAX;

	table_init(&table);
	table_column(&table, "run", 0);
	table_column(&table, "created", 0);
	table_column(&table, "state", 0);
	table_column(&table, "last phase", 0);
	table_column(&table, "phases", COLUMN_RIGHT);
	table_column(&table, "story", COLUMN_FLEX);
	json_each (run, runs) {
		enum style style;
		const char *state = state_of(run, &style);

		table_cell(&table, STYLE_BOLD, "%.*s", width, json_get_string(run, "id"));
		time_cell(&table, run, "created_at", view);
		table_cell(&table, style, "%s", state);
		text_cell(&table, STYLE_PLAIN, run, "last_phase");
		table_cell(&table, STYLE_PLAIN, "%.0f", json_get_number(run, "phases"));
		text_cell(&table, STYLE_PLAIN, run, "title");
	}
	table_print(&table, view, out);
	table_fini(&table);
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
	time_cell(table, execution, "started_at", view);
	table_cell(table, STYLE_PLAIN, "%.0f", json_get_number(execution, "duration_ms"));
	if (json_get(execution, "error"))
		text_cell(table, STYLE_BAD, execution, "error");
	else
		text_cell(table, STYLE_DIM, execution, "output_sha256");
}

void
view_run(const struct json *run, const struct view *view, struct buf *out)
{
	struct table table;

	if (view->columns > 0) {
		view_text(view, out, STYLE_BOLD, json_get_string(run, "title"));
		buf_str(out, "\nrun ");
		view_text(view, out, STYLE_PLAIN, json_get_string(run, "id"));
		buf_str(out, ", created ");
		view_text(view, out, STYLE_PLAIN, json_get_string(run, "created_at"));
		buf_str(out, json_get_bool(run, "deleted") ? ", deleted\n\n" : "\n\n");
	}
	table_init(&table);
	table_column(&table, "id", COLUMN_RIGHT);
	table_column(&table, "phase", 0);
	table_column(&table, "status", 0);
	table_column(&table, "origin", 0);
	table_column(&table, "engine", 0);
	table_column(&table, "started", 0);
	table_column(&table, "ms", COLUMN_RIGHT);
	table_column(&table, "output or error", COLUMN_FLEX);
	json_each (execution, json_get(run, "executions"))
		add_execution(&table, execution, view);
	table_print(&table, view, out);
	table_fini(&table);
}

void
view_ids(const struct json *ids, const struct view *view, struct buf *out)
{
	json_each (id, ids) {
		view_text(view, out, STYLE_PLAIN, json_string(id));
		buf_char(out, '\n');
	}
}
