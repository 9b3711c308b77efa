/* rsg-audit - close a run, verify or export the audit log.  See rsg-audit(1). */

#include <string.h>

#include "cli/cli.h"
#include "io/digest.h"
#include "io/json.h"
#include "phase/audit.h"
#include "store/checkpoint.h"
#include "store/run.h"
#include "store/verify.h"
#include "view/table.h"
#include "view/trail.h"

static bool verify, export, head, trail, json_lines;
static int limit;
static const char *against;

#define READS (CLI_STORE_READ | CLI_NO_INPUT)
static const struct opt opts[] = {
	{ 0, "against", "checkpoint",
	    "with --verify: a file (- is standard input) of lines that --head printed, or a hash",
	    .str = &against },
	{ 0, "export", NULL, "print the events of the store, or with -r of a run, as JSON Lines",
	    .flag = &export, .needs = READS },
	{ 0, "head", NULL, "print a checkpoint of the log, to be kept elsewhere", .flag = &head,
	    .needs = READS },
	{ 0, "json", NULL, "with --log: JSON Lines in place of the table", .flag = &json_lines },
	{ 'l', "limit", "number", "with --log: only the last so many events", .whole = &limit },
	{ 0, "log", NULL, "show the events of the store, or with -r of a run, as a table",
	    .flag = &trail, .needs = READS | CLI_TABLE },
	{ 0, "verify", NULL, "verify the whole audit log of the store", .flag = &verify,
	    .needs = READS },
	{ 0 },
};

/* A hash is its own text; everything else names a file. */
static enum status
read_against(struct cli *cli, struct buf *text, struct err *err)
{
	if (!digest_check_text(against))
		return cli_read(cli, against, text, err);
	buf_init(text, BUF_TEXT);
	buf_str(text, against);
	return ST_OK;
}

static enum status
run_head(struct cli *cli, struct err *err)
{
	struct json *checkpoint = NULL;

	if (checkpoint_make(cli->store, cli->now_ms, &checkpoint, err))
		return err->status;
	json_print(checkpoint, &cli->out);
	buf_char(&cli->out, '\n');
	json_free(checkpoint);
	return ST_OK;
}

static enum status
run_verify(struct cli *cli, struct err *err)
{
	struct verify_result result;
	struct buf text = { 0 };
	enum status st = against ? read_against(cli, &text, err) : ST_OK;

	if (st == ST_OK)
		st = verify_store(cli->store, against ? text.s : NULL, text.len, &result, err);
	if (text.max)
		buf_fini(&text);
	if (st)
		return st;
	cli_say(cli, "the audit log is intact: %lld events, head %s", (long long)result.chain.rows,
	    result.chain.head);
	if (against)
		cli_say(cli, "nothing before was changed: %zu checkpoint%s", result.checkpoints,
		    result.checkpoints == 1 ? "" : "s");
	return head ? run_head(cli, err) : ST_OK;
}

static enum status
print_event(void *arg, const struct json *event, struct err *err)
{
	struct cli *cli = arg;

	json_print(event, &cli->out);
	buf_char(&cli->out, '\n');
	return buf_check(&cli->out, "the output", err);
}

static void
print_log(struct cli *cli, const struct json *entries)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };

	if (!json_lines) {
		view_trail(entries, &view, &cli->out);
		return;
	}
	json_each (entry, entries) {
		json_print(entry, &cli->out);
		buf_char(&cli->out, '\n');
	}
}

static enum status
run_log(struct cli *cli, const char *id, struct err *err)
{
	struct json *entries = json_new_array();
	enum status st =
	    audit_each_last(cli->store, id, limit > 0 ? limit : INT64_MAX, trail_add, entries, err);

	if (st == ST_OK)
		print_log(cli, entries);
	json_free(entries);
	return st;
}

static enum status
run_events(struct cli *cli, struct err *err)
{
	char id[UUID_TEXT];

	if (cli->run && run_find(cli->store, cli->run, id, err))
		return err->status;
	if (trail)
		return run_log(cli, cli->run ? id : NULL, err);
	return audit_each(cli->store, cli->run ? id : NULL, print_event, cli, err);
}

static enum status
check_options(struct err *err)
{
	if (verify + export + trail > 1 || (head && (export || trail)))
		return err_set(err, ST_USAGE,
		    "--verify, --export, --log and --head are different things: give one, or "
		    "--verify with --head");
	if (against && !verify)
		return err_set(err, ST_USAGE, "--against goes with --verify");
	if ((json_lines || limit) && !trail)
		return err_set(err, ST_USAGE, "--json and --limit go with --log");
	if (limit < 0)
		return err_set(err, ST_USAGE, "--limit %d: expected 0 (all) or more", limit);
	return ST_OK;
}

static enum status
run(struct cli *cli, struct err *err)
{
	if (check_options(err))
		return err->status;
	if (verify)
		return run_verify(cli, err);
	if (head)
		return run_head(cli, err);
	if (export || trail)
		return run_events(cli, err);
	return cli_phase(cli, "audit", phase_audit, NULL, err);
}

static const struct cmd cmd = {
	.name = "rsg-audit",
	.purpose = "close a run, verify or export the audit log",
	.synopsis = "[--verify [--against checkpoint] [--head] | --head | --log | --export]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
