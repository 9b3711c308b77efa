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

struct lines {
	struct buf text;
	size_t at, indent, columns; /* at: where the next byte goes */
};

static void
new_line(struct lines *l)
{
	buf_char(&l->text, '\n');
	l->at = 0;
}

/* A word, in pieces where it is longer than a line. */
static void
add_word(struct lines *l, const char *s, size_t n)
{
	size_t width = utf8_width(s, n);

	if (l->at > l->indent && l->at + 1 + width > l->columns)
		new_line(l);
	if (l->at > l->indent) {
		buf_char(&l->text, ' ');
		l->at++;
	}
	for (;;) {
		size_t took;

		indent_to(&l->text, l->at, l->indent);
		l->at = l->at < l->indent ? l->indent : l->at;
		took = piece(s, n, l->columns > l->at ? l->columns - l->at : 1, &width);
		buf_add(&l->text, s, took);
		l->at += width;
		if (took == n)
			return;
		s += took;
		n -= took;
		new_line(l);
	}
}

static void
fill(struct lines *l, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, " ");

		if (n > 0)
			add_word(l, s, n);
		s += n;
		s += strspn(s, " ");
	}
}

void
view_wrap(const struct view *view, struct buf *out, enum style style, size_t at, size_t indent,
    const char *text)
{
	struct lines l = { .at = at, .indent = indent, .columns = (size_t)view->columns };
	struct buf shown;

	if (l.indent + LEAST > l.columns)
		l.indent = l.columns > LEAST ? l.columns - LEAST : 0;
	buf_init(&shown, 8 * BUF_TEXT);
	buf_init(&l.text, 16 * BUF_TEXT);
	utf8_visible(&shown, text, strlen(text), true);
	for (size_t i = 0; i < shown.len; i++) {
		if (shown.s[i] == '\n' || shown.s[i] == '\t')
			shown.s[i] = ' ';
	}
	if (view->columns == 0)
		buf_str(&l.text, shown.s);
	else
		fill(&l, shown.s);
	view_text(view, out, style, l.text.s);
	buf_char(out, '\n');
	buf_fini(&shown);
	buf_fini(&l.text);
}
