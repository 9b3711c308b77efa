/* rsg-index - keep the corpus of test cases that stories are matched against.  See rsg-index(1). */

#include "cli/cli.h"
#include "cli/model.h"
#include "cli/vectors.h"
#include "doc/config.h"
#include "io/json.h"
#include "llm/llm.h"
#include "phase/index.h"
#include "text/embed.h"

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

/* A model, and a server, for vectors. */
struct makers {
	struct cli *cli;
	struct phase_env *env;
	struct cli_vectors vectors;
	struct llm *llm;
	struct embedder *embedder;
};

/* From here on a signal waits until what was begun is recorded. */
static enum status
open_model(void *arg, struct embedder **out, struct err *err)
{
	struct makers *makers = arg;
	enum status st = cli_llm(makers->cli, "", NULL, &makers->llm, err);

	makers->env->cancel = cli_cancel();
	if (st == ST_OK)
		st = llm_embedder(makers->llm, &makers->embedder, err);
	*out = makers->embedder;
	return st;
}

static enum status
open_makers(struct makers *makers, struct err *err)
{
	struct config *config = makers->cli->config;
	enum status st = cli_vectors_open(makers->cli, &makers->vectors, err);

	args.vectors = makers->vectors.server;
	args.fallback = makers->vectors.fallback;
	if (cli_has_embedding_model(makers->cli)) {
		args.model = config_text(config, "embedding.model");
		args.open_model = open_model;
		args.arg = makers;
	}
	return st;
}

static void
close_makers(struct makers *makers)
{
	if (makers->embedder)
		makers->embedder->close(makers->embedder);
	llm_close(makers->llm);
	cli_vectors_close(&makers->vectors);
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct json *warnings = json_new_array(), *summary;
	struct phase_env env = { .store = cli->store,
		.words = cli->words,
		.now_ms = cli->now_ms,
		.warnings = warnings };
	struct makers makers = { .cli = cli, .env = &env };
	struct index_summary sum;
	enum status st = cli->dry_run ? ST_OK : open_makers(&makers, err);

	cli->empty_ok = args.allow_empty;
	args.dry_run = cli->dry_run;
	if (st == ST_OK)
		st = index_input(cli, &env, &sum, err);
	close_makers(&makers);
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
