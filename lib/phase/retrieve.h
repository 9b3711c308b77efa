/*
 * retrieve - the existing tests that match the story, each requirement and each criterion, and
 * what speaks for their files.
 *
 * A match's score is the weighted mean of its signals, each divided by its best for the query:
 *
 *   text    BM25 over title, path and body; a word of the query weighs 1 + ln(times it
 *           occurs), one of the story's title 1 more
 *   cosine  the same BM25 by the length of the test's vector of idf: a test that is about little
 *           else comes first; looked at in the RETRIEVE_PAIRED best tests by the other signals
 *   pair    neighbouring words of the query that stand side by side in the test, by the
 *           lesser idf of the two; looked at in the same tests
 *   path    BM25 over the path alone
 *   vector  cosine of the embedding
 *   link    the test names the id itself
 *
 * Beside the matches stands what the tests' files, as wholes, have to do with the story, or with
 * the change when there is one: see retrieve_evidence.h and signal/signals.h.
 *
 * A signal that no test has does not count.  The pairs that the output lists for a match are
 * looser: within RETRIEVE_NEAR words, in any order.
 *
 * Each distinct term of all queries is looked up once, and the vectors are read once.
 *
 * On a server each query's nearest tests are searched first, then the vectors of those tests are
 * read that could still reach the list by their words; all others cannot change it (see
 * retrieve_far.c).  So the output is that of the store, as far as the server's search misses
 * nothing.
 *
 * Errors: ST_DATA when the corpus is missing or empty, naming the command that makes it.
 * Limits: 512 distinct terms a query, 20,000 queries; what is more is left out with a warning.
 * Source: bm25.h; pairs as in the sequential dependence model, Metzler and Croft, "A Markov
 * Random Field Model for Term Dependencies" (SIGIR 2005).
 */
#ifndef PHASE_RETRIEVE_H
#define PHASE_RETRIEVE_H

#include "phase/phase.h"

#define RETRIEVE_NEAR 4
#define RETRIEVE_PAIRED 100

enum retrieve_signal {
	RETRIEVE_TEXT,
	RETRIEVE_COSINE,
	RETRIEVE_PAIR,
	RETRIEVE_PATH,
	RETRIEVE_VECTOR,
	RETRIEVE_LINK,
	RETRIEVE_SIGNALS
};

extern const char *const retrieve_signal_names[RETRIEVE_SIGNALS]; /* "text" ... */

struct vectors;

struct retrieve_args {
	const char *corpus;
	struct vectors *vectors; /* a server that has the corpus's vectors; NULL: the store */
	bool fallback;		 /* the store's where the server fails */
	int top;		 /* tests a query */
	const char *root;	 /* the directory that the corpus was scanned in */
	int commits;		 /* how much of the history is looked at; 0: nothing */
	double weights[RETRIEVE_SIGNALS];
};

phase_fn phase_retrieve; /* args: struct retrieve_args */

#endif
