#include <string.h>

#include "text/imports.h"
#include "text/source.h"

/* import x, { a as b } from 'm'   import 'm'   export ... from 'm'   import('m')   require('m') */

#define CLAUSE ((size_t)4000) /* bytes of what stands between import and from */

static bool
is_name(char c)
{
	return c == '_' || c == '$' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool
is_word_at(const struct source *s, size_t at, const char *what)
{
	size_t n = strlen(what);

	return s->n - at >= n && memcmp(s->code + at, what, n) == 0 &&
	       (at + n == s->n || !is_name(s->code[at + n])) &&
	       (at == 0 || (!is_name(s->code[at - 1]) && s->code[at - 1] != '.'));
}

static size_t
skip(const struct source *s, size_t at)
{
	return source_skip_blank(s, at);
}

/* The literal that starts there becomes an import. */
static struct import *
take_literal(const struct source *s, size_t at, struct imports *out)
{
	const struct source_span *span = at < s->n ? source_span_at(s, at) : NULL;

	if (span == NULL || span->from != at || span->kind != SOURCE_STRING ||
	    memchr(s->text + span->inner, '$', span->inner_to - span->inner))
		return NULL;
	return imports_add(out, IMPORT_MODULE, s->text + span->inner, span->inner_to - span->inner,
	    source_line(s, at));
}

/* "a, b as c" and "a, b: c": the names as the module calls them. */
static void
take_members(const struct source *s, size_t from, size_t to, struct import *it)
{
	bool first = true;

	for (size_t at = from; at < to;) {
		size_t n = 0;

		while (at + n < to && is_name(s->code[at + n]))
			n++;
		if (n == 0) {
			first |= s->code[at++] == ',';
			continue;
		}
		if (first && !(n == 4 && memcmp(s->code + at, "type", 4) == 0)) {
			imports_member(it, s->code + at, n);
			first = false;
		}
		at += n;
	}
}

static void
take_braces(const struct source *s, size_t from, size_t to, struct import *it)
{
	const char *open = memchr(s->code + from, '{', to - from), *close;

	close = open ? memchr(open, '}', (size_t)(s->code + to - open)) : NULL;
	if (close)
		take_members(s, (size_t)(open + 1 - s->code), (size_t)(close - s->code), it);
}

/* Behind `import` or `export`; where to go on. */
static size_t
read_statement(const struct source *s, size_t at, bool exports, struct imports *out)
{
	size_t from = skip(s, at), end;
	struct import *it;

	if (!exports && from < s->n && s->code[from] == '(') {
		it = take_literal(s, skip(s, from + 1), out);
		if (it)
			it->optional = true;
		return from + 1;
	}
	if (!exports && take_literal(s, from, out))
		return from + 1;
	if (exports && from < s->n && s->code[from] != '{' && s->code[from] != '*')
		return at;
	for (end = from; end < s->n && end - from < CLAUSE && s->code[end] != ';'; end++) {
		if (!is_word_at(s, end, "from"))
			continue;
		it = take_literal(s, skip(s, end + 4), out);
		if (it)
			take_braces(s, from, end, it);
		return it ? end + 4 : at;
	}
	return at;
}

/* "const { a, b: c } =" before a require. */
static void
members_before(const struct source *s, size_t at, struct import *it)
{
	size_t end = at, from;

	while (end > 0 && strchr(" \t\n", s->code[end - 1]))
		end--;
	if (end == 0 || s->code[--end] != '=')
		return;
	while (end > 0 && strchr(" \t\n", s->code[end - 1]))
		end--;
	if (end == 0 || s->code[end - 1] != '}')
		return;
	from = end - 1;
	while (from > 0 && end - from < CLAUSE && s->code[from] != '{')
		from--;
	if (s->code[from] == '{')
		take_members(s, from + 1, end - 1, it);
}

static size_t
read_require(const struct source *s, size_t at, struct imports *out)
{
	size_t open = skip(s, at + 7);
	struct import *it;

	if (open >= s->n || s->code[open] != '(')
		return at + 7;
	it = take_literal(s, skip(s, open + 1), out);
	if (it)
		members_before(s, at, it);
	return open + 1;
}

void
imports_javascript(const struct source *s, struct imports *out)
{
	size_t at = 0;

	while (at < s->n) {
		char c = s->code[at];

		if (c == 'i' && is_word_at(s, at, "import"))
			at = read_statement(s, at + 6, false, out);
		else if (c == 'e' && is_word_at(s, at, "export"))
			at = read_statement(s, at + 6, true, out);
		else if (c == 'r' && is_word_at(s, at, "require"))
			at = read_require(s, at, out);
		else
			at++;
	}
}
