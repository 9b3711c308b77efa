#include "text/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "io/file.h"
#include "io/json.h"
#include "text/results_json.h"
#include "text/results_match.h"
#include "unit.h"

static struct results r;
static struct err err;

static void
set_up(void)
{
	err = (struct err)ERR_INIT;
}

static void
read_text(const char *format, const char *text)
{
	ck_assert_msg(
	    results_read(format, text, strlen(text), &r, &err) == ST_OK, "%s: %s", err.text, text);
}

static void
read_data(const char *name, const char *format)
{
	struct buf text;
	char path[100];

	snprintf(path, sizeof path, "tests/data/results/%s", name);
	buf_init(&text, BUF_DOCUMENT);
	ck_assert_msg(file_read(path, &text, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(
	    results_read(NULL, text.s, text.len, &r, &err) == ST_OK, "%s: %s", name, err.text);
	ck_assert_str_eq(r.format, format);
	buf_fini(&text);
}

/* "3 passed 1 failed 2 outside" */
static void
tell_counts(struct buf *out)
{
	struct results_counts n;

	results_count(&r, &n);
	for (int i = 0; i < RESULTS_STATUSES; i++) {
		if (n.of[i])
			buf_printf(out, "%s%zu %s", out->len ? " " : "", n.of[i],
			    results_status_name((enum results_status)i));
	}
	if (n.outside)
		buf_printf(out, " %zu outside", n.outside);
}

static void
check_counts(const char *what, const char *expected)
{
	struct buf told;

	buf_init(&told, BUF_TEXT);
	tell_counts(&told);
	ck_assert_msg(strcmp(told.s, expected) == 0, "%s: %s", what, told.s);
	buf_fini(&told);
}

/* The case of a name; `nth` of them from 0. */
static const struct results_case *
find(const char *name, int nth)
{
	vec_each (const struct results_case *, c, &r.cases) {
		if (strcmp(c->name, name) == 0 && nth-- == 0)
			return c;
	}
	ck_abort_msg("there is no case %s", name);
	return NULL;
}

START_TEST(every_dialect_is_found_and_counted)
{
	static const struct {
		const char *name, *format, *counts;
	} rows[] = {
		{ "bats.tap", "tap", "1 passed 1 skipped 1 failed" },
		{ "bats.xml", "junit", "1 passed 1 skipped 1 failed" },
		{ "broken.tap", "tap", "2 passed 1 failed 1 outside" },
		{ "cargo.txt", "cargo", "4 passed 1 skipped 1 failed" },
		{ "check.tap", "tap", "2 passed 1 failed 1 timeout 1 crash" },
		{ "check.xml", "check", "2 passed 1 failed 1 timeout 1 crash" },
		{ "ctest.xml", "junit", "2 passed 2 skipped 2 notrun 5 failed" },
		{ "ctrf.json", "ctrf", "4 passed 2 todo 2 failed 1 timeout" },
		{ "cucumber.json", "cucumber", "2 passed 1 failed 1 error" },
		{ "cucumber.xml", "junit", "2 passed 2 failed" },
		{ "fourteen.tap", "tap", "4 passed 1 xpass 1 skipped 1 todo 1 failed" },
		{ "go.json", "go", "5 passed 1 skipped 1 failed 1 timeout 1 crash 1 outside" },
		{ "gradle.xml", "junit", "2 passed 1 timeout" },
		{ "gtest.xml", "junit", "2 passed 1 skipped 1 notrun 2 failed" },
		{ "jest-junit.xml", "junit", "5 passed 1 skipped 2 failed 1 timeout" },
		{ "jest.json", "jest", "4 passed 1 skipped 1 todo 2 failed 1 timeout 1 outside" },
		{ "libtest.json", "libtest", "4 passed 1 skipped 1 failed" },
		{ "messages.ndjson", "messages", "2 passed 1 failed 1 error" },
		{ "mocha.json", "mocha", "1 passed 2 skipped 1 failed 1 outside" },
		{ "mocha.tap", "tap", "1 passed 2 skipped 2 failed" },
		{ "nextest.xml", "junit", "2 passed 1 timeout 1 crash" },
		{ "node.tap", "tap", "3 passed 1 skipped 1 todo 2 failed 1 timeout" },
		{ "node.xml", "junit", "3 passed 1 skipped 1 todo 2 failed 1 timeout" },
		{ "odd.xml", "junit", "3 passed" },
		{ "pytest-xunit1.xml", "junit", "4 passed 1 xfail 1 skipped 1 failed 2 error" },
		{ "pytest-xunit2.xml", "junit", "4 passed 1 xfail 1 skipped 1 failed 2 error" },
		{ "surefire.xml", "junit", "4 passed 1 skipped 2 failed 1 error" },
		{ "vitest.json", "jest", "3 passed 1 skipped 1 todo 1 failed" },
		{ "vitest.xml", "junit", "3 passed 2 skipped 1 failed" },
	};
	struct strings names = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		read_data(rows[i].name, rows[i].format);
		check_counts(rows[i].name, rows[i].counts);
		results_fini(&r);
	}
	ck_assert(file_list("tests/data/results", &names, &err) == ST_OK);
	ck_assert_uint_eq(names.len, sizeof rows / sizeof *rows);
	strings_fini(&names);
}
END_TEST

START_TEST(a_rerun_is_one_case_with_attempts)
{
	read_data("surefire.xml", "junit");
	ck_assert_uint_eq(find("countsThem(int)[2]", 0)->attempts, 2);
	ck_assert(!find("countsThem(int)[2]", 0)->flaky);
	ck_assert_uint_eq(find("throwsUp", 0)->attempts, 3);
	ck_assert_uint_eq(find("isFlaky", 0)->attempts, 2);
	ck_assert(find("isFlaky", 0)->flaky);
	ck_assert_str_eq(find("isFlaky", 0)->message, "only once");
	ck_assert_str_eq(find("isFlaky", 0)->trace, "only once at CartTest.java:30");
	ck_assert_str_eq(find("twoProblems", 0)->message, "first\nsecond");
	ck_assert_int_eq(find("countsThem(int)[1]", 0)->duration_ms, 1203400);
	ck_assert_str_eq(find("countsThem(int)[2]", 0)->trace,
	    "org.opentest4j.AssertionFailedError: expected: <1> but was: <2>");
	ck_assert_uint_eq(r.notes.len, 0);
	results_fini(&r);
	read_data("jest.json", "jest");
	ck_assert(find("is flaky", 0)->flaky);
	results_fini(&r);
	read_data("ctrf.json", "ctrf");
	ck_assert(find("is flaky", 0)->flaky);
	ck_assert_uint_eq(find("is flaky", 0)->attempts, 2);
	results_fini(&r);
	read_data("messages.ndjson", "messages");
	ck_assert_uint_eq(find("Pays 7", 0)->attempts, 2);
	ck_assert(!find("Pays 7", 0)->flaky);
	ck_assert_str_eq(find("Pays 7", 0)->suite->name, "Signed in");
	ck_assert_str_eq(find("Pays 7", 0)->suite->parent->name, "Checkout");
	results_fini(&r);
	read_data("nextest.xml", "junit");
	ck_assert(find("tests::flickers", 0)->flaky);
	results_fini(&r);
}
END_TEST

START_TEST(times_are_read_as_they_are_written)
{
	static const struct {
		const char *time;
		long long ms;
	} rows[] = {
		{ "1.5", 1500 },
		{ "1,234.567", 1234567 },
		{ "1,234", 1234000 },
		{ "0,123", 123 },
		{ "12,5", 12500 },
		{ "1,234,567", 1234567000 },
		{ "2e-05", 0 },
		{ "1.5e3", 1500000 },
		{ ".5", 500 },
		{ " 3 ", 3000 },
		{ "", -1 },
		{ "soon", -1 },
		{ "-1", -1 },
		{ "NaN", -1 },
		{ "1e999", -1 },
		{ "99999999999999999999", -1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[200];

		snprintf(text, sizeof text, "<testsuite><testcase name='a' time='%s'/></testsuite>",
		    rows[i].time);
		read_text(NULL, text);
		ck_assert_msg(r.cases.at[0].duration_ms == rows[i].ms, "%s: %lld", rows[i].time,
		    (long long)r.cases.at[0].duration_ms);
		results_fini(&r);
	}
}
END_TEST

START_TEST(the_start_is_that_of_the_report)
{
	static const struct {
		const char *stamp, *time;
	} rows[] = {
		{ "2026-11-20T10:00:00", "2026-11-20T10:00:00.000Z" },
		{ "2026-11-20T10:00:00.123456", "2026-11-20T10:00:00.123Z" },
		{ "2026-11-20T10:00:00.5Z", "2026-11-20T10:00:00.500Z" },
		{ "2026-11-20 10:00:00", "2026-11-20T10:00:00.000Z" },
		{ "2026-11-20T10:00:00.123+01:00", "2026-11-20T09:00:00.123Z" },
		{ "yesterday", NULL },
		{ "2026-11-20T10:00:00 and much more text than a time has", NULL },
	};
	char text[300], at[TIME_TEXT];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		snprintf(text, sizeof text, "<testsuite timestamp='%s'/>", rows[i].stamp);
		read_text(NULL, text);
		ck_assert_msg((r.started_ms >= 0) == (rows[i].time != NULL), "%s", rows[i].stamp);
		if (rows[i].time) {
			time_format(r.started_ms, at);
			ck_assert_str_eq(at, rows[i].time);
		}
		results_fini(&r);
	}
}
END_TEST

START_TEST(hostile_xml_is_refused_or_mended)
{
	static const char *const refused[] = {
		"<!DOCTYPE a [<!ENTITY b \"c\">]><testsuite name='&b;'/>",
		"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><testsuite/>",
		"<testsuite><testcase name='&unknown;'/></testsuite>",
		"<testsuite><testcase name='a'/>",
		"<testsuite a='1' a='2'/>",
		"<report/>",
		"<?xml version='1.0' encoding='ebcdic'?><testsuite/>",
		"<",
	};
	struct buf deep;

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		ck_assert_msg(
		    results_read("junit", refused[i], strlen(refused[i]), &r, &err) == ST_DATA,
		    "%s", refused[i]);
	buf_init(&deep, BUF_DOCUMENT);
	for (int i = 0; i < 10000; i++)
		buf_str(&deep, "<testsuite name='a'>");
	ck_assert_int_eq(results_read(NULL, deep.s, deep.len, &r, &err), ST_DATA);
	buf_fini(&deep);
	read_data("odd.xml", "junit");
	ck_assert_str_eq(find("bell \xef\xbf\xbd and \xef\xbf\xbd[31m", 0)->name,
	    "bell \xef\xbf\xbd and \xef\xbf\xbd[31m");
	ck_assert_str_eq(
	    r.notes.at[0], "4 characters that XML does not allow are replaced by U+FFFD.");
	ck_assert_str_eq(find("deep", 0)->suite->parent->name, "outer");
	results_fini(&r);
	read_text(NULL, "<testsuite name='\xff\xfe'><testcase name='\xed\xa0\x80'/></testsuite>");
	results_fini(&r);
	read_text(NULL, "<?xml version='1.0' encoding='ISO-8859-1'?><testsuite><testcase "
			"name='caf\xe9'/></testsuite>");
	ck_assert_str_eq(r.cases.at[0].name, "caf\xc3\xa9");
	results_fini(&r);
	read_text(NULL, "<?xml version='1.0' encoding='windows-1252'?><testsuite><testcase "
			"name='\x80 5'/></testsuite>");
	ck_assert_str_eq(r.cases.at[0].name, "\xe2\x82\xac 5");
	results_fini(&r);
	read_text(NULL, "\xef\xbb\xbf <testsuites/>");
	ck_assert_uint_eq(r.cases.len, 0);
	results_fini(&r);
}
END_TEST

START_TEST(tap_has_a_plan_numbers_and_directives)
{
	static const struct {
		const char *text, *counts;
		size_t notes;
	} rows[] = {
		{ "1..1\nok\n", "1 passed", 0 },
		{ "ok 1\n1..1\n", "1 passed", 0 },
		{ "ok 1\nok 2\n", "2 passed 1 outside", 0 },
		{ "1..3\nok 1\nok 2\n", "2 passed 1 outside", 0 },
		{ "1..1\nok 1\nok 2\n", "2 passed 1 outside", 0 },
		{ "1..2\nok 2\nok 1\n", "2 passed", 2 },
		{ "1..0 # SKIP no net\n", "", 0 },
		{ "1..2\nok 1 - a # skip: why\nnot ok 2 b # ToDo c\n", "1 skipped 1 todo", 0 },
		{ "1..1\nok 1 - a # TODO b\n", "1 xpass", 0 },
		{ "1..1\nok 1 - a \\# TODO b\n", "1 passed", 0 },
		{ "1..1\nok 1 - a #TODO b\n", "1 xpass", 0 },
		{ "1..1\nok 1 - a#TODO b\n", "1 passed", 0 },
		{ "1..1\nBail out!\n", " 1 outside", 0 },
		{ "1..1\nokay this is no point\nok 1\n", "1 passed", 0 },
		{ "1..1\n    ok but indented\nok 1\n", "1 passed", 0 },
		{ "1..1\r\nok 1 - dos\r\n", "1 passed", 0 },
		{ "noise before\n1..1\nok 1\nnoise after\n", "1 passed", 0 },
		{ "TAP version 13\n1..1\nok 1\nTAP version 13\n1..1\nok 1\n", "2 passed", 0 },
		{ "1..1\nnot ok 1\n  ---\n  message: 'it''s'\n", "1 failed", 0 },
		{ "1..1\n    1..2\n    ok 1 - a\nok 1 - b\n", "1 passed 1 outside", 0 },
		{ "1..1\n    1..1\n    ok 1 - a\nnot ok 1 - b\n", "1 passed 1 failed", 0 },
		{ "1..1\n    1..1\n    not ok 1 - a\nnot ok 1 - b\n", "1 failed", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		read_text("tap", rows[i].text);
		check_counts(rows[i].text, rows[i].counts);
		ck_assert_msg(r.notes.len == rows[i].notes, "%s: %zu", rows[i].text, r.notes.len);
		results_fini(&r);
	}
	ck_assert_int_eq(results_read("tap", "nothing", 7, &r, &err), ST_DATA);
}
END_TEST

START_TEST(tap_says_where_and_why)
{
	read_data("fourteen.tap", "tap");
	ck_assert_str_eq(find("plain # not a directive", 0)->name, "plain # not a directive");
	ck_assert_str_eq(find("sibling", 0)->message, "it broke");
	ck_assert_str_eq(find("sibling", 0)->file, "cart.js");
	ck_assert_int_eq(find("sibling", 0)->line, 12);
	ck_assert_str_eq(find("grandchild", 0)->suite->name, "child");
	ck_assert_str_eq(find("grandchild", 0)->suite->parent->name, "parent");
	ck_assert(find("parent", 0)->group && find("child", 0)->group);
	ck_assert_str_eq(find("inside", 0)->suite->name, "braces");
	ck_assert(find("braces", 0)->group);
	ck_assert_int_eq(find("timed", 0)->duration_ms, 13);
	ck_assert_str_eq(find("elsewhere", 0)->message, "no net");
	ck_assert_str_eq(find("later", 0)->message, "not yet");
	results_fini(&r);
	read_data("broken.tap", "tap");
	ck_assert_str_eq(find("second", 0)->message, "at cart.t line 3");
	ck_assert_str_eq(find("Bail out!", 0)->message, "The database is gone.");
	ck_assert_str_eq(r.notes.at[0], "Test number 4 comes after 2.");
	results_fini(&r);
	read_data("bats.tap", "tap");
	ck_assert_str_eq(find("fails", 0)->file, "cart.bats");
	ck_assert_int_eq(find("fails", 0)->line, 5);
	results_fini(&r);
	read_data("node.tap", "tap");
	ck_assert_str_eq(find("fails", 0)->message, "1 == 2");
	ck_assert_int_eq(find("fails", 0)->line, 4);
	ck_assert_str_eq(find("inner two", 0)->message, "inner # broke");
	ck_assert_str_eq(find("inner two", 0)->suite->name, "outer");
	results_fini(&r);
	read_text(NULL, "1..1\nok 1 - bats does it in 12ms\n");
	ck_assert_str_eq(r.cases.at[0].name, "bats does it");
	ck_assert_int_eq(r.cases.at[0].duration_ms, 12);
	results_fini(&r);
}
END_TEST

#define EVENT(action, test, more) "{\"Action\":\"" action "\",\"Package\":\"p\"" test more "}\n"
#define A ",\"Test\":\"TestA\""
#define AB ",\"Test\":\"TestA/b\""

START_TEST(go_events_are_put_together)
{
	static const struct {
		const char *text, *counts;
	} rows[] = {
		{ EVENT("run", A, "") EVENT("pass", A, "") EVENT("pass", "", ""), "1 passed" },
		{ EVENT("run", A, "") EVENT("fail", "", ""), "1 crash" },
		{ EVENT("run", A, ""), "1 crash" },
		{ EVENT("run", A, "") EVENT("output", A,
		      ",\"Output\":\"panic: test timed out after 1s\\n\"") EVENT("fail", "", ""),
		    "1 timeout" },
		{ EVENT("run", A, "") EVENT("pass", A, "") EVENT("fail", "", ""),
		    "1 passed 1 outside" },
		{ EVENT("run", A, "") EVENT("run", AB, "") EVENT("fail", AB, "")
			EVENT("fail", A, "") EVENT("fail", "", ""),
		    "1 failed" },
		{ EVENT("run", A, "") EVENT("run", AB, "") EVENT("pass", AB, "")
			EVENT("fail", A, "") EVENT("fail", "", ""),
		    "1 passed 1 failed" },
		{ EVENT("pass", A, "") "garbage\n" EVENT("pass", "", ""), "1 passed" },
		{ "go: downloading x\n" EVENT("skip", A, ""), "1 skipped" },
		{ EVENT("start", "", "") EVENT("fail", "", ",\"FailedBuild\":\"p\""),
		    " 1 outside" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		read_text(NULL, rows[i].text);
		check_counts(rows[i].text, rows[i].counts);
		results_fini(&r);
	}
	read_text(NULL, EVENT("fail", A, "") EVENT("pass", A, ",\"Elapsed\":0.25"));
	ck_assert_uint_eq(r.cases.len, 1);
	ck_assert(r.cases.at[0].flaky && r.cases.at[0].status == RESULTS_FAILED);
	ck_assert_uint_eq(r.cases.at[0].attempts, 2);
	results_fini(&r);
	read_data("go.json", "go");
	ck_assert_str_eq(find("TestTotals/c", 0)->message, "cart_test.go:6: wrong total");
	ck_assert_str_eq(find("TestTotals/c", 0)->classname, "example.com/shop/cart");
	ck_assert(find("TestTotals", 0)->group);
	ck_assert_str_eq(find("example.com/shop/bad", 0)->message, "[build failed]");
	results_fini(&r);
}
END_TEST

/* As long as a report may be, and not cut where one is told from another. */
START_TEST(names_of_any_length_are_told_apart)
{
	char *name = malloc(BUF_TEXT + 2);
	struct buf text;

	memset(name, 'p', BUF_TEXT + 1);
	name[BUF_TEXT + 1] = '\0';
	buf_init(&text, BUF_DOCUMENT);
	for (int i = 0; i < 2; i++)
		buf_printf(&text,
		    "{\"Action\":\"run\",\"Package\":\"%s%d\",\"Test\":\"T\"}\n"
		    "{\"Action\":\"%s\",\"Package\":\"%s%d\",\"Test\":\"T\"}\n",
		    name, i, i ? "fail" : "pass", name, i);
	read_text("go", text.s);
	check_counts("long names", "1 passed 1 failed");
	results_fini(&r);
	buf_fini(&text);
	free(name);
}
END_TEST

START_TEST(durations_can_be_added)
{
	struct results_counts n;
	struct results_sum sum;
	struct buf text;
	size_t *found;

	buf_init(&text, BUF_DOCUMENT);
	buf_str(&text, "<testsuite><testcase name='over' time='9000000001'/>");
	for (int i = 0; i < 2000; i++)
		buf_str(&text, "<testcase name='same' time='9000000000'/>");
	buf_str(&text, "</testsuite>");
	read_text(NULL, text.s);
	ck_assert_int_eq(find("over", 0)->duration_ms, -1);
	results_count(&r, &n);
	ck_assert_int_eq(n.duration_ms, 2000 * RESULTS_MS);
	found = malloc(r.cases.len * sizeof *found);
	results_sum(&r, NULL, found, &sum);
	ck_assert_uint_eq(sum.lines.len, 2);
	ck_assert_int_eq(sum.lines.at[1].duration_ms, RESULTS_MS);
	results_sum_fini(&sum);
	free(found);
	results_fini(&r);
	buf_fini(&text);
}
END_TEST

START_TEST(cargo_output_ends_where_the_binary_does)
{
	read_text(NULL, "running 2 tests\ntest a ... ok\n");
	check_counts("cut", "1 passed 1 outside");
	results_fini(&r);
	read_text(NULL, "running 2 tests\ntest a ... ok\ntest result: ok. 1 passed\n");
	check_counts("short", "1 passed");
	ck_assert_uint_eq(r.notes.len, 1);
	results_fini(&r);
	read_data("cargo.txt", "cargo");
	ck_assert(strncmp(find("cart::tests::fails", 0)->message, "said\n", 5) == 0);
	ck_assert_str_eq(find("tests::panics", 0)->raw, "ok");
	ck_assert_str_eq(find("tests::waits", 0)->message, "slow");
	results_fini(&r);
}
END_TEST

START_TEST(counts_that_do_not_fit_are_noted)
{
	static const char *const odd[] = {
		"<testsuite name='a' tests='3'><testcase name='b'/></testsuite>",
		"{\"results\":{\"tool\":{\"name\":\"x\"},\"summary\":{\"tests\":2,\"passed\":1,"
		"\"failed\":0},\"tests\":[{\"name\":\"a\",\"status\":\"passed\",\"duration\":1}]}}",
		"{\"numTotalTests\":4,\"testResults\":[]}",
		"{\"type\":\"suite\",\"event\":\"started\",\"test_count\":2}\n"
		"{\"type\":\"test\",\"event\":\"ok\",\"name\":\"a\"}\n",
	};

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		read_text(NULL, odd[i]);
		ck_assert_msg(r.notes.len > 0, "%s", odd[i]);
		results_fini(&r);
	}
	read_text(NULL, "1..1\nok 1\n");
	results_check_exit(&r, 0);
	ck_assert_uint_eq(r.notes.len, 0);
	results_check_exit(&r, 1);
	ck_assert(strstr(r.notes.at[0], "has no failure") != NULL);
	results_fini(&r);
	read_text(NULL, "1..1\nnot ok 1\n");
	results_check_exit(&r, 1);
	ck_assert_uint_eq(r.notes.len, 0);
	results_check_exit(&r, 0);
	ck_assert(strstr(r.notes.at[0], "not to be trusted") != NULL);
	results_fini(&r);
}
END_TEST

START_TEST(what_is_no_report_is_refused)
{
	static const char *const texts[] = { "", "   ", "hello\nworld\n", "{}", "{\"a\":1}", "[1]",
		"{\"testResults\":1}", "{\"results\":{\"tests\":{}}}", "{\"Action\":", "[", "{" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_assert_msg(results_read(NULL, texts[i], strlen(texts[i]), &r, &err) == ST_DATA,
		    "%s", texts[i]);
	ck_assert(!results_format_known("xml"));
	ck_assert(results_format_known("junit"));
}
END_TEST

START_TEST(texts_are_clean_and_bounded)
{
	struct buf text;
	struct json *j;

	buf_init(&text, BUF_DOCUMENT);
	buf_str(&text, "{\"numTotalTests\":1,\"testResults\":[{\"assertionResults\":[{\"title\":\""
		       "nul \\u0000 half \\ud800 \\ud83d\\ude00\",\"status\":\"failed\","
		       "\"failureMessages\":[\"\\u001b[31mred\\u001b[0m\",\"");
	for (int i = 0; i < 20000; i++)
		buf_str(&text, "\xc3\xa9");
	buf_str(&text, "\"]}]}]}");
	read_text(NULL, text.s);
	ck_assert_str_eq(r.cases.at[0].name, "nul \xef\xbf\xbd half \xef\xbf\xbd \xf0\x9f\x98\x80");
	ck_assert(strncmp(r.cases.at[0].message, "red\n\xc3\xa9", 6) == 0);
	ck_assert_uint_le(strlen(r.cases.at[0].message), RESULTS_MESSAGE);
	j = results_case_json(&r.cases.at[0], "-", r.format, NULL);
	ck_assert(json_kind(json_get(j, "test")) == JSON_NULL);
	json_free(j);
	results_fini(&r);
	buf_fini(&text);
}
END_TEST

START_TEST(too_many_results_are_refused)
{
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	for (int i = 0; i <= RESULTS_MAX; i++)
		buf_str(&text, "ok\n");
	ck_assert_int_eq(results_read(NULL, text.s, text.len, &r, &err), ST_DATA);
	ck_assert(strstr(err.text, "split the report") != NULL);
	buf_fini(&text);
}
END_TEST

UNIT_SUITE(results)
{
	tcase_add_checked_fixture(tc, set_up, NULL);
	tcase_add_test(tc, every_dialect_is_found_and_counted);
	tcase_add_test(tc, a_rerun_is_one_case_with_attempts);
	tcase_add_test(tc, times_are_read_as_they_are_written);
	tcase_add_test(tc, the_start_is_that_of_the_report);
	tcase_add_test(tc, hostile_xml_is_refused_or_mended);
	tcase_add_test(tc, tap_has_a_plan_numbers_and_directives);
	tcase_add_test(tc, tap_says_where_and_why);
	tcase_add_test(tc, go_events_are_put_together);
	tcase_add_test(tc, names_of_any_length_are_told_apart);
	tcase_add_test(tc, durations_can_be_added);
	tcase_add_test(tc, cargo_output_ends_where_the_binary_does);
	tcase_add_test(tc, counts_that_do_not_fit_are_noted);
	tcase_add_test(tc, what_is_no_report_is_refused);
	tcase_add_test(tc, texts_are_clean_and_bounded);
	tcase_add_test(tc, too_many_results_are_refused);
}
