/* The lines of coverage, generation and audit. */

#include <string.h>

#include "doc/doc.h"
#include "doc/generated.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/views.h"

static void
criterion(const struct json *coverage, const struct json *it, struct buf *out)
{
	const struct json *risk = doc_by_id(json_get(coverage, "risks"), json_get_string(it, "id"));

	porcelain_line(out, "covered");
	porcelain_keys(out, it, KEYS("id", "status", "score", "confidence", "linked"));
	porcelain_last(out, risk, KEYS("level", "risk", "severity", "importance"));
	json_each (test, json_get(it, "tests")) {
		porcelain_line(out, "by");
		porcelain_get(out, it, "id");
		porcelain_last(out, test, KEYS("by", "share", "test"));
	}
	porcelain_line(out, "missing");
	porcelain_get(out, it, "id");
	porcelain_each(out, json_get(it, "missing"));
	porcelain_end(out);
	if (json_get(it, "model")) {
		porcelain_line(out, "model");
		porcelain_get(out, it, "id");
		porcelain_last(out, json_get(it, "model"), KEYS("status", "score", "reason"));
	}
}

enum status
porcelain_coverage(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *coverage;

	(void)view;
	if (view_need(doc, "coverage", &coverage, err))
		return ST_DATA;
	porcelain_line(out, "coverage");
	porcelain_get(out, coverage, "percent");
	porcelain_last(out, json_get(coverage, "summary"), KEYS("total", "covered", "weak", "gap"));
	json_each (it, json_get(coverage, "criteria")) {
		bool covered = strcmp(json_get_string(it, "status"), "covered") == 0;

		if ((args->id && strcmp(json_get_string(it, "id"), args->id) != 0) ||
		    (args->gaps_only && covered))
			continue;
		criterion(coverage, it, out);
	}
	porcelain_remarks(out, doc, "coverage");
	return ST_OK;
}

/* One line a line of the code, numbered. */
static void
code(const struct json *doc, const struct json *test, struct buf *out)
{
	const char *at = doc_generated_code(doc, test);
	double n = 0;
	struct buf line;

	buf_init(&line, 4 * BUF_TEXT);
	while (*at) {
		size_t len = strcspn(at, "\n");

		buf_clear(&line);
		buf_add(&line, at, len);
		porcelain_line(out, "code");
		porcelain_get(out, test, "id");
		porcelain_number(out, ++n);
		porcelain_text(out, line.s);
		porcelain_end(out);
		at += len + (at[len] == '\n');
	}
	buf_fini(&line);
}

enum status
porcelain_generation(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	if (view_need(doc, "generation", &output, err))
		return ST_DATA;
	porcelain_line(out, "generation");
	porcelain_last(out, output, KEYS("gated", "forced", "score", "threshold", "reason"));
	json_each (test, json_get(output, "tests")) {
		if (args->id && strcmp(json_get_string(test, "id"), args->id) != 0)
			continue;
		porcelain_line(out, "generated");
		porcelain_keys(out, test,
		    KEYS("id", "kind", "criterion", "status", "framework", "language", "insert",
			"file", "name", "model"));
		porcelain_last(out, json_get(test, "checks"), KEYS("syntax", "parser", "repaired"));
		if (args->id || args->code)
			code(doc, test, out);
	}
	porcelain_remarks(out, doc, "generation");
	return ST_OK;
}

enum status
porcelain_audit(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	(void)args;
	if (view_need(doc, "audit", &output, err))
		return ST_DATA;
	porcelain_line(out, "audit");
	porcelain_last(out, output, KEYS("stored", "events", "chain", "head_sha256"));
	json_each (phase, json_get(output, "phases")) {
		porcelain_line(out, "phase");
		porcelain_last(out, phase,
		    KEYS("phase", "status", "untouched", "matches_store", "output_sha256"));
	}
	json_each (decision, json_get(output, "decisions")) {
		porcelain_line(out, "decision");
		porcelain_last(out, decision,
		    KEYS("event", "at", "phase", "by", "score", "threshold", "reason"));
	}
	porcelain_remarks(out, doc, "audit");
	return ST_OK;
}
