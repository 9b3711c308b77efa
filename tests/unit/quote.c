#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "text/excerpt.h"
#include "text/quote.h"

static const char story[] = "# Checkout\n\n- The cart  total\n  includes VAT.\n"
			    "- Größe: 5 EUR; the cart is full.\n\nart for cart\n";

static const struct {
	const char *passage, *text;
	int line, end_line;
} found[] = {
	{ "Checkout", "Checkout", 1, 1 },
	{ "The cart total includes VAT.", "The cart total includes VAT.", 3, 4 },
	{ "  The\tcart total\nincludes VAT ", "The cart total includes VAT", 3, 4 },
	{ "- The cart total", "- The cart total", 3, 3 },
	{ "Größe", "Größe", 5, 5 },
	{ "art", "art", 7, 7 },
	{ "cart", "cart", 3, 3 },
	{ "is full.\n\nart", "is full. art", 5, 7 },
	{ "art for cart", "art for cart", 7, 7 },
};

START_TEST(a_passage_is_found_whatever_its_white_space)
{
	struct quotes quotes;
	struct quote q;
	char *text;

	quotes_init(&quotes, story, strlen(story));
	ck_assert(quotes_find(&quotes, found[_i].passage, &q));
	text = mem_strndup(q.text, q.n);
	ck_assert_str_eq(text, found[_i].text);
	ck_assert_int_eq(q.line, found[_i].line);
	ck_assert_int_eq(q.end_line, found[_i].end_line);
	free(text);
	quotes_fini(&quotes);
}
END_TEST

static const char *const absent[] = { "", " \n", "-", "...", "checkout", "the cart total", "incl",
	"car", "rt", "ö", "art for cart and more", "VAT. Größe" };

START_TEST(what_the_text_does_not_say_is_not_found)
{
	struct quotes quotes;
	struct quote q;

	quotes_init(&quotes, story, strlen(story));
	ck_assert_msg(!quotes_find(&quotes, absent[_i], &q), "%s", absent[_i]);
	quotes_fini(&quotes);
}
END_TEST

START_TEST(only_the_part_that_was_given_counts)
{
	struct quotes quotes;
	struct quote q;

	quotes_init(&quotes, story, 12);
	ck_assert(quotes_find(&quotes, "Checkout", &q));
	ck_assert(!quotes_find(&quotes, "cart", &q));
	quotes_fini(&quotes);
	quotes_init(&quotes, "", 0);
	ck_assert(!quotes_find(&quotes, "a", &q));
	quotes_fini(&quotes);
}
END_TEST

START_TEST(places_are_counted)
{
	struct quotes quotes;

	quotes_init(&quotes, story, strlen(story));
	ck_assert_uint_eq(quotes_count(&quotes, "cart"), 3);
	ck_assert_uint_eq(quotes_count(&quotes, "art"), 1);
	ck_assert_uint_eq(quotes_count(&quotes, "Art"), 0);
	ck_assert_uint_eq(quotes_count(&quotes, ""), 0);
	quotes_fini(&quotes);
}
END_TEST

START_TEST(folded_texts_are_compared_by_words)
{
	char *a = quote_fold("**The** cart-total: 5 EUR!", 26);

	ck_assert_str_eq(a, "the cart total 5 eur");
	ck_assert(quote_folded_in("cart total", a));
	ck_assert(!quote_folded_in("art total", a));
	ck_assert(!quote_folded_in("", a));
	ck_assert(quote_words_in("eur the", a));
	ck_assert(!quote_words_in("eur and the", a));
	ck_assert(!quote_words_in("", a));
	free(a);
}
END_TEST

static const struct {
	const char *text;
	size_t max;
	const char *line;
	bool more;
} lines[] = {
	{ "", 10, "", false },
	{ " a\n\n b\t", 10, "a b", false },
	{ "a\x1b[31mb", 20, "a[31mb", false },
	{ "a\xe2\x80\xae"
	  "b\xc2\x9b"
	  "c",
	    20, "abc", false },
	{ "0123456789", 10, "0123456789", false },
	{ "0123456789a", 10, "0123456...", true },
	{ "ööööö", 9, "ööö...", true },
	{ "a\xff", 10, "a\xef\xbf\xbd", false },
};

START_TEST(an_excerpt_is_one_safe_line)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	buf_str(&out, "> ");
	ck_assert(excerpt_line(&out, lines[_i].text, lines[_i].max) == lines[_i].more);
	ck_assert_str_eq(out.s + 2, lines[_i].line);
	ck_assert_uint_eq(utf8_check(out.s, out.len), out.len);
	buf_fini(&out);
}
END_TEST

START_TEST(no_character_is_cut)
{
	ck_assert_uint_eq(excerpt_cut("abc", 3, 5), 3);
	ck_assert_uint_eq(excerpt_cut("abc", 3, 2), 2);
	ck_assert_uint_eq(excerpt_cut("aö", 3, 2), 1);
	ck_assert_uint_eq(excerpt_cut("ö", 2, 0), 0);
}
END_TEST

UNIT_SUITE(quote)
{
	tcase_add_loop_test(tc, a_passage_is_found_whatever_its_white_space, 0,
	    (int)(sizeof found / sizeof found[0]));
	tcase_add_loop_test(tc, what_the_text_does_not_say_is_not_found, 0,
	    (int)(sizeof absent / sizeof absent[0]));
	tcase_add_test(tc, only_the_part_that_was_given_counts);
	tcase_add_test(tc, places_are_counted);
	tcase_add_test(tc, folded_texts_are_compared_by_words);
	tcase_add_loop_test(
	    tc, an_excerpt_is_one_safe_line, 0, (int)(sizeof lines / sizeof lines[0]));
	tcase_add_test(tc, no_character_is_cut);
}
