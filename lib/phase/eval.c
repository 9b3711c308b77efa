#include "phase/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/worker.h"
#include "io/git.h"
#include "phase/eval_private.h"
#include "signal/past.h"

#define ROUND 32 /* cases that are begun before it is asked whether they are enough */
#define THREADS 2

struct work {
	const struct eval_args *args;
	struct eval *eval;
	struct eval_find found;
	struct eval_thread threads[THREADS];
	struct eval_result results[ROUND];
	size_t from, n; /* of found: this round */
	enum status st[THREADS];
	struct err err[THREADS];
	struct map keys;
};

static void
do_half(struct work *w, size_t which)
{
	for (size_t i = which; i < w->n && w->st[which] == ST_OK; i += THREADS) {
		if (w->args->cancel && *w->args->cancel) {
			w->st[which] =
			    err_set(&w->err[which], ST_TEMPFAIL, "interrupted: run it again");
			return;
		}
		w->st[which] = eval_one(&w->threads[which], &w->found.at.at[w->from + i],
		    &w->results[i], &w->err[which]);
		if (which == 0 && w->args->progress)
			w->args->progress(w->args->arg, w->eval->cases.len + i, w->args->last);
	}
}

static void
do_beside(void *arg, size_t place)
{
	(void)place;
	do_half(arg, 1);
}

/* Those that are cases, in their order, until there are enough. */
static void
take_results(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct eval_result *result = &w->results[i];
		bool taken = result->taken && w->eval->cases.len < w->args->last, fresh = false;

		if (taken)
			map_slot(&w->keys, result->key, strlen(result->key), &fresh);
		if (taken && fresh)
			*vec_add(&w->eval->cases) = result->it;
		else
			eval_case_fini(&result->it);
		free(result->key);
		*result = (struct eval_result){ 0 };
	}
}

static enum status
do_round(struct work *w, struct worker *worker, struct err *err)
{
	w->n = w->found.at.len - w->from < ROUND ? w->found.at.len - w->from : ROUND;
	worker_give(worker);
	do_half(w, 0);
	worker_take(worker);
	for (size_t i = 0; i < THREADS; i++) {
		if (w->st[i])
			return err_set(err, w->st[i], "%s", w->err[i].text);
	}
	take_results(w);
	w->from += w->n;
	return ST_OK;
}

static enum status
do_all(struct work *w, const struct commits *commits, const struct map *places, struct err *err)
{
	struct worker *worker = NULL;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < THREADS; i++)
		st = eval_thread_init(&w->threads[i], w->args, commits, places, err);
	if (st == ST_OK)
		st =
		    eval_find(w->args, w->threads[0].state, w->threads[0].messages, &w->found, err);
	worker = worker_start(2, do_beside, w);
	while (st == ST_OK && w->from < w->found.at.len && w->eval->cases.len < w->args->last)
		st = do_round(w, worker, err);
	worker_stop(worker);
	for (size_t i = 0; i < THREADS; i++)
		eval_thread_fini(&w->threads[i]);
	for (size_t i = 0; i < ROUND; i++) { /* where it ended in the middle of a round */
		eval_case_fini(&w->results[i].it);
		free(w->results[i].key);
	}
	eval_find_fini(&w->found);
	return st;
}

enum status
eval_run(const struct eval_args *args, struct eval **out, struct err *err)
{
	struct commits_args reading = { .git = args->git,
		.limit = args->limit,
		.terms = past_terms,
		.version = PAST_TERMS_VERSION };
	struct work *w = mem_calloc(1, sizeof *w);
	struct commits *commits = NULL;
	struct map places;
	enum status st = commits_read(&reading, &commits, err);

	w->args = args;
	w->eval = mem_calloc(1, sizeof *w->eval);
	w->eval->shallow = git_is_shallow(args->git);
	map_init(&w->keys);
	map_init(&places);
	for (size_t i = 0; st == ST_OK && i < commits->len; i++)
		*map_slot(&places, commits->at[i].id, strlen(commits->at[i].id), NULL) = i;
	if (st == ST_OK) {
		w->eval->commits = commits->len;
		st = do_all(w, commits, &places, err);
	}
	map_fini(&places);
	map_fini(&w->keys);
	commits_free(commits);
	if (st)
		eval_free(w->eval);
	else
		*out = w->eval;
	free(w);
	return st;
}

void
eval_free(struct eval *eval)
{
	if (eval == NULL)
		return;
	vec_each (struct eval_case *, it, &eval->cases)
		eval_case_fini(it);
	vec_fini(&eval->cases);
	free(eval);
}

void
eval_mean(const struct eval *eval, enum track track, enum eval_row row, double out[EVAL_METRICS])
{
	memset(out, 0, EVAL_METRICS * sizeof *out);
	for (size_t k = 0; k < EVAL_METRICS; k++) {
		vec_each (const struct eval_case *, it, &eval->cases)
			out[k] += it->measured[track][row][k];
		if (eval->cases.len)
			out[k] /= (double)eval->cases.len;
	}
}

const char *
eval_row_name(enum eval_row row)
{
	static const char *const names[EVAL_ROWS] = { "random", "frequent", "bm25", "rsg",
		"learned" };

	return names[row];
}

const char *
eval_track_name(enum track track)
{
	return track == TRACK_STORY ? "story" : "change";
}

bool
eval_track_set(const char *name, bool tracks[EVAL_TRACKS])
{
	bool both = strcmp(name, "both") == 0;

	for (size_t i = 0; i < EVAL_TRACKS; i++)
		tracks[i] = both || strcmp(name, eval_track_name((enum track)i)) == 0;
	return tracks[TRACK_STORY] || tracks[TRACK_CHANGE];
}
