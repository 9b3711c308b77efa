/* rsg-scan - print the test cases of a project, one JSON record a line.  See rsg-scan(1). */

#include "cli/cli.h"
#include "doc/config.h"
#include "io/json.h"
#include "phase/scan.h"

static struct scan_options options;
static struct scan_manual_options manual = { .format = "auto" };
static struct strings csv_files, list_files, manual_files, junit_files;
static bool list_frameworks;
static const char *map;

static const struct opt opts[] = {
	{ 'f', "framework", "name", "only cases of this framework; may be repeated",
	    .list = &options.frameworks },
	{ 'j', "junit", "file", "take requirement properties from a JUnit report; may be repeated",
	    .list = &junit_files },
	{ 'l', "list-frameworks", NULL, "print the frameworks that are known, and stop",
	    .flag = &list_frameworks },
	{ 0, "csv", "file", "read manual cases from a CSV file; may be repeated",
	    .list = &csv_files },
	{ 0, "files", "file", "files that are tests in any case: one path a line; may be repeated",
	    .list = &list_files },
	{ 0, "format", "name", "what --manual files are: auto, csv, testrail or xray",
	    .str = &manual.format },
	{ 0, "manual", "file", "read manual cases from an export; may be repeated",
	    .list = &manual_files },
	{ 0, "map", "field=column,...", "which columns hold id, title, steps and so on",
	    .str = &map },
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
manual_cases(struct cli *cli, struct scan *scan, struct err *err)
{
	struct scan_manual_options csv = { .format = "csv", .map = map };
	enum status st = ST_OK;

	manual.map = map;
	for (size_t i = 0; st == ST_OK && i < csv_files.len; i++)
		st = scan_manual(scan, csv_files.at[i], &csv, &cli->out, err);
	for (size_t i = 0; st == ST_OK && i < manual_files.len; i++)
		st = scan_manual(scan, manual_files.at[i], &manual, &cli->out, err);
	return st;
}

static enum status
given_files(struct cli *cli, struct scan *scan, const char *path, struct err *err)
{
	struct buf list = { 0 };
	enum status st = cli_read(cli, path, &list, err);

	if (st == ST_OK)
		st = scan_files(scan, list.s, list.len, path, err);
	buf_fini(&list);
	return st;
}

static enum status
cases(struct cli *cli, struct scan *scan, struct err *err)
{
	bool here =
	    cli->operand_count == 0 && csv_files.len + list_files.len + manual_files.len == 0;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < junit_files.len; i++)
		st = scan_junit(scan, junit_files.at[i], err);
	for (size_t i = 0; st == ST_OK && i < list_files.len; i++)
		st = given_files(cli, scan, list_files.at[i], err);
	if (st == ST_OK && here)
		st = scan_path(scan, ".", &cli->out, err);
	for (int i = 0; st == ST_OK && i < cli->operand_count; i++)
		st = scan_path(scan, cli->operands[i], &cli->out, err);
	if (st == ST_OK)
		st = scan_rest(scan, &cli->out, err);
	if (st == ST_OK)
		st = manual_cases(cli, scan, err);
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

	options.files = config_list(cli->config, "scan.files");
	options.warn = warn;
	options.arg = cli;
	st = scan_open(cli->share, &options, &scan, err);
	if (st)
		return st;
	if (list_frameworks)
		print_frameworks(cli, scan);
	else
		st = cases(cli, scan, err);
	if (st == ST_OK)
		st = scan_finish(scan, err);
	scan_close(scan);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-scan",
	.purpose = "print the test cases of a project, one JSON record a line",
	.synopsis = "[-l] [-f name] [-j file] [--csv file] [--files file] [--format name] "
		    "[--manual file] [--map field=column,...] [--no-ignore] [path ...]",
	.writes = "test-case",
	.opts = opts,
	.needs = CLI_SHARE | CLI_NO_INPUT,
	.max_operands = -1,
	.run = run,
};

int
main(int argc, char **argv)
{
	int status = cli_main(&cmd, argc, argv);

	strings_fini(&options.frameworks);
	strings_fini(&csv_files);
	strings_fini(&list_files);
	strings_fini(&manual_files);
	strings_fini(&junit_files);
	return status;
}
