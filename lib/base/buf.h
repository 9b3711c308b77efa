/*
 * buf - a byte string that grows up to a limit its owner chose.
 *
 * Ownership: the struct is the caller's; the bytes are the buf's, until buf_take() hands them over.
 * b->s is borrowed and moves at each append.
 *
 * Limits and errors: appending returns nothing.  An append that would pass `max` is dropped whole
 * and marks the buf; ask once, at the end, with buf_check().  Running out of memory ends the
 * process (mem.h).
 *
 * Text: s is never NULL and s[len] is always '\0', but bytes may include '\0'; use len.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define BUF_TEXT ((size_t)1024 * 1024)		/* a message, a line, a name */
#define BUF_DOCUMENT ((size_t)64 * 1024 * 1024) /* a run document or a file read whole */

struct buf {
	char *s;
	size_t len, cap, max;
	bool over;
};

void buf_init(struct buf *b, size_t max_bytes);
void buf_fini(struct buf *b);
void buf_clear(struct buf *b); /* empty again, the memory kept */
char *buf_take(struct buf *b); /* free() it; the buf is empty again */

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_cut(struct buf *b, size_t len); /* shorten to len */

/* Room for n more bytes: writes go to b->s + b->len, then b->len is the caller's to raise.
   NULL when that would pass max. */
char *buf_reserve(struct buf *b, size_t n);

/* ST_DATA "WHAT is larger than N bytes" if an append was dropped. */
enum status buf_check(const struct buf *b, const char *what, struct err *err);

#endif
