/* rsg-classify - say which part of the system a story is about.  See rsg-classify(1). */

#include "cli/cli.h"
#include "phase/classify.h"

static enum status
run(struct cli *cli, struct err *err)
{
	return cli_phase(cli, "classification", phase_classify, NULL, err);
}

static const struct opt opts[] = {
	{ .name = NULL },
};

static const struct cmd cmd = {
	.name = "rsg-classify",
	.purpose = "say which part of the system a story is about",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_MODEL | CLI_SHARE | CLI_WORDS,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
