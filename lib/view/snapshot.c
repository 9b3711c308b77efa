#include "view/snapshot.h"

#include <string.h>

#include "io/json.h"

void
view_snapshots(const struct json *value, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "snapshot", 0);
	table_column(&table, "created", 0);
	table_column(&table, "files", COLUMN_RIGHT);
	table_column(&table, "bytes", COLUMN_RIGHT | COLUMN_SPARE);
	table_column(&table, "why", COLUMN_FLEX);
	json_each (one, json_get(value, "snapshots")) {
		table_cell(&table, STYLE_BOLD, "%s", json_get_string(one, "id"));
		table_cell(&table, STYLE_DIM, "%s", json_get_string(one, "created_at"));
		table_cell(&table, STYLE_PLAIN, "%.0f", json_get_number(one, "files"));
		table_cell(&table, STYLE_PLAIN, "%.0f", json_get_number(one, "bytes"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(one, "why"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}

void
view_snapshot_ids(const struct json *value, const struct view *view, struct buf *out)
{
	json_each (one, json_get(value, "snapshots")) {
		view_text(view, out, STYLE_PLAIN, json_get_string(one, "id"));
		buf_char(out, '\n');
	}
}

static enum style
style_of(const char *change)
{
	if (strcmp(change, "added") == 0)
		return STYLE_GOOD;
	return strcmp(change, "removed") == 0 ? STYLE_BAD : STYLE_PLAIN;
}

void
view_snapshot_changes(const struct json *value, const struct view *view, struct buf *out)
{
	struct table table;

	if (json_len(json_get(value, "changes")) == 0)
		return;
	table_init(&table);
	table_column(&table, "change", 0);
	table_column(&table, "type", COLUMN_SPARE);
	table_column(&table, "path", COLUMN_FLEX);
	json_each (one, json_get(value, "changes")) {
		const char *change = json_get_string(one, "change");

		table_cell(&table, style_of(change), "%s", change);
		table_cell(&table, STYLE_DIM, "%s", json_get_string(one, "type"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(one, "path"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}
