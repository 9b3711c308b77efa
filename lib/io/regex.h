/*
 * regex - Perl-compatible patterns with a bound on what a match may cost, over PCRE2.
 *
 * Patterns come from data files that users write, subjects from anywhere: matching has a step and a
 * depth limit, and a match that passes them counts as no match (regex_match) with ST_DATA.
 *
 * Ownership: regex_compile() gives, regex_free() ends.  Offsets are into the subject.  One thread
 * at a time may match with a regex.
 *
 * Text: patterns are UTF-8; subjects should be.  Bytes that are not UTF-8 match nothing
 * (REGEX_ECMA: are ST_DATA).  A subject is checked at from == 0 and must not change while it is
 * walked with from > 0.
 *
 * Limits: 10,000 bytes of pattern, a million steps, 20 MiB.
 */
#ifndef IO_REGEX_H
#define IO_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct regex;

#define REGEX_GROUPS 16

struct regex_match {
	size_t from[REGEX_GROUPS], to[REGEX_GROUPS]; /* group 0 is the whole; (size_t)-1 unset */
};

enum regex_flags {
	REGEX_ICASE = 1,
	REGEX_MULTILINE = 2,
	REGEX_ECMA = 4,	  /* JSON Schema's dialect */
	REGEX_BYTES = 8,  /* the subject is bytes, not UTF-8: nothing is checked before each match,
			     so that going through a long text match by match stays linear */
	REGEX_LIGHT = 16, /* with REGEX_BYTES, for a few short subjects: no machine code, which
			     takes longer to make than they take to match */
};

enum status regex_compile(const char *pattern, int flags, struct regex **out, struct err *err);
void regex_free(struct regex *re);

/* ST_OK and *m filled, ST_NO when there is no match at or after `from`. */
enum status regex_match(const struct regex *re, const char *s, size_t n, size_t from,
    struct regex_match *m, struct err *err);

/* The number of the group called name, or -1. */
int regex_group(const struct regex *re, const char *name);

#endif
