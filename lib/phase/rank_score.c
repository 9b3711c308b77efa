#include "phase/rank_score.h"

#include <math.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"

#define ENOUGH_WORDS 5.0   /* different words an AC has on average when it says enough */
#define DERIVED_WORTH 0.25 /* a criterion made from a sentence, beside one that was written */
#define WARNING_COSTS 0.03 /* each doubt of rsg-ingest */
#define WARNINGS_COST 0.2  /* and all of them at most */
#define KNOWN_WELL 0.75	   /* this part of the words known is as good as all */
#define LEAST 0.01	   /* of a component, so that the mean has a logarithm */

static double
clamp(double d)
{
	return fmin(fmax(d, 0), 1);
}

/* Different words to look for, on average over the queries of criteria. */
static double
words_of_criteria(const struct json *doc, const struct json *criteria)
{
	const struct json *queries = json_get(doc_output(doc, "retrieval"), "queries");
	double words = 0, n = 0;

	json_each (it, queries) {
		if (strcmp(json_get_string(it, "kind"), "criterion") != 0)
			continue;
		words += (double)json_len(json_get(it, "terms"));
		n++;
	}
	return n > 0 && json_first(criteria) ? words / n : 0;
}

static double
written(const struct json *criteria)
{
	double sum = 0, n = 0;

	json_each (it, criteria) {
		sum += json_get_bool(it, "derived") ? DERIVED_WORTH : 1;
		n++;
	}
	return n > 0 ? sum / n : 0;
}

/* The doubts about the story; what became of a model's answer is none. */
static double
doubts(const struct json *warnings)
{
	double n = 0;

	json_each (it, warnings)
		n += strncmp(json_get_string(it, "code"), "model-", 6) != 0;
	return n;
}

static double
story_value(const struct json *doc)
{
	const struct json *ingestion = doc_output(doc, "ingestion");
	const struct json *criteria = json_get(ingestion, "criteria");
	const struct json *warnings = json_path(doc, "phases.ingestion.warnings");
	double value;

	if (*json_get_string(ingestion, "title") == '\0' && json_len(criteria) == 0)
		return 0;
	value = (*json_get_string(ingestion, "role") ? 0.1 : 0) +
		(*json_get_string(ingestion, "goal") ? 0.2 : 0) +
		(*json_get_string(ingestion, "benefit") ? 0.1 : 0) + 0.4 * written(criteria) +
		0.2 * clamp(words_of_criteria(doc, criteria) / ENOUGH_WORDS);
	return clamp(value - fmin(WARNING_COSTS * doubts(warnings), WARNINGS_COST));
}

static double
vocabulary_value(const struct json *doc)
{
	double known = 0, all = 0;

	json_each (query, json_get(doc_output(doc, "retrieval"), "queries")) {
		json_each (term, json_get(query, "terms")) {
			double idf = fmax(json_get_number(term, "idf"), 0);

			all += idf;
			known += json_get_bool(term, "known") ? idf : 0;
		}
	}
	return all > 0 ? clamp(known / all / KNOWN_WELL) : 0;
}

/* The best score beside what counts as covered. */
static double
anchor_value(const struct json *doc)
{
	const struct json *coverage = doc_output(doc, "coverage");
	double covered = json_get_number(json_get(coverage, "thresholds"), "covered");
	double best = 0;

	json_each (it, json_get(coverage, "criteria"))
		best = fmax(best, json_get_number(it, "score"));
	return covered > 0 ? clamp(best / covered) : 0;
}

static double
clarity_value(const struct json *doc)
{
	double sum = 0, n = 0;

	json_each (it, json_get(doc_output(doc, "coverage"), "criteria")) {
		sum += fabs(2 * json_get_number(it, "confidence") - 1);
		n++;
	}
	return n > 0 ? clamp(sum / n) : 0;
}

static const struct component {
	const char *name, *meaning;
	double weight;
	double (*value)(const struct json *doc);
} components[] = {
	{ "story", "the story says who wants what and why, and has criteria of substance", 0.35,
	    story_value },
	{ "vocabulary", "the part of the story's words that the tests know", 0.25,
	    vocabulary_value },
	{ "anchor", "how well the best covered criterion is covered", 0.3, anchor_value },
	{ "clarity", "how sure it is which criteria are covered and which are not", 0.1,
	    clarity_value },
};

void
rank_score(const struct json *doc, struct json *output)
{
	struct json *list = json_new_array();
	double sum = 0;

	for (size_t i = 0; i < sizeof components / sizeof components[0]; i++) {
		const struct component *c = &components[i];
		double value = json_round(c->value(doc), 4);
		struct json *entry = json_add_object(list);

		json_set_string(entry, "name", c->name);
		json_set_number(entry, "value", value);
		json_set_number(entry, "weight", c->weight);
		json_set_string(entry, "meaning", c->meaning);
		sum += c->weight * log(fmax(value, LEAST));
	}
	json_set_number(output, "score", json_round(clamp(exp(sum)), 4));
	json_set(output, "components", list);
}
