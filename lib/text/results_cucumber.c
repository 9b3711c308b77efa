/* Cucumber's JSON: features with their elements, steps with their results. */

#include <string.h>
#include <strings.h>

#include "io/json.h"
#include "text/results_cucumber.h"
#include "text/results_private.h"

#define NANOSECONDS 1e6 /* in a millisecond */

enum results_status
cucumber_status(const char *word)
{
	static const struct {
		const char *word;
		enum results_status status;
	} words[] = { { "passed", RESULTS_PASSED }, { "skipped", RESULTS_SKIPPED },
		{ "pending", RESULTS_TODO }, { "failed", RESULTS_FAILED },
		{ "undefined", RESULTS_ERROR }, { "ambiguous", RESULTS_ERROR },
		{ "unknown", RESULTS_NOTRUN } };
	size_t n = strlen(word);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (n == strlen(words[i].word) && strncasecmp(words[i].word, word, n) == 0)
			return words[i].status;
	}
	return RESULTS_NOTRUN;
}

struct feature {
	const struct results_suite *suite;
	const char *file;
};

struct sum { /* of the steps of a scenario, those of its background first */
	enum results_status status;
	double nanoseconds;
	const char *message, *raw;
	bool steps;
};

static void
add_result(struct results *r, struct sum *sum, const struct json *step)
{
	const struct json *result = json_get(step, "result");
	const char *word = json_get_string(result, "status");
	const char *error = json_get_string(result, "error_message");
	enum results_status status = cucumber_status(word);
	double time = json_get_number(result, "duration");

	if (result == NULL)
		return;
	sum->steps = true;
	sum->nanoseconds += time > 0 ? time : 0;
	if (status <= sum->status)
		return;
	sum->status = status;
	sum->raw = results_name(r, word);
	if (*error == '\0' && status == RESULTS_ERROR)
		error = json_get_string(step, "name");
	sum->message = results_plain(r, error, strlen(error), RESULTS_MESSAGE);
}

static void
add_steps(struct results *r, struct sum *sum, const struct json *element)
{
	static const char *const lists[] = { "before", "steps", "after" };

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		json_each (step, json_get(element, lists[i]))
			add_result(r, sum, step);
	}
}

static void
add_scenario(struct results *r, const struct feature *feature, const struct json *element,
    const struct sum *sum)
{
	struct results_case *c = results_add(r);
	const char *rule = json_get_string(json_get(element, "rule"), "name");

	c->suite = feature->suite;
	if (*rule)
		c->suite = results_suite(r, c->suite, rule);
	c->name = results_name(r, json_get_string(element, "name"));
	c->file = feature->file;
	c->line = results_int(json_get_number(element, "line"));
	c->status = sum->steps ? sum->status : RESULTS_NOTRUN;
	c->raw = sum->raw;
	c->message = sum->message;
	c->duration_ms = sum->steps ? results_ms(sum->nanoseconds / NANOSECONDS) : -1;
	if (r->started_ms < 0)
		r->started_ms = results_time(json_get_string(element, "start_timestamp"));
}

static void
read_feature(struct results *r, const struct json *json)
{
	static const struct sum none = { RESULTS_PASSED, 0, "", "passed", false };
	const struct feature feature = { results_suite(r, NULL, json_get_string(json, "name")),
		results_name(r, json_get_string(json, "uri")) };
	struct sum sum = none;

	json_each (element, json_get(json, "elements")) {
		if (strcmp(json_get_string(element, "type"), "background") == 0) {
			sum = none;
			add_steps(r, &sum, element);
			continue;
		}
		add_steps(r, &sum, element);
		add_scenario(r, &feature, element, &sum);
		sum = none;
	}
}

enum status
results_cucumber(struct results *r, const char *s, size_t n, struct err *err)
{
	struct json *j = NULL;
	enum status st = results_json(s, n, &j, err);

	if (st)
		return st;
	r->tool = "cucumber";
	json_each (feature, j) {
		if (json_kind(json_get(feature, "elements")) == JSON_ARRAY)
			read_feature(r, feature);
		else if (json_get(feature, "uri") == NULL)
			st = ST_DATA;
	}
	if (json_kind(j) != JSON_ARRAY || st)
		st = err_set(err, ST_DATA, "an array of features is expected in Cucumber's JSON");
	json_free(j);
	return st;
}
