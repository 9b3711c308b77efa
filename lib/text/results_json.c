#include "text/results_json.h"

#include "io/json.h"

#define MAX_SUITES 64

static void
set_text(struct json *j, const char *key, const char *text)
{
	if (*text)
		json_set_string(j, key, text);
}

/* Outermost first; names that are not known are left out. */
static void
set_suites(struct json *j, const struct results_suite *suite)
{
	const struct results_suite *path[MAX_SUITES];
	struct json *list;
	size_t n = 0;

	for (; suite && n < MAX_SUITES; suite = suite->parent) {
		if (*suite->name)
			path[n++] = suite;
	}
	if (n == 0)
		return;
	list = json_set_array(j, "suite");
	while (n > 0)
		json_add_string(list, path[--n]->name);
}

struct json *
results_case_json(
    const struct results_case *c, const char *source, const char *format, const char *test)
{
	struct json *j = json_new_object();

	json_set_number(j, "rsg_result", 1);
	json_set_string(j, "record", "case");
	json_set_string(j, "source", source);
	json_set_string(j, "format", format);
	json_set(j, "test", test ? json_new_string(test) : json_new_null());
	json_set_string(j, "name", c->name);
	set_text(j, "classname", c->classname);
	set_suites(j, c->suite);
	set_text(j, "file", c->file);
	if (c->line > 0)
		json_set_number(j, "line", c->line);
	json_set_string(j, "status", results_status_name(c->status));
	set_text(j, "raw_status", c->raw);
	if (c->duration_ms >= 0)
		json_set_number(j, "duration_ms", (double)c->duration_ms);
	json_set_number(j, "attempts", c->attempts);
	if (c->flaky)
		json_set_bool(j, "flaky", true);
	if (c->group)
		json_set_bool(j, "group", true);
	if (c->outside)
		json_set_bool(j, "outside", true);
	set_text(j, "message", c->message);
	set_text(j, "type", c->type);
	set_text(j, "trace", c->trace);
	return j;
}
