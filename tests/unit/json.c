#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/digest.h"
#include "io/json.h"
#include "io/json_keep.h"

START_TEST(good_text_prints_the_same)
{
	static const char *const texts[] = { "{}", "[]", "null", "true", "-1.5", "1e-7",
		"{\"a\":[1,2,{\"b\":\"x\\n\\\"\"}],\"A\":0.1}", "\"\xc3\xa9\"",
		"1.5555554555555504e+16", "9007199254740992" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;
		struct buf out;

		ck_assert_msg(json_parse(texts[i], strlen(texts[i]), &j, &err) == ST_OK, "%s: %s",
		    texts[i], err.text);
		buf_init(&out, BUF_TEXT);
		json_print(j, &out);
		if (strcmp(texts[i], "1e-7") == 0)
			ck_assert_str_eq(out.s, "1e-07");
		else
			ck_assert_str_eq(out.s, texts[i]);
		buf_fini(&out);
		json_free(j);
	}
}
END_TEST

START_TEST(bad_text_is_refused_with_its_place)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "", "line 1, column 1: the text ends" },
		{ "{", "name in quotes" },
		{ "{\"a\":1,}", "name in quotes" },
		{ "[1,\n2 3]", "line 2, column 3: ',' or ']'" },
		{ "01", "number is malformed" },
		{ "1.", "number is malformed" },
		{ "+1", "a value is expected" },
		{ "1e999", "out of range" },
		{ "\"\\u0000\"", "\\u0000" },
		{ "\"\\ud800\"", "surrogate" },
		{ "\"a\tb\"", "control character" },
		{ "\"\xff\"", "not UTF-8" },
		{ "{} x", "something follows" },
		{ "9007199254740993000", "2^53" },
		{ "{\"a\":1,\"a\":2}", "\"a\" appears twice" },
		{ "[{\"b\":{\"c\":1,\"d\":2,\"c\":3}}]", "\"c\" appears twice" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;

		ck_assert_msg(json_parse(cases[i].text, strlen(cases[i].text), &j, &err) == ST_DATA,
		    "accepted %s", cases[i].text);
		ck_assert_msg(
		    strstr(err.text, cases[i].says) != NULL, "%s: %s", cases[i].text, err.text);
	}
}
END_TEST

START_TEST(members_differ_by_case_and_are_replaced_in_place)
{
	struct json *j = json_new_object();

	json_set_number(j, "a", 1);
	json_set_number(j, "A", 2);
	json_set_string(j, "a", "new");
	ck_assert_str_eq(json_get_string(j, "a"), "new");
	ck_assert(json_get_number(j, "A") == 2);
	ck_assert_uint_eq(json_len(j), 2);
	ck_assert_str_eq(json_key(json_first(j)), "a");
	json_free(j);
}
END_TEST

START_TEST(many_members_may_not_repeat)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_char(&text, '{');
	for (int i = 0; i < 100; i++)
		buf_printf(&text, "\"k%d\":0,", i);
	buf_str(&text, "\"k7\":1}");
	ck_assert(json_parse(text.s, text.len, &j, &err) == ST_DATA);
	ck_assert(strstr(err.text, "\"k7\"") != NULL);
	buf_fini(&text);
}
END_TEST

START_TEST(names_that_begin_alike_are_different)
{
	static const char text[] = "{\"duration_ms\":1,\"duration_us\":2,\"\":3,\"d\":4,\"du\":5}";
	static const char twice[] = "{\"duration_ms\":1,\"duration_us\":2,\"duration_ms\":3}";
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_int_eq(json_parse(text, strlen(text), &j, &err), ST_OK);
	ck_assert_uint_eq(json_len(j), 5);
	json_free(j);
	ck_assert_int_eq(json_parse(twice, strlen(twice), &j, &err), ST_DATA);
	ck_assert(strstr(err.text, "\"duration_ms\"") != NULL);
}
END_TEST

/* Byte by byte, as a string may be printed. */
static void
print_slowly(const char *s, size_t n, struct buf *out)
{
	static const char *const named[] = { "\bb", "\ff", "\nn", "\rr", "\tt", "\"\"", "\\\\" };

	buf_char(out, '"');
	for (size_t i = 0; i < n; i++) {
		const char *name = NULL;

		for (size_t k = 0; k < sizeof named / sizeof named[0]; k++)
			name = named[k][0] == s[i] ? named[k] : name;
		if (name)
			buf_printf(out, "\\%c", name[1]);
		else if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			buf_printf(out, "\\u%04x", (unsigned char)s[i]);
		else
			buf_char(out, s[i]);
	}
	buf_char(out, '"');
}

/* Each byte at each place of texts of each length, among bytes that could carry into it. */
START_TEST(every_byte_is_escaped_wherever_it_is)
{
	static const char others[] = { 'x', '!', '#', '[', ']', '~', ' ', (char)0x80, (char)0xff };
	struct buf quick, slow;
	char text[20];

	buf_init(&quick, BUF_TEXT);
	buf_init(&slow, BUF_TEXT);
	for (int i = 0; i < 9 * 256 * 19; i++) {
		size_t n = (size_t)i % 19 + 1;

		memset(text, others[i / (256 * 19)], sizeof text);
		for (size_t at = 0; at < n; at++) {
			char before = text[at];

			buf_clear(&quick);
			buf_clear(&slow);
			text[at] = (char)(i / 19 % 256);
			json_print_string(text, n, &quick);
			print_slowly(text, n, &slow);
			text[at] = before;
			ck_assert_uint_eq(quick.len, slow.len);
			ck_assert_int_eq(memcmp(quick.s, slow.s, slow.len + 1), 0);
		}
	}
	buf_fini(&quick);
	buf_fini(&slow);
}
END_TEST

START_TEST(what_does_not_fit_is_dropped_and_said)
{
	for (size_t max = 0; max < 12; max++) {
		struct buf out;

		buf_init(&out, max);
		json_print_string("0123\n6789", 9, &out);
		ck_assert_msg(out.len <= max, "%zu bytes in %zu", out.len, max);
		ck_assert_int_eq(out.over, max < 12);
		ck_assert_int_eq(out.s[out.len], 0);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(every_number_reads_back_as_itself)
{
	static const double odd[] = { 0.0, 0.5, 0.0001, 0.00015, 1e-5, 0.1 + 0.2, 1.0 / 3,
		123456789.1234, 99999999.99995, 1e22, 5e-324, 1.7976931348623157e308,
		9007199254740992.0, 0.7, 2.675 };
	char text[JSON_NUMBER_TEXT];
	double d;

	for (int i = -20000; i <= 20000; i += 7) {
		json_number_text(i / 10000.0, text);
		ck_assert_msg(strtod(text, NULL) == i / 10000.0, "%d / 10000 is %s", i, text);
		ck_assert_msg(strlen(text) <= 7, "%s is not short", text);
	}
	for (size_t i = 0; i < 2 * sizeof odd / sizeof odd[0]; i++) {
		d = i % 2 ? -odd[i / 2] : odd[i / 2];
		json_number_text(d, text);
		ck_assert_msg(strtod(text, NULL) == d, "%.17g is %s", d, text);
	}
	json_number_text(-0.0, text);
	ck_assert_str_eq(text, "0");
	json_number_text(0.25, text);
	ck_assert_str_eq(text, "0.25");
	json_number_text(-100, text);
	ck_assert_str_eq(text, "-100");
}
END_TEST

static struct json *
parsed(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &j, &err) == ST_OK, "%s", err.text);
	return j;
}

START_TEST(what_is_kept_is_printed_as_it_would_be)
{
	static const char text[] =
	    "{\"a\":{\"b\":[1,{\"c\":\"\\n\"}],\"d\":{}},\"e\":[],\"f\":null}";
	struct json *j = parsed(text), *a = json_get(j, "a"), *b = json_get(a, "b");
	char digest[DIGEST_TEXT], plain[DIGEST_TEXT];
	struct json_kept kept;
	struct buf out;

	buf_init(&out, BUF_TEXT);
	json_keep_init(&kept);
	json_keep(&kept, b);
	json_keep(&kept, a); /* b in it is copied */
	json_keep(&kept, json_get(j, "e"));
	json_print_kept(&kept, j, &out);
	ck_assert_str_eq(out.s, text);
	digest_json(j, plain);
	digest_json_kept(&kept, j, digest);
	ck_assert_str_eq(digest, plain);
	json_add(b, json_new_number(2)); /* is not noticed */
	buf_clear(&out);
	json_print_kept(&kept, j, &out);
	ck_assert_str_eq(out.s, text);
	json_keep_forget(&kept, a);
	json_keep_forget(&kept, NULL);
	json_keep_forget(&kept, b);
	buf_clear(&out);
	json_print_kept(&kept, j, &out);
	ck_assert(strstr(out.s, "],2]") == NULL && strstr(out.s, "},2]") != NULL);
	json_keep_fini(&kept);
	buf_fini(&out);
	json_free(j);
}
END_TEST

START_TEST(more_than_can_be_kept_is_printed)
{
	struct json *j = json_new_array();
	struct json_kept kept;
	struct buf out, expected;

	buf_init(&out, BUF_TEXT);
	buf_init(&expected, BUF_TEXT);
	json_keep_init(&kept);
	for (int i = 0; i < 2 * JSON_KEPT_MOST; i++) {
		struct json *row = json_add_object(j);

		json_set_number(row, "n", i);
		json_keep(&kept, row);
	}
	ck_assert_uint_eq(kept.len, JSON_KEPT_MOST);
	json_print(j, &expected);
	json_print_kept(&kept, j, &out);
	ck_assert_str_eq(out.s, expected.s);
	json_keep_fini(&kept);
	buf_fini(&out);
	buf_fini(&expected);
	json_free(j);
}
END_TEST

UNIT_SUITE(json)
{
	tcase_add_test(tc, every_number_reads_back_as_itself);
	tcase_add_test(tc, good_text_prints_the_same);
	tcase_add_test(tc, bad_text_is_refused_with_its_place);
	tcase_add_test(tc, members_differ_by_case_and_are_replaced_in_place);
	tcase_add_test(tc, many_members_may_not_repeat);
	tcase_add_test(tc, names_that_begin_alike_are_different);
	tcase_add_test(tc, every_byte_is_escaped_wherever_it_is);
	tcase_add_test(tc, what_does_not_fit_is_dropped_and_said);
	tcase_add_test(tc, what_is_kept_is_printed_as_it_would_be);
	tcase_add_test(tc, more_than_can_be_kept_is_printed);
}
