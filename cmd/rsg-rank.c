/* rsg-rank - put the retrieved tests in the order in which to run them.  See rsg-rank(1). */

#include "base/buf.h"
#include "cli/cli.h"
#include "doc/config.h"
#include "phase/rank.h"

static struct rank_args args;

static const struct opt opts[] = {
	{ .letter = 't',
	    .name = "top",
	    .arg = "number",
	    .help = "keep so many tests, 0 for all that were retrieved",
	    .whole = &args.top,
	    .key = "ranking.top" },
	{ .name = NULL },
};

static enum status
run(struct cli *cli, struct err *err)
{
	for (int i = 0; i < RANK_SIGNALS; i++) {
		char key[64];

		snprintf(key, sizeof key, "ranking.weight.%s", rank_signal_names[i]);
		args.weights[i] = config_number(cli->config, key);
	}
	args.threshold = config_number(cli->config, "generation.threshold");
	return cli_phase(cli, "ranking", phase_rank, &args, err);
}

static const struct cmd cmd = {
	.name = "rsg-rank",
	.purpose = "put the retrieved tests in the order in which to run them",
	.synopsis = "[-t number]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_MODEL | CLI_SHARE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
