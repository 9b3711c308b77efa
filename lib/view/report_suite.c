#include <string.h>

#include "io/json.h"
#include "view/html.h"
#include "view/report_private.h"

/* What each signal adds to the score, those that add nothing left out. */
static void
signals(const struct page *page, const struct json *factors)
{
	bool first = true;

	json_each (factor, factors) {
		double part = json_get_number(factor, "value") * json_get_number(factor, "weight");

		if (part < 0.005)
			continue;
		html_put(page->out, "%s%s\u00a0%.2f", first ? "" : ", ",
		    json_get_string(factor, "name"), part);
		first = false;
	}
}

/* What its file says, and what raises it. */
static void
of_file(const struct page *page, const struct json *line)
{
	if (json_get(line, "file") == NULL)
		return;
	html_put(page->out, "file\u00a0%.2f, near\u00a0%.2f", json_get_number(line, "file"),
	    json_get_number(line, "near"));
	json_each (it, json_get(line, "raised"))
		html_put(page->out, ", %s\u00a0%.2f", json_get_string(it, "name"),
		    json_get_number(it, "value") * json_get_number(it, "weight"));
	if (json_len(json_get(line, "factors")))
		html_put(page->out, ", ");
}

/* End tags that HTML does not need are left out: there may be thousands of rows. */
static void
suite_row(const struct page *page, const struct json *line)
{
	const char *id = json_get_string(line, "test");
	const struct json *test = index_get(&page->tests, id);
	char anchor[HTML_ANCHOR];
	struct buf place;

	buf_init(&place, BUF_TEXT);
	html_anchor("test-", id, anchor);
	page_test_place(page, id, &place);
	html_put(page->out, "<tr id=\"%s\"><td class=n>%.0f<td class=s>", anchor,
	    json_get_number(line, "rank"));
	page_score(page, json_get_number(line, "score"));
	html_put(page->out, "<td>");
	page_badge(page, json_get_string(line, "priority"));
	html_put(page->out, "<td class=t>%.300s", page_test_title(page, id));
	html_put(page->out, "<small>%.300s", place.len ? place.s : id);
	if (*json_get_string(test, "framework"))
		html_put(page->out, ", %s", json_get_string(test, "framework"));
	html_put(page->out, "</small>");
	if (page->story) {
		html_put(page->out, "<td class=c>");
		page_criterion_links(page, json_get(line, "criteria"));
	}
	html_put(page->out, "<td class=g>");
	of_file(page, line);
	signals(page, json_get(line, "factors"));
	html_put(page->out, "<td class=r>%.600s\n", json_get_string(line, "reason"));
	buf_fini(&place);
}

void
report_suite(const struct page *page)
{
	const struct json *suite = json_get(page->ranking, "suite");
	size_t n = json_len(suite);

	if (page->ranking == NULL) {
		page_section(page, "suite", "Ranked suite", NULL);
		page_missing(page, "The tests are not ranked", "rsg-rank");
		html_put(page->out, "</section>\n");
		return;
	}
	page_section(page, "suite", "Ranked suite", "%zu %s", n, view_plural(n, "test", "tests"));
	if (n == 0) {
		html_put(page->out, "<p class=none>No test of the corpus matches.</p>\n");
	} else {
		html_put(page->out,
		    "<div class=scroll><table class=\"sort suite%s\"><caption>In the order to run "
		    "them. %s</caption>\n<thead><tr><th class=n data-sort=i>#<th class=n "
		    "data-sort=n>Score<th data-sort=o>Priority<th>Test",
		    page->story ? "" : " bare",
		    json_len(json_get(page->ranking, "files"))
			? "A score is that of its file, by how near the test is, raised by what "
			  "speaks for the test alone."
			: "A score is the sum of what its signals add.");
		if (page->story)
			html_put(page->out, "<th data-sort=a>Criteria");
		html_put(page->out, "<th data-sort=p>Signals<th>Reason</thead>\n<tbody>\n");
		json_each (line, suite)
			suite_row(page, line);
		html_put(page->out, "</tbody></table></div>\n");
	}
	html_put(page->out, "</section>\n");
}
