#include "view/plain.h"

#include <string.h>

#include "base/utf8.h"

#define BLANK " \t\r\n"

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
	struct buf line;

	buf_init(&line, SIZE_MAX / 4);
	for (size_t i = 0; i < keep;) {
		size_t word = strcspn(s + i, BLANK);

		if (word > keep - i)
			word = keep - i;
		buf_add(&line, s + i, word);
		i += word;
		if (i < keep)
			buf_char(&line, ' ');
		i += strspn(s + i, BLANK);
	}
	utf8_visible(out, line.s, line.len, false);
	buf_fini(&line);
	if (keep < n)
		buf_str(out, "…");
}
