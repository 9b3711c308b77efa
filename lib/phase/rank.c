#include "phase/rank.h"

#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "phase/rank_files.h"
#include "phase/rank_model.h"
#include "phase/rank_reason.h"
#include "phase/rank_score.h"
#include "phase/rank_signals.h"

#define HIGH 0.6
#define MEDIUM 0.3
#define LEAST 0.0001 /* the score of a test that something speaks for, whatever the model says */

const char *const rank_signal_names[RANK_SIGNALS] = { "story", "pair", "criterion", "vector",
	"name", "link", "domain", "lead", "model" };

/* The weights, shared out among the signals that say something; with the model's or without. */
static void
share_out(
    const struct rank_args *args, const struct rank_tests *tests, bool modelled, double *weights)
{
	double sum = 0;

	for (int i = 0; i < RANK_SIGNALS; i++) {
		bool counts = tests->said[i] && (modelled || i != RANK_MODEL);

		weights[i] = counts ? args->weights[i] : 0;
		sum += weights[i];
	}
	for (int i = 0; i < RANK_SIGNALS; i++)
		weights[i] = sum > 0 ? weights[i] / sum : 0;
}

static int
compare(const void *a, const void *b)
{
	const struct rank_test *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return strcmp(x->id, y->id);
}

static const char *
priority_of(const struct rank_test *test)
{
	if (test->linked || test->lead || test->score >= HIGH)
		return "high";
	return test->criteria.len || test->score >= MEDIUM ? "medium" : "low";
}

static void
add_line(const struct rank_tests *tests, const struct rank_test *test, size_t rank,
    const double *weights, struct json *suite)
{
	struct json *line = json_add_object(suite), *criteria, *factors;
	struct buf reason;

	json_set_number(line, "rank", (double)rank);
	json_set_string(line, "test", test->id);
	json_set_number(line, "score", test->score);
	json_set_string(line, "priority", priority_of(test));
	criteria = json_set_array(line, "criteria");
	for (size_t i = 0; i < test->criteria.len; i++)
		json_add_string(criteria, test->criteria.at[i]);
	factors = json_set_array(line, "factors");
	for (int i = 0; i < RANK_SIGNALS; i++) {
		struct json *factor;

		if (weights[i] <= 0)
			continue;
		factor = json_add_object(factors);
		json_set_string(factor, "name", rank_signal_names[i]);
		json_set_number(factor, "value", json_round(test->value[i], 4));
		json_set_number(factor, "weight", json_round(weights[i], 4));
	}
	if (tests->files)
		rank_files_line(tests->files, test, line);
	buf_init(&reason, BUF_TEXT);
	rank_reason(tests, test, &reason);
	json_set_string(line, "reason", reason.s);
	buf_fini(&reason);
}

/* Score and sort; those the model answered for with its weight, too. */
static void
score_all(const struct rank_args *args, struct rank_tests *tests, bool modelled)
{
	double weights[2][RANK_SIGNALS];

	share_out(args, tests, false, weights[0]);
	share_out(args, tests, true, weights[1]);
	vec_each (struct rank_test *, test, tests) {
		const double *weight = weights[modelled && test->modelled];
		double sum = 0;

		for (int i = 0; i < RANK_SIGNALS; i++)
			sum += weight[i] * test->value[i];
		sum = json_round(sum < 1 ? sum : 1, 4);
		test->score = test->score > 0 && sum < LEAST ? LEAST : sum;
		if (!modelled)
			test->matched = test->score;
	}
	if (tests->files)
		rank_files_score(tests->files, tests, args);
	vec_sort(tests, compare);
}

/* All tests of a change are in the suite: when nothing explains it, they have to be run, too. */
static bool
of_change(const struct rank_tests *tests, const struct rank_test *test)
{
	return tests->files && tests->files->track == TRACK_CHANGE &&
	       rank_file_of(tests->files, test) != NULL;
}

static void
add_suite(const struct rank_tests *tests, const struct rank_args *args, struct json *suite)
{
	size_t n = args->top > 0 && (size_t)args->top < tests->len ? (size_t)args->top : tests->len;
	double weights[2][RANK_SIGNALS];
	size_t rank = 0;

	share_out(args, tests, false, weights[0]);
	share_out(args, tests, true, weights[1]);
	for (size_t i = 0; i < n; i++) {
		const struct rank_test *test = &tests->at[i];

		if (test->score > 0 || of_change(tests, test))
			add_line(tests, test, ++rank, weights[test->modelled], suite);
	}
}

enum status
phase_rank(struct phase_env *env, const void *arg, struct json **output, struct err *err)
{
	const struct rank_args *args = arg;
	struct rank_files files;
	struct rank_tests tests;
	struct json *out;
	enum status st = rank_files_init(&files, env, err);

	if (st) {
		rank_files_fini(&files);
		return st;
	}
	rank_tests_init(&tests, env->doc);
	tests.files = &files;
	score_all(args, &tests, false);
	st = rank_model(env, args, &tests, err);
	if (st != ST_OK) {
		rank_tests_fini(&tests);
		rank_files_fini(&files);
		return st;
	}
	if (tests.said[RANK_MODEL])
		score_all(args, &tests, true);
	out = json_new_object();
	add_suite(&tests, args, json_set_array(out, "suite"));
	rank_files_put(&files, out);
	if (doc_output(env->doc, "ingestion"))
		rank_score(env->doc, out);
	json_set_number(out, "threshold", args->threshold);
	if (tests.len == 0)
		phase_warn(env, "no-tests", "No test matches this %s: is the right corpus indexed?",
		    json_get(env->doc, "story") ? "story" : "change");
	rank_tests_fini(&tests);
	rank_files_fini(&files);
	*output = out;
	return ST_OK;
}
