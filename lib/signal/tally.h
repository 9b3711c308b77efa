/*
 * tally - how often each term of a query is in each document, and BM25 over that.
 *
 * Documents are given one after the other: tally_add() for every hit, tally_end() at the end.
 * A slot is the place of a term in the query.
 *
 * Ownership: the struct is the caller's, tally_init() to tally_fini().
 *
 * Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond".
 */
#ifndef SIGNAL_TALLY_H
#define SIGNAL_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct tally_hit {
	uint32_t slot, document;
	double tf;
};

struct tally {
	size_t n_slots, n_documents;
	uint32_t *df;		       /* documents that have the slot's term */
	VEC_OF(struct tally_hit) hits; /* by document */
	double *tf;		       /* of the document being given */
	uint32_t *touched;	       /* its slots */
	size_t n_touched;
};

struct bm25_shape {
	double k1, b;
	const double *length; /* of each document; NULL where b is 0 */
};

void tally_init(struct tally *tally, size_t n_slots);
void tally_fini(struct tally *tally);
void tally_add(struct tally *tally, size_t slot, double tf);
void tally_end(struct tally *tally);

/* ln(1 + (n - df + 1/2) / (df + 1/2)), 0 where df is. */
double tally_idf(size_t n, size_t df);

/* Sum over the slots of weight * idf * tf (k1 + 1) / (tf + k1 (1 - b + b length / mean)); idf NULL:
   of these documents.  Adds to score[n_documents]. */
void tally_bm25(const struct tally *tally, const double *weight, const double *idf,
    const struct bm25_shape *shape, double *score);

#endif
