/*
 * results_words - the tests of a corpus as results_match.c compares them.
 *
 * Words are divided by '.'; a place to fill in a name is RESULTS_HOLE.
 */
#ifndef TEXT_RESULTS_WORDS_H
#define TEXT_RESULTS_WORDS_H

#include "base/map.h"
#include "text/results_match.h"

#define RESULTS_HOLE '\x01'

struct known {
	char *path; /* within the file, as words */
	char *file; /* as words, with its ending */
	char *stem; /* without */
	char *dir;
	bool strict, has_hole;
	bool root; /* of a Rust crate: nothing stands before its names */
	int line, end_line;
	size_t next; /* of the same path + 1 */
};

struct results_matcher {
	struct map paths; /* path -> first known + 1 */
	VEC_OF(struct known) tests;
	VEC_OF(size_t) holes;	  /* those with places to fill */
	VEC_OF(size_t) scenarios; /* those of Gherkin */
	long steps;
};

void results_add_words(struct buf *out, const char *s, size_t n);
char *results_words_of(const char *s, size_t n); /* free() it */
size_t results_count_words(const char *words);

#endif
