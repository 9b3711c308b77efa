/* Does a test that fails do so each time?  A repair of one that does not would mend nothing. */

#include <stdio.h>
#include <string.h>

#include "io/json.h"
#include "phase/verify_private.h"
#include "text/results.h"

#define RUNS 3

/* The first of its tests that failed; NULL. */
static const char *
failing(const struct chain *chain)
{
	size_t i = 0;

	json_each (it, chain->names.tests) {
		if (i < chain->first.n && chain->first.statuses[i] >= 0 &&
		    results_is_failure((enum results_status)chain->first.statuses[i]))
			return json_string(it);
		i++;
	}
	return NULL;
}

static enum status
again(struct chain *chain, char *why, size_t size, struct err *err)
{
	for (int i = 2; i <= RUNS; i++) {
		struct verify_said said = { 0 };
		enum status st = verify_file(chain, &chain->tree, false, &said, err);

		if (st == ST_OK && !verify_said_same(&chain->first, &said)) {
			snprintf(why, size, "run %d of %d: %s, the first: %s", i, RUNS,
			    said.outcome, chain->first.outcome);
			st = ST_NO;
		}
		verify_said_fini(&said);
		if (st)
			return st;
	}
	return ST_OK;
}

/* A run that does not reach the test says nothing. */
static enum status
alone(struct chain *chain, char *why, size_t size, struct err *err)
{
	const char *name = failing(chain);
	struct verify_said said = { 0 };
	enum status st = name ? verify_alone(chain, &chain->tree, name, &said, err) : ST_NO;

	if (st == ST_NO)
		return ST_OK;
	if (st == ST_OK && strcmp(said.outcome, "passed") == 0) {
		snprintf(why, size, "alone it passes, with others in its file: %s",
		    chain->first.outcome);
		st = ST_NO;
	}
	verify_said_fini(&said);
	return st;
}

enum status
verify_settle(struct chain *chain, char *why, size_t size, struct err *err)
{
	struct verify_said said = { 0 };
	const char *outcome = "";
	enum status st = verify_runner_open(chain->v->env->share, chain->v->args->root,
	    chain->names.framework, &chain->runner, err);

	if (st == ST_NO)
		return ST_OK;
	if (st == ST_OK)
		st = verify_tree(chain, &chain->v->head, &chain->tree, err);
	if (st == ST_OK)
		st = verify_build(chain, &chain->tree, &outcome, &said, err);
	verify_said_fini(&said);
	if (st || *outcome)
		return st;
	st = verify_file(chain, &chain->tree, false, &chain->first, err);
	if (st == ST_OK)
		st = again(chain, why, size, err);
	return st == ST_OK ? alone(chain, why, size, err) : st;
}
