/* rsg-embed - make vectors of the story, its requirements and its criteria.  See rsg-embed(1). */

#include "cli/cli.h"
#include "cli/vectors.h"
#include "phase/embed.h"

static struct embed_args args = { .corpus = "default" };

static const struct opt opts[] = {
	{ 'C', "corpus", "name", "the corpus whose frequencies weigh the words",
	    .str = &args.corpus, .key = "corpus.name" },
	{ 0 },
};

static enum status
run(struct cli *cli, struct err *err)
{
	struct cli_vectors vectors = { 0 };
	enum status st = cli->dry_run ? ST_OK : cli_vectors_open(cli, &vectors, err);

	args.vectors = vectors.server;
	args.fallback = vectors.fallback;
	if (st == ST_OK)
		st = cli_phase(cli, "embedding", phase_embed, &args, err);
	cli_vectors_close(&vectors);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-embed",
	.purpose = "make vectors of the story, its requirements and its criteria",
	.synopsis = "[-C name]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_MODEL | CLI_WORDS,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
