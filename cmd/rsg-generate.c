/* rsg-generate - write tests for what no test covers.  See rsg-generate(1). */

#include "cli/cli.h"
#include "phase/generate.h"
#include "phase/scan.h"

static struct generate_args args = { .threshold = 0.7, .most = 100, .scan = scan_once };

static enum status
run(struct cli *cli, struct err *err)
{
	if (args.force && (args.reason == NULL || *args.reason == '\0'))
		return err_set(err, ST_USAGE, "--force needs a reason: give --reason TEXT");
	if (args.reason && !args.force)
		return err_set(err, ST_USAGE, "--reason is for --force: give both or neither");
	return cli_phase(cli, "generation", phase_generate, &args, err);
}

static const struct opt opts[] = {
	{ .letter = 'f',
	    .name = "force",
	    .help = "generate below the threshold too",
	    .flag = &args.force },
	{ .name = "max",
	    .arg = "n",
	    .help = "how many tests at most, the riskiest gaps first",
	    .whole = &args.most,
	    .key = "generation.max" },
	{ .name = "reason",
	    .arg = "text",
	    .help = "why it is forced; kept in the audit log",
	    .str = &args.reason },
	{ .letter = 'R',
	    .name = "root",
	    .arg = "dir",
	    .help = "where the tests are: take over their indentation, avoid their names",
	    .str = &args.root },
	{ .letter = 't',
	    .name = "threshold",
	    .arg = "score",
	    .help = "below this run score nothing is generated",
	    .num = &args.threshold,
	    .key = "generation.threshold" },
	{ .letter = 'w',
	    .name = "weak",
	    .help = "for weak criteria too, not only for gaps",
	    .flag = &args.weak },
	{ .name = NULL },
};

static const struct cmd cmd = {
	.name = "rsg-generate",
	.purpose = "write tests for what no test covers",
	.synopsis = "[-fw] [-R dir] [-t score] [--max n] [--reason text]",
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
