#include "view/trail.h"

#include <string.h>

#include "io/json.h"
#include "view/table.h"

#define SECOND 19   /* characters of "2026-11-20T10:00:00" */
#define SHORT_ID 13 /* of an id that begins with its time */
#define SHORT_HASH 12
#define WIDE 120 /* columns of a terminal that shows the run */
#define MOST_SAID 400

static void
say(struct buf *out, const char *text)
{
	if (*text && out->len)
		buf_str(out, ", ");
	buf_str(out, text);
}

static void
say_hash(const struct json *data, const char *key, const char *name, struct buf *out)
{
	const char *hash = json_get_string(data, key);

	if (*hash)
		buf_printf(out, "%s%s %.*s", out->len ? ", " : "", name, SHORT_HASH, hash);
}

static void
say_number(const struct json *data, const char *key, const char *form, struct buf *out)
{
	const struct json *number = json_get(data, key);
	char text[JSON_NUMBER_TEXT];

	if (json_kind(number) != JSON_NUMBER)
		return;
	json_number_text(json_number(number), text);
	buf_str(out, out->len ? ", " : "");
	for (const char *s = form; *s; s++) {
		if (*s == '#')
			buf_str(out, text);
		else
			buf_char(out, *s);
	}
}

static void
say_complete(const struct json *data, struct buf *out)
{
	if (strcmp(json_get_string(data, "status"), "executed") != 0)
		say(out, json_get_string(data, "status"));
	say(out, json_get_string(data, "engine"));
	say_number(data, "duration_ms", "# ms", out);
	say_hash(data, "output_sha256", "output", out);
}

static void
say_budget(const struct json *data, struct buf *out)
{
	say(out, json_get_string(data, "budget"));
	say_number(data, "spent_usd", "# USD spent", out);
	say_number(data, "limit_usd", "of #", out);
	say(out, json_get_string(data, "model"));
}

/* What has no words of its own: the members that are neither shown elsewhere nor hashes. */
static void
say_members(const struct json *data, struct buf *out)
{
	static const char *const elsewhere[] = { "phase", "by", "execution", "run" };

	json_each (member, data) {
		const char *key = json_key(member), *text = json_string(member);
		bool shown = strstr(key, "sha256") != NULL || strstr(key, "_at") != NULL;
		char number[JSON_NUMBER_TEXT];

		for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
			shown = shown || strcmp(key, elsewhere[i]) == 0;
		if (shown || (text == NULL && json_kind(member) != JSON_NUMBER))
			continue;
		if (text == NULL)
			json_number_text(json_number(member), number);
		buf_printf(
		    out, "%s%s %.*s", out->len ? ", " : "", key, MOST_SAID, text ? text : number);
	}
}

static void say_event(const char *event, const struct json *data, struct buf *out);

static void
say_imported(const struct json *data, struct buf *out)
{
	const struct json *inner = json_get(data, "data");
	const char *by = json_get_string(inner, "by");
	struct buf more;

	buf_printf(
	    out, "%s of %.*s", json_get_string(data, "event"), SECOND, json_get_string(data, "at"));
	if (*by)
		buf_printf(out, " by %s", by);
	buf_init(&more, BUF_TEXT);
	say_event(json_get_string(data, "event"), inner, &more);
	if (more.len)
		buf_printf(out, ": %s", more.s);
	buf_fini(&more);
}

static void
say_event(const char *event, const struct json *data, struct buf *out)
{
	if (strcmp(event, "event_imported") == 0) {
		if (json_get(data, "event"))
			say_imported(data, out);
	} else if (strcmp(event, "phase_start") == 0) {
		say_hash(data, "input_sha256", "input", out);
	} else if (strcmp(event, "phase_complete") == 0 || strcmp(event, "phase_executed") == 0 ||
		   strcmp(event, "execution_imported") == 0) {
		say_complete(data, out);
	} else if (strcmp(event, "error") == 0 || strcmp(event, "phase_failed") == 0) {
		say(out, json_get_string(data, "error"));
		say_number(data, "status", "status #", out);
	} else if (strcmp(event, "budget") == 0 || strcmp(event, "budget_refused") == 0) {
		say_budget(data, out);
	} else if (strcmp(event, "run_added") == 0) {
		say_hash(data, "story_sha256", "story", out);
		say_hash(data, "change_sha256", "change", out);
	} else {
		say_members(data, out);
		if (out->len == 0)
			say_hash(data, "output_sha256", "output", out);
	}
}

/* An event that was imported is one inside another. */
static const char *
member_of(const struct json *data, const char *key)
{
	const char *text = json_get_string(data, key);

	return *text ? text : json_get_string(json_get(data, "data"), key);
}

struct json *
trail_entry(const struct json *event)
{
	const struct json *data = json_get(event, "data");
	const char *name = json_get_string(event, "event");
	bool imported = strcmp(name, "event_imported") == 0;
	struct json *entry = json_new_object();
	struct buf what;

	buf_init(&what, BUF_TEXT);
	say_event(name, data, &what);
	json_set_number(entry, "seq", json_get_number(event, "seq"));
	json_set_string(entry, "at", json_get_string(event, "at"));
	json_set_string(entry, "event", name);
	json_set_string(entry, "run", json_get_string(event, "run"));
	json_set_string(
	    entry, "phase", imported ? member_of(data, "phase") : json_get_string(data, "phase"));
	json_set_string(entry, "by", json_get_string(data, "by"));
	json_set_string(entry, "what", what.s);
	buf_fini(&what);
	return entry;
}

enum status
trail_add(void *entries, const struct json *event, struct err *err)
{
	(void)err;
	json_add(entries, trail_entry(event));
	return ST_OK;
}

static enum style
style_of(const char *event, const char *what)
{
	if (strcmp(event, "error") == 0 || strcmp(event, "phase_failed") == 0)
		return STYLE_BAD;
	if (strcmp(event, "approval_decision") == 0 || strcmp(event, "accept") == 0)
		return strstr(what, "rejected") ? STYLE_BAD : STYLE_GOOD;
	if (strstr(event, "gate") || strstr(event, "budget") || strstr(event, "fallback"))
		return STYLE_WARN;
	return STYLE_PLAIN;
}

static bool
is_one_run(const struct json *entries)
{
	const char *first = json_get_string(json_first(entries), "run");

	json_each (entry, entries) {
		if (strcmp(json_get_string(entry, "run"), first) != 0)
			return false;
	}
	return true;
}

static void
text_cell(struct table *table, enum style style, const struct json *entry, const char *key)
{
	table_cell(table, style, "%s", json_get_string(entry, key));
}

static void
add_row(struct table *table, const struct json *entry, bool with_run, const struct view *view)
{
	const char *at = json_get_string(entry, "at"), *event = json_get_string(entry, "event");

	table_cell(table, STYLE_DIM, "%.0f", json_get_number(entry, "seq"));
	if (view->columns > 0 && strlen(at) > SECOND)
		table_cell(table, STYLE_DIM, "%.10s %.8s", at, at + 11);
	else
		table_cell(table, STYLE_DIM, "%s", at);
	if (with_run)
		table_cell(table, STYLE_PLAIN, "%.*s", view->columns ? SHORT_ID : 64,
		    json_get_string(entry, "run"));
	table_cell(table, style_of(event, json_get_string(entry, "what")), "%s", event);
	text_cell(table, STYLE_PLAIN, entry, "phase");
	text_cell(table, STYLE_BOLD, entry, "by");
	text_cell(table, STYLE_PLAIN, entry, "what");
}

void
view_trail(const struct json *entries, const struct view *view, struct buf *out)
{
	bool with_run = view->columns == 0 || (view->columns >= WIDE && !is_one_run(entries));
	struct table table;

	table_init(&table);
	table_column(&table, "row", COLUMN_RIGHT);
	table_column(&table, "time", 0);
	if (with_run)
		table_column(&table, "run", 0);
	table_column(&table, "event", 0);
	table_column(&table, "phase", 0);
	table_column(&table, "by", COLUMN_FLEX);
	table_column(&table, "what", COLUMN_FLEX);
	json_each (entry, entries)
		add_row(&table, entry, with_run, view);
	table_print(&table, view, out);
	table_fini(&table);
}
