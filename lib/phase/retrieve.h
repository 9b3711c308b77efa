/*
 * retrieve - the existing tests that match the story, each requirement and each criterion.
 *
 * Three signals, each divided by its best and summed with the weights of struct retrieve_weights:
 * text (BM25 over title, path and body), vector (cosine of the embedding) and link (the test names
 * the id itself).  Each distinct term of all queries is looked up once, and the vectors are read
 * once.
 *
 * Errors: ST_DATA when the corpus is missing or empty, naming the command that makes it.
 * Limits: 512 distinct terms a query, 20,000 queries; what is more is left out with a warning.
 */
#ifndef PHASE_RETRIEVE_H
#define PHASE_RETRIEVE_H

#include "phase/phase.h"

struct retrieve_args {
	const char *corpus;
	int top; /* tests a query */
};

phase_fn phase_retrieve; /* args: struct retrieve_args */

#endif
