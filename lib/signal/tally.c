#include "signal/tally.h"

#include <math.h>

#include "base/mem.h"

void
tally_init(struct tally *tally, size_t n_slots)
{
	*tally = (struct tally){
		.n_slots = n_slots,
		.df = mem_calloc(n_slots, sizeof *tally->df),
		.tf = mem_calloc(n_slots, sizeof *tally->tf),
		.touched = mem_calloc(n_slots, sizeof *tally->touched),
	};
}

void
tally_fini(struct tally *tally)
{
	free(tally->df);
	free(tally->tf);
	free(tally->touched);
	vec_fini(&tally->hits);
	*tally = (struct tally){ 0 };
}

void
tally_add(struct tally *tally, size_t slot, double tf)
{
	if (tf <= 0)
		return;
	if (tally->tf[slot] == 0)
		tally->touched[tally->n_touched++] = (uint32_t)slot;
	tally->tf[slot] += tf;
}

void
tally_end(struct tally *tally)
{
	for (size_t i = 0; i < tally->n_touched; i++) {
		uint32_t slot = tally->touched[i];

		*vec_add(&tally->hits) = (struct tally_hit){
			.slot = slot,
			.document = (uint32_t)tally->n_documents,
			.tf = tally->tf[slot],
		};
		tally->df[slot]++;
		tally->tf[slot] = 0;
	}
	tally->n_touched = 0;
	tally->n_documents++;
}

double
tally_idf(size_t n, size_t df)
{
	if (df == 0)
		return 0;
	return log(1 + ((double)n - (double)df + .5) / ((double)df + .5));
}

static double
mean(const double *length, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += length[i];
	return sum > 0 ? sum / (double)n : 1;
}

void
tally_bm25(const struct tally *tally, const double *weight, const double *idf,
    const struct bm25_shape *shape, double *score)
{
	double *value = mem_calloc(tally->n_slots, sizeof *value);
	double of = shape->length ? mean(shape->length, tally->n_documents) : 1;

	for (size_t slot = 0; slot < tally->n_slots; slot++)
		value[slot] = weight[slot] *
			      (idf ? idf[slot] : tally_idf(tally->n_documents, tally->df[slot]));
	vec_each (const struct tally_hit *, hit, &tally->hits) {
		double length = shape->length ? shape->length[hit->document] / of : 1;
		double norm = shape->k1 * (1 - shape->b + shape->b * length);

		score[hit->document] +=
		    value[hit->slot] * hit->tf * (shape->k1 + 1) / (hit->tf + norm);
	}
	free(value);
}
