/*
 * Any text in every place of a report that holds text from outside: the page has the same markup as
 * with a plain word, JUnit is XML, Markdown has the same tags and lines, and nothing that a
 * terminal obeys is in them.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/file.h"
#include "io/json.h"
#include "io/xml.h"
#include "view/html.h"
#include "view/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define LONGEST 200 /* what is longer is cut in one place and not in another */

static bool
is_foreign(const char *key)
{
	static const char *const keys[] = { "text", "title", "name", "file", "reason", "meaning",
		"source", "role", "goal", "benefit", "code", "note", "pending", "corpus", NULL };

	for (size_t i = 0; key && keys[i]; i++) {
		if (strcmp(keys[i], key) == 0)
			return true;
	}
	return false;
}

static void
put_everywhere(struct json *value, const char *text)
{
	json_each (member, value) {
		const char *key = json_key(member);

		if (json_kind(member) == JSON_STRING && is_foreign(key))
			member = json_set_string(value, key, text);
		else
			put_everywhere(member, text);
	}
}

static struct json *
document(void)
{
	struct err err = ERR_INIT;
	struct json *doc = NULL;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	if (file_read("tests/data/run-document.json", &text, &err) ||
	    json_parse(text.s, text.len, &doc, &err))
		abort();
	buf_fini(&text);
	json_each (test, json_path(doc, "phases.generation.output.tests"))
		json_set_string(test, "language", "none"); /* no colours, which are markup */
	return doc;
}

struct counts {
	size_t tags, quotes, lines;
};

static struct counts
count(const struct buf *text)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->s[i];

		counts.tags += c == '<';
		counts.quotes += c == '"';
		counts.lines += c == '\n';
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			abort();
	}
	if (utf8_check(text->s, text->len) != text->len)
		abort();
	return counts;
}

struct results {
	struct counts html, junit, markdown;
};

static void
render(struct json *doc, struct results *results)
{
	struct report report = { .doc = doc, .store = "", .version = "0", .why_not = "x" };
	struct report_template template;
	struct err err = ERR_INIT;
	struct buf out;
	struct xml xml;

	buf_init(&template.html, BUF_TEXT);
	buf_init(&template.css, BUF_TEXT);
	buf_init(&template.js, BUF_TEXT);
	buf_str(&template.html, "{{title}}{{body}}");
	buf_init(&out, BUF_DOCUMENT);
	if (report_html(&report, &template, &out, &err))
		abort();
	results->html = count(&out);
	buf_clear(&out);
	if (report_junit(doc, &out, &err) || xml_parse(out.s, out.len, &xml, &err))
		abort();
	xml_fini(&xml);
	results->junit = count(&out);
	buf_clear(&out);
	report_markdown(doc, &out);
	results->markdown = count(&out);
	buf_fini(&out);
	buf_fini(&template.html);
	buf_fini(&template.css);
	buf_fini(&template.js);
}

static void
compare(const char *text)
{
	struct json *plain = document(), *other = json_copy(plain);
	struct results want, got;

	put_everywhere(plain, "word");
	put_everywhere(other, text);
	render(plain, &want);
	render(other, &got);
	if (got.html.tags != want.html.tags || got.html.quotes != want.html.quotes ||
	    got.junit.tags != want.junit.tags || got.junit.quotes != want.junit.quotes ||
	    got.markdown.lines != want.markdown.lines)
		abort();
	json_free(plain);
	json_free(other);
}

/* What html_text() makes of any bytes: no markup, and every & begins an entity. */
static void
escape(const char *s, size_t n)
{
	struct buf out;

	buf_init(&out, BUF_DOCUMENT);
	html_text(&out, s, n);
	count(&out);
	if (strpbrk(out.s, "<>\"'") || strlen(out.s) != out.len)
		abort();
	for (const char *c = out.s; (c = strchr(c, '&')) != NULL; c++) {
		if (strncmp(c, "&amp;", 5) != 0 && strncmp(c, "&lt;", 4) != 0 &&
		    strncmp(c, "&gt;", 4) != 0 && strncmp(c, "&quot;", 6) != 0 &&
		    strncmp(c, "&#39;", 5) != 0)
			abort();
	}
	buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf text;

	escape((const char *)data, n);
	buf_init(&text, BUF_TEXT);
	utf8_repair(&text, (const char *)data, n < LONGEST / 3 ? n : LONGEST / 3);
	text.s[strlen(text.s)] = '\0';
	if (*text.s && strcmp(text.s, "-") != 0)
		compare(text.s);
	buf_fini(&text);
	return 0;
}
