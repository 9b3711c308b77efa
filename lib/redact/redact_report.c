#include "redact/redact_report.h"

#include <string.h>

#include "io/json.h"
#include "redact/redact.h"

struct report {
	const char *file, *s;
	size_t n;
	struct json *findings;
	size_t line_end; /* of the line of the last finding, */
	bool allowed;	 /* and whether that is as it should be */
};

/* Findings come in order, and there may be many in a long line. */
static bool
is_allowed(struct report *report, size_t at)
{
	size_t from = at, to = at, n = sizeof REDACT_ALLOW - 1;

	if (at < report->line_end)
		return report->allowed;
	while (from > 0 && report->s[from - 1] != '\n')
		from--;
	while (to < report->n && report->s[to] != '\n')
		to++;
	report->line_end = to;
	report->allowed = false;
	for (; from + n <= to && !report->allowed; from++)
		report->allowed = memcmp(report->s + from, REDACT_ALLOW, n) == 0;
	return report->allowed;
}

static void
add(void *arg, const struct redact_finding *found)
{
	struct report *report = arg;
	struct json *j;

	if (is_allowed(report, found->at))
		return;
	j = json_add_object(report->findings);
	json_set_string(j, "file", report->file);
	json_set_number(j, "line", (double)found->line);
	json_set_number(j, "column", (double)found->column);
	json_set_number(j, "length", (double)found->length);
	json_set_string(j, "rule", found->rule);
}

void
redact_report(struct redactor *r, const char *file, const char *s, size_t n, struct json *findings)
{
	struct report report = { .file = file, .s = s, .n = n, .findings = findings };

	redact_find(r, s, n, add, &report);
}

struct json *
redact_rules_json(const struct redactor *r)
{
	struct json *rules = json_new_array();
	struct redact_info info;

	for (size_t i = 0; redact_rule_at(r, i, &info); i++) {
		struct json *j = json_add_object(rules);

		json_set_string(j, "rule", info.id);
		json_set_string(j, "from",
		    info.own	    ? "yours"
		    : info.personal ? "personal"
				    : "builtin");
		json_set_string(j, "finds", info.finds);
	}
	return rules;
}
