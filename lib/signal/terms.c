#include "signal/terms.h"

#include <limits.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "text/letters.h"

#define TERM_MIN 2 /* characters */
#define TERM_MAX IDENT_LENGTH
#define PREFIX 6

struct ident {
	size_t first, len; /* in tokens */
};

struct lexicon {
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

/* An identifier's letters are lower-case, upper-case, digits, others, and `_`. */
enum letter_kind { KIND_NONE, KIND_LOWER, KIND_UPPER, KIND_DIGIT, KIND_OTHER, KIND_LINE };

static enum letter_kind
kind_at(const char *s, size_t n, size_t *len)
{
	unsigned char c = (unsigned char)*s;
	enum letter class;

	*len = 1;
	if (c < 0x80) {
		if (c >= 'a' && c <= 'z')
			return KIND_LOWER;
		if (c >= 'A' && c <= 'Z')
			return KIND_UPPER;
		if (c >= '0' && c <= '9')
			return KIND_DIGIT;
		return c == '_' ? KIND_LINE : KIND_NONE;
	}
	class = letter_class(utf8_next(s, n, len));
	if (class == LETTER_NONE)
		return KIND_NONE;
	return class == LETTER_DIGIT ? KIND_DIGIT : KIND_OTHER;
}

size_t
ident_next(const char *text, size_t n, size_t *from)
{
	size_t at = *from, len;

	while (at < n && kind_at(text + at, n - at, &len) == KIND_NONE)
		at += len;
	if (at >= n)
		return 0;
	*from = at;
	while (at < n && kind_at(text + at, n - at, &len) != KIND_NONE)
		at += len;
	return at;
}

/* The end of the run of one kind that begins at `at`. */
static size_t
run_end(const char *s, size_t n, size_t at, enum letter_kind kind)
{
	size_t len;

	while (at < n && kind_at(s + at, n - at, &len) == kind)
		at += len;
	return at;
}

/* The end of the part that begins at `at`: HTTP and Server of HTTPServer, get and User of getUser.
 */
static size_t
part_end(const char *s, size_t n, size_t at)
{
	size_t len, end;
	enum letter_kind kind = kind_at(s + at, n - at, &len);

	end = run_end(s, n, at, kind);
	if (kind != KIND_UPPER || end == n || s[end] < 'a' || s[end] > 'z')
		return end;
	return end - at > 1 ? end - 1 : run_end(s, n, end, KIND_LOWER);
}

struct part { /* bytes of an identifier; a walk begins with zeros */
	size_t from, to, parts;
	bool whole; /* it was the last */
};

static bool
is_term(const char *s, const struct part *part)
{
	size_t n = part->to - part->from, count;

	if (n < TERM_MIN || n > 4 * (size_t)TERM_MAX)
		return false;
	count = ident_length(s + part->from, n);
	return count >= TERM_MIN && count <= TERM_MAX;
}

/* Each part and at last, when there were several, the whole without `_` at its ends. */
static bool
next_part(const char *s, size_t n, struct part *part)
{
	while (!part->whole) {
		part->from = run_end(s, n, part->to, KIND_LINE);
		if (part->from < n) {
			part->to = part_end(s, n, part->from);
			part->parts++;
		} else {
			part->whole = true;
			if (part->parts < 2)
				break;
			part->from = run_end(s, n, 0, KIND_LINE);
			for (part->to = n; s[part->to - 1] == '_'; part->to--)
				;
		}
		if (is_term(s, part))
			return true;
	}
	return false;
}

static void
add_tokens(struct lexicon *lexicon, const char *s, size_t n)
{
	struct part part = { 0 };

	while (next_part(s, n, &part)) {
		uint32_t term, stop;

		terms_fold(s + part.from, part.to - part.from, &lexicon->word);
		stop = terms_stop(lexicon->word.s, lexicon->word.len) ? TERM_STOP : 0;
		buf_clear(&lexicon->stem);
		terms_stem(lexicon->word.s, lexicon->word.len, &lexicon->stem);
		term = lexicon_term(lexicon, lexicon->stem.s, lexicon->stem.len);
		*vec_add(&lexicon->tokens) = term | stop;
	}
}

uint32_t
lexicon_ident(struct lexicon *lexicon, const char *ident, size_t n)
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

bool
ident_word(const char *ident, size_t i, struct buf *word)
{
	struct part part = { 0 };
	size_t n = strlen(ident);

	while (next_part(ident, n, &part))
		if (i-- == 0) {
			buf_add(word, ident + part.from, part.to - part.from);
			return true;
		}
	return false;
}
