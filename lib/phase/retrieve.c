#include "phase/retrieve.h"

#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "phase/retrieve_private.h"
#include "store/result.h"

/* Chosen on the evaluation data; see HACKING.md. */
static const struct bm25 settings = { .k1 = 1.5, .b = 0.5, .boost = { 3, 1, 1 } };

const char *const retrieve_signal_names[RETRIEVE_SIGNALS] = { "text", "cosine", "pair", "path",
	"vector", "link" };

static void
fini(struct retrieval *r)
{
	vec_each (struct query *, query, &r->queries) {
		vec_fini(&query->terms);
		vec_fini(&query->pairs);
		vec_fini(&query->links);
		vec_fini(&query->vector);
		vec_fini(&query->matches);
	}
	vec_fini(&r->queries);
	vec_fini(&r->terms);
	vec_fini(&r->tests);
	map_fini(&r->term_index);
	map_fini(&r->named);
	arena_fini(&r->surfaces);
	retrieve_far_fini(r);
	retrieve_evidence_fini(&r->evidence);
	vec_each (struct json **, row, &r->results)
		json_free(*row);
	vec_fini(&r->results);
	map_fini(&r->result_index);
	corpus_close(r->corpus);
}

static enum status
open_corpus(struct retrieval *r, struct err *err)
{
	enum status st = corpus_open(r->env->store, r->args->corpus, &r->corpus, err);

	if (st == ST_OK)
		st = corpus_tests(r->corpus, &r->tests, err);
	if (st)
		return st;
	if (r->tests.len == 0)
		return err_set(err, ST_DATA,
		    "the corpus \"%.100s\" is empty: fill it with `rsg-scan tests/ | rsg-index'",
		    r->args->corpus);
	if (corpus_info(r->corpus)->frequencies_bytes == sizeof *r->frequencies)
		r->frequencies = corpus_info(r->corpus)->frequencies;
	r->bm25 = settings;
	for (int field = 0; field < CORPUS_FIELDS; field++)
		r->bm25.average[field] =
		    (double)corpus_info(r->corpus)->terms[field] / (double)r->tests.len;
	return ST_OK;
}

static enum status
hold(struct retrieval *r, enum status (*step)(struct retrieval *, struct err *), struct err *err)
{
	enum status st = corpus_hold(r->env->store, err);

	if (st)
		return st;
	st = step(r, err);
	corpus_release(r->env->store);
	return st;
}

static enum status
add_result(void *arg, const struct result_history *history, struct err *err)
{
	struct retrieval *r = arg;
	struct json *row = json_new_object();

	(void)err;
	*map_slot(&r->result_index, history->test, strlen(history->test), NULL) = r->results.len;
	*vec_add(&r->results) = row;
	json_set_number(row, "runs", history->runs);
	json_set_number(row, "failures", history->failures);
	json_set_string(row, "last", history->last);
	json_set_number(row, "rate", json_round(history->rate, 4));
	json_set_number(row, "since_failure", history->since_failure);
	if (history->duration_ms >= 0)
		json_set_number(row, "duration_ms", (double)history->duration_ms);
	if (history->flaky)
		json_set_bool(row, "flaky", true);
	return ST_OK;
}

static enum status
read_questions(struct retrieval *r, struct err *err)
{
	enum status st = open_corpus(r, err);

	if (st == ST_OK)
		st = retrieve_queries(r, err);
	if (st == ST_OK)
		st = result_histories(r->env->store, r->args->corpus, add_result, r, err);
	return st ? st : retrieve_files(r, err);
}

/* What is not in the store: the tree and its history. */
static enum status
read_around(struct retrieval *r, struct err *err)
{
	enum status st = retrieve_tree(r, err);

	if (r->evidence.has_change && r->evidence.files.len == 0)
		phase_warn(r->env, "no-files",
		    "No test file of the corpus is below %s: run in the directory that was "
		    "scanned, or name it with --root.",
		    r->args->root);
	if (st == ST_OK)
		st = retrieve_past(r, err);
	if (st != ST_OK)
		return st;
	retrieve_imports(r);
	retrieve_compute(r);
	return ST_OK;
}

/* The vectors on the server that matter.  The store is not held while the server is asked. */
static enum status
read_far(struct retrieval *r, struct err *err)
{
	enum status st = retrieve_far_search(r, err);

	if (st || !r->far.used)
		return st;
	r->far.looking = true;
	st = hold(r, retrieve_scores, err);
	r->far.looking = false;
	return st ? st : retrieve_far_read(r, err);
}

static enum status
far_or_stored(struct retrieval *r, struct err *err)
{
	enum status st = read_far(r, err);

	if (st != ST_UNAVAILABLE || !r->args->fallback)
		return st;
	phase_warn(r->env, "vectors-fallback",
	    "The vector server failed, so the store's own vectors are used: %s", err->text);
	*err = (struct err)ERR_INIT;
	r->far.used = false;
	return ST_OK;
}

static enum status
answer(struct retrieval *r, struct err *err)
{
	enum status st = r->queries.len ? retrieve_scores(r, err) : ST_OK;

	return st ? st : retrieve_output(r, r->out, err);
}

static enum status
retrieve(struct retrieval *r, struct err *err)
{
	enum status st = hold(r, read_questions, err);

	if (st == ST_OK && r->args->vectors && r->queries.len)
		st = far_or_stored(r, err);
	if (st == ST_OK)
		st = read_around(r, err);
	return st ? st : hold(r, answer, err);
}

/* The store is read in two moments: what lies elsewhere is asked in between. */
enum status
phase_retrieve(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	struct retrieval r = { .env = env, .args = args };
	enum status st;

	if (env->store == NULL)
		return err_set(err, ST_USAGE, "the corpus lies in the store: leave out --no-store");
	map_init(&r.term_index);
	map_init(&r.named);
	arena_init(&r.surfaces);
	map_init(&r.far.rows);
	retrieve_evidence_init(&r.evidence);
	r.evidence.has_change = json_get(env->doc, "change") != NULL;
	map_init(&r.result_index);
	r.out = json_new_object();
	st = retrieve(&r, err);
	fini(&r);
	if (st == ST_OK)
		*output = r.out;
	else
		json_free(r.out);
	return st;
}
