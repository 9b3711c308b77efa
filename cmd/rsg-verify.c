/* rsg-verify - run generated tests, or any command, in a sandbox on a copy of the work tree.  See
 * rsg-verify(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/sandbox.h"
#include "cli/snapshot.h"
#include "doc/schema.h"
#include "io/json.h"
#include "phase/generate_syntax.h"
#include "phase/scan.h"
#include "phase/verify.h"
#include "view/probe.h"
#include "view/table.h"

static struct cli_sandbox_args args;
static struct verify_args tests = {
	.runs = 5, .root = ".", .scan = scan_once, .parse = syntax_once
};
static const char *tier, *expect = "pass";
static bool probe, json;
static int64_t wall, cpu;
static int memory, processes, open_files, output, file, disk;

static const struct opt opts[] = {
	{ 0, "accept-native", NULL, "accept that the tier native confines nothing",
	    .flag = &args.accept_native },
	{ 0, "cpu", "duration", "processor time of all processes together", .ms = &cpu,
	    .key = "sandbox.cpu" },
	{ 0, "disk", "MiB", "how much the copy may grow, and what /tmp holds", .whole = &disk,
	    .key = "sandbox.disk" },
	{ 'e', "env", "name=value", "a variable of the command's environment",
	    .list = &args.environment },
	{ 0, "expect", "pass|fail", "what generated tests are to do", .str = &expect },
	{ 0, "file", "MiB", "the size of one file", .whole = &file, .key = "sandbox.file" },
	{ 0, "json", NULL, "of --probe, JSON in place of the table", .flag = &json },
	{ 0, "leave", "name", "leave files and directories of this name out of the copy",
	    .list = &args.leave },
	{ 'm', "memory", "MiB", "memory of all processes together", .whole = &memory,
	    .key = "sandbox.memory" },
	{ 0, "open-files", "number", "open files of a process", .whole = &open_files,
	    .key = "sandbox.open_files" },
	{ 0, "probe", NULL, "show what each tier can enforce here", .flag = &probe,
	    .needs = CLI_NO_INPUT },
	{ 0, "processes", "number", "processes and threads at a time", .whole = &processes,
	    .key = "sandbox.processes" },
	{ 'R', "root", "dir", "the work tree that generated tests are for", .str = &tests.root },
	{ 0, "runs", "number", "how often a generated test must end the same", .whole = &tests.runs,
	    .key = "verification.runs" },
	{ 0, "stream", "MiB", "what the command may write to each of its streams", .whole = &output,
	    .key = "sandbox.output" },
	{ 0, "take", "path", "tell what this file of the copy holds afterwards",
	    .list = &args.files },
	{ 0, "tier", "name", "what confines the command: container, bwrap or native", .str = &tier,
	    .key = "sandbox.tier" },
	{ 0, "visible", "directory", "one more directory that the command can read",
	    .list = &args.visible },
	{ 'w', "wall", "duration", "how long the command may take", .ms = &wall,
	    .key = "sandbox.wall" },
	{ 0 },
};

static enum status
emit(struct cli *cli, const char *name, const struct json *value, struct err *err)
{
	const struct schema *schema = NULL;
	struct schema_set *set = NULL;
	enum status st = schema_builtin(name, &set, &schema, err);

	if (st == ST_OK)
		st = schema_check(schema, value, err);
	schema_set_free(set);
	if (st) {
		err->status = ST_BUG;
		return err_context(err, "the result does not fit %s: please report this", name);
	}
	if (cli->pretty)
		json_print_pretty(value, &cli->out);
	else
		json_print(value, &cli->out);
	if (!cli->pretty)
		buf_char(&cli->out, '\n');
	return buf_check(&cli->out, "the output", err);
}

static enum status
run_probe(struct cli *cli, bool *good, struct err *err)
{
	struct json *found = NULL;
	enum status st = cli_sandbox_probe(cli, &args, good, &found, err);

	if (st == ST_OK && json)
		st = emit(cli, "sandbox-probe", found, err);
	else if (st == ST_OK)
		view_probe(found, &(struct view){ cli_columns(cli), cli_color(cli), cli_unicode() },
		    &cli->out);
	json_free(found);
	return st;
}

static enum status
run_command(struct cli *cli, bool *good, struct err *err)
{
	struct json *told = NULL;
	enum status st = cli_sandbox_command(cli, &args, good, &told, err);

	if (st == ST_OK)
		st = emit(cli, "sandbox-run", told, err);
	json_free(told);
	return st;
}

static enum status
run_tests(struct cli *cli, struct err *err)
{
	struct cli_sandbox sandbox = { 0 };
	struct cli_held held = { 0 };
	enum status st = ST_OK;

	tests.expect_fail = strcmp(expect, "fail") == 0;
	if (!tests.expect_fail && strcmp(expect, "pass") != 0)
		return err_set(err, ST_USAGE, "--expect %.60s: expected pass or fail", expect);
	if (cli_sandbox_open(cli, &args, tests.root, &sandbox, err))
		return err->status;
	tests.sandbox = &sandbox.sandbox;
	tests.accepted = sandbox.accepted;
	if (sandbox.accepted)
		st = cli_snapshot_hold(cli, tests.root, &held, err);
	tests.until_ms = cli_sandbox_until(cli, &sandbox);
	if (st == ST_OK)
		st = cli_phase(cli, "verification", phase_verify, &tests, err);
	st = cli_snapshot_release(cli, &held, st, err);
	cli_sandbox_close(&sandbox);
	return st;
}

static enum status
run_other(struct cli *cli, struct err *err)
{
	bool good = false;
	enum status st = probe ? run_probe(cli, &good, err) : run_command(cli, &good, err);

	cli->out_on_no = true;
	return st == ST_OK && !good ? ST_NO : st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	enum status st;

	if (probe && cli->operand_count)
		return err_set(
		    err, ST_USAGE, "--probe runs no command: leave out %.100s", cli->operands[0]);
	st = probe || cli->operand_count ? run_other(cli, err) : run_tests(cli, err);
	strings_fini(&args.environment);
	strings_fini(&args.visible);
	strings_fini(&args.leave);
	strings_fini(&args.files);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-verify",
	.purpose = "run generated tests, or any command, in a sandbox",
	.synopsis = "[--expect pass|fail] [--runs number] [-R dir] [--tier name] [-w duration] [-m "
		    "MiB] [-e name=value] [--take path] -- command "
		    "[argument ...] | --probe",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_SHARE | CLI_WORDS | CLI_STOP_AT_OPERAND | CLI_OPERANDS_ARE_COMMAND,
	.max_operands = -1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
