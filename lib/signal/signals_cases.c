#include <stdlib.h>

#include "signal/signals_private.h"

#define NAME_WEIGHT 3 /* of a word in a case's name, beside one in its text */

/* The cases of all tests, in order; the rest of a file first. */
struct cases {
	size_t n;
	double *length;
	double *score;
};

static bool
ends_case(const struct document *doc, size_t span)
{
	return span + 1 == doc->n_spans || doc->spans[span + 1].number != doc->spans[span].number;
}

static double
name_length(const struct document *doc, uint32_t number)
{
	double length = 0;

	if (number < doc->n_cases)
		for (size_t i = 0; i < doc->names[number].len; i++)
			length += NAME_WEIGHT * doc->names[number].at[i].count;
	return length;
}

static void
measure(const struct run *run, struct cases *cases)
{
	size_t at = 0;

	for (size_t i = 0; i < run->n; i++) {
		const struct document *doc = run->tests[i];

		for (size_t s = 0; s < doc->n_spans; s++) {
			cases->length[at] += doc->spans[s].to - doc->spans[s].from;
			if (ends_case(doc, s))
				cases->length[at++] += name_length(doc, doc->spans[s].number);
		}
	}
}

static void
add_name(const struct run *run, struct tally *tally, const struct term_counts *name)
{
	for (size_t i = 0; i < name->len; i++) {
		uint32_t slot = run->marks[name->at[i].term];

		if (slot != 0)
			tally_add(tally, slot - 1, NAME_WEIGHT * (double)name->at[i].count);
	}
}

static void
count_cases(const struct run *run, struct tally *tally)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct document *doc = run->tests[i];

		for (size_t s = 0; s < doc->n_spans; s++) {
			const struct document_span *span = &doc->spans[s];

			for (uint32_t k = span->from; k < span->to; k++) {
				uint32_t slot = run->marks[TERM_OF(doc->tokens[k])];

				if (slot != 0)
					tally_add(tally, slot - 1, 1);
			}
			if (!ends_case(doc, s))
				continue;
			if (span->number < doc->n_cases)
				add_name(run, tally, &doc->names[span->number]);
			tally_end(tally);
		}
	}
}

/* The nearness of the cases of a test, given the score of the first. */
static double *
nearness(struct run *run, const struct document *doc, const double *score)
{
	double *near = arena_alloc(&run->out->arena, doc->n_cases * sizeof *near);
	double best = 0;
	size_t rest = doc->n_spans > 0 && doc->spans[0].number == doc->n_cases;

	for (size_t i = 0; i < doc->n_cases; i++)
		if (score[rest + i] > best)
			best = score[rest + i];
	for (size_t i = 0; i < doc->n_cases; i++)
		near[i] = best > 0 ? score[rest + i] / best : 1;
	return near;
}

/* The best, half of the second, a quarter of the third; or the best alone. */
static double
best_of(const double *score, size_t n, bool three)
{
	double best[3] = { 0 };

	for (size_t i = 0; i < n; i++) {
		double value = score[i];

		for (size_t k = 0; k < 3; k++)
			if (value > best[k]) {
				double lower = best[k];

				best[k] = value;
				value = lower;
			}
	}
	return three ? best[0] + .5 * best[1] + .25 * best[2] : best[0];
}

/* BM25 k1 1.5, b 0.5 of the cases; idf of the files, or of the cases. */
void
run_cases(struct run *run, const struct bag *q, bool of_files, double *score)
{
	struct cases cases = { 0 };
	struct tally tally;
	size_t at = 0;

	for (size_t i = 0; i < run->n; i++)
		cases.n += run->tests[i]->n_spans;
	cases.length = arena_alloc(&run->arena, cases.n * sizeof *cases.length);
	cases.score = arena_alloc(&run->arena, cases.n * sizeof *cases.score);
	measure(run, &cases);
	tally_init(&tally, q->len);
	run_mark(run, q);
	count_cases(run, &tally);
	run_unmark(run, q);
	tally_bm25(&tally, run_weights(run, q), of_files ? run_idf(run, q, run->df_file) : NULL,
	    &(struct bm25_shape){ 1.5, .5, cases.length }, cases.score);
	tally_fini(&tally);
	for (size_t i = 0; i < run->n; i++) {
		const struct document *doc = run->tests[i];
		size_t n = 0;

		for (size_t s = 0; s < doc->n_spans; s++)
			n += ends_case(doc, s);
		score[i] = best_of(cases.score + at, n, of_files);
		run->out->files[run->place[i]].near = nearness(run, doc, cases.score + at);
		at += n;
	}
}
