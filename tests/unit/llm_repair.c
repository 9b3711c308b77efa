#include "llm/llm_repair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "unit.h"

/* {"..."}: what a model wrote, what it meant, what had to be done. */
struct row {
	const char *text, *value;
	unsigned done;
};

static void
check(const struct row *row)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;
	unsigned done = 999;
	struct buf got;
	enum status st = repair_json(row->text, strlen(row->text), &j, &done, &err);

	if (row->value == NULL) {
		ck_assert_msg(st == ST_DATA && err.text[0], "taken: %s", row->text);
		return;
	}
	ck_assert_msg(st == ST_OK, "%s: %s", row->text, err.text);
	buf_init(&got, BUF_TEXT);
	json_print(j, &got);
	ck_assert_str_eq(got.s, row->value);
	ck_assert_msg(done == row->done, "%s: %u in place of %u", row->text, done, row->done);
	buf_fini(&got);
	json_free(j);
}

static void
check_all(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(&rows[i]);
}
#define CHECK(rows) check_all(rows, sizeof rows / sizeof rows[0])

START_TEST(strict_json_is_left_alone)
{
	static const struct row rows[] = {
		{ "{\"a\":1}", "{\"a\":1}", 0 },
		{ " [1, 2]\n", "[1,2]", 0 },
		{ "4", "4", 0 },
		{ "\"```\"", "\"```\"", 0 },
		{ "\"/* no comment */ 'quoted',]\"", "\"/* no comment */ 'quoted',]\"", 0 },
		{ "null", "null", 0 },
	};

	CHECK(rows);
}
END_TEST

START_TEST(fences_and_the_text_around_go)
{
	static const struct row rows[] = {
		{ "```json\n{\"a\":1}\n```", "{\"a\":1}", REPAIR_FENCE },
		{ "```\n[1]\n```\n", "[1]", REPAIR_FENCE },
		{ "```json {\"a\":1} ```", "{\"a\":1}", REPAIR_FENCE },
		{ "Here:\n```json\n{\"a\":1}\n```", "{\"a\":1}", REPAIR_FENCE | REPAIR_AROUND },
		{ "```json\n{\"a\":1}\n```\nDone.", "{\"a\":1}", REPAIR_FENCE | REPAIR_AROUND },
		{ "```json\n{\"a\":1}", "{\"a\":1}", REPAIR_FENCE },
		{ "```\n42\n```", "42", REPAIR_FENCE },
		{ "So:\n```\n\"x\"\n```", "\"x\"", REPAIR_FENCE | REPAIR_AROUND },
		{ "The answer is {\"a\":1}.", "{\"a\":1}", REPAIR_AROUND },
		{ "{\"a\":1}\n\nI hope this helps!", "{\"a\":1}", REPAIR_AROUND },
		{ "As [1] says: {\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}", REPAIR_AROUND },
		{ "a {set} of things: [\"x\", \"y\"]", "[\"x\",\"y\"]", REPAIR_AROUND },
		{ "{\"s\":\"```\",}", "{\"s\":\"```\"}", REPAIR_COMMA },
	};

	CHECK(rows);
}
END_TEST

START_TEST(commas_comments_quotes_and_controls_are_put_right)
{
	static const struct row rows[] = {
		{ "[1,2,]", "[1,2]", REPAIR_COMMA },
		{ "{\"a\":[1,],}", "{\"a\":[1]}", REPAIR_COMMA },
		{ "{\"a\":1, // one\n\"b\":2}", "{\"a\":1,\"b\":2}", REPAIR_COMMENTS },
		{ "{/* x */\"a\":/* y */1}", "{\"a\":1}", REPAIR_COMMENTS },
		{ "{\"a\":1 # one\n}", "{\"a\":1}", REPAIR_COMMENTS },
		{ "{'a':'b'}", "{\"a\":\"b\"}", REPAIR_QUOTES },
		{ "{'a':'don't'}", "{\"a\":\"don't\"}", REPAIR_QUOTES },
		{ "{'a':'say \"x\"'}", "{\"a\":\"say \\\"x\\\"\"}", REPAIR_QUOTES },
		{ "{\"a\":\"it\\'s\"}", "{\"a\":\"it's\"}", REPAIR_QUOTES },
		{ "{\xe2\x80\x9c"
		  "a\xe2\x80\x9d: \xe2\x80\x98"
		  "b\xe2\x80\x99}",
		    "{\"a\":\"b\"}", REPAIR_QUOTES },
		{ "{\"a\":\"x\ny\tz\"}", "{\"a\":\"x\\ny\\tz\"}", REPAIR_CONTROLS },
		{ "{\"a\":\"x\x01\"}", "{\"a\":\"x\\u0001\"}", REPAIR_CONTROLS },
		{ "{\"a\":\"\\n\\\"\\u00e9\",}", "{\"a\":\"\\n\\\"\xc3\xa9\"}", REPAIR_COMMA },
	};

	CHECK(rows);
}
END_TEST

START_TEST(what_was_cut_is_closed_and_nothing_is_made_up)
{
	static const struct row rows[] = {
		{ "[1,2", "[1]", REPAIR_TRUNCATED },
		{ "[1,2,", "[1,2]", REPAIR_TRUNCATED },
		{ "[1,[2,[3, ", "[1,[2,[3]]]", REPAIR_TRUNCATED },
		{ "{\"a\":1,\"b\":{\"c\":\"d", "{\"a\":1,\"b\":{\"c\":\"d\"}}", REPAIR_TRUNCATED },
		{ "{\"a\":1,\"b", "{\"a\":1}", REPAIR_TRUNCATED },
		{ "{\"a\":1,\"b\"", "{\"a\":1}", REPAIR_TRUNCATED },
		{ "{\"a\":1,\"b\":", "{\"a\":1}", REPAIR_TRUNCATED },
		{ "{\"a\":1,\"b\":tru", "{\"a\":1}", REPAIR_TRUNCATED },
		{ "{\"a\":1,\"b\":-", "{\"a\":1}", REPAIR_TRUNCATED },
		{ "{\"a\":12", "{}", REPAIR_TRUNCATED },
		{ "{\"a\":\"x\\", "{\"a\":\"x\"}", REPAIR_TRUNCATED },
		{ "{\"a\":\"x\\u00", "{\"a\":\"x\"}", REPAIR_TRUNCATED },
		{ "{\"a\":\"x\\ud83d", "{\"a\":\"x\"}", REPAIR_TRUNCATED },
		{ "{", "{}", REPAIR_TRUNCATED },
		{ "Sure: {\"a\":1, /* and", "{\"a\":1}",
		    REPAIR_TRUNCATED | REPAIR_AROUND | REPAIR_COMMENTS },
		{ "```json\n{\"a\":[1, 2", "{\"a\":[1]}", REPAIR_TRUNCATED | REPAIR_FENCE },
	};

	CHECK(rows);
}
END_TEST

START_TEST(what_is_no_json_is_refused)
{
	static const struct row rows[] = {
		{ "", NULL, 0 },
		{ "I cannot do that.", NULL, 0 },
		{ "{\"a\":1 \"b\":2}", NULL, 0 },
		{ "{\"a\" 1}", NULL, 0 },
		{ "{\"a\":1,\"a\":2,}", NULL, 0 }, /* which one? */
		{ "{\"a\":{\"b\":1}, oops}", NULL, 0 },
		{ "{\"a\":NaN,}", NULL, 0 },
		{ "{\"a\":01,}", NULL, 0 },
		{ "{a:1}", NULL, 0 },
		{ "[1 2]", NULL, 0 },
		{ "{\"a\":\"\\q\",}", NULL, 0 },
		{ "{\"a\":\"\\u0000\",}", NULL, 0 },
	};

	CHECK(rows);
}
END_TEST

START_TEST(depth_and_many_beginnings_are_bounded)
{
	size_t n = 200000;
	char *text = malloc(n + 1);
	struct err err = ERR_INIT;
	struct json *j = NULL;
	unsigned done;

	ck_assert_ptr_nonnull(text);
	for (const char *c = "[{'"; *c; c++) {
		memset(text, *c, n);
		text[n] = '\0';
		if (repair_json(text, n, &j, &done, &err) == ST_OK)
			json_free(j);
		j = NULL;
	}
	for (size_t i = 0; i < n; i++)
		text[i] = "{\"a\":"[i % 5];
	ck_assert(repair_json(text, n, &j, &done, &err) == ST_DATA);
	free(text);
}
END_TEST

/* Cut anywhere, a good value gives a value or is refused, and never one that holds more. */
START_TEST(every_beginning_of_a_value_is_closed)
{
	static const char whole[] = "{\"a\":[1,2.5,\"x\\n\xc3\xa9\",true],\"b\":{\"c\":null},\"d\":"
				    "\"\\ud83d\\ude00\",\"e\":[[],{}]}";

	for (size_t n = 1; n < sizeof whole - 1; n++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;
		unsigned done;
		struct buf got;

		if ((unsigned char)whole[n] == 0xa9)
			continue; /* answers are UTF-8 */
		ck_assert_msg(
		    repair_json(whole, n, &j, &done, &err) == ST_OK, "%zu: %s", n, err.text);
		ck_assert_uint_eq(done, REPAIR_TRUNCATED);
		buf_init(&got, BUF_TEXT);
		json_print(j, &got);
		ck_assert_uint_le(got.len, n + 8);
		buf_fini(&got);
		json_free(j);
	}
}
END_TEST

START_TEST(the_names_are_those_of_the_reply)
{
	struct json *names = repair_names(REPAIR_FENCE | REPAIR_TRUNCATED | REPAIR_ASKED);
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_print(names, &text);
	ck_assert_str_eq(text.s, "[\"code-fence\",\"truncated\",\"asked-again\"]");
	ck_assert_ptr_null(repair_names(0));
	buf_fini(&text);
	json_free(names);
}
END_TEST

UNIT_SUITE(llm_repair)
{
	tcase_add_test(tc, strict_json_is_left_alone);
	tcase_add_test(tc, fences_and_the_text_around_go);
	tcase_add_test(tc, commas_comments_quotes_and_controls_are_put_right);
	tcase_add_test(tc, what_was_cut_is_closed_and_nothing_is_made_up);
	tcase_add_test(tc, what_is_no_json_is_refused);
	tcase_add_test(tc, depth_and_many_beginnings_are_bounded);
	tcase_add_test(tc, every_beginning_of_a_value_is_closed);
	tcase_add_test(tc, the_names_are_those_of_the_reply);
}
