/* Text in lines that fit. */

#include <string.h>

#include "base/utf8.h"
#include "view/table.h"

#define LEAST 20 /* columns of text, however narrow the terminal is */

static void
indent_to(struct buf *out, size_t at, size_t to)
{
	for (; at < to; at++)
		buf_char(out, ' ');
}

/* How many bytes of one word fit, at least one character; *width becomes theirs. */
static size_t
piece(const char *s, size_t n, size_t most, size_t *width)
{
	size_t len, i = 0;

	for (*width = 0; i < n; i += len) {
		size_t w;

		utf8_next(s + i, n - i, &len);
		w = utf8_width(s + i, len);
		if (i > 0 && *width + w > most)
			break;
		*width += w;
	}
	return i;
}

/* The words of one line's text, which has neither newline nor control. */
static void
fill(struct buf *lines, size_t at, size_t indent, size_t columns, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, " "), width = utf8_width(s, n), took = n;

		if (n > 0) {
			if (at > indent && at + 1 + width > columns) {
				buf_char(lines, '\n');
				at = 0;
			}
			if (at > indent) {
				buf_char(lines, ' ');
				at++;
			}
			indent_to(lines, at, indent);
			at = at < indent ? indent : at;
			took = piece(s, n, columns > at ? columns - at : 1, &width);
			buf_add(lines, s, took);
			at += width;
		}
		s += took;
		if (took < n) {
			buf_char(lines, '\n');
			at = 0;
		}
		while (*s == ' ' && took == n)
			s++;
	}
}

void
view_wrap(const struct view *view, struct buf *out, enum style style, size_t at, size_t indent,
    const char *text)
{
	size_t columns = (size_t)view->columns;
	struct buf shown, lines;

	buf_init(&shown, 4 * BUF_TEXT);
	buf_init(&lines, 4 * BUF_TEXT);
	utf8_visible(&shown, text, strlen(text), true);
	for (size_t i = 0; i < shown.len; i++) {
		if (shown.s[i] == '\n' || shown.s[i] == '\t')
			shown.s[i] = ' ';
	}
	if (view->columns == 0)
		buf_str(&lines, shown.s);
	else
		fill(&lines, at, indent, columns < indent + LEAST ? indent + LEAST : columns,
		    shown.s);
	view_text(view, out, style, lines.s);
	buf_char(out, '\n');
	buf_fini(&shown);
	buf_fini(&lines);
}
