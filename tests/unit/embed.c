#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/embed.h"
#include "text/words.h"

static struct words *words;

static void
embed_one(const struct embed_frequencies *frequencies, const char *text, float *out)
{
	struct embedder *e = embed_local_new(words, frequencies);
	const struct embed_text one = { text, strlen(text) };
	struct err err = ERR_INIT;

	ck_assert_int_eq(e->embed(e, &one, 1, out, &err), ST_OK);
	ck_assert_str_eq(e->model, EMBED_LOCAL_MODEL);
	ck_assert_uint_eq(e->dimensions, EMBED_DIMENSIONS);
	e->close(e);
}

static double
dot(const float *a, const float *b)
{
	double sum = 0;

	for (size_t i = 0; i < EMBED_DIMENSIONS; i++)
		sum += (double)a[i] * b[i];
	return sum;
}

static double
nearness(const struct embed_frequencies *frequencies, const char *a, const char *b)
{
	float va[EMBED_DIMENSIONS], vb[EMBED_DIMENSIONS];

	embed_one(frequencies, a, va);
	embed_one(frequencies, b, vb);
	return dot(va, vb);
}

static void
set_up(void)
{
	words = words_open();
}

static void
tear_down(void)
{
	words_close(words);
}

START_TEST(the_same_text_gives_the_same_bytes)
{
	float a[EMBED_DIMENSIONS], b[EMBED_DIMENSIONS];
	struct embedder *e = embed_local_new(words, NULL);
	const struct embed_text texts[] = { { "other words before", 18 },
		{ "A receipt is mailed", 19 } };
	float both[2 * EMBED_DIMENSIONS];
	struct err err = ERR_INIT;

	embed_one(NULL, "A receipt is mailed", a);
	embed_one(NULL, "A receipt is mailed", b);
	ck_assert_mem_eq(a, b, sizeof a);
	ck_assert_int_eq(e->embed(e, texts, 2, both, &err), ST_OK);
	ck_assert_mem_eq(a, both + EMBED_DIMENSIONS, sizeof a);
	e->close(e);
}
END_TEST

START_TEST(vectors_have_unit_length_or_are_zero)
{
	static const char *const texts[] = { "receipt", "The cart total includes VAT",
		"cart cart cart cart cart", "a\xcc\x8a\xe4\xb8\xad\xe6\x96\x87 x1" };
	float v[EMBED_DIMENSIONS];

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		embed_one(NULL, texts[i], v);
		ck_assert_double_eq_tol(dot(v, v), 1, 1e-5);
	}
	embed_one(NULL, "", v);
	ck_assert_double_eq(dot(v, v), 0);
	embed_one(NULL, "the of and", v);
	ck_assert_double_eq(dot(v, v), 0);
}
END_TEST

START_TEST(texts_about_the_same_are_nearer)
{
	static const struct {
		const char *text, *near, *far;
	} cases[] = {
		{ "A receipt is mailed", "mail the receipts", "password reset by text message" },
		{ "cart total includes VAT", "total of the cart", "warehouse stock level" },
		{ "authentication fails", "authenticate the user", "invoice printed" },
		{ "checkout", "checkouts", "warehouse" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_double_gt(nearness(NULL, cases[i].text, cases[i].near),
		    nearness(NULL, cases[i].text, cases[i].far) + 0.2);
	ck_assert_double_lt(fabs(nearness(NULL, "receipt mailed", "password reset")), 0.3);
}
END_TEST

static void
count(struct embed_counter *counter, const char *terms)
{
	const struct embed_part part = { terms, 1 };

	embed_count(counter, &part, 1);
}

START_TEST(rare_terms_weigh_more_than_common_ones)
{
	struct embed_frequencies *frequencies = calloc(1, sizeof *frequencies);
	struct embed_counter *counter = embed_counter_new(frequencies);
	double common, rare;

	for (int i = 0; i < 99; i++)
		count(counter, "cart cart total");
	count(counter, "cart receipt");
	embed_counter_free(counter);
	ck_assert_uint_eq(frequencies->texts, 100);
	for (size_t i = 0; i < EMBED_BUCKETS;
	     i++) /* a text counts once, however often it says it */
		ck_assert_uint_le(frequencies->bucket[i], 100);
	common = nearness(frequencies, "cart receipt", "cart");
	rare = nearness(frequencies, "cart receipt", "receipt");
	ck_assert_double_gt(rare, 0.9);
	ck_assert_double_lt(common, 0.4);
	ck_assert_double_eq_tol(nearness(NULL, "cart receipt", "cart"),
	    nearness(NULL, "cart receipt", "receipt"), 0.25);
	free(frequencies);
}
END_TEST

START_TEST(ready_terms_give_the_vector_of_their_text)
{
	struct embedder *e = embed_local_new(words, NULL);
	const char *text = "The guests were paying with cards in the shop";
	struct embed_part parts[2] = { { "guest pay card", 1 }, { "shop", 1 } };
	float a[EMBED_DIMENSIONS], b[EMBED_DIMENSIONS];

	embed_one(NULL, text, a);
	embed_local_terms(e, parts, 2, b);
	ck_assert_double_eq_tol(dot(a, b), 1, 1e-5);
	parts[1].weight = 4;
	embed_local_terms(e, parts, 2, b);
	ck_assert_double_lt(dot(a, b), 0.99);
	e->close(e);
}
END_TEST

START_TEST(many_terms_do_not_change_what_comes_later)
{
	struct embedder *e = embed_local_new(words, NULL);
	float a[EMBED_DIMENSIONS], b[EMBED_DIMENSIONS];
	const struct embed_part part = { "receipt mail", 1 };
	struct buf text;

	embed_local_terms(e, &part, 1, a);
	buf_init(&text, BUF_DOCUMENT);
	for (int i = 0; i < 210000; i++)
		buf_printf(&text, "w%d ", i);
	embed_local_terms(e, &(struct embed_part){ text.s, 1 }, 1, b);
	embed_local_terms(e, &part, 1, b);
	ck_assert_mem_eq(a, b, sizeof a);
	buf_fini(&text);
	e->close(e);
}
END_TEST

/* Long words are not among the recent ones: each of them may be the one the table grows for. */
START_TEST(long_words_weigh_as_much_as_short_ones)
{
	float v[EMBED_DIMENSIONS];
	struct buf text;
	double sum = 0;

	buf_init(&text, BUF_TEXT);
	for (int i = 0; i < 3000; i++)
		buf_printf(&text, "averyveryverylongwordindeed%04d ", i);
	embed_one(NULL, text.s, v);
	for (size_t i = 0; i < EMBED_DIMENSIONS; i++)
		sum += (double)v[i] * v[i];
	ck_assert_double_eq_tol(sum, 1, 1e-3);
	buf_fini(&text);
}
END_TEST

UNIT_SUITE(embed)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, the_same_text_gives_the_same_bytes);
	tcase_add_test(tc, vectors_have_unit_length_or_are_zero);
	tcase_add_test(tc, texts_about_the_same_are_nearer);
	tcase_add_test(tc, rare_terms_weigh_more_than_common_ones);
	tcase_add_test(tc, ready_terms_give_the_vector_of_their_text);
	tcase_add_test(tc, long_words_weigh_as_much_as_short_ones);
	tcase_add_test(tc, many_terms_do_not_change_what_comes_later);
}
