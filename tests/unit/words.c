#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "text/letters.h"
#include "text/words.h"

static void
collect(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct buf *out = arg;

	ck_assert_uint_lt(from, to);
	ck_assert_uint_eq(n, strlen(word));
	if (out->len > 0)
		buf_char(out, ' ');
	buf_str(out, word);
}

START_TEST(identifiers_and_text_split_into_words)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "" },
		{ "a", "" },
		{ "getUserName2", "get user name getusername2" },
		{ "get_user_name", "get user name getusername" },
		{ "get-user-name", "get user name getusername" },
		{ "__init__", "init" },
		{ "HTTPServer", "http server httpserver" },
		{ "parseURLs", "parse urls parseurls" },
		{ "IDs of users", "ids of users" },
		{ "XMLHttpRequest", "xml http request xmlhttprequest" },
		{ "AC-12", "ac 12 ac12" },
		{ "AC-1", "ac ac1" },
		{ "sha256", "sha 256 sha256" },
		{ "utf8", "utf utf8" },
		{ "v2", "v2" },
		{ "7", "" },
		{ "42 7", "42" },
		{ "tests/test_cart.py::TestCart",
		    "tests test cart testcart py test cart testcart" },
		{ "foo--bar", "foo bar" },
		{ "-x --long-name", "long name longname" },
		{ "can't", "can" },
		{ "Stra\xc3\x9f"
		  "e \xc3\x84PFEL \xce\xa3\xce\x91",
		    "stra\xc3\x9f"
		    "e \xc3\xa4pfel \xcf\x83\xce\xb1" },
		{ "\xc3\xa9t\xc3\xa9\xc3\x89t\xc3\xa9", "\xc3\xa9t\xc3\xa9 \xc3\xa9t\xc3\xa9 "
							"\xc3\xa9t\xc3\xa9\xc3\xa9t\xc3\xa9" },
		{ "\xe8\xb4\xad\xe7\x89\xa9\xe8\xbd\xa6 ok",
		    "\xe8\xb4\xad\xe7\x89\xa9 \xe7\x89\xa9\xe8\xbd\xa6 ok" },
		{ "ab\xe8\xb4\xad\xe7\x89\xa9"
		  "cd",
		    "ab \xe8\xb4\xad\xe7\x89\xa9 cd" },
		{ "\xff\xfe"
		  "abc\xff",
		    "abc" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out;

		buf_init(&out, BUF_TEXT);
		words_split(cases[i].text, strlen(cases[i].text), collect, &out);
		ck_assert_str_eq(out.s, cases[i].words);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(words_longer_than_forty_letters_are_left_out)
{
	char text[64];
	struct buf out;

	memset(text, 'q', sizeof text);
	buf_init(&out, BUF_TEXT);
	words_split(text, 41, collect, &out);
	ck_assert_str_eq(out.s, "");
	words_split(text, 40, collect, &out);
	ck_assert_uint_eq(out.len, 40);
	buf_clear(&out);
	memset(text, 'Q', 41); /* the capital that begins the next part still does */
	text[41] = 'q';
	words_split(text, 42, collect, &out);
	ck_assert_str_eq(out.s, "");
	buf_fini(&out);
}
END_TEST

static void
remember_span(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	size_t *span = arg;

	(void)n;
	if (strcmp(word, "server") == 0) {
		span[0] = from;
		span[1] = to;
	}
}

START_TEST(offsets_name_the_bytes_of_the_word)
{
	size_t span[2] = { 0, 0 };

	words_split("an HTTPServer runs", 18, remember_span, span);
	ck_assert_uint_eq(span[0], 7);
	ck_assert_uint_eq(span[1], 13);
}
END_TEST

START_TEST(terms_are_stems_without_stop_words)
{
	struct words *words = words_open();
	struct buf out;
	size_t n;

	buf_init(&out, BUF_TEXT);
	words_term_text(words, "The guests were paying with cards", 33, &out);
	ck_assert_str_eq(out.s, "guest pay card");
	ck_assert_str_eq(words_stem(words, "relational", 10, &n), "relat");
	ck_assert_uint_eq(n, 5);
	ck_assert(words_is_stop("the", 3));
	ck_assert(words_is_stop("about", 5) && words_is_stop("your", 4));
	ck_assert(!words_is_stop("total", 5));
	ck_assert(!words_is_stop("themselvesx", 11));
	buf_clear(&out);
	words_terms(words, "of the", 6, false, collect, &out);
	ck_assert_str_eq(out.s, "of the");
	buf_fini(&out);
	words_close(words);
}
END_TEST

START_TEST(the_cache_starts_again_when_it_is_full)
{
	struct words *words = words_open();
	char text[32];

	for (int i = 0; i < 70000; i++) {
		size_t n = (size_t)snprintf(text, sizeof text, "running%d", i);
		size_t len;

		words_stem(words, text, n, &len);
	}
	for (int i = 0; i < 2; i++) {
		size_t len;

		ck_assert_str_eq(words_stem(words, "running", 7, &len), "run");
	}
	words_close(words);
}
END_TEST

START_TEST(folding_is_the_same_in_every_locale)
{
	ck_assert_uint_eq(letter_fold('Z'), 'z');
	ck_assert_uint_eq(letter_fold(0x0410), 0x0430);
	ck_assert_uint_eq(letter_fold(0x0100), 0x0101);
	ck_assert_uint_eq(letter_fold(0x0101), 0x0101);
	ck_assert_int_eq(letter_class(0x0663), LETTER_DIGIT);
	ck_assert_int_eq(letter_class(0x2019), LETTER_NONE);
	ck_assert_int_eq(letter_class(0x4e00), LETTER_IDEOGRAPH);
	ck_assert_int_eq(letter_class(0x10ffff), LETTER_NONE);
}
END_TEST

UNIT_SUITE(words)
{
	tcase_add_test(tc, identifiers_and_text_split_into_words);
	tcase_add_test(tc, words_longer_than_forty_letters_are_left_out);
	tcase_add_test(tc, offsets_name_the_bytes_of_the_word);
	tcase_add_test(tc, terms_are_stems_without_stop_words);
	tcase_add_test(tc, the_cache_starts_again_when_it_is_full);
	tcase_add_test(tc, folding_is_the_same_in_every_locale);
}
