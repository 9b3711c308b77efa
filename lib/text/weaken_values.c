/* What is a value in an assertion, what a name stands for, and whether it holds always. */

#include "text/weaken_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"

#define LITERALS_MAX 2000 /* of a table */
#define NAMES_MAX 50
#define RESOLVE_MAX 3 /* names that stand for names */

static bool
is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

struct word { /* of an operand */
	struct slice at;
	enum {
		WORD_TEXT,
		WORD_NUMBER,
		WORD_VALUE,
		WORD_NAME,
		WORD_OPEN
	} kind; /* OPEN: code in a text */
};

static bool
has_code(const struct facts *f, const struct source_span *span)
{
	const char *s = f->source.text + span->inner, *name = source_language_of(&f->source);
	size_t n = span->inner_to - span->inner;
	bool dollar = strcmp(name, "sh") == 0 || strcmp(name, "kotlin") == 0;
	const char *front = f->source.text + span->from; /* f"", rf"", fr"" */
	bool prefix = (span->from > 0 && strchr("fF", front[-1])) ||
		      (span->from > 1 && strchr("rR", front[-1]) && strchr("fF", front[-2]));

	for (size_t i = 0; i < n; i++) {
		if ((s[i] == '$' && f->source.text[span->from] != '\'' &&
			(dollar || (i + 1 < n && s[i + 1] == '{'))) ||
		    (i + 1 < n && s[i] == '#' && s[i + 1] == '{') || (prefix && s[i] == '{'))
			return true;
	}
	return false;
}

/* The next word in [*at, to), or false. */
static bool
next_word(const struct facts *f, size_t *at, size_t to, struct word *out)
{
	const char *code = f->source.code;
	bool sh = strcmp(source_language_of(&f->source), "sh") == 0;

	for (; *at < to; (*at)++) {
		const struct source_span *span =
		    strchr("\"'`/", code[*at]) ? source_span_at(&f->source, *at) : NULL;
		size_t from = *at;

		if (span && span->kind == SOURCE_STRING && from < span->inner) {
			out->at = (struct slice){ span->inner, span->inner_to };
			out->kind = has_code(f, span) ? WORD_OPEN : WORD_TEXT;
			*at = span->to;
			return true;
		}
		if (!is_letter(code[*at]))
			continue;
		while (*at < to && (is_letter(code[*at]) ||
				       (code[*at] == '.' && isdigit((unsigned char)code[from]))))
			(*at)++;
		out->at = (struct slice){ from, *at };
		if (*at < to && strchr("\"'", code[*at]) && *at - from < 3 && !sh) {
			(*at)--; /* r"", b'' */
			continue;
		}
		out->kind = isdigit((unsigned char)code[from]) ? WORD_NUMBER : WORD_NAME;
		if (sh && out->kind == WORD_NAME && (from == 0 || !strchr("$-{", code[from - 1])))
			out->kind = WORD_VALUE;
		json_each (it, f->guards->literals) {
			const char *s = json_string(it);

			if (s && facts_is(f, out->at, s, strlen(s)))
				out->kind = WORD_VALUE;
		}
		return true;
	}
	return false;
}

static bool
is_constant(const struct facts *f, struct slice in)
{
	struct word word;
	size_t at = in.from, n = 0;

	for (; next_word(f, &at, in.to, &word); n++) {
		if (word.kind == WORD_NAME || word.kind == WORD_OPEN)
			return false;
	}
	return n > 0 && !memchr(f->source.code + in.from, '$', in.to - in.from);
}

/* What a name stands for when it is set once, to a value or another name. */
static bool
resolve(const struct facts *f, struct slice name, struct slice *out)
{
	const char *text = f->source.text;
	const struct weaken_constant *only = NULL;

	while (name.from < name.to && strchr("\"${", text[name.from]))
		name.from++;
	while (name.to > name.from && strchr("\"}", text[name.to - 1]))
		name.to--;
	vec_each (const struct weaken_constant *, c, &f->constants) {
		if (!facts_is(f, c->name, text + name.from, name.to - name.from))
			continue;
		if (only || !c->plain)
			return false;
		only = c;
	}
	if (only == NULL || only->value.to == only->value.from)
		return false;
	for (size_t at = name.from; at < name.to; at++) {
		if (!is_letter(text[at]))
			return false;
	}
	*out = only->value;
	return true;
}

/* Is it changed where it is not assigned: &name, name++, name.push()? */
static bool
is_touched(struct facts *f, struct slice name)
{
	const char *code = f->source.code;
	size_t n = name.to - name.from;

	if (!facts_work(f, f->source.n))
		return true;
	for (size_t at = 0; n > 0 && at + n <= f->source.n; at++) {
		const char *hit = memchr(code + at, code[name.from], f->source.n - n + 1 - at);

		if (hit == NULL)
			return false;
		at = (size_t)(hit - code);
		if (memcmp(hit, code + name.from, n) != 0 || is_letter(hit[n]) ||
		    (at > 0 && is_letter(hit[-1])))
			continue;
		if ((at > 0 && (hit[-1] == '&' ||
				   (at > 1 && strchr("+-", hit[-1]) && hit[-1] == hit[-2]))) ||
		    (strchr("+-", hit[n]) && hit[n] && hit[n] == hit[n + 1]) ||
		    (at > 4 && memcmp(hit - 5, "&mut ", 5) == 0))
			return true;
	}
	return false;
}

static bool
same(const struct facts *f, struct slice a, struct slice b)
{
	char *x = pieces_normal(f, a), *y = pieces_normal(f, b);
	bool is = *x && strcmp(x, y) == 0;

	free(x);
	free(y);
	return is;
}

void
values_literals(struct facts *f, struct slice in, struct slice without, struct strings *out)
{
	struct word word;
	size_t at = in.from;

	while (out->len < LITERALS_MAX && next_word(f, &at, in.to, &word)) {
		if (word.kind != WORD_NAME && word.at.to > word.at.from &&
		    !(word.at.from >= without.from && word.at.from < without.to))
			strings_addn(out, f->source.text + word.at.from, word.at.to - word.at.from);
	}
}

static void
add_names(struct facts *f, struct slice in, bool calls, struct strings *out)
{
	struct word word;
	size_t at = in.from;

	while (out->len < NAMES_MAX && next_word(f, &at, in.to, &word)) {
		if (word.kind == WORD_NAME && (!calls || (at < f->source.n && f->source.code[at] &&
							     strchr("(!", f->source.code[at]))))
			strings_addn(out, f->source.text + word.at.from, word.at.to - word.at.from);
	}
}

void
values_judge(struct facts *f, struct weaken_assertion *a)
{
	struct slice value[WEAKEN_PIECES];
	struct regex_match m;
	size_t before = 0;
	bool equal;

	for (size_t i = 0; i < a->pieces; i++) {
		struct slice found;

		value[i] = a->piece[i];
		before += is_constant(f, value[i]);
		for (size_t n = 0; n < RESOLVE_MAX && resolve(f, value[i], &found); n++) {
			add_names(f, found, true, &a->calls);
			a->either += guard_count(f, GUARD_EITHER, found);
			if (memchr(f->source.code + found.from, '(', found.to - found.from) ||
			    is_touched(f, value[i]))
				break;
			value[i] = found;
		}
		a->constants += is_constant(f, value[i]);
		values_literals(f, value[i], a->within, &a->literals);
		add_names(f, a->piece[i], true, &a->calls);
		add_names(f, a->piece[i], false, &a->names);
	}
	equal = a->pieces >= 2 && same(f, value[0], value[1]);
	a->trivial = guard_fits(f, GUARD_TRIVIAL, a->asserts, &m) != NULL ||
		     (a->pieces > 0 && a->constants == a->pieces) || equal;
	a->replaced = a->trivial && before < a->pieces &&
		      !(a->pieces >= 2 && same(f, a->piece[0], a->piece[1])) &&
		      guard_fits(f, GUARD_TRIVIAL, a->asserts, &m) == NULL;
}
