#include <string.h>

#include "doc/generated.h"
#include "io/json.h"
#include "text/highlight.h"
#include "view/html.h"
#include "view/plain.h"
#include "view/report_private.h"
#include "view/verification.h"

#define CODE_BYTES 200000

static void
span(enum highlight_kind kind, const char *s, size_t n, void *arg)
{
	struct buf *out = arg;

	if (kind != HIGHLIGHT_PLAIN)
		html_put(out, "<span class=%s>", highlight_name(kind));
	html_text(out, s, n);
	if (kind != HIGHLIGHT_PLAIN)
		html_put(out, "</span>");
}

static void
code(const struct page *page, const char *text, const char *language)
{
	size_t n = strlen(text), keep = plain_cut(text, n, CODE_BYTES);

	html_put(page->out, "<pre tabindex=0><code>");
	highlight(language, text, keep, span, page->out);
	html_put(page->out, "</code></pre>\n");
	if (keep < n)
		html_put(
		    page->out, "<p class=none>%zu more bytes are in the document.</p>\n", n - keep);
}

static void
fact(const struct page *page, const char *name, const char *value)
{
	if (*value)
		html_put(page->out, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
}

static void
imports(const struct page *page, const struct json *list)
{
	bool first = true;

	if (json_len(list) == 0)
		return;
	html_put(page->out, "<div><dt>Imports</dt><dd>");
	json_each (import, list) {
		html_put(page->out, "%s%.200s <span class=d>%s</span>", first ? "" : ", ",
		    json_get_string(import, "name"), json_get_string(import, "from"));
		first = false;
	}
	html_put(page->out, "</dd></div>\n");
}

static void
conditioning(const struct page *page, const struct json *test)
{
	const struct json *from = json_get(test, "conditioning");

	html_put(page->out,
	    "<h4>What it was made from</h4><dl class=facts><div><dt>Score of the run</dt><dd>%.2f"
	    "</dd></div><div><dt>Coverage before</dt><dd>%.2f</dd></div>\n",
	    json_get_number(from, "ranking_score"), json_get_number(from, "coverage_score"));
	if (json_len(json_get(from, "missing"))) {
		html_put(page->out, "<div><dt>Words no test has</dt><dd>");
		page_words(page, json_get(from, "missing"), 20);
		html_put(page->out, "</dd></div>\n");
	}
	if (json_len(json_get(from, "nearest"))) {
		html_put(page->out, "<div><dt>Nearest tests</dt><dd>");
		json_each (near, json_get(from, "nearest")) {
			html_put(page->out, "<div>");
			page_test_link(page, json_get_string(near, "test"));
			html_put(page->out, " <span class=d>%.2f</span></div>",
			    json_get_number(near, "score"));
		}
		html_put(page->out, "</dd></div>\n");
	}
	fact(page, "Prompt (SHA-256)", json_get_string(from, "prompt"));
	if (json_len(json_get(from, "cut"))) {
		html_put(page->out, "<div><dt>Not shown to the model</dt><dd>");
		page_words(page, json_get(from, "cut"), 20);
		html_put(page->out, "</dd></div>\n");
	}
	html_put(page->out, "</dl>\n");
}

static void
facts(const struct page *page, const struct json *test)
{
	const struct json *checks = json_get(test, "checks");

	html_put(page->out, "<dl class=facts>\n");
	fact(page, "File", json_get_string(test, "file"));
	fact(page, "Framework", json_get_string(test, "framework"));
	fact(page, "Written by", json_get_string(test, "model"));
	fact(page, "What it does", json_get_string(test, "explanation"));
	fact(page, "Pending", json_get_string(test, "pending"));
	fact(page, "Note", json_get_string(test, "note"));
	if (checks) {
		fact(page, "Syntax", json_get_string(checks, "syntax"));
		fact(page, "Parsed by", json_get_string(checks, "parser"));
		fact(page, "Repaired", json_get_bool(checks, "repaired") ? "once" : "");
		imports(page, json_get(checks, "imports"));
	}
	html_put(page->out, "</dl>\n");
}

static void
generated_test(const struct page *page, const struct json *test, bool open)
{
	const char *id = json_get_string(test, "id");
	const struct json *verified = verification_now(page->doc, test);
	char anchor[HTML_ANCHOR];

	html_anchor("generated-", id, anchor);
	html_put(page->out,
	    "<details class=card id=\"%s\"%s><summary><b class=other>%s</b> %.300s ", anchor,
	    open ? " open" : "", id, json_get_string(test, "name"));
	html_put(page->out, "<span class=d>for </span>");
	page_criterion_link(page, json_get_string(test, "criterion"));
	html_put(page->out, " <span class=d>%s</span></summary>\n",
	    strcmp(json_get_string(test, "kind"), "test") != 0 ? "skeleton"
	    : verified == NULL				       ? "written by a model, not run"
	    : json_get_bool(verified, "survived") ? "written by a model, survived its runs"
						  : "written by a model, did not survive");
	html_put(page->out, "<p>%.1000s</p>\n",
	    page_criterion_text(page, json_get_string(test, "criterion")));
	code(page, doc_generated_code(page->doc, test), json_get_string(test, "language"));
	facts(page, test);
	report_verified(page, verified);
	report_healed(page, doc_healed(page->doc, id));
	conditioning(page, test);
	html_put(page->out, "<details><summary>As a scenario</summary>\n");
	code(page, json_get_string(test, "gherkin"), "gherkin");
	html_put(page->out, "</details></details>\n");
}

void
report_generated(const struct page *page)
{
	const struct json *tests = json_get(page->generation, "tests");
	bool open = true;

	page_section(page, "generated", "New tests", "%s", "");
	if (page->generation == NULL)
		page_missing(page, "No tests were generated", "rsg-generate");
	else
		html_put(page->out, "<p class=d>%s%s.</p>\n",
		    json_get_bool(page->generation, "forced") ? "Forced: " : "",
		    json_get_string(page->generation, "reason"));
	report_survival(page);
	json_each (test, tests) {
		generated_test(page, test, open);
		open = false;
	}
	html_put(page->out, "</section>\n");
}
