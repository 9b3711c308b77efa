#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/select_rules.h"
#include "phase/select_state.h"
#include "signal/fuse.h"

const char *
select_file_of(const struct doc_test *test)
{
	const char *file = json_get_string(test->test, "file");

	return *file ? file : "-";
}

int64_t
select_duration_of(const struct doc_test *test)
{
	const struct json *ms = json_path(test->test, "results.duration_ms");

	return ms ? (int64_t)json_number(ms) : -1;
}

/* A group for each file that was looked at as a whole. */
static void
read_files(struct select_state *state, struct map *files)
{
	json_each (file, json_get(doc_output(state->env->doc, "ranking"), "files")) {
		const char *path = json_get_string(file, "path");
		bool added = false;
		size_t *group = map_slot(files, path, strlen(path), &added);

		if (!added)
			continue;
		*group = state->plan.groups.len;
		vec_add(&state->plan.groups)->mass =
		    select_mass(json_get_number(file, "score"), state->power);
	}
	state->files = state->plan.groups.len;
}

static size_t
group_of(struct select_state *state, const struct map *files, const struct doc_test *test)
{
	const char *file = select_file_of(test);
	const struct map_entry *found = map_find(files, file, strlen(file));
	bool whole = json_get(test->line, "file") || test->line == NULL;

	if (found && whole)
		return found->value;
	vec_add(&state->plan.groups)->mass =
	    select_mass(json_get_number(test->line, "score"), state->power);
	return state->plan.groups.len - 1;
}

static void
read_changed(const struct json *doc, struct map *changed)
{
	json_each (file, json_path(doc, "change.files")) {
		const char *path = json_get_string(file, "path");

		if (strcmp(json_get_string(file, "status"), "deleted") != 0)
			map_slot(changed, path, strlen(path), NULL);
	}
	json_each (file, json_get(doc_output(doc, "retrieval"), "files")) {
		const char *path = json_get_string(file, "path");

		if (json_get_bool(file, "changed"))
			map_slot(changed, path, strlen(path), NULL);
	}
}

static bool
failed_last(const struct json *results)
{
	return json_get_number(results, "failures") > 0 && json_get(results, "since_failure") &&
	       json_get_number(results, "since_failure") == 0;
}

struct rules {
	struct select_rules always, pinned, quarantined;
	struct map changed;
};

static int
why(const struct rules *rules, const struct doc_test *test)
{
	const char *file = select_file_of(test);
	int bits = 0;

	if (select_rules_fit(&rules->always, test->id, file))
		bits |= SELECT_ALWAYS;
	if (select_rules_fit(&rules->pinned, test->id, ""))
		bits |= SELECT_PINNED;
	if (json_get_bool(test->test, "new"))
		bits |= SELECT_NEW;
	if (failed_last(json_get(test->test, "results")))
		bits |= SELECT_FAILED;
	if (map_find(&rules->changed, file, strlen(file)))
		bits |= SELECT_CHANGED;
	return bits;
}

static void
read_durations(struct select_state *state)
{
	int64_t *known = mem_calloc(state->tests.at.len + 1, sizeof *known);

	vec_each (const struct doc_test *, it, &state->tests.at) {
		if (select_duration_of(it) >= 0)
			known[state->known_durations++] = select_duration_of(it);
	}
	state->guess_ms = select_median(known, state->known_durations);
	if (state->guess_ms < 0)
		state->guess_ms = state->args->duration_ms;
	free(known);
}

static void
read_tests(struct select_state *state, const struct map *files, const struct rules *rules)
{
	vec_each (const struct doc_test *, it, &state->tests.at) {
		struct select_item item = { .group = group_of(state, files, it) };
		int64_t ms = select_duration_of(it);

		state->why[it->rank - 1] = why(rules, it);
		item.score = json_get_number(it->line, "score");
		item.duration_ms = ms < 0 ? state->guess_ms : ms;
		item.forced = state->why[it->rank - 1];
		item.barred = select_rules_fit(&rules->quarantined, it->id, select_file_of(it));
		*vec_add(&state->plan.items) = item;
	}
}

enum status
select_read(struct select_state *state, struct err *err)
{
	const struct select_args *args = state->args;
	struct weights weights;
	struct rules rules;
	struct map files;

	if (phase_weights(state->env->share, &weights, NULL, err))
		return err->status;
	state->power = weights.recall_power;
	map_init(&files);
	map_init(&rules.changed);
	select_rules_init(&rules.always, args->always);
	select_rules_init(&rules.pinned, args->pinned);
	select_rules_init(&rules.quarantined, args->quarantined);
	read_files(state, &files);
	read_changed(state->env->doc, &rules.changed);
	read_durations(state);
	read_tests(state, &files, &rules);
	select_rules_fini(&rules.always);
	select_rules_fini(&rules.pinned);
	select_rules_fini(&rules.quarantined);
	map_fini(&rules.changed);
	map_fini(&files);
	return ST_OK;
}
