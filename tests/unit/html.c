#include "view/html.h"

#include <string.h>

#include "base/buf.h"
#include "unit.h"
#include "view/plain.h"

static struct buf out;

static void
setup(void)
{
	buf_init(&out, SIZE_MAX / 4);
}

static void
teardown(void)
{
	buf_fini(&out);
}

START_TEST(text_cannot_be_markup)
{
	html_put(&out, "<p title=\"%s\">%s</p>", "\" onload='x'", "<script>&amp;</script>");
	ck_assert_str_eq(out.s,
	    "<p title=\"&quot; onload=&#39;x&#39;\">&lt;script&gt;&amp;amp;&lt;/script&gt;</p>");
}
END_TEST

START_TEST(what_is_not_seen_is_spelled)
{
	html_put(
	    &out, "%s", "a\033[1m\x7f\xc2\x9b\xe2\x80\xae\xe2\x80\x8b\xff\xef\xbf\xbe\xef\xbf\xbf");
	ck_assert_str_eq(out.s, "a\\x1b[1m\\x7f\\x9b\\u{202e}\\u{200b}\\xff\\u{fffe}\\u{ffff}");
}
END_TEST

START_TEST(letters_newlines_and_tabs_stay)
{
	html_put(&out, "%s", "\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80\xef\xbc\xa1\n\t.");
	ck_assert_str_eq(out.s, "\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80\xef\xbc\xa1\n\t.");
}
END_TEST

START_TEST(every_conversion_is_printed)
{
	html_put(&out, "%d %zu %.2f %.0f 5%% %.3s %.3s", -4, (size_t)7, 0.125, 2.5, "abcd", "abc");
	ck_assert_str_eq(out.s, "-4 7 0.12 2 5% abc… abc");
}
END_TEST

/* A character, a spelling and an entity are whole or not there. */
START_TEST(a_cut_is_between_characters)
{
	static const char *const cut[] = { "…", "x…", "x…", "x\xc3\xa9…", "x\xc3\xa9&lt;" };

	for (int n = 0; n < 5; n++) {
		buf_clear(&out);
		switch (n) {
		case 0:
			html_put(&out, "%.0s", "x\xc3\xa9<");
			break;
		case 1:
			html_put(&out, "%.1s", "x\xc3\xa9<");
			break;
		case 2:
			html_put(&out, "%.2s", "x\xc3\xa9<");
			break;
		case 3:
			html_put(&out, "%.3s", "x\xc3\xa9<");
			break;
		default:
			html_put(&out, "%.4s", "x\xc3\xa9<");
		}
		ck_assert_str_eq(out.s, cut[n]);
	}
}
END_TEST

START_TEST(a_long_text_says_how_much_is_left)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	for (int i = 0; i < HTML_TEXT + 5; i++)
		buf_char(&text, 'x');
	html_put(&out, "%s", text.s);
	ck_assert(out.len < HTML_TEXT + 100);
	ck_assert(strstr(out.s, "x… (5 more bytes are in the document)"));
	buf_clear(&out);
	buf_cut(&text, HTML_TEXT);
	html_put(&out, "%s", text.s);
	ck_assert_uint_eq(out.len, HTML_TEXT);
	buf_fini(&text);
}
END_TEST

START_TEST(anchors_are_stable_and_apart)
{
	char a[HTML_ANCHOR], b[HTML_ANCHOR], text[200];

	html_anchor("test-", "pytest:t/a.py::test_b", a);
	ck_assert_str_eq(a, "test-pytest:t/a.py::test_b");
	html_anchor("test-", "a b", a);
	html_anchor("test-", "a-b", b);
	ck_assert_str_ne(a, b);
	ck_assert_int_eq(strncmp(a, "test-a-b-", 9), 0);
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	html_anchor("test-", text, a);
	text[150] = 'y';
	html_anchor("test-", text, b);
	ck_assert_str_ne(a, b);
	ck_assert(strlen(a) < HTML_ANCHOR);
}
END_TEST

START_TEST(a_criterion_is_at_its_id_unless_that_is_a_section_s)
{
	static const char *const table[][2] = { { "AC-3", "AC-3" }, { "SHOP_1.2", "SHOP_1.2" },
		{ "story", "ac-story" }, { "#12", "ac--12-" }, { "", "ac-" }, { "A:b", "ac-A:b" } };
	char anchor[HTML_ANCHOR];

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		html_criterion_anchor(table[i][0], anchor);
		ck_assert_msg(strncmp(anchor, table[i][1], strlen(table[i][1])) == 0, "%s: %s",
		    table[i][0], anchor);
	}
}
END_TEST

START_TEST(a_line_is_one_line)
{
	plain_line(&out, " a\r\n\tb \x1b c", 100);
	ck_assert_str_eq(out.s, " a b \\x1b c");
	buf_clear(&out);
	plain_line(&out, "ab\xc3\xa9", 3);
	ck_assert_str_eq(out.s, "ab…");
	buf_clear(&out);
	plain_line(&out, "ab    ", 4);
	ck_assert_str_eq(out.s, "ab …");
	buf_clear(&out);
	plain_line(&out, "", 4);
	ck_assert_str_eq(out.s, "");
}
END_TEST

UNIT_SUITE(html)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, text_cannot_be_markup);
	tcase_add_test(tc, what_is_not_seen_is_spelled);
	tcase_add_test(tc, letters_newlines_and_tabs_stay);
	tcase_add_test(tc, every_conversion_is_printed);
	tcase_add_test(tc, a_cut_is_between_characters);
	tcase_add_test(tc, a_long_text_says_how_much_is_left);
	tcase_add_test(tc, anchors_are_stable_and_apart);
	tcase_add_test(tc, a_criterion_is_at_its_id_unless_that_is_a_section_s);
	tcase_add_test(tc, a_line_is_one_line);
}
