#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "phase/index_private.h"
#include "phase/phase.h"
#include "store/vectors.h"

/*
 * A vector is labelled with the beginning of the SHA-256 of what it was made of.  Where the
 * vectors were complete before, only what this run touched is made and taken away; otherwise the
 * labels say what is missing and what is too much, so a run that was interrupted is continued.
 */
#define LABEL 17 /* bytes, '\0' included */
#define BATCH 64 /* texts given to a model, vectors given to a server, at once */

struct held { /* a vector that is there */
	int64_t row;
	char label[LABEL];
	bool wanted;
};

struct sync {
	struct index *index;
	struct vectors *vectors, *source; /* source: has all vectors already; NULL */
	struct vectors_collection there, source_there;
	struct embedder *embedder; /* the model, or the local one */
	bool local, full;
	char basis[DIGEST_TEXT]; /* of what all local vectors depend on */
	VEC_OF(struct held) held;
	struct map held_rows; /* row -> 1 + place in held */
	size_t n;	      /* of the batch */
	int64_t rows[BATCH];
	char labels[BATCH][LABEL];
	struct buf texts[BATCH]; /* of a model */
	float *numbers;		 /* BATCH * dimensions */
};

static const char *
engine_of(const struct index *index)
{
	return index->args->model ? index->args->model : EMBED_LOCAL_MODEL;
}

static bool
is_complete(const struct index *index, bool ready, const char *engine)
{
	return ready && strcmp(engine, engine_of(index)) == 0;
}

enum status
index_look(struct index *index, bool *complete, struct err *err)
{
	const struct index_args *args = index->args;
	struct vector_collection stored;
	struct vectors_collection served;
	char name[CORPUS_COLLECTION];
	enum status st;

	corpus_collection(args->corpus, name);
	st = vector_collection_get(index->env->store, name, &stored, err);
	index->store_ready = st == ST_OK && is_complete(index, stored.ready, stored.engine);
	if ((st == ST_OK || st == ST_NO) && args->vectors) {
		st = vectors_known(args->vectors, name, &served, err);
		index->server_ready =
		    st == ST_OK && is_complete(index, served.ready, served.engine);
	}
	*complete = (index->store_ready || (args->vectors && !args->fallback)) &&
		    (index->server_ready || args->vectors == NULL);
	return st == ST_NO ? ST_OK : st;
}

static void
hold(void *arg, int64_t key, const char *label)
{
	struct sync *s = arg;
	struct held *held = vec_add(&s->held);

	held->row = key;
	snprintf(held->label, sizeof held->label, "%s", label);
	*map_slot(&s->held_rows, (const char *)&key, sizeof key, NULL) = s->held.len;
}

static void
copy_vector(void *arg, int64_t key, const int8_t *v, size_t n, double scale)
{
	struct sync *s = arg;

	for (size_t i = 0; i < s->n; i++) {
		if (s->rows[i] != key || n != s->there.dimensions)
			continue;
		for (size_t k = 0; k < n; k++)
			s->numbers[i * n + k] = (float)scale * (float)v[k];
	}
}

/* The numbers of the batch: local ones are there already. */
static enum status
make_numbers(struct sync *s, struct err *err)
{
	struct embed_text texts[BATCH];

	if (s->local)
		return ST_OK;
	if (s->source)
		return vectors_get(s->source, &s->source_there,
		    &(struct vectors_keys){ s->rows, s->n }, copy_vector, s, err);
	for (size_t i = 0; i < s->n; i++)
		texts[i] = (struct embed_text){ s->texts[i].s, s->texts[i].len };
	s->embedder->query = false;
	return s->embedder->embed(s->embedder, texts, s->n, s->numbers, err);
}

static enum status
send_batch(struct sync *s, struct err *err)
{
	struct vector_entry entries[BATCH];
	size_t dimensions = s->there.dimensions;
	enum status st = s->n ? make_numbers(s, err) : ST_OK;

	for (size_t i = 0; i < s->n; i++)
		entries[i] = (struct vector_entry){ .key = s->rows[i],
			.label = s->labels[i],
			.v = s->numbers + i * dimensions,
			.n = dimensions };
	if (st == ST_OK && s->n)
		st = vectors_put(s->vectors, &s->there, entries, s->n, err);
	s->n = 0;
	return st;
}

/* Is a vector of this label there?  Marks it as one that stays. */
static bool
has(struct sync *s, int64_t row, const char *label)
{
	const struct map_entry *found = map_find(&s->held_rows, (const char *)&row, sizeof row);
	struct held *held;

	if (found == NULL)
		return false;
	held = &s->held.at[found->value - 1];
	held->wanted = true;
	return strcmp(held->label, label) == 0;
}

static void
set_label(const struct buf *text, char label[LABEL])
{
	char sha256[DIGEST_TEXT];

	digest_text(text->s, text->len, sha256);
	snprintf(label, LABEL, "%.16s", sha256);
}

static enum status
add_for_model(struct sync *s, int64_t row, struct err *err)
{
	struct buf text, *out = &s->texts[s->n];
	struct json *record = NULL;
	enum status st;

	buf_init(&text, BUF_DOCUMENT);
	st = corpus_record(s->index->corpus, row, &text, err);
	if (st == ST_OK)
		st = json_parse(text.s, text.len, &record, err);
	buf_fini(&text);
	if (st)
		return st;
	buf_clear(out);
	index_model_text(record, out);
	json_free(record);
	set_label(out, s->labels[s->n]);
	if (!has(s, row, s->labels[s->n]))
		s->rows[s->n++] = row;
	return ST_OK;
}

/* A local vector is cheap: it is made where its terms are. */
static enum status
add_local(void *arg, int64_t row, const char *const text[CORPUS_FIELDS], struct err *err)
{
	struct sync *s = arg;
	struct embed_part parts[CORPUS_FIELDS];
	struct buf all;

	(void)err;
	buf_init(&all, BUF_DOCUMENT);
	buf_str(&all, s->basis);
	for (int field = 0; field < CORPUS_FIELDS; field++)
		buf_printf(&all, "\n%s", text[field]);
	set_label(&all, s->labels[s->n]);
	buf_fini(&all);
	if (has(s, row, s->labels[s->n]))
		return ST_OK;
	index_parts(text, parts);
	embed_local_terms(
	    s->embedder, parts, CORPUS_FIELDS, s->numbers + s->n * s->there.dimensions);
	s->rows[s->n++] = row;
	return ST_OK;
}

static enum status
is_there(void *arg, int64_t row, const char *const text[CORPUS_FIELDS], struct err *err)
{
	(void)arg;
	(void)row;
	(void)text;
	(void)err;
	return ST_OK;
}

/* A row that was renamed away has no text any more. */
static enum status
add_row(struct sync *s, int64_t row, struct err *err)
{
	const struct phase_env *env = s->index->env;
	enum status st;

	if (env->cancel && *env->cancel)
		return err_set(err, ST_TEMPFAIL, "interrupted");
	st = corpus_text(s->index->corpus, row, s->local ? add_local : is_there, s, err);
	if (st == ST_OK && !s->local)
		st = add_for_model(s, row, err);
	if (st == ST_NO)
		st = ST_OK;
	return st == ST_OK && s->n == BATCH ? send_batch(s, err) : st;
}

static enum status
add_all(struct sync *s, struct err *err)
{
	struct corpus_tests tests = { 0 };
	enum status st = corpus_tests(s->index->corpus, &tests, err);

	for (size_t i = 0; st == ST_OK && i < tests.len; i++)
		st = add_row(s, tests.at[i].row, err);
	vec_fini(&tests);
	return st;
}

static enum status
add_touched(struct sync *s, struct err *err)
{
	const struct corpus_rows *touched = &s->index->touched;
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < touched->len; i++)
		st = add_row(s, touched->at[i], err);
	return st;
}

static enum status
take_away(struct sync *s, struct err *err)
{
	VEC_OF(int64_t) gone = { 0 };
	enum status st;

	for (size_t i = 0; s->full && i < s->held.len; i++) {
		if (!s->held.at[i].wanted)
			*vec_add(&gone) = s->held.at[i].row;
	}
	for (size_t i = 0; !s->full && i < s->index->known.len; i++) {
		if (s->index->known.at[i].leaving)
			*vec_add(&gone) = s->index->known.at[i].row;
	}
	st =
	    vectors_remove(s->vectors, &s->there, &(struct vectors_keys){ gone.at, gone.len }, err);
	vec_fini(&gone);
	return st;
}

/* Another index run may have come in between; then it is not for us to say. */
static enum status
is_latest(const struct index *index, bool *answer, struct err *err)
{
	struct corpus *now = NULL;
	enum status st = corpus_open(index->env->store, index->args->corpus, &now, err);

	if (st == ST_OK)
		*answer = corpus_info(now)->indexed_at == index->env->now_ms;
	corpus_close(now);
	return st;
}

static enum status
bring_up(struct sync *s, const char *name, struct err *err)
{
	bool latest = false;
	enum status st = ST_OK;

	if (s->full && !s->there.fresh)
		st = vectors_labels(s->vectors, &s->there, hold, s, err);
	if (st == ST_OK)
		st = s->full ? add_all(s, err) : add_touched(s, err);
	if (st == ST_OK)
		st = send_batch(s, err);
	if (st == ST_OK)
		st = take_away(s, err);
	if (st == ST_OK)
		st = is_latest(s->index, &latest, err);
	return st == ST_OK && latest ? vectors_ready(s->vectors, name, true, err) : st;
}

/* One place; was_ready: complete before this run. */
static enum status
sync_place(struct index *index, struct vectors *vectors, struct vectors *source, bool was_ready,
    struct err *err)
{
	struct sync s = { .index = index, .vectors = vectors, .source = source };
	char name[CORPUS_COLLECTION];
	const struct vector_kind kind = { .name = name,
		.engine = engine_of(index),
		.dimensions = index->embedder ? index->embedder->dimensions : EMBED_DIMENSIONS };
	enum status st;

	corpus_collection(index->args->corpus, name);
	s.local = index->embedder == NULL;
	s.embedder =
	    s.local ? embed_local_new(index->env->words, index->frequencies) : index->embedder;
	digest_text(index->frequencies, sizeof *index->frequencies, s.basis);
	s.numbers = mem_calloc(BATCH * kind.dimensions, sizeof *s.numbers);
	map_init(&s.held_rows);
	for (size_t i = 0; i < BATCH; i++)
		buf_init(&s.texts[i], BUF_DOCUMENT);
	st = vectors_make(vectors, &kind, &s.there, err);
	if (st == ST_OK && source)
		st = vectors_find(source, name, &s.source_there, err);
	s.full = !was_ready || s.there.fresh || (s.local && index->anew);
	if (st == ST_OK)
		st = bring_up(&s, name, err);
	for (size_t i = 0; i < BATCH; i++)
		buf_fini(&s.texts[i]);
	map_fini(&s.held_rows);
	vec_fini(&s.held);
	free(s.numbers);
	if (s.local)
		s.embedder->close(s.embedder);
	return st;
}

static enum status
sync_places(struct index *index, struct vectors *store, struct err *err)
{
	const struct index_args *args = index->args;
	enum status st = ST_OK;

	if (args->model)
		st = args->open_model(args->arg, &index->embedder, err);
	if (st == ST_OK && store && (index->changed || !index->store_ready))
		st = sync_place(index, store, NULL, index->store_ready, err);
	if (st == ST_OK && args->vectors && (index->changed || !index->server_ready))
		st = sync_place(index, args->vectors, store, index->server_ready, err);
	return st;
}

enum status
index_sync(struct index *index, struct err *err)
{
	const struct index_args *args = index->args;
	const struct vectors_options here = {
		.store = index->env->store, .where = "sqlite", .now_ms = index->env->now_ms
	};
	struct vectors *store = NULL;
	enum status st = ST_OK;

	if (!index->behind || (args->model == NULL && args->vectors == NULL))
		return ST_OK;
	if (args->model && (args->vectors == NULL || args->fallback))
		st = vectors_open(&here, &store, err);
	if (st == ST_OK)
		st = sync_places(index, store, err);
	vectors_close(store);
	return st ? err_context(err, "the tests are indexed, but not all of their vectors are "
				     "made, run it again to go on")
		  : ST_OK;
}
