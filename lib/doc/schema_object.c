/* The keywords of objects: all about members become one rule. */

#include <string.h>

#include "base/mem.h"
#include "doc/schema_keyword.h"
#include "io/json.h"

enum status
compile_dependencies(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	if (json_kind(value) != JSON_OBJECT)
		return schema_wrong(node, keyword, "an object", err);
	json_each (it, value) {
		struct rule *rule = schema_add_rule(node, keyword);

		rule->text = json_key(it);
		rule->value = it;
		if (schema_is(it)) {
			rule->node = schema_child(node, it);
			rule->check = rule_needs_schema;
			continue;
		}
		if (json_kind(it) != JSON_ARRAY)
			return schema_wrong(
			    node, keyword, "made of schemas and lists of names", err);
		json_each (name, it) {
			if (json_string(name) == NULL)
				return schema_wrong(
				    node, keyword, "made of schemas and lists of names", err);
		}
	}
	return ST_OK;
}

static struct member *
member_of(struct members *m, const char *name)
{
	bool added;
	size_t *place = map_slot(&m->names, name, strlen(name), &added);

	if (added) {
		*place = m->at.len;
		*vec_add(&m->at) = (struct member){ 0 };
	}
	return &m->at.at[*place];
}

static struct members *
members_of(struct schema *node, const struct keyword *keyword)
{
	struct rule *rule;

	vec_each (struct rule *, known, &node->rules) {
		if (known->members)
			return known->members;
	}
	rule = schema_add_rule(node, keyword);
	rule->members = mem_calloc(1, sizeof *rule->members);
	map_init(&rule->members->names);
	return rule->members;
}

enum status
compile_required(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	struct members *m = members_of(node, keyword);

	if (json_kind(value) != JSON_ARRAY)
		return schema_wrong(node, keyword, "a list of names", err);
	json_each (it, value) {
		struct member *member;

		if (json_string(it) == NULL)
			return schema_wrong(node, keyword, "a list of names", err);
		member = member_of(m, json_string(it));
		m->required += !member->required;
		member->required = true;
	}
	return ST_OK;
}

enum status
compile_properties(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	struct members *m = members_of(node, keyword);

	if (json_kind(value) != JSON_OBJECT)
		return schema_wrong(node, keyword, "an object of schemas", err);
	json_each (it, value) {
		if (!schema_is(it))
			return schema_wrong(node, keyword, "an object of schemas", err);
		member_of(m, json_key(it))->node = schema_child(node, it);
	}
	return ST_OK;
}

enum status
compile_patterns(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	struct members *m = members_of(node, keyword);

	if (json_kind(value) != JSON_OBJECT)
		return schema_wrong(node, keyword, "an object of schemas", err);
	json_each (it, value) {
		struct regex *regex = schema_regex(node, json_key(it), err);

		if (regex == NULL)
			return ST_DATA;
		if (!schema_is(it))
			return schema_wrong(node, keyword, "an object of schemas", err);
		*vec_add(&m->patterns) = (struct member_pattern){ regex, schema_child(node, it) };
	}
	return ST_OK;
}

enum status
compile_additional(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err)
{
	struct members *m = members_of(node, keyword);

	if (!schema_is(value))
		return schema_wrong(node, keyword, "a schema", err);
	if (json_kind(value) == JSON_OBJECT || !json_bool(value))
		m->additional = schema_child(node, value);
	return ST_OK;
}
