/*
 * yaml - YAML 1.1 text as JSON values, over libyaml.
 *
 * One document.  Plain scalars become null, booleans (true/false only: "no" and "on" stay text) and
 * numbers; quoted ones stay strings.  Anchors and aliases, tags, merge keys, duplicate keys and
 * non-scalar keys are refused, so that input cannot grow while it is read.
 *
 * Errors: ST_DATA with line and column.  Limits: JSON_MAX_DEPTH levels.
 * Ownership: *out is the caller's, json_free() it.  An empty document is an empty object.
 */
#ifndef IO_YAML_H
#define IO_YAML_H

#include <stddef.h>

#include "base/err.h"

struct json;

enum status yaml_parse(const char *text, size_t n, struct json **out, struct err *err);

/* Where the value at a dotted path was written, 1-based; 0 when not there. */
int yaml_line_of(const char *text, size_t n, const char *dotted);

#endif
