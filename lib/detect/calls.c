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

static size_t
comment(const struct calls *c, const char *s)
{
	if (*s == '#' || (c->m4 && strncmp(s, "dnl", 3) == 0 && !is_name(s[3])))
		return strcspn(s, "\n");
	return 0;
}

/* The words up to the bracket that closes. */
static void
words(struct calls *c)
{
	int depth = 1;

	c->len = 0;
	while (*c->s && depth > 0) {
		size_t n = comment(c, c->s);

		if (n == 0 && strchr(" \t\r\n,\"'[];", *c->s)) {
			n = 1;
		} else if (n == 0 && strchr("()", *c->s)) {
			depth += *c->s == '(' ? 1 : -1;
			n = 1;
		} else if (n == 0) {
			n = strcspn(c->s, " \t\r\n,\"'[];()");
			if (c->len < CALLS_WORDS)
				c->words[c->len++] = (struct calls_word){ c->s, n };
		}
		c->s += n;
	}
}

bool
calls_next(struct calls *c)
{
	while (*c->s) {
		size_t n = comment(c, c->s), blank;

		if (n == 0 && !is_name(*c->s))
			n = 1;
		if (n > 0) {
			c->s += n;
			continue;
		}
		while (is_name(c->s[n]))
			n++;
		blank = c->m4 ? 0 : strspn(c->s + n, " \t");
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
