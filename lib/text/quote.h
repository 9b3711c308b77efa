/*
 * quote - is this passage in that text, and where?
 *
 * A run of white space in one is as good as any other in the other; everything else must be the
 * same.  A passage begins and ends between words: "art" is not in "cart".
 *
 *	quotes_init(&quotes, text, n);
 *	if (quotes_find(&quotes, "a passage", &quote)) ...
 *	quotes_fini(&quotes);
 *
 * Ownership: the text is copied; what a quote points to is lent by the quotes.
 * Limits: linear in text and passage.
 */
#ifndef TEXT_QUOTE_H
#define TEXT_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct quotes {
	struct buf text; /* with single spaces */
	int *lines;	 /* of each byte */
};

struct quote {
	const char *text; /* n bytes, as the source has them but for white space */
	size_t n;
	int line, end_line; /* 1-based */
};

void quotes_init(struct quotes *quotes, const char *text, size_t n);
void quotes_fini(struct quotes *quotes);

/* The first place; false when there is none, or the passage has no words. */
bool quotes_find(const struct quotes *quotes, const char *passage, struct quote *out);
size_t quotes_count(const struct quotes *quotes, const char *passage);

/* The letters and digits of a text in lower case, one space between words: two texts that say the
   same are equal.  free() it. */
char *quote_fold(const char *text, size_t n);

/* Is one part of the other, at word boundaries?  Both are folded. */
bool quote_folded_in(const char *part, const char *whole);

/* Is every word of one in the other?  Both are folded; false for no words. */
bool quote_words_in(const char *words, const char *whole);

#endif
