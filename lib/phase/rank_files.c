#include "phase/rank_files.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/share.h"
#include "io/json.h"

#define PLACES 6 /* decimals: fewer would make equals of tests that are not */

static void
add_nears(struct rank_files *files, const struct json *file)
{
	json_each (it, json_get(file, "tests")) {
		const char *id = json_get_string(it, "test");

		*vec_add(&files->nears) = json_get_number(it, "near");
		*map_slot(&files->near, id, strlen(id), NULL) = files->nears.len;
	}
}

static void
read_values(struct rank_files *files, size_t at)
{
	json_each (it, json_get(files->at[at].file, "signals")) {
		enum signal which = signal_find(json_key(it));

		if (which == SIGNALS || !signal_on(which, files->track))
			continue;
		if (files->value[which] == NULL)
			files->value[which] = mem_calloc(files->len, sizeof(double));
		files->value[which][at] = fmin(fmax(json_number(it), 0), 1);
	}
}

/* How much each signal's weight is beside all that say anything. */
static void
share_out(struct rank_files *files)
{
	double sum = 0;

	for (int s = 0; s < SIGNALS; s++) {
		for (size_t i = 0; files->value[s] && i < files->len; i++) {
			if (files->value[s][i] > 0) {
				files->share[s] = files->weights.signal[files->track][s];
				break;
			}
		}
		sum += files->share[s];
	}
	for (int s = 0; s < SIGNALS; s++)
		files->share[s] = sum > 0 ? files->share[s] / sum : 0;
}

static void
fuse_all(struct rank_files *files)
{
	double *score = mem_calloc(files->len, sizeof *score);
	const char **paths = mem_calloc(files->len, sizeof *paths);

	files->order = mem_calloc(files->len, sizeof *files->order);
	fuse((const double *const *)files->value, files->len, files->weights.signal[files->track],
	    score);
	for (size_t i = 0; i < files->len; i++) {
		files->at[i].score = score[i] = json_round(fmin(score[i], 1), PLACES);
		paths[i] = files->at[i].path;
	}
	fuse_order(score, paths, files->len, files->order);
	free(score);
	free(paths);
}

enum status
rank_files_init(struct rank_files *files, const struct phase_env *env, struct err *err)
{
	const struct json *list = json_get(doc_output(env->doc, "retrieval"), "files");
	size_t i = 0;

	*files = (struct rank_files){ .len = json_len(list) };
	map_init(&files->index);
	map_init(&files->near);
	files->track = json_get(env->doc, "change") ? TRACK_CHANGE : TRACK_STORY;
	if (files->len == 0)
		return ST_OK;
	files->own = share_of_project(env->share, "weights.json");
	if (phase_weights(env->share, &files->weights, NULL, err))
		return err->status;
	files->at = mem_calloc(files->len, sizeof *files->at);
	json_each (it, list) {
		const char *path = json_get_string(it, "path");

		files->at[i] = (struct rank_file){ .file = it, .path = path };
		*map_slot(&files->index, path, strlen(path), NULL) = ++i;
		add_nears(files, it);
	}
	for (i = 0; i < files->len; i++)
		read_values(files, i);
	share_out(files);
	fuse_all(files);
	return ST_OK;
}

void
rank_files_fini(struct rank_files *files)
{
	for (int s = 0; s < SIGNALS; s++)
		free(files->value[s]);
	free(files->at);
	free(files->order);
	vec_fini(&files->nears);
	map_fini(&files->index);
	map_fini(&files->near);
}

static struct rank_file *
file_of(const struct rank_files *files, const struct rank_test *test)
{
	const char *path = json_get_string(test->test, "file");
	const struct map_entry *entry = map_find(&files->index, path, strlen(path));

	if (entry == NULL || map_find(&files->near, test->id, strlen(test->id)) == NULL)
		return NULL;
	return &files->at[entry->value - 1];
}

const struct rank_file *
rank_file_of(const struct rank_files *files, const struct rank_test *test)
{
	return file_of(files, test);
}

/* How near it is by the retrieval and by its own matches. */
static double
nearness(const struct rank_files *files, const struct rank_file *file, const struct rank_test *test)
{
	const struct map_entry *entry = map_find(&files->near, test->id, strlen(test->id));
	double near = files->nears.at[entry->value - 1];

	return file->best > 0 ? (near + test->matched / file->best) / 2 : near;
}

/* Beside the nearest of the file, which so has the score of the file. */
static double
near_of(const struct rank_files *files, const struct rank_file *file, const struct rank_test *test)
{
	return file->nearest > 0 ? nearness(files, file, test) / file->nearest : 1;
}

static double
failed(const struct json *results)
{
	if (results == NULL)
		return 0;
	if (json_get_number(results, "failures") > 0 &&
	    json_get_number(results, "since_failure") == 0)
		return 1;
	return json_get_number(results, "rate");
}

static double
raise_of(const struct rank_file *file, const struct rank_test *test, enum raise which)
{
	switch (which) {
	case RAISE_CHANGED:
		return json_get_bool(file->file, "changed");
	case RAISE_LINK:
		return test->value[RANK_LINK];
	case RAISE_FAILED:
		return failed(json_get(test->test, "results"));
	case RAISE_NEW:
		return json_get_bool(test->test, "new");
	case RAISE_LEAD:
		return test->lead && !test->lead->derived;
	default:
		return 0;
	}
}

static double
score_of(const struct rank_files *files, const struct rank_file *file, const struct rank_test *test,
    const struct rank_args *args)
{
	double rest = 1 - file->score * (1 + near_of(files, file, test)) / 2;
	double model = args->weights[RANK_MODEL], score;

	for (int i = 0; i < RAISES; i++)
		rest *= 1 - files->weights.raise[i] * raise_of(file, test, (enum raise)i);
	score = 1 - rest;
	if (test->modelled)
		score = (score + model * test->value[RANK_MODEL]) / (1 + model);
	return json_round(fmin(fmax(score, 0), 1), PLACES);
}

/* The best of a file has to be known before any of its tests. */
void
rank_files_score(struct rank_files *files, struct rank_tests *tests, const struct rank_args *args)
{
	for (size_t i = 0; i < files->len; i++)
		files->at[i].best = files->at[i].nearest = 0;
	vec_each (struct rank_test *, test, tests) {
		struct rank_file *file = file_of(files, test);

		if (file)
			file->best = fmax(file->best, test->matched);
	}
	vec_each (struct rank_test *, test, tests) {
		struct rank_file *file = file_of(files, test);

		if (file)
			file->nearest = fmax(file->nearest, nearness(files, file, test));
	}
	vec_each (struct rank_test *, test, tests) {
		const struct rank_file *file = file_of(files, test);

		if (file)
			test->score = score_of(files, file, test, args);
	}
}

static void
add_factor(struct json *list, const char *name, double value, double weight)
{
	struct json *factor = json_add_object(list);

	json_set_string(factor, "name", name);
	json_set_number(factor, "value", json_round(value, PLACES));
	json_set_number(factor, "weight", json_round(weight, 4));
}

void
rank_files_line(const struct rank_files *files, const struct rank_test *test, struct json *line)
{
	const struct rank_file *file = file_of(files, test);
	struct json *raised = NULL;

	if (file == NULL)
		return;
	json_set_number(line, "file", file->score);
	json_set_number(line, "near", json_round(near_of(files, file, test), 4));
	for (int i = 0; i < RAISES; i++) {
		double value = raise_of(file, test, (enum raise)i);

		if (value <= 0 || files->weights.raise[i] <= 0)
			continue;
		if (raised == NULL)
			raised = json_set_array(line, "raised");
		add_factor(raised, raise_name((enum raise)i), value, files->weights.raise[i]);
	}
}

void
rank_files_put(const struct rank_files *files, struct json *out)
{
	struct json *list;

	if (files->len == 0)
		return;
	json_set_string(out, "track", files->track == TRACK_CHANGE ? "change" : "story");
	json_set_string(out, "weights", files->own ? ".rsg/weights.json" : "default");
	list = json_set_array(out, "files");
	for (size_t i = 0; i < files->len; i++) {
		size_t at = files->order[i];
		struct json *row = json_add_object(list), *factors;

		json_set_string(row, "path", files->at[at].path);
		json_set_number(row, "score", files->at[at].score);
		factors = json_set_array(row, "factors");
		for (int s = 0; s < SIGNALS; s++) {
			if (files->share[s] > 0)
				add_factor(factors, signal_name((enum signal)s),
				    files->value[s][at], files->share[s]);
		}
	}
}
