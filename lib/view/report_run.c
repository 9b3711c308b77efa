#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/html.h"
#include "view/report_private.h"

#define SHORT_HASH 12

static void
hash(const struct page *page, const char *sha256)
{
	if (*sha256)
		html_put(page->out, "<code title=\"%s\">%.12s</code>", sha256, sha256);
}

static double
longest(const struct page *page)
{
	double most = 0;

	json_each (entry, json_get(page->doc, "phases")) {
		double ms = json_get_number(entry, "duration_ms");

		most = ms > most ? ms : most;
	}
	return most;
}

static void
cost(const struct page *page, const struct json *usage)
{
	const struct json *usd = json_get(usage, "cost_usd");

	if (json_kind(usd) == JSON_NULL)
		html_put(page->out, "<td class=n>unknown");
	else
		html_put(page->out, "<td class=n>%.4f", json_number(usd));
}

static void
phase_row(const struct page *page, const struct json *entry, double most)
{
	const struct json *usage = json_get(entry, "usage");
	const struct json *error = json_get(entry, "error"), *edited = json_get(entry, "edited");
	double ms = json_get_number(entry, "duration_ms");

	html_put(page->out, "<tr id=\"phase-%s\"><td><a href=\"#phase-%s\">%s</a><td>",
	    json_key(entry), json_key(entry), json_key(entry));
	page_badge(page, json_get_string(entry, "status"));
	html_put(page->out, "<td class=e>%.200s", json_get_string(entry, "engine"));
	if (edited)
		html_put(page->out, "<small>edited by %.200s, %s</small>",
		    json_get_string(edited, "by"), json_get_string(edited, "at"));
	if (error)
		html_put(
		    page->out, "<small class=err>%.1000s</small>", json_get_string(error, "text"));
	html_put(page->out, "<td class=s><i class=w%d></i>%.0f",
	    most > 0 ? (int)(ms / most * 50 + 0.5) : 0, ms);
	html_put(page->out, "<td class=n>%.0f<td class=n>%.0f<td class=n>%.0f<td class=n>%.0f",
	    json_get_number(usage, "calls"), json_get_number(usage, "cached"),
	    json_get_number(usage, "input_tokens"), json_get_number(usage, "output_tokens"));
	cost(page, usage);
	html_put(page->out, "<td class=n>%zu<td>", json_len(json_get(entry, "warnings")));
	hash(page, json_get_string(entry, "output_sha256"));
	buf_char(page->out, '\n');
}

/* What the ledger has beside the document: attempts that failed, and what the cache saved. */
static void
ledger(const struct page *page)
{
	const struct json *total = json_get(page->report->usage, "total");

	if (json_get_number(total, "attempts") + json_get_number(total, "cached") == 0)
		return;
	html_put(page->out,
	    "<p class=d>In the ledger of the store: %.0f %s, %.0f failed, %.0f answers out of the "
	    "cache, %.4f USD%s.</p>\n",
	    json_get_number(total, "attempts"),
	    view_plural((size_t)json_get_number(total, "attempts"), "attempt", "attempts"),
	    json_get_number(total, "failed"), json_get_number(total, "cached"),
	    json_get_number(total, "cost_usd"),
	    json_get_number(total, "unknown_cost") > 0 ? ", and some at a price nobody knows" : "");
}

void
report_phases(const struct page *page)
{
	double most = longest(page);

	page_section(page, "phases", "Cost and time", "%s", "");
	html_put(page->out,
	    "<div class=scroll><table class=sort><thead><tr><th>Phase<th "
	    "data-sort=o>Status<th>Done by"
	    "<th class=n data-sort=n>ms<th class=n data-sort=n>Calls<th class=n data-sort=n>Cached"
	    "<th class=n data-sort=n>Tokens in<th class=n data-sort=n>out<th class=n "
	    "data-sort=n>USD"
	    "<th class=n data-sort=n>Warnings<th>Output</thead><tbody>\n");
	for (size_t i = 0; doc_phases[i]; i++) {
		const struct json *entry = json_get(json_get(page->doc, "phases"), doc_phases[i]);

		if (entry)
			phase_row(page, entry, most);
	}
	html_put(page->out, "</tbody></table></div>\n");
	ledger(page);
	html_put(page->out, "</section>\n");
}

static void
about(const struct page *page, const char *name, const char *value)
{
	if (*value)
		html_put(page->out, "<tr><th scope=row>%.100s<td>%.1000s\n", name, value);
}

static void
legend(const struct page *page)
{
	html_put(page->out, "<h3>How to read it</h3><dl class=legend>");
	if (page->story)
		html_put(page->out, "<div><dt><b class=covered>covered</b> <b class=weak>weak</b> "
				    "<b class=gap>gap</b></dt>"
				    "<dd>Whether an existing test checks the criterion, as far as "
				    "texts tell; nothing was "
				    "run.</dd></div>"
				    "<div><dt>Confidence</dt><dd>The probability that a test for "
				    "the criterion exists."
				    "</dd></div>"
				    "<div><dt>Risk</dt><dd>Severity of the gap (1 minus the "
				    "confidence) times importance: "
				    "<b class=high>high</b> from 0.50, <b class=medium>medium</b> "
				    "from 0.25. In the "
				    "matrix, "
				    "low ends at 0.34 and medium at 0.67.</dd></div>");
	html_put(page->out,
	    "<div><dt>Priority</dt><dd><b class=high>high</b>: linked, the best test of a "
	    "criterion, "
	    "or a score from 0.60; <b class=medium>medium</b>: helps to cover a criterion, or a "
	    "score "
	    "from 0.30.</dd></div></dl>\n");
}

void
report_about(const struct page *page)
{
	const struct json *run = json_get(page->doc, "run"), *story = json_get(page->doc, "story");
	const struct json *change = json_get(page->doc, "change");

	page_section(page, "about", "About this run", "%s", "");
	html_put(page->out, "<div class=scroll><table class=about><tbody>\n");
	about(page, "Run", doc_run_id(page->doc));
	about(page, "Begun", json_get_string(run, "created_at"));
	json_each (label, json_get(run, "labels"))
		about(page, json_key(label), json_string(label) ? json_string(label) : "");
	about(page, "Story", json_get_string(story, "source"));
	about(page, "Format", json_get_string(story, "format"));
	about(page, "SHA-256 of the story", json_get_string(story, "sha256"));
	about(page, "Commit before", json_get_string(change, "base"));
	about(page, "Commit after", json_get_string(change, "head"));
	about(page, "SHA-256 of the change", json_get_string(change, "sha256"));
	about(page, "Corpus", json_get_string(page->retrieval, "corpus"));
	about(page, "Store", page->report->store);
	about(page, "Head of the audit log",
	    json_get_string(doc_output(page->doc, "audit"), "head_sha256"));
	about(page, "Audit log", json_get_string(doc_output(page->doc, "audit"), "chain"));
	about(page, "Report by rsg", page->report->version);
	html_put(page->out, "</tbody></table></div>\n");
	legend(page);
	html_put(page->out, "</section>\n");
}
