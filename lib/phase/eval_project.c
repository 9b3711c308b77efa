#include "phase/eval_project.h"

#include <stdlib.h>

#include "doc/share.h"
#include "io/file.h"
#include "io/git.h"
#include "io/json.h"
#include "phase/eval_cost.h"
#include "phase/eval_output.h"
#include "phase/phase.h"

#define FOLDER ".rsg"
#define WEIGHTS "weights.json"

static enum status
read_builtin(struct eval_project *project, struct err *err)
{
	struct share *share = share_open(NULL);
	enum status st = phase_weights(share, &project->builtin, &project->json, err);

	share_close(share);
	return st;
}

static enum status
read_own(struct eval_project *project, struct err *err)
{
	struct share *share = share_open(git_root(project->git));
	enum status st = ST_OK;

	if (share_of_project(share, WEIGHTS)) {
		st = phase_weights(share, &project->own, NULL, err);
		project->has_own = st == ST_OK;
	}
	share_close(share);
	return st;
}

enum status
eval_project_open(struct eval_project *project, const struct eval_place *place, struct err *err)
{
	char *folder;
	enum status st;

	*project = (struct eval_project){ 0 };
	map_init(&project->cost);
	st = git_open(place->dir, place->cancel, &project->git, err);
	if (st)
		return st;
	if (*git_root(project->git) == '\0')
		return err_set(err, ST_NOINPUT,
		    "%.300s is in a repository without a work tree: go into a clone of it",
		    place->dir);
	folder = file_join(git_root(project->git), FOLDER);
	project->path = file_join(folder, WEIGHTS);
	free(folder);
	if (read_builtin(project, err) || read_own(project, err) ||
	    phase_sources(place->share, &project->sources, err))
		return err->status;
	return eval_costs(place->store, place->corpus, &project->cost, err);
}

void
eval_project_close(struct eval_project *project)
{
	git_close(project->git);
	json_free(project->json);
	map_fini(&project->cost);
	sources_fini(&project->sources);
	free(project->path);
}

void
eval_project_lend(const struct eval_project *project, struct eval_args *args)
{
	args->git = project->git;
	args->builtin = &project->builtin;
	args->own = project->has_own ? &project->own : NULL;
	args->cost = &project->cost;
	args->sources = &project->sources;
}

static enum status
write_weights(const struct eval_project *project,
    const struct eval_learned *const learned[EVAL_TRACKS], struct err *err)
{
	struct json *json = eval_weights_json(project->json, git_head(project->git), learned);
	char *folder = file_join(git_root(project->git), FOLDER);
	struct buf text;
	enum status st = file_mkdirs(folder, 0700, err);

	buf_init(&text, BUF_TEXT);
	json_print_pretty(json, &text);
	if (st == ST_OK)
		st = file_write(project->path, text.s, text.len, 0644, err);
	buf_fini(&text);
	free(folder);
	json_free(json);
	return st;
}

enum status
eval_project_keep(const struct eval_project *project,
    const struct eval_learned *const learned[EVAL_TRACKS], bool dry, struct err *err)
{
	bool better = false;

	for (size_t i = 0; i < EVAL_TRACKS; i++)
		better |= learned[i] && learned[i]->better;
	if (!better)
		return err_set(err, ST_NO,
		    "what was learned is no better than the built-in weights on the newest third "
		    "of the "
		    "cases: nothing is written");
	return dry ? ST_OK : write_weights(project, learned, err);
}
