#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "phase/retrieve_private.h"

size_t
retrieve_keep(const struct retrieval *r)
{
	return r->args->top < RETRIEVE_PAIRED ? RETRIEVE_PAIRED : (size_t)r->args->top;
}

float
retrieve_least(const struct query *query)
{
	return strcmp(query->kind, "story") == 0 ? RETRIEVE_LEAST_STORY : RETRIEVE_LEAST_SCORE;
}

bool
retrieve_linked(const struct batch *b, const struct query *query, unsigned char *linked)
{
	bool any = false;

	vec_each (int64_t *, row, &query->links) {
		uint32_t test = retrieve_test_of(b, *row);

		if (test == RETRIEVE_NOWHERE)
			continue;
		linked[test] = 1;
		any = true;
	}
	return any;
}

/* Better first; of equals the one indexed first. */
static bool
is_better(const struct match *a, const struct match *b)
{
	return a->score > b->score || (a->score == b->score && a->test < b->test);
}

static int
compare_match(const void *a, const void *b)
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

static float
weight_of(const struct batch *b, int signal)
{
	return (float)b->r->args->weights[signal];
}

static float
weighted(const struct batch *b, const struct match *m)
{
	float sum = 0;

	for (int i = 0; i < RETRIEVE_SIGNALS; i++)
		sum += weight_of(b, i) * m->value[i];
	return sum;
}

/* linked: which tests name the query, or NULL when none does. */
static void
fuse_query(const struct batch *b, size_t q, const unsigned char *linked)
{
	size_t tests = b->r->tests.len, keep = retrieve_keep(b->r);
	struct query *query = &b->r->queries.at[b->from + q];
	const float *from[RETRIEVE_SIGNALS] = { [RETRIEVE_TEXT] = b->text + q * tests,
		[RETRIEVE_PATH] = b->path + q * tests,
		[RETRIEVE_VECTOR] = b->vector + q * tests };
	float least = retrieve_least(query),
	      best[RETRIEVE_SIGNALS] = { [RETRIEVE_LINK] = linked ? 1 : 0 };

	for (int i = 0; i < RETRIEVE_SIGNALS; i++) {
		if (from[i])
			best[i] = best_of(from[i], tests);
		query->sum += best[i] > 0 ? weight_of(b, i) : 0;
	}
	for (size_t i = 0; i < tests; i++) {
		struct match m = { .test = (uint32_t)i };

		m.value[RETRIEVE_LINK] = linked && linked[i] ? 1 : 0;
		if (from[RETRIEVE_TEXT][i] <= 0 &&
		    from[RETRIEVE_VECTOR][i] < RETRIEVE_LEAST_COSINE && m.value[RETRIEVE_LINK] <= 0)
			continue;
		for (int k = 0; k < RETRIEVE_SIGNALS; k++) {
			if (from[k] && best[k] > 0 && from[k][i] > 0)
				m.value[k] = from[k][i] / best[k];
		}
		m.score = weighted(b, &m);
		if (m.score >= least * query->sum)
			keep_match(query, keep, &m);
	}
}

/* Divide a signal that only the matches have by its best. */
static void
settle_signal(const struct batch *b, struct query *query, enum retrieve_signal signal)
{
	float best = 0;

	vec_each (struct match *, m, &query->matches)
		best = m->value[signal] > best ? m->value[signal] : best;
	if (best <= 0)
		return;
	query->sum += weight_of(b, (int)signal);
	vec_each (struct match *, m, &query->matches)
		m->value[signal] /= best;
}

static void
settle_query(const struct batch *b, struct query *query)
{
	size_t top = (size_t)b->r->args->top;
	float sum;

	settle_signal(b, query, RETRIEVE_COSINE);
	settle_signal(b, query, RETRIEVE_PAIR);
	sum = query->sum;
	vec_each (struct match *, m, &query->matches) {
		m->score = sum > 0 ? weighted(b, m) / sum : 0;
		m->score = m->score > 1 ? 1 : m->score;
	}
	vec_sort(&query->matches, compare_match);
	if (query->matches.len > top)
		query->matches.len = top;
}

void
retrieve_settle(struct batch *b)
{
	for (size_t q = 0; q < b->n; q++)
		settle_query(b, &b->r->queries.at[b->from + q]);
}

void
retrieve_fuse(struct batch *b)
{
	unsigned char *linked = mem_calloc(b->r->tests.len, 1);

	for (size_t q = 0; q < b->n; q++) {
		bool any = retrieve_linked(b, &b->r->queries.at[b->from + q], linked);

		fuse_query(b, q, any ? linked : NULL);
		if (any)
			memset(linked, 0, b->r->tests.len);
	}
	free(linked);
}
