/* rsg-snapshot - save a work tree, and put it back as it was.  See rsg-snapshot(1). */

#include "cli/cli.h"
#include "cli/snapshot.h"
#include "io/json.h"
#include "view/snapshot.h"

static struct cli_snapshot_args args = { .why = "saved by hand" };
static int keep;
static const struct opt opts[] = {
	{ 'k', "keep", "number", "save, restore, prune: keep this many of the newest; 0 is all",
	    .whole = &keep, .key = "snapshots.keep" },
	{ 'm', "message", "text", "save: what it is for", .str = &args.why },
	{ 0, "path", "path", "restore: only this, below the tree, and what is in it",
	    .str = &args.path },
	{ 'R', "root", "dir", "the work tree", .str = &args.root },
	{ 0 },
};

typedef enum status verb_fn(
    struct cli *, const struct cli_snapshot_args *, struct json **, struct err *);
typedef void view_fn(const struct json *, const struct view *, struct buf *);

static enum status
print(struct cli *cli, verb_fn *verb, view_fn *table, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	struct json *value = NULL;
	enum status st = verb(cli, &args, &value, err);

	if (st)
		return st;
	if (cli->json)
		st = cli_emit(cli, value, err);
	else
		table(value, &view, &cli->out);
	cli->out_on_no = verb == cli_snapshots_diff && json_len(json_get(value, "changes")) > 0;
	json_free(value);
	return st == ST_OK && cli->out_on_no ? ST_NO : st;
}

static enum status
save(struct cli *cli, struct err *err)
{
	return print(cli, cli_snapshots_save, view_snapshot_ids, err);
}

static enum status
list(struct cli *cli, struct err *err)
{
	return print(cli, cli_snapshots_list, view_snapshots, err);
}

static enum status
diff(struct cli *cli, struct err *err)
{
	return print(cli, cli_snapshots_diff, view_snapshot_changes, err);
}

static enum status
restore(struct cli *cli, struct err *err)
{
	return print(cli, cli_snapshots_restore,
	    cli->dry_run ? view_snapshot_changes : view_snapshot_ids, err);
}

static enum status
drop(struct cli *cli, struct err *err)
{
	return print(cli, cli_snapshots_drop, view_snapshot_ids, err);
}

static enum status
prune(struct cli *cli, struct err *err)
{
	return print(cli, cli_snapshots_prune, view_snapshot_ids, err);
}

#define NEEDS (CLI_NO_INPUT | CLI_TABLE)
static const struct verb verbs[] = {
	{ "save", "", "save the tree, and print the snapshot's id", NEEDS, 0, 0, save },
	{ "list", "", "the snapshots of the tree, oldest first", NEEDS, 0, 0, list },
	{ "diff", "snapshot [snapshot]", "what changed from one to the tree, or to another", NEEDS,
	    1, 2, diff },
	{ "restore", "snapshot", "make the tree what it was; what is there now is saved first",
	    NEEDS, 1, 1, restore },
	{ "drop", "snapshot ...", "remove snapshots for good", NEEDS, 1, -1, drop },
	{ "prune", "", "remove all but the newest", NEEDS, 0, 0, prune },
	{ 0 },
};

static const struct cmd cmd = {
	.name = "rsg-snapshot",
	.purpose = "save a work tree, and put it back as it was",
	.synopsis =
	    "save | list | diff snapshot [snapshot] | restore snapshot | drop snapshot ... | "
	    "prune",
	.writes = "snapshot",
	.opts = opts,
	.needs = NEEDS,
	.min_operands = 1,
	.max_operands = -1,
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
