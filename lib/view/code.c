#include "view/code.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "text/highlight.h"
#include "view/table.h"

struct printer {
	const struct view *view;
	struct buf *out;
	size_t line; /* the number of the next one; 0: no numbers */
	int width;   /* of the numbers */
	bool started;
};

static void
begin_line(struct printer *p)
{
	p->started = true;
	if (p->line == 0)
		return;
	buf_printf(p->out, p->view->color ? "\033[2m%*zu\033[0m  " : "%*zu  ", p->width, p->line);
	p->line++;
}

static void
piece(struct printer *p, enum highlight_kind kind, const char *s, size_t n)
{
	static const char *const codes[] = { "", "2", "32", "35", "36", "1;34" };

	if (n == 0)
		return;
	if (p->view->color && *codes[kind])
		buf_printf(p->out, "\033[%sm", codes[kind]);
	utf8_visible(p->out, s, n, true);
	if (p->view->color && *codes[kind])
		buf_str(p->out, "\033[0m");
}

static void
span(enum highlight_kind kind, const char *s, size_t n, void *arg)
{
	struct printer *p = arg;

	while (n > 0) {
		const char *newline = memchr(s, '\n', n);
		size_t len = newline ? (size_t)(newline - s) : n;

		if (!p->started)
			begin_line(p);
		piece(p, kind, s, len);
		if (newline == NULL)
			return;
		buf_char(p->out, '\n');
		p->started = false;
		s += len + 1;
		n -= len + 1;
	}
}

void
view_code(
    const struct view *view, struct buf *out, const char *language, const char *code, size_t first)
{
	struct printer p = { .view = view, .out = out, .line = first };
	size_t n = strlen(code), lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += code[i] == '\n';
	p.width = snprintf(NULL, 0, "%zu", first + lines);
	highlight(language, code, n, span, &p);
	if (p.started)
		buf_char(out, '\n');
}
