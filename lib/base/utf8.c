#include "base/utf8.h"

#include <string.h>
#include <wchar.h>

/* Length of the valid sequence at s, or 0. */
static size_t
sequence(const unsigned char *s, size_t n)
{
	unsigned char lo = 0x80, hi = 0xbf;
	size_t len;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	len = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (s[0] == 0xe0)
		lo = 0xa0;
	else if (s[0] == 0xed)
		hi = 0x9f;
	else if (s[0] == 0xf0)
		lo = 0x90;
	else if (s[0] == 0xf4)
		hi = 0x8f;
	if (n < len || s[1] < lo || s[1] > hi)
		return 0;
	for (size_t i = 2; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	return len;
}

size_t
utf8_check(const char *s, size_t n)
{
	size_t i = 0, len;

	while (i < n) {
		uint64_t word;

		if (n - i >= 8) { /* eight ASCII bytes at a time */
			memcpy(&word, s + i, 8);
			if ((word & 0x8080808080808080u) == 0) {
				i += 8;
				continue;
			}
		}
		len = sequence((const unsigned char *)s + i, n - i);
		if (len == 0)
			return i;
		i += len;
	}
	return n;
}

uint32_t
utf8_next(const char *s, size_t n, size_t *len)
{
	const unsigned char *u = (const unsigned char *)s;

	*len = sequence(u, n);
	switch (*len) {
	case 1:
		return u[0];
	case 2:
		return (uint32_t)(u[0] & 0x1f) << 6 | (u[1] & 0x3f);
	case 3:
		return (uint32_t)(u[0] & 0x0f) << 12 | (uint32_t)(u[1] & 0x3f) << 6 | (u[2] & 0x3f);
	case 4:
		return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3f) << 12 |
		       (uint32_t)(u[2] & 0x3f) << 6 | (u[3] & 0x3f);
	default:
		*len = 1;
		return 0xfffd;
	}
}

void
utf8_put(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_char(b, (char)c);
	} else if (c < 0x800) {
		buf_char(b, (char)(0xc0 | c >> 6));
		buf_char(b, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_char(b, (char)(0xe0 | c >> 12));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(b, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_char(b, (char)(0xf0 | c >> 18));
		buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(b, (char)(0x80 | (c & 0x3f)));
	}
}

void
utf8_repair(struct buf *b, const char *s, size_t n)
{
	size_t good;

	while (n > 0) {
		good = utf8_check(s, n);
		buf_add(b, s, good);
		if (good == n)
			return;
		utf8_put(b, 0xfffd);
		s += good + 1;
		n -= good + 1;
	}
}

static bool
is_bidi_control(uint32_t c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

void
utf8_visible(struct buf *b, const char *s, size_t n, bool lines)
{
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);

		if (c == 0xfffd && len == 1)
			buf_printf(b, "\\x%02x", (unsigned char)s[i]);
		else if ((c == '\n' || c == '\t') && lines)
			buf_char(b, s[i]);
		else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			buf_printf(b, "\\x%02x", (unsigned)c);
		else if (is_bidi_control(c))
			buf_printf(b, "\\u{%04x}", (unsigned)c);
		else
			buf_add(b, s + i, len);
	}
}

size_t
utf8_width(const char *s, size_t n)
{
	size_t columns = 0, len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);
		int w = wcwidth((wchar_t)c);

		columns += w >= 0 ? (size_t)w : len;
	}
	return columns;
}
