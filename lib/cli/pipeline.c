#include "cli/pipeline.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "base/uuid.h"
#include "cli/cli_private.h"
#include "io/file.h"
#include "io/json.h"
#include "io/proc.h"
#include "io/tty.h"

#define PHASES 8
#define MOST_ARGS 32
#define PROGRESS_AFTER_MS 2000

static const struct {
	const char *tool, *doing;
	bool model; /* it may ask one */
} phases[PHASES] = {
	{ "rsg-ingest", "reading the story", true },
	{ "rsg-classify", "classifying", true },
	{ "rsg-embed", "embedding", false },
	{ "rsg-retrieve", "retrieving tests", false },
	{ "rsg-cover", "measuring coverage", true },
	{ "rsg-rank", "ranking", true },
	{ "rsg-generate", "generating tests", true },
	{ "rsg-audit", "closing the run", false },
};

/* One command line; strings are the arena's or borrowed. */
struct command {
	char *argv[MOST_ARGS];
	size_t n;
};

struct pipeline {
	struct cli *cli;
	struct arena arena;
	struct command commands[PHASES];
	struct proc_stage stages[PHASES];
	int64_t from_ms;
	size_t shown; /* the phase that the progress line names, from 1; 0: none */
};

static void
add(struct pipeline *p, struct command *c, const char *arg)
{
	if (arg && c->n + 1 < MOST_ARGS)
		c->argv[c->n++] = arena_strdup(&p->arena, arg);
}

static void
add_option(struct pipeline *p, struct command *c, const char *name, const char *value)
{
	if (value == NULL)
		return;
	add(p, c, name);
	add(p, c, value);
}

static void
add_tool(struct pipeline *p, struct command *c, const char *tool)
{
	char *dir = proc_own_dir(), *path = dir ? file_join(dir, tool) : NULL;

	add(p, c, path && file_exists(path) ? path : tool);
	free(path);
	free(dir);
}

/* The shared options go to every phase as they were given. */
static void
add_shared(struct pipeline *p, struct command *c)
{
	const struct cli *cli = p->cli;

	vec_each (struct opts_given *, given, &cli->own->opts.given) {
		char *name = mem_printf("--%s", given->opt->name);

		add_option(p, c, name, given->text);
		free(name);
	}
	add_option(p, c, "--config", cli->own->config_file);
	add(p, c, cli->no_store ? "--no-store" : NULL);
	add(p, c, cli->dry_run ? "--dry-run" : NULL);
	add(p, c, cli->quiet ? "--quiet" : NULL);
	add(p, c, cli->verbose ? "--verbose" : NULL);
}

static void
build(struct pipeline *p, const struct pipeline_args *args, const char *run_id)
{
	for (size_t i = 0; i < PHASES; i++) {
		struct command *c = &p->commands[i];

		add_tool(p, c, phases[i].tool);
		add_shared(p, c);
		add(p, c, phases[i].model && p->cli->own->require_model ? "--require-model" : NULL);
		p->stages[i].argv = c->argv;
	}
	add_option(p, &p->commands[0], "--run", run_id);
	add_option(p, &p->commands[0], "--format", args->format);
	add_option(p, &p->commands[2], "--corpus", args->corpus);
	add_option(p, &p->commands[3], "--corpus", args->corpus);
	add(p, &p->commands[6], args->force ? "--force" : NULL);
	add_option(p, &p->commands[6], "--reason", args->reason);
	add_option(p, &p->commands[6], "--root", args->root);
	if (p->cli->operand_count) {
		add(p, &p->commands[0], "--");
		add(p, &p->commands[0], p->cli->operands[0]);
	}
}

static void
wipe_progress(struct pipeline *p)
{
	struct err ignored = ERR_INIT;
	bool closed;

	if (p->shown)
		file_write_fd(STDERR_FILENO, "\r\033[K", 4, &closed, &ignored);
	p->shown = 0;
}

/* One line on a terminal, once somebody has waited for two seconds. */
static void
show_progress(void *arg, size_t ended)
{
	struct pipeline *p = arg;
	struct err ignored = ERR_INIT;
	bool closed;
	char *line;

	if (p->cli->quiet || ended >= PHASES || p->shown == ended + 1 || !tty_is(STDERR_FILENO) ||
	    time_monotonic_ms() - p->from_ms < PROGRESS_AFTER_MS)
		return;
	p->shown = ended + 1;
	line = mem_printf("\r\033[K%zu/%d %s", ended + 1, PHASES, phases[ended].doing);
	file_write_fd(STDERR_FILENO, line, strlen(line), &closed, &ignored);
	free(line);
}

/* The phase whose end is the pipeline's: the first that failed, not one that lost its reader. */
static size_t
decisive(const struct pipeline *p)
{
	size_t gated = PHASES;

	for (size_t i = 0; i < PHASES; i++) {
		if (p->stages[i].status > ST_NO && p->stages[i].status != 128 + SIGPIPE)
			return i;
		if (p->stages[i].status != ST_OK && gated == PHASES)
			gated = i;
	}
	return gated;
}

static void
pass_on(const struct pipeline *p, size_t last)
{
	struct err ignored = ERR_INIT;
	bool closed;

	for (size_t i = 0; i < PHASES && i <= last; i++)
		file_write_fd(
		    STDERR_FILENO, p->stages[i].said.s, p->stages[i].said.len, &closed, &ignored);
}

static enum status
conclude(const struct pipeline *p, struct err *err)
{
	size_t i = decisive(p);
	int status = i < PHASES ? p->stages[i].status : ST_OK;

	pass_on(p, status > ST_NO ? i : PHASES);
	if (status > 128)
		return err_set(err, ST_UNAVAILABLE, "%s was ended by signal %d: run it again",
		    phases[i].tool, status - 128);
	if (status > ST_NO)
		return err_set(err, (enum status)status, "stopped in %s (%s)", phases[i].tool,
		    phases[i].doing);
	return status == ST_NO ? ST_NO : ST_OK;
}

static enum status
show(struct pipeline *p, const struct buf *doc, struct err *err)
{
	struct command c = { .n = 0 };
	enum status st;
	int status = 0;

	add_tool(p, &c, "rsg-show");
	add(p, &c, p->cli->no_color ? "--no-color" : NULL);
	st = proc_feed(c.argv, doc->s, doc->len, &status, err);
	if (st == ST_OK && status > 128)
		raise(status - 128);
	if (st == ST_OK && status != 0)
		st = err_set(err, (enum status)status, "the run is done but cannot be shown");
	return st;
}

static enum status
deliver(struct pipeline *p, struct buf *doc, struct err *err)
{
	struct json *value = NULL;
	enum status st;

	if (!p->cli->json && p->cli->own->output == NULL)
		return show(p, doc, err);
	st = json_parse(doc->s, doc->len, &value, err);
	if (st == ST_OK)
		st = cli_emit(p->cli, value, err);
	json_free(value);
	return st;
}

static enum status
run_phases(struct pipeline *p, struct buf *doc, struct err *err)
{
	const struct proc_pipeline pipeline = { .stages = p->stages,
		.n = PHASES,
		.in_fd = STDIN_FILENO,
		.out = doc,
		.tick = show_progress,
		.arg = p };
	enum status st;

	p->from_ms = time_monotonic_ms();
	st = proc_pipeline(&pipeline, err);
	wipe_progress(p);
	return st == ST_OK ? conclude(p, err) : st;
}

enum status
pipeline_run(struct cli *cli, const struct pipeline_args *args, struct err *err)
{
	struct pipeline p = { .cli = cli };
	struct buf doc;
	enum status st, shown;
	char id[UUID_TEXT];

	if (cli->operand_count == 0 && tty_is(STDIN_FILENO))
		return err_set(err, ST_USAGE, "no story: name its file, rsg run story.md");
	if (cli_new_run_id(cli, id, err))
		return err->status;
	arena_init(&p.arena);
	buf_init(&doc, BUF_DOCUMENT);
	build(&p, args, cli->run ? id : NULL);
	st = run_phases(&p, &doc, err);
	if (st == ST_OK || st == ST_NO) {
		shown = deliver(&p, &doc, err);
		st = shown ? shown : st;
		cli->out_on_no = st == ST_NO && cli->out.len;
	}
	for (size_t i = 0; i < PHASES; i++)
		buf_fini(&p.stages[i].said);
	buf_fini(&doc);
	arena_fini(&p.arena);
	return st;
}
