#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/cli_private.h"
#include "cli/pipeline_private.h"
#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "io/tty.h"

#define PROGRESS_AFTER_MS 2000

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
	size_t step;

	if (p->cli->quiet || ended >= p->n || ended < p->quiet_till || p->shown == ended + 1 ||
	    !tty_is(STDERR_FILENO) || time_monotonic_ms() - p->from_ms < PROGRESS_AFTER_MS)
		return;
	p->shown = ended + 1;
	step = p->what[ended].step;
	line = mem_printf(
	    "\r\033[K%zu/%zu %s", step + 1, p->plan.n, pipeline_phases[p->plan.at[step]].doing);
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

/* At a gate, or in a phase that asks itself: how to go on once somebody approved. */
static enum status
held_back(const struct pipeline *p, size_t stage, enum status status, struct err *err)
{
	size_t step = p->what[stage].step;
	int phase = p->plan.at[step];
	struct buf rest, option;

	if (status == ST_NO)
		return turned_down(p, phase, err);
	buf_init(&rest, BUF_TEXT);
	buf_init(&option, BUF_TEXT);
	cli_store_option(p->cli, &option);
	for (size_t i = step + 1; i < p->plan.n; i++)
		buf_printf(&rest, " | %s%s", pipeline_phases[p->plan.at[i]].tool, option.s);
	err_set(err, status, "stopped at the gate of %s; go on with: rsg-runs doc %s %s%s | %s%s%s",
	    doc_phases[phase], p->run, doc_phases[phase], option.s,
	    p->what[stage].gate ? "rsg-gate" : pipeline_phases[phase].tool, option.s, rest.s);
	buf_fini(&rest);
	buf_fini(&option);
	return status;
}

static int
phase_of(const struct pipeline *p, size_t stage)
{
	return p->plan.at[p->what[stage].step];
}

/* Does the stage ask a person? */
static bool
asks(const struct pipeline *p, size_t stage)
{
	return p->what[stage].gate || pipeline_phases[phase_of(p, stage)].heal;
}

static enum status
conclude(const struct pipeline *p, struct err *err)
{
	size_t i = decisive(p);
	int status = i < p->n ? p->stages[i].status : ST_OK;
	bool gate = i < p->n && p->what[i].gate;

	pass_on(p, status > ST_NO || gate ? i : p->n);
	if (i < p->n && asks(p, i) && (status == ST_NO || status == ST_TEMPFAIL))
		return held_back(p, i, (enum status)status, err);
	if (status > 128)
		return err_set(err, ST_UNAVAILABLE, "%s was ended by signal %d: run it again",
		    gate ? "rsg-gate" : pipeline_phases[phase_of(p, i)].tool, status - 128);
	if (status > ST_NO)
		return err_set(err, (enum status)status, "stopped in %s (%s)",
		    gate ? "rsg-gate" : pipeline_phases[phase_of(p, i)].tool,
		    pipeline_phases[phase_of(p, i)].doing);
	return status == ST_NO ? ST_NO : ST_OK;
}

static enum status
show(struct pipeline *p, const struct buf *doc, struct err *err)
{
	struct command c = { .n = 0 };
	enum status st;
	int status = 0;

	pipeline_add_tool(p, &c, "rsg-show");
	pipeline_add(p, &c, p->cli->no_color ? "--no-color" : NULL);
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

	if (i == p->n || !asks(p, i) || phase_of(p, i) < doc_phase_index("ranking") ||
	    p->cli->dry_run || p->cli->json || p->cli->own->output)
		return ST_OK;
	pipeline.in_fd = STDIN_FILENO;
	buf_init(&doc, BUF_DOCUMENT);
	pipeline_add_tool(p, &c, "rsg-runs");
	pipeline_add(p, &c, "doc");
	pipeline_add(p, &c, p->run);
	pipeline_add(p, &c, doc_phases[phase_of(p, i)]);
	pipeline_add_shared(p, &c, true);
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
	pipeline_plan(&p, args, story);
	st = finish(&p, run_phases(&p, &doc, err), &doc, err);
	proc_close(&nothing);
	for (size_t i = 0; i < p.n; i++)
		buf_fini(&p.stages[i].said);
	buf_fini(&doc);
	arena_fini(&p.arena);
	return st;
}
