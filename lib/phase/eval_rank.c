#include <stdlib.h>
#include <string.h>

#include "phase/eval_private.h"
#include "signal/sources.h"

#define DRAWS 20

static void
measure(const struct eval_question *q, const double *scores, double out[EVAL_METRICS])
{
	size_t n = q->tree->tests.len;
	size_t *order = mem_calloc(n + 1, sizeof *order);
	struct eval_order in = { .order = order,
		.n = n,
		.cost = q->cost,
		.relevant = q->relevant,
		.n_relevant = q->n_relevant,
		.top = q->thread->args->top };

	fuse_order(scores, q->tree->paths.at, n, order);
	eval_measure(&in, out);
	free(order);
}

/* A drawn lot for what the score leaves open: no order may gain from that of the paths. */
static void
break_ties(const struct eval_question *q, double *scores, size_t n)
{
	double *lot = mem_calloc(n + 1, sizeof *lot), least = 0;

	eval_plain_random(q, 0, lot);
	for (size_t i = 0; i < n; i++) {
		if (scores[i] > 0 && (least == 0 || scores[i] < least))
			least = scores[i];
	}
	for (size_t i = 0; i < n; i++)
		scores[i] += lot[i] / 9007199254740992.0 * (least > 0 ? least : 1) * 1e-7;
	free(lot);
}

static void
rank_plainly(const struct eval_question *q, double out[EVAL_ROWS][EVAL_METRICS])
{
	size_t n = q->tree->tests.len;
	double *scores = mem_calloc(n + 1, sizeof *scores), one[EVAL_METRICS];

	for (size_t draw = 1; draw <= DRAWS; draw++) {
		eval_plain_random(q, draw, scores);
		measure(q, scores, one);
		for (size_t k = 0; k < EVAL_METRICS; k++)
			out[EVAL_RANDOM][k] += one[k] / DRAWS;
	}
	memset(scores, 0, n * sizeof *scores);
	eval_plain_frequent(q, scores);
	break_ties(q, scores, n);
	measure(q, scores, out[EVAL_FREQUENT]);
	memset(scores, 0, n * sizeof *scores);
	eval_plain_bm25(q, scores);
	break_ties(q, scores, n);
	measure(q, scores, out[EVAL_BM25]);
	free(scores);
}

static void
keep_values(
    const struct eval_question *q, const struct signals_output *signals, struct eval_values *out)
{
	size_t n = q->tree->tests.len;

	out->n = n;
	out->n_relevant = q->n_relevant;
	out->relevant = mem_calloc(q->n_relevant, sizeof *out->relevant);
	memcpy(out->relevant, q->relevant, q->n_relevant * sizeof *out->relevant);
	for (size_t s = 0; s < SIGNALS; s++) {
		bool any = false;

		for (size_t i = 0; signals->value[s] && i < n; i++)
			any |= signals->value[s][i] > 0;
		if (!any)
			continue;
		out->value[s] = mem_calloc(n, sizeof *out->value[s]);
		for (size_t i = 0; i < n; i++)
			out->value[s][i] = (float)signals->value[s][i];
	}
}

void
eval_rank(const struct eval_question *q, enum track track, struct eval_case *out)
{
	const struct eval_args *args = q->thread->args;
	size_t n = q->tree->tests.len;
	double *scores = mem_calloc(n + 1, sizeof *scores);
	bool *code = mem_calloc(n + 1, sizeof *code);
	struct signals_output signals;
	struct signals_input in = { .lexicon = q->thread->lexicon,
		.tests = q->tree->tests.at,
		.n_tests = n,
		.code = code,
		.sources = q->tree->sources.at,
		.n_sources = q->tree->sources.len,
		.past = q->view,
		.request = q->request,
		.request_len = q->request_n,
		.change = q->change,
		.blame = q->blame,
		.n_blame = q->n_blame };

	for (size_t i = 0; i < n; i++)
		code[i] = sources_has(args->sources, in.tests[i]->words.path);
	rank_plainly(q, out->measured[track]);
	signals_compute(&in, &signals);
	fuse((const double *const *)signals.value, n, args->builtin->signal[track], scores);
	measure(q, scores, out->measured[track][EVAL_BUILTIN]);
	if (args->own) {
		fuse((const double *const *)signals.value, n, args->own->signal[track], scores);
		measure(q, scores, out->measured[track][EVAL_OWN]);
	}
	if (args->keep)
		keep_values(q, &signals, &out->values[track]);
	signals_fini(&signals);
	free(scores);
	free(code);
}
