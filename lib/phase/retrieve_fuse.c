#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "phase/retrieve_private.h"

/* Weights of the signals, each divided by its best; chosen on the evaluation data. */
#define WEIGHT_TEXT 1.0f
#define WEIGHT_VECTOR 0.3f
#define WEIGHT_LINK 1.0f

#define LEAST_POOL 20	   /* matches that phrases may reorder, though fewer are wanted */
#define LEAST_STORY 0.05f  /* what is below is no match of the story */
#define LEAST_SCORE 0.2f   /* or of a requirement or criterion */
#define LEAST_COSINE 0.25f /* a test without a common word needs this much */

/* Better first; of equals the one indexed first. */
static bool
is_better(const struct match *a, const struct match *b)
{
	return a->score > b->score || (a->score == b->score && a->test < b->test);
}

int
retrieve_compare(const void *a, const void *b)
{
	return is_better(a, b) ? -1 : is_better(b, a);
}

/* matches is a heap of at most top with the worst at its root. */
static void
keep_match(struct query *query, size_t top, const struct match *match)
{
	struct match *heap = query->matches.at, swap;
	size_t i = 0, child;

	if (query->matches.len < top) {
		i = query->matches.len;
		*vec_add(&query->matches) = *match;
		heap = query->matches.at;
		while (i > 0 && is_better(&heap[(i - 1) / 2], &heap[i])) {
			swap = heap[i];
			heap[i] = heap[(i - 1) / 2];
			heap[(i - 1) / 2] = swap;
			i = (i - 1) / 2;
		}
		return;
	}
	if (!is_better(match, &heap[0]))
		return;
	heap[0] = *match;
	while ((child = 2 * i + 1) < query->matches.len) {
		if (child + 1 < query->matches.len && is_better(&heap[child], &heap[child + 1]))
			child++;
		if (!is_better(&heap[i], &heap[child]))
			break;
		swap = heap[i];
		heap[i] = heap[child];
		heap[child] = swap;
		i = child;
	}
}

static float
best_of(const float *scores, size_t n)
{
	float best = 0;

	for (size_t i = 0; i < n; i++)
		best = scores[i] > best ? scores[i] : best;
	return best;
}

/* linked: which tests name the query, or NULL when none does. */
static void
fuse_query(const struct batch *b, size_t q, const unsigned char *linked)
{
	size_t tests = b->r->tests.len, top = (size_t)b->r->args->top;
	struct query *query = &b->r->queries.at[b->from + q];
	const float *text = b->text + q * tests, *vector = b->vector + q * tests;
	float least = strcmp(query->kind, "story") == 0 ? LEAST_STORY : LEAST_SCORE;
	float best_text = best_of(text, tests), best_vector = best_of(vector, tests), sum = 0;

	if (best_text > 0)
		sum += WEIGHT_TEXT;
	if (best_vector > 0)
		sum += WEIGHT_VECTOR;
	if (linked)
		sum += WEIGHT_LINK;
	for (size_t i = 0; i < tests; i++) {
		struct match m = { .test = (uint32_t)i, .vector = vector[i] > 0 ? vector[i] : 0 };

		m.link = linked && linked[i];
		if (text[i] <= 0 && m.vector < LEAST_COSINE && !m.link)
			continue;
		m.text = best_text > 0 ? text[i] / best_text : 0;
		m.score = WEIGHT_TEXT * m.text + (m.link ? WEIGHT_LINK : 0);
		if (best_vector > 0)
			m.score += WEIGHT_VECTOR * m.vector / best_vector;
		m.score /= sum;
		if (m.score >= least)
			keep_match(query, top < LEAST_POOL ? LEAST_POOL : top, &m);
	}
	query->weights = sum;
	vec_sort(&query->matches, retrieve_compare);
}

void
retrieve_fuse(struct batch *b)
{
	unsigned char *linked = mem_calloc(b->r->tests.len, 1);

	for (size_t q = 0; q < b->n; q++) {
		const struct query *query = &b->r->queries.at[b->from + q];
		bool any = false;

		vec_each (int64_t *, row, &query->links) {
			uint32_t test = retrieve_test_of(b, *row);

			if (test == RETRIEVE_NOWHERE)
				continue;
			linked[test] = 1;
			any = true;
		}
		fuse_query(b, q, any ? linked : NULL);
		if (any)
			memset(linked, 0, b->r->tests.len);
	}
	free(linked);
}
