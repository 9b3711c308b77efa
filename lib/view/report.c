#include "view/report.h"

#include <string.h>

#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "view/html.h"
#include "view/report_private.h"

/* Sources of a policy are hashed as the browser sees them: it drops carriage returns. */
static void
add_source(struct buf *policy, const struct buf *text)
{
	unsigned char digest[DIGEST_BYTES];

	digest_bytes(text->s, text->len, digest);
	buf_str(policy, "'sha256-");
	base64_encode(digest, sizeof digest, policy);
	buf_char(policy, '\'');
}

static void
make_policy(struct buf *policy, const struct buf *css, const struct buf *js)
{
	buf_str(policy, "default-src 'none'; style-src ");
	add_source(policy, css);
	buf_str(policy, "; script-src ");
	add_source(policy, js);
	buf_str(policy, "; base-uri 'none'; form-action 'none'");
}

static enum status
take_part(const struct buf *from, const char *end, struct buf *to, struct err *err)
{
	for (size_t i = 0; i < from->len; i++) {
		if (from->s[i] != '\r')
			buf_char(to, from->s[i]);
	}
	if (strlen(to->s) != to->len || strstr(to->s, end) || strstr(to->s, "<!--"))
		return err_set(err, ST_CONFIG,
		    "a file of share/report holds \"%s\", \"<!--\" or a zero byte: it cannot be "
		    "part "
		    "of a page",
		    end);
	return ST_OK;
}

static void
navigation(const struct page *page)
{
	const bool story = page->story, change = json_get(page->doc, "change") != NULL;
	const bool files = json_len(json_get(page->ranking, "files")) > 0;
	const struct {
		const char *id, *name;
		bool there;
	} links[] = { { "summary", "Summary", true }, { "change", "Change", change },
		{ "suite", "Suite", true }, { "files", "Test files", files },
		{ "selection", "Selection", page->selection != NULL },
		{ "coverage", "Coverage", story }, { "risk", "Risk", page->coverage != NULL },
		{ "generated", "New tests", story }, { "story", "Story", story },
		{ "decisions", "Decisions", true }, { "history", "History", story },
		{ "phases", "Cost", true }, { "audit", "Audit", true },
		{ "about", "About", true } };

	html_put(page->out, "<nav aria-label=\"Sections\"><ul>");
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		if (links[i].there)
			html_put(page->out, "<li><a href=\"#%s\">%s</a></li>", links[i].id,
			    links[i].name);
	}
	html_put(page->out, "</ul></nav>\n");
}

static void
header(const struct page *page)
{
	html_put(page->out,
	    "<header><p class=brand>rsg report</p><h1>%.300s</h1><p class=d>Run "
	    "<code>%s</code>, %s",
	    page->title.s, doc_run_id(page->doc),
	    json_get_string(json_get(page->doc, "run"), "created_at"));
	if (page->story)
		html_put(page->out, ", story <code>%.200s</code>",
		    json_get_string(json_get(page->doc, "story"), "source"));
	html_put(page->out, "</p></header>\n");
}

static void
make_body(const struct page *page)
{
	header(page);
	navigation(page);
	html_put(page->out, "<main>\n");
	report_summary(page);
	report_change(page);
	report_suite(page);
	report_files(page);
	report_selection(page);
	if (page->story) {
		report_coverage(page);
		report_heat(page);
		report_generated(page);
		report_story(page);
	}
	report_decisions(page);
	if (page->story)
		report_history(page);
	report_phases(page);
	report_events(page);
	report_about(page);
	html_put(page->out, "</main>\n");
}

struct parts {
	const char *title;
	struct buf policy, css, js, body;
};

/* One name in braces; what is replaced is never looked through again. */
static bool
replace(const struct parts *parts, const char *name, size_t n, struct buf *out)
{
	const struct {
		const char *name;
		const struct buf *text;
	} known[] = { { "policy", &parts->policy }, { "style", &parts->css },
		{ "script", &parts->js }, { "body", &parts->body } };

	if (n == 5 && memcmp(name, "title", n) == 0) {
		html_put(out, "%.300s", parts->title);
		return true;
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strlen(known[i].name) == n && memcmp(known[i].name, name, n) == 0) {
			buf_add(out, known[i].text->s, known[i].text->len);
			return true;
		}
	}
	return false;
}

static enum status
fill_template(const struct buf *html, const struct parts *parts, struct buf *out, struct err *err)
{
	const char *at = html->s, *open, *close;

	while ((open = strstr(at, "{{")) != NULL) {
		close = strstr(open, "}}");
		buf_add(out, at, (size_t)(open - at));
		if (close == NULL || !replace(parts, open + 2, (size_t)(close - open - 2), out))
			return err_set(err, ST_CONFIG,
			    "report/report.html has something in braces that is not title, policy, "
			    "style, script or body");
		at = close + 2;
	}
	buf_str(out, at);
	return ST_OK;
}

static void
parts_init(struct parts *parts)
{
	buf_init(&parts->policy, BUF_TEXT);
	buf_init(&parts->css, BUF_TEXT);
	buf_init(&parts->js, BUF_TEXT);
	buf_init(&parts->body, SIZE_MAX / 4);
}

static void
parts_fini(struct parts *parts)
{
	buf_fini(&parts->policy);
	buf_fini(&parts->css);
	buf_fini(&parts->js);
	buf_fini(&parts->body);
}

enum status
report_need(const struct json *doc, struct err *err)
{
	const char *const needed[] = { json_get(doc, "story") ? "ingestion" : "impact", NULL };

	return doc_require(doc, needed, err);
}

enum status
report_html(const struct report *report, const struct report_template *template, struct buf *out,
    struct err *err)
{
	struct parts parts;
	struct page page;
	enum status st = report_need(report->doc, err);

	if (st)
		return st;
	parts_init(&parts);
	page_init(&page, report->doc, &parts.body);
	page.report = report;
	st = take_part(&template->css, "</style", &parts.css, err);
	if (st == ST_OK)
		st = take_part(&template->js, "</script", &parts.js, err);
	if (st == ST_OK) {
		make_policy(&parts.policy, &parts.css, &parts.js);
		make_body(&page);
		parts.title = page.title.s;
		st = fill_template(&template->html, &parts, out, err);
	}
	page_fini(&page);
	parts_fini(&parts);
	return st;
}
