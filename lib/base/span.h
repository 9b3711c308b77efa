/*
 * span - what a change is called where there is one line for it.
 *
 *	1a2b3c4d5e6f..7f8e9d0c1b2a, 3 files: shop/cart.py and more
 *
 * Names are text from outside and appended as they are.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stddef.h>

#include "base/buf.h"

/* base and head: commits or other names, "" where they are not known; ids are cut short.  first is
   the path of the first of the files. */
void span_text(
    struct buf *out, const char *base, const char *head, size_t files, const char *first);

/* The name of a commit alone; an id is cut short. */
void span_commit(struct buf *out, const char *name);

#endif
