/* rsg-impact - say what a change touches.  See rsg-impact(1). */

#include <stdlib.h>
#include <string.h>

#include "base/uuid.h"
#include "cli/cli.h"
#include "cli/model.h"
#include "cli/redact.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/file.h"
#include "io/git.h"
#include "io/json.h"
#include "phase/impact.h"
#include "phase/impact_git.h"
#include "store/corpus.h"

#define FROM_FILE (CLI_STORE | CLI_SHARE | CLI_RAW_INPUT | CLI_INPUT_MAYBE)

static const char *diff, *paths, *base, *head, *corpus = CORPUS_DEFAULT, *symbols = "auto";

static const struct opt opts[] = {
	{ 0, "diff", "file", "the diff is in this file", .str = &diff, .needs = FROM_FILE },
	{ 0, "base", "rev", "ask git what changed since the branch left this commit", .str = &base,
	    .needs = FROM_FILE },
	{ 0, "head", "rev", "with --base, up to this commit, not to the files of the work tree",
	    .str = &head },
	{ 0, "paths", "file", "a list of changed paths, one a line or ended by NUL", .str = &paths,
	    .needs = FROM_FILE },
	{ 'C', "corpus", "name", "the corpus that knows which files are tests", .str = &corpus,
	    .key = "corpus.name" },
	{ 0, "symbols", "how", "find symbols by auto, patterns or headings", .str = &symbols },
	{ .name = NULL },
};

/* A document where the change is to be added, else a new one. */
static enum status
take_document(struct cli *cli, bool change_on_stdin, struct err *err)
{
	char id[UUID_TEXT];
	bool document = impact_is_document(cli->text.s, cli->text.len);

	if (change_on_stdin && document)
		return err_set(err, ST_DATA,
		    "standard input is a document and no diff: say what changed with --base, "
		    "--diff or --paths");
	if (!change_on_stdin && cli->text.len > 0) {
		if (!document)
			return err_set(err, ST_DATA,
			    "standard input is no document: leave it out (</dev/null), or give "
			    "the diff there alone");
		return cli_take_document(cli, err);
	}
	if (cli_new_run_id(cli, id, err))
		return err->status;
	cli->input = doc_new(id, cli->now_ms, NULL);
	return ST_OK;
}

/* The bytes of the diff or the list: of a file, or of standard input. */
static enum status
read_text(struct cli *cli, struct buf *text, struct impact_options *options, struct err *err)
{
	const char *file = diff ? diff : paths ? paths : "-";
	bool on_stdin = strcmp(file, "-") == 0;

	if (take_document(cli, on_stdin, err) || (!on_stdin && cli_read(cli, file, text, err)))
		return err->status;
	options->text = on_stdin ? cli->text.s : text->s;
	options->n = on_stdin ? cli->text.len : text->len;
	options->source = file;
	return ST_OK;
}

static enum status
ask_git(struct cli *cli, struct impact_git *git, struct impact_options *options, struct err *err)
{
	git->base = base;
	git->head = head;
	git->cancel = cli_cancel();
	buf_init(&git->diff, (size_t)config_whole(cli->config, "limits.input_bytes"));
	if (take_document(cli, false, err) || impact_git_read(git, ".", err))
		return err->status;
	options->text = git->diff.s;
	options->n = git->diff.len;
	options->source = "git";
	options->git = git;
	options->root = git_root(git->git);
	return ST_OK;
}

static enum status
add_change(struct cli *cli, const struct impact_options *options, struct err *err)
{
	struct impact *impact = NULL;
	enum status st = impact_open(options, &impact, err);

	if (st == ST_OK) {
		json_set(cli->input, "change", impact->change);
		impact->change = NULL;
		st = cli_phase(cli, "impact", phase_impact, impact, err);
	}
	impact_close(impact);
	return st;
}

static enum status
check_options(struct impact_options *options, struct err *err)
{
	static const char *const names[] = { "auto", "patterns", "headings" };
	size_t i = 0;

	while (i < sizeof names / sizeof names[0] && strcmp(names[i], symbols) != 0)
		i++;
	if (i == sizeof names / sizeof names[0])
		return err_set(err, ST_USAGE,
		    "--symbols is \"%.60s\": expected auto, patterns or headings", symbols);
	options->symbols = (enum impact_symbols)i;
	if ((diff != NULL) + (paths != NULL) + (base != NULL) > 1)
		return err_set(err, ST_USAGE, "--diff, --base and --paths: give one of them");
	if (head && base == NULL)
		return err_set(err, ST_USAGE, "--head goes with --base: name the commit before");
	return ST_OK;
}

static enum status
run(struct cli *cli, struct err *err)
{
	char *here = file_cwd(), *top = here ? file_find_up(here, ".git") : NULL;
	const char *root = top ? top : here;
	struct impact_options options = { .form = paths ? IMPACT_PATHS : IMPACT_DIFF,
		.root = root,
		.store = cli->store,
		.corpus = corpus,
		.share = cli->share,
		.redactor = cli_redactor(cli),
		.cancel = cli_cancel() };
	struct impact_git git = { 0 };
	struct buf text = { 0 };
	enum status st = check_options(&options, err);

	if (st == ST_OK)
		st =
		    base ? ask_git(cli, &git, &options, err) : read_text(cli, &text, &options, err);
	if (st == ST_OK)
		st = add_change(cli, &options, err);
	impact_git_fini(&git);
	if (text.max)
		buf_fini(&text);
	free(here);
	free(top);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-impact",
	.purpose = "say what a change touches",
	.synopsis =
	    "[--diff file | --base rev [--head rev] | --paths file] [-C name] [--symbols how]",
	.reads = "run-document",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_SHARE | CLI_RAW_INPUT,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
