/*
 * side - the commits of a view beside a set of files, the suite or the sources: which touched
 * which, and sums from commits to files.
 *
 * Ownership: the struct is the caller's; all it points to is the arena's and the view's.
 */
#ifndef SIGNAL_SIDE_H
#define SIGNAL_SIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "signal/bag.h"
#include "signal/past.h"
#include "signal/tally.h"

struct side {
	const struct past_view *view; /* NULL: no history */
	size_t n_files, n_rows;
	const struct past_row **rows;	  /* newest first */
	uint32_t *first, *files;	  /* of a row: files[first[row]] and on, rising */
	uint32_t *file_first, *file_rows; /* of a file: its rows */
};

struct side_terms {		 /* which terms of a query the messages of the rows have */
	uint32_t *first, *slots; /* of a row */
	uint32_t *df;		 /* rows that have the slot's term */
};

struct vote { /* how much the past counts */
	double tau, power, root, churn;
};

/* only: leave out commits that touch none of the files. */
void side_init(struct side *side, struct arena *arena, const struct past_view *view,
    const char *const *paths, size_t n_paths, bool only);

double side_touched(const struct side *side, size_t row); /* how many of the files, at least 1 */
double side_churn(const struct side *side, size_t file);  /* its commits */

/* marks[term] is the slot of a term plus one. */
void side_terms_find(const struct side *side, struct arena *arena, const uint32_t *marks,
    size_t n_slots, struct side_terms *found);

/* What a commit's message weighs in the documents of its files:
   1 / sqrt(touched) / sqrt(terms + 5) / (1 + age / 1000). */
double side_message_weight(const struct side *side, size_t row);

/* The length of each file's document of messages: sum of terms * weight. */
void side_message_length(const struct side *side, double *length);
void side_message_add(const struct side *side, const struct side_terms *terms, size_t file,
    double by, struct tally *tally);

/* sum[file] = sum of value over its rows. */
void side_sum(const struct side *side, const double *value, double *sum);

/* sum((value / (1 + age / tau)^root)^power / sqrt(touched)) / (churn + 2)^vote.churn */
void side_vote(const struct side *side, const double *value, const struct vote *vote, double *sum);

/* How much each row touched weighted paths: sum of weight * ln(1 + rows / df). */
void side_likeness(
    const struct side *side, struct arena *arena, const double *weight, double *value);

#endif
