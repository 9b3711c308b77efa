#include <string.h>

#include "io/json.h"
#include "view/heat.h"
#include "view/html.h"
#include "view/report_private.h"

#define WORDS 12
#define IDS 8

static void
tests_of(const struct page *page, const struct json *tests)
{
	html_put(page->out, "<td class=t>");
	json_each (it, tests) {
		html_put(page->out, "<div>");
		page_test_link(page, json_get_string(it, "test"));
		html_put(page->out, " <span class=d>%.2f %s</span></div>",
		    json_get_number(it, "share"), json_get_string(it, "by"));
	}
}

static void
criterion_row(const struct page *page, const struct json *verdict)
{
	const char *id = json_get_string(verdict, "id");
	const struct json *criterion = index_get(&page->criteria, id);
	const char *level = json_get_string(index_get(&page->risks, id), "level");
	char anchor[HTML_ANCHOR];

	html_criterion_anchor(id, anchor);
	html_put(
	    page->out, "<tr id=\"%s\"><td><a class=nb href=\"#%s\">%s</a><td>", anchor, anchor, id);
	page_badge(page, json_get_string(verdict, "status"));
	html_put(page->out, "<td class=s>");
	page_score(page, json_get_number(verdict, "score"));
	html_put(page->out, "<td class=n>%.2f<td>", json_get_number(verdict, "confidence"));
	if (*level)
		page_badge(page, level);
	html_put(page->out, "<td class=x><div class=long>%s</div>", page_criterion_text(page, id));
	if (json_get_bool(criterion, "derived"))
		html_put(page->out, "<small>derived: the story does not name it</small>");
	tests_of(page, json_get(verdict, "tests"));
	html_put(page->out, "<td class=m>");
	page_words(page, json_get(verdict, "missing"), WORDS);
	buf_char(page->out, '\n');
}

static void
requirements(const struct page *page)
{
	const struct json *list = json_get(page->coverage, "requirements");

	if (json_len(list) == 0)
		return;
	html_put(page->out,
	    "<details><summary>Requirements (%zu)</summary><div class=scroll><table "
	    "class=sort><thead>"
	    "<tr><th>Requirement<th data-sort=o>Status<th class=n data-sort=n>Score<th>Text<th "
	    "data-sort=a>Criteria</thead><tbody>\n",
	    json_len(list));
	json_each (requirement, list) {
		const char *id = json_get_string(requirement, "id");

		html_put(page->out, "<tr><td class=nb>%s<td>", id);
		page_badge(page, json_get_string(requirement, "status"));
		html_put(page->out, "<td class=s>");
		page_score(page, json_get_number(requirement, "score"));
		html_put(
		    page->out, "<td class=x>%.1000s<td class=c>", page_criterion_text(page, id));
		page_criterion_links(page, json_get(requirement, "criteria"));
		buf_char(page->out, '\n');
	}
	html_put(page->out, "</tbody></table></div></details>\n");
}

void
report_coverage(const struct page *page)
{
	const struct json *criteria = json_get(page->coverage, "criteria");
	const struct json *limits = json_get(page->coverage, "thresholds");

	if (page->coverage == NULL) {
		page_section(page, "coverage", "Coverage of the criteria", NULL);
		page_missing(page, "Nobody has looked which criteria are covered", "rsg-cover");
		html_put(page->out, "</section>\n");
		return;
	}
	page_section(page, "coverage", "Coverage of the criteria", "%.0f %% covered",
	    json_get_number(page->coverage, "percent"));
	html_put(page->out,
	    "<div class=scroll><table class=\"sort coverage\"><caption>A criterion is covered from "
	    "a "
	    "score of %.2f, a gap below %.2f, weak between; a test that names it decides over "
	    "words."
	    "</caption>\n<thead><tr><th>Criterion<th data-sort=o>Status<th class=n "
	    "data-sort=n>Score"
	    "<th class=n data-sort=n>Confidence<th data-sort=o>Risk<th>Text<th data-sort=a>Best "
	    "tests"
	    "<th>Words no test has</thead>\n<tbody>\n",
	    json_get_number(limits, "covered"), json_get_number(limits, "weak"));
	json_each (verdict, criteria)
		criterion_row(page, verdict);
	html_put(page->out, "</tbody></table></div>\n");
	requirements(page);
	html_put(page->out, "</section>\n");
}

/* The number of criteria in one cell of the matrix, with their ids. */
static void
heat_cell(const struct page *page, size_t count, size_t severity, size_t importance)
{
	size_t n = 0;

	html_put(page->out, "<td class=\"%s%zu\"><strong>%zu</strong>", count ? "h" : "none h",
	    heat_of(severity, importance), count);
	json_each (risk, json_get(page->coverage, "risks")) {
		if (heat_level(json_get_number(risk, "severity")) != severity ||
		    heat_level(json_get_number(risk, "importance")) != importance)
			continue;
		if (n++ == IDS) {
			html_put(page->out, " …");
			return;
		}
		buf_char(page->out, ' ');
		page_criterion_link(page, json_get_string(risk, "id"));
	}
}

static void
heat_table(const struct page *page)
{
	const struct heat heat = heat_count(json_get(page->coverage, "risks"));

	html_put(page->out,
	    "<table class=heat><caption>Number of criteria, by severity of the gap (down) and "
	    "importance (across).</caption>\n<thead><tr><td>");
	for (size_t i = 0; i < HEAT_LEVELS; i++)
		html_put(page->out, "<th scope=col>%s", heat_levels[i]);
	html_put(page->out, "</thead><tbody>\n");
	for (size_t s = HEAT_LEVELS; s-- > 0;) {
		html_put(page->out, "<tr><th scope=row>%s", heat_levels[s]);
		for (size_t i = 0; i < HEAT_LEVELS; i++)
			heat_cell(page, heat.count[s][i], s, i);
		buf_char(page->out, '\n');
	}
	html_put(page->out, "</tbody></table>\n");
}

static void
open_criterion(const struct page *page, const struct json *risk)
{
	const char *id = json_get_string(risk, "id");
	const struct json *verdict = index_get(&page->verdicts, id);
	const struct json *generated = index_get(&page->generated, id);
	const char *said = json_get_string(json_get(verdict, "model"), "reason");
	char anchor[HTML_ANCHOR];

	html_put(page->out, "<li><div>");
	page_criterion_link(page, id);
	buf_char(page->out, ' ');
	page_badge(page, json_get_string(verdict, "status"));
	html_put(page->out, " <span class=d>risk %.2f,</span> ", json_get_number(risk, "risk"));
	page_badge(page, json_get_string(risk, "level"));
	html_put(page->out, "</div><div>%.600s</div>", page_criterion_text(page, id));
	if (json_len(json_get(verdict, "missing"))) {
		html_put(page->out, "<div class=d>No test has: ");
		page_words(page, json_get(verdict, "missing"), WORDS);
		html_put(page->out, "</div>");
	}
	if (*said)
		html_put(page->out, "<div class=d>The model says: %.1000s</div>", said);
	if (generated) {
		html_anchor("generated-", json_get_string(generated, "id"), anchor);
		html_put(page->out, "<div>New test: <a href=\"#%s\">%s</a></div>", anchor,
		    json_get_string(generated, "id"));
	}
	html_put(page->out, "</li>\n");
}

void
report_heat(const struct page *page)
{
	const struct json *risks = json_get(page->coverage, "risks");
	size_t gaps = view_count(json_get(page->coverage, "criteria"), "status", "gap");

	if (page->coverage == NULL)
		return;
	page_section(page, "risk", "Gaps and risk", "%zu %s, %zu weak", gaps,
	    view_plural(gaps, "gap", "gaps"),
	    view_count(json_get(page->coverage, "criteria"), "status", "weak"));
	if (json_len(risks) == 0) {
		html_put(page->out, "<p class=none>Every criterion is covered.</p></section>\n");
		return;
	}
	html_put(page->out, "<div class=pair><div>\n");
	heat_table(page);
	html_put(page->out, "</div><ol class=gaps>\n");
	json_each (risk, risks)
		open_criterion(page, risk);
	html_put(page->out, "</ol></div></section>\n");
}
