#include "phase/cover.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/cover_criterion.h"
#include "phase/cover_model.h"
#include "phase/cover_risk.h"

#define STORY "story" /* the id of the query for the whole story */

struct work {
	struct phase_env *env;
	const struct cover_args *args;
	const struct json *ingestion;
	struct json *output;
	struct cover_links links;
	struct cover_context context;
	struct map queries, tests, verdicts; /* id to index */
	VEC_OF(const struct json *) query;
	VEC_OF(const struct json *) test;
	struct cover_results results;
};

static void
work_init(struct work *work, struct phase_env *env, const struct cover_args *args)
{
	const struct json *retrieval = doc_output(env->doc, "retrieval");

	*work = (struct work){ .env = env, .args = args };
	work->ingestion = doc_output(env->doc, "ingestion");
	work->output = json_new_object();
	cover_links_init(&work->links, work->ingestion);
	map_init(&work->queries);
	map_init(&work->tests);
	map_init(&work->verdicts);
	json_each (it, json_get(retrieval, "queries")) {
		const char *id = json_get_string(it, "id");

		*map_slot(&work->queries, id, strlen(id), NULL) = work->query.len;
		*vec_add(&work->query) = it;
	}
	json_each (it, json_get(retrieval, "tests")) {
		const char *id = json_get_string(it, "id");

		*map_slot(&work->tests, id, strlen(id), NULL) = work->test.len;
		*vec_add(&work->test) = it;
	}
	work->context = (struct cover_context){ .args = args,
		.links = &work->links,
		.tests = work->test.at,
		.test_index = &work->tests };
}

static void
work_fini(struct work *work)
{
	json_free(work->output);
	cover_links_fini(&work->links);
	map_fini(&work->queries);
	map_fini(&work->tests);
	map_fini(&work->verdicts);
	vec_fini(&work->query);
	vec_fini(&work->test);
	vec_fini(&work->results);
}

static const struct json *
query_of(const struct work *work, const char *id)
{
	const struct map_entry *entry = map_find(&work->queries, id, strlen(id));

	return entry ? work->query.at[entry->value] : NULL;
}

static double
importance_of(const struct json *subject)
{
	const struct json *importance = json_get(subject, "importance");

	return importance ? json_number(importance) : 1;
}

/* Judge one criterion (or what stands in for one) and put it into the results and the output. */
static void
assess(struct work *work, const char *id, const struct json *subject, const struct json *query)
{
	struct json *criteria = json_get(work->output, "criteria");
	struct cover_verdict verdict;
	struct cover_result *result;
	bool added;
	size_t *slot = map_slot(&work->verdicts, id, strlen(id), &added);

	if (!added)
		return;
	*slot = work->results.len;
	cover_verdict_init(&verdict, &work->context, subject, query);
	if (verdict.words.total <= 0)
		json_set_string(phase_warn(work->env, "nothing-to-match",
				    "%s has no words to look for in tests.", id),
		    "about", id);
	result = vec_add(&work->results);
	*result = (struct cover_result){ .id = id,
		.importance = importance_of(subject),
		.score = verdict.score,
		.confidence = verdict.confidence,
		.status = verdict.status,
		.linked = verdict.linked,
		.subject = subject,
		.query = query,
		.entry = json_add(criteria, cover_verdict_json(&verdict, work->args, id)) };
	cover_verdict_fini(&verdict);
}

/* The one criterion that rsg-ingest made of the title when the story has nothing else. */
static bool
stands_for_story(const struct work *work, const struct json *subject)
{
	const struct json *requirements = json_get(work->ingestion, "requirements");

	return json_get_bool(subject, "derived") && json_len(requirements) == 1 &&
	       json_len(json_get(work->ingestion, "criteria")) == 1 &&
	       strcmp(json_get_string(json_first(requirements), "kind"), "story") == 0;
}

static enum status
assess_all(struct work *work, const struct json *subjects, struct err *err)
{
	json_each (it, subjects) {
		const char *id = json_get_string(it, "id");
		const struct json *query = query_of(work, stands_for_story(work, it) ? STORY : id);

		if (query == NULL)
			return err_set(err, ST_DATA,
			    "the retrieval has no query for %s: run rsg-embed and rsg-retrieve "
			    "on this document again",
			    id);
		assess(work, id, it, query);
	}
	return ST_OK;
}

static bool
all_derived(const struct json *criteria)
{
	json_each (it, criteria) {
		if (!json_get_bool(it, "derived"))
			return false;
	}
	return true;
}

/* Criteria; without any the requirements that were asked for; without those the story as one. */
static enum status
assess_story(struct work *work, struct err *err)
{
	const struct json *criteria = json_get(work->ingestion, "criteria");
	const struct json *requirements = json_get(work->ingestion, "requirements");
	const struct json *first = json_first(requirements);

	if (all_derived(criteria))
		phase_warn(work->env, "no-criteria",
		    "The story has no acceptance criteria: %s assessed instead.",
		    json_len(criteria) ? "its sentences are"
				       : (first ? "its requirements are" : "the whole of it is"));
	if (json_first(criteria))
		return assess_all(work, criteria, err);
	if (first && query_of(work, json_get_string(first, "id")))
		return assess_all(work, requirements, err);
	if (query_of(work, STORY) == NULL)
		return err_set(err, ST_DATA,
		    "the retrieval has no query for the story: run rsg-embed and rsg-retrieve on "
		    "this document again");
	assess(work, STORY, NULL, query_of(work, STORY));
	return ST_OK;
}

static const struct cover_result *
result_of(const struct work *work, const char *id)
{
	const struct map_entry *entry = map_find(&work->verdicts, id, strlen(id));

	return entry ? &work->results.at[entry->value] : NULL;
}

/* A requirement is covered or a gap when all of its criteria are, and weak in between. */
static void
add_requirement(struct work *work, const struct json *requirement, struct json *out)
{
	const char *id = json_get_string(requirement, "id");
	size_t n[3] = { 0 }, all = 0;
	double sum = 0, weight = 0;
	enum cover_status status = COVER_WEAK;
	struct json *entry, *names;

	json_each (it, json_get(requirement, "criteria")) {
		const struct cover_result *result =
		    result_of(work, json_string(it) ? json_string(it) : "");

		if (result == NULL)
			continue;
		n[result->status]++;
		all++;
		sum += result->score * result->importance;
		weight += result->importance;
	}
	if (all == 0) {
		const struct cover_result *own = result_of(work, id);

		own = own ? own : result_of(work, STORY);
		if (own == NULL)
			return;
		n[own->status] = all = 1;
		sum = own->score;
		weight = 1;
	}
	if (n[COVER_GAP] == all || n[COVER_COVERED] == all)
		status = n[COVER_GAP] == all ? COVER_GAP : COVER_COVERED;
	entry = json_add_object(out);
	json_set_string(entry, "id", id);
	json_set_string(entry, "status", cover_status_name(status));
	json_set_number(entry, "score", json_round(weight > 0 ? sum / weight : 0, 4));
	names = json_set_array(entry, "criteria");
	json_each (it, json_get(requirement, "criteria"))
		json_add_string(names, json_string(it) ? json_string(it) : "");
	if (status == COVER_GAP)
		json_add_string(json_get(work->output, "uncovered_requirements"), id);
}

static void
add_summary(struct work *work)
{
	size_t n[3] = { 0 };
	struct json *summary = json_get(work->output, "summary"), *thresholds;

	vec_each (struct cover_result *, it, &work->results)
		n[it->status]++;
	json_set_number(summary, "total", (double)work->results.len);
	json_set_number(summary, "covered", (double)n[COVER_COVERED]);
	json_set_number(summary, "weak", (double)n[COVER_WEAK]);
	json_set_number(summary, "gap", (double)n[COVER_GAP]);
	json_set_number(work->output, "percent",
	    work->results.len
		? json_round(100.0 * (double)n[COVER_COVERED] / (double)work->results.len, 1)
		: 0);
	cover_risks(&work->results, json_set_array(work->output, "risks"));
	thresholds = json_set_object(work->output, "thresholds");
	json_set_number(thresholds, "weak", work->args->weak);
	json_set_number(thresholds, "covered", work->args->covered);
}

enum status
phase_cover(struct phase_env *env, const void *arg, struct json **output, struct err *err)
{
	const struct cover_args *args = arg;
	struct work work;
	struct json *requirements;
	enum status st;

	if (args->weak > args->covered)
		return err_set(err, ST_CONFIG,
		    "coverage.weak (%g) is above coverage.covered (%g): make it smaller",
		    args->weak, args->covered);
	work_init(&work, env, args);
	json_set_array(work.output, "criteria");
	requirements = json_set_array(work.output, "requirements");
	json_set_array(work.output, "uncovered_requirements");
	json_set_object(work.output, "summary");
	st = assess_story(&work, err);
	if (st == ST_OK)
		st = cover_model(env, &work.context, &work.results, err);
	if (st == ST_OK) {
		json_each (it, json_get(work.ingestion, "requirements"))
			add_requirement(&work, it, requirements);
		add_summary(&work);
		*output = work.output;
		work.output = NULL;
	}
	work_fini(&work);
	return st;
}
