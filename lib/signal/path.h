/*
 * path - what a path says: its words, those that tell it apart, and what its file is named after.
 *
 * Ownership: the struct is the caller's; path_words_init() copies the path, path_words_fini() ends
 * it.
 */
#ifndef SIGNAL_PATH_H
#define SIGNAL_PATH_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "signal/terms.h"

struct path_words { /* what a path says */
	char *path;
	struct term_counts all;	    /* of the whole path */
	struct term_counts name;    /* of the base name without its last extension */
	uint32_t *vector;	    /* terms that tell paths apart: those of folders first, */
	size_t n_vector, n_folders; /* 0.4 each, then those of the base name, 1 each */
	uint32_t *key; /* the stemmed words of the base name without test, spec, extension */
	size_t n_key;
	uint32_t key_id; /* the same for the same key */
};

void path_words_init(struct path_words *words, struct lexicon *lexicon, const char *path);
void path_words_fini(struct path_words *words);

const char *path_base(const char *path); /* behind the last slash */

/* The stemmed words of the base name up to its first dot, without test and spec if others are
   there, separated by spaces: what test_foo_bar.py and FooBarTest.java have in common. */
void path_key(const char *path, struct buf *key);

#endif
