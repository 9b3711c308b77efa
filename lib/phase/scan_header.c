#include "phase/scan_header.h"

#include <string.h>

#define MAX_LINES 100
#define MAX_BACK 2000

static size_t
first_code(const struct source *s, size_t at)
{
	while (at < s->n && (s->code[at] == ' ' || s->code[at] == '\t'))
		at++;
	return at;
}

/* The start of the header's own line, or of the part of it behind a block or statement. */
static size_t
line_part(const struct source *s, size_t at)
{
	size_t start = source_line_start(s, at), depth = 0;

	for (size_t i = at; i > start && at - i < MAX_BACK; i--) {
		char c = s->code[i - 1];

		if (c == ')')
			depth++;
		else if (c == '(' && depth > 0)
			depth--;
		else if (depth == 0 && strchr(";{}(", c) && c)
			return i;
	}
	return start;
}

static bool
is_decorator(const struct source *s, size_t line, const char *decorators)
{
	size_t at = first_code(s, line);

	for (const char *d = decorators; *d;) {
		size_t n = strcspn(d, " ");

		if (n > 0 && s->n - at >= n && memcmp(s->code + at, d, n) == 0)
			return true;
		d += n + (d[n] == ' ');
	}
	return false;
}

/* The last byte of code in the line that starts at `line`, or n when there is none. */
static size_t
last_code(const struct source *s, size_t line)
{
	size_t end = source_line_end(s, line);

	while (end > line && strchr(" \t\r", s->code[end - 1]))
		end--;
	return end > line ? end - 1 : s->n;
}

/* The decorator whose brackets close on the line `number`, as a line number; 0 when none. */
static size_t
decorator_above(struct source *s, const char *decorators, size_t number)
{
	for (size_t i = number; i > 0 && number - i < MAX_LINES; i--) {
		size_t line = s->lines.at[i - 1], at, close;

		if (!is_decorator(s, line, decorators))
			continue;
		for (at = line; at < source_line_end(s, line) && !strchr("([{", s->code[at]); at++)
			;
		if (s->code[at] == '#') /* "#[" */
			at++;
		close = source_close(s, at);
		return close < s->n && source_line(s, close) == number ? i : 0;
	}
	return 0;
}

void
scan_header(struct source *s, const char *decorators, size_t at, size_t *from, size_t *top)
{
	size_t number = source_line(s, at), first = number;

	*from = *top = line_part(s, at);
	if (*from != s->lines.at[number - 1])
		return;
	while (first > 1 && number - first < MAX_LINES) {
		size_t line = s->lines.at[first - 2], last = last_code(s, line), above;

		if (last >= s->n) { /* a comment or nothing */
			const struct source_span *span;

			while (line < s->n && strchr(" \t", s->text[line]))
				line++;
			span = source_span_at(s, line);
			if (span == NULL || span->kind != SOURCE_COMMENT)
				return;
			first--;
		} else if (is_decorator(s, line, decorators)) {
			first--;
			*from = s->lines.at[first - 1];
		} else if (*decorators && strchr(")]}", s->code[last]) &&
			   (above = decorator_above(s, decorators, first - 1)) > 0) {
			first = above;
			*from = s->lines.at[first - 1];
		} else {
			return;
		}
		*top = s->lines.at[first - 1];
	}
}
