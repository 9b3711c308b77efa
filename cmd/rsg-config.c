/* rsg-config - show the settings and where they come from.  See rsg-config(1). */

#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "doc/config.h"
#include "io/json.h"
#include "view/table.h"

static bool show_origin, trust;

static const struct opt opts[] = {
	{ 'O', "show-origin", NULL, "show where each value comes from", .flag = &show_origin },
	{ 0, "trust", NULL, "trust the project's file as it is now", .flag = &trust },
	{ 0 },
};

static struct json *
typed_value(const struct config *config, const char *name)
{
	struct json *list;

	switch (config_find(name)->type) {
	case CONFIG_NUMBER:
	case CONFIG_WHOLE:
		return json_new_number(config_number(config, name));
	case CONFIG_BOOL:
		return json_new_bool(config_bool(config, name));
	case CONFIG_LIST:
		list = json_new_array();
		for (size_t i = 0; i < config_list(config, name)->len; i++)
			json_add_string(list, config_list(config, name)->at[i]);
		return list;
	default:
		return json_new_string(config_text(config, name));
	}
}

static void
put_json(struct cli *cli, const char *name, struct json *all)
{
	const struct config_key *key = config_find(name);
	struct json *entry = json_set_object(all, name);
	char *values = config_allowed(key), *variable = config_variable(name);

	json_set(entry, "value", typed_value(cli->config, name));
	json_set_string(entry, "origin", config_origin(cli->config, name));
	json_set_string(entry, "built_in", key->fallback);
	json_set_string(entry, "allowed", values);
	json_set_string(entry, "variable", variable);
	json_set_string(entry, "help", key->help);
	json_set_bool(entry, "trusted", key->trust != CONFIG_OPEN);
	json_set_bool(entry, "may_rise", key->trust == CONFIG_RISES);
	json_set_bool(entry, "may_fall", key->trust == CONFIG_FALLS);
	free(values);
	free(variable);
}

static void
put_row(struct cli *cli, const char *name, struct table *table)
{
	const char *origin = config_origin(cli->config, name);
	enum style style = strcmp(origin, "built in") != 0 ? STYLE_BOLD : STYLE_PLAIN;

	table_cell(table, style, "%s", name);
	table_cell(table, style, "%s", config_text(cli->config, name));
	if (show_origin)
		table_cell(table, STYLE_DIM, "%s", origin);
}

static void
put_table(struct cli *cli, const struct strings *names)
{
	struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	struct table table;

	table_init(&table);
	table_column(&table, "key", 0);
	table_column(&table, "value", show_origin ? 0 : COLUMN_FLEX);
	if (show_origin)
		table_column(&table, "origin", COLUMN_FLEX);
	for (size_t i = 0; i < names->len; i++)
		put_row(cli, names->at[i], &table);
	table_print(&table, &view, &cli->out);
	table_fini(&table);
}

static enum status
show_all(struct cli *cli, struct err *err)
{
	struct strings names = { 0 };
	struct json *all = json_new_object();
	enum status st = ST_OK;

	config_names(cli->config, &names);
	if (cli->json) {
		for (size_t i = 0; i < names.len; i++)
			put_json(cli, names.at[i], all);
		st = cli_emit(cli, all, err);
	} else {
		put_table(cli, &names);
	}
	json_free(all);
	strings_fini(&names);
	return st;
}

static enum status
unknown(const char *name, struct err *err)
{
	char *near = config_nearest(name);

	err_set(err, ST_USAGE, "unknown key \"%.60s\": did you mean %s?", name, near);
	free(near);
	return ST_USAGE;
}

static enum status
get(struct cli *cli, struct err *err)
{
	const char *name = cli->operands[0];
	struct json *value;
	enum status st;

	if (config_find(name) == NULL)
		return unknown(name, err);
	if (!cli->json) {
		buf_str(&cli->out, config_text(cli->config, name));
		if (show_origin)
			buf_printf(&cli->out, "\t%s", config_origin(cli->config, name));
		buf_char(&cli->out, '\n');
		return ST_OK;
	}
	value = typed_value(cli->config, name);
	st = cli_emit(cli, value, err);
	json_free(value);
	return st;
}

static enum status
trust_project(struct cli *cli, struct err *err)
{
	const char *file = config_project_file(cli->config);

	if (cli->dry_run && file) {
		cli_say(cli, "would trust %s", file);
		return ST_OK;
	}
	if (config_trust(cli->config, err))
		return err->status;
	cli_say(cli, "trusted: %s", file);
	return ST_OK;
}

static enum status
run(struct cli *cli, struct err *err)
{
	return trust ? trust_project(cli, err) : show_all(cli, err);
}

static const struct verb verbs[] = {
	{ "get", "key", "show the value of one key", CLI_NO_INPUT | CLI_TABLE, 1, 1, get },
	{ 0 },
};

static const struct cmd cmd = {
	.name = "rsg-config",
	.purpose = "show the settings and where they come from",
	.synopsis = "[-O] [--trust] [get key]",
	.opts = opts,
	.needs = CLI_NO_INPUT | CLI_TABLE,
	.run = run,
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
