/*
 * utf8 - valid text, and text that is safe to show.
 *
 * Source: RFC 3629 (no surrogates, no overlong forms, up to U+10FFFF).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Offset of the first byte that is not valid UTF-8, or n. */
size_t utf8_check(const char *s, size_t n);

/* The code point at s and its length in bytes (1 and U+FFFD where invalid).  n >= 1. */
uint32_t utf8_next(const char *s, size_t n, size_t *len);
void utf8_put(struct buf *b, uint32_t code_point);

/* Append n bytes with everything invalid replaced by U+FFFD. */
void utf8_repair(struct buf *b, const char *s, size_t n);

/*
 * Append n bytes so that a terminal shows them and obeys none: C0 and C1 controls and DEL appear
 * as \xNN, the bidirectional controls and all that takes no place on the screen as \u{NNNN};
 * newline and tab pass only if `lines` is set.  A joiner passes between two letters of a script
 * that is spelled with it and between two symbols, a presentation selector once behind what it
 * changes.
 *
 * Source: Unicode 16, Default_Ignorable_Code_Point, with the separators U+2028 and U+2029.
 */
void utf8_visible(struct buf *b, const char *s, size_t n, bool lines);

/* Terminal columns of n bytes, in a UTF-8 locale or not (then one a byte). */
size_t utf8_width(const char *s, size_t n);

#endif
