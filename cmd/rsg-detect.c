/* rsg-detect - say what a project is made of and how its tests are run.  See rsg-detect(1). */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "detect/detect.h"
#include "io/json.h"
#include "view/detection.h"
#include "view/table.h"

static void
warn(void *arg, const char *text)
{
	cli_warn(arg, "%s", text);
}

/* With several directories a root's path begins with its own. */
static void
append(struct json *roots, const struct json *found, const char *dir)
{
	json_each (it, found) {
		struct json *root = json_add(roots, json_copy(it));
		const char *path = json_get_string(it, "path");
		char *full =
		    strcmp(path, ".") == 0 ? mem_strdup(dir) : mem_printf("%s/%s", dir, path);

		json_set_string(root, "path", full);
		free(full);
	}
}

static enum status
detect(struct cli *cli, struct json *out, struct err *err)
{
	struct json *roots = json_set_array(out, "roots");

	if (cli->operand_count < 2) {
		const char *dir = cli->operand_count ? cli->operands[0] : ".";
		struct json *found = NULL;

		if (detect_tree(cli->share, dir, warn, cli, &found, err))
			return err->status;
		json_set(out, "roots", found);
		return ST_OK;
	}
	for (int i = 0; i < cli->operand_count; i++) {
		struct json *found = NULL;

		if (detect_tree(cli->share, cli->operands[i], warn, cli, &found, err))
			return err->status;
		append(roots, found, cli->operands[i]);
		json_free(found);
	}
	return ST_OK;
}

static enum status
run(struct cli *cli, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	struct json *out = json_new_object();
	enum status st = detect(cli, out, err);

	if (st == ST_OK && cli->json)
		st = cli_emit(cli, out, err);
	else if (st == ST_OK)
		view_detection(out, &view, &cli->out);
	json_free(out);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-detect",
	.purpose = "say what a project is made of and how its tests are run",
	.synopsis = "[directory ...]",
	.writes = "detection",
	.needs = CLI_SHARE | CLI_NO_INPUT | CLI_TABLE,
	.max_operands = -1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
