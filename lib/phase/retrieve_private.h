/*
 * retrieve_private - what the parts of a retrieval share.
 *
 * A test is its number in tests (ordered by row), a term its number in terms, a query its number in
 * queries.
 */
#ifndef PHASE_RETRIEVE_PRIVATE_H
#define PHASE_RETRIEVE_PRIVATE_H

#include "base/map.h"
#include "base/vec.h"
#include "phase/retrieve.h"
#include "store/corpus.h"
#include "text/bm25.h"

#define RETRIEVE_TERMS 512 /* distinct ones of a query */
#define RETRIEVE_QUERIES 20000

struct query_term {
	uint32_t term;
	float count;
};

struct query_pair { /* terms side by side in a query */
	uint32_t first, second;
	uint32_t match; /* number of the last match that has it */
};

struct match {
	uint32_t test;
	float score, text, vector, phrase;
	bool link;
	VEC_OF(uint32_t) shared; /* terms in common, in query order */
};

struct query {
	const char *id, *kind; /* lent by the document */
	VEC_OF(struct query_term) terms;
	VEC_OF(struct query_pair) pairs;
	struct corpus_rows links;     /* rows of tests that name it */
	VEC_OF(float) vector;	      /* empty when there is none */
	VEC_OF(struct match) matches; /* best first */
	float weights;		      /* of its signals, summed */
};

struct term {
	const char *s;
	size_t n, df;
	double idf;
	uint32_t query; /* 1 + the last query that has it */
	uint32_t place; /* in that query's terms */
	uint32_t match; /* number of the last match that has it */
};

struct test_terms {
	uint32_t *at;
	size_t len, cap;
};

struct retrieval {
	struct phase_env *env;
	const struct retrieve_args *args;
	struct corpus *corpus;
	struct corpus_tests tests;
	VEC_OF(struct query) queries;
	VEC_OF(struct term) terms;
	struct map term_index;
	struct test_terms *test_terms; /* by test, of those that match */
	struct bm25 bm25;
	struct map named; /* what the story names, in lower case */
	bool cut;	  /* a query had more terms than are looked up */
};

enum status retrieve_queries(struct retrieval *r, struct err *err);

/* Fill the matches of all queries. */
enum status retrieve_scores(struct retrieval *r, struct err *err);

/* Some queries on their way through the scoring. */
struct posting { /* all occurrences of a term in a test */
	uint32_t test;
	uint32_t tf[CORPUS_FIELDS];
};

struct batch {
	struct retrieval *r;
	size_t from, n;	      /* queries */
	float *text, *vector; /* n * tests */
	uint32_t *number;     /* row - first_row -> test, or RETRIEVE_NOWHERE */
	int64_t first_row;
	size_t rows;
	VEC_OF(struct posting) postings; /* of the present term */
};

#define RETRIEVE_NOWHERE UINT32_MAX
uint32_t retrieve_test_of(const struct batch *b, int64_t row);

/* The best matches of each query of the batch. */
void retrieve_fuse(struct batch *b);

/* The worse comes later; for qsort. */
int retrieve_compare(const void *a, const void *b);

/* What each match has in common with its query, and what phrases change in the order. */
enum status retrieve_phrases(struct retrieval *r, struct err *err);

enum status retrieve_output(struct retrieval *r, struct json *out, struct err *err);

#endif
