/*
 * calls - `name(words)` in CMakeLists.txt, meson.build and configure.ac.
 *
 * Comments are passed over; brackets nest, and those in a quoted text do not count.  Words are what
 * stands between blanks, commas, quotes and brackets; a quoted text with blanks is several.
 *
 * Ownership: all is lent by the text, which must not change.
 * Limits: CALLS_WORDS words of a call; the others are left out.
 */
#ifndef DETECT_CALLS_H
#define DETECT_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#define CALLS_WORDS 64

struct calls_word {
	const char *s;
	size_t n;
};

struct calls {
	const char *s;
	char quote; /* of texts: '"' of CMake, '\'' of Meson */
	bool m4;    /* dnl begins a comment too, and a call stands at the start of a line */
	struct calls_word name, words[CALLS_WORDS];
	size_t len;
};

bool calls_next(struct calls *c);				/* false at the end */
bool calls_is(const struct calls_word *word, const char *text); /* in any case */
/* Bytes of a word before the first of these. */
size_t calls_until(const struct calls_word *word, const char *bytes);

#endif
