/*
 * Xray's JSON: the array that its importer and REST export use, and the answer of its GraphQL
 * getTests.
 */

#include <string.h>

#include "io/json.h"
#include "phase/scan_manual.h"
#include "phase/scan_state.h"

/* The first of some dotted places (ended by an empty one) that is there. */
static const struct json *
place(const struct json *j, const char *places)
{
	for (; *places; places += strlen(places) + 1) {
		const struct json *found = json_path(j, places);

		if (found && json_kind(found) != JSON_NULL)
			return found;
	}
	return NULL;
}

/* Strings, numbers, arrays of them, and objects with a name or key. */
static void
add_value(struct manual *m, enum manual_field field, const struct json *value, int depth)
{
	char number[JSON_NUMBER_TEXT];

	switch (json_kind(value)) {
	case JSON_STRING:
		manual_add(m, field, json_string(value));
		break;
	case JSON_NUMBER:
		json_number_text(json_number(value), number);
		manual_add(m, field, number);
		break;
	case JSON_ARRAY:
		json_each (item, value) {
			if (depth < 3)
				add_value(m, field, item, depth + 1);
		}
		break;
	case JSON_OBJECT:
		if (depth < 3)
			add_value(
			    m, field, place(value, "key\0name\0value\0raw\0rendered\0"), depth + 1);
		break;
	default:
		break;
	}
}

static void
add_steps(const struct json *test, struct manual *m)
{
	const struct json *steps =
	    place(test, "steps\0testInfo.steps\0definition.steps\0fields.steps\0testScript.steps\0"
			"definition\0");

	json_each (step, steps) {
		add_value(m, MANUAL_STEPS,
		    place(step, "action\0fields.Action\0step\0description\0content\0"), 0);
		add_value(m, MANUAL_DATA, place(step, "data\0fields.Data\0testData\0"), 0);
		add_value(m, MANUAL_EXPECTED,
		    place(step, "result\0fields.Expected Result\0expectedResult\0expected\0"), 0);
	}
	if (json_kind(steps) == JSON_STRING)
		manual_add(m, MANUAL_STEPS, json_string(steps));
	add_value(m, MANUAL_STEPS,
	    place(test, "gherkin_def\0gherkin\0scenario\0testInfo.scenario\0unstructured_def\0"
			"unstructured\0testInfo.definition\0"),
	    0);
}

static void
add_test(struct scan *scan, const struct json *test, struct manual *m)
{
	add_value(m, MANUAL_ID,
	    place(test, "key\0issueKey\0jira.key\0testKey\0xray_test_key\0issueId\0id\0"), 0);
	add_value(m, MANUAL_TITLE,
	    place(test, "summary\0fields.summary\0jira.summary\0testInfo.summary\0title\0name\0"),
	    0);
	add_value(m, MANUAL_SECTION,
	    place(test, "folder.path\0xray_test_repository_folder\0folder\0testRepo\0"), 0);
	add_value(m, MANUAL_DESCRIPTION,
	    place(test, "description\0fields.description\0jira.description\0"), 0);
	add_value(m, MANUAL_TAGS,
	    place(test, "labels\0fields.labels\0jira.labels\0testInfo.labels\0"), 0);
	add_value(m, MANUAL_REQUIREMENTS,
	    place(test, "requirementKeys\0testInfo.requirementKeys\0requirements\0coverage\0"), 0);
	add_value(m, MANUAL_PRECONDITIONS,
	    place(test, "preconditions\0precondition\0xray_preconditions\0"), 0);
	add_steps(test, m);
	manual_emit(scan, m, "xray");
}

static const struct json *
tests_of(const struct json *root)
{
	if (json_kind(root) == JSON_ARRAY)
		return root;
	return place(root, "data.getTests.results\0data.getExpandedTests.results\0"
			   "getTests.results\0tests\0results\0issues\0");
}

enum status
manual_json(struct scan *scan, const char *s, size_t n, const char *format, struct err *err)
{
	struct json *root = NULL;
	const struct json *tests;
	struct manual m;
	enum status st;

	if (strcmp(format, "auto") != 0 && strcmp(format, "xray") != 0)
		return err_set(err, ST_DATA, "the file is JSON: --format xray reads it");
	st = json_parse(s, n, &root, err);
	if (st)
		return st;
	tests = tests_of(root);
	if (json_kind(tests) != JSON_ARRAY) {
		st = err_set(err, ST_DATA,
		    "the file holds no array of tests: an export of Xray is expected");
	} else {
		manual_init(&m);
		json_each (test, tests)
			add_test(scan, test, &m);
		manual_fini(&m);
	}
	json_free(root);
	return st;
}
