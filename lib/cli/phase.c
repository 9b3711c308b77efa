#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/cli_private.h"
#include "cli/gates.h"
#include "cli/model.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "doc/schema.h"
#include "io/json.h"
#include "io/json_keep.h"
#include "llm/llm.h"
#include "store/execution.h"
#include "store/store.h"

#define MOST_NEEDED 5
#define MICRO 1e6

/*
 * What each phase reads of the others, in pipeline order, as far as the document has what those are
 * about; the member it cannot do without; and whether it writes in the store.
 */
static const struct rule {
	const char *phase, *needed[MOST_NEEDED], *of;
	bool writes;
} rules[] = {
	{ "ingestion", { NULL }, "story", false },
	{ "classification", { "ingestion" }, "story", false },
	{ "embedding", { "ingestion" }, "story", false },
	{ "impact", { NULL }, "change", false },
	{ "retrieval", { "ingestion", "embedding", "impact" }, NULL, false },
	{ "coverage", { "ingestion", "retrieval" }, "story", false },
	{ "ranking", { "ingestion", "impact", "retrieval", "coverage" }, NULL, false },
	{ "selection", { "impact", "retrieval", "ranking" }, NULL, false },
	{ "generation", { "ingestion", "retrieval", "coverage", "ranking" }, "story", false },
	{ "verification", { "generation" }, "story", false },
	{ "healing", { "generation", "verification" }, "story", false },
	{ "audit", { "ingestion", "impact" }, NULL, true },
};

/* A phase on its way. */
struct work {
	struct cli *cli;
	const char *phase;
	const struct rule *rule;
	struct phase_env env;
	char input_sha256[DIGEST_TEXT];
	int64_t from_ms; /* monotonic */
	bool started;	 /* phase_start is in the log, for good */
	struct json *output;
	struct json_kept kept;	/* of the document, as it is printed */
	struct llm_totals used; /* by a model, whose name is engine; all 0 without */
	char *engine;		/* NULL: builtin */
};

static const struct rule *
rule_of(const char *phase)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (strcmp(rules[i].phase, phase) == 0)
			return &rules[i];
	}
	return NULL;
}

static int64_t
duration_ms(const struct work *work)
{
	return time_is_pinned() ? 0 : time_monotonic_ms() - work->from_ms;
}

/* A phase that runs again makes its old entry, and what was built on it, untrue. */
static void
drop_from(struct work *work)
{
	struct cli *cli = work->cli;
	const char *phase = work->phase;
	struct json *phases = json_get(cli->input, "phases");
	int again = doc_phase_index(phase);

	for (int i = again; doc_phases[i]; i++) {
		if (json_get(phases, doc_phases[i]) == NULL)
			continue;
		if (i != again && !doc_is_built_on(i, again))
			continue;
		if (i != again)
			cli_warn(cli,
			    "%s was built on what is done again: it is dropped, run it again",
			    doc_phases[i]);
		else if (!doc_comes_again(cli->input, again))
			cli_warn(cli, "the document has %s already: it is done again", phase);
		json_keep_forget(&work->kept, json_get(phases, doc_phases[i]));
		json_remove(phases, doc_phases[i]);
	}
}

/* A document that is about something else: a change without a story has no criteria. */
static enum status
require(const struct json *doc, const struct rule *rule, struct err *err)
{
	if (rule->of && json_get(doc, rule->of) == NULL)
		return err_set(err, ST_DATA,
		    "the document has no %s, which %s is about: begin with %s", rule->of,
		    rule->phase, strcmp(rule->of, "story") == 0 ? "rsg-ingest" : "rsg-impact");
	for (int i = 0; rule->needed[i]; i++) {
		const char *const needed[] = { rule->needed[i], NULL };

		if (doc_is_due(doc, doc_phase_index(needed[0])) && doc_require(doc, needed, err))
			return err->status;
	}
	return ST_OK;
}

static const char *
engine_of(const struct work *work)
{
	return work->engine ? work->engine : "builtin";
}

static void
add_usage(const struct llm_totals *used, struct json *entry)
{
	struct json *usage = json_set_object(entry, "usage");

	json_set_number(usage, "input_tokens", (double)used->input_tokens);
	json_set_number(usage, "output_tokens", (double)used->output_tokens);
	if (used->cost_known)
		json_set_number(usage, "cost_usd", (double)used->cost_micro / MICRO);
	else
		json_set(usage, "cost_usd", json_new_null());
	json_set_number(usage, "calls", (double)used->calls);
	json_set_number(usage, "cached", (double)used->cached);
}

static struct json *
new_entry(struct work *work)
{
	struct json *entry = json_new_object();
	char started[TIME_TEXT], sha256[DIGEST_TEXT];

	time_format(work->env.now_ms, started);
	json_keep(&work->kept, work->output);
	digest_json_kept(&work->kept, work->output, sha256);
	json_set_string(entry, "status", "executed");
	json_set_string(entry, "engine", engine_of(work));
	json_set_string(entry, "started_at", started);
	json_set_number(entry, "duration_ms", (double)duration_ms(work));
	add_usage(&work->used, entry);
	json_set_string(entry, "input_sha256", work->input_sha256);
	json_set_string(entry, "output_sha256", sha256);
	return entry;
}

static void
add_entry(struct work *work)
{
	struct json *entry = new_entry(work);

	json_set(entry, "warnings", work->env.warnings);
	json_set(entry, "output", work->output);
	json_set(json_get(work->cli->input, "phases"), work->phase, entry);
	work->env.warnings = work->output = NULL;
}

static enum status
begin(struct work *work, struct err *err)
{
	return work->env.store ? db_begin(store_db(work->env.store), err) : ST_OK;
}

/* In a transaction of its own, so that a phase which is killed is a start without an end. */
static enum status
announce(struct work *work, struct err *err)
{
	struct store *store = work->env.store;
	enum status st;

	if (store == NULL || work->cli->dry_run)
		return ST_OK;
	if (db_begin(store_db(store), err))
		return err->status;
	st = execution_start(
	    store, work->cli->input, work->phase, work->input_sha256, work->env.now_ms, err);
	st = db_finish(store_db(store), st, err);
	work->started = st == ST_OK;
	return st;
}

/* The record and the phase's own writes become lasting together, or neither. */
static enum status
record(struct work *work, struct err *err)
{
	struct store *store = work->env.store;

	if (store == NULL)
		return ST_OK;
	if (work->cli->dry_run) {
		db_rollback(store_db(store));
		return ST_OK;
	}
	if (work->env.keep && work->env.keep(&work->env, err))
		return err->status;
	if (execution_record(store, work->cli->input, &work->kept, work->phase,
		work->env.now_ms + duration_ms(work), err))
		return err->status;
	return db_commit(store_db(store), err);
}

static void
record_failure(struct work *work, const struct err *cause)
{
	struct store *store = work->env.store;
	struct err err = ERR_INIT;
	struct execution_failure failure = {
		.run = doc_run_id(work->cli->input),
		.doc = work->cli->input,
		.phase = work->phase,
		.engine = engine_of(work),
		.input_sha256 = work->input_sha256,
		.started_ms = work->env.now_ms,
		.duration_ms = duration_ms(work),
		.started = work->started,
		.cause = cause,
	};
	int64_t now_ms = failure.started_ms + failure.duration_ms;

	if (store == NULL)
		return;
	db_rollback(store_db(store));
	if (work->cli->dry_run)
		return;
	if (db_begin(store_db(store), &err) ||
	    execution_record_failure(store, &failure, now_ms, &err) ||
	    db_commit(store_db(store), &err)) {
		db_rollback(store_db(store));
		cli_warn(work->cli, "the failure is not recorded: %s", err.text);
	}
}

/* What was added fits its part of the schema. */
static enum status
check_part(const struct work *work, const char *part, const struct json *value, struct err *err)
{
	struct cli *cli = work->cli;
	const struct schema *schema;
	char place[120];

	snprintf(place, sizeof place, "%s#/properties/%s", cli->cmd->writes, part);
	if (schema_compile(cli->own->reads.set, place, &schema, err) ||
	    schema_check(schema, value, err)) {
		err->status = ST_BUG;
		return err_context(
		    err, "the result does not fit %s: please report this", work->phase);
	}
	return ST_OK;
}

/* The rest of the document was checked when it was read, so only what is new is looked at. */
static enum status
emit(struct work *work, struct err *err)
{
	struct cli *cli = work->cli;
	char part[80];

	if (cli->own->reads.schema == NULL || strcmp(cli->cmd->reads, cli->cmd->writes) != 0)
		return cli_emit(cli, cli->input, err);
	snprintf(part, sizeof part, "phases/properties/%s", work->phase);
	if (check_part(work, part, json_get(json_get(cli->input, "phases"), work->phase), err))
		return err->status;
	if (strcmp(work->phase, "impact") == 0 &&
	    check_part(work, "change", json_get(cli->input, "change"), err))
		return err->status;
	return cli_put_kept(cli, cli->input, &work->kept, err);
}

/* What a model did is told, and over, before anything of the phase is recorded. */
static void
close_model(struct work *work)
{
	if (work->env.llm == NULL)
		return;
	llm_totals(work->env.llm, &work->used);
	if (work->used.engine)
		work->engine = mem_strdup(work->used.engine);
	work->used.engine = NULL;
	llm_close(work->env.llm);
	work->env.llm = NULL;
}

static enum status
run_phase(struct work *work, phase_fn *fn, const void *args, struct err *err)
{
	enum status st = fn(&work->env, args, &work->output, err);

	close_model(work);
	if (cli_is_cancelled() && st != ST_TEMPFAIL)
		return err_set(err, ST_TEMPFAIL, "interrupted");
	return st;
}

static enum status
do_phase(struct work *work, phase_fn *fn, const void *args, struct err *err)
{
	enum status st;

	if (work->rule->writes && begin(work, err))
		return err->status;
	st = run_phase(work, fn, args, err);
	if (st != ST_OK && !(st == ST_NO && work->output))
		return st;
	add_entry(work);
	if (emit(work, err))
		return err->status;
	if (!work->rule->writes && begin(work, err))
		return err->status;
	if (record(work, err))
		return err->status;
	return st;
}

/* A dry run leaves no trace, so it spends nothing. */
static enum status
open_model(struct work *work, struct err *err)
{
	struct cli *cli = work->cli;
	bool wanted = (cli->cmd->needs & CLI_MODEL) && cli_wants_model(cli, work->phase);

	if (!wanted && cli->own->require_model)
		return err_set(err, ST_CONFIG,
		    "--require-model, and no model is configured for %s: name one with -m",
		    work->phase);
	if (!wanted)
		return ST_OK;
	if (cli->dry_run) {
		cli_say(cli, "a dry run asks no model");
		return ST_OK;
	}
	work->env.require_model =
	    cli->own->require_model || config_bool(cli->config, "require_model");
	if (cli->share == NULL)
		cli_open_share(cli);
	work->env.share = cli->share;
	return cli_llm(cli, work->phase, doc_run_id(cli->input), &work->env.llm, err);
}

static void
prepare(struct work *work)
{
	struct cli *cli = work->cli;

	json_keep_init(&work->kept);
	json_each (entry, json_get(cli->input, "phases"))
		json_keep(&work->kept, entry);
	digest_json_kept(&work->kept, cli->input, work->input_sha256);
	drop_from(work);
	work->env = (struct phase_env){ .doc = cli->input,
		.store = cli->store,
		.share = cli->share,
		.words = cli->words,
		.now_ms = cli->now_ms,
		.warnings = json_new_array(),
		.cancel = cli_cancel() };
	work->used.cost_known = true;
	work->from_ms = time_monotonic_ms();
}

enum status
cli_phase(struct cli *cli, const char *phase, phase_fn *fn, const void *args, struct err *err)
{
	struct work work = { .cli = cli, .phase = phase, .rule = rule_of(phase) };
	enum status st;

	if (require(cli->input, work.rule, err) || cli_gates(cli, phase, err))
		return err->status;
	prepare(&work);
	cli_timer_start_phase(cli, phase, doc_run_id(cli->input), work.input_sha256);
	st = open_model(&work, err);
	if (st == ST_OK)
		st = announce(&work, err);
	if (st == ST_OK)
		st = do_phase(&work, fn, args, err);
	cli_timer_stop();
	cli_debug(
	    cli, "%s by %s: %.3f s", phase, engine_of(&work), (double)duration_ms(&work) / 1000);
	if (st != ST_OK && !(st == ST_NO && cli->out.len)) {
		json_remove(json_get(cli->input, "phases"), phase);
		record_failure(&work, err);
	}
	cli->out_on_no = st == ST_NO && cli->out.len;
	if (work.env.drop)
		work.env.drop(work.env.kept);
	json_free(work.env.warnings);
	json_free(work.output);
	json_keep_fini(&work.kept);
	free(work.engine);
	return st;
}
