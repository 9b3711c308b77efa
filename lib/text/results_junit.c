/* JUnit XML in its dialects, and the XML of Check. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/xml.h"
#include "text/results_private.h"
#include "text/results_xml.h"

#define MAX_LEVELS 64

static bool
is(const struct xml_node *node, const char *name)
{
	return strcmp(node->name, name) == 0;
}

static const char *
message_of(struct results *r, const struct xml_node *node)
{
	const char *message = xml_get(node, "message");
	const char *text = *message ? message : node->text;

	return results_plain(r, text, strlen(text), RESULTS_MESSAGE);
}

static const char *
trace_of(struct results *r, const struct xml_node *node)
{
	const char *trace = xml_text(node, "stackTrace"); /* of reruns */

	trace = *trace ? trace : node->text;
	return results_plain(r, trace, strlen(trace), RESULTS_TRACE);
}

/* What is said first counts, the other messages follow it. */
static void
add_problem(struct results *r, struct results_case *c, const struct xml_node *node)
{
	const char *type = xml_get(node, "type");

	if (*c->trace == '\0')
		c->trace = trace_of(r, node);
	if (*c->type == '\0')
		c->type = results_name(r, type);
	c->message = results_join(r, c->message, message_of(r, node), RESULTS_MESSAGE);
}

static void
set_status(struct results_case *c, enum results_status status)
{
	if (status > c->status)
		c->status = status;
}

static void
read_skipped(struct results *r, struct results_case *c, const struct xml_node *node)
{
	const char *type = xml_get(node, "type");

	c->message = message_of(r, node);
	c->type = results_name(r, type);
	if (strcmp(type, "pytest.xfail") == 0)
		c->status = RESULTS_XFAIL;
	else if (strcmp(type, "todo") == 0)
		c->status = RESULTS_TODO;
	else
		c->status = RESULTS_SKIPPED;
}

/* gtest and CTest say it in an attribute. */
static void
read_attribute_status(struct results *r, struct results_case *c, const struct xml_node *node)
{
	static const struct {
		const char *word;
		enum results_status status;
	} words[] = { { "notrun", RESULTS_NOTRUN }, { "disabled", RESULTS_NOTRUN },
		{ "suppressed", RESULTS_NOTRUN }, { "skipped", RESULTS_SKIPPED },
		{ "fail", RESULTS_FAILED }, { "failed", RESULTS_FAILED },
		{ "error", RESULTS_ERROR } };
	const char *status = xml_get(node, "status"), *result = xml_get(node, "result");

	c->raw = results_name(r, *result ? result : status);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i].word, status) == 0 || strcmp(words[i].word, result) == 0)
			set_status(c, words[i].status);
	}
}

struct found { /* among the children of a testcase */
	const struct xml_node *skipped;
	unsigned problems, reruns, flaky;
};

static void
read_problem(
    struct results *r, struct results_case *c, const struct xml_node *child, struct found *found)
{
	if (is(child, "failure") || is(child, "error")) {
		found->problems++;
		set_status(c, is(child, "error") ? RESULTS_ERROR : RESULTS_FAILED);
		add_problem(r, c, child);
	} else if (is(child, "rerunFailure") || is(child, "rerunError") || is(child, "rerun")) {
		found->reruns++;
	} else if (is(child, "flakyFailure") || is(child, "flakyError")) {
		found->flaky++;
		add_problem(r, c, child);
	} else if (is(child, "skipped") && found->skipped == NULL) {
		found->skipped = child;
	}
}

static void
read_case(struct results *r, const struct results_suite *suite, const struct xml_node *node)
{
	struct results_case *c = results_add(r);
	struct found found = { 0 };
	const char *skip_type;

	c->suite = suite;
	c->name = results_name(r, xml_get(node, "name"));
	c->classname = results_name(r, xml_get(node, "classname"));
	c->file = results_name(r, xml_get(node, *xml_get(node, "file") ? "file" : "filepath"));
	c->line = results_int((double)strtol(xml_get(node, "line"), NULL, 10));
	c->duration_ms = results_seconds(xml_get(node, "time"));
	read_attribute_status(r, c, node);
	for (const struct xml_node *child = node->first; child; child = child->next)
		read_problem(r, c, child, &found);
	skip_type = xml_get(found.skipped, "type");
	if (found.skipped && (found.problems == 0 || strcmp(skip_type, "todo") == 0))
		read_skipped(r, c, found.skipped);
	if (found.problems && results_is_failure(c->status))
		c->status = results_why(c->status, c->type, c->message);
	c->attempts = 1 + found.reruns + found.flaky;
	c->flaky = found.flaky > 0 || (found.reruns > 0 && !results_is_failure(c->status));
}

/* pytest counts a test twice whose teardown fails. */
static void
check_count(struct results *r, const struct xml_node *suite, size_t direct, size_t all)
{
	const char *text = xml_get(suite, "tests");
	char *end;
	unsigned long said = strtoul(text, &end, 10);
	size_t errors = 0;

	for (size_t i = r->cases.len - all; i < r->cases.len; i++)
		errors += r->cases.at[i].status == RESULTS_ERROR;
	if (*text && *end == '\0' && said != direct && (said < all || said > all + errors))
		results_note(r, "The suite \"%.100s\" says that it has %lu tests, and has %zu.",
		    xml_get(suite, "name"), said, all);
}

static size_t
read_suite(
    struct results *r, const struct xml_node *node, const struct results_suite *parent, int level)
{
	const char *name = xml_get(node, "name");
	const struct results_suite *suite = *name ? results_suite(r, parent, name) : parent;
	size_t direct = 0, nested = 0, before = r->cases.len;
	const char *file =
	    results_name(r, xml_get(node, *xml_get(node, "file") ? "file" : "filepath"));

	if (r->started_ms < 0)
		r->started_ms = results_time(xml_get(node, "timestamp"));
	for (const struct xml_node *n = node->first; n; n = n->next) {
		if (is(n, "testcase")) {
			read_case(r, suite, n);
			direct++;
		} else if (is(n, "testsuite") && level < MAX_LEVELS) {
			nested += read_suite(r, n, suite, level + 1);
		}
	}
	for (size_t i = before; *file && i < r->cases.len; i++) {
		if (*r->cases.at[i].file == '\0')
			r->cases.at[i].file = file;
	}
	check_count(r, node, direct, direct + nested);
	return direct + nested;
}

enum status
results_junit(struct results *r, const char *s, size_t n, struct err *err)
{
	struct xml xml;
	enum status st = results_xml(r, s, n, &xml, err);

	if (st)
		return st;
	if (strncmp(xml.root->name, "testsuite", 9) != 0)
		st = err_set(err, ST_DATA,
		    "the root is <%.100s>: a report with <testsuites> or <testsuite> is expected",
		    xml.root->name);
	else
		read_suite(r, xml.root, NULL, 0);
	xml_fini(&xml);
	return st;
}

/* "file.c:12" */
static void
read_place(struct results *r, struct results_case *c, const char *fn)
{
	const char *colon = strrchr(fn, ':');

	if (colon) {
		c->file = results_text(r, fn, (size_t)(colon - fn), RESULTS_NAME);
		c->line = results_int((double)strtol(colon + 1, NULL, 10));
	}
}

static void
read_check(struct results *r, const struct results_suite *suite, const struct xml_node *node)
{
	struct results_case *c = results_add(r);
	const char *result = xml_get(node, "result");

	c->suite = suite;
	c->raw = results_name(r, result);
	c->name = results_name(r, xml_text(node, "id"));
	c->classname = results_name(r, xml_text(node, "description"));
	c->duration_ms = results_seconds(xml_text(node, "duration"));
	read_place(r, c, xml_text(node, "fn"));
	if (strcmp(result, "success") == 0)
		return;
	c->message = results_name(r, xml_text(node, "message"));
	c->status = strcmp(result, "failure") == 0 ? RESULTS_FAILED : RESULTS_ERROR;
	c->status = results_why(c->status, "", c->message);
}

enum status
results_check_xml(struct results *r, const char *s, size_t n, struct err *err)
{
	struct xml xml;
	enum status st = results_xml(r, s, n, &xml, err);

	if (st)
		return st;
	r->tool = "check";
	r->started_ms = results_time(xml_text(xml.root, "datetime"));
	for (const struct xml_node *suite = xml.root->first; suite; suite = suite->next) {
		const struct results_suite *named =
		    results_suite(r, NULL, xml_text(suite, "title"));

		for (const struct xml_node *t = is(suite, "suite") ? suite->first : NULL; t;
		     t = t->next) {
			if (is(t, "test"))
				read_check(r, named, t);
		}
	}
	xml_fini(&xml);
	return st;
}
