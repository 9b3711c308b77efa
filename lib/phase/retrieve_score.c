#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/retrieve_private.h"
#include "store/vector.h"

/* Scores held at once (queries * tests), and queries scored together whatever that takes. */
#define BATCH_SCORES ((size_t)4 * 1024 * 1024)
#define BATCH_LEAST 16
struct use { /* a query of the batch that has a term */
	uint32_t query;
	float weight;
};

uint32_t
retrieve_test_of(const struct batch *b, int64_t row)
{
	if (row < b->first_row || (uint64_t)(row - b->first_row) >= b->rows)
		return RETRIEVE_NOWHERE;
	return b->number[row - b->first_row];
}

static void
number_rows(struct batch *b)
{
	const struct corpus_tests *tests = &b->r->tests;

	b->first_row = tests->at[0].row;
	b->rows = (size_t)(tests->at[tests->len - 1].row - b->first_row) + 1;
	b->number = mem_alloc(b->rows * sizeof *b->number);
	memset(b->number, 0xff, b->rows * sizeof *b->number);
	for (size_t i = 0; i < tests->len; i++)
		b->number[tests->at[i].row - b->first_row] = (uint32_t)i;
}

static void
add_posting(void *arg, int64_t row, enum corpus_field field)
{
	struct batch *b = arg;
	uint32_t test = retrieve_test_of(b, row);

	if (test == RETRIEVE_NOWHERE)
		return;
	if (b->postings.len == 0 || vec_last(&b->postings)->test != test)
		vec_add(&b->postings)->test = test;
	vec_last(&b->postings)->tf[field]++;
}

static void
score_postings(struct batch *b, const struct term *term, const struct use *uses, size_t n)
{
	const struct retrieval *r = b->r;

	vec_each (struct posting *, p, &b->postings) {
		const uint32_t *lengths = r->tests.at[p->test].terms;
		uint32_t path[CORPUS_FIELDS] = { [CORPUS_PATH] = p->tf[CORPUS_PATH] };
		double s = bm25_saturation(&r->bm25, p->tf, lengths) * term->idf;
		double in_path =
		    path[CORPUS_PATH] ? bm25_saturation(&r->bm25, path, lengths) * term->idf : 0;

		for (size_t i = 0; i < n; i++) {
			size_t cell = uses[i].query * r->tests.len + p->test;

			b->text[cell] += (float)s * uses[i].weight;
			b->path[cell] += (float)in_path * uses[i].weight;
		}
	}
}

static int
compare_use(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Terms of the batch one by one, each read once for all of its queries. */
static enum status
score_texts(struct batch *b, struct err *err)
{
	struct retrieval *r = b->r;
	VEC_OF(uint64_t) order = { 0 }; /* term, then query and place */
	VEC_OF(struct use) uses = { 0 };
	enum status st = ST_OK;

	for (size_t q = 0; q < b->n; q++) {
		const struct query *query = &r->queries.at[b->from + q];

		for (size_t i = 0; i < query->terms.len; i++)
			*vec_add(&order) = (uint64_t)query->terms.at[i].term << 32 | q << 10 | i;
	}
	vec_sort(&order, compare_use);
	for (size_t i = 0; st == ST_OK && i < order.len;) {
		struct term *term = &r->terms.at[order.at[i] >> 32];
		uint64_t number = order.at[i] >> 32;

		uses.len = b->postings.len = 0;
		for (; i < order.len && order.at[i] >> 32 == number; i++) {
			uint32_t q = (uint32_t)order.at[i] >> 10, place = order.at[i] & 0x3ff;

			*vec_add(&uses) =
			    (struct use){ q, r->queries.at[b->from + q].terms.at[place].weight };
		}
		st = corpus_postings(r->corpus, term->s, term->n, add_posting, b, err);
		term->df = b->postings.len;
		term->idf = bm25_idf(r->tests.len, term->df);
		if (st == ST_OK)
			score_postings(b, term, uses.at, uses.len);
	}
	vec_fini(&order);
	vec_fini(&uses);
	return st;
}

static void
score_vector(void *arg, int64_t key, const int8_t *v, size_t n, double scale)
{
	struct batch *b = arg;
	const struct retrieval *r = b->r;
	uint32_t test = retrieve_test_of(b, key);

	if (test == RETRIEVE_NOWHERE)
		return;
	for (size_t q = 0; q < b->n; q++) {
		const struct query *query = &r->queries.at[b->from + q];

		if (query->vector.len == n)
			b->vector[q * r->tests.len + test] =
			    (float)vector_dot(query->vector.at, v, n, scale);
	}
}

bool
retrieve_unusable(struct retrieval *r, const char *engine, size_t dimensions, bool ready)
{
	const struct json *embedding = doc_output(r->env->doc, "embedding");
	const char *model = json_get_string(embedding, "model");

	if (*engine == '\0')
		phase_warn(r->env, "no-vectors",
		    "The corpus has no vectors of the model %.200s: only words and links are used.",
		    model);
	else if (strcmp(engine, model) != 0 ||
		 dimensions != (size_t)json_get_number(embedding, "dimensions"))
		phase_warn(r->env, "no-vectors",
		    "The corpus has vectors of the model %.200s, the story of %.200s: only words "
		    "and "
		    "links are used. Index or embed again with the same embedding.model.",
		    engine, model);
	else if (!ready)
		phase_warn(r->env, "vectors-incomplete",
		    "Not every test of the corpus has its vector yet: only words and links are "
		    "used. Run rsg-index again.");
	else
		return false;
	return true;
}

static enum status
score_stored(struct batch *b, struct err *err)
{
	struct vector_collection collection = { 0 };
	char name[CORPUS_COLLECTION];
	enum status st;

	corpus_collection(b->r->args->corpus, name);
	st = vector_collection_get(b->r->env->store, name, &collection, err);
	if (st != ST_OK && st != ST_NO)
		return st;
	if (b->from == 0)
		b->r->unusable = retrieve_unusable(
		    b->r, collection.engine, collection.dimensions, collection.ready);
	if (b->r->unusable)
		return ST_OK;
	return vector_each(b->r->env->store, collection.id, score_vector, b, err);
}

static enum status
score_vectors(struct batch *b, struct err *err)
{
	const struct far *far = &b->r->far;

	if (!far->used)
		return score_stored(b, err);
	vec_each (struct far_vector *, v, &far->vectors)
		score_vector(b, v->row, far->bytes.at + v->at, far->dimensions, v->scale);
	return ST_OK;
}

static enum status
score_batch(struct batch *b, struct err *err)
{
	size_t cells = b->n * b->r->tests.len;
	enum status st;

	b->text = mem_calloc(cells, sizeof *b->text);
	b->path = mem_calloc(cells, sizeof *b->path);
	b->vector = mem_calloc(cells, sizeof *b->vector);
	st = score_texts(b, err);
	if (st == ST_OK)
		st = score_vectors(b, err);
	if (st == ST_OK && b->r->far.looking) {
		retrieve_far_want(b);
	} else if (st == ST_OK) {
		retrieve_fuse(b);
		st = retrieve_pairs(b, err);
		if (st == ST_OK)
			retrieve_settle(b);
	}
	free(b->text);
	free(b->path);
	free(b->vector);
	return st;
}

enum status
retrieve_scores(struct retrieval *r, struct err *err)
{
	struct batch b = { .r = r };
	size_t most = BATCH_SCORES / r->tests.len;
	enum status st = ST_OK;

	if (most < BATCH_LEAST)
		most = BATCH_LEAST;
	number_rows(&b);
	for (b.from = 0; st == ST_OK && b.from < r->queries.len; b.from += b.n) {
		b.n = r->queries.len - b.from < most ? r->queries.len - b.from : most;
		st = score_batch(&b, err);
	}
	free(b.number);
	vec_fini(&b.postings);
	return st;
}
