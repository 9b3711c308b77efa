#include "doc/generated.h"

#include <string.h>

#include "doc/doc.h"
#include "io/json.h"

struct json *
doc_healed(const struct json *doc, const char *id)
{
	json_each (it, json_get(doc_output(doc, "healing"), "tests")) {
		if (strcmp(json_get_string(it, "test"), id) == 0)
			return it;
	}
	return NULL;
}

const char *
doc_generated_code(const struct json *doc, const struct json *test)
{
	const char *code = json_get_string(doc_healed(doc, json_get_string(test, "id")), "code");

	return *code ? code : json_get_string(test, "code");
}

struct json *
doc_generated(const struct json *doc)
{
	struct json *tests = json_new_array();

	json_each (it, json_get(doc_output(doc, "generation"), "tests")) {
		const char *code = doc_generated_code(doc, it);
		struct json *test = json_copy(it);

		if (code != json_get_string(it, "code"))
			json_set_string(test, "code", code);
		json_add(tests, test);
	}
	return tests;
}
