/*
 * schema_portable_private - what both ways share.
 */
#ifndef LLM_SCHEMA_PORTABLE_PRIVATE_H
#define LLM_SCHEMA_PORTABLE_PRIVATE_H

struct json;

/* The schema, or what its $ref names; NULL where that is nothing here. */
const struct json *schema_refer(const struct json *root, const struct json *schema);
const char *schema_kind_name(const struct json *value); /* "integer" for a whole number */

#endif
