#include "doc/doc.h"
#include "io/json.h"
#include "view/html.h"
#include "view/report_private.h"

static const struct {
	const char *key, *title;
} counts[] = { { "generated", "Written" }, { "parsed", "Parse" }, { "built", "Build" },
	{ "passed", "Pass" }, { "stable", "Stable" }, { "unique", "Unique" },
	{ "tied", "Tied to criterion" }, { "proven", "Fail before the change" },
	{ "survived", "Survived" } };

void
report_survival(const struct page *page)
{
	const struct json *output = doc_output(page->doc, "verification");

	if (json_len(json_get(output, "survival")) == 0)
		return;
	html_put(page->out,
	    "<div class=scroll><table id=survival><caption>What became of the tests when they were "
	    "run (sandbox: %s).</caption><thead><tr><th>Framework<th>Model",
	    json_get_string(output, "tier"));
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		html_put(page->out, "<th class=n>%s", counts[i].title);
	html_put(page->out, "</thead><tbody>\n");
	json_each (it, json_get(output, "survival")) {
		html_put(page->out, "<tr><td>%.100s<td>%.200s", json_get_string(it, "framework"),
		    json_get_string(it, "model"));
		for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
			html_put(page->out, "<td class=n>%.0f", json_get_number(it, counts[i].key));
		html_put(page->out, "\n");
	}
	html_put(page->out, "</tbody></table></div>\n");
}

static void
cause(const struct page *page, const struct json *failure)
{
	if (failure == NULL)
		return;
	html_put(page->out, "<p>Cause (%s): %.500s", json_get_string(failure, "category"),
	    json_get_string(failure, "line"));
	if (*json_get_string(failure, "suggestion"))
		html_put(page->out, " <span class=d>%.500s</span>",
		    json_get_string(failure, "suggestion"));
	html_put(page->out, "</p>\n");
}

void
report_verified(const struct page *page, const struct json *verified)
{
	const char *output = json_get_string(verified, "output");

	if (json_get(verified, "model") == NULL)
		return;
	html_put(page->out,
	    "<h4>What it did when it was run</h4><div class=scroll><table><thead><tr><th>Stage"
	    "<th>Verdict<th>Why</thead><tbody>\n");
	json_each (it, json_get(verified, "stages"))
		html_put(page->out, "<tr><td>%s<td>%s<td>%.1000s\n", json_get_string(it, "stage"),
		    json_get_string(it, "verdict"), json_get_string(it, "why"));
	html_put(page->out, "</tbody></table></div>\n");
	cause(page, json_get(verified, "failure"));
	if (*output)
		html_put(page->out,
		    "<details><summary>What the runner said</summary><pre tabindex=0>%.8000s"
		    "</pre></details>\n",
		    output);
}

/* One attempt to repair it: what it changed, and what came of that. */
static void
attempt(const struct page *page, const struct json *it, size_t n)
{
	const char *refused = json_get_string(it, "refused"), *diff = json_get_string(it, "diff");

	html_put(page->out, "<details><summary>Attempt %zu, level %.0f, by %.200s: %s</summary>\n",
	    n, json_get_number(it, "level"), json_get_string(it, "model"),
	    *refused			      ? "refused"
	    : *json_get_string(it, "verdict") ? "the product is wrong, it says"
					      : json_get_string(it, "outcome"));
	if (*refused)
		html_put(page->out, "<p>%.1000s</p>\n", refused);
	html_put(page->out, "<p class=d>%.1000s</p>\n", json_get_string(it, "explanation"));
	json_each (changed, json_get(it, "changed"))
		html_put(page->out, "<p>%s: %.500s <span class=d>%.500s</span></p>\n",
		    json_get_string(changed, "severity"), json_get_string(changed, "why"),
		    json_get_string(changed, "text"));
	if (*diff)
		html_put(page->out, "<pre tabindex=0>%.16000s</pre>\n", diff);
	html_put(page->out, "</details>\n");
}

void
report_healed(const struct page *page, const struct json *healed)
{
	size_t n = 0;

	if (json_len(json_get(healed, "attempts")) == 0)
		return;
	html_put(page->out, "<h4>How it was repaired</h4><p>%s: %.1000s</p>\n",
	    json_get_string(healed, "verdict"), json_get_string(healed, "why"));
	json_each (it, json_get(healed, "attempts"))
		attempt(page, it, ++n);
}
