/* rsg-usage - what models were asked and what it cost.  See rsg-usage(1). */

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "base/uuid.h"
#include "cli/cli.h"
#include "doc/config.h"
#include "io/json.h"
#include "store/attempt.h"
#include "store/run.h"
#include "store/usage.h"
#include "view/table.h"
#include "view/usage.h"

#define MICRO 1e6

static bool attempts, csv, survival;
static const char *by = "model", *since;

static const struct opt opts[] = {
	{ 'a', "attempts", NULL, "list the attempts in place of sums", .flag = &attempts },
	{ 'b', "by", "what", "sum up by run, phase, model, day or week (model)", .str = &by },
	{ 0, "csv", NULL, "print comma-separated values", .flag = &csv },
	{ 0, "since", "when", "only what began then or later: 7d, 2026-11-20, or a time",
	    .str = &since },
	{ 0, "survival", NULL, "what became of generated tests, by model and framework",
	    .flag = &survival },
	{ 0 },
};

static enum status
check_by(struct err *err)
{
	static const char *const all[] = { "run", "phase", "model", "day", "week" };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (strcmp(by, all[i]) == 0)
			return ST_OK;
	}
	return err_set(err, ST_USAGE, "--by %.60s: expected run, phase, model, day or week", by);
}

/* A duration back from now, a day or a time, UTC. */
static enum status
read_since(const struct cli *cli, int64_t *ms, struct err *err)
{
	char day[TIME_TEXT];
	int64_t back;

	if (since == NULL)
		return ST_OK;
	snprintf(day, sizeof day, "%.12sT00:00:00Z", since);
	if (time_parse(since, ms) || (strlen(since) == 10 && time_parse(day, ms)))
		return ST_OK;
	if (!time_parse_duration(since, &back))
		return err_set(err, ST_USAGE,
		    "--since %.60s: expected a duration (7d), a day (2026-11-20) or a time "
		    "(2026-11-20T10:00:00Z)",
		    since);
	*ms = cli->now_ms - back;
	return ST_OK;
}

/* A run that was pruned is still in the ledger: its whole id will do.  Its outputs are gone. */
static enum status
find_run(const struct cli *cli, char id[UUID_TEXT], struct err *err)
{
	if (survival || !uuid_check(cli->run))
		return run_find(cli->store, cli->run, id, err);
	memcpy(id, cli->run, UUID_TEXT);
	return ST_OK;
}

static enum status
add_budget(
    const struct cli *cli, const char *name, const char *run, struct json *list, struct err *err)
{
	char key[16];
	struct json *budget;
	int64_t spent = 0;
	double limit;

	snprintf(key, sizeof key, "budget.%s", name);
	limit = config_number(cli->config, key);
	if (limit <= 0)
		return ST_OK;
	if (attempt_spent(cli->store, name, run, cli->now_ms, &spent, err))
		return err->status;
	budget = json_add_object(list);
	json_set_string(budget, "name", name);
	json_set_number(budget, "limit_usd", limit);
	json_set_number(budget, "spent_usd", (double)spent / MICRO);
	return ST_OK;
}

static enum status
add_budgets(const struct cli *cli, const char *run, struct json *usage, struct err *err)
{
	struct json *list = json_set_array(usage, "budgets");

	if (run && add_budget(cli, "run", run, list, err))
		return err->status;
	return add_budget(cli, "day", run, list, err) || add_budget(cli, "week", run, list, err)
		   ? err->status
		   : ST_OK;
}

static enum status
print(struct cli *cli, const struct json *usage, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };

	if (cli->json)
		return cli_emit(cli, usage, err);
	if (csv)
		view_usage_csv(usage, &cli->out);
	else
		view_usage(usage, &view, &cli->out);
	return buf_check(&cli->out, "the output", err);
}

static enum status
gather(const struct cli *cli, const struct usage_query *query, struct json **usage, struct err *err)
{
	if (attempts)
		return usage_attempts(cli->store, query, usage, err);
	if (survival)
		return usage_survival(cli->store, query, usage, err);
	if (usage_sum(cli->store, query, usage, err))
		return err->status;
	return add_budgets(cli, query->run, *usage, err);
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct usage_query query = { .by = by, .since_ms = INT64_MIN };
	struct json *usage = NULL;
	char id[UUID_TEXT], at[TIME_TEXT];
	enum status st;

	if (csv && cli->json)
		return err_set(err, ST_USAGE, "--csv and --json are two things: give one");
	if (attempts && survival)
		return err_set(err, ST_USAGE, "--attempts and --survival are two things: give one");
	if (check_by(err) || read_since(cli, &query.since_ms, err))
		return err->status;
	if (cli->run && find_run(cli, id, err))
		return err->status;
	query.run = cli->run ? id : NULL;
	st = gather(cli, &query, &usage, err);
	if (st == ST_OK && since) {
		time_format(query.since_ms, at);
		json_set_string(usage, "since", at);
	}
	if (st == ST_OK && query.run)
		json_set_string(usage, "run", query.run);
	if (st == ST_OK)
		st = print(cli, usage, err);
	json_free(usage);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-usage",
	.purpose = "what models were asked and what it cost",
	.synopsis = "[-a] [-b what] [--csv] [--since when] [--survival]",
	.writes = "usage",
	.opts = opts,
	.needs = CLI_STORE_READ | CLI_NO_INPUT | CLI_TABLE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
