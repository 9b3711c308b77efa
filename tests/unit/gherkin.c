#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "doc/share.h"
#include "io/json.h"
#include "text/gherkin.h"

static struct gherkin_words *words;

static void
words_open(void)
{
	struct err err = ERR_INIT;
	struct share *share;
	struct json *tree = NULL;

	setenv("RSG_SHARE", "share", 1);
	share = share_open(NULL);
	ck_assert_msg(
	    share_yaml(share, "gherkin-languages.yaml", &tree, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(gherkin_words_new(tree, &words, &err) == ST_OK, "%s", err.text);
	json_free(tree);
	share_close(share);
}

static void
words_close(void)
{
	gherkin_words_free(words);
}

static void
read_text(struct gherkin *g, const char *text)
{
	gherkin_init(g);
	gherkin_read(g, words, text, strlen(text), 1, NULL);
}

static const char feature[] = "# a comment\n"
			      "@one @two# @three\n"
			      "Feature: Cart\n"
			      "  As a guest\n"
			      "\n"
			      "  I want\n"
			      "  Background:\n"
			      "    Given a shop\n"
			      "  Rule: VAT\n"
			      "    says the law\n"
			      "    @AC-1 @slow # why\n"
			      "    Scenario Outline: rates\n"
			      "      what for\n"
			      "      When I buy <what>\r\n"
			      "        | a \\| b | c\\nd | \\\\ |\n"
			      "        |       | x    | y   |\n"
			      "      Then I pay <rate>\n"
			      "        \"\"\"json\n"
			      "        {\n"
			      "          \\\"\\\"\\\"\n"
			      "        }\n"
			      "        \"\"\"\n"
			      "      Examples: food\n"
			      "        of all kinds\n"
			      "        | what | rate |\n"
			      "        | milk | 7    |\n"
			      "        | rice | 7    |\n"
			      "      @x\n"
			      "      Examples:\n"
			      "        | what | rate |\n"
			      "        | pen  | 19   |\n"
			      "  Rule: Returns\n"
			      "    Example: late\n"
			      "      * nothing is paid\n"
			      "      But why\n";

START_TEST(everything_of_a_feature_is_read_with_its_line)
{
	const struct gherkin_scenario *s;
	struct gherkin g;

	read_text(&g, feature);
	ck_assert_uint_eq(g.features.len, 1);
	ck_assert_str_eq(g.features.at[0].name, "Cart");
	ck_assert_str_eq(g.features.at[0].description, "As a guest\n\nI want");
	ck_assert_int_eq(g.features.at[0].line, 3);
	ck_assert_int_eq(g.features.at[0].first_line, 2);
	ck_assert_uint_eq(g.features.at[0].tags.len, 3);
	ck_assert_uint_eq(g.rules.len, 2);
	ck_assert_str_eq(g.rules.at[0].description, "says the law");
	ck_assert_uint_eq(g.scenarios.len, 3);
	ck_assert(g.scenarios.at[0].background);
	ck_assert_int_eq(g.scenarios.at[0].rule, -1);
	s = &g.scenarios.at[1];
	ck_assert_str_eq(s->name, "rates");
	ck_assert_str_eq(s->description, "what for");
	ck_assert(s->outline);
	ck_assert_int_eq(s->rule, 0);
	ck_assert_int_eq(s->line, 12);
	ck_assert_int_eq(s->end_line, 31);
	ck_assert_int_eq(s->example_rows, 3);
	ck_assert_uint_eq(s->tags.len, 2);
	ck_assert_str_eq(s->tags.at[1], "@slow");
	ck_assert_uint_eq(s->examples.len, 2);
	ck_assert_str_eq(s->examples.at[0].description, "of all kinds");
	ck_assert_str_eq(s->examples.at[1].tags.at[0], "@x");
	s = &g.scenarios.at[2];
	ck_assert_int_eq(s->rule, 1);
	ck_assert_int_eq(s->steps.at[0].kind, GHERKIN_STAR);
	ck_assert_int_eq(s->steps.at[1].kind, GHERKIN_BUT);
	ck_assert_uint_eq(g.comments.len, 2);
	gherkin_fini(&g);
}
END_TEST

START_TEST(tables_and_doc_strings_are_unescaped)
{
	const struct gherkin_step *steps;
	struct gherkin g;

	read_text(&g, feature);
	steps = g.scenarios.at[1].steps.at;
	ck_assert_str_eq(steps[0].text, "I buy <what>");
	ck_assert_uint_eq(steps[0].table.len, 2);
	ck_assert_str_eq(steps[0].table.at[0].cells[0], "a | b");
	ck_assert_str_eq(steps[0].table.at[0].cells[1], "c\nd");
	ck_assert_str_eq(steps[0].table.at[0].cells[2], "\\");
	ck_assert_str_eq(steps[0].table.at[1].cells[0], "");
	ck_assert_str_eq(steps[1].doc_string, "{\n  \"\"\"\n}");
	ck_assert_int_eq(steps[1].line, 17);
	ck_assert_int_eq(steps[1].end_line, 22);
	gherkin_fini(&g);
}
END_TEST

START_TEST(each_language_is_known_by_its_keywords)
{
	static const struct {
		const char *text, *language;
		enum gherkin_step_kind kind;
		const char *step;
	} cases[] = {
		{ "Feature: x\nScenario: y\nGiven z", "en", GHERKIN_GIVEN, "z" },
		{ "Funktionalität: x\nSzenario: y\nAngenommen z", "de", GHERKIN_GIVEN, "z" },
		{ "# language: de\nFeature: x\n", "en", GHERKIN_STAR, NULL },
		{ "Fonctionnalité: x\nScénario: y\nÉtant donné qu'il pleut", "fr", GHERKIN_GIVEN,
		    "il pleut" },
		{ "# language: es\nCaracterística: x\nEscenario: y\nCuando z", "es", GHERKIN_WHEN,
		    "z" },
		{ "Funcionalidade: x\nCenário: y\nEntão z", "pt", GHERKIN_THEN, "z" },
		{ "Funzionalità: x\nScenario: y\nAllora z", "it", GHERKIN_THEN, "z" },
		{ "Functionaliteit: x\nScenario: y\nAls z", "nl", GHERKIN_WHEN, "z" },
		{ "Właściwość: x\nScenariusz: y\nZakładając, że z", "pl", GHERKIN_GIVEN, "z" },
		{ "Функция: x\nСценарий: y\nТогда z", "ru", GHERKIN_THEN, "z" },
		{ "機能: x\nシナリオ: y\nもしz", "ja", GHERKIN_WHEN, "z" },
		{ "功能: x\n场景: y\n那么z", "zh-CN", GHERKIN_THEN, "z" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct gherkin g;

		read_text(&g, cases[i].text);
		if (cases[i].step == NULL) { /* the wrong language has no such keyword */
			ck_assert_uint_eq(g.scenarios.len, 0);
			gherkin_fini(&g);
			continue;
		}
		ck_assert_str_eq(g.features.at[0].language, cases[i].language);
		ck_assert_uint_eq(g.scenarios.len, 1);
		ck_assert_msg(g.scenarios.at[0].steps.len == 1, "%s", cases[i].text);
		ck_assert_int_eq(g.scenarios.at[0].steps.at[0].kind, cases[i].kind);
		ck_assert_str_eq(g.scenarios.at[0].steps.at[0].text, cases[i].step);
		gherkin_fini(&g);
	}
}
END_TEST

START_TEST(what_does_not_fit_is_a_problem_and_is_kept)
{
	static const struct {
		const char *text;
		size_t problems, scenarios;
		const char *first;
	} cases[] = {
		{ "hello\n", 1, 0, "hello" },
		{ "Feature: x\nScenario: y\nGiven a\nnonsense\n", 1, 1, "nonsense" },
		{ "Feature: x\nScenario: y\nGiven a\n| b | c\n", 1, 1, " c" },
		{ "Feature: x\nScenario: y\nGiven a\n\"\"\"\nopen\n", 1, 1, "\"" },
		{ "Feature: x\n@lonely\n", 1, 0, "@lonely" },
		{ "Feature: x\n@a b\nScenario: y\n", 1, 1, "b" },
		{ "Given a\nThen b\n", 0, 1, NULL },
		{ "", 0, 0, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct gherkin g;

		read_text(&g, cases[i].text);
		ck_assert_msg(g.problems.len == cases[i].problems, "%zu: %zu", i, g.problems.len);
		ck_assert_uint_eq(g.scenarios.len, cases[i].scenarios);
		if (cases[i].first)
			ck_assert_str_eq(g.problems.at[0].text, cases[i].first);
		gherkin_fini(&g);
	}
}
END_TEST

START_TEST(several_features_follow_each_other)
{
	struct gherkin g;

	read_text(&g, "Feature: a\nRule: r\nScenario: s\nGiven x\n@t\nFeature: b\nScenario: u\n");
	ck_assert_uint_eq(g.features.len, 2);
	ck_assert_int_eq(g.features.at[1].first_line, 5);
	ck_assert_int_eq(g.scenarios.at[1].feature, 1);
	ck_assert_int_eq(g.scenarios.at[1].rule, -1);
	gherkin_fini(&g);
}
END_TEST

START_TEST(a_text_looks_like_gherkin_by_its_first_line)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = { { "Feature: x", true }, { "\n# c\n@t\nScenario: x", true },
		{ "Feature list", false }, { "# Feature\n", false }, { "Features: x", false },
		{ "", false }, { "Funktion: x", true } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_msg(gherkin_looks_like(
				  words, cases[i].text, strlen(cases[i].text), NULL) == cases[i].is,
		    "%s", cases[i].text);
}
END_TEST

UNIT_SUITE(gherkin)
{
	tcase_add_unchecked_fixture(tc, words_open, words_close);
	tcase_add_test(tc, everything_of_a_feature_is_read_with_its_line);
	tcase_add_test(tc, tables_and_doc_strings_are_unescaped);
	tcase_add_test(tc, each_language_is_known_by_its_keywords);
	tcase_add_test(tc, what_does_not_fit_is_a_problem_and_is_kept);
	tcase_add_test(tc, several_features_follow_each_other);
	tcase_add_test(tc, a_text_looks_like_gherkin_by_its_first_line);
}
