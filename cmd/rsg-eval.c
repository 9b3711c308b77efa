/* rsg-eval - measure the ranking on the history of a repository.  See rsg-eval(1). */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "cli/model.h"
#include "cli/progress.h"
#include "doc/config.h"
#include "io/json.h"
#include "phase/eval.h"
#include "phase/eval_output.h"
#include "phase/eval_project.h"
#include "phase/impact.h"
#include "phase/scan.h"
#include "view/eval.h"
#include "view/table.h"

static int last = 200, top = 20;
static bool learn;
static const char *track = "change";

static const struct opt opts[] = {
	{ 'k', "top", "n", "count the recall within the first n tests, too (20)", .whole = &top },
	{ 'l', "last", "n", "how many of the newest cases are replayed (200)", .whole = &last },
	{ 't', "track", "name", "what is known of a case: change, story or both (change)",
	    .str = &track },
	{ 0, "learn", NULL, "fit the weights to this repository, and keep them if they are better",
	    .flag = &learn },
	{ 0 },
};

struct tools { /* what other phases know, a set for each thread */
	const struct cli *cli;
	struct scan_options options;
	struct scan *scan;
};

static void
close_tools(void *state)
{
	struct tools *tools = state;

	if (tools->scan)
		scan_close(tools->scan);
	free(tools);
}

static enum status
open_tools(void *arg, void **state, struct err *err)
{
	struct tools *tools = mem_calloc(1, sizeof *tools);

	tools->cli = arg;
	tools->options.files = config_list(tools->cli->config, "scan.files");
	*state = tools;
	return scan_open(tools->cli->share, &tools->options, &tools->scan, err);
}

static bool
may_be_test(void *state, const char *path)
{
	return scan_wants(((struct tools *)state)->scan, path);
}

static enum status
scan_file(
    void *state, const char *path, const char *bytes, size_t n, struct buf *out, struct err *err)
{
	return scan_bytes(((struct tools *)state)->scan, path, bytes, n, out, err);
}

static enum status
read_change(void *state, const char *diff, size_t n, struct json **out, struct err *err)
{
	struct impact_options options = { .form = IMPACT_DIFF,
		.text = diff,
		.n = n,
		.source = "git",
		.share = ((struct tools *)state)->cli->share };
	struct impact *impact = NULL;
	enum status st = impact_open(&options, &impact, err);

	if (st == ST_OK) {
		*out = impact->change;
		impact->change = NULL;
	}
	impact_close(impact);
	return st;
}

static enum status
read_options(struct eval_args *args, struct err *err)
{
	if (!eval_track_set(track, args->tracks))
		return err_set(
		    err, ST_USAGE, "--track %.60s: expected change, story or both", track);
	if (last < 1 || top < 1)
		return err_set(err, ST_USAGE, "--last and --top count from 1: give more");
	if (args->limit == 0)
		return err_set(err, ST_CONFIG, "history.commits is 0, so there is no history");
	args->last = (size_t)last;
	args->top = (size_t)top;
	args->keep = learn;
	return ST_OK;
}

static enum status
tell(struct cli *cli, const struct json *json, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };

	if (json_get_number(json, "cases") == 0)
		cli_warn(
		    cli, "no commit that was looked at is a case: rsg-eval(1) says what is one");
	if (cli->json)
		return cli_emit(cli, json, err);
	view_eval(json, &view, &cli->out);
	return buf_check(&cli->out, "the output", err);
}

/* The figures are told whatever the answer is. */
static enum status
conclude(struct cli *cli, const struct eval_project *project, const struct eval_args *args,
    const struct eval *eval, struct err *err)
{
	struct eval_learned learned[EVAL_TRACKS];
	const struct eval_learned *given[EVAL_TRACKS] = { NULL, NULL };
	enum status st = learn ? eval_learn_all(eval, args, learned, given, err) : ST_OK;
	struct json *json = eval_json(args, eval, given);

	cli->out_on_no = true;
	if (tell(cli, json, err))
		st = err->status;
	else if (learn && st == ST_OK)
		st = eval_project_keep(project, given, cli->dry_run, err);
	if (learn && st == ST_OK && !cli->dry_run)
		cli_say(cli, "%s has the weights of this repository now", project->path);
	json_free(json);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct eval_tools tools = { open_tools, close_tools, may_be_test, scan_file, read_change,
		cli };
	struct progress progress = progress_begin(cli);
	struct eval_args args = { .tools = &tools,
		.limit = (size_t)config_whole(cli->config, "history.commits"),
		.progress = progress_show,
		.arg = &progress };
	struct eval_place place = { cli->operand_count ? cli->operands[0] : ".", cli->share,
		cli->store, config_text(cli->config, "corpus.name"), cli_cancel() };
	struct eval_project project;
	struct eval *eval = NULL;
	enum status st = read_options(&args, err);

	if (st)
		return st;
	st = eval_project_open(&project, &place, err);
	eval_project_lend(&project, &args);
	args.cancel = place.cancel;
	if (st == ST_OK)
		st = eval_run(&args, &eval, err);
	progress_end(&progress);
	if (st == ST_OK)
		st = conclude(cli, &project, &args, eval, err);
	eval_free(eval);
	eval_project_close(&project);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-eval",
	.purpose = "measure the ranking on the history of a repository",
	.synopsis = "[-k n] [-l n] [-t name] [--learn] [path]",
	.writes = "eval",
	.opts = opts,
	.needs = CLI_SHARE | CLI_STORE_MAYBE | CLI_NO_INPUT | CLI_TABLE,
	.max_operands = 1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
