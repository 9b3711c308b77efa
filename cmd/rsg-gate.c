/* rsg-gate - let a run go on only when a person approved of it.  See rsg-gate(1). */

#include <string.h>

#include "cli/cli.h"
#include "review/gate_case.h"
#include "review/gate_filter.h"
#include "review/gate_twin.h"

static struct gate_args args = { .wait_ms = -1 };

#define READS (CLI_STORE_READ | CLI_NO_INPUT | CLI_TABLE)
#define WRITES (CLI_STORE | READS)
static const struct opt opts[] = {
	{ 'a', "all", NULL, "with --list: those that are decided too", .flag = &args.all },
	{ 0, "approve", NULL, "approve the phase of a run", .flag = &args.approve,
	    .needs = WRITES },
	{ 0, "feedback", "file", "with --reject: the reason is in this file",
	    .str = &args.feedback },
	{ 0, "feedback-out", "file", "when rejected, write why as JSON to this file",
	    .str = &args.feedback_out },
	{ 0, "list", NULL, "list what is pending", .flag = &args.list, .needs = READS },
	{ 0, "on-timeout", "reject", "when the time to wait is over, reject",
	    .str = &args.on_timeout },
	{ 'p', "phase", "phase", "ask about this phase in place of the last", .str = &args.phase },
	{ 0, "reason", "text", "with --approve or --reject: why", .str = &args.reason },
	{ 0, "reject", NULL, "reject the phase of a run", .flag = &args.reject, .needs = WRITES },
	{ 0, "reopen", NULL, "make a decided gate pending again", .flag = &args.reopen,
	    .needs = WRITES },
	{ 0, "sha256", "prefix", "decide only if what is to be decided has this hash",
	    .str = &args.sha256 },
	{ 0, "status", NULL, "say how the gates of a run stand", .flag = &args.status,
	    .needs = READS },
	{ 0, "wait", "duration", "do not ask: wait until somebody decides elsewhere",
	    .ms = &args.wait_ms, .absent = "3650d" },
	{ 0 },
};

/* What does not go together, the first that is wrong. */
static const char *
contradiction(const struct cli *cli)
{
	bool decides = args.approve || args.reject, filters;
	int modes = args.approve + args.reject + args.reopen + args.list + args.status;
	int operands = cli->operand_count;

	filters = modes == 0;
	if (modes > 1)
		return "--approve, --reject, --reopen, --list and --status are five things: give "
		       "one";
	if ((filters || args.list) && operands > 0)
		return "a run and a phase go with --approve, --reject, --reopen or --status";
	if ((decides || args.reopen) && operands != 2)
		return "expected a run and a phase: rsg-gate --approve last ranking";
	if (args.status && operands == 0)
		return "expected a run: rsg-gate --status last";
	if (args.all && !args.list)
		return "--all goes with --list";
	if ((args.sha256 || args.reason) && !decides && !args.reopen)
		return "--sha256 and --reason go with --approve or --reject";
	if (args.feedback && (!args.reject || args.reason))
		return "--feedback goes with --reject, and in place of --reason";
	if ((args.feedback_out || args.phase || args.on_timeout) && !filters)
		return "--phase, --feedback-out and --on-timeout go with a document";
	if (args.feedback_out && strcmp(args.feedback_out, "-") == 0)
		return "--feedback-out is a file: nothing is printed when a gate is rejected";
	if (args.wait_ms >= 0 && !filters && !(args.status && operands == 2))
		return "--wait goes with a document, or with --status, a run and a phase";
	if (args.on_timeout && (strcmp(args.on_timeout, "reject") != 0 || args.wait_ms < 0))
		return "--on-timeout reject goes with --wait";
	return NULL;
}

static enum status
run(struct cli *cli, struct err *err)
{
	const char *wrong = contradiction(cli);

	if (wrong)
		return err_set(err, ST_USAGE, "%s", wrong);
	if (args.approve || args.reject)
		return gate_twin_decide(cli, &args, err);
	if (args.reopen)
		return gate_twin_reopen(cli, &args, err);
	if (args.list)
		return gate_twin_list(cli, &args, err);
	return args.status ? gate_twin_status(cli, &args, err) : gate_filter(cli, &args, err);
}

static const struct cmd cmd = {
	.name = "rsg-gate",
	.purpose = "let a run go on only when a person approved of it",
	.synopsis = "[-p phase] [--wait[=duration]] | --approve run phase | --reject run phase | "
		    "--status run [phase] | --list",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_TABLE | CLI_KEEP_TEXT,
	.max_operands = 2,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
