/* rsg-retrieve - find the existing tests that match a story.  See rsg-retrieve(1). */

#include "cli/cli.h"
#include "cli/vectors.h"
#include "doc/config.h"
#include "phase/retrieve.h"

static struct retrieve_args args = { .corpus = "default", .top = 20, .root = "." };

static const struct opt opts[] = {
	{ 'C', "corpus", "name", "the corpus to look in", .str = &args.corpus,
	    .key = "corpus.name" },
	{ 0, "root", "dir", "the directory that was scanned: its files and history are read",
	    .str = &args.root },
	{ 't', "top", "n", "tests to give for each criterion", .whole = &args.top,
	    .key = "retrieval.top" },
	{ 0 },
};

static enum status
run(struct cli *cli, struct err *err)
{
	struct cli_vectors vectors = { 0 };
	enum status st;

	for (int i = 0; i < RETRIEVE_SIGNALS; i++) {
		char key[64];

		snprintf(key, sizeof key, "retrieval.weight.%s", retrieve_signal_names[i]);
		args.weights[i] = config_number(cli->config, key);
	}
	args.commits = config_whole(cli->config, "history.commits");
	st = cli_vectors_open(cli, &vectors, err);
	args.vectors = vectors.server;
	args.fallback = vectors.fallback;
	if (st == ST_OK)
		st = cli_phase(cli, "retrieval", phase_retrieve, &args, err);
	cli_vectors_close(&vectors);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-retrieve",
	.purpose = "find the existing tests that match a story or a change",
	.synopsis = "[-C name] [-t n] [--root dir]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_WORDS | CLI_SHARE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
