#include "text/failure_private.h"

#include <string.h>

#include "base/utf8.h"
#include "text/excerpt.h"

#define ESC '\x1b'
#define OSC_MAX 4096

/* The end of the escape sequence at s: CSI, the texts that end in BEL or ST, or two bytes. */
static size_t
escape_end(const char *s, size_t n)
{
	size_t i = 2;

	if (n < 2)
		return n;
	if (s[1] == '[') {
		while (i < n && (unsigned char)s[i] >= 0x20 && (unsigned char)s[i] < 0x40)
			i++;
		return i < n && (unsigned char)s[i] >= 0x40 && (unsigned char)s[i] < 0x7f ? i + 1
											  : i;
	}
	if (strchr("]PX^_", s[1]) && s[1]) {
		while (i < n && i < OSC_MAX && s[i] != '\a' && s[i] != ESC && s[i] != '\n')
			i++;
		if (i < n && s[i] == '\a')
			return i + 1;
		return i + 1 < n && s[i] == ESC && s[i + 1] == '\\' ? i + 2 : i;
	}
	while (i - 1 < n && (unsigned char)s[i - 1] >= 0x20 && (unsigned char)s[i - 1] < 0x30)
		i++;
	return i < n ? i : n;
}

static bool
is_control(unsigned char c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f;
}

static void
strip(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == ESC) {
			i += escape_end(s + i, n - i) - 1;
		} else if (s[i] == '\r') {
			if (i + 1 == n || s[i + 1] != '\n')
				buf_char(out, '\n');
		} else if (!is_control((unsigned char)s[i])) {
			buf_char(out, s[i]);
		}
	}
}

static void
add_lines(struct buf *out, const char *s, size_t n)
{
	struct buf plain;

	buf_init(&plain, FAILURE_TEXT + 1);
	strip(&plain, s, n);
	for (const char *p = plain.s, *end = plain.s + plain.len; p < end;) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((newline ? newline : end) - p);
		size_t kept = excerpt_cut(p, len, FAILURE_WIDTH);

		utf8_repair(out, p, kept);
		if (kept < len)
			buf_str(out, "...");
		buf_char(out, '\n');
		p += len + (newline != NULL);
	}
	buf_fini(&plain);
}

void
failure_clean(struct buf *out, const char *s, size_t n)
{
	const char *from = s;

	if (n <= FAILURE_TEXT) {
		add_lines(out, s, n);
		return;
	}
	add_lines(out, s, FAILURE_TEXT / 2);
	buf_str(out, "...\n");
	from = s + n - FAILURE_TEXT / 2;
	add_lines(out, from, FAILURE_TEXT / 2);
}
