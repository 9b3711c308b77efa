#include "view/detection.h"

#include "io/json.h"
#include "view/table.h"

static void
evidence(struct table *table, const struct json *list)
{
	const struct json *first = json_first(list);
	const char *file = json_get_string(first, "file"), *rule = json_get_string(first, "rule");

	if (json_get_number(first, "line") > 0)
		table_cell(
		    table, STYLE_DIM, "%s:%.0f %s", file, json_get_number(first, "line"), rule);
	else
		table_cell(table, STYLE_DIM, "%s %s", file, rule);
}

static void
row(struct table *table, const struct json *root, const struct json *framework)
{
	double sure = json_get_number(framework, "confidence");

	table_cell(table, STYLE_PLAIN, "%s", json_get_string(root, "path"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(framework, "kind"));
	table_cell(table, STYLE_BOLD, "%s", json_get_string(framework, "name"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(framework, "version"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(framework, "constraint"));
	table_cell(table, sure >= 0.8 ? STYLE_GOOD : STYLE_WARN, "%.2f", sure);
	evidence(table, json_get(framework, "evidence"));
}

void
view_detection(const struct json *detection, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "root", COLUMN_FLEX);
	table_column(&table, "kind", 0);
	table_column(&table, "framework", 0);
	table_column(&table, "version", 0);
	table_column(&table, "asked for", COLUMN_FLEX);
	table_column(&table, "sure", COLUMN_RIGHT);
	table_column(&table, "evidence", COLUMN_FLEX);
	json_each (root, json_get(detection, "roots")) {
		json_each (framework, json_get(root, "frameworks"))
			row(&table, root, framework);
	}
	table_print(&table, view, out);
	table_fini(&table);
}
