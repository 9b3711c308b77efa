#include <string.h>

#include "text/source.h"

/* Languages where a bracket or quote in code always has its other half: not sh, whose `case` has
   lone brackets, nor what is no program. */
static bool
has_halves(const char *language)
{
	static const char *const names[] = { "c", "cpp", "csharp", "go", "java", "javascript",
		"kotlin", "php", "python", "ruby", "rust", "swift" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], language) == 0)
			return true;
	}
	return false;
}

/* Where a quote is one byte, with nothing but text behind it. */
static bool
has_plain_quotes(const char *language)
{
	static const char *const names[] = { "c", "cpp", "go", "java", "javascript", "python" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], language) == 0)
			return true;
	}
	return false;
}

/* The first quote that nothing closes, or n: on one line it is no string to the lexer, over several
   lines a string that goes on to the end. */
static size_t
open_quote(const struct source *s)
{
	size_t at = 0;

	while (at < s->n) {
		const struct source_span *span = NULL;

		while (at < s->n && s->code[at] != '"' && s->code[at] != '\'')
			at++;
		if (at < s->n)
			span = source_span_at(s, at);
		if (span == NULL || span->inner_to == span->to)
			return at < s->n ? at : s->n;
		at = span->to;
	}
	return s->n;
}

/* The byte of `to` in the place that c has in `of`, or '\0'. */
static char
half(char c, const char *of, const char *to)
{
	const char *at = c ? strchr(of, c) : NULL;

	return at ? to[at - of] : '\0';
}

size_t
source_unbalanced(const struct source *s)
{
	const char *language = source_language_of(s);
	VEC_OF(size_t) open = { 0 };
	size_t at = 0, bad = s->n;

	if (!has_halves(language))
		return s->n;
	for (; at < s->n && bad == s->n; at++) {
		char want = half(s->code[at], ")]}", "([{");

		if (half(s->code[at], "([{", ")]}"))
			*vec_add(&open) = at;
		else if (want && (open.len == 0 || s->code[*vec_last(&open)] != want))
			bad = at;
		else if (want)
			open.len--;
	}
	if (bad == s->n && open.len > 0)
		bad = *vec_last(&open);
	vec_fini(&open);
	at = has_plain_quotes(language) ? open_quote(s) : s->n;
	return at < bad ? at : bad;
}
