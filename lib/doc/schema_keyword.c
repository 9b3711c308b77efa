#include "doc/schema_keyword.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"

#define NUMBERS RULE_KIND(JSON_NUMBER)
#define STRINGS RULE_KIND(JSON_STRING)
#define ARRAYS RULE_KIND(JSON_ARRAY)
#define OBJECTS RULE_KIND(JSON_OBJECT)

static enum status
compile_number(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	if (json_kind(value) != JSON_NUMBER)
		return schema_wrong(node, keyword, "a number", err);
	if (keyword->check == rule_multiple && json_number(value) <= 0)
		return schema_wrong(node, keyword, "more than 0", err);
	schema_add_rule(node, keyword)->number = json_number(value);
	return ST_OK;
}

static enum status
compile_count(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	double d = json_number(value);

	if (json_kind(value) != JSON_NUMBER || d < 0 || d != floor(d))
		return schema_wrong(node, keyword, "a whole number of at least 0", err);
	schema_add_rule(node, keyword)->number = d;
	return ST_OK;
}

static enum status
compile_schema(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	if (!schema_is(value))
		return schema_wrong(node, keyword, "a schema", err);
	schema_add_rule(node, keyword)->node = schema_child(node, value);
	return ST_OK;
}

static enum status
compile_schemas(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	struct rule *rule = schema_add_rule(node, keyword);

	json_each (it, value) {
		if (!schema_is(it))
			return schema_wrong(node, keyword, "a list of schemas", err);
		*vec_add(&rule->nodes) = schema_child(node, it);
	}
	if (json_kind(value) != JSON_ARRAY || rule->nodes.len == 0)
		return schema_wrong(node, keyword, "a list of schemas", err);
	return ST_OK;
}

static unsigned
kind_of(const char *name)
{
	static const char *const names[] = { "integer", "null", "boolean", "number", "string",
		"array", "object" };

	for (unsigned i = 0; name && i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i]) == 0)
			return RULE_KIND(i);
	}
	return 0;
}

static enum status
compile_type(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	unsigned kinds = kind_of(json_string(value));
	bool fine = kinds != 0;

	if (json_kind(value) == JSON_ARRAY) {
		fine = json_first(value) != NULL;
		json_each (it, value) {
			fine = fine && kind_of(json_string(it));
			kinds |= kind_of(json_string(it));
		}
	}
	if (!fine)
		return schema_wrong(node, keyword, "the name of a type or a list of them", err);
	schema_add_rule(node, keyword)->kinds = kinds;
	return ST_OK;
}

static enum status
compile_value(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	if (keyword->check == rule_enum && json_kind(value) != JSON_ARRAY)
		return schema_wrong(node, keyword, "a list of values", err);
	schema_add_rule(node, keyword)->value = value;
	return ST_OK;
}

static enum status
compile_pattern(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	struct regex *regex;
	struct rule *rule;

	if (json_string(value) == NULL)
		return schema_wrong(node, keyword, "a string", err);
	regex = schema_regex(node, json_string(value), err);
	if (regex == NULL)
		return ST_DATA;
	rule = schema_add_rule(node, keyword);
	rule->regex = regex;
	rule->text = json_string(value);
	return ST_OK;
}

static enum status
compile_format(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	struct rule *rule;

	if (json_string(value) == NULL)
		return schema_wrong(node, keyword, "a string", err);
	if (schema_format(json_string(value)) == NULL)
		return ST_OK; /* a format we do not know is a remark */
	rule = schema_add_rule(node, keyword);
	rule->format = schema_format(json_string(value));
	rule->text = json_string(value);
	return ST_OK;
}

static enum status
compile_unique(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	if (json_kind(value) != JSON_BOOL)
		return schema_wrong(node, keyword, "true or false", err);
	if (json_bool(value))
		schema_add_rule(node, keyword);
	return ST_OK;
}

static enum status
compile_items(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	const struct json *rest = json_get(node->tree, "additionalItems");
	struct rule *rule;

	if (rest && !schema_is(rest))
		return schema_wrong(node, keyword, "beside additionalItems that is a schema", err);
	if (json_kind(value) != JSON_ARRAY)
		return compile_schema(node, keyword, value, err);
	rule = schema_add_rule(node, keyword);
	rule->check = rule_tuple;
	rule->node = schema_child(node, rest);
	json_each (it, value) {
		if (!schema_is(it))
			return schema_wrong(node, keyword, "a schema or a list of schemas", err);
		*vec_add(&rule->nodes) = schema_child(node, it);
	}
	return ST_OK;
}

static enum status
compile_if(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	const struct json *yes = json_get(node->tree, "then"), *no = json_get(node->tree, "else");
	struct rule *rule;

	if (!schema_is(value) || (yes && !schema_is(yes)) || (no && !schema_is(no)))
		return schema_wrong(node, keyword, "a schema, and so must its then and else", err);
	rule = schema_add_rule(node, keyword);
	rule->node = schema_child(node, value);
	rule->yes = schema_child(node, yes);
	rule->no = schema_child(node, no);
	return ST_OK;
}

/* Sorted by name.  Rank: what kind of value, which value, what is in it, combinations. */
static const struct keyword keywords[] = {
	{ "additionalProperties", compile_additional, rule_members, OBJECTS, 3 },
	{ "allOf", compile_schemas, rule_all, RULE_ANY, 4 },
	{ "anyOf", compile_schemas, rule_any, RULE_ANY, 4 },
	{ "const", compile_value, rule_const, RULE_ANY, 1 },
	{ "contains", compile_schema, rule_contains, ARRAYS, 3 },
	{ "dependencies", compile_dependencies, rule_needs, OBJECTS, 3 },
	{ "enum", compile_value, rule_enum, RULE_ANY, 1 },
	{ "exclusiveMaximum", compile_number, rule_less_than, NUMBERS, 2 },
	{ "exclusiveMinimum", compile_number, rule_more_than, NUMBERS, 2 },
	{ "format", compile_format, rule_format, STRINGS, 3 },
	{ "if", compile_if, rule_if, RULE_ANY, 4 },
	{ "items", compile_items, rule_items, ARRAYS, 3 },
	{ "maxItems", compile_count, rule_max_items, ARRAYS, 2 },
	{ "maxLength", compile_count, rule_max_length, STRINGS, 2 },
	{ "maxProperties", compile_count, rule_max_members, OBJECTS, 2 },
	{ "maximum", compile_number, rule_maximum, NUMBERS, 2 },
	{ "minItems", compile_count, rule_min_items, ARRAYS, 2 },
	{ "minLength", compile_count, rule_min_length, STRINGS, 2 },
	{ "minProperties", compile_count, rule_min_members, OBJECTS, 2 },
	{ "minimum", compile_number, rule_minimum, NUMBERS, 2 },
	{ "multipleOf", compile_number, rule_multiple, NUMBERS, 2 },
	{ "not", compile_schema, rule_not, RULE_ANY, 4 },
	{ "oneOf", compile_schemas, rule_one, RULE_ANY, 4 },
	{ "pattern", compile_pattern, rule_pattern, STRINGS, 3 },
	{ "patternProperties", compile_patterns, rule_members, OBJECTS, 3 },
	{ "properties", compile_properties, rule_members, OBJECTS, 3 },
	{ "propertyNames", compile_schema, rule_names, OBJECTS, 2 },
	{ "required", compile_required, rule_members, OBJECTS, 3 },
	{ "type", compile_type, rule_type, RULE_ANY, 0 },
	{ "uniqueItems", compile_unique, rule_unique, ARRAYS, 3 },
};

static int
by_name(const void *name, const void *keyword)
{
	return strcmp(name, ((const struct keyword *)keyword)->name);
}

const struct keyword *
schema_keyword(const char *name)
{
	return bsearch(
	    name, keywords, sizeof keywords / sizeof keywords[0], sizeof keywords[0], by_name);
}
