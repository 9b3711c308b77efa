#include "text/excerpt.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define MORE "..."

size_t
excerpt_cut(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x2028 || c == 0x2029;
}

static bool
is_command(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

bool
excerpt_line(struct buf *out, const char *s, size_t max)
{
	size_t n = strlen(s), from = out->len, len, fits = from;
	bool gap = false;

	for (size_t at = 0; at < n; at += len) {
		uint32_t c = utf8_next(s + at, n - at, &len);

		if (is_space(c) || is_command(c)) {
			gap = gap || is_space(c);
			continue;
		}
		if (gap && out->len > from)
			buf_char(out, ' ');
		gap = false;
		utf8_put(out, c);
		if (out->len - from > max) {
			buf_cut(out, fits);
			buf_str(out, MORE);
			return true;
		}
		if (out->len - from + strlen(MORE) <= max)
			fits = out->len;
	}
	return false;
}

const char *
excerpt_lines(const char *s, size_t n, size_t first, size_t last, size_t *len)
{
	size_t line = 1, at = 0, from;

	while (line < first && at < n)
		line += s[at++] == '\n';
	for (from = at; at < n && line <= last; at++)
		line += s[at] == '\n';
	*len = first > 0 && last >= first ? at - from : 0;
	return s + from;
}
