/*
 * embed (phase) - the story, every requirement and every criterion as a vector.
 *
 * Terms are weighted by the document frequencies of the corpus; without a corpus all weigh the same
 * and a warning says so.  With a store the vectors are kept in the collection run-<id>.
 */
#ifndef PHASE_EMBED_H
#define PHASE_EMBED_H

#include "phase/phase.h"

struct embed_args {
	const char *corpus;
};

phase_fn phase_embed; /* args: struct embed_args */

#endif
