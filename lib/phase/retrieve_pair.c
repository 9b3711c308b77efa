#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "phase/retrieve_private.h"

#define FIELD_GAP 100 /* words of different fields are never near */

static void
add_spot(void *arg, enum corpus_field field, const char *s, size_t n)
{
	struct retrieve_spots *spots = arg;
	const struct map_entry *found = map_find(&spots->r->term_index, s, n);
	double idf = embed_idf(spots->r->frequencies, s, n);

	spots->square += idf * idf;
	if ((int)field != spots->field) {
		spots->place += FIELD_GAP;
		spots->field = (int)field;
	}
	spots->place++;
	if (found)
		*vec_add(spots) = (uint64_t)found->value << 32 | spots->place;
}

static int
compare_spot(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

enum status
retrieve_spots_read(
    struct retrieve_spots *spots, const struct retrieval *r, uint32_t test, struct err *err)
{
	enum status st;

	spots->r = r;
	spots->len = 0;
	spots->place = 0;
	spots->square = 0;
	spots->field = -1;
	st = corpus_terms(r->corpus, r->tests.at[test].row, add_spot, spots, err);
	vec_sort(spots, compare_spot);
	return st;
}

/* The first spot of a term, or where it would be. */
static size_t
first_spot(const struct retrieve_spots *spots, uint32_t term)
{
	size_t from = 0, to = spots->len;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (spots->at[mid] >> 32 < term)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

static bool
is_at(const struct retrieve_spots *spots, size_t i, uint32_t term)
{
	return i < spots->len && spots->at[i] >> 32 == term;
}

bool
retrieve_spots_has(const struct retrieve_spots *spots, uint32_t term)
{
	return is_at(spots, first_spot(spots, term), term);
}

/* Is there an a with a b between `before` words before and `after` words after it? */
static bool
is_within(
    const struct retrieve_spots *spots, const uint32_t terms[2], uint32_t before, uint32_t after)
{
	size_t i = first_spot(spots, terms[0]), j = first_spot(spots, terms[1]);

	for (; is_at(spots, i, terms[0]); i++) {
		uint32_t at = (uint32_t)spots->at[i];

		while (is_at(spots, j, terms[1]) &&
		       ((uint32_t)spots->at[j] + before < at || (uint32_t)spots->at[j] == at))
			j++;
		if (!is_at(spots, j, terms[1]))
			return false;
		if ((uint32_t)spots->at[j] <= at + after)
			return true;
	}
	return false;
}

bool
retrieve_spots_near(const struct retrieve_spots *spots, uint32_t a, uint32_t b)
{
	return is_within(spots, (uint32_t[]){ a, b }, RETRIEVE_NEAR, RETRIEVE_NEAR);
}

bool
retrieve_spots_joined(const struct retrieve_spots *spots, uint32_t a, uint32_t b)
{
	return is_within(spots, (uint32_t[]){ a, b }, 0, 1);
}

double
retrieve_pair_idf(
    const struct retrieval *r, const struct query *query, const struct query_pair *pair)
{
	return fmin(r->terms.at[query->terms.at[pair->a].term].idf,
	    r->terms.at[query->terms.at[pair->b].term].idf);
}

/* A match whose test is to be read. */
struct look {
	uint32_t test, query;
	size_t match;
};

struct looks {
	struct look *at;
	size_t len, cap;
};

static int
compare_look(const void *a, const void *b)
{
	const struct look *x = a, *y = b;

	if (x->test != y->test)
		return x->test < y->test ? -1 : 1;
	return x->query < y->query ? -1 : x->query > y->query;
}

static void
score_look(struct batch *b, const struct retrieve_spots *spots, const struct look *look)
{
	const struct retrieval *r = b->r;
	const struct query *query = &r->queries.at[look->query];
	float *value = query->matches.at[look->match].value;
	double sum = 0;

	vec_each (struct query_pair *, pair, &query->pairs) {
		if (retrieve_spots_joined(
			spots, query->terms.at[pair->a].term, query->terms.at[pair->b].term))
			sum += retrieve_pair_idf(r, query, pair);
	}
	value[RETRIEVE_PAIR] = (float)sum;
	if (spots->square > 0)
		value[RETRIEVE_COSINE] = value[RETRIEVE_TEXT] / (float)sqrt(spots->square);
}

/* Each test is read once for all queries. */
enum status
retrieve_pairs(struct batch *b, struct err *err)
{
	struct looks looks = { 0 };
	struct retrieve_spots spots = { 0 };
	enum status st = ST_OK;

	for (size_t q = b->from; q < b->from + b->n; q++) {
		const struct query *query = &b->r->queries.at[q];

		for (size_t i = 0; i < query->matches.len; i++) {
			if (query->matches.at[i].value[RETRIEVE_TEXT] > 0)
				*vec_add(&looks) =
				    (struct look){ query->matches.at[i].test, (uint32_t)q, i };
		}
	}
	vec_sort(&looks, compare_look);
	for (size_t i = 0; st == ST_OK && i < looks.len; i++) {
		if (i == 0 || looks.at[i].test != looks.at[i - 1].test)
			st = retrieve_spots_read(&spots, b->r, looks.at[i].test, err);
		if (st == ST_OK)
			score_look(b, &spots, &looks.at[i]);
	}
	vec_fini(&looks);
	vec_fini(&spots);
	return st;
}
