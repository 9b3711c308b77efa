#include "phase/retrieve_far.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/retrieve_private.h"
#include "store/vectors.h"

/*
 * A query's list takes the RETRIEVE_PAIRED or more best tests by all signals together.  The server
 * is asked for twice as many of the nearest.  Its search is approximate: it may miss some, yet
 * hardly of the first SURE_SHARE-th part, so a test it does not name is taken to be no nearer than
 * the last of that part.  A test that stays below the list even with that is not read.
 */
#define NEAR_FACTOR 2
#define SURE_SHARE 4

struct near { /* one query's hits */
	struct query *query;
	struct vector_hit *hits;
	size_t found;
};

static bool
want(struct far *far, int64_t row)
{
	bool fresh;

	map_slot(&far->rows, (const char *)&row, sizeof row, &fresh);
	if (fresh)
		*vec_add(&far->wanted) = row;
	return fresh;
}

static void
take(void *arg, int64_t key, const int8_t *v, size_t n, double scale)
{
	struct far *far = arg;
	struct far_vector *taken = vec_add(&far->vectors);

	*taken = (struct far_vector){ .row = key, .at = far->bytes.len, .scale = scale };
	*map_slot(&far->rows, (const char *)&key, sizeof key, NULL) = far->vectors.len;
	for (size_t i = 0; i < n; i++)
		*vec_add(&far->bytes) = v[i];
}

/* The place behind a row in far->vectors, or 0 when it was not read. */
static size_t
place_of(const struct far *far, int64_t row)
{
	const struct map_entry *found = map_find(&far->rows, (const char *)&row, sizeof row);

	return found ? found->value : 0;
}

static enum status
find_collection(struct retrieval *r, struct vectors_collection *out, struct err *err)
{
	char name[CORPUS_COLLECTION];
	enum status st;

	corpus_collection(r->args->corpus, name);
	st = vectors_find(r->args->vectors, name, out, err);
	return st == ST_NO ? ST_OK : st;
}

enum status
retrieve_far_read(struct retrieval *r, struct err *err)
{
	struct vectors_collection collection = { 0 };
	enum status st = find_collection(r, &collection, err);

	if (st == ST_OK)
		st = vectors_get(r->args->vectors, &collection,
		    &(struct vectors_keys){ r->far.wanted.at, r->far.wanted.len }, take, &r->far,
		    err);
	r->far.wanted.len = 0;
	return st;
}

static int
compare_down(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x > y ? -1 : x < y;
}

static void
set_farthest(const struct far *far, const struct near *near)
{
	struct query *query = near->query;
	float *scores = mem_calloc(near->found + 1, sizeof *scores);
	size_t n = 0;

	for (size_t i = 0; i < near->found; i++) {
		size_t place = place_of(far, near->hits[i].key);
		const struct far_vector *v = &far->vectors.at[place - 1];

		if (place > 0)
			scores[n++] = (float)vector_dot(
			    query->vector.at, far->bytes.at + v->at, far->dimensions, v->scale);
	}
	qsort(scores, n, sizeof *scores, compare_down);
	query->farthest = n ? scores[n / SURE_SHARE] : 0;
	free(scores);
}

static enum status
search(struct retrieval *r, const struct vectors_collection *collection, int64_t count,
    struct err *err)
{
	size_t top = NEAR_FACTOR * retrieve_keep(r), n = 0;
	struct vector_query *queries = mem_calloc(r->queries.len, sizeof *queries);
	struct near *nears = mem_calloc(r->queries.len, sizeof *nears);
	enum status st;

	vec_each (struct query *, query, &r->queries) {
		if (query->vector.len != collection->dimensions)
			continue;
		nears[n].query = query;
		nears[n].hits = mem_calloc(top, sizeof *nears[n].hits);
		queries[n] = (struct vector_query){ .v = query->vector.at,
			.n = query->vector.len,
			.top = top,
			.hits = nears[n].hits };
		n++;
	}
	st = vectors_near(r->args->vectors, collection, queries, n, err);
	for (size_t q = 0; st == ST_OK && q < n; q++) {
		nears[q].found = queries[q].found;
		for (size_t i = 0; i < nears[q].found; i++)
			want(&r->far, nears[q].hits[i].key);
	}
	if (st == ST_OK)
		st = retrieve_far_read(r, err);
	for (size_t q = 0; q < n; q++) {
		if (st == ST_OK && (int64_t)nears[q].found < count)
			set_farthest(&r->far, &nears[q]);
		free(nears[q].hits);
	}
	free(nears);
	free(queries);
	return st;
}

enum status
retrieve_far_search(struct retrieval *r, struct err *err)
{
	struct vectors_collection collection = { 0 };
	int64_t count = 0;
	enum status st = find_collection(r, &collection, err);

	if (st)
		return st;
	if (r->args->fallback && *collection.engine == '\0')
		return ST_OK; /* it was down when the corpus was indexed */
	r->far.used = true;
	r->far.dimensions = collection.dimensions;
	if (retrieve_unusable(r, collection.engine, collection.dimensions, collection.ready))
		return ST_OK;
	st = vectors_count(r->args->vectors, &collection, &count, err);
	return st ? st : search(r, &collection, count, err);
}

static float
best_of(const float *scores, size_t n)
{
	float best = 0;

	for (size_t i = 0; i < n; i++)
		best = scores[i] > best ? scores[i] : best;
	return best;
}

/* What one query's list needs. */
struct bound {
	const struct batch *b;
	const struct query *query;
	const float *text, *path, *vector;
	const unsigned char *linked; /* NULL: none */
	float best_text, best_path, best_vector, sum;
};

static float
weight(const struct bound *bound, enum retrieve_signal signal)
{
	return (float)bound->b->r->args->weights[signal];
}

static float
share(float value, float best)
{
	return best > 0 && value > 0 ? value / best : 0;
}

/* Without the vector. */
static float
base_of(const struct bound *bound, size_t test)
{
	return weight(bound, RETRIEVE_TEXT) * share(bound->text[test], bound->best_text) +
	       weight(bound, RETRIEVE_PATH) * share(bound->path[test], bound->best_path) +
	       (bound->linked && bound->linked[test] ? weight(bound, RETRIEVE_LINK) : 0);
}

static void
init_bound(struct bound *bound, const struct batch *b, size_t q, const unsigned char *linked)
{
	size_t tests = b->r->tests.len;

	*bound = (struct bound){ .b = b,
		.query = &b->r->queries.at[b->from + q],
		.text = b->text + q * tests,
		.path = b->path + q * tests,
		.vector = b->vector + q * tests,
		.linked = linked };
	bound->best_text = best_of(bound->text, tests);
	bound->best_path = best_of(bound->path, tests);
	bound->best_vector = best_of(bound->vector, tests);
	bound->sum = (bound->best_text > 0 ? weight(bound, RETRIEVE_TEXT) : 0) +
		     (bound->best_path > 0 ? weight(bound, RETRIEVE_PATH) : 0) +
		     (bound->best_vector > 0 ? weight(bound, RETRIEVE_VECTOR) : 0) +
		     (linked ? weight(bound, RETRIEVE_LINK) : 0);
}

/* The least score that is sure to be in the list. */
static float
threshold(const struct bound *bound, float *lower)
{
	const struct batch *b = bound->b;
	size_t keep = retrieve_keep(b->r), n = 0;
	float least = retrieve_least(bound->query) * bound->sum;

	for (size_t i = 0; i < b->r->tests.len; i++) {
		if (bound->text[i] > 0 || bound->vector[i] >= RETRIEVE_LEAST_COSINE ||
		    (bound->linked && bound->linked[i]))
			lower[n++] =
			    base_of(bound, i) + weight(bound, RETRIEVE_VECTOR) *
						    share(bound->vector[i], bound->best_vector);
	}
	if (n < keep)
		return least;
	qsort(lower, n, sizeof *lower, compare_down);
	return lower[keep - 1] > least ? lower[keep - 1] : least;
}

static void
want_of_query(const struct bound *bound, float *lower)
{
	const struct retrieval *r = bound->b->r;
	struct far *far = &bound->b->r->far;
	float most =
	    weight(bound, RETRIEVE_VECTOR) * share(bound->query->farthest, bound->best_vector);
	float least;

	if (bound->query->farthest <= 0)
		return;
	least = threshold(bound, lower) - 1e-5f;
	for (size_t i = 0; i < r->tests.len; i++) {
		if ((bound->text[i] > 0 || (bound->linked && bound->linked[i])) &&
		    base_of(bound, i) + most >= least)
			want(far, r->tests.at[i].row);
	}
}

void
retrieve_far_want(struct batch *b)
{
	size_t tests = b->r->tests.len;
	unsigned char *linked = mem_calloc(tests, 1);
	float *lower = mem_calloc(tests, sizeof *lower);

	for (size_t q = 0; q < b->n; q++) {
		struct bound bound;
		bool any = retrieve_linked(b, &b->r->queries.at[b->from + q], linked);

		init_bound(&bound, b, q, any ? linked : NULL);
		want_of_query(&bound, lower);
		if (any)
			memset(linked, 0, tests);
	}
	free(linked);
	free(lower);
}

void
retrieve_far_fini(struct retrieval *r)
{
	vec_fini(&r->far.vectors);
	vec_fini(&r->far.bytes);
	vec_fini(&r->far.wanted);
	map_fini(&r->far.rows);
}
