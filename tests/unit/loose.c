#include "llm/loose.h"

#include <string.h>

#include "io/json.h"
#include "unit.h"

START_TEST(what_others_send_is_read)
{
	static const struct {
		const char *text, *printed;
	} rows[] = {
		{ "{\"a\":1}", "{\"a\":1}" },
		{ "{\"seed\":15834883423421299999,\"a\":\"x\"}",
		    "{\"seed\":1.58348834234213e+19,\"a\":\"x\"}" },
		{ "[-9223372036854775808,1]", "[-9.223372036854776e+18,1]" },
		{ "[1234567890123456789012]", "[1.2345678901234568e+21]" },
		{ "{\"t\":\"a\\u0000b\"}", "{\"t\":\"a\xef\xbf\xbd"
					   "b\"}" },
		{ "[\"\\ud83d\"]", "[\"\xef\xbf\xbd\"]" },
		{ "[\"\\ude00x\"]", "[\"\xef\xbf\xbdx\"]" },
		{ "[\"\\ud83d\\ud83d\\ude00\"]", "[\"\xef\xbf\xbd\xf0\x9f\x98\x80\"]" },
		{ "[\"\\ud83d\\u0041\",\"\\\\u0000\",\"12345678901234567890\"]",
		    "[\"\xef\xbf\xbd"
		    "A\",\"\\\\u0000\",\"12345678901234567890\"]" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;
		struct buf text;

		ck_assert_msg(loose_parse(rows[i].text, strlen(rows[i].text), &j, &err) == ST_OK,
		    "%s: %s", rows[i].text, err.text);
		buf_init(&text, BUF_TEXT);
		json_print(j, &text);
		ck_assert_str_eq(text.s, rows[i].printed);
		json_free(j);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(what_is_broken_stays_so)
{
	static const char *const rows[] = { "", "{", "{\"a\":}", "[01]", "[1.]", "[1.e5]",
		"[\"\\ud83d", "[\"\\u00\"]", "[\"\\", "\\u0000", "{\"a\":1,\"a\":2}",
		"[12345678901234567890.]", "[\"\xff\"]", "[\"\\ud83d\\", "12345678901234567890x" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;

		ck_assert_msg(
		    loose_parse(rows[i], strlen(rows[i]), &j, &err) == ST_DATA, "%s", rows[i]);
		ck_assert_ptr_null(j);
		ck_assert_str_ne(err.text, "");
	}
}
END_TEST

/* A text that is cut anywhere is read to its end and no further. */
START_TEST(no_cut_reads_too_far)
{
	static const char whole[] = "[\"\\ud83d\\ude00\\u0000\",12345678901234567890,\"\\\"\"]";

	for (size_t n = 0; n < sizeof whole - 1; n++) {
		struct err err = ERR_INIT;
		struct json *j = NULL;
		char *exact = malloc(n + 1);

		memcpy(exact, whole, n);
		ck_assert_int_eq(loose_parse(exact, n, &j, &err), ST_DATA);
		free(exact);
	}
}
END_TEST

UNIT_SUITE(loose)
{
	tcase_add_test(tc, what_others_send_is_read);
	tcase_add_test(tc, what_is_broken_stays_so);
	tcase_add_test(tc, no_cut_reads_too_far);
}
