#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "signal/document.h"

static struct document *
document_of(struct lexicon *lexicon, const char *text, const struct document_case *cases, size_t n)
{
	return document_new(lexicon, "tests/a.py", text, strlen(text), cases, n);
}

static uint32_t
count_of(struct lexicon *lexicon, const struct term_counts *counts, const char *stem)
{
	uint32_t term = lexicon_term(lexicon, stem, strlen(stem));

	for (size_t i = 0; i < counts->len; i++)
		if (counts->at[i].term == term)
			return counts->at[i].count;
	return 0;
}

static void
span_is(const struct document *doc, size_t i, uint32_t number, uint32_t from, uint32_t to)
{
	ck_assert_uint_eq(doc->spans[i].number, number);
	ck_assert_uint_eq(doc->spans[i].from, from);
	ck_assert_uint_eq(doc->spans[i].to, to);
}

START_TEST(terms_and_identifiers_are_counted)
{
	struct lexicon *lexicon = lexicon_open();
	struct document *doc = document_of(lexicon, "getCart(cart); getCart(items)", NULL, 0);

	ck_assert_uint_eq(doc->n_tokens, 8);
	ck_assert_uint_eq(count_of(lexicon, &doc->terms, "cart"), 3);
	ck_assert_uint_eq(count_of(lexicon, &doc->terms, "getcart"), 2);
	ck_assert_uint_eq(count_of(lexicon, &doc->terms, "item"), 1);
	ck_assert_uint_eq(doc->idents.len, 3);
	ck_assert_uint_eq(doc->idents.at[0].count, 2);
	ck_assert_str_eq(lexicon_ident_text(lexicon, doc->idents.at[0].term), "getCart");
	ck_assert_uint_eq(doc->n_spans, 1);
	span_is(doc, 0, 0, 0, 8);
	document_free(doc);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(what_no_case_covers_is_one_more_case)
{
	static const char text[] = "head\ncase one\n\ncase two\nmiddle\ncase three\ntail\n";
	const struct document_case cases[] = {
		{ "three", 31, 42 },
		{ "one item, one", 5, 14 },
		{ NULL, 15, 24 },
	};
	struct lexicon *lexicon = lexicon_open();
	struct document *doc = document_of(lexicon, text, cases, 3);

	ck_assert_uint_eq(doc->n_spans, 6);
	span_is(doc, 0, 3, 0, 1); /* head; the empty line is nothing */
	span_is(doc, 1, 3, 5, 6); /* middle */
	span_is(doc, 2, 3, 8, 9); /* tail */
	span_is(doc, 3, 0, 6, 8);
	span_is(doc, 4, 1, 1, 3);
	span_is(doc, 5, 2, 3, 5);
	ck_assert_uint_eq(count_of(lexicon, &doc->names[1], "one"), 2);
	ck_assert_uint_eq(doc->names[2].len, 0);
	document_free(doc);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(cases_may_overlap_and_lie_outside)
{
	const struct document_case cases[] = {
		{ "all", 0, 100 },
		{ "inner", 4, 7 },
		{ "behind", 50, 60 },
		{ "turned", 7, 4 },
	};
	struct lexicon *lexicon = lexicon_open();
	struct document *doc = document_of(lexicon, "one two six", cases, 4);

	ck_assert_uint_eq(doc->n_spans, 4); /* nothing is left */
	span_is(doc, 0, 0, 0, 3);
	span_is(doc, 1, 1, 1, 2);
	span_is(doc, 2, 2, 3, 3);
	ck_assert_uint_eq(doc->spans[3].from, doc->spans[3].to);
	document_free(doc);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(pieces_are_of_thirty_lines)
{
	struct lexicon *lexicon = lexicon_open();
	struct buf text;
	struct document *doc;

	buf_init(&text, BUF_TEXT);
	for (int i = 0; i < 61; i++)
		buf_str(&text, i % 3 == 0   ? "word\r\n"
			       : i % 3 == 1 ? "word\n"
					    : "word\xe2\x80\xa8");
	doc = document_new(lexicon, "a.c", text.s, text.len, NULL, 0);
	ck_assert_uint_eq(doc->n_pieces, 3);
	ck_assert_uint_eq(doc->pieces[0], 0);
	ck_assert_uint_eq(doc->pieces[1], 30);
	ck_assert_uint_eq(doc->pieces[2], 60);
	ck_assert_uint_eq(doc->pieces[3], 61);
	document_free(doc);
	buf_clear(&text);
	for (int i = 0; i < DOCUMENT_LINES + 5; i++)
		buf_str(&text, "word\n");
	doc = document_new(lexicon, "a.c", text.s, text.len, NULL, 0);
	ck_assert_uint_eq(doc->n_tokens, DOCUMENT_LINES + 5);
	ck_assert_uint_eq(doc->pieces[doc->n_pieces], DOCUMENT_LINES);
	document_free(doc);
	doc = document_new(lexicon, "a.c", "", 0, NULL, 0);
	ck_assert_uint_eq(doc->n_pieces, 0);
	document_free(doc);
	buf_fini(&text);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(the_end_of_a_large_file_is_not_looked_at)
{
	struct lexicon *lexicon = lexicon_open();
	char *text = malloc(DOCUMENT_MAX + 10);
	const struct document_case behind = { "x", DOCUMENT_MAX + 1, DOCUMENT_MAX + 9 };
	struct document *doc;

	memset(text, ' ', DOCUMENT_MAX + 10);
	memcpy(text + DOCUMENT_MAX - 4, "cart", 4);
	memcpy(text + DOCUMENT_MAX + 2, "late", 4);
	doc = document_new(lexicon, "a.c", text, DOCUMENT_MAX + 10, &behind, 1);
	ck_assert_uint_eq(doc->n_tokens, 1);
	ck_assert_uint_eq(doc->spans[1].from, doc->spans[1].to);
	document_free(doc);
	free(text);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(any_bytes_make_a_document)
{
	struct lexicon *lexicon = lexicon_open();
	static const char odd[] = "aB_0\xc3\x9f\xe2\n";
	char text[512];
	unsigned seed = 7;

	for (int run = 0; run < 200; run++) {
		struct document_case cases[3];
		struct document *doc;

		for (size_t i = 0; i < sizeof text; i++) {
			seed = seed * 1103515245u + 12345u;
			text[i] = run % 2 ? (char)(seed >> 16 & 255) : odd[seed >> 16 & 7];
		}
		for (size_t i = 0; i < 3; i++)
			cases[i] = (struct document_case){ "n", seed >> (i * 3) & 511,
				seed >> (i * 5) & 511 };
		doc = document_new(lexicon, "p", text, sizeof text, cases, 3);
		for (size_t i = 0; i < doc->n_spans; i++)
			ck_assert(doc->spans[i].from <= doc->spans[i].to &&
				  doc->spans[i].to <= doc->n_tokens);
		document_free(doc);
	}
	lexicon_close(lexicon);
}
END_TEST

UNIT_SUITE(document)
{
	tcase_add_test(tc, terms_and_identifiers_are_counted);
	tcase_add_test(tc, what_no_case_covers_is_one_more_case);
	tcase_add_test(tc, cases_may_overlap_and_lie_outside);
	tcase_add_test(tc, pieces_are_of_thirty_lines);
	tcase_add_test(tc, the_end_of_a_large_file_is_not_looked_at);
	tcase_add_test(tc, any_bytes_make_a_document);
}
