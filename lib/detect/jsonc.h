/*
 * jsonc - JSON with comments and with commas behind the last element, as bun.lock is written.
 *
 * Errors: those of json_parse(); lines and columns are those of the text.
 */
#ifndef DETECT_JSONC_H
#define DETECT_JSONC_H

#include <stddef.h>

#include "base/err.h"

struct json;

enum status jsonc_parse(const char *text, size_t n, struct json **out, struct err *err);

#endif
