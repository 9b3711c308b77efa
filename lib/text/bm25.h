/*
 * bm25 - how well a test's fields answer a term: BM25F with one saturation over all fields.
 *
 *	score = sum over terms of weight * idf * x * (k1 + 1) / (x + k1)
 *	x     = sum over fields of boost * tf / (1 - b + b * length / average length)
 *	idf   = ln(1 + (tests - df + 0.5) / (df + 0.5))
 *
 * Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
 * sections 3.3 and 3.6; idf as in Lucene, so that it is never negative.
 */
#ifndef TEXT_BM25_H
#define TEXT_BM25_H

#include <stddef.h>
#include <stdint.h>

#define BM25_FIELDS 3

struct bm25 {
	double k1, b;
	double boost[BM25_FIELDS];
	double average[BM25_FIELDS]; /* length of a field in terms; 0 when it is always empty */
};

double bm25_idf(size_t tests, size_t df);

/* x * (k1 + 1) / (x + k1): 0 for a term that does not occur, below k1 + 1. */
double bm25_saturation(
    const struct bm25 *bm25, const uint32_t tf[BM25_FIELDS], const uint32_t length[BM25_FIELDS]);

#endif
