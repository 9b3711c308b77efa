/* rsg-audit - close a run, verify or export the audit log.  See rsg-audit(1). */

#include "cli/cli.h"
#include "io/json.h"
#include "phase/audit.h"
#include "store/run.h"
#include "store/verify.h"

static bool verify, export;
static const char *head;

static const struct opt opts[] = {
	{ 0, "export", NULL, "print the events of the store, or with -r of a run, as JSON Lines",
	    .flag = &export, .needs = CLI_STORE_READ | CLI_NO_INPUT },
	{ 0, "head", "sha256", "with --verify: a row with this hash must be there", .str = &head },
	{ 0, "verify", NULL, "verify the whole audit log of the store", .flag = &verify,
	    .needs = CLI_STORE_READ | CLI_NO_INPUT },
	{ 0 },
};

static enum status
run_verify(struct cli *cli, struct err *err)
{
	struct audit_check check;
	enum status st = verify_store(cli->store, head, &check, err);

	if (st == ST_OK)
		cli_say(cli, "the audit log is intact: %lld events, head %s", (long long)check.rows,
		    check.head);
	return st;
}

static enum status
print_event(void *arg, const struct json *event, struct err *err)
{
	struct cli *cli = arg;

	json_print(event, &cli->out);
	buf_char(&cli->out, '\n');
	return buf_check(&cli->out, "the output", err);
}

static enum status
run_export(struct cli *cli, struct err *err)
{
	char id[UUID_TEXT];

	if (cli->run && run_find(cli->store, cli->run, id, err))
		return err->status;
	return audit_each(cli->store, cli->run ? id : NULL, print_event, cli, err);
}

static enum status
run(struct cli *cli, struct err *err)
{
	if (verify && export)
		return err_set(err, ST_USAGE, "--verify and --export are two things: give one");
	if (head && !verify)
		return err_set(err, ST_USAGE, "--head goes with --verify");
	if (!verify && !export)
		return cli_phase(cli, "audit", phase_audit, NULL, err);
	return verify ? run_verify(cli, err) : run_export(cli, err);
}

static const struct cmd cmd = {
	.name = "rsg-audit",
	.purpose = "close a run, verify or export the audit log",
	.synopsis = "[--verify [--head sha256] | --export]",
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
