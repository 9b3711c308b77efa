/* rsg-heal - repair generated tests that failed their verification.  See rsg-heal(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/sandbox.h"
#include "cli/snapshot.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/generate_syntax.h"
#include "phase/heal.h"
#include "phase/scan.h"
#include "phase/verify.h"
#include "review/gate_case.h"
#include "review/gate_filter.h"

static const struct heal_verification verification = { .open = verify_open,
	.close = verify_close,
	.test = verify_test,
	.known = verify_known,
	.settled = verify_settled,
	.describe = verify_describe };
static struct cli_sandbox_args sandbox_args;
static struct verify_args verify = {
	.runs = 5, .root = ".", .scan = scan_once, .parse = syntax_once
};
static struct heal_args args = { .verification = &verification,
	.verify = &verify,
	.scan = scan_once,
	.limits = { .attempts = 10, .from2 = 5, .from3 = 8 } };
static const char *tier;
static int64_t wall;
static int tokens;

static const struct opt opts[] = {
	{ 0, "accept-native", NULL, "accept that the tier native confines nothing",
	    .flag = &sandbox_args.accept_native },
	{ 0, "attempts", "number", "how many times one test is repaired at most",
	    .whole = &args.limits.attempts, .key = "healing.attempts" },
	{ 0, "cost", "dollars", "what all repairs may cost", .num = &args.limits.cost,
	    .key = "healing.cost" },
	{ 'e', "env", "name=value", "a variable of the tests' environment",
	    .list = &sandbox_args.environment },
	{ 'R', "root", "dir", "the work tree that generated tests are for", .str = &verify.root },
	{ 0, "runs", "number", "how often a test must end the same", .whole = &verify.runs,
	    .key = "verification.runs" },
	{ 0, "tier", "name", "what confines the tests: container, bwrap or native", .str = &tier,
	    .key = "sandbox.tier" },
	{ 0, "time", "duration", "how long all repairs may take", .ms = &args.limits.ms,
	    .key = "healing.time" },
	{ 0, "tokens", "number", "how many tokens all repairs may take", .whole = &tokens,
	    .key = "healing.tokens" },
	{ 0, "visible", "directory", "one more directory that the tests can read",
	    .list = &sandbox_args.visible },
	{ 'w', "wall", "duration", "how long one run of tests may take", .ms = &wall,
	    .key = "sandbox.wall" },
	{ 0 },
};

static const char *
level_model(const struct cli *cli, const char *key)
{
	const char *model = config_text(cli->config, key);

	if (strcmp(config_origin(cli->config, "model"), "command line") == 0 || *model == '\0')
		return NULL;
	return model;
}

/* Before the phase's own time is over there is something to be said yet. */
static void
set_args(const struct cli *cli)
{
	const struct json *verified = doc_output(cli->input, "verification");
	int64_t most = cli->timeout_ms - cli->timeout_ms / 5;

	verify.expect_fail = strcmp(json_get_string(verified, "expect"), "fail") == 0;
	args.root = verify.root;
	args.limits.from2 = config_whole(cli->config, "healing.from2");
	args.limits.from3 = config_whole(cli->config, "healing.from3");
	args.limits.tokens = tokens;
	if (args.limits.ms == 0 || args.limits.ms > most)
		args.limits.ms = most;
	args.models[1] = level_model(cli, "healing.model2");
	args.models[2] = level_model(cli, "healing.model3");
}

/* What is stopped passes when a person says so; the document is then what was approved, which an
   edit may have changed. */
static enum status
ask(struct cli *cli, struct err *err)
{
	static const struct gate_args gate = { .phase = "healing", .wait_ms = -1 };
	struct json *approved = NULL;
	enum status st;

	buf_clear(&cli->out);
	if (cli->no_store)
		return err_set(err, ST_TEMPFAIL,
		    "a test that could not be repaired waits for a person, whose approval would be "
		    "in the store: leave out --no-store");
	st = gate_filter(cli, &gate, err);
	if (st == ST_OK)
		st = json_parse(cli->out.s, cli->out.len, &approved, err);
	if (st) {
		buf_clear(&cli->out);
		return st;
	}
	json_free(cli->input);
	cli->input = approved;
	return ST_OK;
}

/* Where nothing keeps a test from the work tree, that is put back; not while a person is asked. */
static enum status
run_phase(struct cli *cli, const struct cli_sandbox *sandbox, struct err *err)
{
	struct cli_held held = { 0 };
	enum status st =
	    sandbox->accepted ? cli_snapshot_hold(cli, verify.root, &held, err) : ST_OK;

	buf_clear(&cli->out);
	verify.until_ms = cli_sandbox_until(cli, sandbox);
	if (st == ST_OK)
		st = cli_phase(cli, "healing", phase_heal, &args, err);
	return cli_snapshot_release(cli, &held, st, err);
}

/* Until nobody is to be asked, or nobody has answered. */
static enum status
heal(struct cli *cli, const struct cli_sandbox *sandbox, struct err *err)
{
	bool waits = heal_waits(doc_output(cli->input, "healing"));
	struct json *earlier = NULL;
	enum status st = waits ? ask(cli, err) : ST_OK;

	args.confirmed = waits;
	while (st == ST_OK) {
		const struct json *output = doc_output(cli->input, "healing");
		bool level;

		json_free(earlier);
		args.earlier = earlier = output ? json_copy(output) : NULL;
		st = run_phase(cli, sandbox, err);
		output = doc_output(cli->input, "healing");
		if (st || !heal_waits(output))
			break;
		level = heal_waits_for_level(output);
		st = ask(cli, err);
		if (!level)
			break;
		args.confirmed = true;
	}
	json_free(earlier);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct cli_sandbox sandbox = { 0 };
	enum status st;

	set_args(cli);
	st = cli_sandbox_open(cli, &sandbox_args, verify.root, &sandbox, err);
	verify.sandbox = &sandbox.sandbox;
	verify.accepted = sandbox.accepted;
	if (st == ST_OK)
		st = heal(cli, &sandbox, err);
	cli_sandbox_close(&sandbox);
	strings_fini(&sandbox_args.environment);
	strings_fini(&sandbox_args.visible);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-heal",
	.purpose = "repair generated tests that failed their verification",
	.synopsis = "[-R dir] [--attempts number] [--time duration] [--tokens number] "
		    "[--cost dollars] [--runs number] [--tier name] [-w duration]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_MODEL | CLI_SHARE | CLI_WORDS,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
