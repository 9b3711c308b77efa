#include "view/probe.h"

#include "io/json.h"
#include "view/table.h"

static void
print_tier(struct table *table, const struct json *found)
{
	bool usable = json_get_bool(found, "usable");

	table_cell(table, STYLE_BOLD, "%s", json_get_string(found, "tier"));
	table_cell(table, STYLE_PLAIN, "usable");
	table_cell(table, usable ? STYLE_GOOD : STYLE_BAD, "%s", usable ? "yes" : "no");
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(found, "why"));
	json_each (one, json_get(found, "guarantees")) {
		bool holds = json_get_bool(one, "holds");

		table_cell(table, STYLE_PLAIN, "%s", json_get_string(found, "tier"));
		table_cell(table, STYLE_PLAIN, "%s", json_get_string(one, "name"));
		table_cell(table, holds ? STYLE_GOOD : STYLE_BAD, "%s", holds ? "yes" : "no");
		table_cell(table, STYLE_PLAIN, "%s", json_get_string(one, "how"));
	}
}

void
view_probe(const struct json *found, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "tier", 0);
	table_column(&table, "what", 0);
	table_column(&table, "holds", 0);
	table_column(&table, "by what, or why not", COLUMN_FLEX);
	json_each (one, json_get(found, "tiers"))
		print_tier(&table, one);
	table_print(&table, view, out);
	table_fini(&table);
}
