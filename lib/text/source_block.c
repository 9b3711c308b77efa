/* Where blocks end: brackets, indentation, do ... end. */

#include <string.h>

#include "text/source_language.h"

#define MAX_SKIP 64	/* bracket groups between a header and its block */
#define MAX_HEADER 4000 /* bytes between a header and its block */

typedef VEC_OF(size_t) offsets; /* of pairs that are open */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static char
closer(char open)
{
	switch (open) {
	case '(':
		return ')';
	case '[':
		return ']';
	case '{':
		return '}';
	default:
		return 'd'; /* a keyword block, closed by `end` */
	}
}

struct pairing {
	struct source *s;
	offsets open;
	size_t counts[128];   /* open ones by the sign that closes them */
	size_t loop_line_end; /* a `do` before this belongs to a while or for */
};

static void
open_pair(struct pairing *p, size_t at, char close)
{
	*vec_add(&p->open) = p->s->pairs.len;
	*vec_add(&p->s->pairs) = (struct source_pair){ at, p->s->n };
	p->counts[(unsigned char)close]++;
}

/* What is open within is closed too; a close of what is not open is passed over. */
static void
close_pair(struct pairing *p, size_t at, char close)
{
	char top;

	if (p->counts[(unsigned char)close] == 0)
		return;
	do {
		struct source_pair *pair = &p->s->pairs.at[p->open.at[--p->open.len]];

		pair->close = at;
		top = closer(p->s->code[pair->open]);
		p->counts[(unsigned char)top]--;
	} while (top != close);
}

/* Does a statement start here, so that `if` is not a modifier? */
static bool
starts_statement(const struct source *s, size_t at)
{
	size_t end, from;

	while (at > 0 && is_blank(s->code[at - 1]))
		at--;
	if (at == 0 || strchr("\n;=({[|,&", s->code[at - 1]))
		return true;
	for (end = from = at; from > 0 && end - from < 8 && source_is_word(s->code[from - 1]);
	     from--)
		;
	for (const char *w = "else\0then\0do\0begin\0and\0or\0not\0"; *w; w += strlen(w) + 1) {
		if (strlen(w) == end - from && memcmp(s->code + from, w, end - from) == 0)
			return true;
	}
	return false;
}

/* def name(args) = expression */
static bool
is_endless_def(struct pairing *p, size_t at)
{
	const char *c = p->s->code;
	size_t end = source_line_end(p->s, at), depth = 0;

	if (end - at > MAX_HEADER)
		end = at + MAX_HEADER;
	for (at += 3; at < end && is_blank(c[at]); at++)
		;
	for (; at < end && (source_is_word(c[at]) || strchr(".?!", c[at])); at++)
		;
	for (; at < end && (c[at] == '(' || depth > 0); at++)
		depth += c[at] == '(' ? 1 : c[at] == ')' ? (size_t)-1 : 0;
	while (at < end && is_blank(c[at]))
		at++;
	return at + 1 < end && c[at] == '=' && strchr("=~>", c[at + 1]) == NULL;
}

static bool
is_one_of(const char *words, const char *word, size_t n)
{
	for (; *words; words += strlen(words) + 1) {
		if (strlen(words) == n && memcmp(words, word, n) == 0)
			return true;
	}
	return false;
}

static void
keyword(struct pairing *p, size_t at, size_t n)
{
	const char *code = p->s->code, *word = code + at;

	if ((at > 0 && strchr(".:@$", code[at - 1])) || strchr("?!", word[n]) ||
	    (word[n] == ':' && word[n + 1] != ':'))
		return;
	if (is_one_of("end\0", word, n)) {
		close_pair(p, at, 'd');
	} else if (is_one_of("do\0", word, n)) {
		if (at >= p->loop_line_end)
			open_pair(p, at, 'd');
		p->loop_line_end = 0;
	} else if (is_one_of("class\0module\0begin\0case\0", word, n)) {
		open_pair(p, at, 'd');
	} else if (is_one_of("def\0", word, n)) {
		if (!is_endless_def(p, at))
			open_pair(p, at, 'd');
	} else if (is_one_of("if\0unless\0while\0until\0for\0", word, n) &&
		   starts_statement(p->s, at)) {
		open_pair(p, at, 'd');
		if (strchr("wf", word[0]) || memcmp(word, "unt", 3) == 0)
			p->loop_line_end = source_line_end(p->s, at);
	}
}

static void
find_pairs(struct source *s)
{
	struct pairing p = { .s = s };
	bool ends = s->language->special & SPECIAL_END;
	bool braces_only = s->language->special & SPECIAL_BRACES_ONLY;

	for (size_t at = 0; at < s->n; at++) {
		char c = s->code[at];

		if (c == '{' || (!braces_only && (c == '(' || c == '['))) {
			open_pair(&p, at, closer(c));
		} else if (c == '}' || (!braces_only && (c == ')' || c == ']'))) {
			close_pair(&p, at, c);
		} else if (c == '\\' && (s->language->special & SPECIAL_BACKSLASH)) {
			at++;
		} else if (ends && source_is_word(c)) {
			size_t from = at;

			while (at + 1 < s->n && source_is_word(s->code[at + 1]))
				at++;
			keyword(&p, from, at + 1 - from);
		}
	}
	vec_fini(&p.open);
	s->has_pairs = true;
}

size_t
source_close(struct source *s, size_t open)
{
	size_t low = 0, high;

	if (!s->has_pairs)
		find_pairs(s);
	high = s->pairs.len;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->pairs.at[mid].open < open)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->pairs.len && s->pairs.at[low].open == open ? s->pairs.at[low].close : s->n;
}

/* The first pair at or behind `at`, or NULL. */
static const struct source_pair *
next_pair(struct source *s, size_t at)
{
	size_t low = 0, high;

	if (!s->has_pairs)
		find_pairs(s);
	high = s->pairs.len;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->pairs.at[mid].open < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low < s->pairs.len ? &s->pairs.at[low] : NULL;
}

static size_t
behind(const struct source *s, size_t close)
{
	return close < s->n ? close + 1 : s->n;
}

static size_t
braces_end(struct source *s, size_t at)
{
	for (size_t i = 0; i < MAX_SKIP; i++) {
		const struct source_pair *pair = next_pair(s, at);
		const char *stop;

		if (pair == NULL || pair->open - at > MAX_HEADER)
			break;
		stop = memchr(s->code + at, ';', pair->open - at);
		if (stop)
			return (size_t)(stop - s->code) + 1;
		if (s->code[pair->open] == '{')
			return behind(s, pair->close);
		at = behind(s, pair->close);
	}
	return source_line_end(s, at);
}

static size_t
call_end(struct source *s, size_t at)
{
	const struct source_pair *pair = next_pair(s, at);

	return pair && s->code[pair->open] == '(' ? behind(s, pair->close) : source_line_end(s, at);
}

/* A logical line is one that starts with code, outside brackets and strings. */
static void
find_indents(struct source *s)
{
	offsets open = { 0 };
	size_t inside = 0, next = 0, last_end = 0;

	if (!s->has_pairs)
		find_pairs(s);
	for (size_t i = 0; i < s->lines.len; i++) {
		size_t at = s->lines.at[i], first = at, end = source_line_end(s, at);
		const struct source_span *span;

		while (first < end && (is_blank(s->code[first]) || s->code[first] == '\f'))
			first++;
		span = source_span_at(s, at);
		if (first == end || (span && span->from < at && span->kind == SOURCE_STRING) ||
		    at < inside) {
			if (first < end || (span && span->kind == SOURCE_STRING))
				last_end = end;
		} else {
			while (open.len > 0 &&
			       s->indents.at[open.at[open.len - 1]].column >= first - at)
				s->indents.at[open.at[--open.len]].end = last_end;
			*vec_add(&open) = s->indents.len;
			*vec_add(&s->indents) = (struct source_indent){ at, first - at, s->n };
			last_end = end;
		}
		for (; next < s->pairs.len && s->pairs.at[next].open < end; next++) {
			size_t close = s->pairs.at[next].close;

			/* a line that begins with the bracket belongs to the line before */
			close += close < s->n && s->code[close] != '}';
			if (close > inside)
				inside = close;
		}
	}
	while (open.len > 0)
		s->indents.at[open.at[--open.len]].end = last_end;
	vec_fini(&open);
	s->has_indents = true;
}

static size_t
indent_end(struct source *s, size_t at)
{
	size_t low = 0, high;

	if (!s->has_indents)
		find_indents(s);
	high = s->indents.len;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->indents.at[mid].at <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 ? s->indents.at[low - 1].end : source_line_end(s, at);
}

/* The pair that opens in the header's own line: do, {, or the header's own keyword. */
static size_t
end_end(struct source *s, size_t from, size_t at)
{
	size_t line_end = source_line_end(s, at);

	for (const struct source_pair *pair = next_pair(s, from);
	     pair && pair < s->pairs.at + s->pairs.len && pair->open < line_end; pair++) {
		char c = s->code[pair->open];

		if (c == '(' || c == '[') {
			if (pair->close < s->n && pair->close > line_end)
				line_end = source_line_end(s, pair->close);
			continue;
		}
		if (pair->open == from || c == '{' || c == 'd')
			return s->code[pair->close] == 'e' ? pair->close + 3
							   : behind(s, pair->close);
	}
	return line_end;
}

static size_t
command_end(struct source *s, size_t at)
{
	const struct source_span *span;

	while (at < s->n && s->code[at] != '\n') {
		span = s->code[at] == ' ' ? NULL : source_span_at(s, at);
		if (span)
			at = span->to;
		else if (s->code[at] == '\\')
			at += 2;
		else if (s->code[at] == '{')
			at = behind(s, source_close(s, at));
		else
			at++;
	}
	/* The here-documents begin on the next line, one directly behind the other. */
	while (at < s->n && (span = source_span_at(s, at + 1)) && span->from == at + 1 &&
	       span->inner == span->from && span->kind == SOURCE_STRING)
		at = span->to;
	return at < s->n ? at : s->n;
}

size_t
source_block_end(struct source *s, enum source_block block, size_t from, size_t at)
{
	switch (block) {
	case SOURCE_BRACES:
		return braces_end(s, at);
	case SOURCE_CALL:
		return call_end(s, at);
	case SOURCE_INDENT:
		return indent_end(s, from);
	case SOURCE_END:
		return end_end(s, from, at);
	case SOURCE_COMMAND:
		return command_end(s, at);
	default:
		return source_line_end(s, at);
	}
}
