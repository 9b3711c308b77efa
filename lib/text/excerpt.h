/*
 * excerpt - so much of a text as there is room for.
 */
#ifndef TEXT_EXCERPT_H
#define TEXT_EXCERPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* How many bytes of n to keep so that max is not passed and no character is cut. */
size_t excerpt_cut(const char *s, size_t n, size_t max);

/* Lines first to last of a text, from 1, with their newlines; *len is 0 where there are none. */
const char *excerpt_lines(const char *s, size_t n, size_t first, size_t last, size_t *len);

/* Append at most max bytes of a text on one line: runs of white space become a space, characters
   that only command a terminal or turn the writing direction are left out, "..." ends what was
   longer.  True when something was left. */
bool excerpt_line(struct buf *out, const char *s, size_t max);

#endif
