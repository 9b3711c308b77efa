/*
 * ingest_merge - what a model may add to a story that was taken apart.
 *
 * It may add criteria, entities and questions that it quotes from the part of the story it saw, and
 * give a title in words of the story, a goal quoted from it, and a role and a benefit where there
 * is none.  It may not take away or change a criterion, a requirement or anything else.  What is in
 * the story already, in other words or as part of something, or is out of its scope, is not added.
 * What a model added says so: "by": "model".
 */
#ifndef PHASE_INGEST_MERGE_H
#define PHASE_INGEST_MERGE_H

#include <stddef.h>

#include "phase/phase.h"

struct lexicon;

struct ingest_source { /* what the reply is held against */
	const struct lexicon *lexicon;
	const char *text;
	size_t n;
	double importance; /* of the whole story; below 0 unless said */
};

/* Put into the output what holds, a warning for the rest. */
void ingest_merge(struct phase_env *env, const struct ingest_source *source,
    const struct json *reply, struct json *output);

#endif
