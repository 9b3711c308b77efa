/* The lines of ingestion, classification and embedding. */

#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/views.h"

static void
lines(struct buf *out, const char *type, const struct json *array, const char *const *keys)
{
	json_each (it, array) {
		porcelain_line(out, type);
		porcelain_keys(out, it, keys);
		porcelain_end(out);
	}
}

enum status
porcelain_ingestion(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	(void)args;
	if (view_need(doc, "ingestion", &output, err))
		return ST_DATA;
	porcelain_line(out, "story");
	porcelain_keys(out, output, KEYS("title", "role", "goal", "benefit", "language"));
	porcelain_end(out);
	lines(out, "criterion", json_get(output, "criteria"),
	    KEYS("id", "line", "end_line", "importance", "requirement", "derived", "text"));
	lines(out, "requirement", json_get(output, "requirements"),
	    KEYS("id", "line", "end_line", "importance", "kind", "text"));
	lines(out, "in-scope", json_path(output, "scope.in"), KEYS("line", "text"));
	lines(out, "out-of-scope", json_path(output, "scope.out"), KEYS("line", "text"));
	lines(out, "question", json_get(output, "questions"), KEYS("line", "resolved", "text"));
	lines(out, "scenario", json_get(output, "scenarios"),
	    KEYS("id", "line", "end_line", "examples", "name"));
	lines(out, "entity", json_get(output, "entities"), KEYS("kind", "count", "name"));
	porcelain_remarks(out, doc, "ingestion");
	return ST_OK;
}

static void
named(struct buf *out, const char *type, const struct json *array)
{
	json_each (it, array) {
		porcelain_line(out, type);
		porcelain_keys(out, it, KEYS("name", "confidence", "builtin", "model"));
		porcelain_end(out);
		json_each (evidence, json_get(it, "evidence")) {
			porcelain_line(out, "evidence");
			porcelain_text(out, type);
			porcelain_get(out, it, "name");
			porcelain_keys(out, evidence, KEYS("line", "weight", "by", "term"));
			porcelain_end(out);
		}
	}
}

enum status
porcelain_classification(const struct json *doc, const struct view *view,
    const struct suite_args *args, struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	(void)args;
	if (view_need(doc, "classification", &output, err))
		return ST_DATA;
	named(out, "domain", json_get(output, "domains"));
	named(out, "scope", json_get(output, "scopes"));
	named(out, "system", json_get(output, "systems"));
	porcelain_remarks(out, doc, "classification");
	return ST_OK;
}

enum status
porcelain_embedding(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	(void)args;
	if (view_need(doc, "embedding", &output, err))
		return ST_DATA;
	porcelain_line(out, "embedding");
	porcelain_keys(
	    out, output, KEYS("model", "dimensions", "collection", "corpus", "weighted"));
	porcelain_end(out);
	lines(out, "vector", json_get(output, "items"), KEYS("kind", "id", "sha256"));
	porcelain_remarks(out, doc, "embedding");
	return ST_OK;
}
