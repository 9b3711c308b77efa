/* The lines of retrieval and ranking, and of the summary. */

#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/porcelain.h"
#include "view/views.h"

/* What was found out about test files as wholes, and from where. */
static void
looked_at(const struct json *output, struct buf *out)
{
	const struct json *history = json_get(output, "history");

	if (history) {
		porcelain_line(out, "history");
		porcelain_last(out, history, KEYS("head", "commits", "shallow"));
	}
	json_each (it, json_get(history, "missing")) {
		porcelain_line(out, "unknown");
		porcelain_text(out, json_string(it));
		porcelain_end(out);
	}
	json_each (source, json_get(output, "sources")) {
		porcelain_line(out, "source");
		porcelain_last(out, source, KEYS("weight", "path"));
	}
	json_each (file, json_get(output, "files")) {
		porcelain_line(out, "looked-at");
		porcelain_keys(out, file, KEYS("path", "changed", "together"));
		porcelain_number(out, (double)json_len(json_get(file, "tests")));
		porcelain_end(out);
		json_each (value, json_get(file, "signals")) {
			porcelain_line(out, "says");
			porcelain_get(out, file, "path");
			porcelain_text(out, json_key(value));
			porcelain_number(out, json_number(value));
			porcelain_end(out);
		}
	}
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
	porcelain_last(out, output, KEYS("corpus", "corpus_size", "top"));
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
	if (args->id == NULL)
		looked_at(output, out);
	porcelain_remarks(out, doc, "retrieval");
	return ST_OK;
}

/* What its file says, and what raises it. */
static void
raised(const struct json *row, struct buf *out)
{
	if (json_get(row, "file") == NULL)
		return;
	porcelain_line(out, "part");
	porcelain_last(out, row, KEYS("rank", "file", "near"));
	json_each (it, json_get(row, "raised")) {
		porcelain_line(out, "raised");
		porcelain_get(out, row, "rank");
		porcelain_last(out, it, KEYS("name", "value", "weight"));
	}
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
	raised(it->row, out);
	json_each (factor, json_get(it->row, "factors")) {
		if (!factors)
			break;
		porcelain_line(out, "signal");
		porcelain_get(out, it->row, "rank");
		porcelain_last(out, factor, KEYS("name", "value", "weight"));
	}
}

/* Of a file that was looked at as a whole; more of it where a test of it was asked for. */
static void
ranked_file(const struct json *doc, const struct json *file, bool factors, struct buf *out)
{
	const struct json *found = json_get(doc_output(doc, "retrieval"), "files");
	const char *path = json_get_string(file, "path");

	porcelain_line(out, "file");
	porcelain_last(out, file, KEYS("score", "path"));
	json_each (factor, json_get(file, "factors")) {
		if (!factors)
			return;
		porcelain_line(out, "file-signal");
		porcelain_text(out, path);
		porcelain_last(out, factor, KEYS("name", "value", "weight"));
	}
	json_each (it, found) {
		if (!factors || strcmp(json_get_string(it, "path"), path) != 0)
			continue;
		porcelain_line(out, "word");
		porcelain_text(out, path);
		porcelain_each(out, json_get(it, "terms"));
		porcelain_end(out);
		json_each (commit, json_get(it, "commits")) {
			porcelain_line(out, "together");
			porcelain_text(out, path);
			porcelain_get(out, commit, "id");
			porcelain_each(out, json_get(commit, "paths"));
			porcelain_end(out);
		}
	}
}

static void
ranked_files(const struct json *doc, const struct suite_row *one, struct buf *out)
{
	const struct json *ranking = doc_output(doc, "ranking");

	if (json_get(ranking, "track")) {
		porcelain_line(out, "track");
		porcelain_last(out, ranking, KEYS("track", "weights"));
	}
	json_each (file, json_get(ranking, "files")) {
		if (one == NULL ||
		    strcmp(json_get_string(file, "path"), json_get_string(one->test, "file")) == 0)
			ranked_file(doc, file, one != NULL, out);
	}
	if (one && json_get(one->test, "results")) {
		porcelain_line(out, "results");
		porcelain_get(out, one->row, "rank");
		porcelain_last(out, json_get(one->test, "results"),
		    KEYS("runs", "failures", "last", "rate", "since_failure", "duration_ms",
			"flaky"));
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
	porcelain_last(out, ranking, KEYS("score", "threshold"));
	json_each (component, json_get(ranking, "components")) {
		porcelain_line(out, "component");
		porcelain_last(out, component, KEYS("name", "value", "weight"));
	}
	suite_select(doc, args, &rows);
	vec_each (const struct suite_row *, it, &rows.at) {
		if (args->id == NULL || it->row == one)
			ranked(it, args->id != NULL, out);
		if (args->id && it->row == one)
			ranked_files(doc, it, out);
	}
	if (args->id == NULL)
		ranked_files(doc, NULL, out);
	suite_rows_fini(&rows);
	porcelain_remarks(out, doc, "ranking");
	return ST_OK;
}

enum status
porcelain_summary(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	const struct json *ranking;
	bool story = json_get(doc, "story") != NULL;

	if (view_need(doc, "ranking", &ranking, err) ||
	    (story && view_need(doc, "coverage", &ranking, err)))
		return ST_DATA;
	porcelain_line(out, "run");
	porcelain_text(out, doc_run_id(doc));
	porcelain_get(out, json_get(doc, "run"), "created_at");
	porcelain_get(out, json_get(doc, "story"), "source");
	porcelain_get(out, doc_output(doc, "ingestion"), "title");
	porcelain_end(out);
	if (doc_output(doc, "impact") && porcelain_impact(doc, view, args, out, err))
		return ST_DATA;
	if (story && porcelain_coverage(doc, view, args, out, err))
		return ST_DATA;
	if (porcelain_ranking(doc, view, args, out, err))
		return ST_DATA;
	return doc_output(doc, "selection") ? porcelain_selection(doc, view, args, out, err)
					    : ST_OK;
}
