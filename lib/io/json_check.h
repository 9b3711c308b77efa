/*
 * json_check - the grammar of JSON, checked byte by byte before cJSON sees the text.
 *
 * Refuses what json.h says is refused except duplicate members, with line and column.
 */
#ifndef IO_JSON_CHECK_H
#define IO_JSON_CHECK_H

#include <stddef.h>

#include "base/err.h"

enum status json_check(const char *text, size_t n, struct err *err);

#endif
