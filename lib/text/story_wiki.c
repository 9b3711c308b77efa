#include "text/story_forms.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define LONGEST_MARK 2000 /* bytes of a bold, code or link span */

struct wiki {
	struct buf *out;
	const char *fence; /* "{code" or "{noformat" inside one, else NULL */
	bool table;	   /* the line before was a row */
};

static bool
starts(const char *s, size_t n, const char *with)
{
	return n >= strlen(with) && memcmp(s, with, strlen(with)) == 0;
}

static const char *
find(const char *s, size_t n, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = 0; i + len <= n; i++) {
		if (memcmp(s + i, what, len) == 0)
			return s + i;
	}
	return NULL;
}

/* {{code}}, *bold*, [text|url], [~user], {color}: one mark at s; its length, 0 for none. */
static size_t
inline_mark(struct wiki *w, const char *s, size_t n, bool word_before)
{
	const char *end, *bar;
	size_t len;

	if (n > LONGEST_MARK)
		n = LONGEST_MARK;
	if (starts(s, n, "{{") && (end = find(s, n, "}}")) != NULL) {
		len = (size_t)(end - s);
		buf_printf(w->out, "`%.*s`", (int)len - 2, s + 2);
		return len + 2;
	}
	if (starts(s, n, "{color") || starts(s, n, "{anchor") || starts(s, n, "{quote}")) {
		end = memchr(s, '}', n);
		return end ? (size_t)(end - s) + 1 : 0;
	}
	if (s[0] == '*' && !word_before && n > 2 && s[1] != ' ' && s[1] != '*') {
		end = memchr(s + 1, '*', n - 1);
		if (end == NULL || end[-1] == ' ' || end == s + 1)
			return 0;
		len = (size_t)(end - s);
		buf_printf(w->out, "**%.*s**", (int)len - 1, s + 1);
		return len + 1;
	}
	end = s[0] == '[' ? memchr(s, ']', n) : NULL;
	bar = end ? memchr(s, '|', (size_t)(end - s)) : NULL;
	if (bar) {
		buf_printf(w->out, "[%.*s](<%.*s>)", (int)(bar - s - 1), s + 1,
		    (int)(end - bar - 1), bar + 1);
		return (size_t)(end - s) + 1;
	}
	return 0;
}

static void
inline_put(struct wiki *w, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		bool word = i > 0 && isalnum((unsigned char)s[i - 1]);
		size_t len = strchr("{*[", s[i]) ? inline_mark(w, s + i, n - i, word) : 0;

		if (len == 0)
			buf_char(w->out, s[i++]);
		i += len;
	}
}

static void
line_end(struct wiki *w)
{
	buf_char(w->out, '\n');
}

/* "||a||b||" heads a table, "|a|b|" is a row. */
static void
row_put(struct wiki *w, const char *s, size_t n)
{
	bool head = starts(s, n, "||");
	size_t cells = 0;

	if (!w->table && w->out->len > 0)
		line_end(w);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '|' && (i == 0 || s[i - 1] != '|' || !head)) {
			buf_str(w->out, cells++ ? " |" : "|");
		} else if (s[i] != '|') {
			size_t from = i;

			while (i < n && s[i] != '|')
				i++;
			buf_char(w->out, ' ');
			inline_put(w, s + from, i - from);
			i--;
		}
	}
	line_end(w);
	if (!w->table) {
		buf_char(w->out, '|');
		for (size_t i = 1; i < (cells > 1 ? cells : 2); i++)
			buf_str(w->out, "---|");
		line_end(w);
	}
	w->table = true;
}

/* "** text", "#* text": the depth of a list item, 0 for none. */
static size_t
list_depth(const char *s, size_t n)
{
	size_t depth = 0;

	while (depth < n && strchr("*#-", s[depth]))
		depth++;
	return depth > 0 && depth < 20 && depth < n && s[depth] == ' ' ? depth : 0;
}

static bool
block_mark(struct wiki *w, const char *s, size_t n)
{
	const char *end = memchr(s, '}', n), *title;

	if (starts(s, n, "{code") || starts(s, n, "{noformat")) {
		const char *colon = end ? memchr(s, ':', (size_t)(end - s)) : NULL;

		w->fence = starts(s, n, "{code") ? "{code}" : "{noformat}";
		buf_str(w->out, "\n```");
		if (colon && !memchr(colon, '=', (size_t)(end - colon)))
			buf_add(w->out, colon + 1, (size_t)(end - colon) - 1);
		line_end(w);
		if (end && end + 1 < s + n)
			inline_put(w, end + 1, (size_t)(s + n - end) - 1);
		return true;
	}
	if (starts(s, n, "{panel") && end) {
		title = find(s, (size_t)(end - s), "title=");
		if (title) {
			size_t len = strcspn(title + 6, "|}");

			buf_printf(w->out, "\n**%.*s**\n", (int)len, title + 6);
		}
		line_end(w);
		inline_put(w, end + 1, (size_t)(s + n - end) - 1);
		line_end(w);
		return true;
	}
	return false;
}

static void
plain_line(struct wiki *w, const char *s, size_t n)
{
	size_t depth = list_depth(s, n);

	if (n > 3 && s[0] == 'h' && s[1] >= '1' && s[1] <= '6' && s[2] == '.') {
		buf_printf(w->out, "\n%.*s ", s[1] - '0', "######");
		for (depth = 3; depth < n && s[depth] == ' ';)
			depth++;
		inline_put(w, s + depth, n - depth);
		line_end(w);
	} else if (depth > 0) {
		buf_printf(w->out, "%*s%s", (int)(4 * (depth - 1)), "",
		    s[depth - 1] == '#' ? "1. " : "- ");
		inline_put(w, s + depth + 1, n - depth - 1);
	} else if (starts(s, n, "bq. ")) {
		buf_str(w->out, "> ");
		inline_put(w, s + 4, n - 4);
	} else if (starts(s, n, "----")) {
		buf_str(w->out, "\n---");
	} else {
		inline_put(w, s, n);
	}
	line_end(w);
}

static void
line_put(struct wiki *w, const char *s, size_t n)
{
	const char *end;

	while (n > 0 && strchr(" \t\r", s[n - 1]))
		n--;
	if (w->fence) {
		end = find(s, n, w->fence);
		buf_add(w->out, s, end ? (size_t)(end - s) : n);
		if (end != s)
			line_end(w);
		if (end) {
			buf_str(w->out, "```\n");
			w->fence = NULL;
		}
		return;
	}
	while (n > 0 && (*s == ' ' || *s == '\t'))
		s++, n--;
	if (n > 1 && s[0] == '|') {
		row_put(w, s, n);
		return;
	}
	w->table = false;
	if (n == 0 || s[0] != '{' || !block_mark(w, s, n))
		plain_line(w, s, n);
}

void
story_wiki(const char *text, size_t n, struct buf *markdown)
{
	struct wiki w = { .out = markdown };

	for (size_t from = 0, at = 0; at <= n; at++) {
		if (at < n && text[at] != '\n')
			continue;
		line_put(&w, text + from, at - from);
		from = at + 1;
	}
	if (w.fence)
		buf_str(markdown, "```\n");
}
