/* rsg-config - show the settings and where they come from.  See rsg-config(1). */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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
typed_value(const struct config *config, const struct config_key *key)
{
	struct json *list;

	switch (key->type) {
	case CONFIG_NUMBER:
	case CONFIG_WHOLE:
		return json_new_number(config_number(config, key->name));
	case CONFIG_BOOL:
		return json_new_bool(config_bool(config, key->name));
	case CONFIG_LIST:
		list = json_new_array();
		for (size_t i = 0; i < config_list(config, key->name)->len; i++)
			json_add_string(list, config_list(config, key->name)->at[i]);
		return list;
	default:
		return json_new_string(config_text(config, key->name));
	}
}

/* What rsg-config(5) says of the values; free() it. */
static char *
allowed(const struct config_key *key)
{
	switch (key->type) {
	case CONFIG_NUMBER:
		return mem_printf("a number from %.15g to %.15g", key->min, key->max);
	case CONFIG_WHOLE:
		return mem_printf("a whole number from %.15g to %.15g", key->min, key->max);
	case CONFIG_BOOL:
		return mem_strdup("true or false");
	case CONFIG_DURATION:
		return mem_strdup("a duration");
	case CONFIG_LIST:
		return mem_strdup("a list of texts");
	case CONFIG_TEXT:
		break;
	}
	return key->choices ? mem_strdup(key->choices) : mem_strdup("a text");
}

static void
put_json(struct cli *cli, const struct config_key *key, struct json *all)
{
	struct json *entry = json_set_object(all, key->name);
	char *values = allowed(key), *variable = config_variable(key);

	json_set(entry, "value", typed_value(cli->config, key));
	json_set_string(entry, "origin", config_origin(cli->config, key->name));
	json_set_string(entry, "built_in", key->fallback);
	json_set_string(entry, "allowed", values);
	json_set_string(entry, "variable", variable);
	json_set_string(entry, "help", key->help);
	json_set_bool(entry, "trusted", key->trusted);
	free(values);
	free(variable);
}

static void
put_table(struct cli *cli)
{
	const struct view view = {
		.columns = cli_columns(cli), .color = cli_color(cli), .unicode = cli_unicode()
	};
	struct table table;

	table_init(&table);
	table_column(&table, "key", 0);
	table_column(&table, "value", show_origin ? 0 : COLUMN_FLEX);
	if (show_origin)
		table_column(&table, "origin", COLUMN_FLEX);
	for (const struct config_key *key = config_keys; key->name; key++) {
		const char *origin = config_origin(cli->config, key->name);
		bool changed = strcmp(origin, "built in") != 0;

		table_cell(&table, changed ? STYLE_BOLD : STYLE_PLAIN, "%s", key->name);
		table_cell(&table, changed ? STYLE_BOLD : STYLE_PLAIN, "%s",
		    config_text(cli->config, key->name));
		if (show_origin)
			table_cell(&table, STYLE_DIM, "%s", origin);
	}
	table_print(&table, &view, &cli->out);
	table_fini(&table);
}

static enum status
show_all(struct cli *cli, struct err *err)
{
	struct json *all;
	enum status st;

	if (!cli->json) {
		put_table(cli);
		return ST_OK;
	}
	all = json_new_object();
	for (const struct config_key *key = config_keys; key->name; key++)
		put_json(cli, key, all);
	st = cli_emit(cli, all, err);
	json_free(all);
	return st;
}

static enum status
show_one(struct cli *cli, const char *name, struct err *err)
{
	const struct config_key *key = config_find(name);
	struct json *value;
	enum status st;

	if (key == NULL)
		return err_set(err, ST_USAGE, "unknown key \"%.60s\": did you mean %s?", name,
		    config_nearest(name));
	if (!cli->json) {
		buf_str(&cli->out, config_text(cli->config, name));
		if (show_origin)
			buf_printf(&cli->out, "\t%s", config_origin(cli->config, name));
		buf_char(&cli->out, '\n');
		return ST_OK;
	}
	value = typed_value(cli->config, key);
	st = cli_emit(cli, value, err);
	json_free(value);
	return st;
}

static enum status
get(struct cli *cli, struct err *err)
{
	return show_one(cli, cli->operands[0], err);
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
