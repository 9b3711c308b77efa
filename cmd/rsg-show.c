/* rsg-show - show the suite and the coverage of a run.  See rsg-show(1). */

#include <string.h>

#include "cli/cli.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/suite.h"
#include "view/table.h"

static struct suite_args args = { .top = 0 };

static const struct opt opts[] = {
	{ .letter = 't',
	    .name = "top",
	    .arg = "count",
	    .help = "show so many tests of the ranking",
	    .whole = &args.top },
	{ .letter = 'g',
	    .name = "gaps",
	    .help = "show only criteria that are weak or a gap",
	    .flag = &args.gaps_only },
	{ 0 },
};

static const struct {
	const char *name, *phase;
	enum status (*show)(const struct json *, const struct view *, const struct suite_args *,
	    struct buf *, struct err *);
} views[] = {
	{ "summary", "ranking", view_summary },
	{ "coverage", "coverage", view_coverage },
	{ "ranking", "ranking", view_ranking },
	{ "generation", "generation", view_generation },
};

static enum status
run(struct cli *cli, struct err *err)
{
	const char *wanted = cli->operand_count ? cli->operands[0] : "summary";
	const struct view view = {
		.columns = cli_columns(cli), .color = cli_color(cli), .unicode = cli_unicode()
	};

	for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
		const char *const needed[] = { views[i].phase, NULL };

		if (strcmp(views[i].name, wanted) != 0)
			continue;
		if (!cli->json)
			return views[i].show(cli->input, &view, &args, &cli->out, err);
		if (doc_require(cli->input, needed, err))
			return ST_DATA;
		return cli_emit(cli, doc_output(cli->input, views[i].phase), err);
	}
	return err_set(
	    err, ST_USAGE, "no view \"%s\": summary, coverage, ranking or generation", wanted);
}

static const struct cmd cmd = {
	.name = "rsg-show",
	.purpose = "show the suite and the coverage of a run",
	.synopsis = "[-g] [-t count] [summary | coverage | ranking | generation]",
	.reads = "run-document",
	.opts = opts,
	.needs = CLI_TABLE,
	.max_operands = 1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
