/* rsg-scan - print the test cases of a project, one JSON record a line.  See rsg-scan(1). */

#include "cli/cli.h"
#include "io/json.h"
#include "phase/scan.h"

static struct scan_options options;
static bool list_frameworks;

static const struct opt opts[] = {
	{ 'f', "framework", "name", "only cases of this framework; may be repeated",
	    .list = &options.frameworks },
	{ 'l', "list-frameworks", NULL, "print the frameworks that are known, and stop",
	    .flag = &list_frameworks },
	{ 0, "no-ignore", NULL, "scan what .gitignore and .rsgignore leave out too",
	    .flag = &options.no_ignore },
	{ 0 },
};

static void
warn(void *arg, const char *text)
{
	cli_warn(arg, "%s", text);
}

static void
print_frameworks(struct cli *cli, const struct scan *scan)
{
	struct json *list = scan_frameworks(scan);

	json_each (f, list) {
		buf_printf(&cli->out, "%s\t%s\t%s\t", json_get_string(f, "name"),
		    json_get_string(f, "title"), json_get_string(f, "language"));
		json_each (pattern, json_get(f, "files"))
			buf_printf(&cli->out, "%s%s",
			    pattern == json_first(json_get(f, "files")) ? "" : " ",
			    json_string(pattern));
		buf_char(&cli->out, '\n');
	}
	json_free(list);
}

static enum status
cases(struct cli *cli, struct scan *scan, struct err *err)
{
	bool here = cli->operand_count == 0;
	enum status st = ST_OK;

	if (st == ST_OK && here)
		st = scan_path(scan, ".", &cli->out, err);
	for (int i = 0; st == ST_OK && i < cli->operand_count; i++)
		st = scan_path(scan, cli->operands[i], &cli->out, err);
	if (st == ST_OK && cli->out.len == 0)
		cli_warn(cli, "no test case was found: rsg-scan --list-frameworks says what is "
			      "looked for");
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct scan *scan = NULL;
	enum status st;

	options.warn = warn;
	options.arg = cli;
	st = scan_open(cli->share, &options, &scan, err);
	if (st)
		return st;
	if (list_frameworks)
		print_frameworks(cli, scan);
	else
		st = cases(cli, scan, err);
	scan_close(scan);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-scan",
	.purpose = "print the test cases of a project, one JSON record a line",
	.synopsis = "[-l] [-f name] [--no-ignore] [path ...]",
	.writes = "test-case",
	.opts = opts,
	.needs = CLI_SHARE | CLI_NO_INPUT,
	.max_operands = -1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
