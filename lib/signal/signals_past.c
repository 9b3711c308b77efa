#include <math.h>

#include "signal/past_private.h"
#include "signal/signals_private.h"

static double *
row_values(struct run *run)
{
	return arena_alloc(&run->arena, run->suite.n_rows * sizeof(double));
}

/* How like the request each commit's message is: sum of q ln(1 + rows / df) / sqrt(terms + 5). */
static void
find_like(struct run *run)
{
	const struct side *suite = &run->suite;

	run_mark(run, &run->q);
	side_terms_find(suite, &run->arena, run->marks, run->q.len, &run->terms);
	run_unmark(run, &run->q);
	run->like = row_values(run);
	for (size_t row = 0; row < suite->n_rows; row++) {
		double sum = 0;

		for (uint32_t i = run->terms.first[row]; i < run->terms.first[row + 1]; i++) {
			uint32_t slot = run->terms.slots[i];

			sum += run->q.at[slot].weight *
			       log(1 + (double)suite->n_rows / run->terms.df[slot]);
		}
		run->like[row] = sum / sqrt((double)suite->rows[row]->n_terms + 5);
	}
}

/* recent: sum of exp(-age / 10) / sqrt(tests touched). */
void
run_past(struct run *run)
{
	const struct past_view *view = run->in->past;
	double *value;

	side_init(&run->suite, &run->arena, view, run->paths, run->n, true);
	find_like(run);
	run->weight =
	    arena_alloc(&run->arena, (view ? view->past->paths.len : 0) * sizeof *run->weight);
	value = row_values(run);
	for (size_t row = 0; row < run->suite.n_rows; row++)
		value[row] = exp(-(double)run->suite.rows[row]->age / 10) /
			     sqrt(side_touched(&run->suite, row));
	side_sum(&run->suite, value, run_value(run, SIGNAL_RECENT));
}

void
run_weigh(struct run *run, const char *path, double weight)
{
	uint32_t number;

	if (run->in->past == NULL)
		return;
	number = past_path(run->in->past->past, path);
	if (number != TERM_NONE)
		run->weight[number] = weight;
}

double *
run_likeness(struct run *run)
{
	double *value = row_values(run);

	side_likeness(&run->suite, &run->arena, run->weight, value);
	return value;
}

/* Commits like the request, and half as much those that touched like files, vote together. */
void
run_joint(struct run *run, const double *likeness, double *score)
{
	double *like = row_values(run), *files = row_values(run);
	const size_t n = run->suite.n_rows;

	for (size_t row = 0; row < n; row++) {
		like[row] = run->like[row];
		files[row] = likeness[row] / sqrt((double)run->suite.rows[row]->n + 2);
	}
	best_is_one(like, n);
	best_is_one(files, n);
	for (size_t row = 0; row < n; row++)
		like[row] += .5 * files[row];
	side_vote(&run->suite, like, &(struct vote){ 300, 3, 1. / 3, .25 }, score);
}

/* Commits that touched like files vote: likeness / (paths + 2)^root. */
void
run_co_change(struct run *run, const double *likeness, double root, double *score)
{
	double *value = row_values(run);

	for (size_t row = 0; row < run->suite.n_rows; row++)
		value[row] = likeness[row] / pow((double)run->suite.rows[row]->n + 2, root);
	side_vote(&run->suite, value, &(struct vote){ 100, 1, 1, .25 }, score);
}
