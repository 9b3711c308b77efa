/*
 * rank_extra - the signals that do not come from the retrieval: explicit links and domain fit.
 */
#ifndef PHASE_RANK_EXTRA_H
#define PHASE_RANK_EXTRA_H

#include "phase/rank_signals.h"

/* link 1 for a test that names a reference of the story, its requirements or its criteria. */
void rank_links(struct rank_tests *tests, const struct json *ingestion);

/* The confidence, beside the best one, of the surest domain whose evidence a test shows in its
   title, file, tags or matched words. */
void rank_domains(struct rank_tests *tests, const struct json *classification);

#endif
