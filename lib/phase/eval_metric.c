#include "phase/eval_metric.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int
by_size(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The ranks of the relevant tests, rising; free() it. */
static size_t *
find_ranks(const struct eval_order *in)
{
	size_t *place = mem_calloc(in->n + 1, sizeof *place);
	size_t *ranks = mem_calloc(in->n_relevant + 1, sizeof *ranks);

	for (size_t i = 0; i < in->n; i++)
		place[in->order[i]] = i + 1;
	for (size_t i = 0; i < in->n_relevant; i++)
		ranks[i] = place[in->relevant[i]];
	qsort(ranks, in->n_relevant, sizeof *ranks, by_size);
	free(place);
	return ranks;
}

static double
recall(const size_t *ranks, size_t n, size_t k)
{
	size_t found = 0;

	while (found < n && ranks[found] <= k)
		found++;
	return (double)found / (double)n;
}

static double
average_precision(const size_t *ranks, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)(i + 1) / (double)ranks[i];
	return sum / (double)n;
}

static double
apfd(const size_t *ranks, size_t n_relevant, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n_relevant; i++)
		sum += (double)ranks[i];
	return 1 - sum / ((double)n * (double)n_relevant) + 1 / (2 * (double)n);
}

/* The cost of what is still to run when each fault is found, half of its own test, in shares. */
static double
apfdc(const struct eval_order *in, const size_t *ranks)
{
	double all = 0, left, sum = 0;
	size_t next = 0;

	for (size_t i = 0; i < in->n; i++)
		all += in->cost ? in->cost[in->order[i]] : 1;
	left = all;
	for (size_t i = 0; i < in->n; i++) {
		double cost = in->cost ? in->cost[in->order[i]] : 1;

		if (next < in->n_relevant && ranks[next] == i + 1) {
			sum += left - cost / 2;
			next++;
		}
		left -= cost;
	}
	return all > 0 ? sum / (all * (double)in->n_relevant) : 0;
}

void
eval_measure(const struct eval_order *in, double out[EVAL_METRICS])
{
	size_t *ranks = find_ranks(in), m = in->n_relevant;
	size_t most = (9 * m + 9) / 10; /* nine in ten, rounded up */

	out[EVAL_RECALL_1] = recall(ranks, m, 1);
	out[EVAL_RECALL_5] = recall(ranks, m, 5);
	out[EVAL_RECALL_10] = recall(ranks, m, 10);
	out[EVAL_RECALL_TOP] = recall(ranks, m, in->top);
	out[EVAL_MRR] = 1 / (double)ranks[0];
	out[EVAL_MAP] = average_precision(ranks, m);
	out[EVAL_APFD] = apfd(ranks, m, in->n);
	out[EVAL_APFDC] = apfdc(in, ranks);
	out[EVAL_RUN90] = (double)ranks[most - 1] / (double)in->n;
	free(ranks);
}

const char *
eval_metric_name(enum eval_metric which)
{
	static const char *const names[EVAL_METRICS] = { "recall_at_1", "recall_at_5",
		"recall_at_10", "recall_at_top", "mrr", "map", "apfd", "apfdc", "run90" };

	return names[which];
}
