/*
 * toml - a TOML document as JSON values: what manifests and lock files of Python and Rust hold.
 *
 * Tables, arrays of tables, dotted and quoted keys, strings of all four kinds, inline tables,
 * arrays.  Numbers become numbers where JSON can hold them; dates and other plain values stay text.
 *
 * Ownership: *out is the caller's, json_free() it.
 * Errors: ST_DATA with the line.
 * Limits: TOML_MAX bytes, 32 levels, 2,000 keys a table, 100 million keys looked at.
 *
 * Source: toml.io, 1.0.0.
 */
#ifndef DETECT_TOML_H
#define DETECT_TOML_H

#include <stddef.h>

#include "base/err.h"

#define TOML_MAX ((size_t)4 * 1024 * 1024)

struct json;

enum status toml_parse(const char *text, size_t n, struct json **out, struct err *err);

#endif
