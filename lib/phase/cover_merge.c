#include "phase/cover_merge.h"

#include <math.h>
#include <string.h>

#include "io/json.h"
#include "text/excerpt.h"

#define REASON_MAX 400
#define NAMED_MAX 20 /* tests of one verdict */
#define BELOW 0.0001 /* a gap is below the threshold, not on it */

struct verdict {
	const struct cover_question *question;
	enum cover_status status;
	double score;
	struct strings tests;
};

static const struct cover_question *
question_about(const struct cover_questions *questions, const char *id)
{
	vec_each (const struct cover_question *, it, questions) {
		if (strcmp(it->result->id, id) == 0)
			return it;
	}
	return NULL;
}

static enum cover_status
status_called(const char *name)
{
	if (strcmp(name, "covered") == 0)
		return COVER_COVERED;
	return strcmp(name, "weak") == 0 ? COVER_WEAK : COVER_GAP;
}

static void
tests_take(struct phase_env *env, const struct json *named, struct verdict *verdict)
{
	const char *id = verdict->question->result->id;

	json_each (it, named) {
		const char *test = json_string(it) ? json_string(it) : "";

		if (!strings_has(&verdict->question->tests, test))
			phase_drop(env, id,
			    "A test the model names for %s is dropped, it was not retrieved for "
			    "it: "
			    "\"%.200s\".",
			    id, test);
		else if (verdict->tests.len < NAMED_MAX && !strings_has(&verdict->tests, test))
			strings_add(&verdict->tests, test);
	}
}

/* False, and a warning, when the verdict does not hold. */
static bool
verdict_check(struct phase_env *env, const struct json *item, struct verdict *verdict)
{
	const struct cover_result *result = verdict->question->result;
	const char *why = NULL;

	if (json_get(result->entry, "model"))
		why = "it is the second";
	else if (!phase_is_score(json_get(item, "score")))
		why = "its score is not from 0 to 1";
	else if (verdict->status != COVER_GAP && verdict->tests.len == 0)
		why = "it names no test that was retrieved";
	else if (verdict->status != COVER_COVERED && result->linked)
		why = "a test names the criterion itself, and that decides";
	if (why)
		phase_drop(env, result->id, "The model's verdict %s on %s is dropped, %s.",
		    cover_status_name(verdict->status), result->id, why);
	return why == NULL;
}

/* The score within what the word says. */
static double
score_for(const struct cover_args *args, enum cover_status status, double score)
{
	if (status == COVER_COVERED)
		return fmax(score, args->covered);
	if (status == COVER_WEAK)
		return fmin(fmax(score, args->weak), fmax(args->covered - BELOW, args->weak));
	return fmin(score, fmax(args->weak - BELOW, 0));
}

static void
put_model(const struct verdict *verdict, const char *reason, struct json *entry)
{
	struct json *builtin = json_set_object(entry, "builtin"), *model, *tests;
	struct buf line;

	json_set_string(builtin, "status", json_get_string(entry, "status"));
	json_set_number(builtin, "score", json_get_number(entry, "score"));
	json_set_number(builtin, "confidence", json_get_number(entry, "confidence"));
	model = json_set_object(entry, "model");
	json_set_string(model, "status", cover_status_name(verdict->status));
	json_set_number(model, "score", json_round(verdict->score, 4));
	tests = json_set_array(model, "tests");
	vec_each (char *const *, it, &verdict->tests)
		json_add_string(tests, *it);
	buf_init(&line, BUF_TEXT);
	excerpt_line(&line, reason, REASON_MAX);
	json_set_string(model, "reason", line.s);
	buf_fini(&line);
}

/* The tests that justify it join those of the criterion. */
static void
put_tests(const struct verdict *verdict, struct json *entry)
{
	const struct cover_question *question = verdict->question;
	struct json *tests = json_get(entry, "tests");

	vec_each (char *const *, it, &verdict->tests) {
		bool known = false;
		struct json *test;
		double share = 0;

		json_each (have, tests)
			known = known || strcmp(json_get_string(have, "test"), *it) == 0;
		if (known || json_len(tests) >= COVER_TESTS_LISTED)
			continue;
		for (size_t i = 0; i < question->tests.len; i++)
			share = strcmp(question->tests.at[i], *it) == 0 ? question->shares.at[i]
									: share;
		test = json_add_object(tests);
		json_set_string(test, "test", *it);
		json_set_number(test, "share", json_round(share, 4));
		json_set_string(test, "by", "model");
	}
}

/* The mean, within one step of the status that the rules found. */
static double
combine(const struct cover_args *args, const struct cover_result *result, double score)
{
	double mean = (result->score + score) / 2;

	if (result->status == COVER_GAP)
		return fmin(mean, fmax(args->covered - BELOW, 0));
	return result->status == COVER_COVERED ? fmax(mean, args->weak) : mean;
}

static void
apply(const struct cover_args *args, const struct verdict *verdict, const char *reason)
{
	struct cover_result *result = verdict->question->result;
	struct json *entry = result->entry;

	put_model(verdict, reason, entry);
	if (verdict->status != COVER_GAP)
		put_tests(verdict, entry);
	result->score = combine(args, result, verdict->score);
	result->confidence = cover_confidence(args, result->score, result->linked);
	result->status = result->linked ? COVER_COVERED : cover_status_of(args, result->score);
	json_set_string(entry, "status", cover_status_name(result->status));
	json_set_number(entry, "score", json_round(result->score, 4));
	json_set_number(entry, "confidence", json_round(result->confidence, 4));
}

void
cover_merge(struct phase_env *env, const struct cover_args *args,
    const struct cover_questions *questions, const struct json *reply)
{
	json_each (it, json_get(reply, "criteria")) {
		const char *id = json_get_string(it, "id");
		struct verdict verdict = { .question = question_about(questions, id),
			.status = status_called(json_get_string(it, "verdict")) };

		if (verdict.question == NULL) {
			phase_drop(env, id,
			    "The model's verdict on \"%.60s\" is dropped, it was not asked about "
			    "that.",
			    id);
			continue;
		}
		tests_take(env, json_get(it, "tests"), &verdict);
		if (verdict_check(env, it, &verdict)) {
			verdict.score =
			    score_for(args, verdict.status, json_get_number(it, "score"));
			apply(args, &verdict, json_get_string(it, "reason"));
		}
		strings_fini(&verdict.tests);
	}
}
