/* rsg - turn a user story into a ranked regression suite.  See rsg(1). */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "cli/pipeline.h"
#include "io/file.h"
#include "io/proc.h"

static struct pipeline_args args;

static const struct opt run_opts[] = {
	{ 'C', "corpus", "name", "the corpus to find tests in", .str = &args.corpus },
	{ 'F', "format", "format", "what the story is written in", .str = &args.format },
	{ 'f', "force", NULL, "generate tests below the threshold too", .flag = &args.force },
	{ 'R', "reason", "text", "why --force is right, for the record", .str = &args.reason },
	{ 0 },
};

static enum status
run_pipeline(struct cli *cli, struct err *err)
{
	return pipeline_run(cli, &args, err);
}

static const struct cmd run_cmd = {
	.name = "rsg run",
	.purpose = "take a story through all phases and show the suite",
	.synopsis = "[-f] [-C name] [-F format] [-R text] [story]",
	.writes = "run-document",
	.opts = run_opts,
	.needs = CLI_NO_INPUT | CLI_TABLE,
	.max_operands = 1,
	.run = run_pipeline,
};

/* The page in the tree that rsg is run from; free() it, NULL when rsg is installed. */
static char *
page_in_place(const char *page, const char *only)
{
	static const char *const sections[] = { "1", "5", "7" };
	char *own = proc_own_dir(), *found = NULL;

	for (size_t i = 0; own && found == NULL && i < 3; i++) {
		char *path = mem_printf("%s/../man/%s.%s", own, page, sections[i]);

		if ((only == NULL || strcmp(only, sections[i]) == 0) && file_exists(path))
			found = path;
		else
			free(path);
	}
	free(own);
	return found;
}

/* "rsg help" and "rsg help run" are rsg(1), "rsg help 7" is rsg(7), "rsg help foo" is rsg-foo. */
static enum status
show_manual(const char *topic, struct err *err)
{
	bool tour = strcmp(topic, "7") == 0;
	bool whole = tour || strcmp(topic, "run") == 0 || strncmp(topic, "rsg", 3) == 0;
	char *page = tour || strcmp(topic, "run") == 0 ? mem_strdup("rsg")
						       : mem_printf(whole ? "%s" : "rsg-%s", topic);
	char *path = page_in_place(page, tour ? "7" : NULL);

	if (path)
		execlp("man", "man", "-l", path, (char *)NULL);
	else if (tour)
		execlp("man", "man", "7", page, (char *)NULL);
	else
		execlp("man", "man", page, (char *)NULL);
	err_set(err, ST_UNAVAILABLE, "cannot start man: %s: install man-db", strerror(errno));
	free(page);
	free(path);
	return err->status;
}

/* The first line of --complete: "tool", name, "", synopsis, purpose. */
static void
put_purpose(const char *dir, const char *name, struct buf *out)
{
	char *path = file_join(dir, name);
	char *argv[] = { path, "--complete", NULL };
	struct proc_stage stage = { .argv = argv };
	struct err ignored = ERR_INIT;
	struct buf said;

	buf_init(&said, BUF_TEXT);
	if (proc_pipeline(&stage, 1, STDIN_FILENO, &said, NULL, NULL, &ignored) == ST_OK &&
	    stage.status == 0) {
		const char *end = strchr(said.s, '\n'), *at = end;

		while (at && at > said.s && at[-1] != '\t')
			at--;
		if (at)
			buf_printf(out, "  %-14s%.*s\n", name + 4, (int)(end - at), at);
	}
	buf_fini(&stage.said);
	buf_fini(&said);
	free(path);
}

static enum status
put_tools(struct buf *out, struct err *err)
{
	struct strings names = { 0 };
	char *dir = proc_own_dir();
	enum status st = dir ? file_list(dir, &names, err)
			     : err_set(err, ST_IO, "where rsg is installed is unknown");

	for (size_t i = 0; st == ST_OK && i < names.len; i++) {
		if (strncmp(names.at[i], "rsg-", 4) == 0)
			put_purpose(dir, names.at[i], out);
	}
	strings_fini(&names);
	free(dir);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	if (cli->operand_count)
		return err_set(err, ST_USAGE, "options go behind the tool: rsg %s [option ...]",
		    cli->operands[0]);
	buf_str(&cli->out, "rsg turns a user story into a ranked regression suite.\n\n"
			   "  rsg scan tests/ | rsg index   once, and when tests change\n"
			   "  rsg run story.md              the suite, the coverage, the gaps\n\n"
			   "Built in:\n"
			   "  run           take a story through all phases and show the suite\n"
			   "  help tool     show the manual of a tool; rsg help 7 is the tour\n\n"
			   "Tools, rsg tool -h for each:\n");
	return put_tools(&cli->out, err);
}

static const struct cmd cmd = {
	.name = "rsg",
	.purpose = "turn a user story into a ranked regression suite",
	.synopsis = "tool [argument ...] | help [tool] | run [story]",
	.needs = CLI_NO_INPUT | CLI_NO_CONFIG_CHECK | CLI_STOP_AT_OPERAND,
	.max_operands = -1,
	.run = run,
};

/* The tools beside this program come before those in PATH, so they cannot be shadowed. */
static enum status
start_tool(const char *name, char **argv, struct err *err)
{
	char *tool = mem_printf("rsg-%s", name), *dir = proc_own_dir();
	char *path = dir ? file_join(dir, tool) : NULL;

	argv[0] = tool;
	if (strchr(name, '/') == NULL) {
		if (path)
			execv(path, argv);
		execvp(tool, argv);
	}
	if (strchr(name, '/') || errno == ENOENT)
		err_set(err, ST_USAGE, "there is no tool \"%.60s\": rsg lists them", name);
	else
		err_set(err, ST_UNAVAILABLE, "cannot start %s: %s", tool, strerror(errno));
	free(path);
	free(dir);
	free(tool);
	return err->status;
}

static enum status
dispatch(int argc, char **argv, struct err *err)
{
	if (strcmp(argv[1], "help") == 0)
		return show_manual(argc > 2 ? argv[2] : "rsg", err);
	return start_tool(argv[1], argv + 1, err);
}

int
main(int argc, char **argv)
{
	struct err err = ERR_INIT;

	if (argc < 2 || argv[1][0] == '-')
		return cli_main(&cmd, argc, argv);
	if (strcmp(argv[1], "run") == 0)
		return cli_main(&run_cmd, argc - 1, argv + 1);
	dispatch(argc, argv, &err);
	return cli_fail(&cmd, argc, argv, &err);
}
