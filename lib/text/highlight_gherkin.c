/* What a line of a feature is. */

#include <string.h>

#include "text/highlight_private.h"

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (c & 0x80);
}

/* "Scenario:" with its title; a step's first word; strings and numbers in the rest. */
static void
line(struct painter *p, size_t end)
{
	static const char titles[] = " Feature Rule Background Scenario Example Examples "
				     "Scenarios ScenarioOutline ScenarioTemplate ";
	static const char steps[] = " Given When Then And But * ";
	size_t from = p->at, to;
	const char *colon;

	while (from < end && strchr(" \t", p->s[from]))
		from++;
	to = from;
	while (to < end && p->s[to] != ' ' && p->s[to] != ':')
		to++;
	highlight_paint(p, HIGHLIGHT_PLAIN, from);
	if (highlight_has(steps, p->s + from, to - from)) {
		highlight_paint(p, HIGHLIGHT_KEYWORD, to);
	} else if (highlight_has(titles, p->s + from, to - from)) {
		colon = memchr(p->s + from, ':', end - from);
		if (colon && colon - (p->s + from) <= 20) {
			highlight_paint(p, HIGHLIGHT_KEYWORD, (size_t)(colon - p->s) + 1);
			highlight_paint(p, HIGHLIGHT_NAME, end);
		}
	}
	while (p->at < end) {
		char c = p->s[p->at];
		const char *close =
		    c == '"' ? memchr(p->s + p->at + 1, '"', end - p->at - 1) : NULL;

		if (close)
			highlight_paint(p, HIGHLIGHT_STRING, (size_t)(close - p->s) + 1);
		else if (c >= '0' && c <= '9' && (p->at == 0 || !is_word(p->s[p->at - 1])))
			highlight_paint(p, HIGHLIGHT_NUMBER, highlight_number_end(p, p->at, end));
		else
			highlight_paint(p, HIGHLIGHT_PLAIN, p->at + 1);
	}
}

void
highlight_gherkin(struct painter *p, size_t to)
{
	while (p->at < to) {
		const char *newline = memchr(p->s + p->at, '\n', to - p->at);

		line(p, newline ? (size_t)(newline - p->s) : to);
		if (newline)
			highlight_paint(p, HIGHLIGHT_PLAIN, p->at + 1);
	}
}
