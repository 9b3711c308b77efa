/* The change, the test files with what speaks for them, and the selection. */

#include <string.h>

#include "io/json.h"
#include "view/change.h"
#include "view/html.h"
#include "view/report_private.h"

#define SYMBOLS 12
#define FILES 500 /* test files; there may be thousands, and the suite has all tests */
#define WORDS 8
#define COMMITS 3
#define PATHS 3

static void
changed_row(const struct page *page, const struct json *file)
{
	const char *old = json_get_string(file, "old_path");
	struct buf symbols;

	buf_init(&symbols, BUF_TEXT);
	view_symbols(file, SYMBOLS, &symbols);
	html_put(page->out, "<tr><td>%s<td>%s<td class=x>%.600s", json_get_string(file, "status"),
	    json_get_string(file, "kind"), json_get_string(file, "path"));
	if (*old)
		html_put(page->out, "<small>was %.600s</small>", old);
	html_put(page->out, "<td class=n>%.0f<td class=n>%.0f<td class=x>%.1000s\n",
	    json_get_number(file, "added"), json_get_number(file, "removed"), symbols.s);
	buf_fini(&symbols);
}

static void
sentences(const struct page *page, const char *title, const struct json *list)
{
	if (json_len(list) == 0)
		return;
	html_put(page->out, "<h3>%s</h3><ul>\n", title);
	json_each (it, list) {
		if (json_string(it))
			html_put(page->out, "<li>%.1000s</li>\n", json_string(it));
		else
			html_put(page->out, "<li><code>%.600s</code>: %.1000s</li>\n",
			    json_get_string(it, "path"), json_get_string(it, "reason"));
	}
	html_put(page->out, "</ul>\n");
}

void
report_change(const struct page *page)
{
	const struct json *change = json_get(page->doc, "change");
	const struct json *files = json_get(change, "files");

	if (change == NULL)
		return;
	page_section(page, "change", "Change", "%zu %s", json_len(files),
	    view_plural(json_len(files), "file", "files"));
	if (json_len(files)) {
		html_put(page->out,
		    "<div class=scroll><table class=sort><thead><tr><th>Status<th>Kind<th>Path<th "
		    "class=n data-sort=n>Added<th class=n data-sort=n>Removed<th>In</thead>"
		    "<tbody>\n");
		json_each (file, files)
			changed_row(page, file);
		html_put(page->out, "</tbody></table></div>\n");
	}
	sentences(page, "Any test may depend on", json_get(page->impact, "wide"));
	sentences(page, "Not known", json_get(page->impact, "missing"));
	html_put(page->out, "</section>\n");
}

/* What each signal adds to the score of a file. */
static void
parts(const struct page *page, const struct json *factors)
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

static void
commits(const struct page *page, const struct json *found)
{
	size_t n = 0;

	if (json_get_number(found, "together") > 0)
		html_put(page->out, "%.0f times", json_get_number(found, "together"));
	json_each (commit, json_get(found, "commits")) {
		if (n++ == COMMITS)
			break;
		html_put(page->out, "<small><code>%.12s</code> ", json_get_string(commit, "id"));
		page_words(page, json_get(commit, "paths"), PATHS);
		html_put(page->out, "</small>");
	}
}

static void
file_row(const struct page *page, const struct index *found, const struct json *file, size_t n)
{
	const char *path = json_get_string(file, "path");
	const struct json *of = index_get(found, path);

	html_put(page->out, "<tr><td class=n>%zu<td class=s>", n);
	page_score(page, json_get_number(file, "score"));
	html_put(page->out, "<td class=t>%.600s<td class=n>%zu<td class=g>", path,
	    json_len(json_get(of, "tests")));
	parts(page, json_get(file, "factors"));
	html_put(page->out, "<td class=m>");
	page_words(page, json_get(of, "terms"), WORDS);
	html_put(page->out, "<td class=x>");
	commits(page, of);
	buf_char(page->out, '\n');
}

static void
history(const struct page *page)
{
	const struct json *past = json_get(page->retrieval, "history");
	const struct json *sources = json_get(page->retrieval, "sources");

	if (json_len(sources)) {
		html_put(page->out, "<p>Sources that the story is likely about:");
		json_each (source, sources)
			html_put(page->out, " <code>%.300s</code> %.2f",
			    json_get_string(source, "path"), json_get_number(source, "weight"));
		html_put(page->out, "</p>\n");
	}
	if (past)
		html_put(page->out, "<p class=d>History: %.0f commits.</p>\n",
		    json_get_number(past, "commits"));
	sentences(page, "Not known of the history", json_get(past, "missing"));
}

void
report_files(const struct page *page)
{
	const struct json *files = json_get(page->ranking, "files");
	size_t n = 0, all = json_len(files);
	struct index found;

	if (all == 0)
		return;
	page_section(page, "files", "Test files", "%zu %s", all, view_plural(all, "file", "files"));
	html_put(page->out,
	    "<div class=scroll><table class=\"sort suite\"><caption>What speaks for a file as a "
	    "whole. Its score is the sum of what its signals add.</caption><thead><tr><th class=n "
	    "data-sort=i>#<th class=n data-sort=n>Score<th>File<th class=n data-sort=n>Tests<th "
	    "data-sort=p>Signals<th>Words in common<th>Changed together</thead><tbody>\n");
	index_init(&found);
	index_add(&found, json_get(page->retrieval, "files"), "path");
	json_each (file, files) {
		if (n == FILES)
			break;
		file_row(page, &found, file, ++n);
	}
	index_fini(&found);
	html_put(page->out, "</tbody></table></div>\n");
	if (n < all)
		html_put(page->out, "<p class=d>and %zu more.</p>\n", all - n);
	history(page);
	html_put(page->out, "</section>\n");
}

static void
selected_row(const struct page *page, const struct json *it)
{
	html_put(page->out, "<tr><td class=n>%.0f<td class=s>", json_get_number(it, "rank"));
	page_score(page, json_get_number(it, "score"));
	html_put(page->out, "<td class=t>");
	page_test_link(page, json_get_string(it, "test"));
	html_put(page->out, "<td>");
	page_words(page, json_get(it, "why"), WORDS);
	html_put(page->out, "<td class=n>");
	if (json_get(it, "duration_ms"))
		html_put(page->out, "%.2f", json_get_number(it, "duration_ms") / 1000);
	buf_char(page->out, '\n');
}

void
report_selection(const struct page *page)
{
	const struct json *list = json_get(page->selection, "selected");
	const struct json *recall = json_get(page->selection, "expected_recall");

	if (page->selection == NULL)
		return;
	page_section(page, "selection", "Selection", "%zu of %.0f tests", json_len(list),
	    (double)json_len(list) + json_get_number(page->selection, "left"));
	if (json_kind(recall) == JSON_NUMBER)
		html_put(page->out,
		    "<p>Expected recall %.2f <span class=d>stands on %.600s</span></p>\n",
		    json_number(recall), json_get_string(page->selection, "stands_on"));
	sentences(page,
	    json_get_bool(page->selection, "wide") ? "Why all tests were taken"
						   : "What speaks for taking all tests",
	    json_get(page->selection, "wide_why"));
	if (json_len(list)) {
		html_put(page->out,
		    "<div class=scroll><table class=sort><thead><tr><th class=n data-sort=n>Rank"
		    "<th class=n data-sort=n>Score<th>Test<th>Why<th class=n "
		    "data-sort=n>Seconds</thead><tbody>\n");
		json_each (it, list)
			selected_row(page, it);
		html_put(page->out, "</tbody></table></div>\n");
	}
	sentences(page, "In quarantine, not run", json_get(page->selection, "quarantined"));
	html_put(page->out, "</section>\n");
}
