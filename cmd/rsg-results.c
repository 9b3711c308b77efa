/* rsg-results - keep what test runners report, and tell what it adds up to.  See rsg-results(1). */

#include "cli/cli.h"
#include "cli/results.h"
#include "io/json.h"
#include "text/results.h"
#include "view/results.h"
#include "view/table.h"

static struct cli_results args = { .corpus = "default", .exit_status = -1 };
static bool prune, stats;
static int keep, limit = 10;

static const struct opt opts[] = {
	{ 'C', "corpus", "name", "the corpus whose tests were run", .str = &args.corpus,
	    .key = "corpus.name" },
	{ 0, "commit", "id", "the commit that was tested", .str = &args.commit },
	{ 0, "exit", "status", "what the runner ended with, to be compared with the report",
	    .whole = &args.exit_status },
	{ 'f', "format", "name", "what the reports are, in place of finding it out",
	    .str = &args.format },
	{ 'k', "keep", "number", "with --prune: the results that each test keeps", .whole = &keep,
	    .key = "results.keep" },
	{ 0, "label", "text", "words to keep with the reports", .str = &args.label },
	{ 'l', "limit", "number", "with --stats: the tests of a list (10); 0 is all",
	    .whole = &limit },
	{ 0, "prune", NULL, "remove old results for good", .flag = &prune,
	    .needs = CLI_STORE | CLI_NO_INPUT | CLI_TABLE },
	{ 0, "stats", NULL, "show the tests that fail most, the flaky and the slow ones",
	    .flag = &stats, .needs = CLI_STORE_READ | CLI_NO_INPUT | CLI_TABLE },
	{ 'u', "unknown", NULL,
	    "list the results of no test, or of several; with --stats those of the store",
	    .flag = &args.unknown },
	{ 'w', "why", NULL, "list what failed: kind, cause, place and what to try",
	    .flag = &args.why },
	{ 0 },
};

typedef void view_fn(const struct json *, const struct view *, struct buf *);

static enum status
print_lines(struct cli *cli, const struct json *lines, struct err *err)
{
	enum status st = ST_OK;

	json_each (line, lines) {
		if (st == ST_OK)
			st = cli_emit(cli, line, err);
	}
	return st;
}

static void
view_stats(const struct json *lines, const struct view *view, struct buf *out)
{
	view_results_stats(lines, (size_t)limit, view, out);
}

static enum status
print(struct cli *cli, const struct json *lines, view_fn *table, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };

	if (cli->json)
		return print_lines(cli, lines, err);
	table(lines, &view, &cli->out);
	return buf_check(&cli->out, "the output", err);
}

static enum status
check_options(const struct cli *cli, struct err *err)
{
	if (stats && prune)
		return err_set(err, ST_USAGE, "--stats and --prune are two things: give one");
	if ((stats || prune) && (cli->operand_count || args.format || args.commit || args.label))
		return err_set(err, ST_USAGE, "--%s reads no report: leave out %s",
		    stats ? "stats" : "prune",
		    cli->operand_count ? cli->operands[0] : "--format, --commit and --label");
	if (args.why && (stats || prune || args.unknown))
		return err_set(err, ST_USAGE, "--why goes with reports, not with --%s",
		    stats   ? "stats"
		    : prune ? "prune"
			    : "unknown");
	if (args.unknown && prune)
		return err_set(err, ST_USAGE, "--unknown goes with reports or with --stats");
	if (args.format && !results_format_known(args.format))
		return err_set(err, ST_USAGE, "--format %.60s: expected one of %s", args.format,
		    results_formats());
	if (limit < 0)
		return err_set(err, ST_USAGE, "--limit %d: expected 0 (all) or more", limit);
	if (args.exit_status < -1 || args.exit_status > 255)
		return err_set(err, ST_USAGE, "--exit %d: expected 0 to 255", args.exit_status);
	return ST_OK;
}

static enum status
run_stats(struct cli *cli, struct err *err)
{
	struct json *lines = NULL;
	enum status st = args.unknown ? cli_results_unknown(cli, args.corpus, &lines, err)
				      : cli_results_histories(cli, args.corpus, &lines, err);

	if (st == ST_OK)
		st = print(cli, lines, args.unknown ? view_results_unknown : view_stats, err);
	json_free(lines);
	return st;
}

static enum status
run_reports(struct cli *cli, struct err *err)
{
	struct json *reports = NULL, *cases = NULL;
	enum status st;

	args.cases = cli->json || args.unknown || args.why;
	st = cli_results_read(cli, &args, &reports, &cases, err);
	if (st == ST_OK)
		st = print(cli, args.cases ? cases : reports,
		    args.why	   ? view_results_why
		    : args.unknown ? view_results_unknown
				   : view_results_reports,
		    err);
	json_free(reports);
	json_free(cases);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	if (check_options(cli, err))
		return err->status;
	if (stats)
		return run_stats(cli, err);
	if (!prune)
		return run_reports(cli, err);
	if (cli->store == NULL)
		return err_set(err, ST_USAGE, "there is no store: leave out --no-store");
	return cli_results_prune(cli, args.corpus, keep, err);
}

static const struct cmd cmd = {
	.name = "rsg-results",
	.purpose = "keep what test runners report, and tell what it adds up to",
	.synopsis = "[-u | -w] [-C name] [-f name] [--commit id] [--exit status] [--label text] "
		    "[report ...] | --stats [-u] [-C name] [-l number] | --prune [-C name] "
		    "[-k number]",
	.writes = "result",
	.opts = opts,
	.needs = CLI_STORE | CLI_SHARE | CLI_NO_INPUT | CLI_TABLE,
	.max_operands = -1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
