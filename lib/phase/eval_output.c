#include "phase/eval_output.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "io/git.h"
#include "io/json.h"

#define DECIMALS 4

static void
set_figures(struct json *out, const double figures[EVAL_METRICS], bool costs)
{
	for (size_t k = 0; k < EVAL_METRICS; k++) {
		if (k != EVAL_APFDC || costs)
			json_set_number(out, eval_metric_name((enum eval_metric)k),
			    json_round(figures[k], DECIMALS));
	}
}

static void
set_weights(struct json *out, const double weight[SIGNALS], enum track track)
{
	for (size_t k = 0; k < SIGNALS; k++) {
		if (signal_on((enum signal)k, track))
			json_set_number(out, signal_name((enum signal)k), weight[k]);
	}
}

static int
by_size(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
set_suite(struct json *out, const struct eval *eval)
{
	size_t n = eval->cases.len, middle = n / 2, *sizes = mem_calloc(n + 1, sizeof *sizes);

	for (size_t i = 0; i < n; i++)
		sizes[i] = eval->cases.at[i].suite;
	qsort(sizes, n, sizeof *sizes, by_size);
	json_set_number(out, "least", (double)sizes[0]);
	json_set_number(out, "median", (double)sizes[middle]);
	json_set_number(out, "most", (double)sizes[n ? n - 1 : 0]);
	free(sizes);
}

static void
set_learned(struct json *out, const struct eval_learned *learned, enum track track)
{
	struct json *recall;

	json_set_number(out, "cases", (double)learned->cases);
	json_set_number(out, "held_out", (double)learned->held_out);
	json_set_bool(out, "better", learned->better);
	set_figures(json_set_object(out, "before"), learned->before, false);
	set_figures(json_set_object(out, "after"), learned->after, false);
	set_weights(json_set_object(out, "weights"), learned->weight, track);
	recall = json_set_object(out, "recall");
	json_set_number(recall, "power", learned->power);
	json_set_number(recall, "expected", learned->said);
	json_set_number(recall, "reached", json_round(learned->so, DECIMALS));
}

static void
add_track(const struct eval_args *args, const struct eval *eval, enum track track,
    const struct eval_learned *learned, struct json *tracks)
{
	struct json *out = json_add_object(tracks), *rows;

	json_set_string(out, "track", eval_track_name(track));
	rows = json_set_array(out, "rows");
	for (size_t row = 0; row < EVAL_ROWS; row++) {
		double mean[EVAL_METRICS];
		struct json *it;

		if (row == EVAL_OWN && args->own == NULL)
			continue;
		eval_mean(eval, track, (enum eval_row)row, mean);
		it = json_add_object(rows);
		json_set_string(it, "name", eval_row_name((enum eval_row)row));
		set_figures(it, mean, true);
	}
	if (learned)
		set_learned(json_set_object(out, "learned"), learned, track);
}

static void
add_missing(const struct eval_args *args, const struct eval *eval, struct json *missing)
{
	if (eval->shallow)
		json_add_string(missing,
		    "The clone is shallow: commits that it does not have are no cases, and no "
		    "history; git fetch --unshallow brings them.");
	if (args->cost == NULL || args->cost->len == 0)
		json_add_string(missing,
		    "No duration of a test is known, so each counts 1 in APFDc; rsg-results "
		    "reads them from reports.");
	if (eval->cases.len == 0)
		json_add_string(missing,
		    "No commit that was looked at changed sources and, with them, test files that "
		    "were there before.");
	else if (eval->cases.len < 30)
		json_add_string(missing,
		    "These are few cases: figures that differ by less than 0.1 say nothing.");
}

struct json *
eval_json(const struct eval_args *args, const struct eval *eval,
    const struct eval_learned *const learned[EVAL_TRACKS])
{
	struct json *out = json_new_object(), *tracks;

	json_set_string(out, "head", git_head(args->git));
	json_set_number(out, "commits", (double)eval->commits);
	json_set_bool(out, "shallow", eval->shallow);
	json_set_number(out, "cases", (double)eval->cases.len);
	set_suite(json_set_object(out, "suite"), eval);
	json_set_number(out, "top", (double)args->top);
	json_set_bool(out, "durations", args->cost && args->cost->len > 0);
	tracks = json_set_array(out, "tracks");
	if (eval->cases.len && args->tracks[TRACK_CHANGE])
		add_track(args, eval, TRACK_CHANGE, learned[TRACK_CHANGE], tracks);
	if (eval->cases.len && args->tracks[TRACK_STORY])
		add_track(args, eval, TRACK_STORY, learned[TRACK_STORY], tracks);
	add_missing(args, eval, json_set_array(out, "missing"));
	return out;
}

static void
add_measured(struct json *measured, const struct eval_learned *learned, enum track track)
{
	struct json *out = json_set_object(measured, eval_track_name(track));

	json_set_number(out, "cases", (double)learned->cases);
	json_set_number(out, "held_out", (double)learned->held_out);
	set_figures(json_set_object(out, "builtin"), learned->before, false);
	set_figures(json_set_object(out, "learned"), learned->after, false);
	out = json_set_object(out, "recall");
	json_set_number(out, "expected", learned->said);
	json_set_number(out, "reached", json_round(learned->so, DECIMALS));
}

struct json *
eval_weights_json(const struct json *builtin, const char *head,
    const struct eval_learned *const learned[EVAL_TRACKS])
{
	struct json *out = json_copy(builtin), *measured;

	json_set_string(out, "about",
	    "Learned by rsg-eval --learn from the history of this repository; measured on the "
	    "newest "
	    "third of the cases, which was held out.");
	json_remove(out, "measured");
	measured = json_set_object(out, "measured");
	json_set_string(measured, "head", head);
	for (size_t track = 0; track < EVAL_TRACKS; track++) {
		const struct eval_learned *it = learned[track];

		if (it == NULL || !it->better)
			continue;
		set_weights(json_set_object(out, eval_track_name((enum track)track)), it->weight,
		    (enum track)track);
		json_set_number(json_set_object(out, "recall"), "power", it->power);
		add_measured(measured, it, (enum track)track);
	}
	return out;
}
