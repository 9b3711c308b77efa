#include "view/plain.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static bool
turns_around(uint32_t c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static bool
is_unseen(uint32_t c)
{
	return c == 0x00ad || c == 0x034f || c == 0x180e || (c >= 0x200b && c <= 0x200d) ||
	       c == 0x2028 || c == 0x2029 || (c >= 0x2060 && c <= 0x2064) ||
	       (c >= 0x206a && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe007f) || (c & 0xfffe) == 0xfffe;
}

size_t
plain_spell(const char *s, size_t n, bool lines, char out[PLAIN_SPELLED])
{
	size_t len;
	uint32_t c = utf8_next(s, n, &len);

	if (c == 0xfffd && len == 1)
		snprintf(out, PLAIN_SPELLED, "\\x%02x", (unsigned char)*s);
	else if ((c == '\n' || c == '\t') && lines)
		return 0;
	else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		snprintf(out, PLAIN_SPELLED, "\\x%02x", (unsigned)c);
	else if (turns_around(c) || is_unseen(c))
		snprintf(out, PLAIN_SPELLED, "\\u{%04x}", (unsigned)c);
	else
		return 0;
	return len;
}

void
plain_text(struct buf *out, const char *s, size_t n, bool lines)
{
	char spelled[PLAIN_SPELLED];
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		if (!lines && (s[i] == '\n' || s[i] == '\t' || s[i] == '\r')) {
			buf_char(out, ' ');
			len = 1;
			continue;
		}
		len = plain_spell(s + i, n - i, lines, spelled);
		if (len) {
			buf_str(out, spelled);
			continue;
		}
		utf8_next(s + i, n - i, &len);
		buf_add(out, s + i, len);
	}
}

size_t
plain_cut(const char *s, size_t n, size_t most)
{
	size_t at = 0, len;

	if (n <= most)
		return n;
	while (at < most) {
		utf8_next(s + at, n - at, &len);
		if (at + len > most)
			break;
		at += len;
	}
	return at;
}

void
plain_line(struct buf *out, const char *s, size_t most)
{
	size_t n = strlen(s), keep = plain_cut(s, n, most);

	for (size_t i = 0; i < keep;) {
		size_t word = strcspn(s + i, " \t\r\n");

		if (word > keep - i)
			word = keep - i;
		plain_text(out, s + i, word, false);
		i += word;
		if (i < keep)
			buf_char(out, ' ');
		i += strspn(s + i, " \t\r\n");
	}
	if (keep < n)
		buf_str(out, "…");
}
