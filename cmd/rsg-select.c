/* rsg-select - choose the tests to run, and print them for a test runner.  See rsg-select(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/output.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "phase/select.h"
#include "view/selection.h"
#include "view/selection_print.h"
#include "view/table.h"

static struct select_args args;
static struct select_budget given = SELECT_NO_BUDGET;
static bool nul, conservative, not_conservative;
static const char *format, *explain, *rest;

static const struct opt opts[] = {
	{ '0', "null", NULL, "end each argument with a NUL, not a newline", .flag = &nul },
	{ 'e', "explain", "test", "say why this test is in or out, in place of the document",
	    .str = &explain, .needs = CLI_STORE | CLI_SHARE | CLI_TABLE },
	{ 'f', "format", "name", "print for this runner in place of the document", .str = &format },
	{ 't', "top", "number", "select so many tests at most", .whole = &given.top },
	{ 0, "time", "duration", "select tests that take so long at most, together",
	    .ms = &given.time_ms },
	{ 0, "recall", "share",
	    "select the test files that are likely to hold this share of the relevant ones",
	    .num = &given.recall },
	{ 0, "min-score", "score", "select no test below this score", .num = &given.min_score },
	{ 0, "conservative", NULL,
	    "select all tests when nothing says which ones a change concerns",
	    .flag = &conservative },
	{ 0, "no-conservative", NULL, "select by score then too", .flag = &not_conservative },
	{ 0, "rest", "file", "write what was left to this file, in the same format", .str = &rest },
	{ 0 },
};

static enum status
check(struct err *err)
{
	if (conservative && not_conservative)
		return err_set(err, ST_USAGE,
		    "--conservative and --no-conservative say the opposite: give one");
	if (explain && format)
		return err_set(
		    err, ST_USAGE, "--explain and --format print different things: give one");
	if (nul && !format)
		return err_set(err, ST_USAGE, "--null is for a list: give --format too");
	if (rest && !format)
		return err_set(err, ST_USAGE, "--rest is for a list: give --format too");
	if (rest && strcmp(rest, "-") == 0)
		return err_set(err, ST_USAGE,
		    "--rest needs a file: standard output has the rest's "
		    "counterpart");
	return select_budget_check(&given, err);
}

/* Those of the command line, or else those of the configuration. */
static void
set_budget(const struct config *config)
{
	const double recall = config_number(config, "select.recall");
	const int64_t time_ms = config_duration_ms(config, "select.time");
	const int top = config_whole(config, "select.top");

	args.budget = given;
	if (!select_budget_is_none(&given))
		return;
	if (recall > 0)
		args.budget.recall = recall;
	if (time_ms > 0)
		args.budget.time_ms = time_ms;
	if (top > 0)
		args.budget.top = top;
}

static void
set_args(const struct config *config)
{
	set_budget(config);
	args.conservative =
	    conservative || (!not_conservative && config_bool(config, "select.conservative"));
	args.floor = config_number(config, "select.floor");
	args.duration_ms = config_duration_ms(config, "select.duration");
	args.always = config_list(config, "select.always");
	args.pinned = config_list(config, "select.pinned");
	args.quarantined = config_list(config, "select.quarantined");
	args.wide = config_list(config, "select.wide");
	args.idle = config_list(config, "select.idle");
}

/* Why something is in or out is a question: nothing of it is recorded. */
static enum status
choose(struct cli *cli, struct err *err)
{
	bool asks = format || explain;
	bool again = !select_budget_is_none(&given) || conservative || not_conservative;

	if (asks && !again && doc_output(cli->input, "selection"))
		return ST_OK;
	set_args(cli->config);
	if (explain)
		cli->dry_run = true;
	return cli_phase(cli, "selection", phase_select, &args, err);
}

static enum status
print_explanation(struct cli *cli, struct err *err)
{
	const struct view view = {
		.columns = cli_columns(cli), .color = cli_color(cli), .unicode = cli_unicode()
	};

	buf_clear(&cli->out);
	return selection_explain(cli->input, explain, &view, &cli->out, err);
}

static void
tell(void *arg, const char *sentence)
{
	cli_warn(arg, "%s", sentence);
}

/* What was left, and what was selected; an empty list of the latter is a "no". */
static enum status
print_lists(struct cli *cli, struct selection_print *print, struct err *err)
{
	struct buf left;
	enum status st = ST_OK;

	buf_init(&left, SIZE_MAX / 4);
	buf_clear(&cli->out);
	selection_warnings(cli->input, print);
	if (rest)
		st = selection_print(print, cli->input, true, &left, err);
	if (st == ST_OK && rest && !cli->dry_run)
		st = file_write(rest, left.s, left.len, 0666, err);
	buf_fini(&left);
	if (st == ST_OK)
		st = selection_print(print, cli->input, false, &cli->out, err);
	if (st == ST_OK && cli->out.len == 0)
		return err_set(err, ST_NO,
		    "no test is selected for %s: most runners run everything when they are given "
		    "nothing",
		    format);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct selection_print *print = NULL;
	enum status st;

	const struct selection_tell to = { tell, cli };

	if (check(err) ||
	    (format && selection_print_open(cli->share, format, nul, &to, &print, err)))
		return err->status;
	st = choose(cli, err);
	if (st == ST_OK && explain)
		st = print_explanation(cli, err);
	if (st == ST_OK && print)
		st = print_lists(cli, print, err);
	selection_print_close(print);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-select",
	.purpose = "choose the tests to run, and print them for a test runner",
	.synopsis = "[-0] [-f name] [-t number] [--time duration] [--recall share] "
		    "[--min-score score] [--conservative | --no-conservative] [--rest file] "
		    "[-e test]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_SHARE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
