/* rsg - turn a user story into a ranked regression suite.  See rsg(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/dispatch.h"
#include "cli/pipeline.h"

static struct pipeline_args args;

static const struct opt run_opts[] = {
	{ 'b', "base", "rev", "look at what changed since this commit, too", .str = &args.base },
	{ 'C', "corpus", "name", "the corpus to find tests in", .str = &args.corpus },
	{ 'F', "format", "format", "what the story is written in", .str = &args.format },
	{ 'f', "force", NULL, "generate tests below the threshold too", .flag = &args.force },
	{ 'R', "reason", "text", "why --force is right, for the record", .str = &args.reason },
	{ 0, "heal", NULL, "verify the tests that are generated, and repair those that fail",
	    .flag = &args.heal },
	{ 0, "root", "dir", "where the tests are, for those that are generated",
	    .str = &args.root },
	{ 0, "verify", NULL, "run the tests that are generated, in a sandbox",
	    .flag = &args.verify },
	{ 0 },
};

static enum status
run_pipeline(struct cli *cli, struct err *err)
{
	return pipeline_run(cli, &args, err);
}

static const struct cmd run_cmd = {
	.name = "rsg run",
	.purpose = "take a story or a change through all phases and show the suite",
	.synopsis = "[-f] [-b rev] [-C name] [-F format] [-R text] [--root dir] [--verify | "
		    "--heal] [story]",
	.writes = "run-document",
	.opts = run_opts,
	.needs = CLI_NO_INPUT | CLI_TABLE | CLI_MODEL,
	.max_operands = 1,
	.run = run_pipeline,
};

static enum status
run(struct cli *cli, struct err *err)
{
	if (cli->operand_count)
		return err_set(err, ST_USAGE, "options go behind the tool: rsg %s [option ...]",
		    cli->operands[0]);
	buf_str(&cli->out, "rsg turns a user story into a ranked regression suite.\n\n"
			   "  rsg scan tests/ | rsg index   once, and when tests change\n"
			   "  rsg run story.md              the suite, the coverage, the gaps\n\n"
			   "Built in:\n"
			   "  run           take a story through all phases and show the suite\n"
			   "  help tool     show the manual of a tool; rsg help 7 is the tour\n\n"
			   "Tools, rsg tool -h for each:\n");
	return dispatch_list(&cli->out, err);
}

static const struct cmd cmd = {
	.name = "rsg",
	.purpose = "turn a user story into a ranked regression suite",
	.synopsis = "tool [argument ...] | help [tool] | run [story]",
	.needs = CLI_NO_INPUT | CLI_NO_CONFIG_CHECK | CLI_STOP_AT_OPERAND,
	.max_operands = -1,
	.run = run,
};

static enum status
dispatch(int argc, char **argv, struct err *err)
{
	if (strcmp(argv[1], "help") == 0)
		return dispatch_manual(argc > 2 ? argv[2] : "rsg", err);
	return dispatch_tool(argv[1], argv + 1, err);
}

int
main(int argc, char **argv)
{
	struct err err = ERR_INIT;

	if (argc < 2 || argv[1][0] == '-')
		return cli_main(&cmd, argc, argv);
	if (strcmp(argv[1], "run") == 0)
		return cli_main(&run_cmd, argc - 1, argv + 1);
	dispatch(argc, argv, &err);
	return cli_fail(&cmd, argc, argv, &err);
}
