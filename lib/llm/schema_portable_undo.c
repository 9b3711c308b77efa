#include <string.h>

#include "base/vec.h"
#include "io/json.h"
#include "llm/schema_portable.h"
#include "llm/schema_portable_private.h"

#define MAX_DEPTH 40

static bool
list_has(const struct json *list, const char *text)
{
	json_each (it, list) {
		if (json_string(it) && strcmp(json_string(it), text) == 0)
			return true;
	}
	return false;
}

static bool any_allows_null(const struct json *root, const struct json *list, int depth);

/* May the value be null, as the whole schema has it? */
static bool
allows_null(const struct json *root, const struct json *schema, int depth)
{
	const struct json *type, *values, *one;

	schema = schema_refer(root, schema);
	if (json_kind(schema) != JSON_OBJECT || depth > MAX_DEPTH)
		return json_bool(schema);
	if (json_get(schema, "$ref"))
		return allows_null(root, schema, depth + 1);
	type = json_get(schema, "type");
	values = json_get(schema, "enum");
	one = json_get(schema, "const");
	if (json_string(type) && strcmp(json_string(type), "null") != 0)
		return false;
	if (json_kind(type) == JSON_ARRAY && !list_has(type, "null"))
		return false;
	if (one && json_kind(one) != JSON_NULL)
		return false;
	if (json_kind(values) == JSON_ARRAY) {
		bool found = false;

		json_each (it, values)
			found = found || json_kind(it) == JSON_NULL;
		if (!found)
			return false;
	}
	return any_allows_null(root, json_get(schema, "anyOf"), depth) &&
	       any_allows_null(root, json_get(schema, "oneOf"), depth);
}

static bool
any_allows_null(const struct json *root, const struct json *list, int depth)
{
	json_each (it, list) {
		if (allows_null(root, it, depth + 1))
			return true;
	}
	return json_len(list) == 0;
}

static void undo(const struct json *root, const struct json *schema, struct json *value, int depth);

static void
undo_object(const struct json *root, const struct json *schema, struct json *value, int depth)
{
	const struct json *properties = json_get(schema, "properties");
	struct strings gone = { 0 };

	json_each (it, value) {
		const struct json *sub = json_get(properties, json_key(it));

		if (sub == NULL)
			continue;
		if (json_kind(it) != JSON_NULL)
			undo(root, sub, it, depth + 1);
		else if (!list_has(json_get(schema, "required"), json_key(it)) &&
			 !allows_null(root, sub, 0))
			strings_add(&gone, json_key(it));
	}
	for (size_t i = 0; i < gone.len; i++)
		json_remove(value, gone.at[i]);
	strings_fini(&gone);
}

/* Could this value have been made by this branch, whose objects were closed? */
static bool
is_of_branch(const struct json *root, const struct json *schema, const struct json *value)
{
	const struct json *properties = json_get(schema_refer(root, schema), "properties");

	if (json_kind(value) != JSON_OBJECT)
		return true;
	json_each (it, value) {
		if (json_get(properties, json_key(it)) == NULL)
			return false;
	}
	return true;
}

static void
undo(const struct json *root, const struct json *schema, struct json *value, int depth)
{
	static const char *const branches[] = { "anyOf", "oneOf", "allOf" };

	for (int hops = 0; hops < 16 && json_get(schema, "$ref"); hops++)
		schema = schema_refer(root, schema);
	if (json_kind(schema) != JSON_OBJECT || depth > MAX_DEPTH)
		return;
	if (json_kind(value) == JSON_OBJECT) {
		undo_object(root, schema, value, depth);
	} else if (json_kind(value) == JSON_ARRAY) {
		json_each (it, value)
			undo(root, json_get(schema, "items"), it, depth + 1);
	}
	for (size_t i = 0; i < 3; i++) {
		json_each (it, json_get(schema, branches[i])) {
			if (is_of_branch(root, it, value))
				undo(root, it, value, depth + 1);
		}
	}
}

void
schema_portable_undo(const struct json *schema, struct json *value)
{
	undo(schema, schema, value, 0);
}
