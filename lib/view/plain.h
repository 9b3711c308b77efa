/*
 * plain - text from outside, made safe to show anywhere: what would not be seen, or would turn the
 * text around it, is spelled.
 *
 * Controls and invalid bytes appear as utf8_visible() has them; characters without a width of their
 * own (zero-width space and joiners, word joiner, soft hyphen, byte order mark, tags, line and
 * paragraph separators) as \u{NNNN} too, so that no two texts look alike and differ.
 *
 * Limits: plain_cut() and what takes `most` end at a character, with an ellipsis.
 */
#ifndef VIEW_PLAIN_H
#define VIEW_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define PLAIN_SPELLED 16

/* How a character that is to be spelled is spelled, and its length in bytes; 0 for one that may
   stand as it is.  n >= 1. */
size_t plain_spell(const char *s, size_t n, bool lines, char out[PLAIN_SPELLED]);

/* Append n bytes; newline and tab pass if `lines`, else they become a space. */
void plain_text(struct buf *out, const char *s, size_t n, bool lines);

/* On one line, at most so many bytes of it, each run of white space as one space. */
void plain_line(struct buf *out, const char *s, size_t most);

/* The length of the longest start of s of at most `most` bytes that ends between characters. */
size_t plain_cut(const char *s, size_t n, size_t most);

#endif
