#include <math.h>
#include <stdlib.h>

#include "signal/past_private.h"
#include "signal/signals_private.h"

#define RAREST 20

/* Terms of counted identifiers, without stop words. */
static void
ident_terms(const struct run *run, const struct bag *idents, struct bag *terms)
{
	for (size_t i = 0; i < idents->len; i++) {
		struct tokens tokens = lexicon_ident_tokens(run->lexicon, idents->at[i].term);

		for (size_t k = 0; k < tokens.len; k++)
			if ((tokens.at[k] & TERM_STOP) == 0)
				*bag_slot(terms, tokens.at[k]) += idents->at[i].weight;
	}
}

/* Base name words of the changed files, one for each file that has it. */
static void
name_terms(const struct run *run, struct bag *names)
{
	for (size_t i = 0; i < run->n_changed; i++) {
		const struct term_counts *name = &run->changed[i].name;

		for (size_t k = 0; k < name->len; k++)
			*bag_slot(names, name->at[k].term) += 1;
	}
}

static void
words_of_change(struct run *run, const struct bag *names, const struct bag *rare)
{
	const struct bm25_shape shape = { 1.5, .5, run->length };
	const struct tests_part part = { .path = 4 };
	struct bag context = { 0 }, rare_context = { 0 }, all = { 0 }, cases = { 0 };

	run_bm25(run, names, &part, &shape, run_value(run, SIGNAL_NAMES));
	ident_terms(run, &run->in->change->context, &context);
	run_rarest(run, &context, RAREST, &rare_context);
	run_bm25(run, &rare_context, &part, &shape, run_value(run, SIGNAL_CONTEXT));
	bag_add(&all, &run->q, 1);
	bag_add(&all, names, 1);
	bag_add(&cases, &all, 1);
	bag_add(&all, rare, 1);
	bag_add(&cases, rare, .15);
	run_cosine(run, &all, run_value(run, SIGNAL_DIFF_COSINE));
	run_cases(run, &cases, false, run_value(run, SIGNAL_DIFF_CASES));
	bag_fini(&context);
	bag_fini(&rare_context);
	bag_fini(&cases);
	bag_fini(&run->evidence);
	run->evidence = all;
}

static void
paths_of_change(struct run *run)
{
	double *near = run_value(run, SIGNAL_NEAR_PATH), *same = run_value(run, SIGNAL_SAME_STEM);

	for (size_t i = 0; i < run->n_changed; i++)
		run_path_near(run, &run->changed[i], 1, near);
	for (size_t i = 0; i < run->n_changed; i++)
		run->marks[run->changed[i].key_id] = 1;
	for (size_t i = 0; i < run->n; i++)
		same[i] = run->marks[run->tests[i]->words.key_id];
	for (size_t i = 0; i < run->n_changed; i++)
		run->marks[run->changed[i].key_id] = 0;
}

/* The commit's changed paths / log2(1 + paths) / (1 + age / 300), over sqrt(churn + 2). */
static void
co_change_plain(struct run *run, double *score)
{
	const struct side *suite = &run->suite;
	double *value = arena_alloc(&run->arena, suite->n_rows * sizeof *value);

	for (size_t row = 0; row < suite->n_rows; row++) {
		const struct past_row *of = suite->rows[row];
		size_t n = 0;

		for (size_t i = 0; i < of->n; i++)
			n += run->weight[suite->view->paths.at[of->first + i]] > 0;
		value[row] = (double)n / log2(1 + (double)of->n) / (1 + (double)of->age / 300);
	}
	side_sum(suite, value, score);
	for (size_t i = 0; i < run->n; i++)
		score[i] /= sqrt(side_churn(suite, i) + 2);
}

static void
history_of_change(struct run *run)
{
	double *likeness;

	for (size_t i = 0; i < run->n_changed; i++)
		run_weigh(run, run->changed[i].path, 1);
	likeness = run_likeness(run);
	run_joint(run, likeness, run_value(run, SIGNAL_JOINT));
	run_co_change(run, likeness, 1, run_value(run, SIGNAL_CO_CHANGE));
	co_change_plain(run, run_value(run, SIGNAL_CO_CHANGE_PLAIN));
}

/* The row of the commit with that number in the past, or n_rows. */
static size_t
row_of(const struct side *suite, size_t commit)
{
	size_t low = 0, high = suite->n_rows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (suite->rows[mid]->commit < commit)
			low = mid + 1;
		else
			high = mid;
	}
	return low < suite->n_rows && suite->rows[low]->commit == commit ? low : suite->n_rows;
}

/* Commits that wrote the changed lines: ln(1 + lines) / sqrt(tests) / log2(1 + paths), over
   (churn + 2)^(1/4). */
static void
blame(struct run *run, double *score)
{
	const struct side *suite = &run->suite;
	double *value = arena_alloc(&run->arena, suite->n_rows * sizeof *value);

	for (size_t i = 0; i < run->in->n_blame; i++) {
		size_t row = row_of(suite, run->in->blame[i].commit);

		if (row < suite->n_rows)
			value[row] += (double)run->in->blame[i].lines;
	}
	for (size_t row = 0; row < suite->n_rows; row++)
		value[row] = log1p(value[row]) / sqrt(side_touched(suite, row)) /
			     log2(1 + (double)suite->rows[row]->n);
	side_sum(suite, value, score);
	for (size_t i = 0; i < run->n; i++)
		score[i] /= pow(side_churn(suite, i) + 2, .25);
}

static void
imports(struct run *run, double *score)
{
	for (size_t i = 0; run->in->imports && i < run->n; i++)
		score[i] = run->in->imports[run->place[i]];
}

void
run_change(struct run *run)
{
	struct bag names = { 0 }, lines = { 0 }, rare = { 0 };

	name_terms(run, &names);
	ident_terms(run, &run->in->change->lines, &lines);
	ident_terms(run, &run->in->change->headings, &lines);
	run_rarest(run, &lines, RAREST, &rare);
	words_of_change(run, &names, &rare);
	run_exact(run, &run->quoted, RAREST, run_value(run, SIGNAL_STRINGS));
	paths_of_change(run);
	history_of_change(run);
	blame(run, run_value(run, SIGNAL_BLAME));
	imports(run, run_value(run, SIGNAL_IMPORTS));
	bag_fini(&names);
	bag_fini(&lines);
	bag_fini(&rare);
}
