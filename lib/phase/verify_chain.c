#include <string.h>

#include "base/time.h"
#include "io/json.h"
#include "phase/verify_private.h"

/* Kept for whoever reads why it failed. */
static void
keep_output(struct chain *chain, const struct verify_said *said)
{
	buf_clear(&chain->record.output);
	buf_add(&chain->record.output, said->output.s, said->output.len);
}

/* What the sandbox or the machine could not do says nothing of the test. */
static bool
is_no_fault(const char *outcome)
{
	return strcmp(outcome, "sandbox") == 0;
}

static void
fail(struct chain *chain, enum verify_stage stage, const struct verify_said *said)
{
	chain->record.outcome = said->outcome;
	verify_record_set(&chain->record, stage,
	    is_no_fault(said->outcome) ? VERIFY_SKIPPED : VERIFY_FAILED, "%s: %s", said->outcome,
	    said->why);
	chain->record.stopped = true;
	keep_output(chain, said);
}

static enum status
parses(struct chain *chain, struct err *err)
{
	const struct phase_env *env = chain->v->env;
	struct verify_record *record = &chain->record;
	struct syntax_answer answer = { 0 };
	struct buf code;
	enum status st;

	buf_init(&code, BUF_DOCUMENT);
	buf_str(&code, json_get_string(chain->test, "code"));
	st = chain->v->args->parse(env->share, env->cancel, chain->names.file, &code, &answer, err);
	buf_fini(&code);
	if (st)
		return st;
	if (answer.verdict == SYNTAX_PARSES) {
		verify_record_set(record, VERIFY_STAGE_PARSES, VERIFY_OK, "%s takes it",
		    answer.by[0] ? answer.by : "its parser");
	} else if (answer.verdict == SYNTAX_UNCHECKED) {
		verify_record_set(record, VERIFY_STAGE_PARSES, VERIFY_SKIPPED,
		    "there is no parser of its language here");
	} else {
		record->outcome = "syntax";
		verify_record_set(record, VERIFY_STAGE_PARSES, VERIFY_FAILED, "%s", answer.why);
		buf_str(&record->output, answer.why);
	}
	return ST_OK;
}

/* Nothing can be run for want of something that is not the test's. */
static void
cannot(struct chain *chain, const char *why)
{
	verify_record_set(&chain->record, VERIFY_STAGE_BUILDS, VERIFY_SKIPPED, "%s", why);
	chain->record.stopped = true;
}

static enum status
builds(struct chain *chain, struct err *err)
{
	struct verifier *v = chain->v;
	struct verify_said said = { 0 };
	const char *outcome;
	enum status st = verify_runner_open(
	    v->env->share, v->args->root, chain->names.framework, &chain->runner, err);

	if (st == ST_NO) {
		cannot(chain, "no runner is known for its framework");
		return ST_OK;
	}
	if (st == ST_OK)
		st = verify_tree(chain, &v->head, &chain->tree, err);
	if (st == ST_REFUSED) { /* its path is none */
		verify_record_set(
		    &chain->record, VERIFY_STAGE_BUILDS, VERIFY_FAILED, "%s", err->text);
		*err = (struct err)ERR_INIT;
		return ST_OK;
	}
	if (st)
		return st;
	chain->open = true;
	st = verify_build(chain, &chain->tree, &outcome, &said, err);
	if (st == ST_OK && *outcome)
		fail(chain, VERIFY_STAGE_BUILDS, &said);
	else if (st == ST_OK && said.outcome)
		verify_record_set(
		    &chain->record, VERIFY_STAGE_BUILDS, VERIFY_OK, "the runner finds it");
	verify_said_fini(&said);
	return st;
}

bool
verify_is_over(const struct verifier *v)
{
	return v->args->until_ms && time_monotonic_ms() > v->args->until_ms;
}

/* That says nothing of the test. */
static void
out_of_time(struct chain *chain, enum verify_stage stage)
{
	verify_record_set(&chain->record, stage, VERIFY_SKIPPED,
	    "no time was left for it: give more with --timeout");
	chain->record.stopped = true;
}

static bool
is_wanted(const struct chain *chain, const struct verify_said *said)
{
	if (!chain->v->args->expect_fail)
		return strcmp(said->outcome, "passed") == 0;
	return strcmp(said->outcome, "assertion") == 0 || strcmp(said->outcome, "error") == 0;
}

/* What did not come to run its tests did not build, unless the runner was asked and found them. */
static bool
is_unbuilt(const struct chain *chain, const struct verify_said *said)
{
	return chain->record.stages[VERIFY_STAGE_BUILDS].verdict != VERIFY_OK &&
	       (strcmp(said->outcome, "collection") == 0 || is_no_fault(said->outcome));
}

static enum status
passes(struct chain *chain, struct err *err)
{
	struct verify_record *record = &chain->record;
	struct verify_said *said = &chain->first;
	bool expect_fail = chain->v->args->expect_fail;
	enum status st = verify_file(chain, &chain->tree, false, said, err);

	if (st)
		return st;
	if (is_unbuilt(chain, said)) {
		fail(chain, VERIFY_STAGE_BUILDS, said);
		return ST_OK;
	}
	if (record->stages[VERIFY_STAGE_BUILDS].verdict != VERIFY_OK)
		verify_record_set(record, VERIFY_STAGE_BUILDS, VERIFY_OK, "the runner ran it");
	record->outcome = said->outcome;
	record->failing = verify_said_failing(said);
	if (is_wanted(chain, said) && expect_fail)
		verify_record_set(record, VERIFY_STAGE_PASSES, VERIFY_OK,
		    "it fails, as it is to (%s): %s", said->outcome, said->why);
	else if (is_wanted(chain, said))
		verify_record_set(record, VERIFY_STAGE_PASSES, VERIFY_OK, "it passes");
	else if (expect_fail && strcmp(said->outcome, "passed") == 0)
		verify_record_set(record, VERIFY_STAGE_PASSES, VERIFY_FAILED,
		    "it passes, and was to fail: what it asks for is there already");
	else
		fail(chain, VERIFY_STAGE_PASSES, said);
	if (record->stopped)
		keep_output(chain, said);
	return ST_OK;
}

static enum status
stable(struct chain *chain, struct err *err)
{
	struct verify_record *record = &chain->record;
	int runs = chain->v->args->runs;
	bool shuffles = verify_runner_shuffles(&chain->runner) && runs > 1;

	for (int i = 2; i <= runs; i++) {
		bool shuffled = shuffles && i == runs, same;
		struct verify_said said = { 0 };
		enum status st;

		if (verify_is_over(chain->v)) {
			out_of_time(chain, VERIFY_STAGE_STABLE);
			return ST_OK;
		}
		st = verify_file(chain, &chain->tree, shuffled, &said, err);

		if (st)
			return st;
		same = verify_said_same(&chain->first, &said);
		if (!same) {
			record->outcome = "flaky";
			verify_record_set(record, VERIFY_STAGE_STABLE, VERIFY_FAILED,
			    "run %d of %d%s: %s (%.300s), the first: %s", i, runs,
			    shuffled ? ", in random order" : "", said.outcome, said.why,
			    chain->first.outcome);
			keep_output(chain, &said);
		}
		verify_said_fini(&said);
		if (!same)
			return ST_OK;
	}
	verify_record_set(record, VERIFY_STAGE_STABLE, VERIFY_OK, "%d of %d ended the same%s", runs,
	    runs, shuffles ? ", one of them in random order" : "");
	return ST_OK;
}

static enum status
tied(struct chain *chain, struct err *err)
{
	(void)err;
	verify_tied(chain);
	return ST_OK;
}

enum status
verify_chain(struct chain *chain, struct err *err)
{
	static const struct {
		enum verify_stage stage;
		enum status (*fn)(struct chain *chain, struct err *err);
		bool runs; /* something, which takes time */
	} steps[] = {
		{ VERIFY_STAGE_PARSES, parses, false },
		{ VERIFY_STAGE_BUILDS, builds, true },
		{ VERIFY_STAGE_PASSES, passes, true },
		{ VERIFY_STAGE_STABLE, stable, true },
		{ VERIFY_STAGE_UNIQUE, verify_unique, false },
		{ VERIFY_STAGE_TIED, tied, false },
		{ VERIFY_STAGE_PROVEN, verify_proven, true },
	};

	for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !chain->record.stopped; i++) {
		enum status st = ST_OK;

		if (steps[i].runs && verify_is_over(chain->v))
			out_of_time(chain, steps[i].stage);
		else
			st = steps[i].fn(chain, err);
		if (st)
			return st;
	}
	return ST_OK;
}
