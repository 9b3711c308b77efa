#include "phase/scan_case.h"

#include <string.h>

#include "base/mem.h"
#include "phase/scan_above.h"

struct part { /* of the source, without the cases within */
	size_t from, to;
};

typedef VEC_OF(struct part) parts;

struct gather {
	const struct scan_file *file;
	struct record *r;
	const struct source *s;
	size_t name_at; /* the string there is the name, no literal */
	struct buf *scratch;
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool
is_word(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

static void
code_words(struct gather *g, size_t from, size_t to)
{
	const char *code = g->s->code;

	while (from < to) {
		size_t start = from;

		if (!is_letter(code[from])) {
			if (!(code[from] >= '0' && code[from] <= '9')) {
				from++;
				continue;
			}
			while (from < to && is_word(code[from]))
				from++;
			continue;
		}
		while (from < to && is_word(code[from]))
			from++;
		if (start != g->name_at)
			record_word(g->r, code + start, from - start, g->s);
	}
}

static bool
says_something(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (is_word(s[i]))
			return true;
	}
	return false;
}

/* A string that is a statement of its own: Python's docstrings. */
static bool
is_docstring(const struct source *s, const struct source_span *span)
{
	size_t at = span->from;

	if (strcmp(source_language_of(s), "python") != 0)
		return false;
	while (at > 0 && strchr(" \tru", s->code[at - 1]))
		at--;
	return at == 0 || s->code[at - 1] == '\n';
}

static enum status
span_text(struct gather *g, const struct source_span *span, struct err *err)
{
	const char *text = g->s->text + span->inner;
	size_t n = span->inner_to - span->inner;

	if (span->kind == SOURCE_COMMENT || is_docstring(g->s, span)) {
		record_prose(g->r, text, n);
		return scan_links(g->file, PLACE_COMMENT, text, n, &g->r->requirements, err);
	}
	if (span->from != g->name_at && says_something(text, n))
		text_list_add(&g->r->literals, text, n, RECORD_TEXT);
	return ST_OK;
}

/* Words, literals and comments of a part. */
static enum status
gather_part(struct gather *g, size_t from, size_t to, struct err *err)
{
	const struct source_span *span = source_span_from(g->s, from);
	const struct source_span *end = source_spans_end(g->s);

	for (; span && span < end && span->from < to; span++) {
		size_t code_end = span->from > from ? span->from : from;

		code_words(g, from, code_end);
		if (span->from >= from && span_text(g, span, err))
			return err->status;
		from = span->to;
	}
	if (from < to)
		code_words(g, from, to);
	return ST_OK;
}

static enum status
gather_assertions(struct gather *g, size_t from, size_t to, struct err *err)
{
	const struct framework *f = g->file->framework;
	struct regex_match m;

	vec_each (const struct pattern *, p, &f->assertions) {
		enum status st;
		size_t at = from;

		while ((st = regex_match(p->regex, g->s->code, to, at, &m, err)) == ST_OK &&
		       g->r->assertions.len < RECORD_ASSERTIONS) {
			size_t start = source_line_start(g->s, m.from[0]);
			size_t end = source_line_end(g->s, m.to[0]);

			if (start < from)
				start = from;
			text_list_add(&g->r->assertions, g->s->text + start,
			    (end < to ? end : to) - start, RECORD_TEXT);
			at = end;
		}
		if (st != ST_OK && st != ST_NO)
			return st;
	}
	return ST_OK;
}

/* The extent of a case without the cases within it. */
static void
own_parts(const struct items *items, size_t index, parts *out)
{
	const struct item *item = &items->at[index];
	size_t from = item->from;

	for (size_t i = index + 1; i < items->len && items->at[i].match < item->to; i++) {
		const struct item *inner = &items->at[i];

		if (inner->inherited || inner->level <= item->level)
			break;
		if (inner->rule->container || inner->match < from)
			continue;
		if (inner->from > from)
			*vec_add(out) = (struct part){ from, inner->from };
		from = inner->to;
	}
	if (from < item->to)
		*vec_add(out) = (struct part){ from, item->to };
}

/* The body of a shell test is its last string: read it as code. */
static enum status
gather_text_body(struct gather *g, const struct item *item, struct err *err)
{
	const struct source *s = g->s;
	const struct source_span *span = source_span_from(s, item->header_end);
	const struct source_span *end = source_spans_end(s);
	struct source *body = g->file->body;
	struct buf *text = g->scratch;
	struct gather inner = *g;
	size_t at = 0;
	enum status st;

	buf_clear(text);
	for (; span && span < end && span->from < item->to; span++) {
		if (span->kind != SOURCE_STRING || span->from < at || span->from == g->name_at)
			continue;
		buf_clear(text);
		at = scan_word(s, span, text);
	}
	if (body->language == s->language)
		source_again(body, text->s, text->len);
	else
		source_init(body, s->language, text->s, text->len);
	inner.s = body;
	inner.name_at = (size_t)-1;
	st = gather_part(&inner, 0, body->n, err);
	if (st == ST_OK)
		st = gather_assertions(&inner, 0, body->n, err);
	return st;
}

/* The part's lines without their common indentation, ended by '\n' alone. */
static void
add_dedented(const struct source *s, size_t from, size_t to, struct buf *out)
{
	size_t common = (size_t)-1;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t at = from; at < to;) {
			size_t end = source_line_end(s, at), first = at, last;

			end = end < to ? end : to;
			while (first < end && (s->text[first] == ' ' || s->text[first] == '\t'))
				first++;
			for (last = end; last > first && strchr(" \t\r", s->text[last - 1]); last--)
				;
			if (pass == 0 && last > first && first - at < common)
				common = first - at;
			if (pass == 1) {
				if (last > first)
					buf_add(out, s->text + at + common, last - at - common);
				buf_char(out, '\n');
			}
			at = end + 1;
		}
		if (common == (size_t)-1)
			common = 0;
	}
}

static void
hash(const struct source *s, const parts *own, struct buf *text, struct record *r)
{

	buf_clear(text);
	vec_each (const struct part *, p, own) {
		size_t start = source_line_start(s, p->from), from = p->from;

		if (strspn(s->text + start, " \t") >= p->from - start)
			from = start;
		add_dedented(s, from, p->to, text);
	}
	digest_text(text->s, text->len, r->sha256);
}

/* Links named in comments above the containers around the case. */
static enum status
outer_links(
    const struct scan_file *file, const struct item *item, struct record *r, struct err *err)
{
	const struct source *s = file->source;

	for (int i = item->parent; i >= 0; i = file->items->at[i].parent) {
		const struct item *outer = &file->items->at[i];
		const struct source_span *end = source_spans_end(s);
		const struct source_span *span = source_span_from(s, outer->top);
		size_t body = source_skip_blank(s, outer->header_end + 1), n;

		for (; span && span < end && span->from <= body; span++) {
			if (span->from > outer->match && !is_docstring(s, span))
				break;
			if (span->kind == SOURCE_STRING && !is_docstring(s, span))
				continue;
			n = span->inner_to - span->inner;
			if (scan_links(file, PLACE_COMMENT, s->text + span->inner,
				n < SCAN_OUTER ? n : SCAN_OUTER, &r->requirements, err))
				return err->status;
		}
	}
	return ST_OK;
}

static enum status
gather_own(struct gather *g, const struct item *item, const parts *own, struct err *err)
{
	enum status st = gather_part(g, item->top, item->from, err);

	if (st == ST_OK && g->file->framework->body_is_text)
		return gather_text_body(g, item, err);
	for (size_t i = 0; st == ST_OK && i < own->len; i++) {
		st = gather_part(g, own->at[i].from, own->at[i].to, err);
		if (st == ST_OK)
			st = gather_assertions(g, own->at[i].from, own->at[i].to, err);
	}
	return st;
}

/* What the case's own text says. */
static enum status
describe(struct scan_file *file, size_t index, struct record *r, struct err *err)
{
	struct item *item = &file->items->at[index];
	struct gather g = { .file = file,
		.r = r,
		.s = file->source,
		.name_at = item->name_at,
		.scratch = &file->scratch };
	parts own = { 0 };
	enum status st;

	r->line = (int)source_line(file->source, item->from);
	r->end_line = (int)source_line(file->source, item->to > 0 ? item->to - 1 : 0);
	own_parts(file->items, index, &own);
	hash(file->source, &own, &file->scratch, r);
	st = scan_tags(file, item, r, err);
	if (st == ST_OK)
		st = gather_own(&g, item, &own, err);
	if (st == ST_OK)
		st = outer_links(file, item, r, err);
	if (st == ST_OK)
		st = scan_count(file, item, &r->parameters, err);
	vec_fini(&own);
	return st;
}

/* A case from another file: its text is there, its place is the header of the class here. */
static enum status
from_elsewhere(struct scan_file *file, const struct item *item, struct record *r, struct err *err)
{
	struct source *source = file->source;
	struct items *items = file->items;
	struct item *class = &file->items->at[item->parent];
	size_t count, first = source_line(file->source, class->from);
	enum status st;

	file->source = item->home->source;
	file->items = item->home->items;
	st = describe(file, item->original, r, err);
	file->source = source;
	file->items = items;
	if (st == ST_OK)
		st = scan_outer_tags(file, item, r, err);
	if (st == ST_OK)
		st = outer_links(file, item, r, err);
	if (st == ST_OK)
		st = scan_count(file, class, &count, err);
	if (st == ST_OK && count != 1)
		r->parameters = count > 0 && r->parameters == 1 ? count : 0;
	r->line = (int)first;
	r->end_line = (int)source_line(file->source, class->header_end - 1);
	return st;
}

enum status
scan_case(struct scan_file *file, size_t index, struct record *r, struct err *err)
{
	const struct item *item = &file->items->at[index];

	scan_names(file, item, r);
	r->language = source_language_of(file->source);
	r->framework = file->framework->name;
	r->imports = &file->imports;
	return item->home ? from_elsewhere(file, item, r, err) : describe(file, index, r, err);
}

enum status
scan_file_init(struct scan_file *file, struct err *err)
{
	const struct framework *f = file->framework;
	struct source *s = file->source;
	struct regex_match m;
	struct buf value;
	enum status st = ST_NO;

	text_list_init(&file->imports, RECORD_IMPORTS);
	buf_init(&file->module, BUF_TEXT);
	buf_init(&file->scratch, BUF_DOCUMENT);
	buf_init(&value, BUF_TEXT);
	vec_each (const struct pattern *, p, &f->imports) {
		int group = p->value < 0 ? 0 : p->value;

		for (size_t at = 0; file->imports.len < RECORD_IMPORTS; at = m.to[0] + 1) {
			st = regex_match(p->regex, s->code, s->n, at, &m, err);
			if (st)
				break;
			buf_clear(&value);
			scan_value(s, m.from[group], m.to[group], &value);
			text_list_add(&file->imports, value.s, value.len, RECORD_TEXT);
		}
		if (st != ST_OK && st != ST_NO)
			break;
	}
	if ((st == ST_OK || st == ST_NO) && f->module.regex) {
		st = regex_match(f->module.regex, s->code, s->n, 0, &m, err);
		if (st == ST_OK && f->module.value >= 0)
			scan_value(
			    s, m.from[f->module.value], m.to[f->module.value], &file->module);
	}
	buf_fini(&value);
	return st == ST_NO ? ST_OK : st;
}

void
scan_file_fini(struct scan_file *file)
{
	text_list_fini(&file->imports);
	buf_fini(&file->module);
	buf_fini(&file->scratch);
}
