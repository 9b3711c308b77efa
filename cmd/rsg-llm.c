/* rsg-llm - ask a model: request in, checked reply out.  See rsg-llm(1). */

#include "cli/ask.h"
#include "cli/cli.h"

static struct ask_args args = { .max_tokens = ASK_ABSENT, .sample = ASK_ABSENT };

static const struct opt opts[] = {
	{ 0, "cache", "mode", "use of the cache: on, off, only or refresh", .key = "cache.mode" },
	{ 0, "embed", NULL, "make vectors of the request's input", .flag = &args.embed },
	{ 0, "fallback", "model", "ask this one when those before cannot be had",
	    .list = &args.fallback },
	{ 0, "max-tokens", "number", "the longest answer, in tokens", .whole = &args.max_tokens },
	{ 0, "sample", "number", "another number asks for another answer", .whole = &args.sample },
	{ 0, "schema", "file", "the answer is JSON that fits this schema", .str = &args.schema },
	{ 0, "stream", NULL, "write the text as it comes, in JSON Lines", .flag = &args.stream },
	{ 0, "text", NULL, "write the text alone", .flag = &args.text },
	{ 0 },
};

static enum status
run(struct cli *cli, struct err *err)
{
	enum status st = ask_run(cli, &args, err);

	strings_fini(&args.fallback);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-llm",
	.purpose = "ask a model: request in, checked reply out",
	.synopsis = "[--embed | --stream | --text] [--schema file] [--fallback model] "
		    "[--cache mode] [--max-tokens number] [--sample number]",
	.reads = "llm-request",
	.writes = "llm-reply",
	.opts = opts,
	.needs = CLI_STORE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
