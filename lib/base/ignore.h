/*
 * ignore - path patterns as in .gitignore.
 *
 * A set holds the lines of one file (or a list of patterns of our own); paths are relative to the
 * directory the file is in, with '/' and without a leading "./".  The last pattern that fits
 * decides.  What is below an ignored directory is ignored, which is the walker's part: it does not
 * go there.
 *
 * Ownership: ignore_init() and ignore_fini(); the text is copied.
 *
 * Limits: matching is bounded: one `*` is tried again at most once a byte, and a pattern with more
 * than 8 `**` fits nothing.
 *
 * Source: gitignore(5), git's wildmatch.
 */
#ifndef BASE_IGNORE_H
#define BASE_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/vec.h"

struct ignore_pattern {
	const char *text; /* without '!', outer '/', final blanks */
	size_t n;
	bool negated, only_dirs, anchored; /* anchored: matched against the whole path */
	bool literal;			   /* no wildcard */
	size_t tail; /* bytes at the end that are no wildcard: looked at first */
};

struct ignore {
	VEC_OF(struct ignore_pattern) patterns;
	struct arena texts;
};

enum ignore_answer { IGNORE_UNSAID, IGNORE_NO, IGNORE_YES };

void ignore_init(struct ignore *ignore);
void ignore_fini(struct ignore *ignore);
void ignore_add(struct ignore *ignore, const char *text, size_t n);	 /* a whole file */
void ignore_add_line(struct ignore *ignore, const char *line, size_t n); /* one pattern */

enum ignore_answer ignore_match(const struct ignore *ignore, const char *path, bool is_dir);

/* Is the file, or a directory that it is in, among what the patterns fit? */
bool ignore_covers(const struct ignore *ignore, const char *path);

/* The glob alone: `*`, `?`, `[...]` do not match '/', `**` does; backslash escapes. */
bool ignore_glob(const char *pattern, size_t pattern_n, const char *s, size_t n);

#endif
