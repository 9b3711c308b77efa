/* rsg-index - keep the corpus of test cases that stories are matched against.  See rsg-index(1). */

#include "cli/cli.h"
#include "cli/vectors.h"
#include "io/json.h"
#include "phase/index.h"

static struct index_args args = { .corpus = "default" };

static const struct opt opts[] = {
	{ 'a', "add", NULL, "keep tests that are not in the input", .flag = &args.keep },
	{ 'C', "corpus", "name", "the corpus to index into", .str = &args.corpus,
	    .key = "corpus.name" },
	{ 'u', "under", "dir", "only tests of this directory may go", .str = &args.under },
	{ 0, "allow-empty", NULL, "let an empty input empty the corpus",
	    .flag = &args.allow_empty },
	{ 0 },
};

static void
report(struct cli *cli, const struct index_summary *sum, const struct json *warnings)
{
	json_each (warning, warnings)
		cli_warn(cli, "%s", json_get_string(warning, "text"));
	cli_say(cli,
	    "corpus \"%s\" has %zu tests: %zu new, %zu changed, %zu renamed, %zu back, %zu gone, "
	    "%zu unchanged",
	    args.corpus, sum->tests, sum->added, sum->changed, sum->renamed, sum->returned,
	    sum->gone, sum->unchanged);
}

/* The store is not locked before the first record is there, however long it is waited for. */
static enum status
index_input(struct cli *cli, struct phase_env *env, struct index_summary *sum, struct err *err)
{
	struct index *index = NULL;
	const char *line;
	size_t n;
	enum status st, got = cli_line(cli, &line, &n, err);

	if (got != ST_OK && got != ST_NO)
		return got;
	st = index_open(env, &args, &index, err);
	while (st == ST_OK && got == ST_OK) {
		st = index_line(index, line, n, err);
		if (st == ST_OK)
			got = cli_line(cli, &line, &n, err);
	}
	if (st == ST_OK)
		st = got == ST_NO ? index_finish(index, sum, err) : got;
	index_close(index);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct json *warnings = json_new_array(), *summary;
	struct phase_env env = { .store = cli->store,
		.words = cli->words,
		.now_ms = cli->now_ms,
		.warnings = warnings };
	struct cli_vectors vectors = { 0 };
	struct index_summary sum;
	enum status st = cli->dry_run ? ST_OK : cli_vectors_open(cli, &vectors, err);

	cli->empty_ok = args.allow_empty;
	args.dry_run = cli->dry_run;
	args.vectors = vectors.server;
	args.fallback = vectors.fallback;
	if (st == ST_OK)
		st = index_input(cli, &env, &sum, err);
	cli_vectors_close(&vectors);
	if (st == ST_OK)
		report(cli, &sum, warnings);
	if (st == ST_OK && cli->json) {
		summary = index_summary_json(&sum, args.corpus);
		st = cli_emit(cli, summary, err);
		json_free(summary);
	}
	json_free(warnings);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-index",
	.purpose = "keep the corpus of test cases that stories are matched against",
	.synopsis = "[-a] [-C name] [-u dir] [--allow-empty]",
	.reads = "test-case",
	.opts = opts,
	.needs = CLI_STORE | CLI_WORDS | CLI_LINES | CLI_TABLE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
