/*
 * retrieve_private - what the parts of a retrieval share.
 *
 * A test is its number in tests (ordered by row), a term its number in terms, a query its number in
 * queries.
 */
#ifndef PHASE_RETRIEVE_PRIVATE_H
#define PHASE_RETRIEVE_PRIVATE_H

#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "phase/retrieve.h"
#include "phase/retrieve_evidence.h"
#include "phase/retrieve_far.h"
#include "phase/retrieve_spots.h"
#include "store/corpus.h"
#include "text/bm25.h"
#include "text/embed.h"

#define RETRIEVE_TERMS 512 /* distinct ones of a query */
#define RETRIEVE_QUERIES 20000

struct query_term {
	uint32_t term;
	float weight;
	uint32_t count;	     /* in the text of the query */
	bool title;	     /* in the title of the story, too */
	const char *surface; /* the first form it was met in, in lower case */
};

struct query_pair {
	uint32_t a, b; /* places of neighbours in the query's terms */
};

struct match {
	uint32_t test;
	float score, value[RETRIEVE_SIGNALS]; /* 0 to 1; cosine and pair raw until fused */
};

struct query {
	const char *id, *kind; /* lent by the document */
	VEC_OF(struct query_term) terms;
	VEC_OF(struct query_pair) pairs;
	struct corpus_rows links;     /* rows of tests that name it */
	VEC_OF(float) vector;	      /* empty when there is none */
	float farthest;		      /* no test that was not read is nearer; see retrieve_far.c */
	float sum;		      /* of the weights of the signals that count */
	VEC_OF(struct match) matches; /* best first */
};

struct term {
	const char *s;
	size_t n, df;
	double idf;
	uint32_t query; /* 1 + the last query that has it */
	uint32_t place; /* in that query's terms */
};

struct retrieval {
	struct phase_env *env;
	const struct retrieve_args *args;
	struct json *out;
	struct corpus *corpus;
	struct corpus_tests tests;
	VEC_OF(struct query) queries;
	VEC_OF(struct term) terms;
	struct map term_index;
	struct bm25 bm25;
	const struct embed_frequencies *frequencies; /* the corpus's, or NULL */
	struct arena surfaces;
	struct map named; /* what the story names, in lower case */
	bool cut;	  /* a query had more terms than are looked up */
	bool unusable;	  /* the store has no vectors that can be compared */
	struct far far;
	struct evidence evidence;
	struct map result_index;       /* id of a test to its place in results */
	VEC_OF(struct json *) results; /* how it came out before */
};

/* Of the story; without one there is none. */
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
	size_t from, n;		     /* queries */
	float *text, *path, *vector; /* n * tests */
	uint32_t *number;	     /* row - first_row -> test, or RETRIEVE_NOWHERE */
	int64_t first_row;
	size_t rows;
	VEC_OF(struct posting) postings; /* of the present term */
};

#define RETRIEVE_NOWHERE UINT32_MAX
#define RETRIEVE_LEAST_STORY 0.05f  /* what is below is no match of the story */
#define RETRIEVE_LEAST_SCORE 0.2f   /* or of a requirement or criterion */
#define RETRIEVE_LEAST_COSINE 0.25f /* a test without a common word needs this much */

size_t retrieve_keep(const struct retrieval *r); /* matches of a query, before pairs */
float retrieve_least(const struct query *query);
/* Which tests name the query, by number, into `linked` (zeroed); false when none does. */
bool retrieve_linked(const struct batch *b, const struct query *query, unsigned char *linked);

/* Says why the corpus's vectors of `engine` are not used, once; false when they are. */
bool retrieve_unusable(struct retrieval *r, const char *engine, size_t dimensions, bool ready);
uint32_t retrieve_test_of(const struct batch *b, int64_t row);

/* The best matches of each query of the batch. */
void retrieve_fuse(struct batch *b);

double retrieve_pair_idf(
    const struct retrieval *r, const struct query *query, const struct query_pair *pair);

/* Add the signals cosine and pair to the matches of all queries of the batch. */
enum status retrieve_pairs(struct batch *b, struct err *err);

/* Final scores and order; the best `top` stay. */
void retrieve_settle(struct batch *b);

/* Which tests of the files are listed; found: those that a query found. */
void retrieve_list(struct retrieval *r, const bool *found);

/* The members of a record that the output shows of a test, taken out of it. */
struct json *retrieve_shown(struct json *record);

enum status retrieve_output(struct retrieval *r, struct json *out, struct err *err);

#endif
