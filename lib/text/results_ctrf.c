/* The Common Test Report Format. */

#include <string.h>

#include "io/json.h"
#include "text/results_private.h"

static enum results_status
status_of(const char *status, const char *raw)
{
	static const struct {
		const char *word;
		enum results_status status;
	} words[] = { { "passed", RESULTS_PASSED }, { "failed", RESULTS_FAILED },
		{ "skipped", RESULTS_SKIPPED }, { "pending", RESULTS_TODO } };

	if (strcmp(status, "failed") == 0 &&
	    (strcmp(raw, "timedOut") == 0 || strcmp(raw, "timedout") == 0))
		return RESULTS_TIMEOUT;
	if (strcmp(raw, "todo") == 0)
		return RESULTS_TODO;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i].word, status) == 0)
			return words[i].status;
	}
	return RESULTS_NOTRUN;
}

/* A string, "outer > inner", or an array of names. */
static const struct results_suite *
suite_of(struct results *r, const struct json *suite)
{
	const struct results_suite *path = NULL;

	if (json_string(suite) && *json_string(suite))
		return results_suite(r, NULL, json_string(suite));
	json_each (name, suite) {
		if (json_string(name))
			path = results_suite(r, path, json_string(name));
	}
	return path;
}

static void
read_test(struct results *r, const struct json *test)
{
	struct results_case *c = results_add(r);
	double retries = json_get_number(test, "retries");

	c->name = results_member(r, test, "name", RESULTS_NAME);
	c->suite = suite_of(r, json_get(test, "suite"));
	c->file = results_member(r, test, "filePath", RESULTS_NAME);
	c->line = results_int(json_get_number(test, "line"));
	c->raw = results_member(
	    r, test, *json_get_string(test, "rawStatus") ? "rawStatus" : "status", RESULTS_NAME);
	c->status = status_of(json_get_string(test, "status"), c->raw);
	c->message = results_member(r, test, "message", RESULTS_MESSAGE);
	if (c->status == RESULTS_FAILED)
		c->status = results_why(c->status, "", c->message);
	c->trace = results_member(r, test, "trace", RESULTS_TRACE);
	if (json_kind(json_get(test, "duration")) == JSON_NUMBER)
		c->duration_ms = results_ms(json_get_number(test, "duration"));
	c->flaky = json_get_bool(test, "flaky");
	if (retries > 0 && retries < 1000)
		c->attempts = 1 + (unsigned)retries;
	else if (c->flaky)
		c->attempts = 2;
}

static void
check_summary(struct results *r, const struct json *summary)
{
	static const struct {
		const char *key;
		enum results_status status;
	} counts[] = { { "passed", RESULTS_PASSED }, { "failed", RESULTS_FAILED },
		{ "skipped", RESULTS_SKIPPED } };
	struct results_counts have;

	results_count(r, &have);
	have.of[RESULTS_FAILED] += have.of[RESULTS_TIMEOUT] + have.of[RESULTS_CRASH];
	if (json_get(summary, "tests") && json_get_number(summary, "tests") != (double)have.tests)
		results_note(r, "The summary says that there are %.0f tests, and there are %zu.",
		    json_get_number(summary, "tests"), have.tests);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		const struct json *said = json_get(summary, counts[i].key);

		if (said && json_number(said) != (double)have.of[counts[i].status])
			results_note(r, "The summary says that %.0f are %s, and %zu are.",
			    json_number(said), counts[i].key, have.of[counts[i].status]);
	}
}

enum status
results_ctrf(struct results *r, const char *s, size_t n, struct err *err)
{
	const struct json *results;
	struct json *j = NULL;
	enum status st = results_json(s, n, &j, err);

	if (st)
		return st;
	results = json_get(j, "results");
	if (json_kind(json_get(results, "tests")) != JSON_ARRAY) {
		json_free(j);
		return err_set(err, ST_DATA, "results.tests: an array is expected in CTRF");
	}
	r->tool = results_member(r, json_get(results, "tool"), "name", RESULTS_NAME);
	if (json_get_number(json_get(results, "summary"), "start") > 0)
		r->started_ms = results_ms(json_get_number(json_get(results, "summary"), "start"));
	json_each (test, json_get(results, "tests"))
		read_test(r, test);
	check_summary(r, json_get(results, "summary"));
	json_free(j);
	return ST_OK;
}
