/* The JSON of Jest (and Vitest, which writes the same), and of Mocha. */

#include <string.h>

#include "io/json.h"
#include "text/results_private.h"

static enum results_status
jest_status(const char *status)
{
	static const struct {
		const char *word;
		enum results_status status;
	} words[] = { { "passed", RESULTS_PASSED }, { "failed", RESULTS_FAILED },
		{ "todo", RESULTS_TODO }, { "disabled", RESULTS_NOTRUN },
		{ "pending", RESULTS_SKIPPED }, { "skipped", RESULTS_SKIPPED } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i].word, status) == 0)
			return words[i].status;
	}
	return RESULTS_NOTRUN;
}

static void
read_assertion(struct results *r, const char *file, const struct json *test)
{
	struct results_case *c = results_add(r);
	double invocations = json_get_number(test, "invocations");

	json_each (ancestor, json_get(test, "ancestorTitles")) {
		if (json_string(ancestor) && *json_string(ancestor))
			c->suite = results_suite(r, c->suite, json_string(ancestor));
	}
	c->file = file;
	c->name = results_member(r, test, "title", RESULTS_NAME);
	c->raw = results_member(r, test, "status", RESULTS_NAME);
	c->status = jest_status(c->raw);
	c->line = results_int(json_get_number(json_get(test, "location"), "line"));
	if (json_kind(json_get(test, "duration")) == JSON_NUMBER)
		c->duration_ms = results_ms(json_get_number(test, "duration"));
	json_each (failure, json_get(test, "failureMessages")) {
		const char *text = json_string(failure) ? json_string(failure) : "";

		text = results_plain(r, text, strlen(text), RESULTS_MESSAGE);
		c->message = results_join(r, c->message, text, RESULTS_MESSAGE);
	}
	if (c->status == RESULTS_FAILED && results_timed_out(c->message))
		c->status = RESULTS_TIMEOUT;
	if (invocations > 1 && invocations < 1000)
		c->attempts = (unsigned)invocations;
	c->flaky = c->attempts > 1 && c->status == RESULTS_PASSED;
}

static void
check_total(struct results *r, const struct json *j)
{
	const struct json *total = json_get(j, "numTotalTests");
	struct results_counts have;

	results_count(r, &have);
	if (total && json_number(total) != (double)have.tests)
		results_note(r, "The report says that there are %.0f tests, and there are %zu.",
		    json_number(total), have.tests);
}

enum status
results_jest(struct results *r, const char *s, size_t n, struct err *err)
{
	struct json *j = NULL;
	enum status st = results_json(s, n, &j, err);

	if (st)
		return st;
	if (json_kind(json_get(j, "testResults")) != JSON_ARRAY) {
		json_free(j);
		return err_set(err, ST_DATA, "testResults: an array is expected in Jest's JSON");
	}
	if (json_get_number(j, "startTime") > 0)
		r->started_ms = results_ms(json_get_number(j, "startTime"));
	json_each (file, json_get(j, "testResults")) {
		const char *path = results_member(r, file, "name", RESULTS_NAME);

		json_each (test, json_get(file, "assertionResults"))
			read_assertion(r, path, test);
		if (json_len(json_get(file, "assertionResults")) == 0 &&
		    strcmp(json_get_string(file, "status"), "failed") == 0)
			results_add_outside(
			    r, RESULTS_ERROR, path, json_get_string(file, "message"))
			    ->file = path;
	}
	check_total(r, j);
	json_free(j);
	return ST_OK;
}

/* A test that was not run has neither a duration nor an error. */
static enum results_status
mocha_status(const struct json *test)
{
	const struct json *error = json_get(test, "err");

	if (json_len(error) > 0)
		return results_timed_out(json_get_string(error, "message")) ? RESULTS_TIMEOUT
									    : RESULTS_FAILED;
	return json_get(test, "duration") ? RESULTS_PASSED : RESULTS_SKIPPED;
}

static void
read_mocha(struct results *r, const struct json *test)
{
	struct results_case *c = results_add(r);
	const char *title = json_get_string(test, "title"),
		   *full = json_get_string(test, "fullTitle");
	size_t before = strlen(full) > strlen(title) ? strlen(full) - strlen(title) : 0;
	double retry = json_get_number(test, "currentRetry");

	c->name = results_name(r, title);
	if (before > 1)
		c->classname = results_text(r, full, before - 1, RESULTS_NAME);
	c->file = results_member(r, test, "file", RESULTS_NAME);
	c->message = results_member(r, json_get(test, "err"), "message", RESULTS_MESSAGE);
	c->trace = results_member(r, json_get(test, "err"), "stack", RESULTS_TRACE);
	c->status = mocha_status(test);
	if (json_kind(json_get(test, "duration")) == JSON_NUMBER)
		c->duration_ms = results_ms(json_get_number(test, "duration"));
	if (retry > 0 && retry < 1000)
		c->attempts = 1 + (unsigned)retry;
	c->flaky = c->attempts > 1 && c->status == RESULTS_PASSED;
}

/* A hook that failed is in no list of tests. */
static void
read_hooks(struct results *r, const struct json *j)
{
	json_each (failure, json_get(j, "failures")) {
		const char *title = json_get_string(failure, "title");

		if (strncmp(title, "\"before ", 8) == 0 || strncmp(title, "\"after ", 7) == 0)
			results_add_outside(r, RESULTS_ERROR, json_get_string(failure, "fullTitle"),
			    json_get_string(json_get(failure, "err"), "message"));
	}
}

enum status
results_mocha(struct results *r, const char *s, size_t n, struct err *err)
{
	struct json *j = NULL;
	const char *start = memchr(s, '{', n);
	enum status st;

	if (start == NULL)
		return err_set(err, ST_DATA, "an object is expected in Mocha's JSON");
	st = results_json(start, n - (size_t)(start - s), &j, err);
	if (st)
		return st;
	r->started_ms = results_time(json_get_string(json_get(j, "stats"), "start"));
	json_each (test, json_get(j, "tests"))
		read_mocha(r, test);
	read_hooks(r, j);
	json_free(j);
	return ST_OK;
}
