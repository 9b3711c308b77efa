#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "phase/index_private.h"
#include "phase/phase.h"
#include "store/vectors.h"

/*
 * Vectors are weighted by document frequencies.  A run that changes little keeps the frequencies
 * and makes only the vectors of the tests it touched; after DRIFT of the corpus has changed all are
 * made anew, so that a corpus grown in small steps ends near one indexed at once.
 */
#define DRIFT 0.1
#define TITLE_WEIGHT 2

struct making {
	struct index *index;
	struct embedder *embedder;
	struct worker *worker;
	int64_t collection;
};

void
index_parts(const char *const text[CORPUS_FIELDS], struct embed_part parts[CORPUS_FIELDS])
{
	for (int field = 0; field < CORPUS_FIELDS; field++)
		parts[field] =
		    (struct embed_part){ text[field], field == CORPUS_TITLE ? TITLE_WEIGHT : 1 };
}

static enum status
count_text(void *arg, int64_t row, const char *const text[CORPUS_FIELDS], struct err *err)
{
	struct making *v = arg;
	struct embed_part parts[CORPUS_FIELDS];

	(void)row;
	(void)err;
	index_parts(text, parts);
	embed_count(v->index->counter, parts, CORPUS_FIELDS);
	return ST_OK;
}

/* The worker's part. */
static void
make_vector(void *arg, size_t place)
{
	struct making *v = arg;
	struct index_job *job = &v->index->jobs[place];
	const char *text[CORPUS_FIELDS];
	struct embed_part parts[CORPUS_FIELDS];

	for (int field = 0; field < CORPUS_FIELDS; field++)
		text[field] = job->text.fields[field].s;
	index_parts(text, parts);
	embed_local_terms(v->embedder, parts, CORPUS_FIELDS, job->vector);
}

static enum status
put_vector(struct making *v, struct err *err)
{
	const struct index_job *job = &v->index->jobs[worker_take(v->worker)];
	const struct vector_entry entry = {
		.key = job->row, .v = job->vector, .n = EMBED_DIMENSIONS
	};

	return vector_put(v->index->env->store, v->collection, &entry, err);
}

static enum status
give_text(void *arg, int64_t row, const char *const text[CORPUS_FIELDS], struct err *err)
{
	struct making *v = arg;
	struct index_job *job;
	enum status st = worker_is_full(v->worker) ? put_vector(v, err) : ST_OK;

	if (st)
		return st;
	job = &v->index->jobs[worker_next(v->worker)];
	job->row = row;
	for (int field = 0; field < CORPUS_FIELDS; field++) {
		buf_clear(&job->text.fields[field]);
		buf_str(&job->text.fields[field], text[field]);
	}
	worker_give(v->worker);
	return ST_OK;
}

void
index_count_begin(struct index *index)
{
	index->counter = embed_counter_new(index->frequencies);
}

void
index_count(struct index *index, const struct corpus_put *put)
{
	struct embed_part parts[CORPUS_FIELDS];

	if (index->counter == NULL)
		return;
	index_parts(put->text, parts);
	embed_count(index->counter, parts, CORPUS_FIELDS);
}

static enum status
count_all(struct making *v, struct err *err)
{
	if (v->index->counter)
		return ST_OK;
	index_count_begin(v->index);
	return corpus_texts(v->index->corpus, count_text, v, err);
}

static enum status
put_touched(struct making *v, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < v->index->touched.len; i++) {
		st = corpus_text(v->index->corpus, v->index->touched.at[i], give_text, v, err);
		if (st == ST_NO) /* it was renamed into another row */
			st = ST_OK;
	}
	return st;
}

static enum status
drop_gone(struct making *v, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < v->index->known.len; i++) {
		if (!v->index->known.at[i].leaving)
			continue;
		st = vector_delete(
		    v->index->env->store, v->collection, v->index->known.at[i].row, err);
		if (st == ST_NO)
			st = ST_OK;
	}
	return st;
}

static enum status
open_collection(struct making *v, struct err *err)
{
	char name[CORPUS_COLLECTION];
	const struct vector_kind kind = {
		.name = name, .engine = EMBED_LOCAL_MODEL, .dimensions = EMBED_DIMENSIONS
	};

	corpus_collection(v->index->args->corpus, name);
	return vector_collection_add(
	    v->index->env->store, &kind, v->index->env->now_ms, &v->collection, err);
}

static enum status
put_vectors(struct making *v, bool all, struct err *err)
{
	enum status st;

	v->embedder = embed_local_new(v->index->env->words, v->index->frequencies);
	v->worker = worker_start(INDEX_JOBS, make_vector, v);
	st = all ? corpus_texts(v->index->corpus, give_text, v, err) : put_touched(v, err);
	while (st == ST_OK && worker_has(v->worker))
		st = put_vector(v, err);
	worker_stop(v->worker);
	v->embedder->close(v->embedder);
	return st;
}

bool
index_makes_vectors(const struct index *index)
{
	return index->args->model == NULL &&
	       (index->args->vectors == NULL || index->args->fallback);
}

static enum status
make_vectors(struct making *v, bool anew, struct err *err)
{
	struct index *index = v->index;
	struct store *store = index->env->store;
	char name[CORPUS_COLLECTION];
	enum status st = ST_OK;

	corpus_collection(index->args->corpus, name);
	if (!index->store_ready)
		st = vector_collection_delete(store, name, err);
	if (st == ST_OK || st == ST_NO)
		st = open_collection(v, err);
	if (st == ST_OK)
		st = drop_gone(v, err);
	if (st == ST_OK)
		st = put_vectors(v, anew || !index->store_ready, err);
	return st ? st : vector_collection_ready(store, name, true, err);
}

enum status
index_vectors(struct index *index, struct corpus_info *info, struct err *err)
{
	struct making v = { .index = index };
	struct embed_frequencies *frequencies = index->frequencies;
	size_t drifted = info->drifted_tests + index->touched.len + index->sum.gone;
	bool anew = info->frequencies_bytes != sizeof *frequencies ||
		    (double)drifted > DRIFT * (double)info->tests || index->engine_changed;
	char name[CORPUS_COLLECTION];
	enum status st = ST_OK;

	corpus_collection(index->args->corpus, name);
	if (index->changed || anew)
		st = vectors_outdated(index->env->store, name, err);
	if (st == ST_OK && anew)
		st = count_all(&v, err);
	else if (st == ST_OK && index->counter == NULL)
		memcpy(frequencies, info->frequencies, sizeof *frequencies);
	if (st == ST_OK && index_makes_vectors(index))
		st = make_vectors(&v, anew, err);
	info->frequencies = frequencies;
	info->frequencies_bytes = sizeof *frequencies;
	info->drifted_tests = anew ? 0 : drifted;
	index->anew = anew;
	return st;
}
