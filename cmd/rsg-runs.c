/* rsg-runs - list, show, compare, remove and carry away the runs of a store.  See rsg-runs(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/runs.h"
#include "io/json.h"
#include "store/run.h"
#include "view/runs.h"
#include "view/table.h"

static bool all;
static int keep, limit = 20;
static int64_t older = -1;
static const char *phase, *status, *title;
static const struct opt opts[] = {
	{ 'a', "all", NULL, "list deleted runs too", .flag = &all },
	{ 'k', "keep", "number", "prune: keep this many of the newest runs", .whole = &keep,
	    .key = "runs.keep" },
	{ 'l', "limit", "number", "list: this many at most (20); 0 is all", .whole = &limit },
	{ 0, "older-than", "duration", "prune: remove what is older too, such as 90d",
	    .ms = &older },
	{ 'p', "phase", "phase", "doc: the same as the operand", .str = &phase },
	{ 0, "status", "status", "list: only runs in this status", .str = &status },
	{ 0, "title", "text", "list: only runs with this in the title", .str = &title },
	{ 0 },
};

typedef void view_fn(const struct json *, const struct view *, int64_t, struct buf *);

static enum status
print(struct cli *cli, struct json *value, view_fn *table, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	enum status st = cli->json || !table ? cli_emit(cli, value, err) : ST_OK;

	if (!cli->json && table)
		table(value, &view, cli->now_ms, &cli->out);
	json_free(value);
	return st;
}

static enum status
list(struct cli *cli, struct err *err)
{
	bool deleted = all || (status && strcmp(status, "deleted") == 0);
	const struct run_filter filter = { deleted, limit > 0 ? (size_t)limit : 0, title, status };
	struct json *runs = NULL;

	if (limit < 0)
		return err_set(err, ST_USAGE, "--limit %d: expected 0 (all) or more", limit);
	if (status && !run_is_status(status))
		return err_set(err, ST_USAGE, "--status %.60s: expected %s", status, RUN_STATUSES);
	if (run_list(cli->store, &filter, cli->now_ms, &runs, err))
		return err->status;
	return print(cli, runs, view_runs, err);
}

static enum status
show(struct cli *cli, struct err *err)
{
	struct json *run = NULL;
	char id[UUID_TEXT];

	if (run_find(cli->store, cli->operands[0], id, err) ||
	    run_show(cli->store, id, cli->now_ms, &run, err))
		return err->status;
	return print(cli, run, view_run, err);
}

static enum status
doc(struct cli *cli, struct err *err)
{
	const char *at = cli->operand_count > 1 ? cli->operands[1] : phase;
	struct json *document = NULL;

	if (cli_runs_doc(cli, cli->operands[0], at, &document, err))
		return err->status;
	return print(cli, document, NULL, err);
}

static enum status
diff(struct cli *cli, struct err *err)
{
	struct json *result = NULL;

	if (cli_runs_compare(cli, &result, err))
		return err->status;
	cli->out_on_no = !json_get_bool(result, "same");
	if (print(cli, result, view_comparison, err))
		return err->status;
	return cli->out_on_no ? ST_NO : ST_OK;
}

static enum status
prune(struct cli *cli, struct err *err)
{
	const struct run_prune what = { (size_t)keep, older < 0 ? INT64_MIN : cli->now_ms - older };
	struct json *gone = NULL;

	if (cli_runs_prune(cli, &what, &gone, err))
		return err->status;
	return print(cli, gone, view_ids, err);
}

static enum status
import(struct cli *cli, struct err *err)
{
	struct json *added = NULL;

	return cli_runs_import(cli, &added, err) ? err->status : print(cli, added, view_ids, err);
}

static enum status
merge(struct cli *cli, struct err *err)
{
	struct json *added = NULL;

	return cli_runs_merge(cli, cli->operands[0], &added, err)
		   ? err->status
		   : print(cli, added, view_ids, err);
}

#define READS (CLI_STORE_READ | CLI_NO_INPUT | CLI_TABLE)
#define WRITES (CLI_STORE | READS)
static const struct verb verbs[] = {
	{ "list", "", "the runs of the store, newest first", READS, 0, 0, list },
	{ "show", "run", "a run with its executions, gates and edits", READS, 1, 1, show },
	{ "doc", "run [phase]", "the run document as the last phase, or this one, printed it",
	    READS, 1, 2, doc },
	{ "diff", "run run", "what changed from one run to another", READS, 2, 2, diff },
	{ "rm", "run ...", "delete runs; they are kept until pruned", WRITES, 1, -1,
	    cli_runs_delete },
	{ "restore", "run ...", "bring deleted runs back", WRITES, 1, -1, cli_runs_restore },
	{ "prune", "", "remove for good what is deleted or old", WRITES, 0, 0, prune },
	{ "export", "run ...", "runs as JSON Lines, for import", READS, 1, -1, cli_runs_export },
	{ "import", "", "add runs from standard input", CLI_STORE | CLI_LINES | CLI_TABLE, 0, 0,
	    import },
	{ "merge", "store", "add the runs of another store", CLI_STORE | CLI_NO_INPUT | CLI_TABLE,
	    1, 1, merge },
	{ 0 },
};

static const struct cmd cmd = {
	.name = "rsg-runs",
	.purpose = "list, show, compare, remove and carry away the runs of a store",
	.synopsis = "list | show run | doc run [phase] | diff run run | rm run ... | restore run "
		    "... | prune | export run ... | import | merge store",
	.reads = "run-bundle",
	.opts = opts,
	.needs = CLI_NO_INPUT | CLI_TABLE,
	.min_operands = 1,
	.max_operands = -1,
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
