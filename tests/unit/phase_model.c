/* What a model may say to ingestion, classification, coverage and ranking, and what it may not. */

#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "doc/schema.h"
#include "doc/share.h"
#include "io/json.h"
#include "llm/prompt.h"
#include "phase/classify_model.h"
#include "phase/cover_merge.h"
#include "phase/ingest_merge.h"
#include "phase/phase.h"
#include "phase/rank_model.h"
#include "text/story_lexicon.h"

static struct json *
parse(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &j, &err) == ST_OK, "%s: %s", err.text, text);
	return j;
}

struct bench {
	struct phase_env env;
	struct json *output, *reply;
};

/* Neither text is checked here, but what comes out of a phase always fits: see fits(). */
static struct bench
bench_new(const char *output, const char *reply)
{
	return (struct bench){ .env = { .warnings = json_new_array() },
		.output = output ? parse(output) : NULL,
		.reply = parse(reply) };
}

static void
bench_free(struct bench *b)
{
	json_free(b->env.warnings);
	json_free(b->output);
	json_free(b->reply);
}

static size_t
dropped(const struct bench *b)
{
	size_t n = 0;

	json_each (it, b->env.warnings)
		n += strcmp(json_get_string(it, "code"), "model-dropped") == 0;
	return n;
}

static void
says(const struct bench *b, const char *text)
{
	json_each (it, b->env.warnings) {
		if (strstr(json_get_string(it, "text"), text))
			return;
	}
	ck_abort_msg("no warning says \"%s\"", text);
}

static void
fits(const char *schema_name, const struct json *output)
{
	const struct schema *schema = NULL;
	struct schema_set *set = NULL;
	struct err err = ERR_INIT;

	ck_assert(schema_builtin(schema_name, &set, &schema, &err) == ST_OK);
	ck_assert_msg(schema_check(schema, output, &err) == ST_OK, "%s", err.text);
	schema_set_free(set);
}

/* Ingestion */

#define STORY                                                                                      \
	"# Guest checkout\n\nAs a guest I want to pay without an account.\n\n"                     \
	"- The cart total includes VAT.\n- AC-3: A receipt is mailed.\n\n"                         \
	"A wrong card must be refused at once.\n3. The guest should see the\n   order number.\n"   \
	"\n## Out of scope\n- Invoices are sent by post.\n"

#define INGESTED                                                                                   \
	"{\"title\":\"Guest checkout\",\"role\":\"guest\",\"goal\":\"\",\"benefit\":\"\","         \
	"\"requirements\":[{\"id\":\"REQ-1\",\"text\":\"pay\",\"line\":3,\"importance\":0.8,"      \
	"\"criteria\":[\"AC-1\",\"AC-3\"]},{\"id\":\"AC-4\",\"text\":\"x\",\"line\":8,"            \
	"\"importance\":0.8,\"criteria\":[]}],"                                                    \
	"\"criteria\":[{\"id\":\"AC-1\",\"text\":\"The cart total includes VAT.\",\"line\":5,"     \
	"\"end_line\":5,\"requirement\":\"REQ-1\",\"importance\":0.8},"                            \
	"{\"id\":\"AC-3\",\"text\":\"A receipt is mailed.\",\"line\":6,\"end_line\":6,"            \
	"\"requirement\":\"REQ-1\",\"importance\":0.8}],\"scenarios\":[],"                         \
	"\"scope\":{\"in\":[],\"out\":[{\"text\":\"Invoices are sent by post.\",\"line\":13}]},"   \
	"\"entities\":[{\"name\":\"guest\",\"kind\":\"noun\",\"count\":3},"                        \
	"{\"name\":\"cart\",\"kind\":\"noun\",\"count\":1}],\"questions\":[],\"notes\":[]}"

#define MISSED(title, role, goal, benefit, criteria, entities, questions)                          \
	"{\"title\":" title ",\"role\":" role ",\"goal\":" goal ",\"benefit\":" benefit            \
	",\"criteria\":[" criteria "],\"entities\":[" entities "],\"questions\":[" questions "]}"
#define CRITERIA(criteria) MISSED("null", "null", "null", "null", criteria, "", "")
#define QUOTE(quote, requirement) "{\"quote\":\"" quote "\",\"requirement\":" requirement "}"

static struct lexicon *
lexicon(void)
{
	struct json *headings = NULL, *words = NULL;
	struct err err = ERR_INIT;
	struct lexicon *made = NULL;
	struct share *share;

	setenv("RSG_SHARE", "share", 1);
	share = share_open(NULL);
	ck_assert(share_yaml(share, "headings.yaml", &headings, &err) == ST_OK);
	ck_assert(share_yaml(share, "story-words.yaml", &words, &err) == ST_OK);
	ck_assert(lexicon_new(headings, words, &made, &err) == ST_OK);
	json_free(headings);
	json_free(words);
	share_close(share);
	return made;
}

static struct bench
ingest_with(const char *story, double importance, const char *reply)
{
	struct bench b = bench_new(INGESTED, reply);
	struct ingest_source source = {
		.lexicon = lexicon(), .text = story, .n = strlen(story), .importance = importance
	};

	fits("ingestion-reply", b.reply);
	ingest_merge(&b.env, &source, b.reply, b.output);
	lexicon_free((struct lexicon *)source.lexicon);
	fits("ingestion", b.output);
	return b;
}

static struct bench
ingest(const char *reply)
{
	return ingest_with(STORY, -1, reply);
}

static const struct json *
criterion(const struct bench *b, size_t i)
{
	const struct json *it = json_first(json_get(b->output, "criteria"));

	while (it && i--)
		it = json_next(it);
	return it;
}

START_TEST(a_missed_criterion_is_added_with_the_next_id)
{
	struct bench b =
	    ingest(CRITERIA(QUOTE("A wrong card must\\nbe refused at once.", "\"REQ-1\"")));
	const struct json *it = criterion(&b, 2);

	ck_assert_uint_eq(dropped(&b), 0);
	ck_assert_uint_eq(json_len(json_get(b.output, "criteria")), 3);
	ck_assert_str_eq(json_get_string(it, "id"), "AC-2");
	ck_assert_str_eq(json_get_string(it, "text"), "A wrong card must be refused at once.");
	ck_assert_str_eq(json_get_string(it, "requirement"), "REQ-1");
	ck_assert_str_eq(json_get_string(it, "by"), "model");
	ck_assert(json_get_bool(it, "derived"));
	ck_assert(json_get_number(it, "line") == 8 && json_get_number(it, "end_line") == 8);
	ck_assert(json_get_number(it, "importance") == 1);
	ck_assert_uint_eq(
	    json_len(json_get(json_first(json_get(b.output, "requirements")), "criteria")), 3);
	bench_free(&b);
}
END_TEST

START_TEST(ids_continue_past_those_of_any_list)
{
	struct bench b = ingest(CRITERIA(QUOTE("A wrong card must be refused at once.",
	    "null") "," QUOTE("3. The guest should see the order number.", "null")));

	ck_assert_str_eq(json_get_string(criterion(&b, 2), "id"), "AC-2");
	ck_assert_str_eq(
	    json_get_string(criterion(&b, 3), "id"), "AC-5"); /* AC-4 is a requirement */
	ck_assert_str_eq(
	    json_get_string(criterion(&b, 3), "text"), "The guest should see the order number.");
	ck_assert(json_get_number(criterion(&b, 3), "line") == 9);
	ck_assert(json_get_number(criterion(&b, 3), "end_line") == 10);
	ck_assert(json_get_number(criterion(&b, 3), "importance") == 0.6);
	bench_free(&b);
}
END_TEST

START_TEST(a_criterion_without_a_requirement_goes_to_the_one_above)
{
	struct bench b = ingest(CRITERIA(QUOTE("A wrong card must be refused at once.", "null")));

	ck_assert_str_eq(json_get_string(criterion(&b, 2), "requirement"), "AC-4");
	bench_free(&b);
	b = ingest(CRITERIA(QUOTE("As a guest I want to pay without an account.", "null")));
	ck_assert_str_eq(json_get_string(criterion(&b, 2), "requirement"), "REQ-1");
	bench_free(&b);
}
END_TEST

START_TEST(the_priority_of_the_story_speaks_where_the_sentence_does_not)
{
	struct bench b = ingest_with("Nothing is lost on the way.\n", 0.3,
	    CRITERIA(QUOTE("Nothing is lost on the way.", "null")));

	ck_assert(json_get_number(criterion(&b, 2), "importance") == 0.3);
	bench_free(&b);
}
END_TEST

static const struct {
	const char *quote, *says;
} bad_criteria[] = {
	{ "A receipt is printed.", "does not say" },
	{ "a wrong card must be refused at once.", "does not say" },
	{ "rong card must be refused at once.", "does not say" },
	{ "", "does not say" },
	{ "wrong card", "too little" },
	{ "Invoices are sent by post.", "out of scope" },
	{ "## Out of scope - Invoices are sent by post.", "out of scope" },
};

START_TEST(a_criterion_that_does_not_hold_is_dropped)
{
	char *reply = mem_printf(CRITERIA(QUOTE("%s", "null")), bad_criteria[_i].quote);
	struct bench b = ingest(reply);

	ck_assert_uint_eq(json_len(json_get(b.output, "criteria")), 2);
	ck_assert_uint_eq(dropped(&b), 1);
	says(&b, bad_criteria[_i].says);
	bench_free(&b);
	free(reply);
}
END_TEST

static const char *const known_criteria[] = { "The cart total includes VAT.",
	"cart total includes VAT", "- The cart total includes VAT.", "AC-3: A receipt is mailed.",
	"A receipt is mailed" };

START_TEST(what_is_a_criterion_already_is_not_added_again)
{
	char *reply = mem_printf(CRITERIA(QUOTE("%s", "null")), known_criteria[_i]);
	struct bench b = ingest(reply);

	ck_assert_uint_eq(json_len(json_get(b.output, "criteria")), 2);
	ck_assert_uint_eq(json_len(b.env.warnings), 0);
	bench_free(&b);
	free(reply);
}
END_TEST

START_TEST(a_sentence_that_says_much_more_is_not_the_same)
{
	struct bench b = ingest_with(
	    "Within a day a receipt is mailed to everybody who gave an address to the shop.\n", -1,
	    CRITERIA(QUOTE("Within a day a receipt is mailed to everybody who gave an address to "
			   "the shop.",
		"null")));

	ck_assert_uint_eq(json_len(json_get(b.output, "criteria")), 3);
	bench_free(&b);
}
END_TEST

START_TEST(a_list_has_an_end)
{
	struct bench b;
	struct buf reply;

	buf_init(&reply, BUF_TEXT);
	buf_str(&reply, "{\"title\":null,\"role\":null,\"goal\":null,\"benefit\":null,"
			"\"entities\":[],\"questions\":[],\"criteria\":[");
	for (int i = 0; i < 100; i++)
		buf_str(&reply, QUOTE("The cart total includes VAT.", "null") ",");
	buf_str(&reply, QUOTE("A wrong card must be refused at once.", "null") "]}");
	b = ingest(reply.s);
	ck_assert_uint_eq(json_len(json_get(b.output, "criteria")), 2);
	says(&b, "beyond the first 100");
	bench_free(&b);
	buf_fini(&reply);
}
END_TEST

START_TEST(an_unknown_requirement_is_not_believed)
{
	struct bench b =
	    ingest(CRITERIA(QUOTE("A wrong card must be refused at once.", "\"REQ-99\"")));

	ck_assert_str_eq(json_get_string(criterion(&b, 2), "requirement"), "AC-4");
	says(&b, "REQ-99");
	bench_free(&b);
}
END_TEST

START_TEST(no_answer_takes_anything_away)
{
	struct bench b = ingest(MISSED(
	    "\"Everything is done\"", "\"admin\"", "\"nothing\"", "\"an account\"", "", "", ""));
	struct json *before = parse(INGESTED);

	ck_assert(json_equal(json_get(b.output, "criteria"), json_get(before, "criteria")));
	ck_assert(json_equal(json_get(b.output, "requirements"), json_get(before, "requirements")));
	ck_assert_str_eq(json_get_string(b.output, "title"), "Guest checkout");
	ck_assert_str_eq(json_get_string(b.output, "role"), "guest");
	ck_assert_str_eq(json_get_string(b.output, "goal"), "");
	ck_assert_str_eq(json_get_string(b.output, "benefit"), "an account");
	ck_assert_uint_eq(dropped(&b), 2);
	json_free(before);
	bench_free(&b);
}
END_TEST

START_TEST(title_and_goal_may_be_said_better)
{
	struct bench b = ingest(MISSED("\"Checkout without an account\"", "null",
	    "\"pay without an account\"", "null", "", "", ""));

	ck_assert_str_eq(json_get_string(b.output, "title"), "Checkout without an account");
	ck_assert_str_eq(json_get_string(b.output, "goal"), "pay without an account");
	ck_assert_uint_eq(dropped(&b), 0);
	says(&b, "Guest checkout");
	bench_free(&b);
}
END_TEST

START_TEST(entities_and_questions_need_a_quote)
{
	struct bench b = ingest(MISSED("null", "null", "null", "null", "",
	    "{\"quote\":\"receipt\",\"kind\":\"noun\"},{\"quote\":\"The\",\"kind\":\"noun\"},"
	    "{\"quote\":\"Guest\",\"kind\":\"name\"},"
	    "{\"quote\":\"voucher\",\"kind\":\"noun\"},{\"quote\":\"account\",\"kind\":\"noun\"}",
	    "{\"quote\":\"includes VAT\",\"question\":\"At which \\u001b[31mrate?\"},"
	    "{\"quote\":\"includes VAT\",\"question\":\"At which [31mrate?\"},"
	    "{\"quote\":\"includes tax\",\"question\":\"Why?\"},"
	    "{\"quote\":\"includes VAT\",\"question\":\" \"}"));
	const struct json *question = json_first(json_get(b.output, "questions"));
	struct json *want =
	    parse("[{\"name\":\"guest\",\"kind\":\"noun\",\"count\":3},"
		  "{\"name\":\"The\",\"kind\":\"noun\",\"count\":2,\"by\":\"model\"},"
		  "{\"name\":\"cart\",\"kind\":\"noun\",\"count\":1},"
		  "{\"name\":\"receipt\",\"kind\":\"noun\",\"count\":1,\"by\":\"model\"},"
		  "{\"name\":\"account\",\"kind\":\"noun\",\"count\":1,\"by\":\"model\"}]");

	ck_assert(json_equal(json_get(b.output, "entities"), want));
	ck_assert_uint_eq(json_len(json_get(b.output, "questions")), 1);
	ck_assert_str_eq(json_get_string(question, "text"), "At which [31mrate?");
	ck_assert(json_get_number(question, "line") == 5);
	ck_assert_uint_eq(dropped(&b), 3);
	json_free(want);
	bench_free(&b);
}
END_TEST

START_TEST(warnings_have_an_end)
{
	struct buf reply;
	struct bench b;

	buf_init(&reply, BUF_TEXT);
	buf_str(&reply, "{\"title\":null,\"role\":null,\"goal\":null,\"benefit\":null,"
			"\"entities\":[],\"questions\":[],\"criteria\":[");
	for (int i = 0; i < 300; i++)
		buf_printf(
		    &reply, "%s{\"quote\":\"invented %d\",\"requirement\":null}", i ? "," : "", i);
	buf_str(&reply, "]}");
	b = ingest(reply.s);
	ck_assert_uint_eq(json_len(b.env.warnings), PHASE_DROPS_SHOWN + 1);
	says(&b, "More of what");
	bench_free(&b);
	buf_fini(&reply);
}
END_TEST

/* Classification */

#define CLASSIFIED                                                                                 \
	"{\"domains\":[{\"name\":\"API\",\"confidence\":0.6,\"evidence\":[{\"term\":\"pay\","      \
	"\"weight\":2,\"line\":3}]},{\"name\":\"Frontend\",\"confidence\":0.3,\"evidence\":[]},"   \
	"{\"name\":\"Database\",\"confidence\":0.1,\"evidence\":[]}],"                             \
	"\"scopes\":[{\"name\":\"unit\",\"confidence\":0.5,\"evidence\":[]},"                      \
	"{\"name\":\"e2e\",\"confidence\":0.2,\"evidence\":[]}],"                                  \
	"\"systems\":[{\"name\":\"cart\",\"evidence\":[]}]}"
#define VERDICTS(domains, scopes, systems)                                                         \
	"{\"domains\":[" domains "],\"scopes\":[" scopes "],\"systems\":[" systems "]}"
#define SAYS(name, confidence, quotes)                                                             \
	"{\"name\":\"" name "\",\"confidence\":" confidence ",\"quotes\":[" quotes "]}"

static struct bench
classify(const char *reply)
{
	struct bench b = bench_new(CLASSIFIED, reply);

	fits("classification-reply", b.reply);
	classify_merge(&b.env, STORY, strlen(STORY), b.reply, b.output);
	fits("classification", b.output);
	ck_assert_str_eq(json_key(json_first(b.output)), "domains"); /* in the agreed order */
	return b;
}

static double
confidence(const struct bench *b, const char *list, const char *name)
{
	json_each (it, json_get(b->output, list)) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return json_get_number(it, "confidence");
	}
	ck_abort_msg("no %s", name);
}

static bool
near(double a, double b)
{
	return fabs(a - b) < 1e-6;
}

START_TEST(domains_are_the_mean_of_both_and_still_sum_to_1)
{
	struct bench b = classify(VERDICTS(
	    SAYS("Frontend", "0.6", "\"see the order number\"") "," SAYS("API", "0.2", "\"pay\""),
	    "", ""));
	const struct json *first = json_first(json_get(b.output, "domains"));
	const struct json *evidence = json_first(json_get(first, "evidence"));

	ck_assert_uint_eq(dropped(&b), 0);
	ck_assert_str_eq(json_get_string(first, "name"), "Frontend");
	ck_assert(near(confidence(&b, "domains", "Frontend"), (0.3 + 0.75) / 2));
	ck_assert(near(confidence(&b, "domains", "API"), (0.6 + 0.25) / 2));
	ck_assert(near(confidence(&b, "domains", "Database"), 0.05));
	ck_assert(near(json_get_number(first, "builtin"), 0.3));
	ck_assert(near(json_get_number(first, "model"), 0.75));
	ck_assert_str_eq(json_get_string(evidence, "by"), "model");
	ck_assert_str_eq(json_get_string(evidence, "term"), "see the order number");
	ck_assert(json_get_number(evidence, "line") == 9);
	bench_free(&b);
}
END_TEST

START_TEST(a_scope_is_the_mean_where_the_model_speaks)
{
	struct bench b = classify(VERDICTS("", SAYS("e2e", "0.9", "\"As a guest\""), ""));

	ck_assert(near(confidence(&b, "scopes", "e2e"), 0.55));
	ck_assert(near(confidence(&b, "scopes", "unit"), 0.5));
	ck_assert_str_eq(json_get_string(json_first(json_get(b.output, "scopes")), "name"), "e2e");
	ck_assert(near(confidence(&b, "domains", "API"), 0.6));
	bench_free(&b);
}
END_TEST

static const struct {
	const char *domain, *says;
	size_t drops;
} bad_domains[] = {
	{ SAYS("Blockchain", "0.9", "\"pay\""), "none of that name", 1 },
	{ SAYS("api", "0.9", "\"pay\""), "none of that name", 1 },
	{ SAYS("API", "7", "\"pay\""), "not from 0 to 1", 1 },
	{ SAYS("API", "-0.1", "\"pay\""), "not from 0 to 1", 1 },
	{ SAYS("API", "0.9", ""), "no quote", 1 },
	{ SAYS("API", "0.9", "\"by rocket\""), "no quote", 2 },
	{ SAYS("API", "0.9", "\"\",\"by rocket\",\"by air\",\"pay\""), "no quote", 4 },
};

START_TEST(a_verdict_that_does_not_hold_changes_nothing)
{
	char *reply = mem_printf(VERDICTS("%s", "", ""), bad_domains[_i].domain);
	struct bench b = classify(reply);
	struct json *before = parse(CLASSIFIED);

	ck_assert(json_equal(b.output, before));
	says(&b, bad_domains[_i].says);
	ck_assert_uint_eq(dropped(&b), bad_domains[_i].drops);
	json_free(before);
	bench_free(&b);
	free(reply);
}
END_TEST

START_TEST(a_second_verdict_is_not_heard)
{
	struct bench b = classify(
	    VERDICTS("", SAYS("unit", "0.1", "\"pay\"") "," SAYS("unit", "0.9", "\"pay\""), ""));

	ck_assert(near(confidence(&b, "scopes", "unit"), 0.3));
	says(&b, "second");
	bench_free(&b);
}
END_TEST

START_TEST(a_system_must_be_named_by_the_story)
{
	struct bench b = classify(VERDICTS("", "",
	    "{\"quote\":\"VAT\"},{\"quote\":\"Cart\"},{\"quote\":\"SAP\"},{\"quote\":\"cart\"}"));

	ck_assert_uint_eq(json_len(json_get(b.output, "systems")), 2);
	ck_assert_uint_eq(dropped(&b), 2);
	bench_free(&b);
}
END_TEST

/* Coverage */

static const struct cover_args cover_args = {
	.weak = 0.25, .covered = 0.55, .slope = 10.7, .midpoint = 0.5, .pairs = 1.5
};

#define ENTRY(status, score)                                                                       \
	"{\"id\":\"AC-1\",\"status\":\"" status "\",\"score\":" score                              \
	",\"confidence\":0.5,\"linked\":false,\"tests\":[],\"explained\":[],\"missing\":[]}"
#define JUDGED(id, verdict, score, tests)                                                          \
	"{\"criteria\":[{\"id\":\"" id "\",\"verdict\":\"" verdict "\",\"score\":" score           \
	",\"tests\":[" tests "],\"reason\":\"So it is.\\n\"}]}"

/* AC-1 with the builtin verdict of `entry`; the model was shown the tests a and b. */
static struct bench
cover(const char *entry, bool linked, const char *reply, struct cover_result *result)
{
	struct bench b = bench_new(entry, reply);
	struct cover_questions questions = { 0 };
	struct cover_question *question = vec_add(&questions);
	const char *status = json_get_string(b.output, "status");

	fits("coverage-reply", b.reply);
	*result = (struct cover_result){ .id = "AC-1",
		.importance = 1,
		.score = json_get_number(b.output, "score"),
		.confidence = 0.5,
		.status = *status == 'c'   ? COVER_COVERED
			  : *status == 'w' ? COVER_WEAK
					   : COVER_GAP,
		.linked = linked,
		.entry = b.output };
	question->result = result;
	strings_add(&question->tests, "a");
	strings_add(&question->tests, "b");
	*vec_add(&question->shares) = 0.1;
	*vec_add(&question->shares) = 0.2;
	cover_merge(&b.env, &cover_args, &questions, b.reply);
	fits("coverage#/definitions/criterion", b.output);
	strings_fini(&question->tests);
	vec_fini(&question->shares);
	vec_fini(&questions);
	return b;
}

static const struct {
	const char *entry, *verdict, *score, *tests;
	double combined;
	enum cover_status status;
} combined[] = {
	{ ENTRY("weak", "0.4"), "covered", "0.9", "\"a\"", 0.65, COVER_COVERED },
	{ ENTRY("weak", "0.4"), "covered", "0.1", "\"a\"", 0.475, COVER_WEAK }, /* in its range */
	{ ENTRY("weak", "0.4"), "gap", "1", "", 0.325, COVER_WEAK },
	{ ENTRY("weak", "0.3"), "gap", "0", "", 0.15, COVER_GAP },
	{ ENTRY("gap", "0"), "covered", "1", "\"a\",\"b\"", 0.5, COVER_WEAK },
	{ ENTRY("gap", "0.24"), "covered", "1", "\"a\"", 0.5499, COVER_WEAK }, /* one step */
	{ ENTRY("gap", "0.2"), "weak", "0.9", "\"b\"", 0.375, COVER_WEAK },
	{ ENTRY("covered", "0.6"), "gap", "0", "", 0.3, COVER_WEAK },
	{ ENTRY("covered", "0.9"), "weak", "0.3", "\"a\"", 0.6, COVER_COVERED },
};

START_TEST(score_and_status_are_combined)
{
	char *reply = mem_printf(JUDGED("AC-1", "%s", "%s", "%s"), combined[_i].verdict,
	    combined[_i].score, combined[_i].tests);
	struct cover_result result;
	struct bench b = cover(combined[_i].entry, false, reply, &result);
	struct json *before = parse(combined[_i].entry);

	ck_assert_uint_eq(dropped(&b), 0);
	ck_assert_msg(fabs(result.score - combined[_i].combined) < 0.0002, "%g", result.score);
	ck_assert_int_eq(result.status, combined[_i].status);
	ck_assert(near(json_get_number(b.output, "score"), json_round(result.score, 4)));
	ck_assert_str_eq(
	    json_get_string(b.output, "status"), cover_status_name(combined[_i].status));
	ck_assert(near(result.confidence, cover_confidence(&cover_args, result.score, false)));
	ck_assert_str_eq(json_get_string(json_get(b.output, "builtin"), "status"),
	    json_get_string(before, "status"));
	ck_assert(json_get_number(json_get(b.output, "builtin"), "score") ==
		  json_get_number(before, "score"));
	ck_assert_str_eq(
	    json_get_string(json_get(b.output, "model"), "status"), combined[_i].verdict);
	ck_assert_str_eq(json_get_string(json_get(b.output, "model"), "reason"), "So it is.");
	json_free(before);
	bench_free(&b);
	free(reply);
}
END_TEST

START_TEST(tests_that_justify_it_are_listed_with_their_share)
{
	struct cover_result result;
	struct bench b = cover(
	    ENTRY("gap", "0.1"), false, JUDGED("AC-1", "weak", "0.4", "\"b\",\"b\""), &result);
	struct json *want = parse("[{\"test\":\"b\",\"share\":0.2,\"by\":\"model\"}]");

	ck_assert(json_equal(json_get(b.output, "tests"), want));
	ck_assert_uint_eq(json_len(json_get(json_get(b.output, "model"), "tests")), 1);
	json_free(want);
	bench_free(&b);
}
END_TEST

START_TEST(a_covered_criterion_becomes_weak_at_most)
{
	static const struct cover_args narrow = { .weak = 0.5, .covered = 0.6, .slope = 1 };
	struct json *entry = parse(ENTRY("covered", "0.6"));
	struct cover_result result = {
		.id = "AC-1", .score = 0.6, .status = COVER_COVERED, .entry = entry
	};
	struct cover_question question = { .result = &result };
	const struct cover_questions questions = { &question, 1, 1 };
	struct bench b = bench_new(NULL, JUDGED("AC-1", "gap", "0", ""));

	cover_merge(&b.env, &narrow, &questions, b.reply);
	ck_assert_int_eq(result.status, COVER_WEAK);
	ck_assert(near(result.score, 0.5));
	json_free(entry);
	bench_free(&b);
}
END_TEST

START_TEST(no_more_tests_are_listed_than_there_is_room_for)
{
	struct cover_result result;
	struct bench b =
	    cover("{\"id\":\"AC-1\",\"status\":\"weak\",\"score\":0.4,\"confidence\":0.5,"
		  "\"linked\":false,\"tests\":["
		  "{\"test\":\"1\",\"share\":1,\"by\":\"text\"},"
		  "{\"test\":\"2\",\"share\":1,\"by\":\"text\"},"
		  "{\"test\":\"3\",\"share\":1,\"by\":\"text\"},"
		  "{\"test\":\"b\",\"share\":1,\"by\":\"text\"}],\"explained\":[],\"missing\":[]}",
		false, JUDGED("AC-1", "weak", "0.4", "\"b\",\"a\""), &result);

	ck_assert_uint_eq(json_len(json_get(b.output, "tests")), 5);
	bench_free(&b);
	b = cover("{\"id\":\"AC-1\",\"status\":\"weak\",\"score\":0.4,\"confidence\":0.5,"
		  "\"linked\":false,\"tests\":["
		  "{\"test\":\"1\",\"share\":1,\"by\":\"text\"},"
		  "{\"test\":\"2\",\"share\":1,\"by\":\"text\"},"
		  "{\"test\":\"3\",\"share\":1,\"by\":\"text\"},"
		  "{\"test\":\"4\",\"share\":1,\"by\":\"text\"}],\"explained\":[],\"missing\":[]}",
	    false, JUDGED("AC-1", "weak", "0.4", "\"b\",\"a\""), &result);
	ck_assert_uint_eq(json_len(json_get(b.output, "tests")), 5);
	ck_assert_uint_eq(json_len(json_get(json_get(b.output, "model"), "tests")), 2);
	bench_free(&b);
}
END_TEST

START_TEST(an_invented_test_is_dropped_and_the_rest_stands)
{
	struct cover_result result;
	struct bench b = cover(ENTRY("weak", "0.4"), false,
	    JUDGED("AC-1", "covered", "0.9", "\"invented\",\"a\""), &result);

	ck_assert_int_eq(result.status, COVER_COVERED);
	ck_assert_uint_eq(dropped(&b), 1);
	says(&b, "\"invented\"");
	ck_assert_uint_eq(json_len(json_get(json_get(b.output, "model"), "tests")), 1);
	bench_free(&b);
}
END_TEST

static const struct {
	const char *reply, *says;
	size_t drops;
	bool linked;
} bad_verdicts[] = {
	{ JUDGED("AC-1", "covered", "7", "\"a\""), "not from 0 to 1", 1, false },
	{ JUDGED("AC-1", "covered", "-1", "\"a\""), "not from 0 to 1", 1, false },
	{ JUDGED("AC-1", "covered", "0.9", ""), "names no test", 1, false },
	{ JUDGED("AC-1", "covered", "0.9", "\"x\""), "names no test", 2, false },
	{ JUDGED("AC-1", "weak", "0.3", "\"x\""), "names no test", 2, false },
	{ JUDGED("AC-9", "covered", "0.9", "\"a\""), "not asked", 1, false },
	{ JUDGED("AC-1", "gap", "0", ""), "that decides", 1, true },
	{ JUDGED("AC-1", "weak", "0.3", "\"a\""), "that decides", 1, true },
};

START_TEST(a_judgement_that_does_not_hold_changes_nothing)
{
	struct cover_result result;
	struct bench b =
	    cover(ENTRY("weak", "0.4"), bad_verdicts[_i].linked, bad_verdicts[_i].reply, &result);
	struct json *before = parse(ENTRY("weak", "0.4"));

	ck_assert(json_equal(b.output, before));
	ck_assert(near(result.score, 0.4));
	ck_assert_uint_eq(dropped(&b), bad_verdicts[_i].drops);
	says(&b, bad_verdicts[_i].says);
	json_free(before);
	bench_free(&b);
}
END_TEST

START_TEST(a_linked_criterion_stays_covered)
{
	struct cover_result result;
	struct bench b = cover(
	    ENTRY("covered", "0.55"), true, JUDGED("AC-1", "covered", "0.55", "\"a\""), &result);

	ck_assert_int_eq(result.status, COVER_COVERED);
	ck_assert(result.score >= 0.55 && result.confidence >= 0.95);
	bench_free(&b);
}
END_TEST

/* Ranking */

static struct bench
rank(const char *reply, struct rank_tests *tests)
{
	struct bench b = bench_new(NULL, reply);

	*tests = (struct rank_tests){ 0 };
	map_init(&tests->index);
	map_init(&tests->subject_index);
	*vec_add(tests) = (struct rank_test){ .id = "a", .score = 0.9 };
	*vec_add(tests) = (struct rank_test){ .id = "b", .score = 0.5 };
	*vec_add(tests) = (struct rank_test){ .id = "c", .score = 0.1 };
	fits("ranking-reply", b.reply);
	rank_merge(&b.env, tests, 2, b.reply);
	return b;
}

#define SCORED(test, score) "{\"test\":\"" test "\",\"score\":" score ",\"reason\":\"It\\npays.\"}"

START_TEST(a_score_is_a_signal_with_a_reason)
{
	struct rank_tests tests;
	struct bench b = rank("{\"tests\":[" SCORED("b", "0.8") "]}", &tests);

	ck_assert_uint_eq(dropped(&b), 0);
	ck_assert(tests.at[1].modelled && !tests.at[0].modelled);
	ck_assert(near(tests.at[1].value[RANK_MODEL], 0.8));
	ck_assert_str_eq(tests.at[1].model_reason, "It pays.");
	ck_assert(tests.said[RANK_MODEL]);
	rank_tests_fini(&tests);
	bench_free(&b);
}
END_TEST

static const struct {
	const char *reply, *says;
} bad_scores[] = {
	{ "{\"tests\":[" SCORED("x", "0.8") "]}", "not asked" },
	{ "{\"tests\":[" SCORED("c", "0.8") "]}", "not asked" },
	{ "{\"tests\":[" SCORED("a", "7") "]}", "not from 0 to 1" },
	{ "{\"tests\":[" SCORED("a", "-0.5") "]}", "not from 0 to 1" },
};

START_TEST(a_score_that_does_not_hold_is_dropped)
{
	struct rank_tests tests;
	struct bench b = rank(bad_scores[_i].reply, &tests);

	ck_assert_uint_eq(dropped(&b), 1);
	says(&b, bad_scores[_i].says);
	ck_assert(!tests.said[RANK_MODEL]);
	ck_assert_uint_eq(tests.len, 3);
	rank_tests_fini(&tests);
	bench_free(&b);
}
END_TEST

START_TEST(the_first_score_of_a_test_counts)
{
	struct rank_tests tests;
	struct bench b = rank("{\"tests\":[" SCORED("a", "0.2") "," SCORED("a", "1") "]}", &tests);

	says(&b, "second");
	ck_assert(near(tests.at[0].value[RANK_MODEL], 0.2));
	rank_tests_fini(&tests);
	bench_free(&b);
}
END_TEST

/* What all of them share */

START_TEST(a_long_story_is_shown_in_part)
{
	struct bench b = bench_new("{\"story\":{}}", "{}");
	struct prompt_value value;
	char *text = mem_calloc(1, PHASE_STORY_MAX + 10);

	b.env.doc = b.output;
	memset(text, 'x', PHASE_STORY_MAX - 1);
	memcpy(text + PHASE_STORY_MAX - 1, "ö tail", 7);
	json_set_string(json_get(b.output, "story"), "text", text);
	value = phase_story(&b.env);
	ck_assert_uint_eq(value.n, PHASE_STORY_MAX - 1);
	ck_assert_int_eq(value.kind, PROMPT_OUTSIDE);
	says(&b, "the first 65535 of its 65542 bytes");
	free(text);
	bench_free(&b);
}
END_TEST

START_TEST(a_dropped_id_is_shown_safely)
{
	struct bench b = bench_new(NULL, "{}");
	const struct json *warning;

	phase_drop(&b.env, "a\x1b]0;b\nc", "It says \"%s\".", "\x1b[2J");
	warning = json_first(b.env.warnings);
	ck_assert_str_eq(json_get_string(warning, "about"), "a]0;b c");
	ck_assert_str_eq(json_get_string(warning, "text"), "It says \"[2J\".");
	phase_drop(&b.env, "\x1b", "Nothing left.");
	ck_assert_ptr_null(json_get(json_next(warning), "about"));
	bench_free(&b);
}
END_TEST

UNIT_SUITE(phase_model)
{
	tcase_add_test(tc, a_missed_criterion_is_added_with_the_next_id);
	tcase_add_test(tc, ids_continue_past_those_of_any_list);
	tcase_add_test(tc, a_criterion_without_a_requirement_goes_to_the_one_above);
	tcase_add_test(tc, the_priority_of_the_story_speaks_where_the_sentence_does_not);
	tcase_add_loop_test(tc, a_criterion_that_does_not_hold_is_dropped, 0,
	    (int)(sizeof bad_criteria / sizeof bad_criteria[0]));
	tcase_add_loop_test(tc, what_is_a_criterion_already_is_not_added_again, 0,
	    (int)(sizeof known_criteria / sizeof known_criteria[0]));
	tcase_add_test(tc, a_sentence_that_says_much_more_is_not_the_same);
	tcase_add_test(tc, a_list_has_an_end);
	tcase_add_test(tc, an_unknown_requirement_is_not_believed);
	tcase_add_test(tc, no_answer_takes_anything_away);
	tcase_add_test(tc, title_and_goal_may_be_said_better);
	tcase_add_test(tc, entities_and_questions_need_a_quote);
	tcase_add_test(tc, warnings_have_an_end);
	tcase_add_test(tc, domains_are_the_mean_of_both_and_still_sum_to_1);
	tcase_add_test(tc, a_scope_is_the_mean_where_the_model_speaks);
	tcase_add_loop_test(tc, a_verdict_that_does_not_hold_changes_nothing, 0,
	    (int)(sizeof bad_domains / sizeof bad_domains[0]));
	tcase_add_test(tc, a_second_verdict_is_not_heard);
	tcase_add_test(tc, a_system_must_be_named_by_the_story);
	tcase_add_loop_test(
	    tc, score_and_status_are_combined, 0, (int)(sizeof combined / sizeof combined[0]));
	tcase_add_test(tc, tests_that_justify_it_are_listed_with_their_share);
	tcase_add_test(tc, a_covered_criterion_becomes_weak_at_most);
	tcase_add_test(tc, no_more_tests_are_listed_than_there_is_room_for);
	tcase_add_test(tc, an_invented_test_is_dropped_and_the_rest_stands);
	tcase_add_loop_test(tc, a_judgement_that_does_not_hold_changes_nothing, 0,
	    (int)(sizeof bad_verdicts / sizeof bad_verdicts[0]));
	tcase_add_test(tc, a_linked_criterion_stays_covered);
	tcase_add_test(tc, a_score_is_a_signal_with_a_reason);
	tcase_add_loop_test(tc, a_score_that_does_not_hold_is_dropped, 0,
	    (int)(sizeof bad_scores / sizeof bad_scores[0]));
	tcase_add_test(tc, the_first_score_of_a_test_counts);
	tcase_add_test(tc, a_long_story_is_shown_in_part);
	tcase_add_test(tc, a_dropped_id_is_shown_safely);
}
