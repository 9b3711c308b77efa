/* Texts made into vectors: what is kept comes from there, text by text; the rest goes in batches.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "llm/llm_key.h"
#include "llm/llm_private.h"
#include "llm/llm_vectors.h"

#define BATCH 64
#define BATCH_TOKENS 50000

struct text { /* one of the request's */
	const char *s;
	struct json *request, *fields;
	char key[DIGEST_TEXT];
	float *v; /* NULL: not there yet */
	bool kept;
};

struct embedding {
	struct step *step;
	struct text *at;
	size_t n, dimensions, sent;
	struct llm_usage usage;
};

static struct json *
request_of(const struct call *call, const struct text *texts, size_t n)
{
	struct json *request = json_new_object(), *input = json_set_array(request, "input");

	for (size_t i = 0; i < n; i++)
		json_add_string(input, texts[i].s);
	json_each (member, call->request) {
		if (strcmp(json_key(member), "input") != 0)
			json_set(request, json_key(member), json_copy(member));
	}
	return request;
}

static void
open_texts(struct embedding *e)
{
	const struct call *call = e->step->call;
	const struct json *input = json_get(call->request, "input");
	size_t i = 0;

	e->n = json_len(input);
	e->at = mem_calloc(e->n + 1, sizeof *e->at);
	json_each (text, input) {
		struct text *t = &e->at[i++];

		t->s = json_string(text) ? json_string(text) : "";
		t->request = request_of(call, t, 1);
		t->fields = key_fields(e->step->m->model, t->request);
		key_hash(t->fields, t->key);
	}
}

static void
close_texts(struct embedding *e)
{
	for (size_t i = 0; i < e->n; i++) {
		json_free(e->at[i].request);
		json_free(e->at[i].fields);
		free(e->at[i].v);
	}
	free(e->at);
}

/* ST_NO: a vector of another length than those before. */
static enum status
take_vector(struct embedding *e, struct text *t, const float *v)
{
	struct answer *answer = &e->step->answer;

	if (e->dimensions && e->dimensions != answer->dimensions) {
		fault_set(&e->step->call->fault, FAULT_PARSE,
		    "vectors of %zu and of %zu numbers came from one model", e->dimensions,
		    answer->dimensions);
		attempt_note(e->step, &e->step->call->fault);
		return ST_NO;
	}
	e->dimensions = answer->dimensions;
	t->v = mem_alloc(e->dimensions * sizeof *t->v);
	memcpy(t->v, v, e->dimensions * sizeof *t->v);
	return ST_OK;
}

static enum status
find_kept(struct embedding *e, struct text *t, struct err *err)
{
	struct step *step = e->step;
	const struct kept kept = { t->request, t->fields, t->key };
	struct json *reply = NULL;
	int64_t saved;
	enum status st = keep_find(step, &kept, &reply, &saved, err);

	if (st == ST_NO)
		return keep_sends(step) ? ST_OK : ST_NO;
	if (st)
		return st;
	step->texts = 1;
	reply_read(step, reply);
	json_free(reply);
	if (step->answer.fault.class != FAULT_NONE)
		return ST_OK; /* then it is asked for */
	t->kept = true;
	return take_vector(e, t, step->answer.vectors);
}

static enum status
keep_vector(struct embedding *e, const struct text *t, int64_t cost, struct err *err)
{
	const struct kept kept = { t->request, t->fields, t->key };
	struct json *reply = json_new_object();
	enum status st;

	json_set(reply, "embeddings", vectors_kept(t->v, e->dimensions));
	st = keep_add(e->step, &kept, reply, cost, err);
	json_free(reply);
	return st;
}

static void
add_usage(struct llm_usage *sum, const struct llm_usage *u)
{
	sum->uncached_in += u->uncached_in;
	sum->cache_read += u->cache_read;
	sum->out += u->out;
	sum->known = sum->known && u->known;
}

/* Those of the batch lie one behind the other in `texts`, which lends what they hold. */
static enum status
send_batch(struct embedding *e, struct text **texts, size_t n, struct err *err)
{
	struct step *step = e->step;
	struct text *lent = mem_calloc(n, sizeof *lent);
	int64_t before = step->call->cost;
	struct json *request, *fields;
	enum status st;

	for (size_t i = 0; i < n; i++)
		lent[i].s = texts[i]->s;
	request = request_of(step->call, lent, n);
	free(lent);
	fields = key_fields(step->m->model, request);
	key_hash(fields, step->key);
	json_free(fields);
	step->texts = n;
	step->tokens = request_tokens(request);
	st = step_send(step, request, err);
	json_free(request);
	e->sent++;
	add_usage(&e->usage, &step->answer.usage);
	for (size_t i = 0; st == ST_OK && i < n; i++) {
		int64_t cost = (step->call->cost - before) / (int64_t)n;

		st = take_vector(e, texts[i], step->answer.vectors + i * step->answer.dimensions);
		if (st == ST_OK)
			st = keep_vector(e, texts[i], step->call->cost_known ? cost : -1, err);
	}
	return st;
}

static enum status
send_missing(struct embedding *e, struct err *err)
{
	size_t most =
	    e->step->m->model->caps.batch > 0 ? (size_t)e->step->m->model->caps.batch : BATCH;
	struct text **batch = mem_calloc(most, sizeof *batch);
	int64_t tokens = 0;
	size_t n = 0;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < e->n; i++) {
		struct text *t = &e->at[i];
		int64_t more = t->v ? 0 : tokens_estimate(t->s, strlen(t->s));

		if (n && (n == most || tokens + more > BATCH_TOKENS)) {
			st = send_batch(e, batch, n, err);
			n = 0;
			tokens = 0;
		}
		if (t->v == NULL) {
			batch[n++] = t;
			tokens += more;
		}
	}
	if (st == ST_OK && n)
		st = send_batch(e, batch, n, err);
	free(batch);
	return st;
}

/* The vectors to the caller: as they are, or in a reply. */
static void
give(struct embedding *e, struct json **reply)
{
	struct call *call = e->step->call;
	float *all = mem_calloc(e->n * e->dimensions + 1, sizeof *all);

	for (size_t i = 0; i < e->n; i++)
		memcpy(all + i * e->dimensions, e->at[i].v, e->dimensions * sizeof *all);
	if (call->floats) {
		call->vectors = all;
		call->dimensions = e->dimensions;
		return;
	}
	e->step->answer.usage = e->usage;
	e->step->answer.stop = LLM_END;
	*reply = reply_make(e->step);
	json_set(*reply, "embeddings", vectors_numbers(all, e->n, e->dimensions));
	reply_finish(call, *reply, e->sent == 0);
	free(all);
}

/* One row in the ledger for all that was kept. */
static enum status
note_kept(struct embedding *e, struct err *err)
{
	for (size_t i = 0; i < e->n; i++) {
		if (e->at[i].kept)
			return keep_note(e->step, e->at[i].key, -1, err);
	}
	return ST_OK;
}

enum status
embed_ask(struct step *step, struct json **reply, struct err *err)
{
	struct embedding e = { .step = step, .usage = { .known = true } };
	bool missing = false;
	enum status st = ST_OK;

	open_texts(&e);
	for (size_t i = 0; st == ST_OK && i < e.n; i++) {
		st = find_kept(&e, &e.at[i], err);
		missing = missing || e.at[i].v == NULL;
	}
	if (st == ST_OK)
		st = note_kept(&e, err);
	if (st == ST_OK && missing)
		st = step_need_key(step, err);
	if (st == ST_OK)
		st = send_missing(&e, err);
	if (st == ST_OK)
		give(&e, reply);
	close_texts(&e);
	return st;
}
