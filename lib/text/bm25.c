#include "text/bm25.h"

#include <math.h>

double
bm25_idf(size_t tests, size_t df)
{
	if (df > tests)
		df = tests;
	return log(1 + ((double)(tests - df) + 0.5) / ((double)df + 0.5));
}

double
bm25_saturation(
    const struct bm25 *bm25, const uint32_t tf[BM25_FIELDS], const uint32_t length[BM25_FIELDS])
{
	double x = 0;

	for (int field = 0; field < BM25_FIELDS; field++) {
		double ratio = 1;

		if (tf[field] == 0)
			continue;
		if (bm25->average[field] > 0)
			ratio = length[field] / bm25->average[field];
		x += bm25->boost[field] * tf[field] / (1 - bm25->b + bm25->b * ratio);
	}
	return x * (bm25->k1 + 1) / (x + bm25->k1);
}
