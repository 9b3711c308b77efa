/*
 * schema_portable - a JSON Schema as far as a provider's own mechanism goes.
 *
 * Providers compile a schema into a grammar and take only part of the language: every object is
 * closed, references are put in place, oneOf is anyOf, a list of types is anyOf, and what is not
 * taken (limits, patterns, defaults ...) goes to the description as {key: value}.  SCHEMA_STRICT
 * (OpenAI) also requires every property; one that was optional may be null instead.
 *
 * NULL where the schema cannot be said so without losing answers: recursion, maps, tuples, values
 * of any kind, too deep or too large.  Then the schema is for the prompt.
 *
 * The full schema is checked here in any case, after schema_portable_undo(), which takes out the
 * null members that stand for "absent".
 *
 * Source: the structured output guides of Anthropic and OpenAI as of 2026-11.
 */
#ifndef LLM_SCHEMA_PORTABLE_H
#define LLM_SCHEMA_PORTABLE_H

enum schema_style { SCHEMA_CLOSED, SCHEMA_STRICT };

struct json;

struct json *schema_portable(const struct json *schema, enum schema_style style);
void schema_portable_undo(const struct json *schema, struct json *value);

#endif
