#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "signal/fuse.h"

static enum status
read_text(const char *text, struct weights *weights, struct err *err)
{
	struct json *json;
	enum status st;

	ck_assert_int_eq(json_parse(text, strlen(text), &json, err), ST_OK);
	st = weights_read(json, weights, err);
	json_free(json);
	return st;
}

START_TEST(weights_are_read_by_name)
{
	struct weights w;
	struct err err = ERR_INIT;

	ck_assert_int_eq(read_text("{\"rsg_weights\": 1, \"story\": {\"body\": 0.5}, \"change\": "
				   "{\"co-change-plain\": 2}, \"raise\": {\"link\": 0.6}, "
				   "\"recall\": {\"power\": 3}, \"measured\": {\"x\": 1}}",
			     &w, &err),
	    ST_OK);
	ck_assert_double_eq(w.signal[TRACK_STORY][SIGNAL_BODY], .5);
	ck_assert_double_eq(w.signal[TRACK_STORY][SIGNAL_PATH], 0);
	ck_assert_double_eq(w.signal[TRACK_CHANGE][SIGNAL_CO_CHANGE_PLAIN], 2);
	ck_assert_double_eq(w.raise[RAISE_LINK], .6);
	ck_assert_double_eq(w.raise[RAISE_FAILED], 0);
	ck_assert_double_eq(w.recall_power, 3);
}
END_TEST

START_TEST(weights_that_do_not_fit_are_refused)
{
	static const char *const cases[][2] = {
		{ "{}", "rsg_weights: expected 1" },
		{ "{\"rsg_weights\": 2, \"story\": {}, \"change\": {}}",
		    "rsg_weights: expected 1" },
		{ "{\"rsg_weights\": 1, \"story\": {}}", "change: expected an object" },
		{ "{\"rsg_weights\": 1, \"story\": {\"blame\": 1}, \"change\": {}}",
		    "story.blame: no signal of that name" },
		{ "{\"rsg_weights\": 1, \"story\": {}, \"change\": {\"x\": 1}}",
		    "change.x: no signal of that name" },
		{ "{\"rsg_weights\": 1, \"story\": {\"body\": -1}, \"change\": {}}",
		    "story.body: expected a number from 0 to 1000" },
		{ "{\"rsg_weights\": 1, \"story\": {}, \"change\": {}, \"raise\": {\"new\": 2}}",
		    "raise.new: expected a number from 0 to 1" },
		{ "{\"rsg_weights\": 1, \"story\": {}, \"change\": {}, \"raise\": {\"x\": 1}}",
		    "raise.x: expected one of changed, link, failed, new, lead" },
		{ "{\"rsg_weights\": 1, \"story\": {}, \"change\": {}, \"recall\": {\"power\": "
		  "\"2\"}}",
		    "recall.power: expected a number from 0 to 100" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct weights w = { .recall_power = 17 };
		struct err err = ERR_INIT;

		ck_assert_int_eq(read_text(cases[i][0], &w, &err), ST_CONFIG);
		ck_assert_str_eq(err.text, cases[i][1]);
		ck_assert_double_eq(w.recall_power, 17);
	}
}
END_TEST

START_TEST(every_signal_and_raise_is_found_by_its_name)
{
	for (size_t i = 0; i < SIGNALS; i++) {
		ck_assert_int_eq(signal_find(signal_name((enum signal)i)), (enum signal)i);
		ck_assert(signal_on((enum signal)i, TRACK_STORY) ||
			  signal_on((enum signal)i, TRACK_CHANGE));
	}
	for (size_t i = 0; i < RAISES; i++)
		ck_assert_int_eq(raise_find(raise_name((enum raise)i)), (enum raise)i);
	ck_assert_int_eq(signal_find("bodies"), SIGNALS);
	ck_assert_int_eq(raise_find(""), RAISES);
}
END_TEST

START_TEST(a_score_is_the_mean_of_the_signals_that_speak)
{
	double body[] = { 1, .5, 0 }, path[] = { 0, 1, 0 }, silent[] = { 0, 0, 0 }, score[3];
	const double *value[SIGNALS] = {
		[SIGNAL_BODY] = body, [SIGNAL_PATH] = path, [SIGNAL_NAMED] = silent
	};
	double weight[SIGNALS] = {
		[SIGNAL_BODY] = 3, [SIGNAL_PATH] = 1, [SIGNAL_NAMED] = 100, [SIGNAL_PAIRS] = 5
	};

	fuse(value, 3, weight, score);
	ck_assert_double_eq_tol(score[0], .75, 1e-15);
	ck_assert_double_eq_tol(score[1], .625, 1e-15);
	ck_assert_double_eq(score[2], 0);
	weight[SIGNAL_BODY] = weight[SIGNAL_PATH] = 0;
	fuse(value, 3, weight, score);
	ck_assert_double_eq(score[0], 0);
}
END_TEST

START_TEST(a_score_is_one_at_most)
{
	double one[] = { 1 }, score[1], weight[SIGNALS];
	const double *value[SIGNALS];

	for (size_t i = 0; i < SIGNALS; i++) {
		value[i] = one;
		weight[i] = .1 * (double)(i + 1) / 3;
	}
	fuse(value, 1, weight, score);
	ck_assert_double_eq(score[0], 1);
}
END_TEST

START_TEST(order_is_by_score_then_path)
{
	const double score[] = { .5, .7, .5, .7 };
	const char *const paths[] = { "b", "d", "a", "c" };
	size_t order[4];

	fuse_order(score, paths, 4, order);
	ck_assert_uint_eq(order[0], 3);
	ck_assert_uint_eq(order[1], 1);
	ck_assert_uint_eq(order[2], 2);
	ck_assert_uint_eq(order[3], 0);
}
END_TEST

UNIT_SUITE(fuse)
{
	tcase_add_test(tc, weights_are_read_by_name);
	tcase_add_test(tc, weights_that_do_not_fit_are_refused);
	tcase_add_test(tc, every_signal_and_raise_is_found_by_its_name);
	tcase_add_test(tc, a_score_is_the_mean_of_the_signals_that_speak);
	tcase_add_test(tc, a_score_is_one_at_most);
	tcase_add_test(tc, order_is_by_score_then_path);
}
