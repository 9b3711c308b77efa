/* rsg-verify - run a command in a sandbox on a copy of the work tree.  See rsg-verify(1). */

#include "cli/cli.h"
#include "cli/sandbox.h"
#include "doc/schema.h"
#include "io/json.h"
#include "view/table.h"

static struct cli_sandbox_args args;
static const char *tier;
static bool probe;
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
	{ 0, "file", "MiB", "the size of one file", .whole = &file, .key = "sandbox.file" },
	{ 0, "leave", "name", "leave files and directories of this name out of the copy",
	    .list = &args.leave },
	{ 'm', "memory", "MiB", "memory of all processes together", .whole = &memory,
	    .key = "sandbox.memory" },
	{ 0, "open-files", "number", "open files of a process", .whole = &open_files,
	    .key = "sandbox.open_files" },
	{ 0, "probe", NULL, "show what each tier can enforce here", .flag = &probe,
	    .needs = CLI_NO_INPUT | CLI_TABLE },
	{ 0, "processes", "number", "processes and threads at a time", .whole = &processes,
	    .key = "sandbox.processes" },
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

static void
print_tier(struct table *table, const struct json *found)
{
	bool usable = json_get_bool(found, "usable");

	table_cell(table, STYLE_BOLD, "%s", json_get_string(found, "tier"));
	table_cell(table, STYLE_PLAIN, "usable");
	table_cell(table, usable ? STYLE_GOOD : STYLE_BAD, "%s", usable ? "yes" : "no");
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(found, "why"));
	json_each (one, json_get(found, "guarantees")) {
		bool holds = json_get_bool(one, "holds");

		table_cell(table, STYLE_PLAIN, "%s", json_get_string(found, "tier"));
		table_cell(table, STYLE_PLAIN, "%s", json_get_string(one, "name"));
		table_cell(table, holds ? STYLE_GOOD : STYLE_BAD, "%s", holds ? "yes" : "no");
		table_cell(table, STYLE_PLAIN, "%s", json_get_string(one, "how"));
	}
}

static void
print_probe(struct cli *cli, const struct json *found)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	struct table table;

	table_init(&table);
	table_column(&table, "tier", 0);
	table_column(&table, "what", 0);
	table_column(&table, "holds", 0);
	table_column(&table, "by what, or why not", COLUMN_FLEX);
	json_each (one, json_get(found, "tiers"))
		print_tier(&table, one);
	table_print(&table, &view, &cli->out);
	table_fini(&table);
}

static enum status
run_probe(struct cli *cli, bool *good, struct err *err)
{
	struct json *found = NULL;
	enum status st = cli_sandbox_probe(cli, &args, good, &found, err);

	if (st == ST_OK && cli->json)
		st = emit(cli, "sandbox-probe", found, err);
	else if (st == ST_OK)
		print_probe(cli, found);
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
run(struct cli *cli, struct err *err)
{
	bool good = false;
	enum status st;

	cli->out_on_no = true;
	if (probe && cli->operand_count)
		return err_set(
		    err, ST_USAGE, "--probe runs no command: leave out %.100s", cli->operands[0]);
	if (!probe && cli->operand_count == 0)
		return err_set(err, ST_USAGE, "name a command: rsg-verify -- COMMAND");
	st = probe ? run_probe(cli, &good, err) : run_command(cli, &good, err);
	strings_fini(&args.environment);
	strings_fini(&args.visible);
	strings_fini(&args.leave);
	strings_fini(&args.files);
	return st == ST_OK && !good ? ST_NO : st;
}

static const struct cmd cmd = {
	.name = "rsg-verify",
	.purpose = "run a command in a sandbox on a copy of the work tree",
	.synopsis = "[--tier name] [-w duration] [-m MiB] [-e name=value] [--take path] -- command "
		    "[argument ...] | --probe",
	.writes = "sandbox-run",
	.opts = opts,
	.needs = CLI_NO_INPUT | CLI_TABLE | CLI_STOP_AT_OPERAND,
	.max_operands = -1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
