#include "view/plain.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define BLANK " \t\r\n"
#define BREAK "<!-- -->"

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

/*
 * Source: GitHub Flavored Markdown 0.29, 2.4 (backslash escapes), 6.9 (autolinks); an empty comment
 * keeps GitHub from making a link of what follows.
 */
void
plain_markdown(struct buf *out, const char *s, size_t most)
{
	struct buf line;

	buf_init(&line, BUF_TEXT);
	plain_line(&line, s, most);
	for (const char *c = line.s; *c; c++) {
		if (*c == '<')
			buf_str(out, "&lt;");
		else if (*c == '>')
			buf_str(out, "&gt;");
		else if (*c == '&')
			buf_str(out, "&amp;");
		else {
			if (strchr("\\`*_{}[]()#|~!$^", *c))
				buf_char(out, '\\');
			buf_char(out, *c);
		}
		if (*c == '@' || *c == '#' || (*c == ':' && c[1] == '/') ||
		    (c[1] == '.' && c - line.s >= 2 && strncasecmp(c - 2, "www", 3) == 0))
			buf_str(out, BREAK);
	}
	buf_fini(&line);
}
