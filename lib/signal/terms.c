#include "signal/terms.h"

#include <limits.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

#define PREFIX 6

struct ident {
	size_t first, len; /* in tokens */
};

#define NEWEST 4096 /* a power of two */

struct newest { /* an identifier that was asked for: most are asked for again soon */
	const char *text;
	size_t len;
	uint32_t ident;
};

struct lexicon {
	struct newest newest[NEWEST];
	struct map idents, terms; /* the number of an entry is its place */
	VEC_OF(struct ident) ident;
	VEC_OF(uint32_t) tokens;
	VEC_OF(uint32_t) prefix; /* one a term */
	uint32_t *marks;
	size_t n_marks;
	struct buf word, stem;
};

struct lexicon *
lexicon_open(void)
{
	struct lexicon *lexicon = mem_calloc(1, sizeof *lexicon);

	map_init(&lexicon->idents);
	map_init(&lexicon->terms);
	buf_init(&lexicon->word, BUF_TEXT);
	buf_init(&lexicon->stem, BUF_TEXT);
	return lexicon;
}

void
lexicon_close(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	map_fini(&lexicon->idents);
	map_fini(&lexicon->terms);
	vec_fini(&lexicon->ident);
	vec_fini(&lexicon->tokens);
	vec_fini(&lexicon->prefix);
	free(lexicon->marks);
	buf_fini(&lexicon->word);
	buf_fini(&lexicon->stem);
	free(lexicon);
}

size_t
lexicon_terms(const struct lexicon *lexicon)
{
	return lexicon->terms.len;
}

size_t
lexicon_idents(const struct lexicon *lexicon)
{
	return lexicon->idents.len;
}

uint32_t *
lexicon_marks(struct lexicon *lexicon)
{
	size_t need =
	    lexicon->terms.len > lexicon->idents.len ? lexicon->terms.len : lexicon->idents.len;

	if (need > lexicon->n_marks) {
		lexicon->n_marks = need * 2;
		free(lexicon->marks);
		lexicon->marks = mem_calloc(lexicon->n_marks, sizeof *lexicon->marks);
	}
	return lexicon->marks;
}

/* The bytes of the first `characters` characters, or n. */
static size_t
head(const char *s, size_t n, size_t characters)
{
	size_t at = 0, len;

	for (; characters > 0 && at < n; characters--, at += len)
		utf8_next(s + at, n - at, &len);
	return at;
}

uint32_t
lexicon_term(struct lexicon *lexicon, const char *stem, size_t n)
{
	bool added;
	size_t *slot = map_slot(&lexicon->terms, stem, n, &added);
	uint32_t term, prefix;
	size_t first;

	if (!added)
		return (uint32_t)*slot;
	if (lexicon->terms.len >= TERM_STOP)
		mem_exhausted();
	term = (uint32_t)(*slot = lexicon->terms.len - 1);
	*vec_add(&lexicon->prefix) = term;
	first = head(stem, n, PREFIX);
	if (first < n) {
		prefix = lexicon_term(lexicon, stem, first);
		lexicon->prefix.at[term] = prefix;
	}
	return term;
}

const char *
lexicon_term_text(const struct lexicon *lexicon, uint32_t term)
{
	return lexicon->terms.at[term].key;
}

uint32_t
lexicon_prefix(const struct lexicon *lexicon, uint32_t term)
{
	return lexicon->prefix.at[term];
}

static void
add_tokens(struct lexicon *lexicon, const char *s, size_t n)
{
	struct ident_part part = { 0 };

	while (ident_part_next(s, n, &part)) {
		uint32_t term, stop;

		terms_fold(s + part.from, part.to - part.from, &lexicon->word);
		stop = terms_stop(lexicon->word.s, lexicon->word.len) ? TERM_STOP : 0;
		buf_clear(&lexicon->stem);
		terms_stem(lexicon->word.s, lexicon->word.len, &lexicon->stem);
		term = lexicon_term(lexicon, lexicon->stem.s, lexicon->stem.len);
		*vec_add(&lexicon->tokens) = term | stop;
	}
}

/* Where an identifier would be among the newest: of its length, its first and its last letters. */
static size_t
newest_place(const char *ident, size_t n)
{
	uint64_t first = 0, last = 0;

	memcpy(&first, ident, n < sizeof first ? n : sizeof first);
	if (n > sizeof last)
		memcpy(&last, ident + n - sizeof last, sizeof last);
	first = (first ^ (last >> 3) ^ n) * 0x9e3779b97f4a7c15u;
	return (size_t)(first >> 40) & (NEWEST - 1);
}

static uint32_t
find_ident(struct lexicon *lexicon, const char *ident, size_t n)
{
	bool added;
	size_t *slot = map_slot(&lexicon->idents, ident, n, &added), number;
	struct ident *of;

	if (!added)
		return (uint32_t)*slot;
	number = *slot = lexicon->idents.len - 1;
	of = vec_add(&lexicon->ident);
	of->first = lexicon->tokens.len;
	add_tokens(lexicon, ident, n);
	of->len = lexicon->tokens.len - of->first;
	return (uint32_t)number;
}

uint32_t
lexicon_ident(struct lexicon *lexicon, const char *ident, size_t n)
{
	struct newest *newest = &lexicon->newest[newest_place(ident, n)];

	if (newest->text && newest->len == n && memcmp(newest->text, ident, n) == 0)
		return newest->ident;
	newest->ident = find_ident(lexicon, ident, n);
	newest->text = lexicon_ident_text(lexicon, newest->ident);
	newest->len = n;
	return newest->ident;
}

const char *
lexicon_ident_text(const struct lexicon *lexicon, uint32_t ident)
{
	return lexicon->idents.at[ident].key;
}

struct tokens
lexicon_ident_tokens(const struct lexicon *lexicon, uint32_t ident)
{
	const struct ident *of = &lexicon->ident.at[ident];

	return (
	    struct tokens){ lexicon->tokens.at ? lexicon->tokens.at + of->first : NULL, of->len };
}

void
lexicon_tokens(struct lexicon *lexicon, const char *text, size_t n, struct token_list *list)
{
	size_t from = 0, end;

	for (; (end = ident_next(text, n, &from)) != 0; from = end) {
		uint32_t ident = lexicon_ident(lexicon, text + from, end - from);
		struct tokens tokens = lexicon_ident_tokens(lexicon, ident);

		for (size_t i = 0; i < tokens.len; i++)
			*vec_add(list) = tokens.at[i];
	}
}

struct term_counts
lexicon_count(struct lexicon *lexicon, const uint32_t *at, size_t n)
{
	uint32_t *marks = lexicon_marks(lexicon);
	struct term_counts counts = { mem_calloc(n, sizeof *counts.at), 0 };

	for (size_t i = 0; i < n; i++) {
		uint32_t term = TERM_OF(at[i]);

		if (marks[term] == 0) {
			counts.at[counts.len++].term = term;
			marks[term] = (uint32_t)counts.len;
		}
		counts.at[marks[term] - 1].count++;
	}
	for (size_t i = 0; i < counts.len; i++)
		marks[counts.at[i].term] = 0;
	counts.at = mem_realloc(counts.at, counts.len, sizeof *counts.at);
	return counts;
}
