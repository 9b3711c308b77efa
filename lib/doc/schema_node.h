/*
 * schema_node - the insides of schema.h: compiled nodes, their rules, and the set that owns them.
 *
 * A node is one (sub)schema, a rule is one keyword of it with its argument ready to use.  Nodes are
 * made when something points to them and filled from a list of work, so that a chain of references
 * costs no stack.
 *
 * Ownership: the set owns nodes, rules, regexes and schema trees; everything else is lent.
 */
#ifndef DOC_SCHEMA_NODE_H
#define DOC_SCHEMA_NODE_H

#include <stdbool.h>

#include "base/map.h"
#include "base/vec.h"
#include "doc/schema.h"

struct check;
struct regex;
struct rule;

typedef bool rule_check(struct check *c, const struct rule *rule, const struct json *j);
typedef bool format_check(const char *s);

struct member {
	struct schema *node; /* NULL: anything */
	bool required;
};

struct member_pattern {
	struct regex *regex;
	struct schema *node;
};

/* properties, patternProperties, additionalProperties and required, checked in one pass. */
struct members {
	struct map names; /* values are places in at */
	VEC_OF(struct member) at;
	VEC_OF(struct member_pattern) patterns;
	struct schema *additional; /* NULL: anything */
	size_t required;
};

#define RULE_WHOLE 1u /* in a mask of kinds (1u << JSON_...): numbers without a fraction */
#define RULE_ANY 0xfeu
#define RULE_KIND(kind) (1u << (kind))

struct rule {
	rule_check *check;
	unsigned applies; /* kinds of instances */
	int rank;	  /* cheap and telling rules go first */
	double number;
	unsigned kinds;
	const struct json *value; /* enum, const; the name a $ref was written with */
	const char *text;	  /* format's or pattern's; the address of a $ref */
	struct schema *node, *yes, *no;
	VEC_OF(struct schema *) nodes;
	struct regex *regex;
	format_check *format;
	struct members *members;
};

struct schema {
	struct schema_set *set;
	const struct json *tree;
	const char *base; /* its URI, without a fragment */
	bool never;	  /* the schema `false` */
	VEC_OF(struct rule) rules;
};

/* Where a URI leads.  base is the one around tree, before tree's own $id. */
struct resource {
	const struct json *tree;
	const char *base;
};

struct schema_set {
	bool builtin; /* references between built-in schemas are followed when first needed */
	struct arena text;
	VEC_OF(struct json *) trees;
	VEC_OF(struct resource) resources;
	struct map uris;  /* to resources */
	struct map nodes; /* by address of the tree, to made */
	VEC_OF(struct schema *) made;
	size_t filled; /* made[0..filled) are */
	struct map patterns;
	VEC_OF(struct regex *) regexes;
};

/* schema_set.c */
enum status schema_load(struct schema_set *set, const char *uri, struct err *err);
enum status schema_locate(
    struct schema_set *set, const char *uri, struct resource *out, struct err *err);
bool schema_knows(const struct schema_set *set, const char *uri);  /* there or built in */
bool schema_loaded(const struct schema_set *set, const char *uri); /* there */
const char *schema_base(struct schema_set *set, const char *base, const struct json *tree);

/* schema_compile.c: what a full URI names, ready to use. */
enum status schema_reach(
    struct schema_set *set, const char *uri, struct schema **out, struct err *err);

/* schema_check.c */
rule_check rule_type, rule_enum, rule_const, rule_ref, rule_all, rule_any, rule_one, rule_not,
    rule_if;
/* schema_values.c */
rule_check rule_minimum, rule_maximum, rule_more_than, rule_less_than, rule_multiple,
    rule_min_length, rule_max_length, rule_pattern, rule_format;
/* schema_containers.c */
rule_check rule_min_items, rule_max_items, rule_unique, rule_items, rule_tuple, rule_contains,
    rule_members, rule_min_members, rule_max_members, rule_names, rule_needs, rule_needs_schema;

/* schema_format.c: NULL for a name that is not asserted. */
format_check *schema_format(const char *name);

#endif
