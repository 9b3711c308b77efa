#include "text/highlight.h"

#include <stdint.h>
#include <string.h>

#include "text/highlight_private.h"
#include "text/source.h"

#define MAX_WORD 64    /* of a keyword */
#define MAX_QUOTED 200 /* of a name between backquotes */

/* Which keywords never stand before the name of a function that is being defined. */
static const char acts[] = " return else new throw case goto do yield await delete assert import "
			   "package using co_await co_return co_yield sizeof if for while switch "
			   "catch ";

void
highlight_paint(struct painter *p, enum highlight_kind kind, size_t to)
{
	if (to <= p->at)
		return;
	if (kind != p->kind && p->at > p->from) {
		p->fn(p->kind, p->s + p->from, p->at - p->from, p->arg);
		p->from = p->at;
	}
	p->kind = kind;
	p->at = to;
}

static void
paint_end(struct painter *p)
{
	if (p->at > p->from)
		p->fn(p->kind, p->s + p->from, p->at - p->from, p->arg);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(const struct painter *p, char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
	       (c & 0x80) || (c == '$' && (p->language->flags & HIGHLIGHT_DOLLAR));
}

size_t
highlight_number_end(const struct painter *p, size_t at, size_t to)
{
	bool hex = p->s[at] == '0' && at + 1 < to && (p->s[at + 1] | 0x20) == 'x';

	for (at++; at < to; at++) {
		char c = p->s[at], last = (char)(p->s[at - 1] | 0x20);
		bool digit_next = at + 1 < to && is_digit(p->s[at + 1]);

		if (is_word(p, c) && !(c & 0x80))
			continue;
		if (digit_next && (c == '.' || (!hex && last == 'e' && (c == '+' || c == '-'))))
			continue;
		break;
	}
	return at;
}

static size_t
skip_blanks(const struct painter *p, size_t at)
{
	while (at < p->n && (p->s[at] == ' ' || p->s[at] == '\t'))
		at++;
	return at;
}

/* The byte at `at`, or a newline behind the end. */
static char
byte(const struct painter *p, size_t at)
{
	return at < p->n ? p->s[at] : '\n';
}

/* The last byte before `at` on its line that is no blank, or a newline. */
static char
before(const struct painter *p, size_t at)
{
	for (; at > 0; at--) {
		if (p->s[at - 1] != ' ' && p->s[at - 1] != '\t')
			return p->s[at - 1];
	}
	return '\n';
}

static void
statement_starts(struct painter *p)
{
	p->simple = true;
	p->defining = p->annotation = false;
	p->words = p->tests = 0;
}

static bool
is_keyword(const struct painter *p, size_t from, size_t to)
{
	int flags = p->language->flags;
	char last = from > 0 ? p->s[from - 1] : '\n';

	if (to - from < 2 || to - from > MAX_WORD)
		return false;
	if ((flags & HIGHLIGHT_DIRECTIVE) && before(p, from) == '#')
		return true;
	if (last == '@')
		return (flags & HIGHLIGHT_COMMAND) != 0; /* @test of bats */
	if (last == '.' || last == '$')
		return false;
	if ((flags & HIGHLIGHT_COMMAND) && (strchr("-/=", last) || strchr("-./=", byte(p, to))))
		return false;
	return highlight_has(p->language->keywords, p->s + from, to - from);
}

/* Is the word the name of what is defined here? */
static bool
is_name(struct painter *p, size_t from, size_t to)
{
	int flags = p->language->flags;
	char next = byte(p, skip_blanks(p, to));

	if (p->tests)
		return p->depth >= p->tests;
	if (p->defining) {
		p->defining = false;
		return true;
	}
	if ((flags & HIGHLIGHT_EMPTY) && next == '(' && byte(p, skip_blanks(p, to) + 1) == ')')
		return before(p, from) == '\n';
	return (flags & HIGHLIGHT_TYPED) && p->simple && p->words > 0 && p->depth == 0 &&
	       next == '(' && p->s[from - 1] != '.';
}

static void
keyword(struct painter *p, size_t from, size_t to)
{
	const struct highlight_language *l = p->language;
	bool needs_brace = (l->flags & HIGHLIGHT_BRACED) && before(p, from) != '#';
	size_t name = skip_blanks(p, to), end = name;

	highlight_paint(p, HIGHLIGHT_KEYWORD, to);
	if (highlight_has(acts, p->s + from, to - from))
		p->simple = false;
	if (!highlight_has(l->defines, p->s + from, to - from)) {
		if (!(l->flags & HIGHLIGHT_SELF))
			p->defining = false;
		return;
	}
	while (end < p->n && end - name < MAX_WORD && is_word(p, p->s[end]))
		end++;
	end = skip_blanks(p, end);
	p->defining = !needs_brace || byte(p, end) == '{' ||
		      (byte(p, end) == ':' && byte(p, end + 1) != ':') || byte(p, end) == '\n';
}

static void
word(struct painter *p, size_t to)
{
	size_t from = p->at, end = from;

	while (end < to && is_word(p, p->s[end]))
		end++;
	if (is_keyword(p, from, end)) {
		keyword(p, from, end);
	} else if (is_name(p, from, end)) {
		highlight_paint(p, HIGHLIGHT_NAME, end);
	} else {
		bool tests = p->words == 0 && byte(p, skip_blanks(p, end)) == '(' &&
			     highlight_has(p->language->tests, p->s + from, end - from);

		highlight_paint(p, HIGHLIGHT_PLAIN, end);
		p->tests = tests ? p->depth + 1 : p->tests;
	}
	p->words++;
}

static void
bracket(struct painter *p, char c)
{
	if (c == '(') {
		p->depth++;
		if (p->defining && (p->language->flags & HIGHLIGHT_RECEIVER))
			p->receiver = p->depth;
		p->defining = false;
		p->simple = p->annotation && p->simple;
		return;
	}
	p->defining = false;
	if (p->depth == p->tests)
		p->tests = 0;
	if (p->depth && p->depth == p->receiver) {
		size_t name = skip_blanks(p, p->at + 1), end = name;

		while (end < p->n && end - name < MAX_WORD && is_word(p, p->s[end]))
			end++;
		p->defining = end > name && byte(p, end) == '(';
		p->receiver = 0;
	}
	if (p->depth > 0)
		p->depth--;
	if (p->annotation && p->depth == 0) {
		p->annotation = false;
		p->words = 0;
	}
}

/* A backquoted name, which Kotlin has; else one byte. */
static void
backquote(struct painter *p, size_t to)
{
	size_t end = p->at + 1;

	while (p->defining && end < to && end - p->at < MAX_QUOTED && !strchr("`\n", p->s[end]))
		end++;
	if (p->defining && end < to && p->s[end] == '`') {
		p->defining = false;
		highlight_paint(p, HIGHLIGHT_NAME, end + 1);
	} else {
		highlight_paint(p, HIGHLIGHT_PLAIN, p->at + 1);
	}
}

static void
punctuation(struct painter *p, size_t to)
{
	char c = p->s[p->at];

	switch (c) {
	case '`':
		backquote(p, to);
		return;
	case ';':
	case '{':
	case '}':
		statement_starts(p);
		break;
	case '(':
	case ')':
		bracket(p, c);
		break;
	case '@':
		p->annotation = p->simple;
		break;
	case '=':
	case '+':
	case '-':
	case '"':
		p->simple = false;
		break;
	case '\n':
		if (before(p, p->at) == ')' && p->words == 0)
			statement_starts(p);
		break;
	default:
		break;
	}
	if (p->defining && c != ' ' && c != '\t' && c != '*' && c != '.' && c != ')')
		p->defining = false;
	highlight_paint(p, HIGHLIGHT_PLAIN, p->at + 1);
}

static void
code(struct painter *p, size_t to)
{
	while (p->at < to) {
		if (is_digit(p->s[p->at]))
			highlight_paint(p, HIGHLIGHT_NUMBER, highlight_number_end(p, p->at, to));
		else if (is_word(p, p->s[p->at]))
			word(p, to);
		else
			punctuation(p, to);
	}
}

/* Gherkin has comments only where a line starts. */
static bool
is_real(const struct painter *p, const struct source_span *span)
{
	return p->language->keywords || span->kind == SOURCE_STRING ||
	       before(p, span->from) == '\n';
}

static void
paint_all(struct painter *p)
{
	const bool gherkin = p->language->keywords == NULL;
	struct source source;

	source_init(&source, source_language(p->language->lexer), p->s, p->n);
	statement_starts(p);
	vec_each (const struct source_span *, span, &source.spans) {
		if (!is_real(p, span))
			continue;
		if (gherkin)
			highlight_gherkin(p, span->from);
		else
			code(p, span->from);
		if (span->kind == SOURCE_STRING)
			p->simple = p->annotation && p->simple;
		highlight_paint(p,
		    span->kind == SOURCE_COMMENT ? HIGHLIGHT_COMMENT : HIGHLIGHT_STRING, span->to);
	}
	if (gherkin)
		highlight_gherkin(p, p->n);
	else
		code(p, p->n);
	source_fini(&source);
}

void
highlight(const char *language, const char *s, size_t n, highlight_fn *fn, void *arg)
{
	struct painter p = { .s = s, .n = n, .fn = fn, .arg = arg };

	p.language = highlight_language(language);
	if (p.language)
		paint_all(&p);
	else
		highlight_paint(&p, HIGHLIGHT_PLAIN, n);
	paint_end(&p);
}

const char *
highlight_name(enum highlight_kind kind)
{
	static const char *const names[] = { "plain", "comment", "string", "keyword", "number",
		"name" };

	return names[kind];
}
