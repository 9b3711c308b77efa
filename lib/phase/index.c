#include "phase/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/schema.h"
#include "io/db.h"
#include "io/json.h"
#include "phase/index_private.h"
#include "phase/phase.h"
#include "store/store.h"
#include "store/vector.h"
#include "text/words.h"

#define MAX_REPEATS 1000

static void
remember(void *arg, const struct corpus_known *known)
{
	struct index *index = arg;
	struct index_known *k = vec_add(&index->known);

	k->row = known->row;
	k->gone = known->gone;
	memcpy(k->content_sha256, known->content_sha256, DIGEST_BYTES);
	if (!known->gone)
		*map_slot(&index->lines, (const char *)known->line_sha256, DIGEST_BYTES, NULL) =
		    index->known.len - 1;
}

static enum status
start(struct index *index, struct err *err)
{
	struct phase_env *env = index->env;
	struct db *db = store_db(env->store);
	enum status st;

	st = db_begin(db, err);
	if (st == ST_OK)
		st = corpus_make(env->store, index->args->corpus, INDEX_ENGINE, env->now_ms,
		    &index->corpus, err);
	if (st == ST_OK)
		st = corpus_each_known(index->corpus, remember, index, err);
	if (st)
		return st;
	if (strcmp(corpus_info(index->corpus)->engine, INDEX_ENGINE) != 0) {
		map_fini(&index->lines);
		map_init(&index->lines);
		index->engine_changed = true;
	}
	if (index->known.len == 0)
		index_count_begin(index);
	return ST_OK;
}

enum status
index_open(
    struct phase_env *env, const struct index_args *args, struct index **out, struct err *err)
{
	struct index *index;
	enum status st;

	if (env->store == NULL)
		return err_set(err, ST_USAGE, "the corpus lies in the store: leave out --no-store");
	st = corpus_check_name(args->corpus, err);
	if (st == ST_OK && args->model)
		st = vector_engine_check(args->model, err);
	if (st)
		return st;
	index = mem_calloc(1, sizeof *index);
	index->env = env;
	index->args = args;
	index->frequencies = mem_calloc(1, sizeof *index->frequencies);
	map_init(&index->lines);
	map_init(&index->repeats);
	index->words = words_open();
	for (size_t i = 0; i < INDEX_JOBS; i++)
		index_job_init(&index->jobs[i], index->words);
	st = schema_builtin("test-case", &index->schemas, &index->schema, err);
	if (st == ST_OK)
		st = start(index, err);
	if (st == ST_OK)
		index->worker = worker_start(INDEX_JOBS, index_read, index);
	if (st) {
		index_close(index);
		return st;
	}
	*out = index;
	return ST_OK;
}

void
index_close(struct index *index)
{
	if (index == NULL)
		return;
	worker_stop(index->worker);
	if (!index->finished)
		db_rollback(store_db(index->env->store));
	corpus_close(index->corpus);
	map_fini(&index->lines);
	map_fini(&index->repeats);
	vec_fini(&index->known);
	vec_fini(&index->added);
	vec_fini(&index->touched);
	embed_counter_free(index->counter);
	free(index->frequencies);
	for (size_t i = 0; i < INDEX_JOBS; i++)
		index_job_fini(&index->jobs[i]);
	words_close(index->words);
	schema_set_free(index->schemas);
	free(index);
}

static int
compare_row(const void *key, const void *known)
{
	int64_t a = *(const int64_t *)key, b = ((const struct index_known *)known)->row;

	return a < b ? -1 : a > b;
}

/* NULL for a row that this run made. */
static struct index_known *
known_row(struct index *index, int64_t row)
{
	if (index->known.len == 0)
		return NULL;
	return bsearch(
	    &row, index->known.at, index->known.len, sizeof *index->known.at, compare_row);
}

static enum status
add(struct index *index, const struct corpus_put *put, struct err *err)
{
	struct index_added *added;
	int64_t row;
	enum status st = corpus_add(index->corpus, put, index->env->now_ms, &row, err);

	if (st)
		return st;
	added = vec_add(&index->added);
	added->row = row;
	memcpy(added->content_sha256, put->content_sha256, DIGEST_BYTES);
	*vec_add(&index->touched) = row;
	index->sum.added++;
	return ST_OK;
}

static enum status
change(
    struct index *index, struct index_known *known, const struct corpus_put *put, struct err *err)
{
	known->met = MET_CHANGED;
	*vec_add(&index->touched) = known->row;
	if (known->gone)
		index->sum.returned++;
	else
		index->sum.changed++;
	return corpus_change(index->corpus, known->row, put, err);
}

/* ST_NO when the id was met before in this run. */
static enum status
place(struct index *index, const struct corpus_put *put, struct err *err)
{
	struct index_known *known;
	int64_t row;
	bool gone;
	enum status st = corpus_find(index->corpus, put->test, &row, &gone, err);

	if (st == ST_NO)
		return add(index, put, err);
	if (st)
		return st;
	known = known_row(index, row);
	if (known == NULL || known->met != MET_NOT)
		return ST_NO;
	return change(index, known, put, err);
}

/* Another test of the same id: it is kept as "id#2" and so on. */
static enum status
place_repeated(struct index *index, struct corpus_put *put, struct json *record, struct err *err)
{
	char *id = mem_strdup(put->test);
	size_t *count = map_slot(&index->repeats, id, strlen(id), NULL);
	enum status st = ST_NO;

	if (*count == 0)
		phase_warn(index->env, "repeated-id",
		    "More than one test is called \"%.200s\"; the others are kept as #2 and so on.",
		    id);
	while (st == ST_NO && *count < MAX_REPEATS) {
		char *name = mem_printf("%s#%zu", id, ++*count + 1);
		struct buf text;

		buf_init(&text, BUF_DOCUMENT);
		json_set_string(record, "id", name);
		json_print(record, &text);
		put->test = name;
		put->record = text.s;
		put->record_bytes = text.len;
		st = place(index, put, err);
		buf_fini(&text);
		free(name);
	}
	free(id);
	if (st == ST_NO)
		return err_set(err, ST_DATA, "more than %d tests have the same id: give them names",
		    MAX_REPEATS);
	return st;
}

/* The oldest job that waits, into the store. */
static enum status
take_job(struct index *index, struct err *err)
{
	struct index_job *job = &index->jobs[worker_take(index->worker)];
	enum status st = job->status;

	if (st)
		*err = job->err;
	else
		st = place(index, &job->put, err);
	if (st == ST_NO)
		st = place_repeated(index, &job->put, job->record, err);
	index->waiting_bytes -= job->line.len;
	index_job_clear(job);
	return st;
}

enum status
index_drain(struct index *index, struct err *err)
{
	enum status st = ST_OK;

	while (st == ST_OK && worker_has(index->worker))
		st = take_job(index, err);
	return st;
}

static enum status
give_job(struct index *index, const char *line, size_t n, const unsigned char hash[DIGEST_BYTES],
    struct err *err)
{
	struct index_job *job;
	enum status st = ST_OK;

	if (worker_is_full(index->worker))
		st = take_job(index, err);
	if (st == ST_OK && index->waiting_bytes + n > INDEX_JOB_BYTES)
		st = index_drain(index, err);
	if (st)
		return st;
	job = &index->jobs[worker_next(index->worker)];
	buf_add(&job->line, line, n);
	st = buf_check(&job->line, "a record", err);
	if (st)
		return st;
	job->number = index->sum.lines;
	memcpy(job->put.line_sha256, hash, DIGEST_BYTES);
	index->waiting_bytes += n;
	worker_give(index->worker);
	return ST_OK;
}

enum status
index_line(struct index *index, const char *line, size_t n, struct err *err)
{
	unsigned char hash[DIGEST_BYTES];
	size_t *place_of;
	bool fresh;

	index->sum.lines++;
	digest_bytes(line, n, hash);
	hash[0] ^= WORDS_VERSION;
	place_of = map_slot(&index->lines, (const char *)hash, DIGEST_BYTES, &fresh);
	if (fresh) {
		*place_of = SIZE_MAX;
		return give_job(index, line, n, hash, err);
	}
	if (*place_of == SIZE_MAX || index->known.at[*place_of].met == MET_SAME) {
		index->sum.duplicates++;
		return ST_OK;
	}
	if (index->known.at[*place_of].met == MET_CHANGED)
		return give_job(index, line, n, hash, err);
	index->known.at[*place_of].met = MET_SAME;
	index->sum.unchanged++;
	return ST_OK;
}
