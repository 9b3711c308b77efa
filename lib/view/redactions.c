#include "view/redactions.h"

#include "io/json.h"
#include "view/table.h"

void
view_findings(const struct json *findings, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "place", COLUMN_FLEX);
	table_column(&table, "rule", 0);
	table_column(&table, "bytes", COLUMN_RIGHT);
	json_each (it, findings) {
		table_cell(&table, STYLE_PLAIN, "%s:%.0f:%.0f", json_get_string(it, "file"),
		    json_get_number(it, "line"), json_get_number(it, "column"));
		table_cell(&table, STYLE_BOLD, "%s", json_get_string(it, "rule"));
		table_cell(&table, STYLE_PLAIN, "%.0f", json_get_number(it, "length"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}

void
view_rules(const struct json *rules, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "rule", 0);
	table_column(&table, "from", 0);
	table_column(&table, "finds", COLUMN_FLEX);
	json_each (it, rules) {
		table_cell(&table, STYLE_BOLD, "%s", json_get_string(it, "rule"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(it, "from"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(it, "finds"));
	}
	table_print(&table, view, out);
	table_fini(&table);
}
