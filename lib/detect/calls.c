#include "detect/calls.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool
is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool
calls_is(const struct calls_word *word, const char *text)
{
	return word->n == strlen(text) && strncasecmp(word->s, text, word->n) == 0;
}

size_t
calls_until(const struct calls_word *word, const char *bytes)
{
	size_t n = 0;

	while (n < word->n && !strchr(bytes, word->s[n]))
		n++;
	return n;
}

/* The bytes from s, which may be long, of or up to some.  strspn() and its like are not for the
   text: a sanitizer has them read to its end at each call. */
static size_t
span(const char *s, const char *bytes, bool of)
{
	size_t n = 0;

	while (s[n] && (strchr(bytes, s[n]) != NULL) == of)
		n++;
	return n;
}

static size_t
comment(const struct calls *c, const char *s)
{
	bool dnl = c->m4 && s[0] == 'd' && s[1] == 'n' && s[2] == 'l' && !is_name(s[3]);
	size_t n = 3;

	if (c->quote == '"' && s[0] == '#' && s[1] == '[' && s[2] == '[') {
		while (s[n] && !(s[n] == ']' && s[n + 1] == ']'))
			n++;
		return n;
	}
	return *s == '#' || dnl ? span(s, "\n", false) : 0;
}

/* The words up to the bracket that closes. */
static void
words(struct calls *c)
{
	const char *end = c->quote ? " \t\r\n,\"'[];()\\" : " \t\r\n,\"'[];()";
	int depth = 1;
	bool text = false;

	c->len = 0;
	while (*c->s && depth > 0) {
		size_t n = text ? 0 : comment(c, c->s);

		text = text != (n == 0 && *c->s == c->quote);
		if (n == 0 && c->quote && *c->s == '\\') {
			n = c->s[1] ? 2 : 1;
		} else if (n == 0 && strchr(" \t\r\n,\"'[];", *c->s)) {
			n = 1;
		} else if (n == 0 && strchr("()", *c->s)) {
			depth += text ? 0 : *c->s == '(' ? 1 : -1;
			n = 1;
		} else if (n == 0) {
			n = span(c->s, end, false);
			if (c->len < CALLS_WORDS)
				c->words[c->len++] = (struct calls_word){ c->s, n };
		}
		c->s += n;
	}
}

/* What is between calls: comments, texts of Meson, and all that begins no name. */
static size_t
passed_over(const struct calls *c)
{
	size_t n = comment(c, c->s);

	if (c->quote == '\'' && *c->s == '\'') {
		n = 1 + span(c->s + 1, "'\n", false);
		return n + (c->s[n] == '\'');
	}
	return n > 0 || is_name(*c->s) ? n : 1;
}

bool
calls_next(struct calls *c)
{
	while (*c->s) {
		size_t n = passed_over(c), blank;

		if (n > 0) {
			c->s += n;
			continue;
		}
		while (is_name(c->s[n]))
			n++;
		blank = c->m4 ? 0 : span(c->s + n, " \t", true);
		c->name = (struct calls_word){ c->s, n };
		c->s += n;
		if (c->s[blank] != '(')
			continue;
		c->s += blank + 1;
		words(c);
		return true;
	}
	return false;
}
