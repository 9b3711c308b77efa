#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "phase/cover.h"
#include "phase/cover_link.h"

static const struct cover_args defaults = {
	.weak = 0.35, .covered = 0.6, .slope = 11, .midpoint = 0.49, .pairs = 1
};

static struct json *
parse(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &j, &err) == ST_OK, "%s", err.text);
	return j;
}

/* A document of an ingestion and a retrieval. */
static struct json *
document(const char *ingestion, const char *retrieval)
{
	struct json *doc = json_new_object(), *phases = json_set_object(doc, "phases");

	json_set(json_set_object(phases, "ingestion"), "output", parse(ingestion));
	json_set(json_set_object(phases, "retrieval"), "output", parse(retrieval));
	return doc;
}

struct cover_run {
	struct json *doc, *output, *warnings;
	enum status st;
	struct err err;
};

static void
run(struct cover_run *run, const struct cover_args *args, const char *ingestion,
    const char *retrieval)
{
	struct phase_env env = { 0 };

	*run = (struct cover_run){ .doc = document(ingestion, retrieval),
		.warnings = json_new_array() };
	env.doc = run->doc;
	env.warnings = run->warnings;
	run->st = phase_cover(&env, args, &run->output, &run->err);
}

static void
end(struct cover_run *run)
{
	json_free(run->doc);
	json_free(run->output);
	json_free(run->warnings);
}

/* One criterion "a b c d" whose words weigh 1 each; the tests explain what is asked. */
#define ONE_AC(importance)                                                                         \
	"{\"requirements\":[],\"criteria\":[{\"id\":\"AC-1\",\"importance\":" importance "}]}"
#define FOUR_WORDS                                                                                 \
	"\"terms\":[{\"term\":\"a\",\"idf\":1,\"known\":true},"                                    \
	"{\"term\":\"b\",\"idf\":1,\"known\":true},{\"term\":\"c\",\"idf\":1,\"known\":true},"     \
	"{\"term\":\"d\",\"idf\":1,\"known\":false}]"
#define QUERY(matches)                                                                             \
	"{\"tests\":[],\"queries\":[{\"id\":\"AC-1\",\"kind\":\"criterion\"," FOUR_WORDS           \
	",\"matches\":[" matches "]}]}"

START_TEST(the_score_is_the_share_that_tests_explain)
{
	static const struct {
		const char *retrieval, *status;
		double score;
	} cases[] = {
		{ QUERY(""), "gap", 0 },
		{ QUERY("{\"test\":\"x\",\"terms\":[\"a\"]}"), "gap", 0.25 },
		{ QUERY("{\"test\":\"x\",\"terms\":[\"a\",\"b\"]}"), "weak", 0.5 },
		{ QUERY("{\"test\":\"x\",\"terms\":[\"a\",\"b\",\"c\"]}"), "covered", 0.75 },
		{ QUERY("{\"test\":\"x\",\"terms\":[\"a\",\"b\",\"c\",\"d\",\"z\"]}"), "covered",
		    1 },
		/* as good as the best: what it adds counts a quarter, the next a sixteenth */
		{ QUERY("{\"test\":\"x\",\"terms\":[\"a\"]},{\"test\":\"y\",\"terms\":[\"b\"]},"
			"{\"test\":\"z\",\"terms\":[\"c\"]},{\"test\":\"u\",\"terms\":[\"d\"]}"),
		    "gap", 0.25 + 0.0625 + 0.015625 },
		/* worse than nine tenths of the best: adds nothing */
		{ QUERY("{\"test\":\"x\",\"terms\":[\"a\",\"b\"]},{\"test\":\"y\",\"terms\":[\"c\"]"
			"}"),
		    "weak", 0.5 },
		/* the best need not come first */
		{ QUERY("{\"test\":\"x\",\"terms\":[\"a\"]},"
			"{\"test\":\"y\",\"terms\":[\"b\",\"c\",\"d\"]}"),
		    "covered", 0.75 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_run r;
		const struct json *ac;

		run(&r, &defaults, ONE_AC("1"), cases[i].retrieval);
		ck_assert_msg(r.st == ST_OK, "%s", r.err.text);
		ac = json_first(json_get(r.output, "criteria"));
		ck_assert_str_eq(json_get_string(ac, "status"), cases[i].status);
		ck_assert_double_eq_tol(json_get_number(ac, "score"), cases[i].score, 1e-4);
		end(&r);
	}
}
END_TEST

START_TEST(rare_words_and_pairs_weigh_more)
{
	static const char ask[] =
	    "{\"tests\":[],\"queries\":[{\"id\":\"AC-1\",\"kind\":\"criterion\","
	    "\"terms\":[{\"term\":\"the\",\"idf\":1,\"known\":true},"
	    "{\"term\":\"vat\",\"idf\":8,\"weight\":2,\"known\":true}],"
	    "\"pairs\":[{\"pair\":\"the vat\",\"idf\":3}],"
	    "\"matches\":[{\"test\":\"x\",\"terms\":[\"vat\"],\"pairs\":[%s]}]}]}";
	struct cover_args args = defaults;
	static const struct {
		const char *pairs;
		double weight, score;
	} cases[] = {
		{ "", 0, 8.0 / 9 },
		{ "", 1, 8.0 / 12 },
		{ "\"the vat\"", 1, 11.0 / 12 },
		{ "\"the vat\"", 2, 14.0 / 15 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_run r;
		char text[1024];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof text, ask, cases[i].pairs);
#pragma GCC diagnostic pop
		args.pairs = cases[i].weight;
		run(&r, &args, ONE_AC("1"), text);
		ck_assert_double_eq_tol(
		    json_get_number(json_first(json_get(r.output, "criteria")), "score"),
		    cases[i].score, 1e-4);
		end(&r);
	}
}
END_TEST

START_TEST(words_are_shown_as_the_criterion_has_them)
{
	struct cover_run r;
	const struct json *ac;

	run(&r, &defaults, ONE_AC("1"), QUERY("{\"test\":\"x\",\"terms\":[\"c\",\"a\"]}"));
	ac = json_first(json_get(r.output, "criteria"));
	ck_assert_uint_eq(json_len(json_get(ac, "explained")), 2);
	ck_assert_str_eq(json_string(json_first(json_get(ac, "explained"))), "a");
	ck_assert_uint_eq(json_len(json_get(ac, "missing")), 2);
	ck_assert_str_eq(json_string(json_first(json_get(ac, "missing"))), "b");
	end(&r);
}
END_TEST

START_TEST(confidence_is_one_half_at_the_midpoint)
{
	static const struct {
		double midpoint, confidence;
	} cases[] = { { 0.5, 0.5 }, { 0.49, 0.5275 }, { 0, 0.9959 }, { 1, 0.0041 } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_args args = defaults;
		struct cover_run r;

		args.midpoint = cases[i].midpoint;
		run(&r, &args, ONE_AC("1"), QUERY("{\"test\":\"x\",\"terms\":[\"a\",\"b\"]}"));
		ck_assert_double_eq_tol(
		    json_get_number(json_first(json_get(r.output, "criteria")), "confidence"),
		    cases[i].confidence, 1e-3);
		end(&r);
	}
}
END_TEST

START_TEST(risk_is_severity_times_importance)
{
	static const struct {
		const char *ingestion, *level;
		double importance;
	} cases[] = {
		{ ONE_AC("1"), "high", 1 },
		{ ONE_AC("0.4"), "medium", 0.4 },
		{ ONE_AC("0.1"), "low", 0.1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_run r;
		const struct json *risk;

		run(&r, &defaults, cases[i].ingestion, QUERY(""));
		risk = json_first(json_get(r.output, "risks"));
		ck_assert_str_eq(json_get_string(risk, "level"), cases[i].level);
		ck_assert_double_eq_tol(json_get_number(risk, "risk"),
		    json_get_number(risk, "severity") * cases[i].importance, 1e-4);
		end(&r);
	}
}
END_TEST

START_TEST(a_covered_criterion_is_no_risk)
{
	struct cover_run r;

	run(&r, &defaults, ONE_AC("1"), QUERY("{\"test\":\"x\",\"terms\":[\"a\",\"b\",\"c\"]}"));
	ck_assert_uint_eq(json_len(json_get(r.output, "risks")), 0);
	ck_assert_double_eq(json_get_number(r.output, "percent"), 100);
	end(&r);
}
END_TEST

START_TEST(links_say_who_tests_what)
{
	static const char ingestion[] =
	    "{\"references\":[\"SHOP-1\"],\"requirements\":[],\"criteria\":["
	    "{\"id\":\"AC-1\",\"references\":[\"SHOP-12\",\"EPIC-9\"]},"
	    "{\"id\":\"AC-2\",\"references\":[\"EPIC-9\"]}]}";
	static const struct {
		const char *test, *ac;
		enum cover_link link;
	} cases[] = {
		{ "{}", "AC-1", LINK_NONE },
		{ "{\"requirements\":[]}", "AC-1", LINK_NONE },
		{ "{\"requirements\":[\"SHOP-13\"]}", "AC-1", LINK_NONE },
		{ "{\"requirements\":[\"shop-12\"]}", "AC-1", LINK_EXACT },
		{ "{\"requirements\":[\"SHOP-12\"]}", "AC-2", LINK_NONE },
		{ "{\"requirements\":[\"EPIC-9\"]}", "AC-1", LINK_HINT },
		{ "{\"requirements\":[\"EPIC-9\"]}", "AC-2", LINK_HINT },
		{ "{\"requirements\":[\"SHOP-1\"]}", "AC-1", LINK_NONE },
		{ "{\"requirements\":[\"AC-2\"]}", "AC-2", LINK_HINT },
		{ "{\"requirements\":[\"AC-2\",\"SHOP-1\"]}", "AC-2", LINK_EXACT },
		{ "{\"requirements\":[\"AC-2\",\"SHOP-1\"]}", "AC-1", LINK_NONE },
		{ "{\"requirements\":[\"Shop-1/ac-2\"]}", "AC-2", LINK_EXACT },
		{ "{\"requirements\":[\"SHOP-1-AC-2\"]}", "AC-2", LINK_EXACT },
		{ "{\"requirements\":[\"SHOP-1AC-2\"]}", "AC-2", LINK_NONE },
		{ "{\"requirements\":[\"SHOP-1/AC-22\"]}", "AC-2", LINK_NONE },
		{ "{\"requirements\":[\"SHOP-1\"]}", "AC-2", LINK_NONE },
		{ "{\"requirements\":[\"\"]}", "AC-2", LINK_NONE },
	};
	struct json *output = parse(ingestion);
	struct cover_links links;

	cover_links_init(&links, output);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json *test = parse(cases[i].test), *ac = NULL;

		json_each (it, json_get(output, "criteria")) {
			if (strcmp(json_get_string(it, "id"), cases[i].ac) == 0)
				ac = it;
		}
		ck_assert_msg(cover_link(&links, ac, test) == cases[i].link, "%s %s", cases[i].test,
		    cases[i].ac);
		json_free(test);
	}
	cover_links_fini(&links);
	json_free(output);
}
END_TEST

/* The one test names something; it explains as many of the four words as asked. */
#define LINKED(named, terms)                                                                       \
	"{\"tests\":[{\"id\":\"x\",\"requirements\":[" named "]}],\"queries\":[{\"id\":\"AC-1\","  \
	"\"kind\":\"criterion\"," FOUR_WORDS ",\"matches\":[{\"test\":\"x\",\"terms\":[" terms     \
	"]}]}]}"

START_TEST(an_explicit_link_beats_inference)
{
	static const char ingestion[] =
	    "{\"requirements\":[],\"criteria\":[{\"id\":\"AC-1\",\"references\":[\"SHOP-12\"]}]}";
	static const struct {
		const char *retrieval, *status;
		bool linked;
	} cases[] = {
		{ LINKED("\"SHOP-12\"", ""), "covered", true },
		{ LINKED("\"SHOP-12\"", "\"a\",\"b\",\"c\",\"d\""), "covered", true },
		{ LINKED("\"SHOP-99\"", ""), "gap", false },
		/* a bare id is no proof; with words that agree it is */
		{ LINKED("\"AC-1\"", "\"a\""), "gap", false },
		{ LINKED("\"AC-1\"", "\"a\",\"b\""), "covered", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_run r;
		const struct json *ac, *test;

		run(&r, &defaults, ingestion, cases[i].retrieval);
		ac = json_first(json_get(r.output, "criteria"));
		test = json_first(json_get(ac, "tests"));
		ck_assert_str_eq(json_get_string(ac, "status"), cases[i].status);
		ck_assert_int_eq(json_get_bool(ac, "linked"), cases[i].linked);
		if (cases[i].linked) {
			ck_assert_str_eq(json_get_string(test, "by"), "link");
			ck_assert_double_ge(json_get_number(ac, "confidence"), 0.95);
		}
		end(&r);
	}
}
END_TEST

START_TEST(a_requirement_is_as_good_as_its_criteria)
{
	static const char ingestion[] =
	    "{\"requirements\":[{\"id\":\"REQ-1\",\"criteria\":[\"A\",\"B\"]},"
	    "{\"id\":\"REQ-2\",\"criteria\":[\"C\"]},{\"id\":\"REQ-3\",\"criteria\":[\"B\"]}],"
	    "\"criteria\":[{\"id\":\"A\",\"importance\":1},{\"id\":\"B\",\"importance\":0.5},"
	    "{\"id\":\"C\",\"importance\":1}]}";
#define ASKS(id, terms)                                                                            \
	"{\"id\":\"" id "\",\"kind\":\"criterion\"," FOUR_WORDS                                    \
	",\"matches\":[{\"test\":\"x\",\"terms\":[" terms "]}]}"
	static const char retrieval[] = "{\"tests\":[],\"queries\":[" ASKS("A", "") "," ASKS(
	    "B", "\"a\",\"b\",\"c\",\"d\"") "," ASKS("C", "\"a\"") "]}";
	static const struct {
		const char *id, *status;
		double score;
	} cases[] = { { "REQ-1", "weak", 1.0 / 3 }, { "REQ-2", "gap", 0.25 },
		{ "REQ-3", "covered", 1 } };
	struct cover_run r;
	const struct json *it;

	run(&r, &defaults, ingestion, retrieval);
	it = json_first(json_get(r.output, "requirements"));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++, it = json_next(it)) {
		ck_assert_str_eq(json_get_string(it, "id"), cases[i].id);
		ck_assert_str_eq(json_get_string(it, "status"), cases[i].status);
		ck_assert_double_eq_tol(json_get_number(it, "score"), cases[i].score, 1e-4);
	}
	ck_assert_uint_eq(json_len(json_get(r.output, "uncovered_requirements")), 1);
	ck_assert_double_eq_tol(json_get_number(r.output, "percent"), 33.3, 0.01);
	end(&r);
}
END_TEST

START_TEST(what_stands_in_for_criteria_is_said)
{
	static const struct {
		const char *ingestion, *retrieval, *id, *warning;
	} cases[] = {
		{ "{\"requirements\":[],\"criteria\":[]}",
		    "{\"queries\":[{\"id\":\"story\",\"kind\":\"story\"," FOUR_WORDS "}]}", "story",
		    "no-criteria" },
		{ "{\"requirements\":[{\"id\":\"REQ-1\"}],\"criteria\":[]}",
		    "{\"queries\":[{\"id\":\"story\",\"kind\":\"story\"," FOUR_WORDS
		    "},{\"id\":\"REQ-1\",\"kind\":\"requirement\"," FOUR_WORDS "}]}",
		    "REQ-1", "no-criteria" },
		{ "{\"requirements\":[{\"id\":\"REQ-1\"}],\"criteria\":[]}",
		    "{\"queries\":[{\"id\":\"story\",\"kind\":\"story\"," FOUR_WORDS "}]}", "story",
		    "no-criteria" },
		{ "{\"criteria\":[{\"id\":\"AC-1\",\"derived\":true}]}", QUERY(""), "AC-1",
		    "no-criteria" },
		{ ONE_AC("1"), "{\"queries\":[{\"id\":\"AC-1\",\"kind\":\"criterion\"}]}", "AC-1",
		    "nothing-to-match" },
		{ ONE_AC("1"), QUERY(""), "AC-1", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_run r;

		run(&r, &defaults, cases[i].ingestion, cases[i].retrieval);
		ck_assert_msg(r.st == ST_OK, "%s", r.err.text);
		ck_assert_str_eq(
		    json_get_string(json_first(json_get(r.output, "criteria")), "id"), cases[i].id);
		ck_assert_uint_eq(json_len(r.warnings), cases[i].warning ? 1U : 0U);
		if (cases[i].warning)
			ck_assert_str_eq(
			    json_get_string(json_first(r.warnings), "code"), cases[i].warning);
		end(&r);
	}
}
END_TEST

START_TEST(a_retrieval_of_another_story_is_refused)
{
	struct cover_args args = defaults;
	struct cover_run r;

	run(&r, &defaults, ONE_AC("1"), "{\"queries\":[]}");
	ck_assert_int_eq(r.st, ST_DATA);
	ck_assert_ptr_nonnull(strstr(r.err.text, "AC-1"));
	ck_assert_ptr_null(r.output);
	end(&r);
	args.weak = 0.7;
	run(&r, &args, ONE_AC("1"), QUERY(""));
	ck_assert_int_eq(r.st, ST_CONFIG);
	end(&r);
}
END_TEST

START_TEST(a_threshold_belongs_to_the_better_side)
{
	static const struct {
		double weak, covered;
		const char *status;
	} cases[] = { { 0.5, 0.6, "weak" }, { 0.51, 0.6, "gap" }, { 0.2, 0.5, "covered" },
		{ 0.2, 0.51, "weak" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_args args = defaults;
		struct cover_run r;

		args.weak = cases[i].weak;
		args.covered = cases[i].covered;
		run(&r, &args, ONE_AC("1"), QUERY("{\"test\":\"x\",\"terms\":[\"a\",\"b\"]}"));
		ck_assert_str_eq(
		    json_get_string(json_first(json_get(r.output, "criteria")), "status"),
		    cases[i].status);
		end(&r);
	}
}
END_TEST

START_TEST(the_greatest_risk_comes_first)
{
	static const char ingestion[] =
	    "{\"criteria\":[{\"id\":\"C\",\"importance\":0.3},{\"id\":\"B\",\"importance\":1},"
	    "{\"id\":\"A\",\"importance\":1},{\"id\":\"D\",\"importance\":0.6}]}";
	static const char retrieval[] = "{\"tests\":[],\"queries\":[" ASKS("A", "") "," ASKS(
	    "B", "") "," ASKS("C", "") "," ASKS("D", "") "]}";
	struct cover_run r;
	char order[8] = "";
	size_t n = 0;

	run(&r, &defaults, ingestion, retrieval);
	json_each (it, json_get(r.output, "risks"))
		order[n++] = json_get_string(it, "id")[0];
	ck_assert_str_eq(order, "ABDC");
	end(&r);
}
END_TEST

START_TEST(a_skipped_test_covers_nothing)
{
	static const struct {
		const char *tag, *status;
	} cases[] = { { "smoke", "covered" }, { "skip", "gap" }, { "Pending", "gap" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_run r;
		char text[1024];

		snprintf(text, sizeof text,
		    "{\"tests\":[{\"id\":\"x\",\"tags\":[\"%s\"]}],\"queries\":[%s]}", cases[i].tag,
		    ASKS("AC-1", "\"a\",\"b\",\"c\",\"d\""));
		run(&r, &defaults, ONE_AC("1"), text);
		ck_assert_str_eq(
		    json_get_string(json_first(json_get(r.output, "criteria")), "status"),
		    cases[i].status);
		end(&r);
	}
}
END_TEST

START_TEST(a_title_alone_stands_for_the_whole_story)
{
	static const struct {
		const char *kind, *status;
	} cases[] = { { "story", "covered" }, { "functional", "gap" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct cover_run r;
		char text[512];

		snprintf(text, sizeof text,
		    "{\"requirements\":[{\"id\":\"REQ-1\",\"kind\":\"%s\",\"criteria\":[\"AC-1\"]}]"
		    ","
		    "\"criteria\":[{\"id\":\"AC-1\",\"derived\":true}]}",
		    cases[i].kind);
		run(&r, &defaults, text,
		    "{\"tests\":[],\"queries\":[" ASKS("story", "\"a\",\"b\",\"c\",\"d\"") "," ASKS(
			"AC-1", "") "]}");
		ck_assert_str_eq(
		    json_get_string(json_first(json_get(r.output, "criteria")), "status"),
		    cases[i].status);
		end(&r);
	}
}
END_TEST

UNIT_SUITE(cover)
{
	tcase_add_test(tc, the_score_is_the_share_that_tests_explain);
	tcase_add_test(tc, rare_words_and_pairs_weigh_more);
	tcase_add_test(tc, words_are_shown_as_the_criterion_has_them);
	tcase_add_test(tc, confidence_is_one_half_at_the_midpoint);
	tcase_add_test(tc, risk_is_severity_times_importance);
	tcase_add_test(tc, a_covered_criterion_is_no_risk);
	tcase_add_test(tc, links_say_who_tests_what);
	tcase_add_test(tc, an_explicit_link_beats_inference);
	tcase_add_test(tc, a_requirement_is_as_good_as_its_criteria);
	tcase_add_test(tc, what_stands_in_for_criteria_is_said);
	tcase_add_test(tc, a_threshold_belongs_to_the_better_side);
	tcase_add_test(tc, the_greatest_risk_comes_first);
	tcase_add_test(tc, a_skipped_test_covers_nothing);
	tcase_add_test(tc, a_title_alone_stands_for_the_whole_story);
	tcase_add_test(tc, a_retrieval_of_another_story_is_refused);
}
