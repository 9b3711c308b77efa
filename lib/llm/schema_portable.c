#include "llm/schema_portable.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/vec.h"
#include "io/json.h"
#include "llm/schema_portable_private.h"

#define MAX_NODES 1000
#define MAX_NOTE 2000 /* bytes of description made from what was taken out */

struct walk {
	const struct json *root;
	enum schema_style style;
	int depth, max_depth, nodes;
};

static struct json *node(struct walk *walk, const struct json *schema);

const struct json *
schema_refer(const struct json *root, const struct json *schema)
{
	const char *ref = json_string(json_get(schema, "$ref"));
	const char *name = ref ? strrchr(ref, '/') : NULL;

	if (ref == NULL)
		return schema;
	if (name && strncmp(ref, "#/definitions/", 14) == 0 && name == ref + 13)
		return json_get(json_get(root, "definitions"), name + 1);
	if (name && strncmp(ref, "#/$defs/", 8) == 0 && name == ref + 7)
		return json_get(json_get(root, "$defs"), name + 1);
	return NULL;
}

const char *
schema_kind_name(const struct json *value)
{
	double d = json_number(value);

	switch (json_kind(value)) {
	case JSON_NULL:
		return "null";
	case JSON_BOOL:
		return "boolean";
	case JSON_NUMBER:
		return d >= -9007199254740992.0 && d <= 9007199254740992.0 &&
			       d == (double)(int64_t)d
			   ? "integer"
			   : "number";
	case JSON_STRING:
		return "string";
	case JSON_ARRAY:
		return "array";
	case JSON_OBJECT:
		return "object";
	default:
		return "";
	}
}

static bool
is_in(const char *key, const char *const *names)
{
	for (; *names; names++) {
		if (strcmp(key, *names) == 0)
			return true;
	}
	return false;
}

static bool
format_is_known(const char *format, enum schema_style style)
{
	static const char *const known[] = { "date-time", "time", "date", "duration", "email",
		"hostname", "ipv4", "ipv6", "uuid", NULL };

	return is_in(format, known) || (style == SCHEMA_CLOSED && strcmp(format, "uri") == 0);
}

/* "{minimum: 0, pattern: "..."}" behind the description. */
static void
put_notes(const struct json *schema, struct json *out, enum schema_style style)
{
	static const char *const handled[] = { "$ref", "$schema", "$id", "$comment", "definitions",
		"$defs", "type", "enum", "const", "title", "description", "properties", "required",
		"items", "anyOf", "oneOf", "allOf", "additionalProperties", NULL };
	const char *said = json_get_string(schema, "description");
	struct buf note;
	size_t n = 0;

	buf_init(&note, strlen(said) + MAX_NOTE);
	buf_str(&note, said);
	json_each (it, schema) {
		const char *key = json_key(it);

		if (is_in(key, handled) || json_get(out, key))
			continue;
		if (strcmp(key, "format") == 0 &&
		    format_is_known(json_get_string(schema, key), style))
			continue;
		buf_str(&note, n++ ? ", " : note.len ? " {" : "{");
		buf_str(&note, key);
		buf_str(&note, ": ");
		json_print(it, &note);
	}
	if (n > 0)
		buf_char(&note, '}');
	if (note.over) /* the check here still knows */
		json_set_string(out, "description", said);
	else if (note.len > 0)
		json_set_string(out, "description", note.s);
	buf_fini(&note);
}

static bool
allows_null(const struct json *portable)
{
	if (strcmp(json_get_string(portable, "type"), "null") == 0)
		return true;
	json_each (it, json_get(portable, "anyOf")) {
		if (allows_null(it))
			return true;
	}
	return false;
}

static struct json *
or_null(struct json *portable)
{
	struct json *either, *list;

	if (allows_null(portable))
		return portable;
	either = json_new_object();
	list = json_set_array(either, "anyOf");
	json_add(list, portable);
	json_set_string(json_add_object(list), "type", "null");
	return either;
}

static bool
is_required(const struct json *schema, const char *key)
{
	json_each (it, json_get(schema, "required")) {
		if (json_string(it) && strcmp(json_string(it), key) == 0)
			return true;
	}
	return false;
}

static bool
put_object(struct walk *walk, const struct json *schema, struct json *out)
{
	const struct json *properties = json_get(schema, "properties");
	const struct json *more = json_get(schema, "additionalProperties");
	bool closed = json_kind(more) == JSON_BOOL && !json_bool(more);
	struct json *to, *required;

	if (json_get(schema, "patternProperties") || (json_len(properties) == 0 && !closed))
		return false; /* a map: no closed object can say it */
	to = json_set_object(out, "properties");
	required = json_new_array();
	json_set(out, "required", required);
	json_each (it, properties) {
		const char *key = json_key(it);
		bool needed = is_required(schema, key);
		struct json *sub = node(walk, it);

		if (sub == NULL)
			return false;
		if (!needed && walk->style == SCHEMA_STRICT)
			sub = or_null(sub);
		json_set(to, key, sub);
		if (needed || walk->style == SCHEMA_STRICT)
			json_add_string(required, key);
	}
	json_each (it, json_get(schema, "required")) { /* one that is not described */
		if (json_string(it) == NULL || json_get(properties, json_string(it)) == NULL)
			return false;
	}
	json_set_bool(out, "additionalProperties", false);
	return true;
}

static bool
put_array(struct walk *walk, const struct json *schema, struct json *out)
{
	const struct json *least = json_get(schema, "minItems");
	struct json *items = node(walk, json_get(schema, "items"));

	if (items == NULL)
		return false;
	json_set(out, "items", items);
	if (walk->style == SCHEMA_CLOSED && least && json_number(least) <= 1)
		json_set_number(out, "minItems", json_number(least));
	return true;
}

/* enum and const as one list of the values that are of this type ("" for all). */
static void
put_values(const struct json *schema, const char *type, struct json *out)
{
	const struct json *values = json_get(schema, "enum"), *one = json_get(schema, "const");
	struct json *list;

	if (values == NULL && one == NULL)
		return;
	list = json_set_array(out, "enum");
	if (one) {
		json_add(list, json_copy(one));
		return;
	}
	json_each (it, values) {
		const char *kind = schema_kind_name(it);

		if (strcmp(kind, type) == 0 ||
		    (strcmp(type, "number") == 0 && strcmp(kind, "integer") == 0))
			json_add(list, json_copy(it));
	}
}

/* A schema of one type. */
static bool
put_type(struct walk *walk, const struct json *schema, const char *type, struct json *out)
{
	const char *format = json_get_string(schema, "format");

	json_set_string(out, "type", type);
	if (json_string(json_get(schema, "title")))
		json_set_string(out, "title", json_get_string(schema, "title"));
	if (strcmp(type, "null") == 0)
		return true;
	if (strcmp(type, "object") == 0 && !put_object(walk, schema, out))
		return false;
	if (strcmp(type, "array") == 0 && !put_array(walk, schema, out))
		return false;
	put_values(schema, type, out);
	if (strcmp(type, "string") == 0 && *format && format_is_known(format, walk->style))
		json_set_string(out, "format", format);
	put_notes(schema, out, walk->style);
	return true;
}

static bool
put_types(struct walk *walk, const struct json *schema, const struct json *types, struct json *out)
{
	struct json *list;

	if (json_len(types) == 1 && json_string(json_first(types)))
		return put_type(walk, schema, json_string(json_first(types)), out);
	list = json_set_array(out, "anyOf");
	json_each (it, types) {
		if (json_string(it) == NULL ||
		    !put_type(walk, schema, json_string(it), json_add_object(list)))
			return false;
	}
	return json_len(list) > 0;
}

static bool
put_branches(struct walk *walk, const struct json *schema, struct json *out)
{
	const struct json *any = json_get(schema, "anyOf"), *one = json_get(schema, "oneOf");
	struct json *list;

	if (any && one)
		return false;
	/* What stands beside the branches would have to go into each of them. */
	if (json_get(schema, "properties") || json_get(schema, "items") || json_get(schema, "enum"))
		return false;
	list = json_set_array(out, "anyOf");
	json_each (it, any ? any : one) {
		struct json *sub = node(walk, it);

		if (sub == NULL)
			return false;
		json_add(list, sub);
	}
	put_notes(schema, out, walk->style);
	return json_len(list) > 0;
}

/* The types the values of enum or const have, each once. */
static struct json *
types_of_values(const struct json *schema)
{
	struct json *types = json_new_array();
	const struct json *one = json_get(schema, "const");
	struct strings seen = { 0 };

	if (one)
		strings_add(&seen, schema_kind_name(one));
	json_each (it, one ? NULL : json_get(schema, "enum")) {
		if (!strings_has(&seen, schema_kind_name(it)))
			strings_add(&seen, schema_kind_name(it));
	}
	for (size_t i = 0; i < seen.len; i++)
		json_add_string(types, seen.at[i]);
	strings_fini(&seen);
	return types;
}

static bool
put_schema(struct walk *walk, const struct json *schema, struct json *out)
{
	const struct json *type = json_get(schema, "type"), *all = json_get(schema, "allOf");
	struct json *types;
	bool good;

	if (json_get(schema, "anyOf") || json_get(schema, "oneOf"))
		return !all && put_branches(walk, schema, out);
	if (all)
		return false;
	if (json_string(type))
		return put_type(walk, schema, json_string(type), out);
	if (json_kind(type) == JSON_ARRAY)
		return put_types(walk, schema, type, out);
	if (json_get(schema, "properties"))
		return put_type(walk, schema, "object", out);
	if (json_get(schema, "items"))
		return put_type(walk, schema, "array", out);
	types = types_of_values(schema);
	good = json_len(types) > 0 && put_types(walk, schema, types, out);
	json_free(types);
	return good;
}

static struct json *
node(struct walk *walk, const struct json *schema)
{
	struct json *out;
	const struct json *all;
	bool good;

	for (int hops = 0; hops < 16 && json_get(schema, "$ref"); hops++)
		schema = schema_refer(walk->root, schema);
	all = json_get(schema, "allOf");
	if (json_len(all) == 1 && json_get(schema, "type") == NULL &&
	    json_get(schema, "properties") == NULL)
		schema = schema_refer(walk->root, json_first(all));
	if (json_kind(schema) != JSON_OBJECT || json_get(schema, "$ref"))
		return NULL;
	if (walk->depth >= walk->max_depth || ++walk->nodes > MAX_NODES)
		return NULL;
	out = json_new_object();
	walk->depth++;
	good = put_schema(walk, schema, out);
	walk->depth--;
	if (good)
		return out;
	json_free(out);
	return NULL;
}

struct json *
schema_portable(const struct json *schema, enum schema_style style)
{
	struct walk walk = { .root = schema, .style = style };
	struct json *out;

	walk.max_depth = style == SCHEMA_STRICT ? 10 : 20;
	out = node(&walk, schema);
	if (out && style == SCHEMA_STRICT && strcmp(json_get_string(out, "type"), "object") != 0) {
		json_free(out);
		return NULL;
	}
	return out;
}
