#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "signal/bag.h"
#include "signal/path.h"
#include "signal/terms.h"

/* The terms of a text; a stop word is followed by "!". */
static char *
terms_of(struct lexicon *lexicon, const char *text, size_t n)
{
	struct token_list tokens = { 0 };
	struct buf out;

	buf_init(&out, BUF_TEXT);
	lexicon_tokens(lexicon, text, n, &tokens);
	for (size_t i = 0; i < tokens.len; i++) {
		if (i > 0)
			buf_char(&out, ' ');
		buf_str(&out, lexicon_term_text(lexicon, TERM_OF(tokens.at[i])));
		if (tokens.at[i] & TERM_STOP)
			buf_char(&out, '!');
	}
	free(tokens.at);
	return buf_take(&out);
}

START_TEST(identifiers_give_their_parts_and_the_whole)
{
	static const struct {
		const char *text, *terms;
	} cases[] = {
		{ "", "" },
		{ "a 7 _ __", "" },
		{ "getUserName2", "get! user name getusername2" },
		{ "get_user_name", "get! user name get_user_nam" },
		{ "__init__ _x_y_", "init x_y" },
		{ "HTTPServer XMLHttpRequest",
		    "http server httpserver xml http request xmlhttprequest" },
		{ "parseURLs", "pars ur ls parseurl" },
		{ "sha256 42", "sha 256 sha256 42" },
		{ "aB", "ab" },
		{ "AClass", "class aclass" },
		{ "Stra\xc3\x9f"
		  "e na\xc3\xafve",
		    "stra stra\xc3\x9f na ve na\xc3\xafv" },
		{ "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82",
		    "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82" },
		{ "\xff\xfe"
		  "cart\xff\xc3",
		    "cart" },
		{ "Adding the added", "adding the! added!" },
	};
	struct lexicon *lexicon = lexicon_open();

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *terms = terms_of(lexicon, cases[i].text, strlen(cases[i].text));

		ck_assert_str_eq(terms, cases[i].terms);
		free(terms);
	}
	lexicon_close(lexicon);
}
END_TEST

START_TEST(stems_are_light)
{
	static const char *const cases[][2] = {
		{ "ties", "tie" },
		{ "cookies", "cooky" },
		{ "studies", "study" },
		{ "cutenedies", "cutenedy" },
		{ "status", "status" },
		{ "class", "class" },
		{ "gas", "gas" },
		{ "tests", "test" },
		{ "cats", "cat" },
		{ "running", "run" },
		{ "calling", "call" },
		{ "passed", "pass" },
		{ "stopped", "stop" },
		{ "sing", "sing" },
		{ "string", "string" },
		{ "strings", "string" },
		{ "need", "need" },
		{ "bleed", "bleed" },
		{ "cache", "cach" },
		{ "cached", "cach" },
		{ "tree", "tree" },
		{ "seedings", "seed" },
	};
	struct buf stem;

	buf_init(&stem, BUF_TEXT);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&stem);
		terms_stem(cases[i][0], strlen(cases[i][0]), &stem);
		ck_assert_str_eq(stem.s, cases[i][1]);
	}
	buf_fini(&stem);
}
END_TEST

START_TEST(terms_have_two_to_forty_characters)
{
	char text[43];
	struct lexicon *lexicon = lexicon_open();
	char *terms;

	memset(text, 'q', sizeof text);
	terms = terms_of(lexicon, text, 41);
	ck_assert_str_eq(terms, "");
	free(terms);
	terms = terms_of(lexicon, text, 40);
	ck_assert_uint_eq(strlen(terms), 40);
	free(terms);
	text[20] = '_'; /* the parts are terms, the whole is too long */
	terms = terms_of(lexicon, text, 43);
	ck_assert_uint_eq(strlen(terms), 20 + 1 + 22);
	free(terms);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(the_same_text_has_the_same_number)
{
	struct lexicon *lexicon = lexicon_open();
	uint32_t cart = lexicon_ident(lexicon, "cartItem", 8), term, text;
	struct tokens tokens = lexicon_ident_tokens(lexicon, cart);

	ck_assert_uint_eq(tokens.len, 3);
	term = tokens.at[0];
	text = lexicon_ident(lexicon, "text", 4);
	ck_assert_uint_ne(cart, text);
	for (int i = 0; i < 9000; i++) { /* more than are kept at hand */
		char ident[16];
		int n = snprintf(ident, sizeof ident, "x%dcart", i);

		lexicon_ident(lexicon, ident, (size_t)n);
	}
	ck_assert_uint_eq(lexicon_ident(lexicon, "cartItem", 8), cart);
	ck_assert_uint_eq(lexicon_term(lexicon, "cart", 4), term);
	ck_assert_str_eq(lexicon_ident_text(lexicon, cart), "cartItem");
	ck_assert_uint_lt(term, lexicon_terms(lexicon));
	ck_assert_uint_lt(cart, lexicon_idents(lexicon));
	lexicon_close(lexicon);
}
END_TEST

START_TEST(long_identifiers_that_differ_in_the_middle_differ)
{
	struct lexicon *lexicon = lexicon_open();
	uint32_t a = lexicon_ident(lexicon, "beginningXbeginning", 19);

	ck_assert_uint_ne(lexicon_ident(lexicon, "beginningYbeginning", 19), a);
	ck_assert_uint_eq(lexicon_ident(lexicon, "beginningXbeginning", 19), a);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(a_prefix_is_six_letters)
{
	struct lexicon *lexicon = lexicon_open();
	uint32_t a = lexicon_term(lexicon, "validation", 10);
	uint32_t b = lexicon_term(lexicon, "validator", 9), c = lexicon_term(lexicon, "valid", 5);
	uint32_t d =
	    lexicon_term(lexicon, "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 14);

	ck_assert_uint_eq(lexicon_prefix(lexicon, a), lexicon_prefix(lexicon, b));
	ck_assert_str_eq(lexicon_term_text(lexicon, lexicon_prefix(lexicon, a)), "valida");
	ck_assert_uint_eq(lexicon_prefix(lexicon, c), c);
	ck_assert_uint_eq(strlen(lexicon_term_text(lexicon, lexicon_prefix(lexicon, d))), 12);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(counts_are_in_order_of_first_appearance)
{
	struct lexicon *lexicon = lexicon_open();
	struct token_list tokens = { 0 };
	struct term_counts counts;
	uint32_t *marks;

	lexicon_tokens(lexicon, "beta the alpha beta the beta", 28, &tokens);
	counts = lexicon_count(lexicon, tokens.at, tokens.len);
	ck_assert_uint_eq(counts.len, 3);
	ck_assert_str_eq(lexicon_term_text(lexicon, counts.at[0].term), "beta");
	ck_assert_uint_eq(counts.at[0].count, 3);
	ck_assert_str_eq(lexicon_term_text(lexicon, counts.at[1].term), "the");
	ck_assert_uint_eq(counts.at[1].count, 2);
	marks = lexicon_marks(lexicon);
	for (size_t i = 0; i < lexicon_terms(lexicon); i++)
		ck_assert_uint_eq(marks[i], 0);
	free(counts.at);
	free(tokens.at);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(a_token_is_shown_as_it_was_written)
{
	struct buf word;

	buf_init(&word, BUF_TEXT);
	ck_assert(ident_word("getCookies", 1, &word));
	ck_assert_str_eq(word.s, "Cookies");
	buf_clear(&word);
	ck_assert(ident_word("_getCookies_", 2, &word));
	ck_assert_str_eq(word.s, "getCookies");
	ck_assert(!ident_word("getCookies", 3, &word));
	buf_fini(&word);
}
END_TEST

START_TEST(stop_words_are_whole_words)
{
	ck_assert(terms_stop("the", 3));
	ck_assert(terms_stop("added", 5));
	ck_assert(terms_stop("a", 1));
	ck_assert(terms_stop("your", 4));
	ck_assert(!terms_stop("th", 2));
	ck_assert(!terms_stop("these_", 6));
	ck_assert(!terms_stop("", 0));
	ck_assert(!terms_stop("cart", 4));
}
END_TEST

START_TEST(a_bag_keeps_the_order_it_was_filled_in)
{
	struct bag bag = { 0 }, other = { 0 };

	for (uint32_t i = 0; i < 100; i++)
		*bag_slot(&bag, (i * 37) % 101) += 1;
	*bag_slot(&bag, 37) += 1.5;
	ck_assert_uint_eq(bag.len, 100);
	ck_assert_uint_eq(bag.at[1].term, 37);
	ck_assert_double_eq(bag_get(&bag, 37), 2.5);
	ck_assert_double_eq(bag_get(&bag, 5000), 0);
	ck_assert_double_eq(bag_get(&other, 37), 0);
	*bag_slot(&other, 37) = 2;
	*bag_slot(&other, 5000) = 3;
	bag_add(&bag, &other, .5);
	ck_assert_double_eq(bag_get(&bag, 37), 3.5);
	ck_assert_double_eq(bag_get(&bag, 5000), 1.5);
	bag_fini(&bag);
	bag_fini(&other);
}
END_TEST

START_TEST(the_key_of_a_path_is_what_the_file_is_named_after)
{
	static const char *const cases[][2] = {
		{ "test_foo_bar.py", "foo bar" },
		{ "src/test/java/FooBarTest.java", "foo bar" },
		{ "foo_bar.spec.ts", "foo bar" },
		{ "t/0001-foo.t", "0001 foo" },
		{ "tests/test.py", "test" },
		{ "HTTPServerTests.java", "http server" },
		{ "a.c", "a" },
		{ ".hidden", "" },
		{ "", "" },
	};
	struct buf key;

	buf_init(&key, BUF_TEXT);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		path_key(cases[i][0], &key);
		ck_assert_str_eq(key.s, cases[i][1]);
	}
	buf_fini(&key);
}
END_TEST

START_TEST(a_path_has_folders_a_name_and_an_extension)
{
	struct lexicon *lexicon = lexicon_open();
	struct path_words words;
	static const char *const vector[] = { "lib", "foo", "bar", "foo_bar", "test" };

	path_words_init(&words, lexicon, "lib/foo/foo_bar.test.js");
	ck_assert_uint_eq(words.n_vector, 5); /* foo counts as a word of the name */
	ck_assert_uint_eq(words.n_folders, 1);
	for (size_t i = 0; i < 5; i++)
		ck_assert_str_eq(lexicon_term_text(lexicon, words.vector[i]), vector[i]);
	ck_assert_uint_eq(words.name.len, 4);
	ck_assert_uint_eq(words.all.len, 6);
	ck_assert_uint_eq(words.all.at[1].count, 2); /* foo */
	path_words_fini(&words);
	path_words_init(&words, lexicon, "");
	ck_assert_uint_eq(words.n_vector + words.n_key + words.all.len, 0);
	path_words_fini(&words);
	lexicon_close(lexicon);
}
END_TEST

UNIT_SUITE(terms)
{
	tcase_add_test(tc, identifiers_give_their_parts_and_the_whole);
	tcase_add_test(tc, stems_are_light);
	tcase_add_test(tc, terms_have_two_to_forty_characters);
	tcase_add_test(tc, the_same_text_has_the_same_number);
	tcase_add_test(tc, long_identifiers_that_differ_in_the_middle_differ);
	tcase_add_test(tc, a_prefix_is_six_letters);
	tcase_add_test(tc, counts_are_in_order_of_first_appearance);
	tcase_add_test(tc, a_token_is_shown_as_it_was_written);
	tcase_add_test(tc, stop_words_are_whole_words);
	tcase_add_test(tc, a_bag_keeps_the_order_it_was_filled_in);
	tcase_add_test(tc, the_key_of_a_path_is_what_the_file_is_named_after);
	tcase_add_test(tc, a_path_has_folders_a_name_and_an_extension);
}
