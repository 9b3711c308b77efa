#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static char nothing[1] = "";

void
buf_init(struct buf *b, size_t max_bytes)
{
	*b = (struct buf){ .s = nothing, .max = max_bytes };
}

void
buf_fini(struct buf *b)
{
	if (b->cap)
		free(b->s);
	buf_init(b, b->max);
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->over = false;
	if (b->cap)
		b->s[0] = '\0';
}

char *
buf_take(struct buf *b)
{
	char *s = b->cap ? b->s : mem_strdup("");

	buf_init(b, b->max);
	return s;
}

char *
buf_reserve(struct buf *b, size_t n)
{
	size_t cap;

	if (n > b->max - b->len) {
		b->over = true;
		return NULL;
	}
	if (b->len + n + 1 > b->cap) {
		cap = b->cap ? b->cap * 2 : 64;
		while (cap < b->len + n + 1)
			cap *= 2;
		b->s = mem_realloc(b->cap ? b->s : NULL, cap, 1);
		b->cap = cap;
		b->s[b->len] = '\0';
	}
	return b->s + b->len;
}

void
buf_add(struct buf *b, const void *bytes, size_t n)
{
	char *at;

	if (n == 0 || b->over)
		return;
	at = buf_reserve(b, n);
	if (at == NULL)
		return;
	memcpy(at, bytes, n);
	b->len += n;
	b->s[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *at;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0 || b->over)
		return;
	at = buf_reserve(b, (size_t)n);
	if (at == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(at, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	b->len = len;
	b->s[len] = '\0';
}

enum status
buf_check(const struct buf *b, const char *what, struct err *err)
{
	if (!b->over)
		return ST_OK;
	return err_set(err, ST_DATA, "%s is larger than %zu bytes: split it", what, b->max);
}
