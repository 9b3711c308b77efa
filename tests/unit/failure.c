#include "text/failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "unit.h"

static struct failure_rules *rules;
static struct json *tree;
static struct failure f, g;
static struct err err;

static void
set_up(void)
{
	struct share *share;

	err = (struct err)ERR_INIT;
	setenv("RSG_SHARE", "share", 1);
	unsetenv("XDG_CONFIG_HOME");
	share = share_open(NULL);
	ck_assert_msg(share_yaml(share, FAILURE_FILE, &tree, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(failure_rules_read(json_copy(tree), &rules, &err) == ST_OK, "%s", err.text);
	share_close(share);
}

static void
tear_down(void)
{
	failure_rules_free(rules);
	json_free(tree);
}

static void
read_as(struct failure *out, const char *framework, const char *text)
{
	const struct failure_ask ask = { .text = text, .n = strlen(text), .framework = framework };

	failure_read(rules, &ask, out);
}

static void
check_part(const char *rule, const struct json *example, const char *key, const char *got)
{
	const char *want = json_string(json_get(example, key));

	if (want)
		ck_assert_msg(strcmp(want, got) == 0, "%s: %s is %s, not %s", rule, key, got, want);
}

static void
check_example(const struct json *rule, const struct json *example)
{
	const char *name = json_get_string(rule, "name");
	const char *text = json_get_string(example, "text");
	const struct failure_ask ask = { .text = text,
		.n = strlen(text),
		.framework = json_string(json_get(example, "runner")),
		.stage = json_string(json_get(example, "stage")),
		.root = "/w" };

	failure_read(rules, &ask, &f);
	ck_assert_msg(strcmp(f.rule, name) == 0, "%s: %s fits before it", name, f.rule);
	check_part(name, example, "line", f.line);
	check_part(name, example, "file", f.file);
	if (json_get(example, "at"))
		ck_assert_msg(f.at == (int)json_get_number(example, "at"), "%s: at %d", name, f.at);
	if (json_get(example, "name"))
		ck_assert_msg(strstr(json_get_string(rule, "suggestion"), "{name}") == NULL ||
				  strstr(f.suggestion, json_get_string(example, "name")),
		    "%s: %s", name, f.suggestion);
	ck_assert_msg(*f.suggestion && !strchr(f.suggestion, '{'), "%s: %s", name, f.suggestion);
	failure_fini(&f);
}

START_TEST(each_rule_explains_its_examples)
{
	size_t n = 0;

	json_each (rule, json_get(tree, "rules")) {
		ck_assert_msg(json_len(json_get(rule, "examples")) > 0, "%s has no example",
		    json_get_string(rule, "name"));
		json_each (example, json_get(rule, "examples"))
			check_example(rule, example);
		n++;
	}
	ck_assert_uint_ge(n, 40);
}
END_TEST

static bool
same(const char *const *pair, bool loose)
{
	bool is_same;

	read_as(&f, pair[0], pair[1]);
	read_as(&g, pair[0], pair[2]);
	is_same = strcmp(loose ? f.loose : f.strict, loose ? g.loose : g.strict) == 0;
	failure_fini(&f);
	failure_fini(&g);
	return is_same;
}

static bool
is_useful(const struct json *c, const char *text, size_t n)
{
	const struct failure_ask ask = { .text = text,
		.n = n,
		.framework = json_get_string(c, "runner"),
		.stage = json_string(json_get(c, "stage")),
		.root = "/tmp/rsg/work" };
	bool line = false, category;

	failure_read(rules, &ask, &f);
	json_each (cause, json_get(c, "cause"))
		line = line || strstr(f.line, json_string(cause)) != NULL;
	category = strcmp(failure_category_name(f.category), json_get_string(c, "category")) == 0;
	failure_fini(&f);
	return line && category;
}

/* What real runners printed (tests/eval/failures.py). */
START_TEST(kept_outputs_are_explained)
{
	struct json *cases = NULL;
	struct buf text;
	size_t useful = 0;

	buf_init(&text, BUF_TEXT);
	ck_assert(file_read("tests/data/failures/cases.json", &text, &err) == ST_OK);
	ck_assert(json_parse(text.s, text.len, &cases, &err) == ST_OK);
	json_each (c, cases) {
		char path[100];

		snprintf(
		    path, sizeof path, "tests/data/failures/%.60s.txt", json_get_string(c, "name"));
		buf_clear(&text);
		ck_assert_msg(file_read(path, &text, &err) == ST_OK, "%s", err.text);
		useful += is_useful(c, text.s, text.len);
	}
	ck_assert_uint_ge(json_len(cases), 40);
	ck_assert_msg(useful * 100 >= json_len(cases) * 98, "%zu of %zu", useful, json_len(cases));
	json_free(cases);
	buf_fini(&text);
}
END_TEST

START_TEST(what_changes_from_run_to_run_is_no_part_of_a_fingerprint)
{
	static const char *const pairs[][3] = {
		{ "go", "panic: none from 127.0.0.1:40123\n", "panic: none from 10.0.0.9:1\n" },
		{ "go", "panic: none from http://a.b:1/c\n", "panic: none from http://a.b:2/d\n" },
		{ "pytest", "E  ValueError: at 0x7f00beef\n", "E  ValueError: at 0x7f11dead\n" },
		{ "pytest", "E  ValueError: /tmp/pytest-1/a\n",
		    "E  ValueError: /tmp/pytest-2/b\n" },
		{ "pytest", "E  ValueError: 0.25s, line 3\n", "E  ValueError: 12 s, line 14\n" },
		{ "pytest", "E  ValueError: 2024-01-02T03:04:05Z\n",
		    "E  ValueError: 2026-11-29T06:28:23Z\n" },
		{ "pytest", "E  ValueError: 123e4567-e89b-12d3-a456-426614174000\n",
		    "E  ValueError: 00000000-1111-2222-3333-444444444444\n" },
		{ "pytest", "E  ValueError: da39a3ee5e6b4b0d3255bfef95601890afd80709\n",
		    "E  ValueError: 00000000000000000000000000000000afd80709\n" },
		{ "pytest", "E  ValueError: pid 12 on port 8080\n",
		    "E  ValueError: pid 4567 on port 1\n" },
		{ "pytest", "\x1b[31mE  ValueError: a\x1b[0m\r\n", "E  ValueError: a\n" },
		{ "pytest", "a.py:3: in f\nE  ValueError: a\n",
		    "a.py:9: in f\nE  ValueError: a\n" },
		{ "go", "panic: no /a/b.go:3:4\n", "panic: no /a/b.go:13\n" },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		ck_assert_msg(same(pairs[i], false), "%s", pairs[i][1]);
		ck_assert_msg(same(pairs[i], true), "%s", pairs[i][1]);
	}
}
END_TEST

START_TEST(values_are_in_the_strict_fingerprint_alone)
{
	static const char *const pairs[][3] = {
		{ "pytest", "E  assert 3 == 4\n", "E  assert 5 == 4\n" },
		{ "pytest", "E  assert 3.5 == 4\n", "E  assert -5 == 1e9\n" },
		{ "pytest", "E  AssertionError: x is True\n", "E  AssertionError: x is False\n" },
		{ "pytest", "E  AssertionError: 'a b' != 'a c'\n",
		    "E  AssertionError: 'a b' != 'd e'\n" },
		{ "go", "    a_test.go:7: got \"x\", want 4\n",
		    "    a_test.go:7: got \"y\", want 5\n" },
		{ "jest", "expect(received).toBe(expected)\n\nExpected: 4\nReceived: 3\n",
		    "expect(received).toBe(expected)\n\nExpected: 4\nReceived: 5\n" },
		{ "rust", "panicked at a.rs:1:2:\nassertion failed\n  left: 1\n right: 2\n",
		    "panicked at a.rs:1:2:\nassertion failed\n  left: 3\n right: 2\n" },
		{ "junit", "org.opentest4j.AssertionFailedError: expected: <4> but was: <3>\n",
		    "org.opentest4j.AssertionFailedError: expected: <a b> but was: <3>\n" },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		ck_assert_msg(!same(pairs[i], false), "%s", pairs[i][1]);
		ck_assert_msg(same(pairs[i], true), "%s", pairs[i][1]);
	}
}
END_TEST

START_TEST(other_failures_have_other_fingerprints)
{
	static const char *const pairs[][3] = {
		{ "pytest", "E  NameError: name 'a' is not defined\n",
		    "E  NameError: name 'b' is not defined\n" },
		{ "pytest", "E  ValueError: a\n", "E  KeyError: a\n" },
		{ "pytest", "E  ValueError: test_1\n", "E  ValueError: test_2\n" },
		{ "pytest", "a.py:3: in f\nE  ValueError: a\n",
		    "b.py:3: in f\nE  ValueError: a\n" },
		{ "pytest", "a.py:3: in f\nE  ValueError: a\n",
		    "a.py:3: in g\nE  ValueError: a\n" },
		{ "jest", "Cannot find module './a' from 't.js'\n",
		    "Cannot find module './b' from 't.js'\n" },
		{ "go", "./a.go:1:1: undefined: A\n", "./a.go:1:1: undefined: B\n" },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		ck_assert_msg(!same(pairs[i], true), "%s", pairs[i][1]);
		ck_assert_msg(!same(pairs[i], false), "%s", pairs[i][1]);
	}
}
END_TEST

static void
read_below(struct failure_ask ask, const char *root, const char *text, struct failure *out)
{
	ask.root = root;
	ask.text = text;
	ask.n = strlen(text);
	failure_read(rules, &ask, out);
}

START_TEST(the_work_tree_is_no_part_of_a_fingerprint_stage_and_test_are)
{
	static const char text[] = "E  ValueError: no /one/x\n/one/a.py:3: in f\n";
	struct failure_ask ask = { .framework = "pytest", .stage = "test", .test = "a.py::b" };

	read_below(ask, "/one/", text, &f);
	ck_assert_str_eq(f.file, "a.py");
	ck_assert_str_eq(f.function, "f");
	read_below(ask, "/other", "E  ValueError: no /other/x\n/other/a.py:3: in f\n", &g);
	ck_assert_str_eq(f.strict, g.strict);
	ck_assert_str_eq(f.loose, g.loose);
	ck_assert_str_ne(f.loose, f.strict);
	failure_fini(&g);
	ask.test = "a.py::c";
	read_below(ask, "/one", text, &g);
	ck_assert_str_ne(f.loose, g.loose);
	failure_fini(&g);
	ask.test = "a.py::b";
	ask.stage = "timeout";
	read_below(ask, "/one", text, &g);
	ck_assert_str_ne(f.loose, g.loose);
	ck_assert_int_eq(g.category, FAILURE_TIMEOUT);
	failure_fini(&g);
	failure_fini(&f);
}
END_TEST

START_TEST(frames_outside_of_the_project_are_passed_over)
{
	static const char text[] = "TypeError: x\n    at a (/usr/lib/b.js:1:2)\n"
				   "    at c (/w/node_modules/d/e.js:3:4)\n"
				   "    at f (/elsewhere/g.js:5:6)\n"
				   "    at h (/w/src/i.js:7:8)\n    at j (/w/k.js:9:9)\n";
	static const char python[] = "Traceback (most recent call last):\n"
				     "  File \"/w/test_a.py\", line 3, in test_a\n    f()\n"
				     "  File \"/w/a.py\", line 5, in f\n    json.loads('')\n"
				     "  File \"/usr/lib/python3/json/x.py\", line 9, in loads\n"
				     "ValueError: no\n";

	read_below((struct failure_ask){ .framework = "jest" }, "/w", text, &f);
	ck_assert_str_eq(f.file, "src/i.js");
	ck_assert_int_eq(f.at, 7);
	ck_assert_str_eq(f.function, "h");
	failure_fini(&f);
	read_below((struct failure_ask){ .framework = "unittest" }, "/w", python, &f);
	ck_assert_str_eq(f.file, "a.py");
	ck_assert_int_eq(f.at, 5);
	failure_fini(&f);
}
END_TEST

START_TEST(an_unknown_framework_has_all_rules_and_an_unknown_text_its_best_line)
{
	read_as(&f, "nothere", "E  ModuleNotFoundError: No module named 'x'\n");
	ck_assert_int_eq(f.category, FAILURE_IMPORT);
	failure_fini(&f);
	read_as(&f, "go", "E  ModuleNotFoundError: No module named 'x'\n");
	ck_assert_int_eq(f.category, FAILURE_UNKNOWN);
	failure_fini(&f);
	read_as(&f, NULL, "one\ntwo\n\n");
	ck_assert_int_eq(f.category, FAILURE_UNKNOWN);
	ck_assert_str_eq(f.line, "two");
	ck_assert_str_eq(f.rule, "");
	failure_fini(&f);
	read_as(&f, "pytest", "");
	ck_assert_str_eq(f.line, "");
	failure_fini(&f);
}
END_TEST

static void
add_noise(struct buf *out, size_t round, unsigned *seed)
{
	static const char *const bits[16] = { "\x1b[31m", "\x1b]0;evil\a", "\xff\xc0", "E  ",
		"((((", "at a (", "\r", "\x1b", "Error: ", "\"\"''''", "/tmp/", "1.1.1.1.1.1", "\n",
		"    ", "aaaaaaaaaaaaaaaaaaaa", "" };
	const char *bit;

	*seed = *seed * 1103515245 + 12345;
	bit = bits[round > 17 ? round % 16 : (*seed >> 16) % 16];
	buf_add(out, bit, *bit ? strlen(bit) : 1);
}

START_TEST(hostile_text_is_bounded_and_loses_its_controls)
{
	static const char *const runners[] = { "pytest", "jest", "go", "rust", "ctest", "bats",
		"junit", "rspec", NULL };
	unsigned seed = 7;

	for (size_t round = 0; round < 34; round++) {
		struct failure_ask ask = { .framework = runners[round % 9] };
		struct buf text;

		buf_init(&text, (size_t)1 << 20);
		while (text.len < (round < 9 ? (size_t)4096 : (size_t)400 * 1024))
			add_noise(&text, round, &seed);
		ask.text = text.s;
		ask.n = text.len;
		failure_read(rules, &ask, &f);
		ck_assert_uint_le(strlen(f.line), FAILURE_LINE + 3);
		for (const char *s = f.line; *s; s++)
			ck_assert((unsigned char)*s >= 0x20 && *s != 0x7f);
		failure_fini(&f);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(a_long_text_is_read_at_both_ends)
{
	for (int end = 0; end < 2; end++) {
		struct buf text;

		buf_init(&text, (size_t)1 << 22);
		buf_str(&text, end == 0 ? "E  ValueError: here\n" : "");
		while (text.len < 3 * FAILURE_TEXT)
			buf_str(&text, "nothing of interest\n");
		buf_str(&text, end == 1 ? "E  ValueError: here\n" : "");
		read_as(&f, "pytest", text.s);
		ck_assert_str_eq(f.line, "ValueError: here");
		failure_fini(&f);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(bad_rules_are_refused_with_their_name)
{
	static const char *const cases[][2] = {
		{ "{\"rules\":[{}]}", "rule 1 has no name" },
		{ "{\"rules\":[{\"name\":\"a\",\"category\":\"b\"}]}", "rule a has no category" },
		{ "{\"rules\":[{\"name\":\"a\",\"category\":\"import\"}]}",
		    "rule a has no pattern" },
		{ "{\"rules\":[{\"name\":\"a\",\"category\":\"import\",\"pattern\":\"(\"}]}",
		    "rule a: " },
		{ "{\"rules\":[{\"name\":\"a\",\"category\":\"import\",\"pattern\":\"b\"}]}",
		    "no suggestion" },
		{ "{\"rules\":[{\"name\":\"a\",\"category\":\"import\",\"pattern\":\"b\","
		  "\"suggestion\":\"{name}\"}]}",
		    "which its pattern has not" },
		{ "{\"frames\":[{\"pattern\":\"b\"}]}", "no part (?<file>" },
		{ "{\"outside\":\"(\"}", "pattern" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct failure_rules *none = NULL;
		struct json *bad = NULL;

		err = (struct err)ERR_INIT;
		ck_assert(json_parse(cases[i][0], strlen(cases[i][0]), &bad, &err) == ST_OK);
		ck_assert(failure_rules_read(bad, &none, &err) == ST_CONFIG);
		ck_assert_int_eq(err.status, ST_CONFIG);
		ck_assert_msg(strstr(err.text, cases[i][1]), "%s: %s", cases[i][0], err.text);
	}
}
END_TEST

START_TEST(a_failure_is_told_as_json)
{
	static const char want[] =
	    "{\"category\":\"import\",\"line\":\"NameError: name 'a' is not defined\",\"file\":"
	    "\"a.py\",\"at\":3,\"suggestion\":\"a is not defined where it is used: import or "
	    "define it\",\"fingerprint\":\"";
	struct json *j;
	struct buf text;

	read_as(&f, "pytest", "a.py:3: in f\nE  NameError: name 'a' is not defined\n");
	j = failure_json(&f);
	buf_init(&text, BUF_TEXT);
	json_print(j, &text);
	ck_assert_msg(strncmp(text.s, want, sizeof want - 1) == 0, "%s", text.s);
	ck_assert_str_eq(json_get_string(j, "fingerprint"), f.loose);
	ck_assert_str_eq(json_get_string(j, "fingerprint_strict"), f.strict);
	ck_assert_str_eq(json_get_string(j, "rule"), "python-undefined");
	json_free(j);
	buf_fini(&text);
	failure_fini(&f);
}
END_TEST

UNIT_SUITE(failure)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, each_rule_explains_its_examples);
	tcase_add_test(tc, kept_outputs_are_explained);
	tcase_add_test(tc, what_changes_from_run_to_run_is_no_part_of_a_fingerprint);
	tcase_add_test(tc, values_are_in_the_strict_fingerprint_alone);
	tcase_add_test(tc, other_failures_have_other_fingerprints);
	tcase_add_test(tc, the_work_tree_is_no_part_of_a_fingerprint_stage_and_test_are);
	tcase_add_test(tc, frames_outside_of_the_project_are_passed_over);
	tcase_add_test(tc, an_unknown_framework_has_all_rules_and_an_unknown_text_its_best_line);
	tcase_add_test(tc, hostile_text_is_bounded_and_loses_its_controls);
	tcase_add_test(tc, a_long_text_is_read_at_both_ends);
	tcase_add_test(tc, bad_rules_are_refused_with_their_name);
	tcase_add_test(tc, a_failure_is_told_as_json);
}
