/* rsg-runs - list, show, remove and carry away the runs of a store.  See rsg-runs(1). */

#include "cli/cli.h"
#include "cli/vectors.h"
#include "io/json.h"
#include "store/bundle.h"
#include "store/run.h"
#include "store/store.h"
#include "view/runs.h"
#include "view/table.h"

static bool all;
static int keep;
static const char *phase;
static const struct opt opts[] = {
	{ 'a', "all", NULL, "list deleted runs too", .flag = &all },
	{ 'k', "keep", "number", "prune: keep this many of the newest runs", .whole = &keep,
	    .key = "runs.keep" },
	{ 'p', "phase", "phase", "doc: the document as this phase printed it", .str = &phase },
	{ 0 },
};

static enum status
finish(struct cli *cli, enum status st, struct err *err)
{
	if (st == ST_OK && !cli->dry_run)
		return cli_vectors_commit(cli, err);
	db_rollback(store_db(cli->store));
	return st;
}

static enum status
print(struct cli *cli, struct json *value,
    void (*table)(const struct json *, const struct view *, struct buf *), struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	enum status st = ST_OK;

	if (cli->json || table == NULL)
		st = cli_emit(cli, value, err);
	else
		table(value, &view, &cli->out);
	json_free(value);
	return st;
}

static enum status
list(struct cli *cli, struct err *err)
{
	struct json *runs = NULL;

	if (run_list(cli->store, all, 0, &runs, err))
		return err->status;
	return print(cli, runs, view_runs, err);
}

static enum status
show(struct cli *cli, struct err *err)
{
	struct json *run = NULL;
	char id[UUID_TEXT];

	if (run_find(cli->store, cli->operands[0], id, err) || run_show(cli->store, id, &run, err))
		return err->status;
	return print(cli, run, view_run, err);
}

static enum status
doc(struct cli *cli, struct err *err)
{
	struct json *document = NULL;
	char id[UUID_TEXT];

	if (run_find(cli->store, cli->operands[0], id, err) ||
	    run_doc(cli->store, id, phase, &document, err))
		return err->status;
	return print(cli, document, NULL, err);
}

static enum status
remove_runs(struct cli *cli, struct err *err)
{
	enum status st = db_begin(store_db(cli->store), err);
	char id[UUID_TEXT];

	for (int i = 0; st == ST_OK && i < cli->operand_count; i++) {
		st = run_find(cli->store, cli->operands[i], id, err);
		if (st == ST_OK)
			st = run_delete(cli->store, id, cli->now_ms, err);
	}
	return finish(cli, st, err);
}

static enum status
prune(struct cli *cli, struct err *err)
{
	struct json *gone = NULL;
	enum status st = db_begin(store_db(cli->store), err);

	if (st == ST_OK)
		st = run_prune(cli->store, (size_t)keep, cli->now_ms, &gone, err);
	st = finish(cli, st, err);
	if (st == ST_OK && !cli->dry_run && json_len(gone))
		st = store_compact(cli->store, err);
	if (st == ST_OK)
		return print(cli, gone, view_ids, err);
	json_free(gone);
	return st;
}

static enum status
export_runs(struct cli *cli, struct err *err)
{
	char id[UUID_TEXT];

	for (int i = 0; i < cli->operand_count; i++) {
		if (run_find(cli->store, cli->operands[i], id, err) ||
		    bundle_export(cli->store, id, &cli->out, err))
			return err->status;
	}
	return ST_OK;
}

static enum status
import_one(struct cli *cli, struct bundle *bundle, struct json *added, struct err *err)
{
	const char *id = json_get_string(json_path(bundle->run, "base.run"), "id");
	enum status st = db_begin(store_db(cli->store), err);

	if (st == ST_OK)
		st = bundle_import(cli->store, bundle, cli->now_ms, err);
	if (st == ST_NO)
		cli_warn(cli, "the store has run %s: it is left as it is", id);
	if (st == ST_OK)
		json_add_string(added, id);
	st = finish(cli, st, err);
	bundle_clear(bundle);
	return st == ST_NO ? ST_OK : st;
}

static enum status
import_runs(struct cli *cli, struct err *err)
{
	struct json *line, *added;
	struct bundle bundle;
	const char *text;
	enum status st = ST_OK;
	size_t n;

	if (cli->store == NULL)
		return err_set(err, ST_USAGE, "there is no store: leave out --no-store and -n");
	added = json_new_array();
	bundle_init(&bundle);
	while (st == ST_OK && (st = cli_line(cli, &text, &n, err)) == ST_OK) {
		st = cli_parse_line(cli, text, n, &line, err);
		if (st == ST_OK)
			st = bundle_line(&bundle, line, text, n, err);
		if (st == ST_OK && bundle.complete)
			st = import_one(cli, &bundle, added, err);
	}
	if (st == ST_NO && bundle.run)
		st = err_set(err, ST_DATA, "the bundle ends before its run does: export it again");
	bundle_fini(&bundle);
	if (st == ST_NO)
		return print(cli, added, view_ids, err);
	json_free(added);
	return st;
}

#define READS (CLI_STORE_READ | CLI_NO_INPUT | CLI_TABLE)
#define WRITES (CLI_STORE | READS)
static const struct verb verbs[] = {
	{ "list", "", "the runs of the store, newest first", READS, 0, 0, list },
	{ "show", "run", "a run and its executions", READS, 1, 1, show },
	{ "doc", "run", "the run document as the last phase printed it", READS, 1, 1, doc },
	{ "rm", "run ...", "delete runs; they are kept until pruned", WRITES, 1, -1, remove_runs },
	{ "prune", "", "remove for good what is deleted or old", WRITES, 0, 0, prune },
	{ "export", "run ...", "runs as JSON Lines, for import", READS, 1, -1, export_runs },
	{ "import", "", "add runs from standard input", CLI_STORE | CLI_LINES | CLI_TABLE, 0, 0,
	    import_runs },
	{ 0 },
};

static const struct cmd cmd = {
	.name = "rsg-runs",
	.purpose = "list, show, remove and carry away the runs of a store",
	.synopsis = "list | show run | doc run | rm run ... | prune | export run ... | import",
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
