#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phase/eval_learn.h"
#include "phase/eval_message.h"
#include "phase/eval_metric.h"

static void
check_near(double got, double want)
{
	ck_assert_msg(fabs(got - want) < 1e-9, "%.12f in place of %.12f", got, want);
}

START_TEST(figures_are_those_computed_by_hand)
{
	/* tests 2 0 4 1 3 in this order, of which 2 and 4 mattered: ranks 1 and 3 */
	static const size_t order[] = { 2, 0, 4, 1, 3 }, relevant[] = { 4, 2 };
	static const double cost[] = { 1, 1, 4, 2, 2 }; /* in order: 4 1 2 1 2 */
	struct eval_order in = { order, 5, cost, relevant, 2, 2 };
	double out[EVAL_METRICS];

	eval_measure(&in, out);
	check_near(out[EVAL_RECALL_1], 0.5);
	check_near(out[EVAL_RECALL_5], 1);
	check_near(out[EVAL_RECALL_10], 1);
	check_near(out[EVAL_RECALL_TOP], 0.5);
	check_near(out[EVAL_MRR], 1);
	check_near(out[EVAL_MAP], (1.0 + 2.0 / 3) / 2);
	check_near(out[EVAL_APFD], 1 - 4.0 / 10 + 1.0 / 10);
	check_near(out[EVAL_APFDC], ((10 - 2) + (10 - 5 - 1)) / 20.0);
	check_near(out[EVAL_RUN90], 3.0 / 5);
	in.cost = NULL;
	eval_measure(&in, out);
	check_near(out[EVAL_APFDC], out[EVAL_APFD]);
}
END_TEST

START_TEST(nine_in_ten_of_eleven_are_ten)
{
	size_t order[20], relevant[11];
	struct eval_order in = { order, 20, NULL, relevant, 11, 3 };
	double out[EVAL_METRICS];

	for (size_t i = 0; i < 20; i++)
		order[i] = i;
	for (size_t i = 0; i < 11; i++)
		relevant[i] = i;
	relevant[10] = 19;
	eval_measure(&in, out);
	check_near(out[EVAL_RUN90], 0.5);
	check_near(out[EVAL_RECALL_TOP], 3.0 / 11);
	in.n_relevant = 10; /* nine of ten */
	eval_measure(&in, out);
	check_near(out[EVAL_RUN90], 9.0 / 20);
}
END_TEST

START_TEST(the_gradient_is_the_slope)
{
	float a[] = { 1, 0.2F, 0.7F, 0, 0.4F }, b[] = { 0, 1, 0.3F, 0.9F, 0.1F };
	size_t relevant[] = { 1, 4 };
	struct eval_values values = { .n = 5, .relevant = relevant, .n_relevant = 2 };
	double weight[SIGNALS] = { 0 }, gradient[SIGNALS] = { 0 }, unused[SIGNALS];

	values.value[SIGNAL_BODY] = a;
	values.value[SIGNAL_PATH] = b;
	weight[SIGNAL_BODY] = 0.8;
	weight[SIGNAL_PATH] = 0.6;
	eval_smooth(&values, weight, gradient);
	for (size_t k = 0; k < SIGNALS; k++) {
		double h = 1e-6, up[SIGNALS], down[SIGNALS], slope;

		memcpy(up, weight, sizeof up);
		memcpy(down, weight, sizeof down);
		up[k] += h;
		down[k] -= h;
		slope = (eval_smooth(&values, up, unused) - eval_smooth(&values, down, unused)) /
			(2 * h);
		if (weight[k] > 0)
			ck_assert_msg(
			    fabs(slope - gradient[k]) < 1e-6, "%f and %f", slope, gradient[k]);
		else
			check_near(gradient[k], 0);
	}
}
END_TEST

/* n cases in which one signal is right and another points elsewhere. */
static struct eval *
made_up(size_t n)
{
	struct eval *eval = calloc(1, sizeof *eval);

	for (size_t c = 0; c < n; c++) {
		struct eval_case *it = vec_add(&eval->cases);
		struct eval_values *v = &it->values[TRACK_CHANGE];

		v->n = 30;
		v->n_relevant = 1;
		v->relevant = calloc(1, sizeof *v->relevant);
		v->relevant[0] = c * 7 % 30;
		v->value[SIGNAL_PATH] = calloc(30, sizeof(float));
		v->value[SIGNAL_BODY] = calloc(30, sizeof(float));
		v->value[SIGNAL_PATH][v->relevant[0]] = 0.8F;
		v->value[SIGNAL_PATH][(v->relevant[0] + 1) % 30] = 1;
		v->value[SIGNAL_BODY][v->relevant[0]] = 1;
		v->value[SIGNAL_BODY][(v->relevant[0] + 1) % 30] = 0.9F;
	}
	return eval;
}

START_TEST(what_points_to_the_right_test_gains_weight)
{
	struct eval *eval = made_up(30);
	struct weights builtin = { 0 };
	struct eval_learned learned;
	struct err err = ERR_INIT;

	builtin.signal[TRACK_CHANGE][SIGNAL_PATH] = 1;
	builtin.signal[TRACK_CHANGE][SIGNAL_BODY] = 1;
	ck_assert(eval_learn(eval, TRACK_CHANGE, &builtin, 5, &learned, &err) == ST_OK);
	ck_assert_uint_eq(learned.cases, 20);
	ck_assert_uint_eq(learned.held_out, 10);
	ck_assert(learned.better);
	check_near(learned.before[EVAL_MAP], 0.5);
	check_near(learned.after[EVAL_MAP], 1);
	ck_assert(learned.weight[SIGNAL_BODY] > 2 * learned.weight[SIGNAL_PATH]);
	ck_assert(learned.weight[SIGNAL_PATH] >= 0);
	check_near(learned.weight[SIGNAL_PREFIX], 0); /* of the other track */
	builtin.signal[TRACK_CHANGE][SIGNAL_PATH] = 0;
	ck_assert(eval_learn(eval, TRACK_CHANGE, &builtin, 5, &learned, &err) == ST_OK);
	ck_assert(!learned.better);
	eval_free(eval);
	eval = made_up(EVAL_LEARN_CASES - 1);
	ck_assert_int_eq(eval_learn(eval, TRACK_CHANGE, &builtin, 5, &learned, &err), ST_NO);
	ck_assert_ptr_nonnull(strstr(err.text, "14 cases are too few"));
	eval_free(eval);
}
END_TEST

static struct eval_message *messages;

static void
clean(const char *text, const char *want)
{
	struct map names, stems;
	struct buf out;

	map_init(&names);
	map_init(&stems);
	buf_init(&out, BUF_TEXT);
	*map_slot(&names, "cart.py", 7, NULL) = 1;
	*map_slot(&stems, "testcart", 8, NULL) = 1;
	eval_message_clean(messages, text, strlen(text), &names, &stems, &out);
	ck_assert_str_eq(out.s, want);
	buf_fini(&out);
	map_fini(&names);
	map_fini(&stems);
}

START_TEST(a_message_keeps_what_was_asked_for)
{
	struct err err = ERR_INIT;

	ck_assert_msg(eval_message_open(&messages, &err) == ST_OK, "%s", err.text);
	clean("Guests pay (#12)\n\nSigned-off-by: A <a@example.org>\nFixes: #3\n", "Guests pay");
	clean("One\n\n\n\ntwo  three \n", "One\n\ntwo three");
	clean("See https://example.org/x and a@example.org now", "See and now");
	clean("Fix #1, #2 and #3 in src/shop/cart.py for carts", "in for carts");
	clean("Carts in cart.py, not in other.py or cart.pyx",
	    "Carts in , not in other.py or cart.pyx");
	clean(
	    "TestCart and test_cart_total, tests 12 and 13, t0001-init.sh, cart_test", "and , , ,");
	clean("", "");
	clean("\n\n", "");
	ck_assert(eval_message_is_bulk(messages, "\n Bump version", 14));
	ck_assert(eval_message_is_bulk(messages, "Fix a typo in the cart", 22));
	ck_assert(!eval_message_is_bulk(messages, "Carts\n\nbump version", 19));
	eval_message_close(messages);
}
END_TEST

START_TEST(a_long_message_is_cut_between_words)
{
	struct map none;
	struct buf text, out;
	struct err err = ERR_INIT;

	map_init(&none);
	buf_init(&text, BUF_TEXT);
	buf_init(&out, BUF_TEXT);
	ck_assert(eval_message_open(&messages, &err) == ST_OK);
	for (int i = 0; i < 1000; i++)
		buf_str(&text, "abcdef ");
	eval_message_clean(messages, text.s, text.len, &none, &none, &out);
	ck_assert_uint_le(out.len, EVAL_MESSAGE_MAX);
	ck_assert_uint_gt(out.len, EVAL_MESSAGE_MAX - 10);
	ck_assert_str_eq(out.s + out.len - 6, "abcdef");
	eval_message_close(messages);
	buf_fini(&text);
	buf_fini(&out);
	map_fini(&none);
}
END_TEST

START_TEST(stems_of_tests_that_give_the_answer_away)
{
	static const struct {
		const char *path, *stem;
		bool telling;
	} all[] = {
		{ "tests/test_cart.py", "test_cart", true },
		{ "CartTest.java", "carttest", true },
		{ "t/t0001-init.sh", "t0001-init", true },
		{ "spec/cart.rb", "cart", false },
		{ "test.c", "test", false },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		struct buf stem;

		buf_init(&stem, BUF_TEXT);
		ck_assert(eval_message_stem(all[i].path, &stem) == all[i].telling);
		ck_assert_str_eq(stem.s, all[i].stem);
		buf_fini(&stem);
	}
}
END_TEST

START_TEST(words_are_counted_and_the_first_say_what_is_asked)
{
	struct buf first;

	buf_init(&first, BUF_TEXT);
	ck_assert_uint_eq(eval_message_words("A cart's total, re-counted: 12 x", &first), 3);
	ck_assert_str_eq(first.s, "cart's total re-counted ");
	buf_clear(&first);
	ck_assert_uint_eq(
	    eval_message_words("aa bb cc dd ee ff gg hh ii jj kk ll mm nn", &first), 14);
	ck_assert_str_eq(first.s, "aa bb cc dd ee ff gg hh ii jj kk ll ");
	buf_fini(&first);
}
END_TEST

UNIT_SUITE(eval)
{
	tcase_add_test(tc, figures_are_those_computed_by_hand);
	tcase_add_test(tc, nine_in_ten_of_eleven_are_ten);
	tcase_add_test(tc, the_gradient_is_the_slope);
	tcase_add_test(tc, what_points_to_the_right_test_gains_weight);
	tcase_add_test(tc, a_message_keeps_what_was_asked_for);
	tcase_add_test(tc, a_long_message_is_cut_between_words);
	tcase_add_test(tc, stems_of_tests_that_give_the_answer_away);
	tcase_add_test(tc, words_are_counted_and_the_first_say_what_is_asked);
}
