/* Source: SARIF 2.1.0 (OASIS, errata 01): 3.11.5 and 3.11.6 say what is escaped in a message, 3.52
   what a rule has. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "view/plain.h"
#include "view/report_private.h"

#define MESSAGE_BYTES 2000

enum rule { RULE_GAP, RULE_WEAK };

static const struct {
	const char *id, *name, *level, *brief, *full, *help;
} rules[] = {
	[RULE_GAP] = { "rsg/gap", "CriterionWithoutTest", "warning",
	    "An acceptance criterion that no existing test checks.",
	    "No test names the criterion, and none has enough of its words: most likely nothing "
	    "would fail if it did not hold.",
	    "Write a test for the criterion, or let rsg-generate begin one. If there is a test, "
	    "let it name the criterion or the story, for example with a tag, and index the tests "
	    "again." },
	[RULE_WEAK] = { "rsg/weak", "CriterionWithWeakTest", "note",
	    "An acceptance criterion that existing tests check in part at most.",
	    "Some tests deal with a part of what the criterion is about; it is not certain that "
	    "they "
	    "check it.",
	    "Read the best test. If it checks the criterion, let it name it; if not, extend it or "
	    "write another." },
};

/* Links in brackets, placeholders in braces. */
static void
message_text(const char *s, size_t most, struct buf *out)
{
	struct buf line;

	buf_init(&line, BUF_DOCUMENT);
	plain_line(&line, s, most);
	for (const char *c = line.s; *c; c++) {
		if (*c == '{' || *c == '}')
			buf_char(out, *c);
		else if (*c == '[' || *c == ']' || *c == '\\')
			buf_char(out, '\\');
		buf_char(out, *c);
	}
	buf_fini(&line);
}

static void
set_message(struct json *object, const char *key, const char *text)
{
	json_set_string(json_set_object(object, key), "text", text);
}

static void
add_rules(struct json *driver)
{
	struct json *list = json_set_array(driver, "rules");

	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		struct json *rule = json_add_object(list);

		json_set_string(rule, "id", rules[i].id);
		json_set_string(rule, "name", rules[i].name);
		set_message(rule, "shortDescription", rules[i].brief);
		set_message(rule, "fullDescription", rules[i].full);
		set_message(rule, "help", rules[i].help);
		json_set_string(
		    json_set_object(rule, "defaultConfiguration"), "level", rules[i].level);
	}
}

/* A path as a reference that can be nothing but a path: "a:b" must not become a scheme. */
static void
path_uri(const char *path, struct buf *out)
{
	if (*path == '/')
		buf_str(out, "file://");
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if (isalnum(c) || strchr("-._~/", c))
			buf_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

static const char *
story_source(const struct page *page)
{
	const char *source = json_get_string(json_get(page->doc, "story"), "source");

	return strcmp(source, "-") == 0 ? "" : source;
}

static void
add_location(const struct page *page, const char *criterion, struct json *result)
{
	const struct json *found = index_get(&page->criteria, criterion);
	double line = json_get_number(found, "line"), end = json_get_number(found, "end_line");
	struct json *place, *region;
	struct buf uri;

	if (*story_source(page) == '\0')
		return;
	buf_init(&uri, BUF_TEXT);
	path_uri(story_source(page), &uri);
	place = json_set_object(
	    json_add_object(json_set_array(result, "locations")), "physicalLocation");
	json_set_string(json_set_object(place, "artifactLocation"), "uri", uri.s);
	region = json_set_object(place, "region");
	json_set_number(region, "startLine", line > 0 ? line : 1);
	if (end > line)
		json_set_number(region, "endLine", end);
	buf_fini(&uri);
}

/* The same for one criterion of one file, whatever its line and its wording. */
static void
add_fingerprint(const struct page *page, const char *criterion, struct json *result)
{
	struct json *both = json_new_array();
	char digest[DIGEST_TEXT];
	struct buf text;

	json_add_string(both, json_get_string(json_get(page->doc, "story"), "source"));
	json_add_string(both, criterion);
	buf_init(&text, BUF_DOCUMENT);
	json_print(both, &text);
	digest_text(text.s, text.len, digest);
	buf_fini(&text);
	json_free(both);
	json_set_string(json_set_object(result, "partialFingerprints"), "rsgCriterion/v1", digest);
}

static const char *
level_of(enum rule rule, const struct json *risk)
{
	if (strcmp(json_get_string(risk, "level"), "high") != 0)
		return rules[rule].level;
	return rule == RULE_GAP ? "error" : "warning";
}

static void
message(const struct page *page, const struct json *verdict, enum rule rule, struct buf *out)
{
	const char *id = json_get_string(verdict, "id");
	const struct json *words = json_get(verdict, "missing");
	struct buf list;

	buf_init(&list, BUF_DOCUMENT);
	message_text(id, MESSAGE_BYTES, out);
	buf_str(out, rule == RULE_GAP ? " is a gap, no existing test checks it: "
				      : " is weak, existing tests check it in part at most: ");
	message_text(page_criterion_text(page, id), MESSAGE_BYTES, out);
	json_each (word, words)
		buf_printf(&list, "%s%s", list.len ? ", " : "", json_string(word));
	if (list.len) {
		buf_str(out, " (no test has: ");
		message_text(list.s, MESSAGE_BYTES, out);
		buf_char(out, ')');
	}
	buf_fini(&list);
}

static void
add_result(const struct page *page, const struct json *verdict, struct json *results)
{
	const char *id = json_get_string(verdict, "id");
	const struct json *risk = index_get(&page->risks, id);
	enum rule rule =
	    strcmp(json_get_string(verdict, "status"), "gap") == 0 ? RULE_GAP : RULE_WEAK;
	struct json *result = json_add_object(results), *properties;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	message(page, verdict, rule, &text);
	json_set_string(result, "ruleId", rules[rule].id);
	json_set_number(result, "ruleIndex", rule);
	json_set_string(result, "level", level_of(rule, risk));
	set_message(result, "message", text.s);
	add_location(page, id, result);
	add_fingerprint(page, id, result);
	json_set_number(result, "rank", json_round(100 * json_get_number(risk, "risk"), 2));
	properties = json_set_object(result, "properties");
	json_set_string(properties, "criterion", id);
	json_set_number(properties, "coverage", json_get_number(verdict, "score"));
	json_set_number(properties, "confidence", json_get_number(verdict, "confidence"));
	buf_fini(&text);
}

/* Not as a GUID: the published pattern has no place for version 7. */
static void
set_automation(struct json *run, const char *id)
{
	char text[64];

	snprintf(text, sizeof text, "rsg/%.40s", id);
	json_set_string(json_set_object(run, "automationDetails"), "id", text);
}

enum status
report_sarif(const struct json *doc, const char *version, struct json **out, struct err *err)
{
	struct json *log, *run, *driver, *results;
	struct page page;

	if (report_need_coverage(doc, err))
		return ST_DATA;
	page_init(&page, doc, NULL);
	log = json_new_object();
	json_set_string(log, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_set_string(log, "version", "2.1.0");
	run = json_add_object(json_set_array(log, "runs"));
	driver = json_set_object(json_set_object(run, "tool"), "driver");
	json_set_string(driver, "name", "rsg");
	json_set_string(driver, "semanticVersion", version);
	add_rules(driver);
	set_automation(run, doc_run_id(doc));
	results = json_set_array(run, "results");
	json_each (verdict, json_get(page.coverage, "criteria")) {
		if (strcmp(json_get_string(verdict, "status"), "covered") != 0)
			add_result(&page, verdict, results);
	}
	page_fini(&page);
	*out = log;
	return ST_OK;
}
