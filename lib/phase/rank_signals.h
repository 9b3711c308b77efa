/*
 * rank_signals - what speaks for each retrieved test.
 *
 *   story      its words match the story as a whole: text and, less, cosine
 *   pair       neighbouring words of the story are neighbours in it
 *   criterion  it matches an AC, times how well that AC is covered at all, so that the best of
 *              many bad matches stays a bad match
 *   vector     its embedding is near the story's
 *   name       its path has words of the story
 *   link       it names an AC's ticket or the story's
 *   domain     it deals with a domain of the story
 *   lead       it is the best (1), second best (1/2) ... test of an AC, times the AC's score:
 *              brings one good test for each AC to the front before the second ones
 *   model      what a model says; last, and only of tests it answered for
 *
 * The importance of an AC scales criterion and lead from one half (0) to all (1).
 *
 * Ownership: everything is lent from the document but the arrays, which rank_tests_fini() frees.
 */
#ifndef PHASE_RANK_SIGNALS_H
#define PHASE_RANK_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"
#include "base/vec.h"
#include "phase/rank.h"

struct rank_files;

struct rank_subject { /* a criterion that coverage judged */
	const char *id;
	const struct json *query;
	double score, importance; /* score: of the coverage */
	bool gap, derived;	  /* derived: rsg-ingest made it, the story has no criteria */
};

struct rank_test {
	const struct json *test; /* of the retrieval */
	const char *id;
	double value[RANK_SIGNALS], score;
	double matched; /* the weighted sum of its signals, without the model's */
	const struct rank_subject
	    *best;		  /* whose match is its strongest; NULL when only the story */
	const struct json *match; /* that match, or the story's */
	const struct rank_subject *lead; /* whose best test it is, unless that is a gap; or NULL */
	const char *linked;		 /* the reference it names, or NULL */
	struct strings criteria;	 /* that it helps to cover */
	bool modelled;			 /* the model gave it a score */
	char *model_reason;
};

struct rank_tests {
	struct rank_test *at;
	size_t len, cap;
	struct map index;	  /* id to index */
	struct map subject_index; /* id to index */
	struct {
		struct rank_subject *at;
		size_t len, cap;
	} subjects;		  /* the criteria that coverage judged */
	const struct json *story; /* the query for the whole story, or NULL */
	bool said[RANK_SIGNALS];  /* some test has a value above 0 */
	struct rank_files *files; /* lent; NULL: none were looked at */
};

void rank_tests_init(struct rank_tests *tests, const struct json *doc);
void rank_tests_fini(struct rank_tests *tests);

#endif
