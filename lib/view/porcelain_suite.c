/* The lines of the phases from retrieval on. */

#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/views.h"

#define KEYS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
end_of(struct buf *out, const struct json *object, const char *const *keys)
{
	porcelain_keys(out, object, keys);
	porcelain_end(out);
}

enum status
porcelain_retrieval(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *output;

	(void)view;
	if (view_need(doc, "retrieval", &output, err))
		return ST_DATA;
	porcelain_line(out, "corpus");
	end_of(out, output, KEYS("corpus", "corpus_size", "top"));
	json_each (query, json_get(output, "queries")) {
		int rank = 0;

		if (args->id && strcmp(json_get_string(query, "id"), args->id) != 0)
			continue;
		porcelain_line(out, "query");
		porcelain_keys(out, query, KEYS("kind", "id"));
		porcelain_number(out, (double)json_len(json_get(query, "matches")));
		porcelain_end(out);
		json_each (match, json_get(query, "matches")) {
			if (args->top && rank == args->top)
				break;
			porcelain_line(out, "match");
			porcelain_get(out, query, "id");
			porcelain_number(out, ++rank);
			porcelain_keys(out, match, KEYS("test", "score"));
			porcelain_keys(out, json_get(match, "signals"),
			    KEYS("text", "pair", "path", "vector", "link"));
			porcelain_each(out, json_get(match, "terms"));
			porcelain_end(out);
		}
	}
	porcelain_remarks(out, doc, "retrieval");
	return ST_OK;
}

static void
criterion(const struct json *coverage, const struct json *it, struct buf *out)
{
	const struct json *risk = doc_by_id(json_get(coverage, "risks"), json_get_string(it, "id"));

	porcelain_line(out, "covered");
	porcelain_keys(out, it, KEYS("id", "status", "score", "confidence", "linked"));
	end_of(out, risk, KEYS("level", "risk", "severity", "importance"));
	json_each (test, json_get(it, "tests")) {
		porcelain_line(out, "by");
		porcelain_get(out, it, "id");
		end_of(out, test, KEYS("by", "share", "test"));
	}
	porcelain_line(out, "missing");
	porcelain_get(out, it, "id");
	porcelain_each(out, json_get(it, "missing"));
	porcelain_end(out);
	if (json_get(it, "model")) {
		porcelain_line(out, "model");
		porcelain_get(out, it, "id");
		end_of(out, json_get(it, "model"), KEYS("status", "score", "reason"));
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
	end_of(out, json_get(coverage, "summary"), KEYS("total", "covered", "weak", "gap"));
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

static void
ranked(const struct suite_row *it, bool factors, struct buf *out)
{
	porcelain_line(out, "test");
	porcelain_keys(out, it->row, KEYS("rank", "score", "priority", "test"));
	porcelain_keys(out, it->test, KEYS("file", "line", "end_line", "framework"));
	porcelain_get(out, it->row, "reason");
	porcelain_each(out, json_get(it->row, "criteria"));
	porcelain_end(out);
	json_each (factor, json_get(it->row, "factors")) {
		if (!factors)
			break;
		porcelain_line(out, "signal");
		porcelain_get(out, it->row, "rank");
		end_of(out, factor, KEYS("name", "value", "weight"));
	}
}

enum status
porcelain_ranking(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *ranking, *one = args->id ? suite_row_of(doc, args->id) : NULL;
	struct suite_rows rows;

	(void)view;
	if (view_need(doc, "ranking", &ranking, err))
		return ST_DATA;
	porcelain_line(out, "score");
	end_of(out, ranking, KEYS("score", "threshold"));
	json_each (component, json_get(ranking, "components")) {
		porcelain_line(out, "component");
		end_of(out, component, KEYS("name", "value", "weight"));
	}
	suite_select(doc, args, &rows);
	vec_each (const struct suite_row *, it, &rows.at) {
		if (args->id == NULL || it->row == one)
			ranked(it, args->id != NULL, out);
	}
	suite_rows_fini(&rows);
	porcelain_remarks(out, doc, "ranking");
	return ST_OK;
}

/* One line a line of the code, numbered. */
static void
code(const struct json *test, struct buf *out)
{
	const char *at = json_get_string(test, "code");
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
	end_of(out, output, KEYS("gated", "forced", "score", "threshold", "reason"));
	json_each (test, json_get(output, "tests")) {
		if (args->id && strcmp(json_get_string(test, "id"), args->id) != 0)
			continue;
		porcelain_line(out, "generated");
		porcelain_keys(out, test,
		    KEYS("id", "kind", "criterion", "status", "framework", "language", "insert",
			"file", "name", "model"));
		end_of(out, json_get(test, "checks"), KEYS("syntax", "parser", "repaired"));
		if (args->id || args->code)
			code(test, out);
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
	end_of(out, output, KEYS("stored", "events", "chain", "head_sha256"));
	json_each (phase, json_get(output, "phases")) {
		porcelain_line(out, "phase");
		end_of(out, phase,
		    KEYS("phase", "status", "untouched", "matches_store", "output_sha256"));
	}
	json_each (decision, json_get(output, "decisions")) {
		porcelain_line(out, "decision");
		end_of(out, decision,
		    KEYS("event", "at", "phase", "by", "score", "threshold", "reason"));
	}
	porcelain_remarks(out, doc, "audit");
	return ST_OK;
}

enum status
porcelain_summary(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *ranking;

	if (view_need(doc, "ranking", &ranking, err) || view_need(doc, "coverage", &ranking, err))
		return ST_DATA;
	porcelain_line(out, "run");
	porcelain_text(out, doc_run_id(doc));
	porcelain_get(out, json_get(doc, "run"), "created_at");
	porcelain_get(out, json_get(doc, "story"), "source");
	porcelain_get(out, doc_output(doc, "ingestion"), "title");
	porcelain_end(out);
	if (porcelain_coverage(doc, view, args, out, err))
		return ST_DATA;
	return porcelain_ranking(doc, view, args, out, err);
}
