/* rsg-cover - say which acceptance criteria the tests cover.  See rsg-cover(1). */

#include "cli/cli.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/cover.h"

static struct cover_args args;
static double fail_under;

static const struct opt opts[] = {
	{ .letter = 'w',
	    .name = "weak",
	    .arg = "score",
	    .help = "below this score an AC is a gap",
	    .num = &args.weak,
	    .key = "coverage.weak" },
	{ .letter = 'k',
	    .name = "covered",
	    .arg = "score",
	    .help = "from this score on an AC is covered",
	    .num = &args.covered,
	    .key = "coverage.covered" },
	{ .name = "fail-under",
	    .arg = "percent",
	    .help = "exit with 1 when fewer of the ACs are covered",
	    .num = &fail_under },
	{ .name = NULL },
};

static enum status
run(struct cli *cli, struct err *err)
{
	double percent;
	enum status st;

	if (fail_under < 0 || fail_under > 100)
		return err_set(err, ST_USAGE, "--fail-under is %g: expected a number from 0 to 100",
		    fail_under);
	args.slope = config_number(cli->config, "coverage.slope");
	args.midpoint = config_number(cli->config, "coverage.midpoint");
	args.pairs = config_number(cli->config, "coverage.pairs");
	st = cli_phase(cli, "coverage", phase_cover, &args, err);
	if (st != ST_OK)
		return st;
	percent = json_get_number(doc_output(cli->input, "coverage"), "percent");
	if (percent < fail_under)
		return err_set(err, ST_NO,
		    "%g %% of the ACs are covered, less than %g %%: rsg-show coverage lists the "
		    "gaps",
		    percent, fail_under);
	return ST_OK;
}

static const struct cmd cmd = {
	.name = "rsg-cover",
	.purpose = "say which acceptance criteria the tests cover",
	.synopsis = "[-k score] [-w score] [--fail-under percent]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_MODEL,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
