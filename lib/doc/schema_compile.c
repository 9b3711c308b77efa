/* Schema trees become nodes, filled from a list of work. */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/schema_keyword.h"
#include "doc/schema_uri.h"
#include "io/json.h"
#include "io/regex.h"

enum status
schema_wrong(
    const struct schema *node, const struct keyword *keyword, const char *wanted, struct err *err)
{
	const char *key = json_key(node->tree);

	return err_set(err, node->set->builtin ? ST_BUG : ST_DATA,
	    "the schema \"%.200s\"%s%.100s: \"%s\" must be %s", node->base, key ? " at " : "",
	    key ? key : "", keyword->name, wanted);
}

/* A new rule, in its place by rank.  Valid until the next one is added. */
struct rule *
schema_add_rule(struct schema *node, const struct keyword *keyword)
{
	size_t i;

	*vec_add(&node->rules) = (struct rule){ 0 };
	for (i = node->rules.len - 1; i > 0 && node->rules.at[i - 1].rank > keyword->rank; i--)
		node->rules.at[i] = node->rules.at[i - 1];
	node->rules.at[i] = (struct rule){
		.check = keyword->check, .applies = keyword->applies, .rank = keyword->rank
	};
	return &node->rules.at[i];
}

/* The node of a subschema, made and put on the list of work when it is new. */
static struct schema *
node_of(struct schema_set *set, const struct json *tree, const char *base)
{
	bool added;
	size_t *place = map_slot(&set->nodes, (const char *)&tree, sizeof(const char *), &added);
	struct schema *node;

	if (!added)
		return set->made.at[*place];
	node = mem_calloc(1, sizeof *node);
	node->set = set;
	node->tree = tree;
	node->base = base;
	*place = set->made.len;
	*vec_add(&set->made) = node;
	return node;
}

bool
schema_is(const struct json *value)
{
	return json_kind(value) == JSON_OBJECT || json_kind(value) == JSON_BOOL;
}

struct schema *
schema_child(struct schema *node, const struct json *value)
{
	return schema_is(value) ? node_of(node->set, value, node->base) : NULL;
}

/* One regex for each pattern of a set, however often it is written. */
struct regex *
schema_regex(struct schema *node, const char *pattern, struct err *err)
{
	struct schema_set *set = node->set;
	const struct map_entry *e = map_find(&set->patterns, pattern, strlen(pattern));
	struct regex *regex = NULL;

	if (e)
		return set->regexes.at[e->value];
	if (regex_compile(pattern, REGEX_ECMA, &regex, err)) {
		err_context(err, "the schema \"%.200s\"", node->base);
		return NULL;
	}
	*map_slot(&set->patterns, pattern, strlen(pattern), NULL) = set->regexes.len;
	*vec_add(&set->regexes) = regex;
	return regex;
}

/* The address is kept; where it leads is looked up at once, or (built-in, not loaded) later. */
static enum status
compile_ref(struct schema *node, const struct json *ref, struct err *err)
{
	static const struct keyword keyword = { "$ref", NULL, rule_ref, RULE_ANY, 0 };
	struct schema_set *set = node->set;
	struct resource to = { 0 };
	struct rule *rule;
	struct buf uri;
	enum status st = ST_OK;

	if (json_string(ref) == NULL)
		return schema_wrong(node, &keyword, "a string", err);
	buf_init(&uri, BUF_TEXT);
	schema_uri_resolve(node->base, json_string(ref), &uri);
	rule = schema_add_rule(node, &keyword);
	rule->text = arena_strdup(&set->text, uri.s);
	if (!set->builtin || !schema_knows(set, rule->text) || schema_loaded(set, rule->text)) {
		st = schema_locate(set, rule->text, &to, err);
		if (st == ST_OK)
			rule->node = node_of(set, to.tree, to.base);
	}
	buf_fini(&uri);
	return st;
}

static enum status
fill(struct schema *node, struct err *err)
{
	const struct json *tree = node->tree, *ref = json_get(tree, "$ref");

	if (json_kind(tree) == JSON_BOOL) {
		node->never = !json_bool(tree);
		return ST_OK;
	}
	if (json_kind(tree) != JSON_OBJECT)
		return err_set(err, node->set->builtin ? ST_BUG : ST_DATA,
		    "the schema \"%.200s\": a $ref leads to something that is no schema",
		    node->base);
	if (ref)
		return compile_ref(node, ref, err);
	node->base = schema_base(node->set, node->base, tree);
	json_each (it, tree) {
		const struct keyword *keyword = schema_keyword(json_key(it));
		enum status st = keyword ? keyword->compile(node, keyword, it, err) : ST_OK;

		if (st)
			return st;
	}
	return ST_OK;
}

enum status
schema_reach(struct schema_set *set, const char *uri, struct schema **out, struct err *err)
{
	struct resource to = { 0 };
	struct schema *node;
	enum status st = schema_locate(set, uri, &to, err);

	if (st)
		return st;
	node = node_of(set, to.tree, to.base);
	for (; set->filled < set->made.len; set->filled++) {
		st = fill(set->made.at[set->filled], err);
		if (st)
			return st;
	}
	*out = node;
	return ST_OK;
}

enum status
schema_compile(struct schema_set *set, const char *uri, const struct schema **out, struct err *err)
{
	struct schema *node = NULL;
	enum status st = schema_reach(set, uri, &node, err);

	if (st == ST_OK)
		*out = node;
	return st;
}
