/*
 * regex_ecma - JSON Schema's pattern dialect (ECMA 262 with the u flag) in PCRE2's words.
 *
 * What differs is rewritten (\s, \S, the dot, a '[' inside a class, long property names), what
 * ECMA 262 does not have is refused (\A, \Z, \a, (?>...), (*VERB), (?i)).  \S inside a class keeps
 * PCRE2's meaning, which knows fewer white-space characters.
 *
 * Source: ECMA 262, 21.2; pcre2pattern(3).
 */
#ifndef IO_REGEX_ECMA_H
#define IO_REGEX_ECMA_H

#include "base/buf.h"
#include "base/err.h"

enum status regex_from_ecma(const char *pattern, struct buf *out, struct err *err);

#endif
