/*
 * span - what a change is called where there is one line for it.
 *
 *	1a2b3c4d5e6f..7f8e9d0c1b2a, 3 files: shop/cart.py and more
 *	cart: rounds VAT (1a2b3c4d5e6f..7f8e9d0c1b2a, 3 files)
 *
 * Names are text from outside and appended as they are.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stddef.h>

#include "base/buf.h"

struct span {			 /* "" where it is not known */
	const char *base, *head; /* commits or other names; ids are cut short */
	const char *message;	 /* what its commits say, the newest first */
	const char *first;	 /* path of the first file */
	size_t files;
};

void span_text(struct buf *out, const struct span *span);

/* The name of a commit alone; an id is cut short. */
void span_commit(struct buf *out, const char *name);

#endif
