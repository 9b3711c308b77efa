#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/plain.h"
#include "view/report_private.h"

#define FIRST_TESTS 10
#define CRITERIA 50
#define TEXT_BYTES 240

static void
md_text(struct buf *out, const char *s)
{
	plain_markdown(out, s, TEXT_BYTES);
}

static void
change_line(const struct page *page)
{
	double added = json_get_number(page->impact, "added");

	buf_printf(page->out, "%.0f %s added, %.0f removed", added,
	    view_plural((size_t)added, "line", "lines"), json_get_number(page->impact, "removed"));
}

static void
head(const struct page *page)
{
	const struct json *summary = json_get(page->coverage, "summary");
	const struct json *score = json_get(page->ranking, "score");

	buf_str(page->out, "### ");
	md_text(page->out, page->title.s);
	buf_str(page->out, "\n\n");
	if (!page->story)
		change_line(page);
	else if (page->coverage)
		buf_printf(page->out,
		    "**%.0f %%** of %.0f criteria covered: %.0f covered, %.0f weak, %.0f %s",
		    json_get_number(page->coverage, "percent"), json_get_number(summary, "total"),
		    json_get_number(summary, "covered"), json_get_number(summary, "weak"),
		    json_get_number(summary, "gap"),
		    view_plural((size_t)json_get_number(summary, "gap"), "gap", "gaps"));
	else
		buf_str(page->out, "Coverage is not known: run `rsg-cover`");
	if (page->ranking)
		buf_printf(
		    page->out, " · %zu tests ranked", json_len(json_get(page->ranking, "suite")));
	if (score)
		buf_printf(page->out, " · score %.2f", json_number(score));
	if (page->selection)
		buf_printf(page->out, " · **%zu** selected",
		    json_len(json_get(page->selection, "selected")));
	if (json_kind(json_get(page->selection, "expected_recall")) == JSON_NUMBER)
		buf_printf(page->out, ", expected recall %.2f",
		    json_get_number(page->selection, "expected_recall"));
	buf_str(page->out, "\n\n");
	json_each (why, json_get(page->selection, "wide_why")) {
		buf_str(page->out, "- ");
		md_text(page->out, json_string(why));
		buf_str(page->out, json_next(why) ? "\n" : "\n\n");
	}
}

static void
changed_files(const struct page *page)
{
	const struct json *files = json_path(page->doc, "change.files");
	size_t n = 0;

	if (json_len(files) == 0)
		return;
	buf_printf(page->out,
	    "<details><summary>%zu changed %s</summary>\n\n| status | kind | file | added | "
	    "removed |\n|---|---|---|--:|--:|\n",
	    json_len(files), view_plural(json_len(files), "file", "files"));
	json_each (file, files) {
		if (n++ == CRITERIA) {
			buf_printf(page->out, "\nand %zu more\n", json_len(files) - CRITERIA);
			break;
		}
		buf_printf(page->out, "| %s | %s | ", json_get_string(file, "status"),
		    json_get_string(file, "kind"));
		md_text(page->out, json_get_string(file, "path"));
		buf_printf(page->out, " | %.0f | %.0f |\n", json_get_number(file, "added"),
		    json_get_number(file, "removed"));
	}
	buf_str(page->out, "\n</details>\n");
}

static void
criterion_row(const struct page *page, const struct json *verdict)
{
	const char *id = json_get_string(verdict, "id");
	const char *level = json_get_string(index_get(&page->risks, id), "level");
	const struct json *best = json_first(json_get(verdict, "tests"));

	buf_str(page->out, "| ");
	md_text(page->out, id);
	buf_printf(page->out, " | %s | %.2f | %s | ", json_get_string(verdict, "status"),
	    json_get_number(verdict, "score"), *level ? level : "-");
	md_text(page->out, page_criterion_text(page, id));
	buf_str(page->out, " | ");
	md_text(page->out, best ? page_test_title(page, json_get_string(best, "test")) : "-");
	buf_str(page->out, " |\n");
}

#define CRITERIA_HEAD                                                                              \
	"| criterion | status | score | risk | text | best test |\n|---|---|--:|---|---|---|\n"

static void
open_criteria(const struct page *page)
{
	const struct json *risks = json_get(page->coverage, "risks");
	size_t n = 0;

	if (json_len(risks) == 0)
		return;
	buf_str(page->out, CRITERIA_HEAD);
	json_each (risk, risks) {
		if (n++ == CRITERIA) {
			buf_printf(page->out, "\nand %zu more\n", json_len(risks) - CRITERIA);
			break;
		}
		criterion_row(page, index_get(&page->verdicts, json_get_string(risk, "id")));
	}
	buf_char(page->out, '\n');
}

static void
covered_criteria(const struct page *page)
{
	double covered = json_get_number(json_get(page->coverage, "summary"), "covered");
	size_t n = 0;

	if (covered == 0)
		return;
	buf_printf(
	    page->out, "<details><summary>%.0f covered</summary>\n\n" CRITERIA_HEAD, covered);
	json_each (verdict, json_get(page->coverage, "criteria")) {
		if (strcmp(json_get_string(verdict, "status"), "covered") == 0 && n++ < CRITERIA)
			criterion_row(page, verdict);
	}
	buf_str(page->out, "\n</details>\n");
}

static void
first_tests(const struct page *page)
{
	const struct json *suite = json_get(page->ranking, "suite");
	struct buf place;
	size_t n = 0;

	if (json_len(suite) == 0)
		return;
	buf_init(&place, BUF_TEXT);
	buf_printf(page->out,
	    "<details><summary>Tests to run first</summary>\n\n| # | score | test | "
	    "where | %s |\n|--:|--:|---|---|---|\n",
	    page->story ? "criteria" : "why");
	json_each (line, suite) {
		const char *id = json_get_string(line, "test");

		if (n++ == FIRST_TESTS)
			break;
		buf_clear(&place);
		page_test_place(page, id, &place);
		buf_printf(page->out, "| %.0f | %.2f | ", json_get_number(line, "rank"),
		    json_get_number(line, "score"));
		md_text(page->out, page_test_title(page, id));
		buf_str(page->out, " | ");
		md_text(page->out, place.s);
		buf_str(page->out, " | ");
		if (!page->story) {
			md_text(page->out, json_get_string(line, "reason"));
			buf_char(page->out, ' ');
		}
		json_each (criterion, json_get(line, "criteria")) {
			md_text(page->out, json_string(criterion));
			buf_char(page->out, ' ');
		}
		buf_str(page->out, "|\n");
	}
	buf_str(page->out, "\n</details>\n");
	buf_fini(&place);
}

static void
new_tests(const struct page *page)
{
	const struct json *tests = json_get(page->generation, "tests");
	size_t n = 0;

	if (json_get_bool(page->generation, "gated"))
		buf_str(page->out, "No new tests: the score is below the threshold.\n\n");
	if (json_len(tests) == 0)
		return;
	buf_printf(page->out,
	    "<details><summary>%zu new %s</summary>\n\n| id | criterion | kind | file | name |\n"
	    "|---|---|---|---|---|\n",
	    json_len(tests), view_plural(json_len(tests), "test", "tests"));
	json_each (test, tests) {
		if (n++ == CRITERIA)
			break;
		buf_printf(page->out, "| %s | ", json_get_string(test, "id"));
		md_text(page->out, json_get_string(test, "criterion"));
		buf_printf(page->out, " | %s | ", json_get_string(test, "kind"));
		md_text(page->out, json_get_string(test, "file"));
		buf_str(page->out, " | ");
		md_text(page->out, json_get_string(test, "name"));
		buf_str(page->out, " |\n");
	}
	buf_str(page->out, "\n</details>\n");
}

void
report_markdown(const struct json *doc, struct buf *out)
{
	struct page page;

	page_init(&page, doc, out);
	head(&page);
	open_criteria(&page);
	covered_criteria(&page);
	changed_files(&page);
	first_tests(&page);
	new_tests(&page);
	buf_printf(out, "\n<sub>rsg run %s</sub>\n", doc_run_id(doc));
	page_fini(&page);
}
