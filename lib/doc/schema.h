/*
 * schema - JSON Schema, draft-07, compiled once and applied to cJSON trees.
 *
 * All assertion, applicator and reference keywords of draft-07 (with `format` asserted for the
 * names listed in schema_format.c); $ref within the schema, to another schema of the set, or to the
 * draft-07 metaschema.  tests/unit holds it to the official test suite.
 *
 * Ownership: schema_set_new() gives, schema_set_free() ends; a compiled schema lives as long as its
 * set.  The set keeps the parsed schema texts.
 *
 * Errors: an unusable schema is ST_BUG for built-in schemas, ST_DATA for a user's; an instance that
 * does not fit is ST_DATA with the place and the expectation of the first failure:
 * "phases.coverage.output.criteria[2].status: expected one of covered, weak, gap".
 *
 * Source: https://json-schema.org/draft-07/json-schema-validation.
 */
#ifndef DOC_SCHEMA_H
#define DOC_SCHEMA_H

#include <stddef.h>

#include "base/err.h"

struct json;
struct schema;
struct schema_set;

struct schema_set *schema_set_new(void);
void schema_set_free(struct schema_set *set);

/* Add a schema under its $id (or `uri` when it has none).  Takes the tree. */
enum status schema_set_add(
    struct schema_set *set, const char *uri, struct json *tree, struct err *err);

/* Compile what `uri` (with an optional #fragment) names. */
enum status schema_compile(
    struct schema_set *set, const char *uri, const struct schema **out, struct err *err);

enum status schema_check(const struct schema *schema, const struct json *instance, struct err *err);

/*
 * Built-in schemas: "run-document", "test-case", "ingestion" ...: schemas/NAME.schema.json,
 * compiled into the library.  NULL text for an unknown name.
 */
const char *schema_builtin_text(const char *name, size_t *n);
const char *schema_builtin_name(size_t i); /* NULL behind the last; sorted */

/* A set that holds all built-in schemas NAME needs, and NAME compiled. */
enum status schema_builtin(
    const char *name, struct schema_set **set, const struct schema **out, struct err *err);

#endif
