/* What a string, word or expression of a source says: names, tags, imports. */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "phase/scan_find.h"

#define MAX_NAME 300
#define NOWHERE ((size_t)-1)

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Runs of white space become a blank, outer ones go. */
static void
squeeze(const char *s, size_t n, struct buf *out)
{
	size_t start = out->len;
	bool blank = false;

	for (size_t i = 0; i < n; i++) {
		if (is_blank(s[i])) {
			blank = out->len > start;
			continue;
		}
		if (blank)
			buf_char(out, ' ');
		blank = false;
		buf_char(out, s[i]);
	}
}

/* \xHH, \uHHHH or \u{H...} at s: how many bytes it takes, 0 when it is none. */
static size_t
code_point(const char *s, size_t n, struct buf *out)
{
	size_t digits = n > 1 && s[1] == 'x' ? 2 : 4, from = 2, at;
	bool braced = n > 2 && s[1] == 'u' && s[2] == '{';
	uint32_t c = 0;

	if (braced)
		from = 3, digits = 6;
	for (at = from; at < n && at - from < digits; at++) {
		const char *hex = "0123456789abcdef", *digit = strchr(hex, s[at] | 32);

		if (s[at] == '}' || digit == NULL || s[at] == '\0')
			break;
		c = c * 16 + (uint32_t)(digit - hex);
	}
	if (at == from || (!braced && at - from < digits) ||
	    (braced && (at == n || s[at] != '}')) || c < ' ' || c > 0x10ffff ||
	    (c >= 0xd800 && c < 0xe000))
		return 0;
	utf8_put(out, c);
	return at + braced;
}

/* Drops the backslash of \' \" \\ \`, joins continued lines, makes \n and \t blanks. */
static void
unescape(const char *s, size_t n, bool points, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		size_t used;

		if (s[i] != '\\' || i + 1 == n)
			buf_char(out, s[i]);
		else if (strchr("'\"\\`$/", s[i + 1]))
			buf_char(out, s[++i]);
		else if (strchr("nt", s[i + 1]))
			buf_char(out, (i++, ' '));
		else if (s[i + 1] == '\n')
			i++;
		else if (points && strchr("xu", s[i + 1]) &&
			 (used = code_point(s + i, n - i, out)) > 0)
			i += used - 1;
		else
			buf_char(out, s[i]);
	}
}

/* Patterns go by bytes: up to the end of the character. */
static size_t
whole_character(const struct source *s, size_t at)
{
	while (at < s->n && (s->text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

size_t
scan_word(const struct source *s, const struct source_span *span, struct buf *out)
{
	size_t at;

	for (;;) {
		if (s->text[span->from] == '"')
			unescape(s->text + span->inner, span->inner_to - span->inner, false, out);
		else
			buf_add(out, s->text + span->inner, span->inner_to - span->inner);
		at = span->to;
		while (at + 1 < s->n && s->code[at] == '\\') {
			size_t from = at + 1;

			at = whole_character(s, at + 2);
			buf_add(out, s->text + from, at - from);
		}
		span = at < s->n ? source_span_at(s, at) : NULL;
		if (span == NULL || span->from != at || span->kind != SOURCE_STRING ||
		    span->inner == span->from)
			return at;
	}
}

static const struct source_span *
string_at(const struct source *s, size_t at)
{
	const struct source_span *span = at < s->n ? source_span_at(s, at) : NULL;

	return span && span->kind == SOURCE_STRING && span->from == at ? span : NULL;
}

static bool
is_language(const struct source *s, const char *a, const char *b)
{
	const char *name = source_language_of(s);

	return strcmp(name, a) == 0 || strcmp(name, b) == 0;
}

/* A string, with those that C joins to it. */
static void
literal(const struct source *s, const struct source_span *span, struct buf *out)
{
	bool joins = is_language(s, "c", "cpp");

	if (is_language(s, "sh", "sh")) {
		scan_word(s, span, out);
		return;
	}
	for (; span; span = joins ? string_at(s, source_skip_blank(s, span->to)) : NULL)
		unescape(s->text + span->inner, span->inner_to - span->inner,
		    is_language(s, "javascript", "go"), out);
}

/* A string keeps its blanks, as the runner shows them, on one line. */
static void
add_line(const struct buf *raw, struct buf *out)
{
	for (size_t i = 0; i < raw->len; i++)
		buf_char(out, is_blank(raw->s[i]) ? ' ' : raw->s[i]);
}

void
scan_value(struct source *s, size_t from, size_t to, struct buf *out)
{
	const struct source_span *span = string_at(s, from);
	struct buf raw;

	buf_init(&raw, BUF_TEXT);
	if (span) {
		literal(s, span, &raw);
	} else if (from < s->n && s->code[from] == '{') {
		to = source_close(s, from);
		buf_add(&raw, s->text + from + 1, to > from ? to - from - 1 : 0);
	} else if (to - from >= 2 && s->text[from] == '`' && s->text[to - 1] == '`') {
		buf_add(&raw, s->text + from + 1, to - from - 2);
	} else {
		from = whole_character(s, from);
		to = whole_character(s, to);
		squeeze(s->text + from, to > from ? to - from : 0, &raw);
	}
	add_line(&raw, out);
	buf_fini(&raw);
}

static char *
take_name(struct buf *out)
{
	size_t cut = MAX_NAME;

	if (out->len > cut) {
		while (cut > 0 && (out->s[cut] & 0xc0) == 0x80)
			cut--;
		buf_cut(out, cut);
	}
	return buf_take(out);
}

static char *
value(struct source *s, size_t from, size_t to)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	scan_value(s, from, to, &out);
	return take_name(&out);
}

/* Where the term of a sum that starts at `at` ends. */
static size_t
term_end(struct source *s, size_t at, size_t to)
{
	while (at < to && s->code[at] != '+') {
		const struct source_span *span = string_at(s, at);

		if (span)
			at = span->to;
		else
			at = (strchr("([{", s->code[at]) ? source_close(s, at) : at) + 1;
	}
	return at < to ? at : to;
}

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '$' || (c & 0x80);
}

/* A class or function given for a name says its own; anything else is only known at run time. */
static bool
names_itself(const struct source *s, size_t from, size_t to)
{
	bool capital = s->text[from] >= 'A' && s->text[from] <= 'Z';

	while (from < to && is_name_char(s->text[from]))
		from++;
	return capital && from == to;
}

static void
hole(const struct source *s, size_t from, size_t to, struct buf *out)
{
	while (to > from && is_blank(s->text[to - 1]))
		to--;
	if (to == from)
		return;
	buf_str(out, "${");
	squeeze(s->text + from, to - from, out);
	buf_char(out, '}');
}

/* 'a ' + b + ' c' is the name "a ${b} c". */
static char *
sum(struct source *s, size_t from, size_t to)
{
	struct buf raw, out;

	buf_init(&raw, BUF_TEXT);
	buf_init(&out, BUF_TEXT);
	for (size_t at = from; at < to; at++) {
		const struct source_span *span;
		size_t end, next;

		at = source_skip_blank(s, at);
		if (at >= to)
			break;
		span = string_at(s, at);
		end = term_end(s, at, to);
		next = span ? source_skip_blank(s, span->to) : end;
		if (span && next >= end)
			literal(s, span, &raw);
		else
			hole(s, at, end, &raw);
		at = end;
	}
	add_line(&raw, &out);
	buf_fini(&raw);
	return take_name(&out);
}

/* `function name() {...}` as the first argument. */
static char *
function_name(struct source *s, size_t from, size_t to)
{
	static const char word[] = "function ";
	size_t at = from + strlen(word), end;

	if (to - from < strlen(word) || memcmp(s->code + from, word, strlen(word)) != 0)
		return NULL;
	for (end = at; end < to && is_name_char(s->text[end]); end++)
		;
	return end > at ? mem_strndup(s->text + at, end - at) : NULL;
}

/* The first argument of the call that opens at `open`. */
static void
first_argument(struct source *s, size_t open, size_t *from, size_t *to)
{
	size_t end = source_close(s, open), at;

	*from = *to = at = source_skip_blank(s, open + 1);
	while (at < end && at - *from < MAX_NAME && s->code[at] != ',') {
		if (strchr("([{", s->code[at]))
			at = source_close(s, at);
		at++;
	}
	*to = at < end ? at : end;
}

static char *
argument_name(struct source *s, size_t from, size_t to)
{
	char *name = function_name(s, from, to);

	while (to > from && is_blank(s->code[to - 1]))
		to--;
	if (name)
		return name;
	return to <= from || names_itself(s, from, to) ? value(s, from, to) : sum(s, from, to);
}

/* A name from the body: `it { is_expected.to be_valid }`. */
static void
name_from_body(struct source *s, struct item *item)
{
	size_t from = item->header_end, to = item->to;

	while (from < to && strchr(" \t\n{", s->text[from]))
		from++;
	if (from + 2 <= to && memcmp(s->text + from, "do", 2) == 0)
		from += 2;
	while (to > from && strchr(" \t\n}", s->text[to - 1]))
		to--;
	item->name = value(s, from, to);
	item->name_at = from;
}

void
scan_item_name(struct source *s, struct item *item, const struct regex_match *m)
{
	const struct pattern *p = &item->rule->pattern;
	size_t from, to;

	item->name_at = NOWHERE;
	if (p->klass >= 0 && m->from[p->klass] != NOWHERE)
		item->klass = value(s, m->from[p->klass], m->to[p->klass]);
	if (p->bases >= 0)
		item->bases = m->from[p->bases] == NOWHERE
				  ? mem_strdup("")
				  : mem_strndup(s->code + m->from[p->bases],
					m->to[p->bases] - m->from[p->bases]);
	if (p->title >= 0 && m->from[p->title] != NOWHERE)
		item->title = value(s, m->from[p->title], m->to[p->title]);
	if (p->name >= 0 && m->from[p->name] != NOWHERE) {
		item->name_at = m->from[p->name];
		item->name = value(s, item->name_at, m->to[p->name]);
	} else if (item->rule->name_from_body) {
		name_from_body(s, item);
	} else if (item->rule->block == SOURCE_CALL) {
		first_argument(s, item->header_end, &from, &to);
		item->name_at = from;
		item->name = argument_name(s, from, to);
	} else {
		item->name = mem_strdup("");
	}
}

size_t
scan_call_open(struct source *s, const struct rule *rule, size_t at)
{
	const struct source_span *span;
	size_t open = at;

	for (;;) {
		size_t next = source_skip_blank(s, at);

		if (next >= s->n)
			return open;
		span = s->code[next] == '`' ? source_span_at(s, next) : NULL;
		if (span && rule->chained) {
			at = span->to;
			continue;
		}
		if (s->code[next] != '(')
			return open;
		open = next;
		at = source_close(s, next) + 1;
		if (!rule->chained || at >= s->n)
			return open;
	}
}
