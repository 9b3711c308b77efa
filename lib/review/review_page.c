#include <string.h>

#include "base/utf8.h"
#include "io/terminal.h"
#include "review/review_private.h"

#define PROMPT_ROWS 2
#define ROWS_LEAST 4
#define TAB 8

/* Columns of a line as the terminal shows it; the sequences in it are our own colours. */
static size_t
line_columns(const char *s, size_t n)
{
	size_t columns = 0;

	while (n > 0) {
		size_t len = 1;

		if (*s == '\033') {
			while (len < n && s[len - 1] != 'm')
				len++;
		} else if (*s == '\t') {
			columns += TAB - columns % TAB;
		} else {
			utf8_next(s, n, &len);
			columns += utf8_width(s, len);
		}
		s += len;
		n -= len;
	}
	return columns;
}

static size_t
rows_of(const char *s, size_t n, int columns)
{
	size_t width = line_columns(s, n), across = columns > 0 ? (size_t)columns : 80;

	return width == 0 ? 1 : (width + across - 1) / across;
}

static size_t
line_length(const char *s, size_t n)
{
	const char *end = memchr(s, '\n', n);

	return end ? (size_t)(end - s) + 1 : n;
}

void
review_page_next(struct review *review)
{
	struct buf *page = &review->page;
	int columns = terminal_columns(review->terminal), rows = terminal_rows(review->terminal);
	size_t left = (size_t)(rows > PROMPT_ROWS + ROWS_LEAST ? rows - PROMPT_ROWS : ROWS_LEAST);
	size_t from = review->shown, to = from;
	struct err ignored = ERR_INIT;

	while (to < page->len) {
		size_t n = line_length(page->s + to, page->len - to);
		size_t text = page->s[to + n - 1] == '\n' ? n - 1 : n;
		size_t needs = rows_of(page->s + to, text, columns);

		if (needs > left && to > from)
			break;
		left -= needs < left ? needs : left;
		to += n;
	}
	terminal_write(review->terminal, page->s + from, to - from, &ignored);
	review->shown = to;
}

size_t
review_page_left(const struct review *review)
{
	size_t lines = 0;

	for (size_t at = review->shown; at < review->page.len; lines++)
		at += line_length(review->page.s + at, review->page.len - at);
	return lines;
}
