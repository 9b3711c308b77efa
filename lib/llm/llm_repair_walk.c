#include "llm/llm_repair_walk.h"

#include <string.h>

#include "io/json.h"
#include "llm/llm_repair.h"

static enum end value(struct walk *w);

const char *
repair_find(const char *s, size_t n, const char *what)
{
	size_t size = strlen(what);

	for (const char *end = s + n; (size_t)(end - s) >= size; s++) {
		s = memchr(s, what[0], (size_t)(end - s) - size + 1);
		if (s == NULL)
			return NULL;
		if (memcmp(s, what, size) == 0)
			return s;
	}
	return NULL;
}

static bool
starts(const struct walk *w, const char *what)
{
	size_t n = strlen(what);

	return w->n - w->at >= n && memcmp(w->s + w->at, what, n) == 0;
}

static bool
skip_comment(struct walk *w)
{
	const char *end;

	if (starts(w, "/*")) {
		end = repair_find(w->s + w->at + 2, w->n - w->at - 2, "*/");
		w->at = end ? (size_t)(end - w->s) + 2 : w->n;
	} else if (starts(w, "//") || starts(w, "#")) {
		end = memchr(w->s + w->at, '\n', w->n - w->at);
		w->at = end ? (size_t)(end - w->s) : w->n;
	} else {
		return false;
	}
	w->done |= REPAIR_COMMENTS;
	return true;
}

static void
skip(struct walk *w)
{
	while (w->at < w->n) {
		if (memchr(" \t\r\n", w->s[w->at], 4))
			w->at++;
		else if (!skip_comment(w))
			return;
	}
}

/* The quote that opens a string here, and the one that closes it; NULL when there is none. */
static const char *
opening(const struct walk *w, const char **closing)
{
	static const char *const pairs[][2] = { { "\"", "\"" }, { "'", "'" },
		{ "\xe2\x80\x9c", "\xe2\x80\x9d" }, { "\xe2\x80\x98", "\xe2\x80\x99" } };

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (starts(w, pairs[i][0])) {
			*closing = pairs[i][1];
			return pairs[i][0];
		}
	}
	return NULL;
}

/* An apostrophe, straight or curly, closes only where a string may end: 'don't' is one string. */
static bool
closes(const struct walk *w, const char *closing)
{
	size_t at = w->at + strlen(closing);

	if (!starts(w, closing))
		return false;
	if (*closing != '\'' && strcmp(closing, "\xe2\x80\x99") != 0)
		return true;
	while (at < w->n && memchr(" \t\r\n", w->s[at], 4))
		at++;
	return at >= w->n || memchr(",:]}", w->s[at], 4);
}

/* A backslash and what it escapes.  END_CUT: the text ends inside. */
static enum end
escape(struct walk *w)
{
	size_t n = w->n - w->at > 1 && w->s[w->at + 1] == 'u' ? 6 : 2;

	if (w->n - w->at < n) {
		w->at = w->n;
		return END_CUT;
	}
	if (w->s[w->at + 1] == '\'') {
		buf_char(&w->out, '\'');
		w->done |= REPAIR_QUOTES;
	} else {
		buf_add(&w->out, w->s + w->at, n);
	}
	w->at += n;
	return END_GOOD;
}

/* One byte of a string that is neither its end nor an escape. */
static void
plain(struct walk *w)
{
	unsigned char c = (unsigned char)w->s[w->at++];

	if (c == '"') {
		buf_str(&w->out, "\\\"");
	} else if (c < 0x20) {
		buf_printf(&w->out, "\\u%04x", c);
		w->done |= REPAIR_CONTROLS;
	} else {
		buf_char(&w->out, (char)c);
	}
}

/* Half of a pair of surrogates at the end of what is written is no character. */
static void
drop_half(struct walk *w, size_t from)
{
	const char *s = w->out.s;
	size_t n = w->out.len;

	if (n - from >= 6 && s[n - 6] == '\\' && s[n - 5] == 'u' && (s[n - 4] | 0x20) == 'd' &&
	    strchr("89abAB", s[n - 3]) && (n - from < 7 || s[n - 7] != '\\'))
		buf_cut(&w->out, n - 6);
}

static enum end
string(struct walk *w)
{
	const char *closing, *opened = opening(w, &closing);
	size_t from = w->out.len + 1;

	if (opened == NULL)
		return END_BAD;
	if (*opened != '"')
		w->done |= REPAIR_QUOTES;
	w->at += strlen(opened);
	buf_char(&w->out, '"');
	while (w->at < w->n && !closes(w, closing)) {
		if (w->s[w->at] != '\\')
			plain(w);
		else if (escape(w) == END_CUT)
			break;
	}
	if (w->at >= w->n)
		drop_half(w, from);
	buf_char(&w->out, '"');
	if (w->at >= w->n)
		return END_CUT;
	w->at += strlen(closing);
	return END_GOOD;
}

/* A number or a word.  At the very end of the text it may have been meant to go on. */
static enum end
scalar(struct walk *w)
{
	size_t from = w->at;

	while (w->at < w->n && !memchr(" \t\r\n,:]}/#", w->s[w->at], 10))
		w->at++;
	if (w->at >= w->n && w->depth > 0)
		return END_NOTHING;
	if (w->at == from || w->at - from > 64)
		return END_BAD;
	for (size_t i = from; i < w->at; i++) {
		if (!memchr("+-.0123456789Eaeflnrstu", w->s[i], 23))
			return END_BAD;
	}
	buf_add(&w->out, w->s + from, w->at - from);
	return END_GOOD;
}

/* Behind an element: false when the container goes on, with *end set when it does not. */
static bool
container_ends(struct walk *w, char close, bool comma, enum end *end)
{
	skip(w);
	if (w->at < w->n && w->s[w->at] != close)
		return false;
	if (w->at < w->n && comma)
		w->done |= REPAIR_COMMA;
	buf_char(&w->out, close);
	*end = w->at < w->n ? END_GOOD : END_CUT;
	w->at += w->at < w->n;
	return true;
}

/* "key": value */
static enum end
member(struct walk *w)
{
	enum end end = string(w);

	if (end != END_GOOD)
		return end == END_BAD ? END_BAD : END_NOTHING;
	skip(w);
	if (w->at >= w->n)
		return END_NOTHING;
	if (w->s[w->at++] != ':')
		return END_BAD;
	buf_char(&w->out, ':');
	skip(w);
	return w->at >= w->n ? END_NOTHING : value(w);
}

static enum end
container(struct walk *w, char close)
{
	enum end end = END_GOOD;
	bool first = true;

	buf_char(&w->out, w->s[w->at++]);
	while (!container_ends(w, close, !first, &end)) {
		size_t mark = w->out.len;

		if (!first)
			buf_char(&w->out, ',');
		first = false;
		end = close == '}' ? member(w) : value(w);
		if (end == END_BAD)
			return END_BAD;
		if (end == END_NOTHING)
			buf_cut(&w->out, mark);
		if (end == END_GOOD && close == '}')
			w->members++;
		if (container_ends(w, close, false, &end))
			return end;
		if (w->s[w->at++] != ',')
			return END_BAD;
	}
	return end;
}

static enum end
value(struct walk *w)
{
	const char *closing;
	enum end end;
	char c = w->s[w->at];

	if (c != '{' && c != '[')
		return opening(w, &closing) ? string(w) : scalar(w);
	if (w->depth >= JSON_MAX_DEPTH)
		return END_BAD;
	w->depth++;
	end = container(w, c == '{' ? '}' : ']');
	w->depth--;
	return end;
}

enum end
repair_walk(struct walk *w, size_t from)
{
	enum end end;

	buf_clear(&w->out);
	w->at = from;
	w->done = 0;
	w->depth = 0;
	w->members = 0;
	end = value(w);
	if (end == END_CUT)
		w->done |= REPAIR_TRUNCATED;
	return end;
}
