/*
 * schema_keyword - from a keyword's argument to a rule of its node.
 */
#ifndef DOC_SCHEMA_KEYWORD_H
#define DOC_SCHEMA_KEYWORD_H

#include "doc/schema_node.h"

struct keyword;

typedef enum status compile_fn(
    struct schema *node, const struct keyword *keyword, const struct json *value, struct err *err);

struct keyword {
	const char *name;
	compile_fn *compile;
	rule_check *check;
	unsigned applies;
	int rank; /* lower is checked first */
};

const struct keyword *schema_keyword(const char *name); /* NULL when it asserts nothing */

/* schema_compile.c: what the keywords build with. */
enum status schema_wrong(
    const struct schema *node, const struct keyword *keyword, const char *wanted, struct err *err);
struct rule *schema_add_rule(struct schema *node, const struct keyword *keyword);
bool schema_is(const struct json *value); /* of the right kind for a schema */
struct schema *schema_child(struct schema *node, const struct json *value);
struct regex *schema_regex(struct schema *node, const char *pattern, struct err *err);

/* schema_object.c */
compile_fn compile_dependencies, compile_required, compile_properties, compile_patterns,
    compile_additional;

#endif
