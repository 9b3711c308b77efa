/*
 * cover_share - how much of an acceptance criterion (AC) a test explains.
 *
 * A criterion is its words and its pairs of neighbouring words.  A word weighs its idf (one that no
 * test contains has the highest), however often it is said; a pair weighs the lesser idf of its two
 * words times `pairs`, so that a word that no test has is not held against it three times, and
 * counts where both stand close together in the test.  The share of a test is the weight it
 * explains by the weight of all.
 *
 * Ownership: cover_words lends texts from the retrieval output; cover_words_fini() frees the rest.
 *
 * Source: the coverage of a query by a document, e.g. Zhai and Massung, Text Data Management
 * (2016), 6.3; pairs as in the sequential dependence model, Metzler and Croft (SIGIR 2005).
 */
#ifndef PHASE_COVER_SHARE_H
#define PHASE_COVER_SHARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"

struct json;

struct cover_word {
	const char *text; /* "cart", or "cart total" for a pair */
	double weight;
	bool pair, known, explained;
};

struct cover_words {
	struct cover_word *at; /* words in the order of the criterion, then pairs */
	size_t len, cap;
	double total;
	struct map index; /* text to index; a pair has a space in it */
};

void cover_words_init(struct cover_words *words, const struct json *query, double pairs);
void cover_words_fini(struct cover_words *words);

/* What one match of the query explains, 0 to 1; what is explained already does not count again
   when `fresh` is set. */
double cover_share(const struct cover_words *words, const struct json *match, bool fresh);

/* Mark what a match explains. */
void cover_explain(struct cover_words *words, const struct json *match);

#endif
