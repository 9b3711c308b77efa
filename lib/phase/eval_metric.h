/*
 * eval_metric - how good an order of tests was, once it is known which ones mattered.
 *
 * Ranks count from 1.  A relevant test stands for one fault, of the same weight as any other.
 *
 * Source: Manning, Raghavan, Schuetze, Introduction to Information Retrieval (2008), chapter 8
 * (recall, MAP, MRR); Rothermel, Untch, Chu, Harrold, IEEE TSE 27 (2001) 10 (APFD); Elbaum,
 * Malishevsky, Rothermel, ICSE 2001 (APFDc).
 */
#ifndef PHASE_EVAL_METRIC_H
#define PHASE_EVAL_METRIC_H

#include <stddef.h>

enum eval_metric {
	EVAL_RECALL_1,
	EVAL_RECALL_5,
	EVAL_RECALL_10,
	EVAL_RECALL_TOP, /* among the first `top` */
	EVAL_MRR,
	EVAL_MAP,
	EVAL_APFD,
	EVAL_APFDC,
	EVAL_RUN90, /* share of the suite to run until nine in ten relevant tests have run */
	EVAL_METRICS
};

struct eval_order {
	const size_t *order; /* order[0] is run first: numbers of tests */
	size_t n;
	const double *cost;	/* by number of test; NULL: 1 each */
	const size_t *relevant; /* numbers of tests, each once; at least one */
	size_t n_relevant;
	size_t top;
};

void eval_measure(const struct eval_order *in, double out[EVAL_METRICS]);

const char *eval_metric_name(enum eval_metric which); /* "recall_at_1" */

#endif
