/*
 * embed (phase) - the story, every requirement and every criterion as a vector.
 *
 * The local embedder weighs terms by the document frequencies of the corpus; without a corpus all
 * weigh the same and a warning says so.  With env->llm its embedding model makes the vectors; when
 * it cannot be had the local one does, which a warning says, unless env->require_model.
 *
 * With a store the vectors are kept in the collection run-<id>, there or on the server.
 */
#ifndef PHASE_EMBED_H
#define PHASE_EMBED_H

#include "phase/phase.h"

struct vectors;

struct embed_args {
	const char *corpus;
	struct vectors *vectors; /* a server to keep them on; NULL: the store */
	bool fallback;		 /* the store's where the server fails */
};

phase_fn phase_embed; /* args: struct embed_args */

#endif
