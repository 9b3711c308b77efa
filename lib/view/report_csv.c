#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/csv.h"
#include "view/report_private.h"

static struct json *
new_row(const struct page *page, const struct json *verdict, struct json *rows)
{
	const char *id = json_get_string(verdict, "id");
	const struct json *criterion = index_get(&page->criteria, id);
	struct json *row = json_add_object(rows);

	json_set_string(row, "requirement", json_get_string(criterion, "requirement"));
	json_set_string(row, "criterion", id);
	json_set_string(row, "text", page_criterion_text(page, id));
	json_set_string(row, "status", json_get_string(verdict, "status"));
	json_set_number(row, "coverage", json_get_number(verdict, "score"));
	json_set_number(row, "confidence", json_get_number(verdict, "confidence"));
	return row;
}

static void
add_test(const struct page *page, const struct json *link, struct json *row)
{
	const char *id = json_get_string(link, "test");
	const struct json *test = index_get(&page->tests, id), *rank = index_get(&page->ranks, id);
	struct buf place;

	buf_init(&place, BUF_TEXT);
	page_test_place(page, id, &place);
	json_set_string(row, "kind", "existing");
	json_set_string(row, "test", id);
	json_set_string(row, "title", page_test_title(page, id));
	json_set_string(row, "place", place.s);
	json_set_string(row, "by", json_get_string(link, "by"));
	json_set_number(row, "share", json_get_number(link, "share"));
	json_set_string(row, "framework", json_get_string(test, "framework"));
	if (rank) {
		json_set_number(row, "rank", json_get_number(rank, "rank"));
		json_set_string(row, "priority", json_get_string(rank, "priority"));
	}
	buf_fini(&place);
}

static void
add_generated(const struct json *test, struct json *row)
{
	json_set_string(row, "kind",
	    strcmp(json_get_string(test, "kind"), "test") == 0 ? "generated" : "skeleton");
	json_set_string(row, "test", json_get_string(test, "id"));
	json_set_string(row, "title", json_get_string(test, "name"));
	json_set_string(row, "place", json_get_string(test, "file"));
	json_set_string(row, "framework", json_get_string(test, "framework"));
}

static void
trace(const struct page *page, const struct json *verdict, struct json *rows)
{
	const char *id = json_get_string(verdict, "id");
	size_t before = json_len(rows);

	json_each (link, json_get(verdict, "tests"))
		add_test(page, link, new_row(page, verdict, rows));
	json_each (test, json_get(page->generation, "tests")) {
		if (strcmp(json_get_string(test, "criterion"), id) == 0)
			add_generated(test, new_row(page, verdict, rows));
	}
	if (json_len(rows) == before)
		new_row(page, verdict, rows);
}

enum status
report_traceability(const struct json *doc, struct buf *out, struct err *err)
{
	static const char *const keys[] = { "requirement", "criterion", "text", "status",
		"coverage", "confidence", "kind", "test", "title", "place", "framework", "by",
		"share", "rank", "priority", NULL };
	struct json *rows;
	struct page page;

	if (report_need_coverage(doc, err))
		return err->status;
	rows = json_new_array();
	page_init(&page, doc, out);
	json_each (verdict, json_get(page.coverage, "criteria"))
		trace(&page, verdict, rows);
	view_csv(rows, keys, out);
	page_fini(&page);
	json_free(rows);
	return buf_check(out, "the table", err);
}

static double
share_of(const struct json *verdict, const char *test)
{
	json_each (link, json_get(verdict, "tests")) {
		if (strcmp(json_get_string(link, "test"), test) == 0)
			return json_get_number(link, "share");
	}
	return -1;
}

/* The tests that any criterion names, in the order of the criteria. */
static void
tests_across(const struct page *page, struct index *tests)
{
	index_init(tests);
	json_each (verdict, json_get(page->coverage, "criteria"))
		index_add(tests, json_get(verdict, "tests"), "test");
}

static void
matrix_head(const struct index *tests, struct buf *out)
{
	buf_str(out, "criterion,text,status");
	vec_each (const struct json *const *, link, &tests->at) {
		buf_char(out, ',');
		view_csv_field(json_get_string(*link, "test"), out);
	}
	buf_str(out, "\r\n");
}

static void
matrix_row(const struct page *page, const struct index *tests, const struct json *verdict)
{
	const char *id = json_get_string(verdict, "id");

	view_csv_field(id, page->out);
	buf_char(page->out, ',');
	view_csv_field(page_criterion_text(page, id), page->out);
	buf_printf(page->out, ",%s", json_get_string(verdict, "status"));
	vec_each (const struct json *const *, link, &tests->at) {
		double share = share_of(verdict, json_get_string(*link, "test"));

		if (share < 0)
			buf_char(page->out, ',');
		else
			buf_printf(page->out, ",%.4g", share);
	}
	buf_str(page->out, "\r\n");
}

enum status
report_matrix(const struct json *doc, struct buf *out, struct err *err)
{
	struct index tests;
	struct page page;

	if (report_need_coverage(doc, err))
		return err->status;
	page_init(&page, doc, out);
	tests_across(&page, &tests);
	matrix_head(&tests, out);
	json_each (verdict, json_get(page.coverage, "criteria"))
		matrix_row(&page, &tests, verdict);
	index_fini(&tests);
	page_fini(&page);
	return buf_check(out, "the table", err);
}

static void
risk_row(const struct page *page, const struct json *risk, struct json *rows)
{
	const char *id = json_get_string(risk, "id");
	const struct json *verdict = index_get(&page->verdicts, id);
	const struct json *best = json_first(json_get(verdict, "tests"));
	struct json *row = json_add_object(rows);
	struct buf missing;

	buf_init(&missing, BUF_DOCUMENT);
	json_each (word, json_get(verdict, "missing"))
		buf_printf(&missing, "%s%s", missing.len ? " " : "", json_string(word));
	json_set_string(row, "criterion", id);
	json_set_string(row, "text", page_criterion_text(page, id));
	json_set_string(row, "status", json_get_string(verdict, "status"));
	json_set_string(row, "level", json_get_string(risk, "level"));
	json_set_number(row, "risk", json_get_number(risk, "risk"));
	json_set_number(row, "severity", json_get_number(risk, "severity"));
	json_set_number(row, "importance", json_get_number(risk, "importance"));
	json_set_string(row, "best_test", json_get_string(best, "test"));
	json_set_string(row, "missing", missing.s);
	buf_fini(&missing);
}

enum status
report_risk(const struct json *doc, struct buf *out, struct err *err)
{
	static const char *const keys[] = { "criterion", "text", "status", "level", "risk",
		"severity", "importance", "best_test", "missing", NULL };
	struct json *rows;
	struct page page;

	if (report_need_coverage(doc, err))
		return err->status;
	rows = json_new_array();
	page_init(&page, doc, out);
	json_each (risk, json_get(page.coverage, "risks"))
		risk_row(&page, risk, rows);
	view_csv(rows, keys, out);
	page_fini(&page);
	json_free(rows);
	return buf_check(out, "the table", err);
}

static void
suite_row(const struct page *page, const struct index *selected, const struct json *line,
    struct json *rows)
{
	const char *id = json_get_string(line, "test");
	const struct json *test = index_get(&page->tests, id), *in = index_get(selected, id);
	const struct json *ms = json_path(test, "results.duration_ms");
	struct json *row = json_add_object(rows);
	struct buf text;

	buf_init(&text, BUF_TEXT);
	page_test_place(page, id, &text);
	json_set_number(row, "rank", json_get_number(line, "rank"));
	json_set_number(row, "score", json_get_number(line, "score"));
	json_set_string(row, "priority", json_get_string(line, "priority"));
	json_set_string(row, "test", id);
	json_set_string(row, "title", page_test_title(page, id));
	json_set_string(row, "place", text.s);
	json_set_string(row, "framework", json_get_string(test, "framework"));
	if (json_get(line, "file"))
		json_set_number(row, "file_score", json_get_number(line, "file"));
	if (json_get(line, "near"))
		json_set_number(row, "near", json_get_number(line, "near"));
	buf_clear(&text);
	view_join(json_get(line, "raised"), "name", SIZE_MAX, &text);
	json_set_string(row, "raised", text.s);
	buf_clear(&text);
	view_join(json_get(in, "why"), NULL, SIZE_MAX, &text);
	if (page->selection)
		json_set_string(row, "selected", in ? "yes" : "no");
	json_set_string(row, "why", text.s);
	if (ms)
		json_set_number(row, "duration_ms", json_number(ms));
	json_set_string(row, "reason", json_get_string(line, "reason"));
	buf_fini(&text);
}

enum status
report_suite_table(const struct json *doc, struct buf *out, struct err *err)
{
	static const char *const needed[] = { "retrieval", "ranking", NULL };
	static const char *const keys[] = { "rank", "score", "priority", "test", "title", "place",
		"framework", "file_score", "near", "raised", "selected", "why", "duration_ms",
		"reason", NULL };
	struct index selected;
	struct json *rows;
	struct page page;

	if (doc_require(doc, needed, err))
		return err->status;
	rows = json_new_array();
	page_init(&page, doc, out);
	index_init(&selected);
	index_add(&selected, json_get(page.selection, "selected"), "test");
	json_each (line, json_get(page.ranking, "suite"))
		suite_row(&page, &selected, line, rows);
	view_csv(rows, keys, out);
	index_fini(&selected);
	page_fini(&page);
	json_free(rows);
	return buf_check(out, "the table", err);
}
