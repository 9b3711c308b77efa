/*
 * terms - the words of the signals: identifiers, their parts, light stems, and numbers for them.
 *
 * An identifier is a run of letters, digits and `_`.  "getUserName2" gives the terms get user name
 * (2) and, being of several parts, the whole, getusername2; "get_user_name" gives get_user_name as
 * its whole.  Terms are stems of 2 to 40 characters.  These words are not those of text/words.h:
 * the stems are lighter and the weights of the signals were measured with them.
 *
 * A lexicon numbers identifiers and terms.  Numbers depend on what was asked before; nothing that
 * is computed from them does.
 *
 * Ownership: lexicon_open() gives, lexicon_close() ends; texts returned are the lexicon's and live
 * as long.  A lexicon only grows, and is for one thread at a time.
 *
 * Errors: none; bytes that are not UTF-8 are no letters.  Limits: 2^31 - 1 terms.
 */
#ifndef SIGNAL_TERMS_H
#define SIGNAL_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define TERM_NONE UINT32_MAX
#define IDENT_LENGTH 40
#define TERM_STOP 0x80000000u /* in a token: the word was a stop word before it was stemmed */
#define TERM_OF(token) ((token) & ~TERM_STOP)

struct lexicon;

struct term_count {
	uint32_t term; /* or identifier */
	uint32_t count;
};

struct term_counts {
	struct term_count *at; /* each once, in order of first appearance */
	size_t len;
};

struct token_list { /* a vec (base/vec.h) */
	uint32_t *at;
	size_t len, cap;
};

struct tokens {		    /* what an identifier or a text consists of, in text order */
	const uint32_t *at; /* TERM_OF() each; lent until the lexicon is asked for the next */
	size_t len;
};

struct lexicon *lexicon_open(void);
void lexicon_close(struct lexicon *lexicon);

size_t lexicon_terms(const struct lexicon *lexicon);  /* how many; numbers are below it */
size_t lexicon_idents(const struct lexicon *lexicon); /* the same of identifiers */

uint32_t lexicon_term(struct lexicon *lexicon, const char *stem, size_t n); /* as it stands */
const char *lexicon_term_text(const struct lexicon *lexicon, uint32_t term);
uint32_t lexicon_prefix(const struct lexicon *lexicon, uint32_t term); /* its first six letters */

uint32_t lexicon_ident(struct lexicon *lexicon, const char *ident, size_t n);
const char *lexicon_ident_text(const struct lexicon *lexicon, uint32_t ident);
struct tokens lexicon_ident_tokens(const struct lexicon *lexicon, uint32_t ident);

/* The tokens of a text, in order: appended. */
void lexicon_tokens(struct lexicon *lexicon, const char *text, size_t n, struct token_list *tokens);

/* The counts of n tokens, without their TERM_STOP; free() what is in them. */
struct term_counts lexicon_count(struct lexicon *lexicon, const uint32_t *tokens, size_t n);

/* One zero for each term and identifier: scratch, good until the next is added; leave it zeros. */
uint32_t *lexicon_marks(struct lexicon *lexicon);

/* The end of the identifier that begins at or after *from, which is set to its beginning; or 0. */
size_t ident_next(const char *text, size_t n, size_t *from);

struct ident_part { /* bytes of an identifier; a walk begins with zeros */
	size_t from, to, parts;
	bool whole; /* it was the last */
};

/* Each part that makes a term and at last, when it has several parts, the whole without `_` at its
   ends. */
bool ident_part_next(const char *ident, size_t n, struct ident_part *part);

/* Characters, not bytes; counted to IDENT_LENGTH and one more. */
size_t ident_length(const char *s, size_t n);

/* The word that token number `i` of an identifier was before it was folded and stemmed: for
   people.  False where there is none. */
bool ident_word(const char *ident, size_t i, struct buf *word);

bool terms_stop(const char *word, size_t n); /* folded, not stemmed */

void terms_fold(const char *word, size_t n, struct buf *folded); /* replaces what was there */

/* The light stem of a folded word: appended. */
void terms_stem(const char *word, size_t n, struct buf *stem);

#endif
