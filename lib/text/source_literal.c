/* The literals that a table cannot say, and the strings that have code in them. */

#include <stdint.h>
#include <string.h>

#include "text/source_language.h"

#define MAX_INSIDE 32 /* levels of "${"${...}"}" that are followed */
#define MAX_MARKER 128
#define MAX_REGEX 1000

static bool
is_ident(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '$' || (c & 0x80);
}

static bool
starts(const struct source *s, size_t at, const char *with)
{
	size_t n = strlen(with);

	return s->n - at >= n && memcmp(s->text + at, with, n) == 0;
}

/* 'x' or '\n' or '\u{1F600}', else a lifetime or an apostrophe. */
static size_t
char_end(const struct source *s, size_t at)
{
	size_t end = at + 2;

	if (at + 2 >= s->n || s->text[at + 1] == '\'' || s->text[at + 1] == '\n')
		return s->n + 1;
	if (s->text[at + 1] == '\\')
		end++;
	while (end < s->n && end < at + 14 && s->text[end] != '\'' &&
	       (s->text[at + 1] == '\\' || (s->text[end] & 0xc0) == 0x80))
		end++;
	return end < s->n && s->text[end] == '\'' ? end + 1 : s->n + 1;
}

struct inside { /* a string or a piece of code within a string */
	char close;
	char open; /* of the same bracket; 0 for a string */
	int flags; /* of a string */
	size_t depth;
};

struct stack {
	struct inside at[MAX_INSIDE];
	size_t len;
	int flags;	   /* of the outermost string */
	bool plain_quotes; /* "" has no code in it, `` has */
};

static void
push(struct stack *k, char open, char close, int flags)
{
	if (k->len < MAX_INSIDE)
		k->at[k->len++] = (struct inside){ .open = open, .close = close, .flags = flags };
}

/* How many bytes the opening of code within a string takes; it is pushed. */
static size_t
code_opens(const struct source *s, size_t at, int flags, struct stack *k)
{
	char c = s->text[at], next = at + 1 < s->n ? s->text[at + 1] : '\0';

	if (next == '{' &&
	    ((c == '$' && (flags & RULE_DOLLAR)) || (c == '#' && (flags & RULE_HASH))))
		push(k, '{', '}', 0);
	else if (c == '$' && next == '(' && (flags & RULE_PAREN))
		push(k, '(', ')', 0);
	else
		return 0;
	return 2;
}

static size_t
step_in_code(const struct source *s, size_t at, struct stack *k)
{
	struct inside *top = &k->at[k->len - 1];
	char c = s->text[at];

	if (c == '\\')
		return 2;
	if (c == top->close) {
		if (top->depth-- == 0)
			k->len--;
	} else if (c == top->open) {
		top->depth++;
	} else if (c == '"') {
		push(k, 0, c, k->plain_quotes ? RULE_ESCAPE : k->flags | RULE_ESCAPE);
	} else if (c == '`' && (k->flags & RULE_LINES) && !(k->flags & RULE_PAREN)) {
		push(k, 0, c, k->flags);
	} else if (c == '\'') {
		push(k, 0, c, (k->flags & RULE_PAREN) ? 0 : RULE_ESCAPE);
	}
	return 1;
}

/* A string of one quote sign that may have code in it. */
static size_t
nested_end(const struct source *s, size_t at, const struct source_rule *rule)
{
	struct stack k = { .flags = rule->flags, .plain_quotes = rule->close[0] == '`' };

	push(&k, 0, rule->close[0], rule->flags);
	for (at += strlen(rule->open); at < s->n;) {
		struct inside *top = &k.at[k.len - 1];
		size_t took;

		if (s->text[at] == '\n' && !(rule->flags & RULE_LINES))
			return s->n + 1;
		if (top->open) {
			at += step_in_code(s, at, &k);
			continue;
		}
		if (s->text[at] == top->close) {
			at++;
			if (--k.len == 0)
				return at;
			continue;
		}
		took = code_opens(s, at, top->flags, &k);
		at += took ? took : s->text[at] == '\\' && (top->flags & RULE_ESCAPE) ? 2 : 1;
	}
	return s->n + 1;
}

size_t
source_string_end(const struct source *s, size_t at, const struct source_rule *rule)
{
	size_t close = strlen(rule->close);

	if (rule->flags & RULE_CHAR)
		return char_end(s, at);
	if (close == 1 && (rule->flags & (RULE_DOLLAR | RULE_HASH | RULE_PAREN)))
		return nested_end(s, at, rule);
	for (at += strlen(rule->open); at < s->n; at++) {
		if (s->text[at] == '\n' && !(rule->flags & RULE_LINES))
			break;
		if (s->text[at] == '\\' && (rule->flags & RULE_ESCAPE)) {
			at++;
			continue;
		}
		if (s->text[at] != rule->close[0] || s->n - at < close ||
		    memcmp(s->text + at, rule->close, close) != 0)
			continue;
		if (!(rule->flags & RULE_DOUBLED) || at + 1 >= s->n ||
		    s->text[at + 1] != rule->close[0])
			return at + close;
		at++;
	}
	return s->n + 1;
}

/* Does an operand, not an operator, come next?  Looks at the code before `at`. */
static bool
operand_expected(const struct source *s, size_t at)
{
	static const char words[] = " return typeof case in of delete void throw new else do "
				    "instanceof yield await and or not if unless when while until "
				    "then puts elsif ";
	size_t end, from;
	char word[16];

	while (at > 0 && strchr(" \t\r\n", s->code[at - 1]))
		at--;
	if (at == 0)
		return true;
	if (!is_ident(s->code[at - 1]))
		return strchr("(,=:[!&|?{};+-*%<>~^", s->code[at - 1]) != NULL;
	for (end = from = at; from > 0 && end - from < 12 && is_ident(s->code[from - 1]); from--)
		;
	word[0] = ' ';
	memcpy(word + 1, s->code + from, end - from);
	memcpy(word + 1 + (end - from), " ", 2);
	return (from == 0 || s->code[from - 1] != '.') && strstr(words, word) != NULL;
}

/* `assert_match /x/, y`: Ruby takes it for a pattern when a space is before and none behind. */
static bool
ruby_argument(const struct source *s, size_t at)
{
	return (s->language->special & SPECIAL_PERCENT) && at > 1 && s->text[at - 1] == ' ' &&
	       is_ident(s->text[at - 2]) && at + 1 < s->n &&
	       strchr(" =\n", s->text[at + 1]) == NULL;
}

static bool
regex(const struct source *s, size_t at, struct source_span *span)
{
	bool in_class = false;

	if (!operand_expected(s, at) && !ruby_argument(s, at))
		return false;
	for (size_t i = at + 1; i < s->n && i - at < MAX_REGEX && s->text[i] != '\n'; i++) {
		if (s->text[i] == '\\') {
			i++;
		} else if (s->text[i] == '[') {
			in_class = true;
		} else if (s->text[i] == ']') {
			in_class = false;
		} else if (s->text[i] == '/' && !in_class) {
			if (i == at + 1)
				return false;
			*span = (struct source_span){ at, i + 1, at + 1, i, SOURCE_STRING };
			return true;
		}
	}
	return false;
}

/* %w[a b], %q(...), %r{...}: brackets nest. */
static bool
percent(const struct source *s, size_t at, struct source_span *span)
{
	static const char opens[] = "([{<", closes[] = ")]}>";
	size_t i = at + 1, depth = 1;
	const char *bracket;
	char open, close;

	if (i < s->n && s->text[i] && strchr("qQwWiIrsx", s->text[i]))
		i++;
	if (i >= s->n || s->text[i] == '\0' || strchr("([{<|!/", s->text[i]) == NULL ||
	    (!operand_expected(s, at) && !ruby_argument(s, at)))
		return false;
	open = s->text[i];
	bracket = strchr(opens, open);
	close = bracket ? closes[bracket - opens] : open;
	for (size_t from = ++i; i < s->n; i++) {
		if (s->text[i] == '\\')
			i++;
		else if (s->text[i] == close && --depth == 0) {
			*span = (struct source_span){ at, i + 1, from, i, SOURCE_STRING };
			return true;
		} else if (s->text[i] == open && bracket)
			depth++;
	}
	*span =
	    (struct source_span){ at, s->n, at + 2 < s->n ? at + 2 : s->n, s->n, SOURCE_STRING };
	return true;
}

/* Finds `close` followed by `tail`; a raw string without end goes to the end of the text. */
static void
raw(const struct source *s, size_t at, size_t inner, const char *tail, size_t tail_len,
    struct source_span *span)
{
	size_t end = inner;

	while (
	    end < s->n && !(s->n - end >= tail_len && memcmp(s->text + end, tail, tail_len) == 0))
		end++;
	*span = (struct source_span){ at, end < s->n ? end + tail_len : end, inner, end,
		SOURCE_STRING };
}

static bool
raw_hash(const struct source *s, size_t at, struct source_span *span)
{
	char tail[MAX_MARKER] = "\"";
	size_t i = at + 1, hashes = 0;

	if (at > 0 && is_ident(s->text[at - 1]) &&
	    !(s->text[at - 1] == 'b' || s->text[at - 1] == 'c'))
		return false;
	while (i < s->n && s->text[i] == '#' && hashes < MAX_MARKER - 2) {
		tail[++hashes] = '#';
		i++;
	}
	if (i >= s->n || s->text[i] != '"')
		return false;
	raw(s, at, i + 1, tail, hashes + 1, span);
	return true;
}

static bool
raw_paren(const struct source *s, size_t at, struct source_span *span)
{
	char tail[MAX_MARKER] = ")";
	size_t i = at + 2, n = 1;

	if (!starts(s, at, "R\""))
		return false;
	while (i < s->n && n < 18 && s->text[i] != '(' && strchr(") \\\n\"", s->text[i]) == NULL)
		tail[n++] = s->text[i++];
	if (i >= s->n || s->text[i] != '(')
		return false;
	tail[n++] = '"';
	raw(s, at, i + 1, tail, n, span);
	return true;
}

static bool
directive(const struct source *s, size_t at, const char *name)
{
	while (at < s->n && (s->text[at] == ' ' || s->text[at] == '\t'))
		at++;
	if (at >= s->n || s->text[at++] != '#')
		return false;
	while (at < s->n && (s->text[at] == ' ' || s->text[at] == '\t'))
		at++;
	return starts(s, at, name);
}

static bool
if_0(const struct source *s, size_t at, struct source_span *span)
{
	size_t line = at, depth = 0, end;

	while (line > 0 && (s->text[line - 1] == ' ' || s->text[line - 1] == '\t'))
		line--;
	if ((line > 0 && s->text[line - 1] != '\n') || !directive(s, at, "if 0"))
		return false;
	for (end = source_line_end(s, at) + 1; end < s->n; end = source_line_end(s, end) + 1) {
		if (directive(s, end, "if"))
			depth++;
		else if (depth == 0 && (directive(s, end, "e")) && !directive(s, end, "error"))
			break;
		else if (directive(s, end, "endif"))
			depth--;
	}
	if (end > s->n)
		end = s->n;
	*span = (struct source_span){ at, end, at, end, SOURCE_COMMENT };
	return true;
}

bool
source_literal(const struct source *s, size_t at, struct source_span *span)
{
	int special = s->language->special;

	switch (s->text[at]) {
	case '/':
		return (special & SPECIAL_SLASH_REGEX) && !starts(s, at, "//") &&
		       !starts(s, at, "/*") && regex(s, at, span);
	case '%':
		return (special & SPECIAL_PERCENT) && percent(s, at, span);
	case 'r':
		return (special & SPECIAL_RAW_HASH) && raw_hash(s, at, span);
	case 'R':
		return (special & SPECIAL_RAW_PAREN) && raw_paren(s, at, span);
	case '#':
		return (special & SPECIAL_IF_0) && if_0(s, at, span);
	default:
		return false;
	}
}
