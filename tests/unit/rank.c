#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "phase/rank.h"

static const struct rank_args defaults = {
	.weights = { 0.3, 0.12, 0.2, 0.06, 0.09, 0.1, 0.05, 0.08 },
	.threshold = 0.7,
};

static struct json *
parse(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &j, &err) == ST_OK, "%s", err.text);
	return j;
}

static void
set_phase(struct json *doc, const char *phase, const char *output)
{
	json_set(json_set_object(json_get(doc, "phases"), phase), "output", parse(output));
}

#define STORY                                                                                      \
	"{\"title\":\"Checkout\",\"role\":\"guest\",\"goal\":\"pay\",\"benefit\":\"speed\","       \
	"\"requirements\":[],\"references\":[\"SHOP-1\"],\"criteria\":["                           \
	"{\"id\":\"AC-1\",\"importance\":1,\"references\":[\"SHOP-12\"]},"                         \
	"{\"id\":\"AC-2\",\"importance\":1}]}"
#define VERDICTS(status1, score1, status2, score2)                                                 \
	"{\"thresholds\":{\"weak\":0.35,\"covered\":0.6},\"criteria\":["                           \
	"{\"id\":\"AC-1\",\"status\":\"" status1 "\",\"score\":" score1                            \
	",\"confidence\":0.9,\"tests\":[{\"test\":\"a\",\"by\":\"text\"}]},"                       \
	"{\"id\":\"AC-2\",\"status\":\"" status2 "\",\"score\":" score2                            \
	",\"confidence\":0.1,\"tests\":[]}]}"
#define WORDS(known)                                                                               \
	"\"terms\":[{\"term\":\"vat\",\"idf\":4,\"known\":true},{\"term\":\"cart\",\"idf\":2,"     \
	"\"known\":" known "},{\"term\":\"total\",\"idf\":3,\"known\":" known "},"                 \
	"{\"term\":\"pay\",\"idf\":1,\"known\":true},{\"term\":\"sum\",\"idf\":1,\"known\":true}]"
#define MATCHES(story, ac1, ac2)                                                                   \
	"{\"tests\":[{\"id\":\"a\",\"title\":\"cart\",\"file\":\"cart_test.go\"},"                 \
	"{\"id\":\"b\",\"title\":\"mail\",\"file\":\"b\"},"                                        \
	"{\"id\":\"c\",\"title\":\"c\",\"file\":\"c\"}],\"queries\":["                             \
	"{\"id\":\"story\",\"kind\":\"story\"," WORDS(                                             \
	    "true") ",\"matches\":[" story "]},"                                                   \
		    "{\"id\":\"AC-1\",\"kind\":\"criterion\"," WORDS(                              \
			"true") ",\"matches\":[" ac1 "]},"                                         \
				"{\"id\":\"AC-2\",\"kind\":\"criterion\"," WORDS(                  \
				    "true") ",\"matches\":[" ac2 "]}]}"
#define HIT(test, score, terms)                                                                    \
	"{\"test\":\"" test "\",\"score\":" score ",\"signals\":{\"text\":" score                  \
	"},\"terms\":[" terms "]}"

static struct json *
rank(const struct rank_args *args, const char *ingestion, const char *retrieval,
    const char *coverage, const char *classification)
{
	struct json *doc = json_new_object(), *output = NULL, *warnings = json_new_array();
	struct phase_env env = { .doc = doc, .warnings = warnings };
	struct err err = ERR_INIT;

	json_set_object(doc, "phases");
	set_phase(doc, "ingestion", ingestion);
	set_phase(doc, "retrieval", retrieval);
	set_phase(doc, "coverage", coverage);
	if (classification)
		set_phase(doc, "classification", classification);
	ck_assert_msg(phase_rank(&env, args, &output, &err) == ST_OK, "%s", err.text);
	json_free(doc);
	json_free(warnings);
	return output;
}

static const struct json *
line_of(const struct json *output, const char *test)
{
	json_each (it, json_get(output, "suite")) {
		if (strcmp(json_get_string(it, "test"), test) == 0)
			return it;
	}
	return NULL;
}

static double
factor(const struct json *line, const char *name, const char *member)
{
	json_each (it, json_get(line, "factors")) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return json_get_number(it, member);
	}
	return -1;
}

/* The order of the suite as a string of the tests' ids. */
static void
check_order(const struct json *output, const char *order)
{
	char got[8] = "";
	size_t n = 0;

	json_each (it, json_get(output, "suite")) {
		ck_assert_uint_lt(n, sizeof got - 1);
		got[n++] = json_get_string(it, "test")[0];
		ck_assert_double_eq(json_get_number(it, "rank"), (double)n);
	}
	ck_assert_str_eq(got, order);
}

START_TEST(the_score_is_the_weighted_sum_of_the_factors)
{
	struct json *output = rank(&defaults, STORY,
	    MATCHES(HIT("a", "1", "\"vat\"") "," HIT("b", "0.5", "\"pay\""),
		HIT("a", "1", "\"vat\""), HIT("c", "1", "")),
	    VERDICTS("covered", "0.8", "gap", "0.1"), NULL);

	json_each (line, json_get(output, "suite")) {
		double sum = 0, weights = 0;

		json_each (it, json_get(line, "factors")) {
			sum += json_get_number(it, "value") * json_get_number(it, "weight");
			weights += json_get_number(it, "weight");
		}
		ck_assert_double_eq_tol(sum, json_get_number(line, "score"), 5e-4);
		ck_assert_double_eq_tol(weights, 1, 5e-4);
	}
	check_order(output, "abc");
	json_free(output);
}
END_TEST

START_TEST(the_best_of_bad_matches_stays_behind)
{
	/* c is AC-2's best test, but AC-2 is a gap: b, which matches the story, comes first */
	struct json *output = rank(&defaults, STORY,
	    MATCHES(HIT("b", "0.5", "\"pay\""), "", HIT("c", "1", "\"pay\"")),
	    VERDICTS("gap", "0", "gap", "0.1"), NULL);

	check_order(output, "bc");
	ck_assert_str_eq(json_get_string(line_of(output, "c"), "priority"), "low");
	json_free(output);
}
END_TEST

START_TEST(the_best_test_of_each_criterion_comes_early)
{
	/* b is the second test of AC-1 and matches the story better than c, the only one of AC-2 */
	struct json *output = rank(&defaults, STORY,
	    MATCHES(HIT("a", "1", "") "," HIT("b", "0.6", "") "," HIT("c", "0.5", ""),
		HIT("a", "1", "") "," HIT("b", "0.8", ""), HIT("c", "1", "")),
	    VERDICTS("covered", "0.8", "covered", "0.8"), NULL);

	check_order(output, "acb");
	ck_assert_str_eq(json_get_string(line_of(output, "c"), "priority"), "high");
	json_free(output);
}
END_TEST

START_TEST(equal_tests_come_by_id)
{
	struct json *output = rank(&defaults, STORY,
	    MATCHES(HIT("c", "0.5", "") "," HIT("b", "0.5", "") "," HIT("a", "0.5", ""), "", ""),
	    VERDICTS("gap", "0", "gap", "0"), NULL);

	check_order(output, "abc");
	json_free(output);
}
END_TEST

START_TEST(top_keeps_the_best)
{
	static const struct {
		int top;
		const char *order;
	} cases[] = { { 0, "abc" }, { 1, "a" }, { 2, "ab" }, { 9, "abc" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct rank_args args = defaults;
		struct json *output;

		args.top = cases[i].top;
		output = rank(&args, STORY,
		    MATCHES(
			HIT("a", "1", "") "," HIT("b", "0.7", "") "," HIT("c", "0.5", ""), "", ""),
		    VERDICTS("gap", "0", "gap", "0"), NULL);
		check_order(output, cases[i].order);
		json_free(output);
	}
}
END_TEST

START_TEST(a_link_is_high_and_said_first)
{
	static const char retrieval[] =
	    "{\"tests\":[{\"id\":\"a\",\"requirements\":[\"shop-12\"]},{\"id\":\"b\"}],"
	    "\"queries\":[{\"id\":\"AC-1\",\"kind\":\"criterion\"," WORDS(
		"true") ",\"matches\":[" HIT("a", "0.1", "\"total\",\"vat\"") "]}]}";
	struct json *output =
	    rank(&defaults, STORY, retrieval, VERDICTS("covered", "0.6", "gap", "0"), NULL);
	const struct json *line = line_of(output, "a");

	ck_assert_str_eq(json_get_string(line, "priority"), "high");
	ck_assert_double_eq(factor(line, "link", "value"), 1);
	ck_assert_str_eq(json_get_string(line, "reason"),
	    "Linked to shop-12; shares \"vat\", \"total\" with AC-1; the best test for AC-1.");
	ck_assert_ptr_null(line_of(output, "b")); /* nothing in it matches the story */
	ck_assert_uint_eq(json_len(json_get(line, "criteria")), 1);
	json_free(output);
}
END_TEST

START_TEST(a_signal_that_says_nothing_has_no_weight)
{
	struct json *output = rank(&defaults, STORY, MATCHES(HIT("a", "1", ""), "", ""),
	    VERDICTS("gap", "0", "gap", "0"), NULL);

	ck_assert_double_eq(factor(line_of(output, "a"), "story", "weight"), 1);
	ck_assert_double_eq(factor(line_of(output, "a"), "vector", "weight"), -1);
	json_free(output);
}
END_TEST

START_TEST(a_domain_is_known_by_its_words)
{
	static const char classification[] =
	    "{\"domains\":[{\"name\":\"API\",\"confidence\":0.6,\"evidence\":[{\"term\":\"Cart\"}]}"
	    ","
	    "{\"name\":\"Database\",\"confidence\":0.3,\"evidence\":[{\"term\":\"mail\"},"
	    "{\"term\":\"cart\"}]}]}";
	struct json *output = rank(&defaults, STORY, MATCHES(HIT("a", "1", ""), "", ""),
	    VERDICTS("gap", "0", "gap", "0"), classification);

	ck_assert_double_eq(factor(line_of(output, "a"), "domain", "value"), 1);
	ck_assert_double_eq(factor(line_of(output, "b"), "domain", "value"), 0.5);
	ck_assert_ptr_null(line_of(output, "c"));
	json_free(output);
}
END_TEST

static double
component(const struct json *output, const char *name)
{
	json_each (it, json_get(output, "components")) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return json_get_number(it, "value");
	}
	return -1;
}

START_TEST(the_run_score_is_high_only_when_all_of_it_is)
{
#define ASK(known, status, score)                                                                  \
	"{\"queries\":[{\"id\":\"AC-1\",\"kind\":\"criterion\"," WORDS(known) "}]}",               \
	    VERDICTS(status, score, "gap", "0.1")
	static const struct {
		const char *ingestion, *retrieval, *coverage;
		double least, most;
	} cases[] = {
		{ STORY, ASK("true", "covered", "0.9"), 0.9, 1 },
		/* nothing is tested yet, but the tests speak of the same things */
		{ STORY, ASK("true", "gap", "0.3"), 0.7, 0.9 },
		/* tests of something else */
		{ STORY,
		    "{\"queries\":[{\"id\":\"AC-1\",\"kind\":\"criterion\",\"terms\":["
		    "{\"term\":\"x\",\"idf\":5,\"known\":false},{\"term\":\"y\",\"idf\":1,"
		    "\"known\":true}]}]}",
		    VERDICTS("gap", "0.1", "gap", "0.1"), 0, 0.55 },
		/* no criteria, no role, no reason */
		{ "{\"title\":\"Make it "
		  "better\",\"criteria\":[{\"id\":\"AC-1\",\"derived\":true}]}",
		    ASK("true", "covered", "0.9"), 0, 0.7 },
		{ "{\"title\":\"\",\"criteria\":[]}", "{\"queries\":[]}", "{}", 0, 0.05 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json *output = rank(
		    &defaults, cases[i].ingestion, cases[i].retrieval, cases[i].coverage, NULL);
		double score = json_get_number(output, "score"), product = 1;

		ck_assert_msg(
		    score >= cases[i].least && score <= cases[i].most, "%zu: %g", i, score);
		json_each (it, json_get(output, "components"))
			product *= pow(fmax(json_get_number(it, "value"), 0.01),
			    json_get_number(it, "weight"));
		ck_assert_double_eq_tol(score, product, 5e-4);
		ck_assert_double_eq(json_get_number(output, "threshold"), 0.7);
		json_free(output);
	}
}
END_TEST

START_TEST(doubts_about_the_story_lower_its_score)
{
	struct json *doc = json_new_object(), *entry, *output, *warnings = json_new_array();
	struct phase_env env = { .doc = doc, .warnings = warnings };
	struct err err = ERR_INIT;
	double before = 1;

	json_set_object(doc, "phases");
	set_phase(doc, "ingestion", STORY);
	set_phase(doc, "retrieval", MATCHES("", "", ""));
	set_phase(doc, "coverage", VERDICTS("gap", "0", "gap", "0"));
	entry = json_get(json_get(doc, "phases"), "ingestion");
	json_set_array(entry, "warnings");
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(phase_rank(&env, &defaults, &output, &err), ST_OK);
		ck_assert_double_lt(component(output, "story"), before + (i == 0));
		before = component(output, "story");
		json_free(output);
		json_add_object(json_get(entry, "warnings"));
	}
	json_free(doc);
	json_free(warnings);
}
END_TEST

START_TEST(a_more_important_criterion_counts_more)
{
	static const char ingestion[] = "{\"criteria\":[{\"id\":\"AC-1\",\"importance\":0.2},"
					"{\"id\":\"AC-2\",\"importance\":1}]}";
	struct json *output = rank(&defaults, ingestion,
	    MATCHES("", HIT("a", "1", "") "," HIT("b", "0.9", ""), HIT("c", "1", "")),
	    VERDICTS("covered", "0.8", "covered", "0.8"), NULL);

	check_order(output, "cab");
	ck_assert_double_eq_tol(
	    factor(line_of(output, "a"), "criterion", "value"), 0.8 * 0.6, 1e-4);
	ck_assert_double_eq_tol(factor(line_of(output, "a"), "lead", "value"), 0.8 * 0.6, 1e-4);
	ck_assert_double_eq_tol(factor(line_of(output, "b"), "lead", "value"), 0.4 * 0.6, 1e-4);
	ck_assert_double_eq_tol(factor(line_of(output, "c"), "lead", "value"), 0.8, 1e-4);
	json_free(output);
}
END_TEST

START_TEST(the_reason_is_the_criterion_that_is_matched_best)
{
	struct json *output = rank(&defaults, STORY,
	    MATCHES("", HIT("b", "1", "\"pay\"") "," HIT("a", "0.3", "\"cart\""),
		HIT("a", "0.9", "\"vat\"")),
	    VERDICTS("covered", "0.8", "covered", "0.8"), NULL);

	ck_assert_str_eq(json_get_string(line_of(output, "a"), "reason"),
	    "Shares \"vat\" with AC-2; the best test for AC-2.");
	json_free(output);
}
END_TEST

START_TEST(three_quarters_of_the_words_are_enough)
{
	static const struct {
		const char *idf;
		double vocabulary;
	} cases[] = { { "1", 1 }, { "2", 0.8889 }, { "6", 0.5333 } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json *output;
		char text[512];

		/* 4 of 4 + idf are known */
		snprintf(text, sizeof text,
		    "{\"queries\":[{\"id\":\"AC-1\",\"kind\":\"criterion\",\"terms\":["
		    "{\"term\":\"a\",\"idf\":4,\"known\":true},"
		    "{\"term\":\"b\",\"idf\":%s,\"known\":false}]}]}",
		    cases[i].idf);
		output = rank(&defaults, STORY, text, VERDICTS("gap", "0", "gap", "0"), NULL);
		ck_assert_double_eq_tol(component(output, "vocabulary"), cases[i].vocabulary, 1e-4);
		json_free(output);
	}
}
END_TEST

UNIT_SUITE(rank)
{
	tcase_add_test(tc, the_score_is_the_weighted_sum_of_the_factors);
	tcase_add_test(tc, the_best_of_bad_matches_stays_behind);
	tcase_add_test(tc, the_best_test_of_each_criterion_comes_early);
	tcase_add_test(tc, equal_tests_come_by_id);
	tcase_add_test(tc, top_keeps_the_best);
	tcase_add_test(tc, a_link_is_high_and_said_first);
	tcase_add_test(tc, a_signal_that_says_nothing_has_no_weight);
	tcase_add_test(tc, a_domain_is_known_by_its_words);
	tcase_add_test(tc, the_run_score_is_high_only_when_all_of_it_is);
	tcase_add_test(tc, a_more_important_criterion_counts_more);
	tcase_add_test(tc, the_reason_is_the_criterion_that_is_matched_best);
	tcase_add_test(tc, three_quarters_of_the_words_are_enough);
	tcase_add_test(tc, doubts_about_the_story_lower_its_score);
}
