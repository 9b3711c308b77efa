/*
 * impact_lines - which lines of a file a diff changed, if the file is as the diff leaves it.
 *
 * Ownership: the struct is the caller's, changed_fini() ends it.
 * Limits: linear in the file and the hunks' lines.
 */
#ifndef PHASE_IMPACT_LINES_H
#define PHASE_IMPACT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "text/patch.h"

struct changed_range {
	size_t from, to; /* lines, from 1 */
	bool gap;	 /* lines between the two are gone */
};

struct changed {
	struct changed_range *at;
	size_t len, cap;
};

/* false: the lines of the hunks are not those of the file. */
bool changed_lines(const struct patch_file *file, const char *diff, const char *text, size_t n,
    struct changed *out);
void changed_fini(struct changed *changed);

/* Is some of it within these lines? */
bool changed_within(const struct changed *changed, size_t from, size_t to);

#endif
