#include <stdio.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/html.h"
#include "view/report_private.h"

static void
tile(const struct page *page, const char *where, const char *title, const char *value)
{
	html_put(page->out, "<div><dt><a href=\"#%s\">%s</a></dt><dd>%s</dd><dd class=d>", where,
	    title, value);
}

static void
tile_end(const struct page *page)
{
	html_put(page->out, "</dd></div>\n");
}

static void
coverage_tile(const struct page *page)
{
	const struct json *summary = json_get(page->coverage, "summary");
	static const char *const states[] = { "covered", "weak", "gap" };
	double total = json_get_number(summary, "total");
	char value[32];

	snprintf(value, sizeof value, "%.0f %%", json_get_number(page->coverage, "percent"));
	tile(page, "coverage", "Criteria covered", value);
	html_put(page->out, "<span class=stack>");
	for (size_t i = 0; i < 3 && total > 0; i++)
		html_put(page->out, "<i class=\"%s w%d\"></i>", states[i],
		    (int)(json_get_number(summary, states[i]) / total * 50 + 0.5));
	html_put(page->out, "</span>%.0f covered, %.0f weak, %.0f %s",
	    json_get_number(summary, "covered"), json_get_number(summary, "weak"),
	    json_get_number(summary, "gap"),
	    view_plural((size_t)json_get_number(summary, "gap"), "gap", "gaps"));
	tile_end(page);
}

static void
ranking_tiles(const struct page *page)
{
	const struct json *suite = json_get(page->ranking, "suite");
	size_t first = view_count(suite, "priority", "high");
	char value[32];

	snprintf(value, sizeof value, "%zu", json_len(suite));
	tile(page, "suite", "Tests to run", value);
	html_put(page->out, "%zu of high priority", first);
	if (page->retrieval)
		html_put(page->out, ", of %.0f in the corpus",
		    json_get_number(page->retrieval, "corpus_size"));
	tile_end(page);
	if (json_get(page->ranking, "score") == NULL)
		return;
	snprintf(value, sizeof value, "%.2f", json_get_number(page->ranking, "score"));
	tile(page, "score", "Score of the run", value);
	html_put(page->out, "new tests are written from %.2f",
	    json_get_number(page->ranking, "threshold"));
	tile_end(page);
}

static void
change_tile(const struct page *page)
{
	double added = json_get_number(page->impact, "added");
	char value[32];

	snprintf(value, sizeof value, "%.0f", json_get_number(page->impact, "files"));
	tile(page, "change", "Files changed", value);
	html_put(page->out, "%.0f %s added, %.0f removed", added,
	    view_plural((size_t)added, "line", "lines"), json_get_number(page->impact, "removed"));
	tile_end(page);
}

static void
selection_tile(const struct page *page)
{
	const struct json *recall = json_get(page->selection, "expected_recall");
	char value[32];

	snprintf(value, sizeof value, "%zu", json_len(json_get(page->selection, "selected")));
	tile(page, "selection", "Tests selected", value);
	html_put(page->out, "%.0f left", json_get_number(page->selection, "left"));
	if (json_kind(recall) == JSON_NUMBER)
		html_put(page->out, ", expected recall %.2f", json_number(recall));
	tile_end(page);
}

static void
generation_tile(const struct page *page)
{
	const struct json *tests = json_get(page->generation, "tests");
	char value[32];

	snprintf(value, sizeof value, "%zu", json_len(tests));
	tile(page, "generated", "New tests", value);
	if (json_get_bool(page->generation, "gated"))
		html_put(page->out, "held back: the score is below the threshold");
	else
		html_put(page->out, "%zu by a model, %zu %s", view_count(tests, "kind", "test"),
		    view_count(tests, "kind", "skeleton"),
		    view_plural(view_count(tests, "kind", "skeleton"), "skeleton", "skeletons"));
	tile_end(page);
}

static void
spent_tile(const struct page *page)
{
	double ms = 0, usd = 0, calls = 0;
	bool unknown = false;
	char value[32];

	json_each (entry, json_get(page->doc, "phases")) {
		const struct json *usage = json_get(entry, "usage");

		ms += json_get_number(entry, "duration_ms");
		usd += json_get_number(usage, "cost_usd");
		calls += json_get_number(usage, "calls");
		unknown = unknown || json_kind(json_get(usage, "cost_usd")) == JSON_NULL;
	}
	snprintf(value, sizeof value, unknown ? "unknown" : usd > 0 ? "$%.4f" : "$%.0f", usd);
	tile(page, "phases", "Cost", value);
	html_put(page->out, "%.0f model %s, %.1f s", calls,
	    view_plural((size_t)calls, "call", "calls"), ms / 1000);
	tile_end(page);
}

static void
step(const struct page *page, size_t n, const char *one, const char *many, const char *rest)
{
	html_put(page->out, "<li>%zu %s %s</li>\n", n, view_plural(n, one, many), rest);
}

static void
gap_steps(const struct page *page, size_t gaps)
{
	const struct json *tests = json_get(page->generation, "tests");
	size_t written = view_count(tests, "kind", "test");

	if (json_get_bool(page->generation, "gated")) {
		step(page, gaps, "gap stays", "gaps stay",
		    "open: the score is below the threshold. Improve the story, or have tests "
		    "written all the same with a reason.");
		return;
	}
	if (page->generation == NULL) {
		step(page, gaps, "gap wants", "gaps want", "a test: run rsg-generate.");
		return;
	}
	if (written)
		step(page, written, "new test wants", "new tests want",
		    "a reader: a model wrote it.");
	if (json_len(tests) > written)
		step(page, json_len(tests) - written, "skeleton wants", "skeletons want",
		    "a writer.");
}

static void
next_steps(const struct page *page)
{
	const struct json *criteria = json_get(page->coverage, "criteria");
	size_t first = view_count(json_get(page->ranking, "suite"), "priority", "high");
	size_t gaps = view_count(criteria, "status", "gap");
	size_t weak = view_count(criteria, "status", "weak");
	size_t selected = json_len(json_get(page->selection, "selected"));

	html_put(page->out, "<h3>Next</h3><ul class=next>\n");
	if (selected)
		step(page, selected, "test is", "tests are", "selected: run them with rsg-select.");
	else if (page->selection)
		html_put(page->out, "<li>No test is selected.</li>\n");
	else if (first)
		step(page, first, "test", "tests", "of high priority to begin with.");
	if (weak)
		step(page, weak, "criterion is", "criteria are",
		    "weak: read the best test. Does it really check it?");
	if (gaps)
		gap_steps(page, gaps);
	else if (page->coverage)
		html_put(page->out, "<li>No criterion is a gap.</li>\n");
	for (int i = 0; doc_phases[i]; i++) {
		bool wanted = doc_is_due(page->doc, i) &&
			      strcmp(doc_phases[i], "verification") != 0 &&
			      strcmp(doc_phases[i], "healing") != 0 &&
			      (strcmp(doc_phases[i], "selection") != 0 || page->impact);

		if (wanted && json_get(json_get(page->doc, "phases"), doc_phases[i]) == NULL)
			html_put(
			    page->out, "<li class=lack>This run has no %s.</li>\n", doc_phases[i]);
	}
	html_put(page->out, "</ul>\n");
}

static void
components(const struct page *page)
{
	if (json_get(page->ranking, "score") == NULL)
		return;
	html_put(page->out,
	    "<details id=score><summary>How the score of the run is made</summary><div "
	    "class=scroll><table><caption>The weighted geometric mean of its "
	    "parts.</caption><thead>"
	    "<tr><th>Part<th class=n>Value<th class=n>Weight<th>Meaning</thead><tbody>\n");
	json_each (component, json_get(page->ranking, "components")) {
		html_put(page->out, "<tr><td>%s<td class=s>", json_get_string(component, "name"));
		page_score(page, json_get_number(component, "value"));
		html_put(page->out, "<td class=n>%.2f<td>%s\n",
		    json_get_number(component, "weight"), json_get_string(component, "meaning"));
	}
	html_put(page->out, "</tbody></table></div></details>\n");
}

void
report_summary(const struct page *page)
{
	html_put(page->out, "<section id=summary><h2 class=vh>Summary</h2><dl class=tiles>\n");
	if (page->coverage)
		coverage_tile(page);
	if (page->impact)
		change_tile(page);
	if (page->ranking)
		ranking_tiles(page);
	if (page->selection)
		selection_tile(page);
	if (page->generation)
		generation_tile(page);
	spent_tile(page);
	html_put(page->out, "</dl>\n");
	next_steps(page);
	components(page);
	html_put(page->out, "</section>\n");
}
