#include "phase/eval_learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"

#define PULL 0.002 /* to the built-in weights, a unit of squared distance */
#define STEPS 300
#define LEAST 1e-7 /* gain of a step */
#define DECIMALS 2

struct learning {
	const struct eval_case *cases; /* what is learned from */
	size_t n;
	enum track track;
	const double *builtin;
};

/* ---- scores */

/* As fuse(), over what was kept. */
static void
score(const struct eval_values *v, const double weight[SIGNALS], bool mean, double *out)
{
	double sum = 0;

	memset(out, 0, v->n * sizeof *out);
	for (size_t s = 0; s < SIGNALS; s++) {
		if (v->value[s] == NULL || weight[s] <= 0)
			continue;
		sum += weight[s];
		for (size_t i = 0; i < v->n; i++)
			out[i] += weight[s] * (double)v->value[s][i];
	}
	for (size_t i = 0; mean && sum > 0 && i < v->n; i++)
		out[i] /= sum;
}

static double
sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* What the rank of one relevant test says: its term of the sum, and the gradient by score. */
static double
smooth_term(
    const struct eval_values *v, const double *s, const bool *relevant, size_t i, double *by)
{
	double rank = 1, above = 1, own = 0, share = 1 / (double)v->n_relevant;

	for (size_t j = 0; j < v->n; j++) {
		double p = j == i ? 0 : sigmoid(s[j] - s[i]);

		rank += p;
		above += relevant[j] ? p : 0;
	}
	for (size_t j = 0; j < v->n; j++) {
		double p = j == i ? 0 : sigmoid(s[j] - s[i]), slope = p * (1 - p);
		double d = share * slope * ((relevant[j] ? rank : 0) - above) / (rank * rank);

		by[j] += d;
		own += d;
	}
	by[i] -= own;
	return share * above / rank;
}

double
eval_smooth(const struct eval_values *v, const double weight[SIGNALS], double gradient[SIGNALS])
{
	double *s = mem_calloc(v->n + 1, sizeof *s), *by = mem_calloc(v->n + 1, sizeof *by);
	bool *relevant = mem_calloc(v->n + 1, sizeof *relevant);
	double sum = 0;

	score(v, weight, false, s);
	for (size_t i = 0; i < v->n_relevant; i++)
		relevant[v->relevant[i]] = true;
	for (size_t i = 0; i < v->n_relevant; i++)
		sum += smooth_term(v, s, relevant, v->relevant[i], by);
	for (size_t k = 0; k < SIGNALS; k++) {
		for (size_t i = 0; v->value[k] && i < v->n; i++)
			gradient[k] += by[i] * (double)v->value[k][i];
	}
	free(relevant);
	free(by);
	free(s);
	return sum;
}

/* ---- learning */

static double
goal(const struct learning *l, const double weight[SIGNALS], double gradient[SIGNALS])
{
	double sum = 0, far = 0;

	memset(gradient, 0, SIGNALS * sizeof *gradient);
	for (size_t i = 0; i < l->n; i++)
		sum += eval_smooth(&l->cases[i].values[l->track], weight, gradient);
	for (size_t k = 0; k < SIGNALS; k++) {
		double d = weight[k] - l->builtin[k];

		gradient[k] = gradient[k] / (double)l->n - 2 * PULL * d;
		far += d * d;
	}
	return sum / (double)l->n - PULL * far;
}

/* Uphill, never below 0, with a step that is halved where it goes too far. */
static void
climb(const struct learning *l, double weight[SIGNALS])
{
	double gradient[SIGNALS], next[SIGNALS], ahead[SIGNALS], step = 4;
	double now = goal(l, weight, gradient);

	for (int i = 0; i < STEPS && step > LEAST; i++) {
		double then;

		for (size_t k = 0; k < SIGNALS; k++) {
			next[k] = weight[k];
			if (signal_on((enum signal)k, l->track))
				next[k] = fmax(0, weight[k] + step * gradient[k]);
		}
		then = goal(l, next, ahead);
		if (then <= now) {
			step /= 2;
			continue;
		}
		memcpy(weight, next, sizeof next);
		memcpy(gradient, ahead, sizeof ahead);
		if (then - now < LEAST)
			break;
		now = then;
		step *= 1.5;
	}
}

/* ---- judging */

struct place {
	double score;
	size_t at;
};

/* Suites are ordered by path already. */
static int
by_score(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The best first, with the scores in that order; free() it. */
static size_t *
order_of(const struct eval_values *v, const double weight[SIGNALS], double *scores)
{
	struct place *places = mem_calloc(v->n + 1, sizeof *places);
	size_t *order = mem_calloc(v->n + 1, sizeof *order);

	score(v, weight, true, scores);
	for (size_t i = 0; i < v->n; i++)
		places[i] = (struct place){ scores[i], i };
	qsort(places, v->n, sizeof *places, by_score);
	for (size_t i = 0; i < v->n; i++) {
		order[i] = places[i].at;
		scores[i] = places[i].score;
	}
	free(places);
	return order;
}

static void
judge(const struct learning *l, const double weight[SIGNALS], size_t top, double out[EVAL_METRICS])
{
	memset(out, 0, EVAL_METRICS * sizeof *out);
	for (size_t i = 0; i < l->n; i++) {
		const struct eval_values *v = &l->cases[i].values[l->track];
		double *scores = mem_calloc(v->n + 1, sizeof *scores), one[EVAL_METRICS];
		struct eval_order in = { .n = v->n,
			.order = order_of(v, weight, scores),
			.relevant = v->relevant,
			.n_relevant = v->n_relevant,
			.top = top };

		eval_measure(&in, one);
		for (size_t k = 0; k < EVAL_METRICS; k++)
			out[k] += one[k] / (double)l->n;
		free((void *)in.order);
		free(scores);
	}
}

/* ---- the expected recall */

static double
recall_at(const struct eval_values *v, const size_t *order, size_t k)
{
	size_t found = 0;

	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < v->n_relevant; j++)
			found += v->relevant[j] == order[i];
	}
	return (double)found / (double)v->n_relevant;
}

/* How many of the first are to be taken until so much recall is expected. */
static size_t
enough(const double *scores, size_t n, double power, double want)
{
	double all = 0, sum = 0;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		all += scores[i] > 0 ? pow(scores[i], power) : 0;
	while (k < n && sum < want * all)
		sum += scores[k] > 0 ? pow(scores[k], power) : 0, k++;
	return k;
}

/* The recall that is reached, in the mean, where `want` is expected. */
static double
reached(const struct learning *l, const double weight[SIGNALS], double power, double want)
{
	double sum = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct eval_values *v = &l->cases[i].values[l->track];
		double *scores = mem_calloc(v->n + 1, sizeof *scores);
		size_t *order = order_of(v, weight, scores);

		sum += recall_at(v, order, enough(scores, v->n, power, want));
		free(order);
		free(scores);
	}
	return sum / (double)l->n;
}

static double
fit_power(const struct learning *l, const double weight[SIGNALS])
{
	static const double wanted[] = { 0.9, 0.95, 0.99 };
	double best = 1, least = INFINITY;

	for (int quarters = 2; quarters <= 48; quarters++) {
		double power = quarters / 4.0, miss = 0;

		for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
			double d = reached(l, weight, power, wanted[i]) - wanted[i];

			miss += d * d;
		}
		if (miss < least) {
			least = miss;
			best = power;
		}
	}
	return best;
}

enum status
eval_learn(const struct eval *eval, enum track track, const struct weights *builtin, size_t top,
    struct eval_learned *out, struct err *err)
{
	size_t held = (eval->cases.len + 2) / 3;
	struct learning old = { eval->cases.at + held, eval->cases.len - held, track,
		builtin->signal[track] };
	struct learning new = { eval->cases.at, held, track, builtin->signal[track] };

	if (eval->cases.len < EVAL_LEARN_CASES)
		return err_set(err, ST_NO,
		    "%zu %s too few to learn from, %d is the least: raise --last and "
		    "history.commits, or go on with the built-in weights",
		    eval->cases.len, eval->cases.len == 1 ? "case is" : "cases are",
		    EVAL_LEARN_CASES);
	*out = (struct eval_learned){ .cases = old.n, .held_out = new.n };
	memcpy(out->weight, builtin->signal[track], sizeof out->weight);
	climb(&old, out->weight);
	for (size_t k = 0; k < SIGNALS; k++)
		out->weight[k] = json_round(out->weight[k], DECIMALS);
	out->power = fit_power(&old, out->weight);
	judge(&new, builtin->signal[track], top, out->before);
	judge(&new, out->weight, top, out->after);
	out->said = 0.9;
	out->so = reached(&new, out->weight, out->power, out->said);
	out->better = out->after[EVAL_MAP] > out->before[EVAL_MAP];
	return ST_OK;
}

enum status
eval_learn_all(const struct eval *eval, const struct eval_args *args,
    struct eval_learned learned[EVAL_TRACKS], const struct eval_learned *given[EVAL_TRACKS],
    struct err *err)
{
	for (size_t i = 0; i < EVAL_TRACKS; i++) {
		if (!args->tracks[i])
			continue;
		if (eval_learn(eval, (enum track)i, args->builtin, args->top, &learned[i], err))
			return err->status;
		given[i] = &learned[i];
	}
	return ST_OK;
}
