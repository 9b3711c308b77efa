/* rsg-hook - keep git hooks that look after stories and their tests.  See rsg-hook(1). */

#include "cli/cli.h"
#include "cli/hook.h"
#include "io/json.h"
#include "view/table.h"

static bool force, chain;

static const struct opt opts[] = {
	{ 'f', "force", NULL, "replace or remove one of rsg's that somebody edited",
	    .flag = &force },
	{ 0, "chain", NULL, "keep a hook that is there, and let it run first", .flag = &chain },
	{ 0 },
};

typedef enum status each_fn(const struct hook_set *set, struct hook *hook, struct err *err);

static void
put_row(struct table *table, const struct hook *hook)
{
	static const enum style styles[] = { [HOOK_ABSENT] = STYLE_DIM,
		[HOOK_INSTALLED] = STYLE_GOOD,
		[HOOK_OUTDATED] = STYLE_WARN,
		[HOOK_DISABLED] = STYLE_WARN,
		[HOOK_EDITED] = STYLE_WARN,
		[HOOK_OTHER] = STYLE_PLAIN };

	table_cell(table, STYLE_PLAIN, "%s", hook->name);
	table_cell(table, styles[hook->state], "%s", hook_state_name(hook->state));
	if (hook->did)
		table_cell(table, STYLE_BOLD, "%s", hook->did);
	table_cell(table, STYLE_PLAIN, "%s", hook->version);
	table_cell(table, STYLE_PLAIN, "%s",
	    hook->kept	    ? "own"
	    : hook->manager ? hook->manager
			    : "");
	table_cell(table, STYLE_DIM, "%s", hook->path);
}

static enum status
print(struct cli *cli, const struct hook_set *set, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	struct json *all = json_new_array();
	enum status st = ST_OK;
	struct table table;

	table_init(&table);
	table_column(&table, "hook", 0);
	table_column(&table, "state", 0);
	if (set->hooks.len && set->hooks.at[0].did)
		table_column(&table, cli->dry_run ? "would be" : "did", 0);
	table_column(&table, "version", 0);
	table_column(&table, "before it", 0);
	table_column(&table, "path", COLUMN_FLEX);
	vec_each (struct hook *, hook, &set->hooks) {
		put_row(&table, hook);
		json_add(all, hook_json(hook));
	}
	if (cli->json)
		st = cli_emit(cli, all, err);
	else
		table_print(&table, &view, &cli->out);
	table_fini(&table);
	json_free(all);
	return st;
}

/* All of them may be done before one of them is. */
static enum status
work_on(struct cli *cli, each_fn *may, each_fn *act, struct err *err)
{
	struct hook_set set;
	enum status st = hook_set_open(&set, cli->operands, cli->operand_count, err);

	if (st == ST_OK) {
		vec_each (struct hook *, hook, &set.hooks)
			st = st == ST_OK && may ? may(&set, hook, err) : st;
	}
	if (st == ST_OK && !cli->dry_run) {
		vec_each (struct hook *, hook, &set.hooks)
			st = st == ST_OK && act ? act(&set, hook, err) : st;
	}
	if (st == ST_OK)
		st = print(cli, &set, err);
	hook_set_fini(&set);
	return st;
}

static enum status
may_install(const struct hook_set *set, struct hook *hook, struct err *err)
{
	return hook_may_install(&set->place, hook, chain, force, err);
}

static enum status
do_install(const struct hook_set *set, struct hook *hook, struct err *err)
{
	return hook_install(&set->place, hook, err);
}

static enum status
may_remove(const struct hook_set *set, struct hook *hook, struct err *err)
{
	(void)set;
	return hook_may_remove(hook, force, err);
}

static enum status
do_remove(const struct hook_set *set, struct hook *hook, struct err *err)
{
	(void)set;
	return hook_remove(hook, err);
}

static enum status
install(struct cli *cli, struct err *err)
{
	return work_on(cli, may_install, do_install, err);
}

static enum status
uninstall(struct cli *cli, struct err *err)
{
	return work_on(cli, may_remove, do_remove, err);
}

static enum status
show(struct cli *cli, struct err *err)
{
	return work_on(cli, NULL, NULL, err);
}

static enum status
run(struct cli *cli, struct err *err)
{
	return hook_exec(cli->operands, cli->operand_count, err);
}

#define NEEDS (CLI_NO_INPUT | CLI_TABLE)
static const struct verb verbs[] = {
	{ "install", "[hook ...]", "put them where git looks for hooks", NEEDS, 0, -1, install },
	{ "uninstall", "[hook ...]", "take them away, and put back what was there before", NEEDS, 0,
	    -1, uninstall },
	{ "status", "[hook ...]", "say which are there, and whose", NEEDS, 0, -1, show },
	{ "run", "hook [argument ...]",
	    "do what a hook does, for programs that keep hooks themselves", NEEDS, 1, -1, run },
	{ 0 },
};

static const struct cmd cmd = {
	.name = "rsg-hook",
	.purpose = "keep git hooks that look after stories and their tests",
	.synopsis =
	    "[-f] [--chain] install | uninstall | status [hook ...] | run hook [argument ...]",
	.writes = "hooks",
	.opts = opts,
	.needs = NEEDS,
	.min_operands = 1,
	.max_operands = -1,
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
