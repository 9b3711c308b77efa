/*
 * story_phrases - many phrases looked for at once, without regard to case.
 *
 * A phrase begins and ends at the border of a word (one that ends in an apostrophe may run into the
 * next word).  A space or hyphen in a phrase stands for any run of spaces and hyphens.
 *
 * Ownership: a `phrases` owns its texts; zero it before, phrases_fini() after.  Matches are lent.
 */
#ifndef TEXT_STORY_PHRASES_H
#define TEXT_STORY_PHRASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

#define PHRASES_BUCKETS 128

struct json;

struct phrase {
	size_t from, len;     /* its folded code points, in `letters` */
	const char *language; /* lent by the data, "" for none */
	int value;	      /* what the set's owner wants to know */
	size_t next;	      /* in the bucket, + 1 */
};

struct phrases {
	struct phrase *at;
	size_t len, cap;
	size_t bucket[PHRASES_BUCKETS];
	VEC_OF(uint32_t) letters;
};

void phrases_add(struct phrases *set, const char *text, size_t n, const char *language, int value);

/* A list of texts, or one text with commas between the phrases (quicker to read from YAML). */
void phrases_add_all(
    struct phrases *set, const struct json *texts, const char *language, int value);
void phrases_fini(struct phrases *set);

/* The longest phrase that stands at offset `at`, or NULL; *end is the offset behind it. */
const struct phrase *phrases_at(
    const struct phrases *set, const char *s, size_t n, size_t at, size_t *end);

/* The first phrase at or behind `from`, or NULL. */
const struct phrase *phrases_find(
    const struct phrases *set, const char *s, size_t n, size_t from, size_t *at, size_t *end);

/* The phrase that is the whole of s but for outer space, or NULL. */
const struct phrase *phrases_whole(const struct phrases *set, const char *s, size_t n);

#endif
