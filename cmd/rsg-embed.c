/* rsg-embed - make vectors of the story, its requirements and its criteria.  See rsg-embed(1). */

#include "cli/cli.h"
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
	return cli_phase(cli, "embedding", phase_embed, &args, err);
}

static const struct cmd cmd = {
	.name = "rsg-embed",
	.purpose = "make vectors of the story, its requirements and its criteria",
	.synopsis = "[-C name]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_WORDS,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
