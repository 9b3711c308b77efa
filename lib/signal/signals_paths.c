#include <math.h>

#include "signal/signals_private.h"

#define FOLDER .4	/* of a word of a folder, beside one of the base name */
#define FOREIGN_IDF 3.0 /* of a word that no path of the suite has */

static double
word_weight(const struct path_words *words, size_t i)
{
	return i < words->n_folders ? FOLDER : 1;
}

static double
path_idf(const struct paths *set, uint32_t term)
{
	return set->df[term] ? log((double)set->n / set->df[term]) : 0;
}

void
run_path_set(struct run *run, struct paths *set, const struct document **docs, size_t n)
{
	set->n = n;
	set->words = arena_alloc(&run->arena, n * sizeof *set->words);
	set->norm = arena_alloc(&run->arena, n * sizeof *set->norm);
	set->df = arena_alloc(&run->arena, lexicon_terms(run->lexicon) * sizeof *set->df);
	for (size_t i = 0; i < n; i++) {
		set->words[i] = &docs[i]->words;
		for (size_t k = 0; k < set->words[i]->n_vector; k++)
			set->df[set->words[i]->vector[k]]++;
	}
	for (size_t i = 0; i < n; i++) {
		double sum = 0;

		for (size_t k = 0; k < set->words[i]->n_vector; k++) {
			double value =
			    word_weight(set->words[i], k) * path_idf(set, set->words[i]->vector[k]);

			sum += value * value;
		}
		set->norm[i] = sqrt(sum);
	}
}

/* The sum of q * v * idf^2, divided by the length of the path's vector; marks are those of q. */
static double
match(const struct run *run, const struct paths *set, const double *weight, size_t path)
{
	const struct path_words *words = set->words[path];
	double dot = 0;

	for (size_t i = 0; i < words->n_vector; i++) {
		uint32_t term = words->vector[i], slot = run->marks[term];
		double idf;

		if (slot == 0)
			continue;
		idf = path_idf(set, term);
		dot += weight[slot - 1] * word_weight(words, i) * idf * idf;
	}
	return dot > 0 ? dot / set->norm[path] : 0;
}

void
run_path_match(struct run *run, const struct paths *set, const struct bag *q, double *score)
{
	double *weight = run_weights(run, q);

	run_mark(run, q);
	for (size_t i = 0; i < set->n; i++)
		score[i] = match(run, set, weight, i);
	run_unmark(run, q);
}

/* Adds weight * cosine^2 of the paths. */
void
run_path_near(struct run *run, const struct path_words *words, double weight, double *score)
{
	double *value = arena_alloc(&run->arena, words->n_vector * sizeof *value), norm = 0;

	for (size_t i = 0; i < words->n_vector; i++) {
		uint32_t term = words->vector[i];
		double idf = run->path.df[term] ? path_idf(&run->path, term) : FOREIGN_IDF;

		value[i] = word_weight(words, i);
		norm += value[i] * idf * value[i] * idf;
		run->marks[term] = (uint32_t)i + 1;
	}
	norm = norm > 0 ? sqrt(norm) : 1;
	for (size_t i = 0; i < run->n; i++) {
		double cosine = match(run, &run->path, value, i) / norm;

		score[i] += weight * cosine * cosine;
	}
	for (size_t i = 0; i < words->n_vector; i++)
		run->marks[words->vector[i]] = 0;
}

static bool
is_named(const struct run *run, const struct path_words *words)
{
	for (size_t i = 0; i < words->n_key; i++)
		if (bag_get(&run->subject, words->key[i]) == 0)
			return false;
	return words->n_key > 0;
}

/* path: words of the request in the path; named: the first line holds the words of the base name.
 */
void
run_paths(struct run *run)
{
	double *named = run_value(run, SIGNAL_NAMED);

	run_path_match(run, &run->path, &run->q, run_value(run, SIGNAL_PATH));
	for (size_t i = 0; i < run->n; i++)
		named[i] = is_named(run, &run->tests[i]->words);
}
