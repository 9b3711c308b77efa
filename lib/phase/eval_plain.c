#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phase/eval_private.h"

/*
 * BM25 with the usual k1 1.2 and b 0.75, over text and path.
 *
 * Source: Robertson, Zaragoza, The Probabilistic Relevance Framework (2009).
 */
#define K1 1.2
#define B 0.75

struct query {
	struct bag terms; /* how often each is asked for */
	double *weight;	  /* the same, later times idf; by number in terms */
	uint32_t *number; /* of a term in `terms`, + 1; by term */
	size_t n_numbers;
	double *counts; /* documents * terms.len */
	double *length;
};

static void
add_text(struct query *query, struct lexicon *lexicon, const char *text, size_t n)
{
	size_t from = 0, end;

	while ((end = ident_next(text, n, &from)) > 0) {
		struct tokens tokens =
		    lexicon_ident_tokens(lexicon, lexicon_ident(lexicon, text + from, end - from));

		for (size_t i = 0; i < tokens.len; i++) {
			if (!(tokens.at[i] & TERM_STOP))
				*bag_slot(&query->terms, TERM_OF(tokens.at[i])) += 1;
		}
		from = end;
	}
}

static void
add_counts(struct query *query, const struct term_counts *counts, size_t document)
{
	for (size_t i = 0; i < counts->len; i++) {
		uint32_t term = counts->at[i].term;

		query->length[document] += counts->at[i].count;
		if (term < query->n_numbers && query->number[term])
			query->counts[document * query->terms.len + query->number[term] - 1] +=
			    counts->at[i].count;
	}
}

static void
score(const struct query *query, size_t n, double *scores)
{
	double mean = 0;

	for (size_t i = 0; i < n; i++)
		mean += query->length[i] / (double)n;
	for (size_t k = 0; k < query->terms.len; k++) {
		double df = 0, idf;

		for (size_t i = 0; i < n; i++)
			df += query->counts[i * query->terms.len + k] > 0;
		idf = log(1 + ((double)n - df + 0.5) / (df + 0.5));
		for (size_t i = 0; i < n; i++) {
			double tf = query->counts[i * query->terms.len + k];
			double norm = K1 * (1 - B + B * query->length[i] / (mean > 0 ? mean : 1));

			scores[i] += query->terms.at[k].weight * idf * tf * (K1 + 1) / (tf + norm);
		}
	}
}

void
eval_plain_bm25(const struct eval_question *q, double *scores)
{
	struct lexicon *lexicon = q->thread->lexicon;
	struct query query = { 0 };
	size_t n = q->tree->tests.len;

	add_text(&query, lexicon, q->request, q->request_n);
	for (size_t i = 0; q->change && i < q->found->sources.len; i++) {
		const char *path = q->found->sources.at[i];

		add_text(&query, lexicon, path, strlen(path));
	}
	query.n_numbers = lexicon_terms(lexicon);
	query.number = mem_calloc(query.n_numbers + 1, sizeof *query.number);
	query.counts = mem_calloc(n * query.terms.len + 1, sizeof *query.counts);
	query.length = mem_calloc(n + 1, sizeof *query.length);
	for (size_t k = 0; k < query.terms.len; k++)
		query.number[query.terms.at[k].term] = (uint32_t)k + 1;
	for (size_t i = 0; i < n; i++) {
		add_counts(&query, &q->tree->tests.at[i]->terms, i);
		add_counts(&query, &q->tree->tests.at[i]->words.all, i);
	}
	score(&query, n, scores);
	bag_fini(&query.terms);
	free(query.number);
	free(query.counts);
	free(query.length);
}

void
eval_plain_frequent(const struct eval_question *q, double *scores)
{
	struct map number;

	map_init(&number);
	for (size_t i = 0; i < q->tree->paths.len; i++)
		*map_slot(&number, q->tree->paths.at[i], strlen(q->tree->paths.at[i]), NULL) = i;
	for (size_t i = 0; i < q->past->len; i++) {
		const struct commits_one *one = &q->past->at[i];

		for (size_t k = 0; k < one->n; k++) {
			const char *path = one->files[k].path;
			const struct map_entry *test = map_find(&number, path, strlen(path));

			if (test)
				scores[test->value] += 1;
		}
	}
	map_fini(&number);
}

/* A draw is another each time, and the same in every run. */
void
eval_plain_random(const struct eval_question *q, size_t draw, double *scores)
{
	for (size_t i = 0; i < q->tree->paths.len; i++) {
		char *text = mem_printf("%zu %s %s", draw, q->found->id, q->tree->paths.at[i]);

		scores[i] = (double)(hash_bytes(text, strlen(text)) >> 11);
		free(text);
	}
}
