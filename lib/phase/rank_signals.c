#include "phase/rank_signals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "phase/rank_extra.h"

#define COSINE 0.4 /* beside text: what it weighs in the retrieval */

static struct rank_test *
test_called(struct rank_tests *tests, const char *id)
{
	const struct map_entry *entry = map_find(&tests->index, id, strlen(id));

	return entry ? &tests->at[entry->value] : NULL;
}

static void
lift(double *value, double to)
{
	*value = fmax(*value, fmin(fmax(to, 0), 1));
}

static void
add_tests(struct rank_tests *tests, const struct json *found)
{
	map_init(&tests->index);
	json_each (it, found) {
		const char *id = json_get_string(it, "id");
		bool added;
		size_t *slot = map_slot(&tests->index, id, strlen(id), &added);
		struct rank_test *test;

		if (!added)
			continue;
		*slot = tests->len;
		test = vec_add(tests);
		test->test = it;
		test->id = id;
	}
}

/* Its words, and its words in proportion to the test, where the retrieval says that. */
static double
words_of(const struct json *signals)
{
	double text = json_get_number(signals, "text");
	const struct json *cosine = json_get(signals, "cosine");

	return cosine ? (text + COSINE * json_number(cosine)) / (1 + COSINE) : text;
}

static void
add_story(struct rank_tests *tests, const struct json *query)
{
	json_each (match, json_get(query, "matches")) {
		struct rank_test *test = test_called(tests, json_get_string(match, "test"));
		const struct json *signals = json_get(match, "signals");

		if (test == NULL)
			continue;
		lift(&test->value[RANK_STORY], words_of(signals));
		lift(&test->value[RANK_PAIR], json_get_number(signals, "pair"));
		lift(&test->value[RANK_VECTOR], json_get_number(signals, "vector"));
		lift(&test->value[RANK_NAME], json_get_number(signals, "path"));
		if (test->match == NULL)
			test->match = match;
	}
}

static void
add_subject(struct rank_tests *tests, const struct rank_subject *subject)
{
	double position = 1, weight = subject->score * (1 + subject->importance) / 2;

	json_each (match, json_get(subject->query, "matches")) {
		struct rank_test *test = test_called(tests, json_get_string(match, "test"));
		double value = json_get_number(match, "score") * weight;

		if (test == NULL)
			continue;
		if (test->best == NULL || value > test->value[RANK_CRITERION]) {
			test->best = subject;
			test->match = match;
		}
		lift(&test->value[RANK_CRITERION], value);
		lift(&test->value[RANK_LEAD], weight / position);
		if (position <= 1 && !subject->gap && test->lead == NULL)
			test->lead = subject;
		position++;
	}
}

static void
add_covering(struct rank_tests *tests, const struct json *coverage)
{
	json_each (criterion, json_get(coverage, "criteria")) {
		json_each (it, json_get(criterion, "tests")) {
			struct rank_test *test = test_called(tests, json_get_string(it, "test"));

			if (test && !strings_has(&test->criteria, json_get_string(criterion, "id")))
				strings_add(&test->criteria, json_get_string(criterion, "id"));
			if (test && strcmp(json_get_string(it, "by"), "link") == 0)
				lift(&test->value[RANK_LINK], 1);
		}
	}
}

static struct rank_subject *
subject_called(struct rank_tests *tests, const char *id)
{
	const struct map_entry *entry = map_find(&tests->subject_index, id, strlen(id));

	return entry ? &tests->subjects.at[entry->value] : NULL;
}

static void
set_importance(struct rank_tests *tests, const struct json *list)
{
	json_each (it, list) {
		struct rank_subject *subject = subject_called(tests, json_get_string(it, "id"));

		if (subject == NULL)
			continue;
		subject->derived = json_get_bool(it, "derived");
		if (json_get(it, "importance"))
			subject->importance = json_get_number(it, "importance");
	}
}

static void
add_verdicts(struct rank_tests *tests, const struct json *coverage)
{
	map_init(&tests->subject_index);
	json_each (it, json_get(coverage, "criteria")) {
		const char *id = json_get_string(it, "id");
		bool added;
		size_t *slot = map_slot(&tests->subject_index, id, strlen(id), &added);
		struct rank_subject *subject;

		if (!added)
			continue;
		*slot = tests->subjects.len;
		subject = vec_add(&tests->subjects);
		subject->id = id;
		subject->score = json_get_number(it, "score");
		subject->importance = 1;
		subject->gap = strcmp(json_get_string(it, "status"), "gap") == 0;
	}
}

/* The one criterion that rsg-ingest made of the title when the story has nothing else: what it asks
   for is the whole story. */
static struct rank_subject *
story_subject(struct rank_tests *tests, const struct json *ingestion)
{
	const struct json *criteria = json_get(ingestion, "criteria");
	const struct json *requirements = json_get(ingestion, "requirements");

	if (json_len(criteria) != 1 || json_len(requirements) != 1 ||
	    !json_get_bool(json_first(criteria), "derived") ||
	    strcmp(json_get_string(json_first(requirements), "kind"), "story") != 0)
		return NULL;
	return subject_called(tests, json_get_string(json_first(criteria), "id"));
}

static void
add_query(struct rank_tests *tests, struct rank_subject *subject, const struct json *query)
{
	if (subject == NULL || subject->query)
		return;
	subject->query = query;
	add_subject(tests, subject);
}

static void
add_queries(struct rank_tests *tests, const struct json *ingestion, const struct json *queries)
{
	json_each (it, queries) {
		if (strcmp(json_get_string(it, "kind"), "story") == 0)
			tests->story = it;
	}
	if (tests->story) {
		add_story(tests, tests->story);
		add_query(tests, story_subject(tests, ingestion), tests->story);
	}
	json_each (it, queries) {
		if (it != tests->story)
			add_query(tests, subject_called(tests, json_get_string(it, "id")), it);
	}
}

void
rank_tests_init(struct rank_tests *tests, const struct json *doc)
{
	const struct json *ingestion = doc_output(doc, "ingestion");
	const struct json *retrieval = doc_output(doc, "retrieval");
	const struct json *coverage = doc_output(doc, "coverage");

	*tests = (struct rank_tests){ 0 };
	add_tests(tests, json_get(retrieval, "tests"));
	add_verdicts(tests, coverage);
	set_importance(tests, json_get(ingestion, "criteria"));
	set_importance(tests, json_get(ingestion, "requirements"));
	add_queries(tests, ingestion, json_get(retrieval, "queries"));
	add_covering(tests, coverage);
	rank_links(tests, ingestion);
	rank_domains(tests, doc_output(doc, "classification"));
	vec_each (struct rank_test *, test, tests) {
		for (int i = 0; i < RANK_SIGNALS; i++)
			tests->said[i] |= test->value[i] > 0;
	}
}

void
rank_tests_fini(struct rank_tests *tests)
{
	vec_each (struct rank_test *, test, tests) {
		strings_fini(&test->criteria);
		free(test->model_reason);
	}
	vec_fini(tests);
	vec_fini(&tests->subjects);
	map_fini(&tests->index);
	map_fini(&tests->subject_index);
}
