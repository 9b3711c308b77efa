/*
 * code - program text for a person: colours where there may be some, line numbers where asked for.
 *
 * Lines are never cut: what is shown can be copied.  Control characters are shown, not sent; each
 * line ends its own colours, so that a pager may begin anywhere.
 */
#ifndef VIEW_CODE_H
#define VIEW_CODE_H

#include "base/buf.h"

struct view;

/* language as in highlight.h; first is the number of the first line, 0 for no numbers.  What is
   appended ends with a newline unless code is empty. */
void view_code(
    const struct view *view, struct buf *out, const char *language, const char *code, size_t first);

#endif
