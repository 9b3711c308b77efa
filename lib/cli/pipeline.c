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
#include "doc/config.h"
#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "io/proc.h"
#include "io/tty.h"

#define PHASES 10
#define STAGES (2 * PHASES) /* each phase may have a gate behind it */
#define MOST_ARGS 32
#define PROGRESS_AFTER_MS 2000

/* In the order of doc_phases. */
static const struct {
	const char *tool, *doing;
	bool model;	    /* it may ask one */
	bool story, change; /* it runs only with one */
} phases[PHASES] = {
	{ "rsg-ingest", "reading the story", true, true, false },
	{ "rsg-classify", "classifying", true, true, false },
	{ "rsg-embed", "embedding", false, true, false },
	{ "rsg-impact", "reading the change", false, false, true },
	{ "rsg-retrieve", "retrieving tests", false, false, false },
	{ "rsg-cover", "measuring coverage", true, true, false },
	{ "rsg-rank", "ranking", true, false, false },
	{ "rsg-select", "selecting", false, false, true },
	{ "rsg-generate", "generating tests", true, true, false },
	{ "rsg-audit", "closing the run", false, false, false },
};

/* One command line; strings are the arena's or borrowed. */
struct command {
	char *argv[MOST_ARGS];
	size_t n;
};

struct pipeline {
	struct cli *cli;
	struct arena arena;
	char run[UUID_TEXT];
	struct command commands[STAGES];
	struct proc_stage stages[STAGES];
	struct {
		int phase;
		bool gate; /* the one behind that phase */
	} what[STAGES];
	int in_fd;	   /* what the first reads */
	size_t n;	   /* stages */
	size_t quiet_till; /* the last gate is this many stages in; 0: none */
	int64_t from_ms;
	size_t shown; /* the phase that the progress line names, from 1; 0: none */
	struct {
		int at[PHASES];
		size_t n;
	} plan; /* the phases of this run */
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

/* The shared options go to every stage as they were given, but that nobody hurries a person. */
static void
add_shared(struct pipeline *p, struct command *c, bool gate)
{
	const struct cli *cli = p->cli;

	vec_each (struct opts_given *, given, &cli->own->opts.given) {
		char *name = mem_printf("--%s", given->opt->name);

		if (!gate || strcmp(given->opt->name, "timeout") != 0)
			add_option(p, c, name, given->text);
		free(name);
	}
	add_option(p, c, "--config", cli->own->config_file);
	add(p, c, cli->no_store ? "--no-store" : NULL);
	add(p, c, cli->dry_run ? "--dry-run" : NULL);
	add(p, c, cli->quiet ? "--quiet" : NULL);
	add(p, c, cli->verbose ? "--verbose" : NULL);
}

static struct command *
add_stage(struct pipeline *p, int phase, bool gate)
{
	struct command *c = &p->commands[p->n];

	add_tool(p, c, gate ? "rsg-gate" : phases[phase].tool);
	add_shared(p, c, gate);
	p->what[p->n].phase = phase;
	p->what[p->n].gate = gate;
	p->stages[p->n++].argv = c->argv;
	return c;
}

/* Where gates.required wants a phase approved somebody is asked at once. */
static void
add_gate(struct pipeline *p, int phase)
{
	const struct strings *required = config_list(p->cli->config, "gates.required");
	struct command *c;

	if (p->cli->no_store || phase == PHASES - 1 || !strings_has(required, doc_phases[phase]))
		return;
	c = add_stage(p, phase, true);
	add_option(p, c, "--phase", doc_phases[phase]);
	add(p, c, p->cli->no_input ? "--no-input" : NULL);
	add(p, c, p->cli->no_color ? "--no-color" : NULL);
	p->quiet_till = p->n;
}

static void
make_plan(struct pipeline *p, const struct pipeline_args *args, bool story)
{
	for (int i = 0; i < PHASES; i++) {
		if ((phases[i].story && !story) || (phases[i].change && args->base == NULL))
			continue;
		p->plan.at[p->plan.n++] = i;
	}
}

/* What one phase is told beside what all are. */
static void
add_own(struct pipeline *p, struct command *c, const char *phase, const struct pipeline_args *args)
{
	if (strcmp(phase, "ingestion") == 0)
		add_option(p, c, "--format", args->format);
	if (strcmp(phase, "impact") == 0)
		add_option(p, c, "--base", args->base);
	if (strcmp(phase, "embedding") == 0 || strcmp(phase, "retrieval") == 0)
		add_option(p, c, "--corpus", args->corpus);
	if (strcmp(phase, "generation") != 0)
		return;
	add(p, c, args->force ? "--force" : NULL);
	add_option(p, c, "--reason", args->reason);
	add_option(p, c, "--root", args->root);
}

static void
build(struct pipeline *p, const struct pipeline_args *args)
{
	struct command *first = &p->commands[0];

	for (size_t i = 0; i < p->plan.n; i++) {
		int phase = p->plan.at[i];
		struct command *c = add_stage(p, phase, false);

		add(p, c,
		    phases[phase].model && p->cli->own->require_model ? "--require-model" : NULL);
		add_own(p, c, doc_phases[phase], args);
		add_gate(p, phase);
	}
	add_option(p, first, "--run", p->cli->run || p->quiet_till ? p->run : NULL);
	if (p->cli->operand_count) {
		add(p, first, "--");
		add(p, first, p->cli->operands[0]);
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

/* One line on a terminal, once somebody has waited for two seconds, and never where a question may
   stand. */
static void
show_progress(void *arg, size_t ended)
{
	struct pipeline *p = arg;
	struct err ignored = ERR_INIT;
	bool closed;
	char *line;
	size_t step = 1;
	int phase;

	if (p->cli->quiet || ended >= p->n || ended < p->quiet_till || p->shown == ended + 1 ||
	    !tty_is(STDERR_FILENO) || time_monotonic_ms() - p->from_ms < PROGRESS_AFTER_MS)
		return;
	p->shown = ended + 1;
	phase = p->what[ended].phase;
	while (step < p->plan.n && p->plan.at[step - 1] != phase)
		step++;
	line = mem_printf("\r\033[K%zu/%zu %s", step, p->plan.n, phases[phase].doing);
	file_write_fd(STDERR_FILENO, line, strlen(line), &closed, &ignored);
	free(line);
}

/* The stage whose end is the pipeline's: the first that failed, not one that lost its reader, or
   the gate that let nothing pass. */
static size_t
decisive(const struct pipeline *p)
{
	size_t gated = p->n;

	for (size_t i = 0; i < p->n; i++) {
		int status = p->stages[i].status;

		if ((status > ST_NO && status != 128 + SIGPIPE) ||
		    (status == ST_NO && p->what[i].gate))
			return i;
		if (status != ST_OK && gated == p->n)
			gated = i;
	}
	return gated;
}

static void
pass_on(const struct pipeline *p, size_t last)
{
	struct err ignored = ERR_INIT;
	bool closed;

	for (size_t i = 0; i < p->n && i <= last; i++)
		file_write_fd(
		    STDERR_FILENO, p->stages[i].said.s, p->stages[i].said.len, &closed, &ignored);
}

/* What was rejected stays so, however often the same is asked. */
static enum status
turned_down(const struct pipeline *p, int phase, struct err *err)
{
	struct buf option;

	buf_init(&option, BUF_TEXT);
	cli_store_option(p->cli, &option);
	err_set(err, ST_NO,
	    "stopped at the gate of %s, which was rejected; change what it was made of and run it "
	    "anew, or ask again: rsg-gate --reopen %s %s%s",
	    doc_phases[phase], p->run, doc_phases[phase], option.s);
	buf_fini(&option);
	return ST_NO;
}

/* At a gate: how to go on once somebody approved. */
static enum status
held_back(const struct pipeline *p, int phase, enum status status, struct err *err)
{
	struct buf rest, option;

	if (status == ST_NO)
		return turned_down(p, phase, err);
	buf_init(&rest, BUF_TEXT);
	buf_init(&option, BUF_TEXT);
	cli_store_option(p->cli, &option);
	for (size_t i = 0; i < p->plan.n; i++) {
		if (p->plan.at[i] > phase)
			buf_printf(&rest, " | %s%s", phases[p->plan.at[i]].tool, option.s);
	}
	err_set(err, status,
	    "stopped at the gate of %s; go on with: rsg-runs doc %s %s%s | rsg-gate%s%s",
	    doc_phases[phase], p->run, doc_phases[phase], option.s, option.s, rest.s);
	buf_fini(&rest);
	buf_fini(&option);
	return status;
}

static enum status
conclude(const struct pipeline *p, struct err *err)
{
	size_t i = decisive(p);
	int status = i < p->n ? p->stages[i].status : ST_OK;
	bool gate = i < p->n && p->what[i].gate;

	pass_on(p, status > ST_NO || gate ? i : p->n);
	if (gate && (status == ST_NO || status == ST_TEMPFAIL))
		return held_back(p, p->what[i].phase, (enum status)status, err);
	if (status > 128)
		return err_set(err, ST_UNAVAILABLE, "%s was ended by signal %d: run it again",
		    gate ? "rsg-gate" : phases[p->what[i].phase].tool, status - 128);
	if (status > ST_NO)
		return err_set(err, (enum status)status, "stopped in %s (%s)",
		    gate ? "rsg-gate" : phases[p->what[i].phase].tool,
		    phases[p->what[i].phase].doing);
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
		.n = p->n,
		.in_fd = p->in_fd,
		.out = doc,
		.tick = show_progress,
		.arg = p };
	enum status st;

	p->from_ms = time_monotonic_ms();
	st = proc_pipeline(&pipeline, err);
	wipe_progress(p);
	return st == ST_OK ? conclude(p, err) : st;
}

/* What the run has where a gate stopped it: the document of that phase, from the store. */
static enum status
show_stopped(struct pipeline *p, struct err *err)
{
	size_t i = decisive(p);
	struct command c = { .n = 0 };
	struct proc_stage stage = { .argv = c.argv };
	struct buf doc;
	struct proc_pipeline pipeline = { .stages = &stage, .n = 1, .out = &doc };
	enum status st;

	if (i == p->n || !p->what[i].gate || p->what[i].phase < doc_phase_index("ranking") ||
	    p->cli->dry_run || p->cli->json || p->cli->own->output)
		return ST_OK;
	pipeline.in_fd = STDIN_FILENO;
	buf_init(&doc, BUF_DOCUMENT);
	add_tool(p, &c, "rsg-runs");
	add(p, &c, "doc");
	add(p, &c, p->run);
	add(p, &c, doc_phases[p->what[i].phase]);
	add_shared(p, &c, true);
	st = proc_pipeline(&pipeline, err);
	if (st == ST_OK && stage.status == ST_OK)
		st = show(p, &doc, err);
	buf_fini(&stage.said);
	buf_fini(&doc);
	return st;
}

/* What there is to see at the end; a gate that let nothing pass has said what to do. */
static enum status
finish(struct pipeline *p, enum status st, struct buf *doc, struct err *err)
{
	struct err failed = ERR_INIT;
	enum status shown;

	if (st == ST_OK || (st == ST_NO && err->text[0] == '\0')) {
		shown = deliver(p, doc, err);
		p->cli->out_on_no = st == ST_NO && p->cli->out.len;
		return shown ? shown : st;
	}
	if ((st == ST_NO || st == ST_TEMPFAIL) && show_stopped(p, &failed))
		cli_warn(p->cli, "%s", failed.text);
	return st;
}

enum status
pipeline_run(struct cli *cli, const struct pipeline_args *args, struct err *err)
{
	struct pipeline p = { .cli = cli, .in_fd = STDIN_FILENO };
	bool story = cli->operand_count || args->base == NULL;
	int nothing = -1;
	struct buf doc;
	enum status st;

	if (story && cli->operand_count == 0 && tty_is(STDIN_FILENO))
		return err_set(err, ST_USAGE,
		    "no story: name its file, rsg run story.md, or a change, rsg run --base main");
	if (cli_new_run_id(cli, p.run, err))
		return err->status;
	if (!story) {
		nothing = p.in_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
		if (nothing < 0)
			return err_set(err, ST_IO, "/dev/null: %s", strerror(errno));
	}
	arena_init(&p.arena);
	buf_init(&doc, BUF_DOCUMENT);
	make_plan(&p, args, story);
	build(&p, args);
	st = finish(&p, run_phases(&p, &doc, err), &doc, err);
	proc_close(&nothing);
	for (size_t i = 0; i < p.n; i++)
		buf_fini(&p.stages[i].said);
	buf_fini(&doc);
	arena_fini(&p.arena);
	return st;
}
