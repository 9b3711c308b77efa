#include "text/weaken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/share.h"
#include "generate_tree.h"
#include "io/file.h"
#include "io/json.h"
#include "io/yaml.h"
#include "unit.h"

static struct weaken_rules *rules;
static struct weaken_findings found;
static struct err err;

static void
set_up(void)
{
	struct share *share;
	struct json *tree;

	err = (struct err)ERR_INIT;
	setenv("RSG_SHARE", "share", 1);
	unsetenv("XDG_CONFIG_HOME");
	share = share_open(NULL);
	ck_assert_msg(share_yaml_trusted(share, WEAKEN_FILE, &tree, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(weaken_rules_read(tree, &rules, &err) == ST_OK, "%s", err.text);
	share_close(share);
}

static void
tear_down(void)
{
	weaken_fini(&found);
	weaken_rules_free(rules);
}

static void
names_found(char *out, size_t n)
{
	size_t at = 0;

	*out = '\0';
	for (size_t i = 0; i < found.len && at < n; i++)
		at += (size_t)snprintf(
		    out + at, n - at, "%s%s", i ? " " : "", weaken_name(found.at[i].what));
}

/* What a case tells is the kinds, in the order of lines. */
static int
check_case(const struct json *c, size_t *told)
{
	const char *before = json_get_string(c, "before"), *after = json_get_string(c, "after");
	const struct weaken_ask ask = { json_get_string(c, "language"),
		json_string(json_get(c, "framework")), before, after, strlen(before),
		strlen(after) };
	const char *want = json_get_string(c, "told");
	char got[1000];

	ck_assert_msg(weaken_compare(rules, &ask, &found, &err) == ST_OK, "%s: %s",
	    json_get_string(c, "name"), err.text);
	names_found(got, sizeof got);
	*told += found.len > 0;
	if (strcmp(got, want) == 0)
		return 0;
	fprintf(stderr, "%s: told \"%s\", not \"%s\"\n", json_get_string(c, "name"), got, want);
	return 1;
}

START_TEST(cheats_are_told_and_honest_repairs_are_not)
{
	struct buf text;
	struct json *cases = NULL;
	size_t honest = 0, told = 0;
	int wrong = 0;

	buf_init(&text, BUF_TEXT);
	ck_assert_int_eq(file_read("tests/data/weaken/cases.yaml", &text, &err), ST_OK);
	ck_assert_msg(yaml_parse(text.s, text.len, &cases, &err) == ST_OK, "%s", err.text);
	json_each (c, json_get(cases, "cases")) {
		wrong += check_case(c, &told);
		honest += json_get_string(c, "told")[0] == '\0';
	}
	fprintf(stderr, "%zu told, %zu honest\n", told, honest);
	ck_assert_int_eq(wrong, 0);
	ck_assert_uint_ge(honest, 25);
	ck_assert_uint_ge(told, 40);
	json_free(cases);
	buf_fini(&text);
}
END_TEST

static enum status
ask(const char *language, const char *before, size_t n, const char *after, size_t m)
{
	const struct weaken_ask a = { language, NULL, before, after, n, m };

	return weaken_compare(rules, &a, &found, &err);
}

static enum status
compare(const struct weaken_rules *by, const char *language, const char *before, const char *after)
{
	const struct weaken_ask a = { language, NULL, before, after, strlen(before),
		strlen(after) };

	return weaken_compare(by, &a, &found, &err);
}

static const char *const languages[] = { "python", "javascript", "typescript", "go", "rust", "java",
	"kotlin", "c", "cpp", "ruby", "sh" };

START_TEST(findings_have_lines_words_and_a_severity)
{
	const char *before = "def test_a():\n    assert f(1) == 2\n    assert g() == 3\n";
	const char *after = "def test_a():\n\n    assert f(1) == 7  # \033[31m\xff\n";
	struct json *list;
	struct buf out;

	ck_assert_int_eq(ask("python", before, strlen(before), after, strlen(after)), ST_OK);
	list = weaken_json(&found);
	buf_init(&out, BUF_TEXT);
	json_print(list, &out);
	ck_assert_str_eq(out.s,
	    "[{\"what\":\"assertion-removed\",\"severity\":\"weaker\",\"before\":3,\"text\":"
	    "\"assert g() == 3\",\"why\":\"an assertion is gone\"},"
	    "{\"what\":\"expected-changed\",\"severity\":\"changed\",\"line\":3,\"before\":2,"
	    "\"text\":\"assert f(1) == 7  # \\\\x1b[31m\xef\xbf\xbd\",\"why\":"
	    "\"another value is expected\"}]");
	buf_fini(&out);
	json_free(list);
}
END_TEST

START_TEST(what_cannot_be_judged_is_refused)
{
	char *large = calloc(1, WEAKEN_TEXT + 2);

	memset(large, 'x', WEAKEN_TEXT + 1);
	ck_assert_int_eq(ask("cobol", "a", 1, "b", 1), ST_DATA);
	ck_assert_int_eq(ask(NULL, "a", 1, "b", 1), ST_DATA);
	ck_assert_int_eq(ask("python", large, WEAKEN_TEXT, "", 0), ST_OK);
	ck_assert_int_eq(ask("python", large, WEAKEN_TEXT + 1, "", 0), ST_DATA);
	ck_assert_int_eq(ask("python", "", 0, large, WEAKEN_TEXT + 1), ST_DATA);
	for (size_t i = 0; i + 9 < WEAKEN_TEXT; i += 9)
		memcpy(large + i, "assert 1\n", 9);
	ck_assert_int_eq(ask("python", large, WEAKEN_TEXT, large, WEAKEN_TEXT), ST_DATA);
	ck_assert_uint_eq(found.len, 0);
	free(large);
}
END_TEST

/* No two assertions are alike, each has hundreds of values: comparing them ends. */
START_TEST(too_much_to_compare_is_refused)
{
	struct buf text[2];

	for (int v = 0; v < 2; v++) {
		buf_init(&text[v], WEAKEN_TEXT);
		buf_str(&text[v], "def test_a():\n");
		for (int i = 0; i < 12; i++) {
			buf_printf(&text[v], "    assert f(%d) == [", v * 100 + i);
			for (int n = 0; n < 900; n++)
				buf_str(&text[v], "1,");
			buf_str(&text[v], "]\n");
		}
	}
	ck_assert_int_eq(ask("python", text[0].s, text[0].len, text[1].s, text[1].len), ST_DATA);
	ck_assert_uint_eq(found.len, 0);
	buf_fini(&text[0]);
	buf_fini(&text[1]);
}
END_TEST

START_TEST(findings_and_their_words_are_bounded)
{
	for (int n = 50; n <= 150; n += 100) {
		struct buf text;

		buf_init(&text, WEAKEN_TEXT);
		buf_str(&text, "def test_a():\n    assert keep()\n");
		for (int i = 0; i < n; i++)
			buf_printf(&text, "    assert f(%d) == %d  # %0300d\n", i, i, i);
		ck_assert_int_eq(
		    ask("python", text.s, text.len, "def test_a():\n    assert keep()\n", 32),
		    n == 50 ? ST_OK : ST_DATA);
		ck_assert_uint_eq(found.len, n == 50 ? 50 : 0);
		if (found.len)
			ck_assert_uint_eq(strlen(found.at[0].words), WEAKEN_WORDS);
		buf_fini(&text);
	}
}
END_TEST

/* So that many small changes hide no large one. */
START_TEST(what_has_too_many_findings_is_not_judged)
{
	static const char before[] = "def test_a():\n    assert f() == 1\n";
	struct buf text;

	buf_init(&text, WEAKEN_TEXT);
	buf_str(&text, "from unittest.mock import Mock\n\ndef test_a():\n");
	for (int i = 0; i < 120; i++)
		buf_printf(&text, "    x%d = Mock()\n", i);
	buf_str(&text, "    pytest.skip()\n    assert f() == 1\n");
	ck_assert_int_eq(ask("python", before, strlen(before), text.s, text.len), ST_DATA);
	ck_assert_uint_eq(found.len, 0);
	buf_fini(&text);
}
END_TEST

static void
fill(char *s, size_t n, const char *with)
{
	size_t len = strlen(with);

	for (size_t i = 0; i < n; i++)
		s[i] = with[i % len];
}

/* What never ends, what nests without end, what names everything: an answer comes. */
START_TEST(hostile_texts_are_bounded)
{
	static const char *const with[] = { "(", "{", "[", "\"", "if (", "def test_a():\n ",
		"it('a',()=>{", "function f(){", "/*", "${`", "assert(", "expect(x).", "x=x\n",
		"\xff", "return ", "<<A\n", "a,", "@Test ", "func TestA(", "#[test]",
		"catch(Exception e){" };
	size_t n = 20000;
	char *s = calloc(1, n + 1);

	for (size_t w = 0; w < sizeof with / sizeof with[0]; w++) {
		fill(s, n, with[w]);
		for (size_t l = 0; l < sizeof languages / sizeof languages[0]; l++) {
			enum status st = ask(languages[l], s, n, s, n);

			ck_assert(st == ST_OK || st == ST_DATA);
			st = ask(languages[l], s, n, "", 0);
			ck_assert(st == ST_OK || st == ST_DATA);
			ck_assert_uint_le(found.len, WEAKEN_FINDINGS);
		}
	}
	free(s);
}
END_TEST

/* Every cut of a case: nothing is read behind the end. */
START_TEST(cut_texts_are_read)
{
	const char *text =
	    "test('a', async () => { const r = f(1); await expect(`${r}`).toBe(\"x\"); "
	    "});\nassert x == 3, 'm'\nif a != b { t.Errorf(\"x\") }\n";
	size_t n = strlen(text);

	for (size_t cut = 0; cut <= n; cut++) {
		char *copy = malloc(cut + 1);

		memcpy(copy, text, cut);
		for (size_t l = 0; l < sizeof languages / sizeof languages[0]; l++)
			ck_assert_int_eq(ask(languages[l], text, n, copy, cut), ST_OK);
		free(copy);
	}
}
END_TEST

/* A language whose only fault is the line. */
static enum status
read_rules(const char *line)
{
	struct weaken_rules *own = NULL;
	struct json *tree = NULL;
	enum status st;
	struct buf yaml;

	buf_init(&yaml, BUF_TEXT);
	buf_str(&yaml, "languages:\n  - ");
	if (strncmp(line, "names", 5) != 0)
		buf_str(&yaml, "names: [x]\n    ");
	if (strncmp(line, "tests", 5) != 0)
		buf_str(&yaml, "tests: ['(?<name>x)']\n    ");
	if (strncmp(line, "assertions", 10) != 0)
		buf_str(&yaml, "assertions: [x]\n    ");
	buf_str(&yaml, line);
	ck_assert_msg(yaml_parse(yaml.s, yaml.len, &tree, &err) == ST_OK, "%s", err.text);
	st = weaken_rules_read(tree, &own, &err);
	ck_assert(st == ST_OK || own == NULL);
	weaken_rules_free(own);
	buf_fini(&yaml);
	return st;
}

START_TEST(bad_rules_are_refused_with_their_pattern)
{
	struct weaken_rules *none = NULL;
	struct json *tree = NULL;
	static const char *const bad[] = { "tests: ['(']", "tests: [abc]",
		"marks: [{pattern: abc}]", "ranks: [{pattern: abc, rank: 12}]",
		"ranks: [{pattern: abc, rank: -1}]", "dead: [{pattern: abc, block: round}]",
		"tolerances: [abc]", "assignment: [abc]", "registered: [abc]", "dead: [{}]",
		"tests: []", "assertions: []", "names: []", "skips: [y]" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_int_eq(read_rules(bad[i]), ST_CONFIG);
		ck_assert_msg(strstr(err.text, WEAKEN_FILE) != NULL, "%s", err.text);
	}
	ck_assert_int_eq(read_rules("marks: []"), ST_OK);
	ck_assert_int_eq(yaml_parse("a: 1", 4, &tree, &err), ST_OK);
	ck_assert_int_eq(weaken_rules_read(tree, &none, &err), ST_CONFIG);
}
END_TEST

/* What it brings fits nothing: all of a test could be taken away. */
START_TEST(a_projects_own_rules_are_not_taken)
{
	const char *yaml = "languages:\n  - names: [python]\n    tests: ['(?<name>nothing)']\n"
			   "    assertions: [nothing]\n";
	const char *before = "def test_a():\n    assert f(1) == 2\n";
	struct generate_tree tree = generate_tree_new();
	struct weaken_rules *own;
	struct json *json;

	generate_tree_put(&tree, ".rsg/guards.yaml", yaml);
	share_close(tree.share);
	tree.share = share_open(tree.root);
	ck_assert(share_hides(tree.share, WEAKEN_FILE));
	ck_assert_int_eq(share_yaml_trusted(tree.share, WEAKEN_FILE, &json, &err), ST_OK);
	ck_assert_int_eq(weaken_rules_read(json, &own, &err), ST_OK);
	ck_assert_int_eq(compare(own, "python", before, ""), ST_OK);
	ck_assert_uint_eq(found.len, 1);
	weaken_rules_free(own);
	share_trust(tree.share);
	ck_assert_int_eq(share_yaml_trusted(tree.share, WEAKEN_FILE, &json, &err), ST_OK);
	ck_assert_int_eq(weaken_rules_read(json, &own, &err), ST_OK);
	ck_assert_int_eq(compare(own, "python", before, ""), ST_OK);
	ck_assert_uint_eq(found.len, 0);
	weaken_rules_free(own);
	generate_tree_free(&tree);
}
END_TEST

/* A rule that cannot be answered is not one that does not fit. */
START_TEST(what_takes_too_long_is_refused)
{
	static const char *const kinds[] = { "trivial", "ranks", "either", "both", "operators",
		"tolerances", "marks" };
	const char *before = "test_a: assert one\n";
	const char *after = "test_a: assert aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n";

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		bool mark = strcmp(kinds[i], "marks") == 0;
		char *yaml = mem_printf(
		    "languages: [{names: [python], tests: ['(?<name>test_a)'], "
		    "assertions: [assert], %s: [{pattern: '%s', what: skip, block: line, "
		    "unless: '(a+)+(?<value>[bc])'}]}]",
		    kinds[i], mark ? "assert " : "(a+)+(?<value>[bc])");
		struct weaken_rules *own;
		struct json *tree;

		ck_assert_int_eq(yaml_parse(yaml, strlen(yaml), &tree, &err), ST_OK);
		ck_assert_int_eq(weaken_rules_read(tree, &own, &err), ST_OK);
		ck_assert_int_eq(compare(own, "python", before, before), ST_OK);
		ck_assert_msg(compare(own, "python", before, after) == ST_DATA, "%s", kinds[i]);
		weaken_rules_free(own);
		free(yaml);
	}
}
END_TEST

UNIT_SUITE(weaken)
{
	tcase_add_test(tc, bad_rules_are_refused_with_their_pattern);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_projects_own_rules_are_not_taken);
	tcase_add_test(tc, what_takes_too_long_is_refused);
	tcase_add_test(tc, findings_have_lines_words_and_a_severity);
	tcase_add_test(tc, what_cannot_be_judged_is_refused);
	tcase_add_test(tc, too_much_to_compare_is_refused);
	tcase_add_test(tc, findings_and_their_words_are_bounded);
	tcase_add_test(tc, what_has_too_many_findings_is_not_judged);
	tcase_add_test(tc, hostile_texts_are_bounded);
	tcase_add_test(tc, cut_texts_are_read);
	tcase_add_test(tc, cheats_are_told_and_honest_repairs_are_not);
}
