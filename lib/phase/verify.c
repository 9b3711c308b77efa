#include "phase/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/generated.h"
#include "doc/share.h"
#include "io/json.h"
#include "phase/verify_private.h"
#include "text/failure.h"

static bool
is_written(const struct json *test)
{
	return strcmp(json_get_string(test, "kind"), "test") == 0;
}

/* What the output of the run that decided says of the cause. */
static void
analyse(struct chain *chain)
{
	static const struct {
		const char *outcome, *stage;
	} stages[] = { { "syntax", "build" }, { "collection", "collect" }, { "timeout", "timeout" },
		{ "cpu", "timeout" }, { "memory", "memory" }, { "crash", "crash" },
		{ "sandbox", "sandbox" } };
	struct verify_record *record = &chain->record;
	struct failure_ask ask = { .text = record->output.s,
		.n = record->output.len,
		.framework = chain->names.framework,
		.stage = "test",
		.test = chain->names.file };
	struct failure failure;

	if (verify_record_survived(record) || record->output.len == 0)
		return;
	for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
		if (strcmp(record->outcome, stages[i].outcome) == 0)
			ask.stage = stages[i].stage;
	}
	if (chain->open) {
		struct sandbox sandbox = *chain->v->args->sandbox;

		sandbox.work = chain->tree.work;
		ask.root = sandbox_inside(&sandbox);
	}
	failure_read(chain->v->rules, &ask, &failure);
	record->failure = failure_json(&failure);
	failure_fini(&failure);
}

/* A test on its way, from what the document has of it. */
static void
chain_init(struct verifier *v, const struct json *test, struct chain *chain)
{
	*chain = (struct chain){ .v = v,
		.test = test,
		.names = { json_get_string(test, "file"), json_get_string(test, "framework"),
		    json_get(test, "tests") } };
	verify_record_init(&chain->record);
	chain->record.failing = json_len(chain->names.tests);
}

static void
chain_fini(struct chain *chain)
{
	verify_said_fini(&chain->first);
	verify_runner_close(&chain->runner);
	copy_close(&chain->tree);
	verify_record_fini(&chain->record);
}

enum status
verify_test(struct verifier *v, const struct json *test, struct json **entry, struct err *err)
{
	struct chain chain;
	enum status st = ST_OK;

	chain_init(v, test, &chain);
	if (is_written(test))
		st = verify_chain(&chain, err);
	else
		verify_record_set(&chain.record, VERIFY_STAGE_PARSES, VERIFY_SKIPPED,
		    "a skeleton is pending: there is nothing to run");
	if (st == ST_OK) {
		analyse(&chain);
		if (verify_record_survived(&chain.record))
			verify_keep(&chain);
		*entry = verify_record_json(&chain.record, test);
	}
	chain_fini(&chain);
	return st;
}

void
verify_known(struct verifier *v, const struct json *test)
{
	struct chain chain;

	chain_init(v, test, &chain);
	verify_keep(&chain);
	chain_fini(&chain);
}

enum status
verify_settled(struct verifier *v, const struct json *test, char *why, size_t size, struct err *err)
{
	struct chain chain;
	enum status st;

	chain_init(v, test, &chain);
	st = verify_settle(&chain, why, size, err);
	chain_fini(&chain);
	return st;
}

static enum status
read_rules(struct verifier *v, struct err *err)
{
	struct json *tree = NULL;
	enum status st = share_yaml(v->env->share, FAILURE_FILE, &tree, err);

	return st ? st : failure_rules_read(tree, &v->rules, err);
}

static void
set_limits(const struct sandbox_limits *limits, struct json *output)
{
	struct json *set = json_set_object(output, "limits");

	json_set_number(set, "wall_ms", (double)limits->wall_ms);
	json_set_number(set, "cpu_ms", (double)limits->cpu_ms);
	json_set_number(set, "memory", (double)limits->memory);
	json_set_number(set, "processes", (double)limits->processes);
	json_set_number(set, "open_files", (double)limits->open_files);
	json_set_number(set, "output", (double)limits->output);
	json_set_number(set, "file_bytes", (double)limits->file_bytes);
	json_set_number(set, "disk", (double)limits->disk);
}

static void
set_guarantees(const struct verifier *v, struct json *list)
{
	for (int i = 0; v->ran && i < SANDBOX_GUARANTEES; i++) {
		if (v->guarantees & 1U << i)
			json_add_string(list, sandbox_guarantee_name((enum sandbox_guarantee)i));
	}
}

/* Why it was not run to its end, where that was not its fault; NULL. */
static const char *
why_not_run(const struct json *test)
{
	const struct json *first = json_first(json_get(test, "stages"));

	if (json_get_bool(test, "survived") ||
	    strcmp(json_get_string(test, "outcome"), "syntax") == 0)
		return NULL;
	for (const struct json *it = json_next(first); it; it = json_next(it)) {
		const char *verdict = json_get_string(it, "verdict");

		if (strcmp(verdict, "ok") != 0)
			return strcmp(verdict, "skipped") == 0 ? json_get_string(it, "why") : NULL;
	}
	return NULL;
}

/* What a person should know besides: what was not the tests' fault. */
static void
warn_missing(struct phase_env *env, const struct json *tests)
{
	json_each (it, tests) {
		const char *id = json_get_string(it, "test"), *why = why_not_run(it);

		if (*json_get_string(it, "model") && why)
			json_set_string(
			    phase_warn(env, "test-not-run", "%.60s was not run: %.600s.", id, why),
			    "about", id);
	}
}

void
verify_describe(const struct verifier *v, struct json *output)
{
	const struct verify_args *args = v->args;
	const struct json *change = json_get(v->env->doc, "change");

	json_set_string(output, "tier", sandbox_tier_name(args->sandbox->tier));
	if (args->accepted)
		json_set_string(output, "accepted", args->accepted);
	set_guarantees(v, json_set_array(output, "guarantees"));
	set_limits(&args->sandbox->limits, output);
	json_set_number(output, "runs", args->runs);
	json_set_string(output, "expect", args->expect_fail ? "fail" : "pass");
	if (v->no_proof[0] == '\0') {
		json_set_string(output, "base", json_get_string(change, "base"));
		json_set_string(output, "head", json_get_string(change, "head"));
	}
}

enum status
verify_open(
    struct phase_env *env, const struct verify_args *args, struct verifier **out, struct err *err)
{
	struct verifier *v = mem_calloc(1, sizeof *v);
	enum status st;

	v->env = env;
	v->args = args;
	st = read_rules(v, err);
	if (st == ST_OK)
		st = verify_change(v, err);
	if (st == ST_OK)
		*out = v;
	else
		verify_close(v);
	return st;
}

void
verify_close(struct verifier *v)
{
	if (v == NULL)
		return;
	verify_forget(v);
	verify_files_fini(&v->base);
	verify_files_fini(&v->head);
	failure_rules_free(v->rules);
	free(v);
}

enum status
phase_verify(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	struct json *generated = doc_generated(env->doc), *tests = json_new_array();
	struct verifier *v = NULL;
	enum status st = verify_open(env, args, &v, err);

	json_each (it, generated) {
		struct json *entry = NULL;

		if (st == ST_OK)
			st = verify_test(v, it, &entry, err);
		if (st == ST_OK)
			json_add(tests, entry);
	}
	if (st == ST_OK) {
		warn_missing(env, tests);
		*output = json_new_object();
		verify_describe(v, *output);
		json_set(*output, "survival", verify_survival(tests));
		json_set(*output, "tests", tests);
	} else {
		json_free(tests);
	}
	verify_close(v);
	json_free(generated);
	return st;
}
