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

/* What takes no place on a screen, or turns the text around it; U+FE0E and U+FE0F are apart. */
static bool
is_invisible(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = { { 0xad, 0xad }, { 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x115f, 0x1160 },
		{ 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
		{ 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0d }, { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff } };

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && c >= ranges[i].from; i++) {
		if (c <= ranges[i].to)
			return true;
	}
	return false;
}

static bool
is_presentation(uint32_t c)
{
	return c == 0xfe0e || c == 0xfe0f;
}

/* Arabic to Georgian, where joiners are part of spelling; symbols and emoji. */
static bool
is_joined(uint32_t c)
{
	return !is_invisible(c) && ((c >= 0x600 && c <= 0x10ff) || (c >= 0x2190 && c <= 0x2bff) ||
				       (c >= 0x1f000 && c <= 0x1faff));
}

/* What takes no place but belongs to the one before: an emoji's form, a joiner between two. */
static bool
belongs(uint32_t c, uint32_t before, const char *next, size_t n)
{
	size_t len;

	if (is_presentation(c))
		return before > 0x20 && !is_invisible(before) && !is_presentation(before);
	return (c == 0x200c || c == 0x200d) && (is_joined(before) || is_presentation(before)) &&
	       n > 0 && is_joined(utf8_next(next, n, &len));
}

void
utf8_visible(struct buf *b, const char *s, size_t n, bool lines)
{
	uint32_t before = 0;
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);
		bool hidden = is_invisible(c) || is_presentation(c);

		if (c == 0xfffd && len == 1)
			buf_printf(b, "\\x%02x", (unsigned char)s[i]);
		else if ((c == '\n' || c == '\t') && lines)
			buf_char(b, s[i]);
		else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			buf_printf(b, "\\x%02x", (unsigned)c);
		else if (hidden && !belongs(c, before, s + i + len, n - i - len))
			buf_printf(b, "\\u{%04x}", (unsigned)c);
		else
			buf_add(b, s + i, len);
		before = c;
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
