/* Source: junit-10.xsd of the Jenkins xUnit plugin.  XML takes the escapes of HTML as they are. */
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/html.h"
#include "view/plain.h"
#include "view/report_private.h"

#define NAME_BYTES 300
#define MESSAGE_BYTES 1000

/* "no test has: attempts, locked", or nothing. */
static void
missing(const struct json *verdict, struct buf *out)
{
	const struct json *words = json_get(verdict, "missing");

	json_each (word, words)
		buf_printf(out, "%s%s", out->len ? ", " : "no test has: ", json_string(word));
}

static void
fault(const struct page *page, const struct json *verdict, const char *element, const char *what)
{
	const char *id = json_get_string(verdict, "id");
	const struct json *criterion = index_get(&page->criteria, id);
	struct buf words;

	buf_init(&words, BUF_DOCUMENT);
	missing(verdict, &words);
	html_put(page->out, "      <%s type=\"%s\" message=\"%s %s, coverage %.2f\">", element,
	    json_get_string(verdict, "status"), id, what, json_get_number(verdict, "score"));
	html_put(page->out, "%.1000s", page_criterion_text(page, id));
	if (words.len)
		html_put(page->out, "\n%.1000s", words.s);
	if (criterion)
		html_put(page->out, "\n%.400s:%.0f",
		    json_get_string(json_get(page->doc, "story"), "source"),
		    json_get_number(criterion, "line"));
	html_put(page->out, "</%s>\n", element);
	buf_fini(&words);
}

static void
best_tests(const struct page *page, const struct json *verdict)
{
	struct buf place;

	if (json_len(json_get(verdict, "tests")) == 0)
		return;
	buf_init(&place, BUF_TEXT);
	html_put(page->out, "      <system-out>");
	json_each (link, json_get(verdict, "tests")) {
		const char *id = json_get_string(link, "test");

		buf_clear(&place);
		page_test_place(page, id, &place);
		html_put(page->out, "%.2f %s %.400s %.400s\n", json_get_number(link, "share"),
		    json_get_string(link, "by"), id, place.s);
	}
	html_put(page->out, "</system-out>\n");
	buf_fini(&place);
}

static void
test_case(const struct page *page, const struct json *verdict)
{
	const char *id = json_get_string(verdict, "id");
	const char *status = json_get_string(verdict, "status");
	struct buf name;

	buf_init(&name, BUF_TEXT);
	plain_line(&name, page_criterion_text(page, id), NAME_BYTES);
	html_put(page->out, "    <testcase classname=\"%.400s\" name=\"%s: %s\" time=\"0\">\n",
	    json_get_string(json_get(page->doc, "story"), "source"), id, name.s);
	buf_fini(&name);
	if (strcmp(status, "gap") == 0)
		fault(page, verdict, "failure", "is a gap: no existing test checks it");
	else if (strcmp(status, "weak") == 0)
		fault(page, verdict, "skipped", "is weak: read its best test");
	best_tests(page, verdict);
	html_put(page->out, "    </testcase>\n");
}

enum status
report_junit(const struct json *doc, struct buf *out, struct err *err)
{
	const struct json *summary;
	struct page page;

	if (report_need_coverage(doc, err))
		return ST_DATA;
	page_init(&page, doc, out);
	summary = json_get(page.coverage, "summary");
	html_put(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rsg\" tests=\"%.0f\" "
	    "failures=\"%.0f\" errors=\"0\">\n",
	    json_get_number(summary, "total"), json_get_number(summary, "gap"));
	html_put(out,
	    "  <testsuite name=\"%.300s\" id=\"%s\" timestamp=\"%s\" tests=\"%.0f\" "
	    "failures=\"%.0f\" errors=\"0\" skipped=\"%.0f\" time=\"0\">\n",
	    json_get_string(page.ingestion, "title"), doc_run_id(doc),
	    json_get_string(json_get(doc, "run"), "created_at"), json_get_number(summary, "total"),
	    json_get_number(summary, "gap"), json_get_number(summary, "weak"));
	json_each (verdict, json_get(page.coverage, "criteria"))
		test_case(&page, verdict);
	html_put(out, "  </testsuite>\n</testsuites>\n");
	page_fini(&page);
	return buf_check(out, "the report", err);
}
