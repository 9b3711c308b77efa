/*
 * plain - text from outside for one line of a file that others read: in a cell, a name, a message.
 *
 * utf8_visible() says what is spelled; each run of white space is one space.
 *
 * Limits: what is longer than `most` bytes ends at a character before, with an ellipsis.
 */
#ifndef VIEW_PLAIN_H
#define VIEW_PLAIN_H

#include <stddef.h>

#include "base/buf.h"

void plain_line(struct buf *out, const char *s, size_t most);

/* The same for Markdown: nothing of it is markup, a mention, a reference or a link. */
void plain_markdown(struct buf *out, const char *s, size_t most);

/* The length of the longest start of s of at most `most` bytes that ends between characters. */
size_t plain_cut(const char *s, size_t n, size_t most);

#endif
