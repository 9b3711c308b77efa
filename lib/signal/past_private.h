/*
 * past_private - the inside of past and its views; for lib/signal only.
 */
#ifndef SIGNAL_PAST_PRIVATE_H
#define SIGNAL_PAST_PRIVATE_H

#include "base/map.h"
#include "base/vec.h"
#include "signal/past.h"

struct past_entry { /* a file of a commit */
	uint32_t path;
	char status;
	uint64_t blob; /* of what is added, or deleted; else 0 */
};

struct past_record { /* a commit */
	char *id;
	size_t first_file, n_files, first_term, n_terms;
};

struct past_path {
	uint32_t base, key; /* numbers of its base name and of its path_key() */
};

struct past {
	struct lexicon *lexicon;
	struct map paths, bases, keys; /* the number of an entry is its place */
	VEC_OF(struct past_path) path; /* one a path */
	VEC_OF(struct past_record) records;
	VEC_OF(struct past_entry) files;
	VEC_OF(uint32_t) terms;
};

struct past_row {	       /* a commit of at most PAST_WIDE paths */
	size_t commit;	       /* number in the past */
	size_t age;	       /* in the view */
	size_t first, n;       /* its paths, as they are called today, in view->paths */
	const uint32_t *terms; /* of its message */
	size_t n_terms;
};

struct past_view {
	const struct past *past;
	size_t n_commits;
	VEC_OF(struct past_row) rows;
	VEC_OF(uint32_t) paths;
};

/* The number of a path, or TERM_NONE when no commit names it. */
uint32_t past_path(const struct past *past, const char *path);

#endif
