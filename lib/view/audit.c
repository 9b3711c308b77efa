/* The trail as the document carries it: what rsg-audit found when the run was closed. */

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define SHORT_HASH 12

static void
answer_cell(struct table *table, const struct json *object, const char *key)
{
	if (json_get(object, key) == NULL)
		table_cell(table, STYLE_DIM, "-");
	else if (json_get_bool(object, key))
		table_cell(table, STYLE_GOOD, "yes");
	else
		table_cell(table, STYLE_BAD, "no");
}

static void
phases(const struct json *output, const struct view *view, struct buf *out)
{
	struct table table;

	table_init(&table);
	table_column(&table, "phase", 0);
	table_column(&table, "status", 0);
	table_column(&table, "untouched", 0);
	table_column(&table, "as stored", 0);
	table_column(&table, "output", COLUMN_SPARE);
	json_each (phase, json_get(output, "phases")) {
		const char *hash = json_get_string(phase, "output_sha256");
		const char *status = json_get_string(phase, "status");

		table_cell(&table, STYLE_BOLD, "%s", json_get_string(phase, "phase"));
		table_cell(&table, strcmp(status, "executed") == 0 ? STYLE_GOOD : STYLE_WARN, "%s",
		    status);
		answer_cell(&table, phase, "untouched");
		answer_cell(&table, phase, "matches_store");
		table_cell(
		    &table, STYLE_DIM, "%.*s", view->columns ? SHORT_HASH : 64, *hash ? hash : "-");
	}
	table_print(&table, view, out);
	table_fini(&table);
}

static void
decisions(const struct json *output, const struct view *view, struct buf *out)
{
	struct buf text;

	view_heading(view, out, "Decisions");
	if (json_len(json_get(output, "decisions")) == 0)
		view_wrap(view, out, STYLE_PLAIN, 0, 0, "none: no gate held anything back");
	buf_init(&text, BUF_TEXT);
	json_each (decision, json_get(output, "decisions")) {
		const char *by = json_get_string(decision, "by");
		const char *phase = json_get_string(decision, "phase");
		const char *reason = json_get_string(decision, "reason");

		buf_clear(&text);
		buf_str(&text, json_get_string(decision, "event"));
		if (*phase)
			buf_printf(&text, ", %s", phase);
		if (*by)
			buf_printf(&text, ", by %s", by);
		if (json_get(decision, "score"))
			buf_printf(&text, ", score %.2f of %.2f",
			    json_get_number(decision, "score"),
			    json_get_number(decision, "threshold"));
		if (*reason)
			buf_printf(&text, ": %s", reason);
		view_labelled(view, out, 26, json_get_string(decision, "at"), text.s);
	}
	buf_fini(&text);
}

static void
head(const struct json *doc, const struct json *output, const struct view *view, struct buf *out)
{
	const char *chain = json_get_string(output, "chain");
	char text[200];

	snprintf(text, sizeof text, "run %.100s", doc_run_id(doc));
	view_wrap(view, out, STYLE_BOLD, 0, 0, text);
	if (json_get_bool(output, "stored"))
		snprintf(text, sizeof text, "%.0f events in the audit log, the chain is %.50s",
		    json_get_number(output, "events"), chain);
	else
		snprintf(
		    text, sizeof text, "it was recorded in no store: only the document speaks");
	view_wrap(view, out, strcmp(chain, "broken") == 0 ? STYLE_BAD : STYLE_PLAIN, 0, 0, text);
	buf_char(out, '\n');
}

enum status
view_audit(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	(void)args;
	if (view_need(doc, "audit", &output, err))
		return ST_DATA;
	if (view->columns)
		head(doc, output, view, out);
	phases(output, view, out);
	if (view->columns)
		decisions(output, view, out);
	view_remarks(doc, "audit", view, out);
	return ST_OK;
}
