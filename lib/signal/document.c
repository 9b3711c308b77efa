#include "signal/document.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"

struct mark { /* a byte of the text whose token somebody wants to know */
	size_t offset;
	uint32_t *token; /* the first that begins there or later */
};

struct range {
	size_t from, to;
};

struct reading {
	struct document *doc;
	struct lexicon *lexicon;
	const char *text;
	size_t len;
	VEC_OF(struct mark) marks;
	uint32_t *tokens,
	    *idents; /* with room for one a byte: each has two letters or a neighbour */
	size_t n_tokens, n_idents;
};

static void
want(struct reading *r, size_t offset, uint32_t *token)
{
	*vec_add(&r->marks) = (struct mark){ offset, token };
}

static int
by_offset(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static int
by_from(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

/* Where the line that begins at `at` ends, with its end; as Python's splitlines has it. */
static size_t
line_end(const char *s, size_t n, size_t at)
{
	for (; at < n; at++) {
		unsigned char c = (unsigned char)s[at];

		if (c == '\r')
			return at + 1 < n && s[at + 1] == '\n' ? at + 2 : at + 1;
		if ((c >= '\n' && c <= '\f') || (c >= 0x1c && c <= 0x1e))
			return at + 1;
		if (c == 0xc2 && at + 1 < n && (unsigned char)s[at + 1] == 0x85)
			return at + 2;
		if (c == 0xe2 && at + 2 < n && (unsigned char)s[at + 1] == 0x80 &&
		    ((unsigned char)s[at + 2] & 0xfe) == 0xa8)
			return at + 3;
	}
	return n;
}

static void
want_pieces(struct reading *r)
{
	VEC_OF(size_t) at = { 0 };
	size_t line = 0, from = 0;

	for (; from < r->len && line < DOCUMENT_LINES; line++) {
		if (line % DOCUMENT_PIECE_LINES == 0)
			*vec_add(&at) = from;
		from = line_end(r->text, r->len, from);
	}
	r->doc->n_pieces = at.len;
	*vec_add(&at) = from;
	r->doc->pieces = mem_calloc(at.len, sizeof *r->doc->pieces);
	for (size_t i = 0; i < at.len; i++)
		want(r, at.at[i], &r->doc->pieces[i]);
	vec_fini(&at);
}

static struct range
clipped(const struct reading *r, const struct document_case *c)
{
	struct range range = { c->from < r->len ? c->from : r->len,
		c->to < r->len ? c->to : r->len };

	if (range.to < range.from)
		range.to = range.from;
	return range;
}

/* What no case covers; all of the text when there is none. */
static size_t
find_rest(const struct reading *r, const struct document_case *cases, size_t n, struct range *rest)
{
	struct range *sorted = mem_calloc(n, sizeof *sorted);
	size_t covered = 0, found = 0;

	for (size_t i = 0; i < n; i++)
		sorted[i] = clipped(r, &cases[i]);
	if (n > 0)
		qsort(sorted, n, sizeof *sorted, by_from);
	for (size_t i = 0; i < n; i++) {
		if (sorted[i].from > covered)
			rest[found++] = (struct range){ covered, sorted[i].from };
		if (sorted[i].to > covered)
			covered = sorted[i].to;
	}
	if (covered < r->len || n == 0)
		rest[found++] = (struct range){ covered, r->len };
	free(sorted);
	return found;
}

static void
want_span(struct reading *r, size_t number, const struct range *range)
{
	struct document_span *span = &r->doc->spans[r->doc->n_spans++];

	span->number = (uint32_t)number;
	want(r, range->from, &span->from);
	want(r, range->to, &span->to);
}

static void
want_spans(struct reading *r, const struct document_case *cases, size_t n)
{
	struct range *rest = mem_calloc(n + 1, sizeof *rest);
	size_t n_rest = find_rest(r, cases, n, rest);

	r->doc->spans = mem_calloc(n_rest + n, sizeof *r->doc->spans);
	for (size_t i = 0; i < n_rest; i++)
		want_span(r, n, &rest[i]);
	for (size_t i = 0; i < n; i++) {
		struct range range = clipped(r, &cases[i]);

		want_span(r, i, &range);
	}
	free(rest);
}

static void
read_tokens(struct reading *r)
{
	size_t from = 0, end, mark = 0;

	vec_sort(&r->marks, by_offset);
	r->tokens = mem_alloc(r->len * sizeof *r->tokens);
	r->idents = mem_alloc(r->len * sizeof *r->idents);
	for (; (end = ident_next(r->text, r->len, &from)) != 0; from = end) {
		uint32_t ident = lexicon_ident(r->lexicon, r->text + from, end - from);
		struct tokens tokens = lexicon_ident_tokens(r->lexicon, ident);

		for (; mark < r->marks.len && r->marks.at[mark].offset <= from; mark++)
			*r->marks.at[mark].token = (uint32_t)r->n_tokens;
		r->idents[r->n_idents++] = ident;
		for (size_t i = 0; i < tokens.len; i++)
			r->tokens[r->n_tokens++] = tokens.at[i];
	}
	for (; mark < r->marks.len; mark++)
		*r->marks.at[mark].token = (uint32_t)r->n_tokens;
}

/* Gaps between cases that hold no word are none; what stands before the first case counts. */
static void
drop_empty_gaps(struct document *doc)
{
	size_t kept = 0;

	for (size_t i = 0; i < doc->n_spans; i++) {
		const struct document_span *span = &doc->spans[i];

		if (span->number == doc->n_cases && i > 0 && span->from == span->to)
			continue;
		doc->spans[kept++] = *span;
	}
	doc->n_spans = kept;
}

static void
read_names(struct document *doc, struct lexicon *lexicon, const struct document_case *cases)
{
	struct token_list tokens = { 0 };

	doc->names = mem_calloc(doc->n_cases, sizeof *doc->names);
	for (size_t i = 0; i < doc->n_cases; i++) {
		const char *name = cases[i].name ? cases[i].name : "";

		tokens.len = 0;
		lexicon_tokens(lexicon, name, strlen(name), &tokens);
		doc->names[i] = lexicon_count(lexicon, tokens.at, tokens.len);
	}
	vec_fini(&tokens);
}

struct document *
document_new(struct lexicon *lexicon, const char *path, const char *text, size_t len,
    const struct document_case *cases, size_t n_cases)
{
	struct document *doc = mem_calloc(1, sizeof *doc);
	struct reading r = {
		.doc = doc,
		.lexicon = lexicon,
		.text = text,
		.len = len < DOCUMENT_MAX ? len : DOCUMENT_MAX,
	};

	path_words_init(&doc->words, lexicon, path);
	doc->n_cases = n_cases;
	want_pieces(&r);
	want_spans(&r, cases, n_cases);
	read_tokens(&r);
	drop_empty_gaps(doc);
	doc->terms = lexicon_count(lexicon, r.tokens, r.n_tokens);
	doc->idents = lexicon_count(lexicon, r.idents, r.n_idents);
	read_names(doc, lexicon, cases);
	doc->n_tokens = r.n_tokens;
	doc->tokens = mem_realloc(r.tokens, r.n_tokens, sizeof *r.tokens);
	free(r.idents);
	vec_fini(&r.marks);
	return doc;
}

void
document_free(struct document *doc)
{
	if (doc == NULL)
		return;
	path_words_fini(&doc->words);
	for (size_t i = 0; i < doc->n_cases; i++)
		free(doc->names[i].at);
	free(doc->names);
	free(doc->tokens);
	free(doc->terms.at);
	free(doc->idents.at);
	free(doc->spans);
	free(doc->pieces);
	free(doc);
}
