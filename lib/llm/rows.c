#include "llm/rows.h"

#include <string.h>

#include "base/buf.h"

static bool
skip(const char **line, size_t *n, const char *what)
{
	size_t length = strlen(what);

	if (*n < length || memcmp(*line, what, length) != 0)
		return false;
	*line += length;
	*n -= length;
	return true;
}

/* Is it a row that does not fit? */
static bool
is_other(const struct rows_form *form, const char *line, size_t n)
{
	size_t end = strlen(form->end);
	const char *quote;

	while (skip(&line, &n, " "))
		continue;
	if (!skip(&line, &n, form->begin) || !skip(&line, &n, form->member) ||
	    !skip(&line, &n, "\"") || n < end || memcmp(line + n - end, form->end, end) != 0)
		return false;
	quote = memchr(line, '"', n);
	if (quote == NULL || memchr(line, '\\', (size_t)(quote - line)))
		return false;
	return !form->fits(form->arg, line, (size_t)(quote - line));
}

void
rows_narrow(struct buf *text, const struct rows_form *form)
{
	size_t from = 0, to = 0;

	while (from < text->len) {
		const char *newline = memchr(text->s + from, '\n', text->len - from);
		size_t n = newline ? (size_t)(newline - text->s) - from : text->len - from;
		size_t skip = is_other(form, text->s + from, n) ? n : 0;
		size_t rest = n - skip + (newline != NULL);

		memmove(text->s + to, text->s + from + skip, rest);
		to += rest;
		from += skip + rest;
	}
	buf_cut(text, to);
}
