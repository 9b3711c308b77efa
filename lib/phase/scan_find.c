#include "phase/scan_find.h"

#include <string.h>

#include "base/mem.h"
#include "phase/scan_header.h"

#define MAX_NAME 300
#define NOWHERE ((size_t)-1)

static void
item_fini(struct item *item)
{
	free(item->name);
	free(item->klass);
	free(item->title);
}

void
items_fini(struct items *items)
{
	vec_each (struct item *, item, items)
		item_fini(item);
	vec_fini(items);
}

/* One line: runs of white space become a blank, outer ones go. */
static void
squeeze(const char *s, size_t n, struct buf *out)
{
	bool blank = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
			blank = out->len > 0;
			continue;
		}
		if (blank)
			buf_char(out, ' ');
		blank = false;
		buf_char(out, s[i]);
	}
}

/* Drops the backslash of \' \" \\ \` and makes \n and \t blanks. */
static void
unescape(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\\' || i + 1 == n)
			buf_char(out, s[i]);
		else if (strchr("'\"\\`$/", s[i + 1]))
			buf_char(out, s[++i]);
		else if (strchr("nt", s[i + 1]))
			buf_char(out, (i++, ' '));
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
			unescape(s->text + span->inner, span->inner_to - span->inner, out);
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

void
scan_value(struct source *s, size_t from, size_t to, struct buf *out)
{
	const struct source_span *span = source_span_at(s, from);
	struct buf raw;

	buf_init(&raw, BUF_TEXT);
	if (span && span->kind == SOURCE_STRING && span->from == from) {
		if (strcmp(source_language_of(s), "sh") == 0)
			scan_word(s, span, &raw);
		else
			unescape(s->text + span->inner, span->inner_to - span->inner, &raw);
	} else if (from < s->n && s->code[from] == '{') {
		to = source_close(s, from);
		buf_add(&raw, s->text + from + 1, to > from ? to - from - 1 : 0);
	} else if (to - from >= 2 && s->text[from] == '`' && s->text[to - 1] == '`') {
		buf_add(&raw, s->text + from + 1, to - from - 2);
	} else {
		from = whole_character(s, from);
		to = whole_character(s, to);
		buf_add(&raw, s->text + from, to > from ? to - from : 0);
	}
	squeeze(raw.s, raw.len, out);
	buf_fini(&raw);
}

static char *
value(struct source *s, size_t from, size_t to)
{
	struct buf out;
	size_t cut = MAX_NAME;

	buf_init(&out, BUF_TEXT);
	scan_value(s, from, to, &out);
	if (out.len > cut) {
		while (cut > 0 && (out.s[cut] & 0xc0) == 0x80)
			cut--;
		buf_cut(&out, cut);
	}
	return buf_take(&out);
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

/* The brackets of the call: with `chained`, f.each(table)(...) or f.each`table`(...), the last. */
static size_t
call_open(struct source *s, const struct rule *rule, size_t at)
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

static void
set_name(struct source *s, struct item *item, const struct regex_match *m)
{
	const struct pattern *p = &item->rule->pattern;
	size_t from, to;

	item->name_at = NOWHERE;
	if (p->klass >= 0 && m->from[p->klass] != NOWHERE)
		item->klass = value(s, m->from[p->klass], m->to[p->klass]);
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
		item->name = value(s, from, to);
	} else {
		item->name = mem_strdup("");
	}
}

static enum status
set_end(struct source *s, struct item *item, size_t at, struct err *err)
{
	const struct rule *rule = item->rule;
	struct regex_match m;
	enum status st = ST_NO;
	size_t header = source_skip_blank(s, item->match);

	if (rule->ends.regex)
		st = regex_match(rule->ends.regex, s->code, s->n, at, &m, err);
	if (st != ST_OK && st != ST_NO)
		return st;
	if (rule->block == SOURCE_CALL)
		item->header_end = call_open(s, rule, at);
	item->to =
	    st == ST_OK ? m.to[0] : source_block_end(s, rule->block, header, item->header_end);
	if (item->to < at)
		item->to = at;
	return ST_OK;
}

/* Does a condition on the header hold?  It sees the code of the header alone. */
static enum status
header_fits(const struct source *s, const struct item *item, size_t at, bool *fits, struct err *err)
{
	const struct rule *rule = item->rule;
	struct regex_match m;
	enum status st = ST_OK;

	*fits = true;
	if (rule->requires.regex)
		st = regex_match(
		    rule->requires.regex, s->code + item->from, at - item->from, 0, &m, err);
	if (st == ST_OK && rule->rejects.regex) {
		st = regex_match(
		    rule->rejects.regex, s->code + item->from, at - item->from, 0, &m, err);
		*fits = st == ST_NO;
		return st == ST_NO ? ST_OK : st;
	}
	*fits = st == ST_OK;
	return st == ST_NO ? ST_OK : st;
}

static enum status
add_item(struct source *s, const struct framework *f, const struct rule *rule,
    const struct regex_match *m, struct items *out, struct err *err)
{
	struct item item = { .rule = rule, .match = m->from[0], .header_end = m->to[0] };
	bool fits;
	enum status st;

	item.match = source_skip_blank(s, item.match);
	if (item.match > m->to[0])
		item.match = m->from[0];
	scan_header(s, f->decorators, item.match, &item.from, &item.top);
	st = header_fits(s, &item, m->to[0], &fits, err);
	if (st || !fits)
		return st;
	st = set_end(s, &item, m->to[0], err);
	if (st)
		return st;
	set_name(s, &item, m);
	if (*item.name || rule->container)
		*vec_add(out) = item;
	else
		item_fini(&item);
	return ST_OK;
}

static int
by_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->match != y->match)
		return x->match < y->match ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* Is the item wanted where it is?  `around` is the innermost kept item, or -1. */
static bool
wanted(const struct items *items, const struct item *item, int around)
{
	bool in_case = false;

	for (int i = around; i >= 0; i = items->at[i].parent) {
		const struct item *outer = &items->at[i];

		in_case |= !outer->rule->container;
		if (outer->rule->hides || (!outer->rule->container && !item->rule->nests))
			return false;
	}
	if (item->rule->inside && !in_case)
		return false;
	return around < 0 || items->at[around].level + 1 < SCAN_LEVELS;
}

/* Sets parents and drops, in place, what is inside something that hides it. */
static void
nest(struct items *items)
{
	size_t kept = 0;
	int around = -1;

	for (size_t i = 0; i < items->len; i++) {
		struct item item = items->at[i];
		bool again = kept > 0 && item.name_at != NOWHERE &&
			     items->at[kept - 1].name_at == item.name_at;

		while (around >= 0 && items->at[around].to <= item.match)
			around = items->at[around].parent;
		if (again || !wanted(items, &item, around)) {
			item_fini(&item);
			continue;
		}
		item.parent = around;
		item.level = around < 0 ? 0 : items->at[around].level + 1;
		if (around >= 0 && item.to > items->at[around].to)
			item.to = items->at[around].to;
		items->at[kept] = item;
		around = (int)kept++;
	}
	items->len = kept;
}

enum status
scan_find(struct source *s, const struct framework *f, struct items *out, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; i < f->rules.len; i++) {
		const struct rule *rule = &f->rules.at[i];
		struct regex_match m;
		size_t at = 0;

		while (
		    (st = regex_match(rule->pattern.regex, s->code, s->n, at, &m, err)) == ST_OK) {
			st = add_item(s, f, rule, &m, out, err);
			if (st)
				return st;
			at = m.to[0] > m.from[0] ? m.to[0] : m.to[0] + 1;
		}
		if (st != ST_NO)
			return st;
	}
	vec_sort(out, by_place);
	nest(out);
	return ST_OK;
}
