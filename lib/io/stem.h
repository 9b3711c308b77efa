/*
 * stem - Snowball stemming, over libstemmer.
 *
 * Ownership: stem_open() gives, stem_close() ends.  The result of stem_word() is lent until the
 * next call.  Words are lower-case UTF-8.
 */
#ifndef IO_STEM_H
#define IO_STEM_H

#include <stddef.h>

struct stem;

struct stem *stem_open(const char *language); /* "english"; NULL when there is no such stemmer */
void stem_close(struct stem *stem);
const char *stem_word(struct stem *stem, const char *word, size_t n, size_t *len);

#endif
