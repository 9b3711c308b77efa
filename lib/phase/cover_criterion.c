#include "phase/cover_criterion.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io/json.h"

#define TOGETHER 3 /* how many tests may explain a criterion together */
#define NEARLY_AS_GOOD                                                                             \
	0.9	  /* a test adds to the best if it explains this part of the best's share */
#define ADDS 0.25 /* what it adds counts a quarter, what the one after it adds a sixteenth */
#define LINK_CONFIDENCE 0.95

static int
compare_tests(const void *a, const void *b)
{
	const struct cover_test *x = a, *y = b;

	if (x->linked != y->linked)
		return x->linked ? -1 : 1;
	if (x->share != y->share)
		return x->share > y->share ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static const struct json *
test_of(const struct cover_context *context, const struct json *match)
{
	const char *id = json_get_string(match, "test");
	const struct map_entry *entry = map_find(context->test_index, id, strlen(id));

	return entry ? context->tests[entry->value] : NULL;
}

bool
cover_is_pending(const struct json *test)
{
	static const char *const tags[] = { "skip", "skipped", "pending", ".pending", "todo", "wip",
		"ignore", "disabled", "fixme", "incomplete", "known-breakage", "startskipping" };

	json_each (it, json_get(test, "tags")) {
		const char *tag = json_string(it);

		for (size_t i = 0; tag && i < sizeof tags / sizeof tags[0]; i++) {
			if (strcasecmp(tag, tags[i]) == 0)
				return true;
		}
	}
	return false;
}

static void
add_tests(struct cover_verdict *verdict, const struct cover_context *context,
    const struct json *criterion, const struct json *query)
{
	size_t order = 0;

	json_each (match, json_get(query, "matches")) {
		const struct json *found = test_of(context, match);
		struct cover_test *test;
		enum cover_link link;

		if (cover_is_pending(found))
			continue;
		link = cover_link(context->links, criterion, found);
		test = vec_add(&verdict->tests);
		test->match = match;
		test->share = cover_share(&verdict->words, match, false);
		test->linked =
		    link == LINK_EXACT || (link == LINK_HINT && test->share >= context->args->weak);
		test->order = order++;
		verdict->linked |= test->linked;
	}
	vec_sort(&verdict->tests, compare_tests);
}

/* The test that explains most of what is not explained yet, and nearly as much as the best. */
static const struct cover_test *
next_best(const struct cover_verdict *verdict, double floor, double *gain)
{
	const struct cover_test *found = NULL;

	*gain = 0;
	vec_each (struct cover_test *, test, &verdict->tests) {
		double adds;

		if (test->share < floor && !test->linked)
			continue;
		adds = cover_share(&verdict->words, test->match, true);
		if (adds > *gain) {
			*gain = adds;
			found = test;
		}
	}
	return found;
}

static double
score_together(struct cover_verdict *verdict)
{
	double best = 0, score = 0, counts = 1, gain;

	vec_each (struct cover_test *, test, &verdict->tests)
		best = fmax(best, test->share);
	for (int i = 0; i < TOGETHER; i++) {
		const struct cover_test *test =
		    next_best(verdict, i == 0 ? best : best * NEARLY_AS_GOOD, &gain);

		if (test == NULL)
			break;
		cover_explain(&verdict->words, test->match);
		score += gain * counts;
		counts *= ADDS;
	}
	return fmin(score, 1);
}

enum cover_status
cover_status_of(const struct cover_args *args, double score)
{
	if (score >= args->covered)
		return COVER_COVERED;
	return score >= args->weak ? COVER_WEAK : COVER_GAP;
}

double
cover_confidence(const struct cover_args *args, double score, bool linked)
{
	double confidence = 1 / (1 + exp(-args->slope * (score - args->midpoint)));

	return linked ? fmax(confidence, LINK_CONFIDENCE) : confidence;
}

void
cover_verdict_init(struct cover_verdict *verdict, const struct cover_context *context,
    const struct json *criterion, const struct json *query)
{
	const struct cover_args *args = context->args;

	*verdict = (struct cover_verdict){ 0 };
	cover_words_init(&verdict->words, query, args->pairs);
	add_tests(verdict, context, criterion, query);
	verdict->score = score_together(verdict);
	if (verdict->linked)
		verdict->score = fmax(verdict->score, args->covered);
	verdict->confidence = cover_confidence(args, verdict->score, verdict->linked);
	verdict->status = verdict->linked ? COVER_COVERED : cover_status_of(args, verdict->score);
}

void
cover_verdict_fini(struct cover_verdict *verdict)
{
	cover_words_fini(&verdict->words);
	vec_fini(&verdict->tests);
}

const char *
cover_status_name(enum cover_status status)
{
	static const char *const names[] = { "gap", "weak", "covered" };

	return names[status];
}

static void
add_shown_tests(struct json *entry, const struct cover_verdict *verdict, double weak)
{
	struct json *tests = json_set_array(entry, "tests");
	size_t shown = 0;

	vec_each (struct cover_test *, test, &verdict->tests) {
		struct json *it;

		if (shown++ == COVER_TESTS_LISTED || (test->share < weak && !test->linked))
			return;
		it = json_add_object(tests);
		json_set_string(it, "test", json_get_string(test->match, "test"));
		json_set_number(it, "share", json_round(test->share, 4));
		json_set_string(it, "by", test->linked ? "link" : "text");
	}
}

struct json *
cover_verdict_json(
    const struct cover_verdict *verdict, const struct cover_args *args, const char *id)
{
	struct json *entry = json_new_object(), *explained, *missing;

	json_set_string(entry, "id", id);
	json_set_string(entry, "status", cover_status_name(verdict->status));
	json_set_number(entry, "score", json_round(verdict->score, 4));
	json_set_number(entry, "confidence", json_round(verdict->confidence, 4));
	json_set_bool(entry, "linked", verdict->linked);
	add_shown_tests(entry, verdict, args->weak);
	explained = json_set_array(entry, "explained");
	missing = json_set_array(entry, "missing");
	vec_each (struct cover_word *, word, &verdict->words) {
		if (!word->pair)
			json_add_string(word->explained ? explained : missing, word->text);
	}
	return entry;
}
