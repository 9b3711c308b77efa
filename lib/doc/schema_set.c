/* The schemas of a set, and what each URI in them names. */

#include <string.h>

#include "base/mem.h"
#include "doc/schema_node.h"
#include "doc/schema_uri.h"
#include "io/json.h"
#include "io/regex.h"

#define MAX_NESTING JSON_MAX_DEPTH
#define METASCHEMA "http://json-schema.org/draft-07/schema"

struct schema_set *
schema_set_new(void)
{
	struct schema_set *set = mem_calloc(1, sizeof *set);

	arena_init(&set->text);
	map_init(&set->uris);
	map_init(&set->nodes);
	map_init(&set->patterns);
	return set;
}

static void
free_rule(struct rule *rule)
{
	vec_fini(&rule->nodes);
	if (rule->members == NULL)
		return;
	map_fini(&rule->members->names);
	vec_fini(&rule->members->at);
	vec_fini(&rule->members->patterns);
	free(rule->members);
}

static void
free_node(struct schema *node)
{
	vec_each (struct rule *, rule, &node->rules)
		free_rule(rule);
	vec_fini(&node->rules);
	free(node);
}

void
schema_set_free(struct schema_set *set)
{
	if (set == NULL)
		return;
	vec_each (struct schema **, node, &set->made)
		free_node(*node);
	vec_each (struct regex **, regex, &set->regexes)
		regex_free(*regex);
	vec_each (struct json **, tree, &set->trees)
		json_free(*tree);
	vec_fini(&set->made);
	vec_fini(&set->regexes);
	vec_fini(&set->trees);
	vec_fini(&set->resources);
	map_fini(&set->uris);
	map_fini(&set->nodes);
	map_fini(&set->patterns);
	arena_fini(&set->text);
	free(set);
}

/* The $id that counts: one beside a $ref does not. */
static const char *
id_of(const struct json *tree)
{
	return json_get(tree, "$ref") ? NULL : json_string(json_get(tree, "$id"));
}

static const char *
resolved(struct schema_set *set, const char *base, const char *ref)
{
	struct buf uri;
	const char *kept;

	buf_init(&uri, BUF_TEXT);
	schema_uri_resolve(base, ref, &uri);
	if (uri.len && uri.s[uri.len - 1] == '#')
		buf_cut(&uri, uri.len - 1);
	kept = arena_strdup(&set->text, uri.s);
	buf_fini(&uri);
	return kept;
}

const char *
schema_base(struct schema_set *set, const char *base, const struct json *tree)
{
	const char *id = id_of(tree), *uri;
	size_t n;

	if (id == NULL)
		return base;
	uri = resolved(set, base, id);
	schema_uri_fragment(uri, &n);
	return uri[n] ? arena_strndup(&set->text, uri, n) : uri;
}

static void
name_resource(struct schema_set *set, const char *uri, const struct json *tree, const char *base)
{
	bool added;
	size_t *place = map_slot(&set->uris, uri, strlen(uri), &added);

	if (!added)
		return;
	*place = set->resources.len;
	*vec_add(&set->resources) = (struct resource){ tree, base };
}

enum shape { ONE, SOME, NAMED, EITHER };

static const struct {
	const char *keyword;
	enum shape shape;
} subschemas[] = {
	{ "additionalItems", ONE },
	{ "items", EITHER },
	{ "contains", ONE },
	{ "additionalProperties", ONE },
	{ "properties", NAMED },
	{ "patternProperties", NAMED },
	{ "dependencies", NAMED },
	{ "propertyNames", ONE },
	{ "if", ONE },
	{ "then", ONE },
	{ "else", ONE },
	{ "allOf", SOME },
	{ "anyOf", SOME },
	{ "oneOf", SOME },
	{ "not", ONE },
	{ "definitions", NAMED },
};

/* Write down each $id in and below tree. */
static void
index_ids(struct schema_set *set, const struct json *tree, const char *base, int depth)
{
	const char *id = id_of(tree);

	if (json_kind(tree) != JSON_OBJECT || depth > MAX_NESTING)
		return;
	if (id)
		name_resource(set, resolved(set, base, id), tree, base);
	if (set->builtin)
		return; /* only their tops have one */
	base = schema_base(set, base, tree);
	for (size_t i = 0; i < sizeof subschemas / sizeof subschemas[0]; i++) {
		const struct json *value = json_get(tree, subschemas[i].keyword);
		enum shape shape = subschemas[i].shape;

		if (shape == ONE || (shape == EITHER && json_kind(value) == JSON_OBJECT)) {
			index_ids(set, value, base, depth + 1);
			continue;
		}
		json_each (it, value)
			index_ids(set, it, base, depth + 1);
	}
}

enum status
schema_set_add(struct schema_set *set, const char *uri, struct json *tree, struct err *err)
{
	const char *base = resolved(set, "", uri ? uri : "");

	*vec_add(&set->trees) = tree;
	if (json_kind(tree) != JSON_OBJECT && json_kind(tree) != JSON_BOOL)
		return err_set(err, ST_DATA,
		    "the schema %.200s is neither an object nor true or false: correct it", base);
	name_resource(set, base, tree, base);
	index_ids(set, tree, base, 0);
	return ST_OK;
}

static bool
is_builtin(const struct schema_set *set, const char *uri, size_t n, const char **name)
{
	if (n == strlen(METASCHEMA) && memcmp(uri, METASCHEMA, n) == 0) {
		*name = "draft-07";
		return true;
	}
	if (!set->builtin)
		return false;
	for (size_t i = 0; (*name = schema_builtin_name(i)) != NULL; i++) {
		if (strlen(*name) == n && memcmp(*name, uri, n) == 0)
			return true;
	}
	return false;
}

bool
schema_loaded(const struct schema_set *set, const char *uri)
{
	size_t n;

	schema_uri_fragment(uri, &n);
	return map_find(&set->uris, uri, n) != NULL;
}

bool
schema_knows(const struct schema_set *set, const char *uri)
{
	const char *name;
	size_t n;

	schema_uri_fragment(uri, &n);
	return schema_loaded(set, uri) || is_builtin(set, uri, n, &name);
}

/* Bring in the schema that uri names, when it is a built-in one and not there yet. */
enum status
schema_load(struct schema_set *set, const char *uri, struct err *err)
{
	struct json *tree = NULL;
	const char *name, *text;
	size_t n;

	schema_uri_fragment(uri, &n);
	if (map_find(&set->uris, uri, n) || !is_builtin(set, uri, n, &name))
		return ST_OK;
	text = schema_builtin_text(name, &n);
	if (json_parse(text, n, &tree, err)) {
		err->status = ST_BUG;
		return err_context(err, "the built-in schema %s", name);
	}
	return schema_set_add(set, name, tree, err);
}

static const struct json *
element(const struct json *array, const char *token)
{
	size_t n = strlen(token), i = 0, wanted = 0;

	if (n == 0 || n > 9 || strspn(token, "0123456789") != n)
		return NULL;
	for (; *token; token++)
		wanted = wanted * 10 + (size_t)(*token - '0');
	json_each (it, array) {
		if (i++ == wanted)
			return it;
	}
	return NULL;
}

/* "~1" is '/', "~0" is '~'. */
static void
unescape(const char *s, size_t n, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '~' && i + 1 < n && (s[i + 1] == '0' || s[i + 1] == '1'))
			buf_char(out, s[++i] == '0' ? '~' : '/');
		else
			buf_char(out, s[i]);
	}
}

/* Follow a JSON pointer; every $id on the way moves the base. */
static void
walk(struct schema_set *set, const char *pointer, struct resource *at)
{
	struct buf token;

	buf_init(&token, BUF_TEXT);
	while (*pointer == '/' && at->tree) {
		size_t n = strcspn(++pointer, "/");

		at->base = schema_base(set, at->base, at->tree);
		unescape(pointer, n, &token);
		at->tree = json_kind(at->tree) == JSON_ARRAY ? element(at->tree, token.s)
							     : json_get(at->tree, token.s);
		pointer += n;
	}
	buf_fini(&token);
}

enum status
schema_locate(struct schema_set *set, const char *uri, struct resource *out, struct err *err)
{
	size_t n;
	const char *fragment = schema_uri_fragment(uri, &n);
	size_t whole = fragment[0] == '\0' || fragment[0] == '/' ? n : strlen(uri);
	const struct map_entry *e;
	struct buf pointer;

	if (schema_load(set, uri, err))
		return err->status;
	e = map_find(&set->uris, uri, whole);
	if (e) {
		*out = set->resources.at[e->value];
		buf_init(&pointer, BUF_TEXT);
		schema_uri_decode(fragment[0] == '/' ? fragment : "", &pointer);
		walk(set, pointer.s, out);
		buf_fini(&pointer);
	}
	if (e == NULL || out->tree == NULL)
		return err_set(err, set->builtin ? ST_BUG : ST_DATA,
		    "\"%.200s\" names no schema: correct the $ref or add the schema", uri);
	return ST_OK;
}
