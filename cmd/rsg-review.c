/* rsg-review - walk through a run and decide on its generated tests.  See rsg-review(1). */

#include "cli/cli.h"
#include "review/review.h"

static struct review_args args;

static const struct opt opts[] = {
	{ .name = "accept",
	    .arg = "ids",
	    .help = "accept these tests, as GEN-1,GEN-2, or all that are undecided",
	    .str = &args.accept },
	{ .name = "discard",
	    .arg = "ids",
	    .help = "discard these tests, or all that are undecided",
	    .str = &args.discard },
	{ .name = "list",
	    .help = "list the generated tests with what was decided",
	    .flag = &args.list },
	{ .name = "patch",
	    .help = "print what accepting would change, for git apply; nothing is written",
	    .flag = &args.patch },
	{ .letter = 'R',
	    .name = "root",
	    .arg = "dir",
	    .help = "the project that tests are written into",
	    .str = &args.root },
	{ .name = "undo",
	    .arg = "ids",
	    .help = "take back what was decided on these tests",
	    .str = &args.undo },
	{ .name = NULL },
};

static enum status
run(struct cli *cli, struct err *err)
{
	return review_run(cli, &args, err);
}

static const struct cmd cmd = {
	.name = "rsg-review",
	.purpose = "walk through a run and decide on its generated tests",
	.synopsis = "[--list | --patch | --accept ids | --discard ids | --undo ids] [-R dir] "
		    "[run | file]",
	.reads = "run-document",
	.writes = "review",
	.opts = opts,
	.needs = CLI_STORE | CLI_SHARE | CLI_NO_INPUT | CLI_TABLE,
	.max_operands = 1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
