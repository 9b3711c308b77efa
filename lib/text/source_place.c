/* Lines and spans of a source, by offset. */

#include <string.h>

#include "text/source.h"

size_t
source_line(const struct source *s, size_t at)
{
	size_t low = 0, high = s->lines.len;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (s->lines.at[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	return low + 1;
}

size_t
source_line_start(const struct source *s, size_t at)
{
	return s->lines.at[source_line(s, at) - 1];
}

size_t
source_line_end(const struct source *s, size_t at)
{
	const char *newline = at < s->n ? memchr(s->text + at, '\n', s->n - at) : NULL;

	return newline ? (size_t)(newline - s->text) : s->n;
}

const struct source_span *
source_span_from(const struct source *s, size_t at)
{
	size_t low = 0, high = s->spans.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->spans.at[mid].to <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->spans.len ? &s->spans.at[low] : NULL;
}

const struct source_span *
source_span_at(const struct source *s, size_t at)
{
	const struct source_span *span = source_span_from(s, at);

	return span && span->from <= at ? span : NULL;
}

size_t
source_skip_blank(const struct source *s, size_t at)
{
	while (at < s->n && s->code[at] && strchr(" \t\r\n", s->code[at]))
		at++;
	return at;
}

const struct source_span *
source_spans_end(const struct source *s)
{
	return s->spans.len ? s->spans.at + s->spans.len : NULL;
}

size_t
source_next_word(const struct source *s, size_t *at, size_t to)
{
	size_t n = 0;

	while (*at < to && !source_is_word(s->code[*at]))
		++*at;
	while (*at + n < to && source_is_word(s->code[*at + n]))
		n++;
	return n;
}
