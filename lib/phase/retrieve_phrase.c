#include <stdlib.h>

#include "base/mem.h"
#include "phase/retrieve_private.h"

/*
 * Words that stand side by side in the query and in the test say more than the same words apart.  A
 * pair weighs the mean idf of its terms.  Only the matches found are looked at, for the order among
 * them is what this settles.
 */
#define WEIGHT_PHRASE 0.25f
#define NO_TERM UINT32_MAX /* a word of no query, or the end of a field */

struct reading {
	struct retrieval *r;
	struct test_terms *out;
	enum corpus_field field;
};

static void
read_term(void *arg, enum corpus_field field, const char *s, size_t n)
{
	struct reading *reading = arg;
	const struct map_entry *found = map_find(&reading->r->term_index, s, n);

	if (field != reading->field)
		*vec_add(reading->out) = NO_TERM;
	reading->field = field;
	if (found || (reading->out->len > 0 && *vec_last(reading->out) != NO_TERM))
		*vec_add(reading->out) = found ? (uint32_t)found->value : NO_TERM;
}

/* The terms of a test that any query has, in text order; read once. */
static enum status
terms_of(struct retrieval *r, uint32_t test, const struct test_terms **out, struct err *err)
{
	struct reading reading = { r, &r->test_terms[test], CORPUS_TITLE };
	enum status st = ST_OK;

	if (r->test_terms[test].cap == 0) {
		*vec_add(&r->test_terms[test]) = NO_TERM;
		st = corpus_terms(r->corpus, r->tests.at[test].row, read_term, &reading, err);
	}
	*out = &r->test_terms[test];
	return st;
}

static int
compare_pair(const void *a, const void *b)
{
	const struct query_pair *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->second < y->second ? -1 : x->second > y->second;
}

static void
sort_pairs(struct query *query)
{
	size_t n = 0;

	vec_sort(&query->pairs, compare_pair);
	for (size_t i = 0; i < query->pairs.len; i++) {
		if (n == 0 || compare_pair(&query->pairs.at[n - 1], &query->pairs.at[i]) != 0)
			query->pairs.at[n++] = query->pairs.at[i];
	}
	query->pairs.len = n;
}

static struct query_pair *
find_pair(const struct query *query, uint32_t first, uint32_t second)
{
	const struct query_pair key = { .first = first, .second = second };

	if (first == NO_TERM || second == NO_TERM || query->pairs.len == 0)
		return NULL;
	return bsearch(
	    &key, query->pairs.at, query->pairs.len, sizeof *query->pairs.at, compare_pair);
}

/* What the query and the test have in common.  The number of the match marks what was met. */
static void
compare_terms(struct retrieval *r, struct query *query, struct match *match, uint32_t number,
    const struct test_terms *terms)
{
	for (size_t i = 0; i < terms->len; i++) {
		uint32_t t = terms->at[i];
		struct query_pair *pair = i ? find_pair(query, terms->at[i - 1], t) : NULL;

		if (pair && pair->match != number) {
			pair->match = number;
			match->phrase +=
			    (float)(r->terms.at[pair->first].idf + r->terms.at[pair->second].idf) /
			    2;
		}
		if (t != NO_TERM)
			r->terms.at[t].match = number;
	}
	vec_each (struct query_term *, qt, &query->terms) {
		if (r->terms.at[qt->term].match == number)
			*vec_add(&match->shared) = qt->term;
	}
}

static void
weigh(struct query *query)
{
	float best = 0;

	vec_each (struct match *, m, &query->matches) {
		best = m->phrase > best ? m->phrase : best;
	}
	if (best <= 0)
		return;
	vec_each (struct match *, m, &query->matches) {
		m->phrase /= best;
		m->score = (m->score * query->weights + WEIGHT_PHRASE * m->phrase) /
			   (query->weights + WEIGHT_PHRASE);
	}
	vec_sort(&query->matches, retrieve_compare);
}

enum status
retrieve_phrases(struct retrieval *r, struct err *err)
{
	const struct test_terms *terms;
	uint32_t number = 0;
	enum status st = ST_OK;

	r->test_terms = mem_calloc(r->tests.len, sizeof *r->test_terms);
	vec_each (struct query *, query, &r->queries) {
		sort_pairs(query);
		vec_each (struct match *, match, &query->matches) {
			st = terms_of(r, match->test, &terms, err);
			if (st)
				return st;
			compare_terms(r, query, match, ++number, terms);
		}
		weigh(query);
		if (query->matches.len > (size_t)r->args->top) {
			for (size_t i = (size_t)r->args->top; i < query->matches.len; i++)
				vec_fini(&query->matches.at[i].shared);
			query->matches.len = (size_t)r->args->top;
		}
	}
	return st;
}
