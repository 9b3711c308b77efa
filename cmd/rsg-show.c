/* rsg-show - show what a phase of a run found.  See rsg-show(1). */

#include <string.h>

#include "cli/cli.h"
#include "doc/doc.h"
#include "view/table.h"
#include "view/views.h"

static struct suite_args args;
static const char *sort;
static bool porcelain;

static const struct opt opts[] = {
	{ .letter = 't',
	    .name = "top",
	    .arg = "count",
	    .help = "show so many tests of the ranking, or matches of a query",
	    .whole = &args.top },
	{ .letter = 'g',
	    .name = "gaps",
	    .help = "show only criteria that are weak or a gap",
	    .flag = &args.gaps_only },
	{ .name = "sort",
	    .arg = "by",
	    .help = "order the ranking by score, test, priority, criteria or file",
	    .str = &sort },
	{ .name = "filter",
	    .arg = "text",
	    .help = "show only tests of the ranking that have the text",
	    .str = &args.filter },
	{ .name = "code", .help = "show the code of generated tests", .flag = &args.code },
	{ .name = "porcelain",
	    .help = "lines for programs, which never change",
	    .flag = &porcelain },
	{ 0 },
};

static enum status
read_args(struct cli *cli, const struct view_of **of, struct err *err)
{
	const char *wanted = !args.code				 ? views[0].name
			     : doc_output(cli->input, "healing") ? "healing"
								 : "generation";

	if (cli->operand_count)
		wanted = cli->operands[0];
	*of = view_find(wanted);
	if (*of == NULL)
		return err_set(err, ST_USAGE,
		    "no view \"%.100s\": summary or a phase, ingestion, classification, "
		    "embedding, impact, retrieval, coverage, ranking, selection, generation, "
		    "verification, healing or audit",
		    wanted);
	if (cli->operand_count > 1)
		args.id = cli->operands[1];
	if (porcelain && cli->json)
		return err_set(err, ST_USAGE, "--json and --porcelain are two forms: give one");
	if (args.top < 0)
		return err_set(err, ST_USAGE, "--top is %d: expected 0 (all) or more", args.top);
	if (sort && !suite_sort_read(sort, &args.sort))
		return err_set(
		    err, ST_USAGE, "--sort is \"%.100s\": expected %s", sort, suite_sort_names);
	return ST_OK;
}

static enum status
run(struct cli *cli, struct err *err)
{
	const struct view view = {
		.columns = cli_columns(cli), .color = cli_color(cli), .unicode = cli_unicode()
	};
	const struct view_of *of;
	const struct json *item;

	if (read_args(cli, &of, err) || view_pick(of, cli->input, args.id, &item, err))
		return err->status;
	if (porcelain)
		return of->porcelain(cli->input, &view, &args, &cli->out, err);
	if (cli->json)
		return cli_emit(cli, item, err);
	return of->show(cli->input, &view, &args, &cli->out, err);
}

static const struct cmd cmd = {
	.name = "rsg-show",
	.purpose = "show what a phase of a run found",
	.synopsis =
	    "[-g] [-t count] [--code] [--filter text] [--porcelain] [--sort by] [view [id]]",
	.reads = "run-document",
	.opts = opts,
	.needs = CLI_TABLE,
	.max_operands = 2,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
