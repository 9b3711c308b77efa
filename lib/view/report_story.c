#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "view/html.h"
#include "view/report_private.h"

static void
fact(const struct page *page, const char *name, const char *value)
{
	if (*value)
		html_put(page->out, "<div><dt>%s</dt><dd class=long>%s</dd></div>\n", name, value);
}

static void
passages(const struct page *page, const char *title, const struct json *list)
{
	if (json_len(list) == 0)
		return;
	html_put(page->out, "<h3>%s</h3><ul>\n", title);
	json_each (it, list)
		html_put(page->out, "<li>%.1000s <span class=d>line %.0f%s</span></li>\n",
		    json_get_string(it, "text"), json_get_number(it, "line"),
		    json_get_bool(it, "resolved") ? ", answered" : "");
	html_put(page->out, "</ul>\n");
}

static void
warnings(const struct page *page)
{
	bool any = false;

	json_each (entry, json_get(page->doc, "phases")) {
		json_each (warning, json_get(entry, "warnings")) {
			if (!any)
				html_put(page->out, "<h3>Warnings</h3><ul>\n");
			any = true;
			html_put(page->out, "<li>%.1000s <span class=d>%s",
			    json_get_string(warning, "text"), json_key(entry));
			if (json_get(warning, "line"))
				html_put(
				    page->out, ", line %.0f", json_get_number(warning, "line"));
			html_put(page->out, "</span></li>\n");
		}
	}
	if (any)
		html_put(page->out, "</ul>\n");
}

static void
verdicts(const struct page *page, const char *title, const struct json *list, size_t most)
{
	size_t n = 0;

	if (json_len(list) == 0)
		return;
	html_put(page->out, "<div><dt>%s</dt><dd>", title);
	json_each (it, list) {
		if (n++ == most)
			break;
		html_put(page->out, "%s%.100s", n > 1 ? ", " : "", json_get_string(it, "name"));
		if (json_get(it, "confidence"))
			html_put(page->out, " <span class=d>%.2f</span>",
			    json_get_number(it, "confidence"));
	}
	html_put(page->out, "</dd></div>\n");
}

static void
criteria(const struct page *page)
{
	const struct json *list = json_get(page->ingestion, "criteria");
	char anchor[HTML_ANCHOR];

	if (json_len(list) == 0 || page->coverage)
		return;
	html_put(page->out, "<h3>Criteria</h3><div class=scroll><table class=sort><thead><tr><th>"
			    "Criterion<th class=n data-sort=n>Importance<th class=n data-sort=n>"
			    "Line<th>Text</thead><tbody>\n");
	json_each (criterion, list) {
		html_criterion_anchor(json_get_string(criterion, "id"), anchor);
		html_put(page->out, "<tr id=\"%s\"><td class=nb>%s<td class=s>", anchor,
		    json_get_string(criterion, "id"));
		page_score(page, json_get_number(criterion, "importance"));
		html_put(page->out, "<td class=n>%.0f<td class=x><div class=long>%s</div>\n",
		    json_get_number(criterion, "line"), json_get_string(criterion, "text"));
	}
	html_put(page->out, "</tbody></table></div>\n");
}

void
report_story(const struct page *page)
{
	const struct json *scope = json_get(page->ingestion, "scope");

	page_section(page, "story", "Story", "%zu %s",
	    json_len(json_get(page->ingestion, "criteria")),
	    view_plural(json_len(json_get(page->ingestion, "criteria")), "criterion", "criteria"));
	html_put(page->out, "<dl class=facts>\n");
	fact(page, "As", json_get_string(page->ingestion, "role"));
	fact(page, "wants", json_get_string(page->ingestion, "goal"));
	fact(page, "so that", json_get_string(page->ingestion, "benefit"));
	verdicts(page, "Domains", json_get(page->classification, "domains"), 3);
	verdicts(page, "Kinds of test", json_get(page->classification, "scopes"), 5);
	verdicts(page, "Systems", json_get(page->classification, "systems"), 20);
	html_put(page->out, "</dl>\n");
	criteria(page);
	warnings(page);
	passages(page, "Open questions", json_get(page->ingestion, "questions"));
	passages(page, "In scope", json_get(scope, "in"));
	passages(page, "Out of scope", json_get(scope, "out"));
	html_put(page->out,
	    "<details><summary>The story as it was read</summary><pre tabindex=0>"
	    "%s</pre></details></section>\n",
	    json_get_string(json_get(page->doc, "story"), "text"));
}
