#include "unit.h"

#include <string.h>

#include "io/json.h"
#include "io/yaml.h"

START_TEST(yaml_reads_as_json)
{
	static const struct {
		const char *yaml, *json;
	} cases[] = {
		{ "", "{}" },
		{ "# only a comment\n", "{}" },
		{ "---\n", "{}" },
		{ "a: 1", "{\"a\":1}" },
		{ "a: yes\nb: on\nc: No", "{\"a\":\"yes\",\"b\":\"on\",\"c\":\"No\"}" },
		{ "a: true\nb: False\nc: ~\nd:", "{\"a\":true,\"b\":false,\"c\":null,\"d\":null}" },
		{ "a: '1'\nb: \"true\"", "{\"a\":\"1\",\"b\":\"true\"}" },
		{ "[1, -2.5, 1e3, 012, 0x1F, 1_0, .5, 1.]",
		    "[1,-2.5,1000,\"012\",\"0x1F\",\"1_0\",\".5\",\"1.\"]" },
		{ "9007199254740993000", "\"9007199254740993000\"" },
		{ "- a\n- b: [c, {d: e}]\n- - f", "[\"a\",{\"b\":[\"c\",{\"d\":\"e\"}]},[\"f\"]]" },
		{ "a: |\n  one\n  two\n", "{\"a\":\"one\\ntwo\\n\"}" },
		{ "{a: {x: 1}, b: {x: 2}}", "{\"a\":{\"x\":1},\"b\":{\"x\":2}}" },
		{ "a.b: 1", "{\"a.b\":1}" },
		{ "\"\\u00e9\": \xc3\xa9", "{\"\xc3\xa9\":\"\xc3\xa9\"}" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;
		struct buf out;

		ck_assert_msg(yaml_parse(cases[i].yaml, strlen(cases[i].yaml), &j, &err) == ST_OK,
		    "%s: %s", cases[i].yaml, err.text);
		buf_init(&out, BUF_TEXT);
		json_print(j, &out);
		ck_assert_str_eq(out.s, cases[i].json);
		buf_fini(&out);
		json_free(j);
	}
}
END_TEST

START_TEST(yaml_that_could_grow_or_surprise_is_refused_with_its_place)
{
	static const struct {
		const char *yaml, *says;
	} cases[] = {
		{ "a: 1\nb: 2\na: 3", "line 3, column 1: \"a\" appears twice" },
		{ "x:\n  a: 1\n  a: 2", "line 3, column 3: \"a\" appears twice" },
		{ "a: &x 1", "anchors are not supported" },
		{ "a: &x {}", "anchors are not supported" },
		{ "a: *x", "aliases are not supported" },
		{ "<<: {a: 1}", "merge keys are not supported" },
		{ "a: !!int 1", "tags" },
		{ "a: !x []", "tags" },
		{ "? [a]\n: 1", "a key is a list or mapping" },
		{ "a: 1\n---\nb: 2", "second document" },
		{ "a: [1", "line 2" },
		{ "a: \"x", "line 1" },
		{ "\ta: 1", "line 1" },
		{ "a: \"\\0\"", "line 1, column 4: the text holds a zero byte" },
		{ "a: \xff", "byte" },
		{ "a: b\x01", "control" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;

		ck_assert_msg(yaml_parse(cases[i].yaml, strlen(cases[i].yaml), &j, &err) == ST_DATA,
		    "accepted %s", cases[i].yaml);
		ck_assert_msg(
		    strstr(err.text, cases[i].says) != NULL, "%s: %s", cases[i].yaml, err.text);
	}
}
END_TEST

START_TEST(yaml_depth_has_a_bound)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	for (int i = 0; i < 10000; i++)
		buf_char(&text, '[');
	ck_assert(yaml_parse(text.s, text.len, &j, &err) == ST_DATA);
	buf_fini(&text);
}
END_TEST

START_TEST(yaml_says_where_a_value_was_written)
{
	static const char text[] = "# head\ncoverage:\n  weak: 0.3\n\n  covered: 0.5\n"
				   "list:\n  - a\n  - b: 1\nlog.format: json\n";
	static const struct {
		const char *path;
		int line;
	} cases[] = { { "coverage.weak", 3 }, { "coverage.covered", 5 }, { "list.1.b", 8 },
		{ "list.0", 7 }, { "log.format", 9 }, { "coverage.wea", 0 }, { "weak", 0 } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_int_eq(yaml_line_of(text, sizeof text - 1, cases[i].path), cases[i].line);
}
END_TEST

UNIT_SUITE(yaml)
{
	tcase_add_test(tc, yaml_reads_as_json);
	tcase_add_test(tc, yaml_that_could_grow_or_surprise_is_refused_with_its_place);
	tcase_add_test(tc, yaml_depth_has_a_bound);
	tcase_add_test(tc, yaml_says_where_a_value_was_written);
}
