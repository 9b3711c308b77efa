#include "signal/side.h"

#include <math.h>
#include <stdlib.h>

#include "signal/past_private.h"

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The files a row touches, rising, each once; they are added to out. */
static size_t
touched_files(
    const struct past_view *view, const struct past_row *row, const uint32_t *file, uint32_t *out)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < row->n; i++) {
		uint32_t of = file[view->paths.at[row->first + i]];

		if (of != 0)
			out[n++] = of - 1;
	}
	if (n > 1)
		qsort(out, n, sizeof *out, by_number);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || out[kept - 1] != out[i])
			out[kept++] = out[i];
	return kept;
}

static void
turn(struct side *side, struct arena *arena)
{
	size_t n = side->first[side->n_rows];
	uint32_t *next = arena_alloc(arena, (side->n_files + 1) * sizeof *next);

	side->file_first = arena_alloc(arena, (side->n_files + 1) * sizeof *side->file_first);
	side->file_rows = arena_alloc(arena, n * sizeof *side->file_rows);
	for (size_t i = 0; i < n; i++)
		side->file_first[side->files[i] + 1]++;
	for (size_t file = 0; file < side->n_files; file++) {
		side->file_first[file + 1] += side->file_first[file];
		next[file] = side->file_first[file];
	}
	for (size_t row = 0; row < side->n_rows; row++)
		for (uint32_t i = side->first[row]; i < side->first[row + 1]; i++)
			side->file_rows[next[side->files[i]]++] = (uint32_t)row;
}

void
side_init(struct side *side, struct arena *arena, const struct past_view *view,
    const char *const *paths, size_t n_paths, bool only)
{
	size_t n_rows = view ? view->rows.len : 0;
	uint32_t *file;

	*side = (struct side){ .view = view, .n_files = n_paths };
	side->rows = arena_alloc(arena, n_rows * sizeof *side->rows);
	side->first = arena_alloc(arena, (n_rows + 1) * sizeof *side->first);
	side->files = arena_alloc(arena, (view ? view->paths.len : 0) * sizeof *side->files);
	file = arena_alloc(arena, (view ? view->past->paths.len : 0) * sizeof *file);
	for (size_t i = 0; view && i < n_paths; i++) {
		uint32_t path = past_path(view->past, paths[i]);

		if (path != TERM_NONE)
			file[path] = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < n_rows; i++) {
		const struct past_row *row = &view->rows.at[i];
		uint32_t first = side->first[side->n_rows];
		size_t n = touched_files(view, row, file, side->files + first);

		if (only && n == 0)
			continue;
		side->rows[side->n_rows++] = row;
		side->first[side->n_rows] = first + (uint32_t)n;
	}
	turn(side, arena);
}

double
side_touched(const struct side *side, size_t row)
{
	uint32_t n = side->first[row + 1] - side->first[row];

	return n > 1 ? n : 1;
}

double
side_churn(const struct side *side, size_t file)
{
	return side->file_first[file + 1] - side->file_first[file];
}

void
side_terms_find(const struct side *side, struct arena *arena, const uint32_t *marks, size_t n_slots,
    struct side_terms *found)
{
	size_t all = 0;
	uint32_t n = 0;

	for (size_t row = 0; row < side->n_rows; row++)
		all += side->rows[row]->n_terms;
	found->first = arena_alloc(arena, (side->n_rows + 1) * sizeof *found->first);
	found->slots = arena_alloc(arena, all * sizeof *found->slots);
	found->df = arena_alloc(arena, n_slots * sizeof *found->df);
	for (size_t row = 0; row < side->n_rows; row++) {
		const struct past_row *of = side->rows[row];

		for (size_t i = 0; i < of->n_terms; i++) {
			uint32_t slot = marks[of->terms[i]];

			if (slot == 0)
				continue;
			found->slots[n++] = slot - 1;
			found->df[slot - 1]++;
		}
		found->first[row + 1] = n;
	}
}

double
side_message_weight(const struct side *side, size_t row)
{
	const struct past_row *of = side->rows[row];

	return 1 / sqrt(side_touched(side, row)) / sqrt((double)of->n_terms + 5) /
	       (1 + (double)of->age / 1000);
}

void
side_message_length(const struct side *side, double *length)
{
	for (size_t row = 0; row < side->n_rows; row++) {
		double value = (double)side->rows[row]->n_terms * side_message_weight(side, row);

		for (uint32_t i = side->first[row]; i < side->first[row + 1]; i++)
			length[side->files[i]] += value;
	}
}

void
side_message_add(const struct side *side, const struct side_terms *terms, size_t file, double by,
    struct tally *tally)
{
	for (uint32_t i = side->file_first[file]; i < side->file_first[file + 1]; i++) {
		uint32_t row = side->file_rows[i];
		double weight = by * side_message_weight(side, row);

		for (uint32_t k = terms->first[row]; k < terms->first[row + 1]; k++)
			tally_add(tally, terms->slots[k], weight);
	}
}

void
side_sum(const struct side *side, const double *value, double *sum)
{
	for (size_t file = 0; file < side->n_files; file++) {
		sum[file] = 0;
		for (uint32_t i = side->file_first[file]; i < side->file_first[file + 1]; i++)
			sum[file] += value[side->file_rows[i]];
	}
}

void
side_vote(const struct side *side, const double *value, const struct vote *vote, double *sum)
{
	double *cast = mem_calloc(side->n_rows, sizeof *cast);

	for (size_t row = 0; row < side->n_rows; row++) {
		double age = (double)side->rows[row]->age;

		if (value[row] > 0)
			cast[row] =
			    pow(value[row] / pow(1 + age / vote->tau, vote->root), vote->power) /
			    sqrt(side_touched(side, row));
	}
	side_sum(side, cast, sum);
	for (size_t file = 0; file < side->n_files; file++)
		sum[file] /= pow(side_churn(side, file) + 2, vote->churn);
	free(cast);
}

/* Does the row's path number i stand there for the first time? */
static bool
is_first(const uint32_t *paths, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (paths[k] == paths[i])
			return false;
	return true;
}

void
side_likeness(const struct side *side, struct arena *arena, const double *weight, double *value)
{
	const struct past_view *view = side->view;
	uint32_t *df = arena_alloc(arena, (view ? view->past->paths.len : 0) * sizeof *df);

	for (size_t row = 0; row < side->n_rows; row++) {
		const uint32_t *paths = view->paths.at + side->rows[row]->first;

		for (size_t i = 0; i < side->rows[row]->n; i++)
			if (weight[paths[i]] > 0 && is_first(paths, i))
				df[paths[i]]++;
	}
	for (size_t row = 0; row < side->n_rows; row++) {
		const uint32_t *paths = view->paths.at + side->rows[row]->first;

		value[row] = 0;
		for (size_t i = 0; i < side->rows[row]->n; i++)
			if (weight[paths[i]] > 0 && is_first(paths, i))
				value[row] +=
				    weight[paths[i]] * log(1 + (double)side->n_rows / df[paths[i]]);
	}
}
