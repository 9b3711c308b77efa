/* What assertions consist of: operands, values, what is called. */

#include "text/weaken_private.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"

#define BRACKETS_MAX 50

static bool
is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

static struct slice
trim(struct facts *f, struct slice in)
{
	const char *code = f->source.code;
	bool sh = strcmp(source_language_of(&f->source), "sh") == 0;
	bool again = true;

	while (again) {
		while (in.from < in.to && strchr(" \t\r\n", code[in.from]))
			in.from++;
		while (in.to > in.from && strchr(" \t\r\n;", code[in.to - 1]))
			in.to--;
		again = in.to - in.from > 1 && code[in.from] == '(' &&
			source_close(&f->source, in.from) == in.to - 1;
		if (again)
			in = (struct slice){ in.from + 1, in.to - 1 };
		while (sh && in.to > in.from && code[in.to - 1] == ']') {
			in.to--;
			again = true;
		}
	}
	return in;
}

/* Where a bracket that opens at `at` ends within `to`. */
static size_t
over(struct facts *f, size_t at, size_t to)
{
	size_t close;

	if (f->source.code[at] == '\0' || !strchr("([{", f->source.code[at]))
		return at;
	close = source_close(&f->source, at);
	return close < to ? close : at;
}

/* At the operators outside of brackets. */
static size_t
split_operators(struct facts *f, struct slice in, struct slice *out)
{
	struct slice rest = in;
	struct regex_match m;
	size_t n = 0, at = in.from, brackets = 0;

	while (at < in.to && n + 1 < WEAKEN_PIECES && brackets++ < BRACKETS_MAX) {
		struct slice look = { at, in.to };
		size_t from, bracket = at;

		if (guard_fits(f, GUARD_OPERATORS, look, &m) == NULL)
			break;
		from = at + m.from[0];
		while (bracket < from && !strchr("([{", f->source.code[bracket]))
			bracket++;
		if (bracket < from) {
			at = over(f, bracket, in.to) + 1;
			continue;
		}
		at += m.to[0] > m.from[0] ? m.to[0] : m.from[0] + 1;
		out[n++] = trim(f, (struct slice){ rest.from, from });
		rest.from = at;
	}
	out[n++] = trim(f, rest);
	return n;
}

static size_t
split_commas(struct facts *f, struct slice in, struct slice *out)
{
	size_t n = 0, from = in.from;

	for (size_t at = in.from; at < in.to && n + 1 < WEAKEN_PIECES; at++) {
		at = over(f, at, in.to);
		if (f->source.code[at] == ',') {
			out[n++] = trim(f, (struct slice){ from, at });
			from = at + 1;
		}
	}
	out[n] = trim(f, (struct slice){ from, in.to });
	return out[n].to > out[n].from || n == 0 ? n + 1 : n;
}

static bool
is_text(const struct facts *f, struct slice in)
{
	return in.to > in.from && strchr("\"'`", f->source.code[in.from]);
}

/* piece[0] is all behind the word that asserts. */
void
pieces_split(struct facts *f, struct weaken_assertion *a, const struct guard *guard)
{
	struct slice all = a->piece[0], inner;
	size_t close;

	if (guard->message) {
		split_commas(f, all, a->piece);
		a->pieces = split_operators(f, a->piece[0], a->piece);
		return;
	}
	a->pieces = split_operators(f, all, a->piece);
	if (a->pieces > 1)
		return;
	while (all.from < all.to && strchr(" \t\n", f->source.code[all.from]))
		all.from++;
	close = all.from < all.to ? over(f, all.from, all.to) : all.from;
	inner = close > all.from ? (struct slice){ all.from + 1, close } : all;
	a->pieces = split_commas(f, inner, a->piece);
	if (a->pieces == 1)
		a->pieces = split_operators(f, inner, a->piece);
	while (a->pieces > 2 && is_text(f, a->piece[a->pieces - 1])) /* a message */
		a->pieces--;
	if (guard->first && a->pieces > 2 && is_text(f, a->piece[0])) {
		a->pieces--;
		memmove(a->piece, a->piece + 1, a->pieces * sizeof a->piece[0]);
	}
}

/* No blanks but between words, one sort of quotes. */
char *
pieces_normal(const struct facts *f, struct slice in)
{
	char *out = mem_alloc(in.to - in.from + 1);
	size_t n = 0;

	for (size_t at = in.from; at < in.to; at++) {
		const struct source_span *span = source_span_at(&f->source, at);
		char c = f->clean[at];
		bool inside =
		    span && span->kind == SOURCE_STRING && at >= span->inner && at < span->inner_to;

		if (!inside && isspace((unsigned char)c)) {
			size_t next = at;

			while (next < in.to && isspace((unsigned char)f->clean[next]))
				next++;
			if (n > 0 && next < in.to && is_letter(out[n - 1]) &&
			    is_letter(f->clean[next]))
				out[n++] = ' ';
			at = next - 1;
		} else {
			out[n++] = (char)(!inside && c == '\'' ? '"' : c);
		}
	}
	out[n] = '\0';
	return out;
}

size_t
pieces_cases(struct facts *f, size_t open)
{
	size_t close = source_close(&f->source, open), n = 0;
	bool some = false;

	for (size_t at = open + 1; at < close; at++) {
		if (f->source.code[at] == ',') {
			n += some;
			some = false;
			continue;
		}
		some |= !strchr(" \t\r\n", f->source.code[at]);
		at = over(f, at, close);
	}
	return n + some;
}

bool
pieces_has(struct facts *f, struct slice in, const char *word, size_t n)
{
	const char *code = f->source.code;

	if (!facts_work(f, in.to - in.from))
		return false;
	for (size_t at = in.from; n > 0 && at + n <= in.to; at++) {
		const char *hit = memchr(code + at, word[0], in.to - n + 1 - at);

		if (hit == NULL)
			return false;
		at = (size_t)(hit - code);
		if (memcmp(hit, word, n) == 0 && (at == 0 || !is_letter(code[at - 1])) &&
		    !is_letter(code[at + n]))
			return true;
	}
	return false;
}
