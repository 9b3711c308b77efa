/*
 * words - what the engine takes for a word: identifiers split, case folded, stems, stop words.
 *
 * "getUserName2", "get_user_name", "get-user-name" all give get user name (2); an identifier of
 * several parts also gives the whole, "getusername2".  Words are 2 to 40 characters; a number
 * counts from two digits.  Letters are those of Unicode; case folding is simple folding.
 *
 * A stem is the stemmer's of the word, or of the one it is a form of (forms.h).
 *
 * A `words` holds a stemmer and its cache: make one a process, not one a text.
 *
 * Ownership: words_open() gives, words_close() ends; text passed to a callback is lent for the
 * call.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct words;

/* Raised when the same text gives other terms than before: what was indexed is indexed again. */
#define WORDS_VERSION 1

/* Called once a word, in text order; from and to are byte offsets into the text. */
typedef void words_fn(void *arg, const char *word, size_t n, size_t from, size_t to);

struct words *words_open(void);
void words_close(struct words *words);

/* Each word, folded and split, not stemmed, stop words included. */
void words_split(const char *text, size_t n, words_fn *fn, void *arg);

/* Each term: a word's stem.  Stop words are left out when drop_stops. */
void words_terms(
    struct words *words, const char *text, size_t n, bool drop_stops, words_fn *fn, void *arg);

/* The terms separated by spaces: what the index holds. */
void words_term_text(struct words *words, const char *text, size_t n, struct buf *out);

const char *words_stem(struct words *words, const char *word, size_t n, size_t *len);
bool words_is_stop(const char *word, size_t n); /* folded, not stemmed */

#endif
