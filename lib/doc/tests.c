#include "doc/tests.h"

#include <string.h>

#include "doc/doc.h"
#include "io/json.h"

/* A test that is named twice is one. */
static struct doc_test *
add(struct doc_tests *tests, const char *id)
{
	bool added = false;
	size_t *place = map_slot(&tests->places, id, strlen(id), &added);

	if (!added)
		return &tests->at.at[*place];
	*place = tests->at.len;
	vec_add(&tests->at)->id = id;
	vec_last(&tests->at)->rank = tests->at.len;
	return vec_last(&tests->at);
}

void
doc_tests_init(struct doc_tests *tests, const struct json *doc)
{
	*tests = (struct doc_tests){ 0 };
	map_init(&tests->places);
	json_each (line, json_get(doc_output(doc, "ranking"), "suite"))
		add(tests, json_get_string(line, "test"))->line = line;
	json_each (test, json_get(doc_output(doc, "retrieval"), "tests"))
		add(tests, json_get_string(test, "id"))->test = test;
}

void
doc_tests_fini(struct doc_tests *tests)
{
	vec_fini(&tests->at);
	map_fini(&tests->places);
}

const struct doc_test *
doc_tests_find(const struct doc_tests *tests, const char *id)
{
	const struct map_entry *place = map_find(&tests->places, id, strlen(id));

	return place ? &tests->at.at[place->value] : NULL;
}

const char *
doc_test_local(const char *id)
{
	const char *colon = strchr(id, ':');

	return colon && colon[1] && colon[1] != ':' ? colon + 1 : id;
}
