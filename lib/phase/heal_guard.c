/* What a repair may not do. */

#include <string.h>

#include "io/json.h"
#include "phase/heal_private.h"
#include "text/excerpt.h"

enum status
heal_records(const struct repair *repair, const char *code, struct json *records, struct err *err)
{
	const struct healer *h = repair->h;
	const struct buf text = { .s = (char *)code, .len = strlen(code) };

	return phase_records(
	    h->env, h->args->scan, json_get_string(repair->generated, "file"), &text, records, err);
}

static bool
holds(const struct json *records, const char *name)
{
	json_each (it, records) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return true;
	}
	return false;
}

/* Its tests are still there, under their names. */
static enum status
check_names(struct repair *repair, const struct buf *code, struct buf *refusal, struct err *err)
{
	struct json *before = json_new_array(), *after = json_new_array();
	const char *was = json_get_string(repair->generated, "code");
	enum status st = heal_records(repair, was, before, err);

	if (st == ST_OK)
		st = heal_records(repair, code->s, after, err);
	json_each (it, before) {
		const char *name = json_get_string(it, "name");

		if (st == ST_OK && refusal->len == 0 && !holds(after, name)) {
			buf_str(refusal, "the test ");
			excerpt_line(refusal, name, 300);
			buf_str(refusal, " is gone: all tests stay, under their names");
		}
	}
	json_free(before);
	json_free(after);
	return st;
}

static void
take_findings(const struct weaken_findings *findings, struct json *attempt, struct buf *refusal)
{
	for (size_t i = 0; i < findings->len; i++) {
		const struct weaken_finding *it = &findings->at[i];

		if (strcmp(weaken_severity(it->what), "weaker") != 0)
			continue;
		buf_str(refusal, refusal->len ? "; " : "");
		if (it->after)
			buf_printf(refusal, "line %zu: ", it->after);
		excerpt_line(refusal, it->sentence, 400);
	}
	if (findings->len)
		json_set(attempt, "changed", weaken_json(findings));
}

enum status
heal_guard(struct repair *repair, const struct buf *code, struct json *attempt, struct buf *refusal,
    struct err *err)
{
	const char *was = json_get_string(repair->generated, "code");
	const struct weaken_ask ask = { .language = json_get_string(repair->generated, "language"),
		.framework = json_get_string(repair->generated, "framework"),
		.before = was,
		.before_n = strlen(was),
		.after = code->s,
		.after_n = code->len };
	struct weaken_findings findings = { 0 };
	struct err judged = ERR_INIT;
	enum status st = check_names(repair, code, refusal, err);

	if (st || refusal->len)
		return st;
	st = weaken_compare(repair->h->rules, &ask, &findings, &judged);
	if (st == ST_OK)
		take_findings(&findings, attempt, refusal);
	else if (st == ST_DATA)
		excerpt_line(refusal, judged.text, 400);
	else
		*err = judged;
	weaken_fini(&findings);
	return st == ST_DATA ? ST_OK : st;
}
