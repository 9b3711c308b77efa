#include "review/policy.h"

#include <string.h>

#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "review/facts.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)

static struct err err;
static struct json *doc;

static struct json *
read_data(const char *path)
{
	struct json *out = NULL;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	OK(file_read(path, &text, &err));
	OK(json_parse(text.s, text.len, &out, &err));
	buf_fini(&text);
	return out;
}

static void
setup(void)
{
	memset(&err, 0, sizeof err);
	doc = read_data("tests/data/run-document.json");
}

static void
teardown(void)
{
	json_free(doc);
}

START_TEST(facts_are_what_the_document_says)
{
	static const struct {
		const char *name;
		double value; /* -1: the document does not have it */
	} cases[] = { { "changed", -1 }, { "cost_usd", 0 }, { "coverage", 50 }, { "covered", 1 },
		{ "criteria", 2 }, { "domains", 1 }, { "edited", 0 }, { "gaps", 1 },
		{ "gaps.high", 0 }, { "gaps.low", 0 }, { "gaps.medium", 1 }, { "generated", 1 },
		{ "generated.skeletons", 1 }, { "generated.tests", 0 }, { "generated.unparsed", 1 },
		{ "healed", -1 }, { "healed.changed", -1 }, { "healed.flaky", -1 },
		{ "healed.left", -1 }, { "healed.stopped", -1 }, { "left", 0 }, { "models", 0 },
		{ "questions", 1 }, { "recall", 1 }, { "score", 0.74 }, { "selected", 1 },
		{ "tests", 1 }, { "tests.high", 1 }, { "tests.low", 0 }, { "tests.medium", 0 },
		{ "verified", -1 }, { "verified.failed", -1 }, { "verified.not-run", -1 },
		{ "verified.proven", -1 }, { "verified.survived", -1 }, { "warnings", 1 },
		{ "weak", 0 }, { "weak.high", 0 }, { "weak.low", 0 }, { "weak.medium", 0 },
		{ "wide", -1 } };
	size_t n = 0;
	double value;

	while (fact_names[n])
		n++;
	ck_assert_uint_eq(n, sizeof cases / sizeof cases[0]);
	for (size_t i = 0; i < n; i++) {
		bool known = fact(doc, "generation", cases[i].name, &value);

		ck_assert_str_eq(cases[i].name, fact_names[i]);
		ck_assert_msg(known == (cases[i].value >= 0), "%s", cases[i].name);
		ck_assert_msg(!known || value == cases[i].value, "%s is %g", cases[i].name, value);
	}
}
END_TEST

START_TEST(facts_of_a_change_are_what_the_document_says)
{
	static const struct {
		const char *name;
		double value;
	} cases[] = { { "changed", 3 }, { "wide", 1 }, { "tests", 3 }, { "selected", 2 },
		{ "left", 1 }, { "recall", 0.96 }, { "coverage", -1 }, { "criteria", -1 },
		{ "score", -1 } };
	struct json *change = read_data("tests/data/change-document.json");
	double value;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		bool known = fact(change, "selection", cases[i].name, &value);

		ck_assert_msg(known == (cases[i].value >= 0), "%s", cases[i].name);
		ck_assert_msg(!known || value == cases[i].value, "%s is %g", cases[i].name, value);
	}
	json_set(json_path(change, "phases.selection.output"), "expected_recall", json_new_null());
	ck_assert(!fact(change, "selection", "recall", &value));
	json_free(change);
}
END_TEST

static struct json *
parse(const char *text)
{
	struct json *out = NULL;

	OK(json_parse(text, strlen(text), &out, &err));
	return out;
}

static void
expect(const char *phase, const char *name, double wanted)
{
	double value = -1;

	ck_assert_msg(fact(doc, phase, name, &value) == (wanted >= 0), "%s at %s", name, phase);
	ck_assert_msg(wanted < 0 || value == wanted, "%s at %s is %g", name, phase, value);
}

#define VERIFIED(id, model, survived, verdict, proven)                                             \
	"{\"test\": \"" id "\"," model "\"survived\":" survived ", \"stages\": ["                  \
	"{\"stage\": \"parses\", \"verdict\": \"skipped\"}, {\"stage\": \"passes\", \"verdict\": " \
	"\"" verdict "\"}, {\"stage\": \"proven\", \"verdict\": \"" proven "\"}]}"
#define WRITTEN "\"model\": \"a/b\","

START_TEST(facts_of_verification_are_of_what_a_model_wrote)
{
	static const struct {
		const char *name;
		double value;
	} cases[] = { { "verified", 5 }, { "verified.survived", 2 }, { "verified.failed", 2 },
		{ "verified.not-run", 1 }, { "verified.proven", 1 } };
	struct json *entry = json_set_object(json_get(doc, "phases"), "verification");

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		expect("verification", cases[i].name, -1);
	json_set(entry, "output",
	    parse("{\"tests\": [" VERIFIED("GEN-1", WRITTEN, "true", "ok", "ok") "," VERIFIED(
		"GEN-2", WRITTEN, "true", "ok", "skipped") "," VERIFIED("GEN-3", WRITTEN, "false",
		"failed", "skipped") "," VERIFIED("GEN-4", WRITTEN, "false", "ok",
		"failed") "," VERIFIED("GEN-5", WRITTEN, "false", "skipped",
		"skipped") "," VERIFIED("GEN-6", "", "false", "skipped", "skipped") "]}"));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		expect("verification", cases[i].name, cases[i].value);
		expect("generation", cases[i].name, -1);
	}
}
END_TEST

START_TEST(facts_of_healing_are_of_the_code_that_stands)
{
	static const struct {
		const char *name;
		double value;
	} cases[] = { { "healed", 3 }, { "healed.stopped", 2 }, { "healed.left", 1 },
		{ "healed.flaky", 1 }, { "healed.changed", 2 } };
	static const char output[] =
	    "{\"tests\": ["
	    /* what was changed is what stands */
	    "{\"verdict\": \"healed\", \"sha256\": \"b\", \"attempts\": [{\"sha256\": \"a\"}, "
	    "{\"sha256\": "
	    "\"b\", \"changed\": [{}, {}]}]},"
	    /* it was tried, and something else stands; it was refused; nothing was changed */
	    "{\"verdict\": \"healed\", \"sha256\": \"b\", \"attempts\": [{\"sha256\": \"a\", "
	    "\"changed\": "
	    "[{}]}, {\"sha256\": \"b\"}]},"
	    "{\"verdict\": \"healed\", \"sha256\": \"b\", \"attempts\": [{\"refused\": \"x\", "
	    "\"changed\": "
	    "[{}]}, {\"sha256\": \"b\", \"changed\": []}]},"
	    "{\"verdict\": \"stopped\", \"sha256\": \"a\", \"attempts\": [{\"sha256\": \"a\", "
	    "\"changed\": "
	    "[{}]}]},"
	    "{\"verdict\": \"stopped\", \"sha256\": \"a\", \"attempts\": []},"
	    "{\"verdict\": \"left\", \"sha256\": \"a\", \"attempts\": []},"
	    "{\"verdict\": \"flaky\", \"sha256\": \"a\", \"attempts\": []},"
	    "{\"verdict\": \"sound\", \"sha256\": \"a\", \"attempts\": []},"
	    "{\"verdict\": \"not-run\", \"sha256\": \"a\", \"attempts\": []}]}";
	struct json *entry = json_set_object(json_get(doc, "phases"), "healing");

	json_set(entry, "output", parse(output));
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		expect("healing", cases[i].name, cases[i].value);
		expect("generation", cases[i].name, -1);
	}
	json_set(entry, "output", parse("{}"));
	expect("healing", "healed.stopped", -1);
}
END_TEST

START_TEST(facts_change_with_the_document)
{
	double value;

	json_set_string(
	    json_first(json_path(doc, "phases.coverage.output.risks")), "level", "high");
	ck_assert(fact(doc, "ranking", "gaps.high", &value) && value == 1);
	ck_assert(fact(doc, "ranking", "gaps.medium", &value) && value == 0);
	ck_assert(fact(doc, "ranking", "weak.high", &value) && value == 0);
	json_set_string(json_path(doc, "phases.ranking"), "engine", "a/model");
	ck_assert(fact(doc, "ranking", "models", &value) && value == 1);
	ck_assert(fact(doc, "coverage", "models", &value) && value == 0);
	json_set_object(json_path(doc, "phases.coverage"), "edited");
	ck_assert(fact(doc, "coverage", "edited", &value) && value == 1);
	json_set_number(json_path(doc, "phases.coverage.usage"), "cost_usd", 0.25);
	json_set_number(json_path(doc, "phases.generation.usage"), "cost_usd", 4);
	ck_assert(fact(doc, "ranking", "cost_usd", &value) && value == 0.25);
	json_set(json_path(doc, "phases.ranking.usage"), "cost_usd", json_new_null());
	ck_assert(!fact(doc, "ranking", "cost_usd", &value));
	ck_assert(fact(doc, "coverage", "cost_usd", &value) && value == 0.25);
}
END_TEST

START_TEST(facts_of_what_comes_behind_are_absent)
{
	struct json *phases = json_get(doc, "phases");
	double value;

	ck_assert(!fact(doc, "coverage", "score", &value));
	ck_assert(!fact(doc, "ingestion", "gaps.high", &value));
	ck_assert(!fact(doc, "ranking", "generated.unparsed", &value));
	json_set(phases, "coverage", json_take(phases, "coverage")); /* now the last */
	ck_assert(!fact(doc, "ranking", "gaps", &value));
	ck_assert(!fact(doc, "ranking", "gaps.medium", &value));
	json_remove(phases, "ingestion");
	ck_assert(!fact(doc, "ranking", "criteria", &value));
}
END_TEST

static const char *
decided(const char *text)
{
	static char name[64];
	struct json *policy = NULL;
	const struct json *rule;

	OK(policy_read("p.yaml", text, strlen(text), &policy, &err));
	rule = policy_decide(policy, doc, "ranking");
	snprintf(name, sizeof name, "%s", json_get_string(rule, "name"));
	json_free(policy);
	return name;
}

#define RULE(name, phase, when)                                                                    \
	"- {name: " name ", phase: " phase ", decision: approve, when: " when "}\n"

START_TEST(all_conditions_of_a_rule_must_hold)
{
	static const struct {
		const char *when;
		bool holds;
	} cases[] = { { "[]", true }, { "[score >= 0.74]", true }, { "[score > 0.74]", false },
		{ "[score <= 0.74]", true }, { "[score < 0.74]", false },
		{ "[score == 0.74]", true }, { "[score != 0.74]", false }, { "[gaps != 2]", true },
		{ "[gaps == 2]", false }, { "[score >= 0.7, gaps == 1, tests > 0]", true },
		{ "[score >= 0.7, gaps == 0, tests > 0]", false },
		{ "[generated == 0]", false }, /* absent, whatever the operator */
		{ "[generated != 7]", false }, { "[  warnings   <=  1e0 ]", true },
		{ "[\"coverage >= +50\"]", true } };
	char text[200];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(text, sizeof text, "rules:\n" RULE("r", "ranking", "%s"), cases[i].when);
		ck_assert_msg((*decided(text) == 'r') == cases[i].holds, "%s", cases[i].when);
	}
}
END_TEST

START_TEST(the_first_rule_that_fits_decides)
{
	ck_assert_str_eq(
	    decided("rules:\n" RULE("a", "coverage", "[]") RULE("b", "ranking", "[score > 0.9]")
		    RULE("c", "ranking", "[]") RULE("d", "ranking", "[]")),
	    "c");
	ck_assert_str_eq(decided("rules: []"), "");
}
END_TEST

START_TEST(what_a_policy_does_not_have_is_told_with_its_line)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "rules:\n" RULE("a", "ranking", "[]") RULE("b", "ranking", "[gap == 0]"),
		    "p.yaml:3: rules.1.when.0: there is no fact \"gap\": did you mean gaps?" },
		{ "rules:\n" RULE("a", "ranking", "[score = 1]"), "p.yaml:2: rules.0.when.0" },
		{ "rules:\n" RULE("a", "ranking", "[score >= nan]"), "p.yaml:2: rules.0.when.0" },
		{ "rules:\n" RULE("a", "ranking", "[score >= 1e999]"), "rules.0.when.0" },
		{ "rules:\n" RULE("a", "ranking", "[score >= 1 2]"), "rules.0.when.0" },
		{ "rules:\n" RULE("a", "ranking", "[7]"), "rules.0.when.0" },
		{ "rules:\n" RULE("a", "rankings", "[]"), "p.yaml:2: rules.0.phase" },
		{ "rules:\n- 7\n", "p.yaml:2: rules.0" }, { "rules: 7\n", "p.yaml:1: rules" },
		{ "more: 7\nrules: []\n", "p.yaml:1: more" }, { "", "p.yaml: rules" },
		{ "[]", "p.yaml: rules" }, { "rules: [", "p.yaml: " }
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json *policy = NULL;

		ck_assert_msg(policy_read("p.yaml", cases[i].text, strlen(cases[i].text), &policy,
				  &err) == ST_CONFIG,
		    "%s", cases[i].text);
		ck_assert_msg(
		    strstr(err.text, cases[i].said) != NULL, "%s: %s", cases[i].text, err.text);
		ck_assert_ptr_null(policy);
	}
}
END_TEST

UNIT_SUITE(policy)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, facts_are_what_the_document_says);
	tcase_add_test(tc, facts_of_a_change_are_what_the_document_says);
	tcase_add_test(tc, facts_of_verification_are_of_what_a_model_wrote);
	tcase_add_test(tc, facts_of_healing_are_of_the_code_that_stands);
	tcase_add_test(tc, facts_change_with_the_document);
	tcase_add_test(tc, facts_of_what_comes_behind_are_absent);
	tcase_add_test(tc, all_conditions_of_a_rule_must_hold);
	tcase_add_test(tc, the_first_rule_that_fits_decides);
	tcase_add_test(tc, what_a_policy_does_not_have_is_told_with_its_line);
}
