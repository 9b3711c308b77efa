/* rsg-doctor - look whether everything rsg needs is there and works.  See rsg-doctor(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/doctor.h"
#include "io/json.h"
#include "view/table.h"

static bool live;

static const struct opt opts[] = {
	{ 0, "live", NULL, "call each provider once, too", .flag = &live },
	{ 0 },
};

static enum style
style_of(const char *result)
{
	if (strcmp(result, "ok") == 0)
		return STYLE_GOOD;
	if (strcmp(result, "warning") == 0)
		return STYLE_WARN;
	return strcmp(result, "failed") == 0 ? STYLE_BAD : STYLE_DIM;
}

static void
print_table(struct cli *cli, const struct json *checks)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	struct table table;

	table_init(&table);
	table_column(&table, "area", 0);
	table_column(&table, "check", COLUMN_FLEX);
	table_column(&table, "result", 0);
	table_column(&table, "found", COLUMN_FLEX);
	table_column(&table, "what to do", COLUMN_FLEX);
	json_each (check, checks) {
		const char *result = json_get_string(check, "result");

		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(check, "area"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(check, "name"));
		table_cell(&table, style_of(result), "%s", result);
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(check, "found"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(check, "advice"));
	}
	table_print(&table, &view, &cli->out);
	table_fini(&table);
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct json *found = doctor_run(cli, live);
	enum status st = json_get_number(found, "failed") > 0 ? ST_NO : ST_OK;

	cli->out_on_no = true;
	if (!cli->json)
		print_table(cli, json_get(found, "checks"));
	else if (cli_emit(cli, found, err))
		st = err->status;
	json_free(found);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-doctor",
	.purpose = "look whether everything rsg needs is there and works",
	.synopsis = "[--live]",
	.writes = "doctor",
	.opts = opts,
	.needs = CLI_NO_INPUT | CLI_TABLE | CLI_NO_CONFIG_CHECK,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
