/*
 * change - what a run is about in a line, and the changed files in short.
 *
 * Ownership: what is passed is lent for the call.
 */
#ifndef VIEW_CHANGE_H
#define VIEW_CHANGE_H

#include "base/buf.h"

struct json;
struct view;

/* The title of the story; of a run without one, which change it is about.  Text from outside. */
void view_title(const struct json *doc, struct buf *out);

/* "1a2b3c4d5e6f..7f8e9d0c1b2a, 3 files: shop/cart.py and more" */
void view_change_name(const struct json *change, struct buf *out);

/* "Cart, total": what encloses the changed lines, at most `most` of them. */
void view_symbols(const struct json *file, size_t most, struct buf *out);

/* A table of the changed files, what makes the change reach further and what could not be looked
   at; nothing where the document has no change.  On a terminal the first `most` files, 0 for all.
 */
void view_change(const struct json *doc, size_t most, const struct view *view, struct buf *out);

#endif
