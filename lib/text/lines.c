#include "text/lines.h"

#include <string.h>

#include "base/utf8.h"

void
lines_init(struct lines *lines, size_t max_bytes, lines_fn *fn, void *arg)
{
	*lines = (struct lines){ .fn = fn, .arg = arg };
	buf_init(&lines->line, max_bytes);
}

void
lines_fini(struct lines *lines)
{
	buf_fini(&lines->line);
}

static bool
is_blank(const struct buf *b)
{
	return strspn(b->s, " \t\r") == b->len;
}

bool
lines_end(struct lines *lines)
{
	struct buf *line = &lines->line;
	struct buf good;

	if (line->len > 0 && line->s[line->len - 1] == '\r')
		buf_cut(line, line->len - 1);
	if (lines->stopped || line->over || is_blank(line)) {
		if (!line->over)
			buf_clear(line);
		return !lines->stopped && !line->over;
	}
	if (utf8_check(line->s, line->len) == line->len) {
		lines->stopped = !lines->fn(lines->arg, line->s, line->len);
	} else {
		lines->repaired = true;
		buf_init(&good, 3 * line->len);
		utf8_repair(&good, line->s, line->len);
		lines->stopped = !lines->fn(lines->arg, good.s, good.len);
		buf_fini(&good);
	}
	buf_clear(line);
	return !lines->stopped;
}

bool
lines_feed(struct lines *lines, const char *bytes, size_t n)
{
	const char *end = bytes + n, *newline;

	while (!lines->stopped && !lines->line.over && bytes < end) {
		newline = memchr(bytes, '\n', (size_t)(end - bytes));
		buf_add(&lines->line, bytes, (size_t)((newline ? newline : end) - bytes));
		if (newline == NULL)
			break;
		lines_end(lines);
		bytes = newline + 1;
	}
	return !lines->stopped && !lines->line.over;
}

enum status
lines_check(const struct lines *lines, struct err *err)
{
	return buf_check(&lines->line, "a line of the stream", err);
}
