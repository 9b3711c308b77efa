/*
 * cover_criterion - the verdict on one criterion, from the matches of its query.
 *
 * Ownership: cover_verdict lends everything from the document; cover_verdict_fini() frees the rest.
 */
#ifndef PHASE_COVER_CRITERION_H
#define PHASE_COVER_CRITERION_H

#include <stdbool.h>
#include <stddef.h>

#include "phase/cover.h"
#include "phase/cover_link.h"
#include "phase/cover_share.h"

#define COVER_TESTS_LISTED 5

enum cover_status { COVER_GAP, COVER_WEAK, COVER_COVERED };

struct cover_test {
	const struct json *match;
	double share;
	bool linked;
	size_t order; /* in the retrieval */
};

struct cover_verdict {
	struct cover_words words;
	struct {
		struct cover_test *at;
		size_t len, cap;
	} tests; /* linked ones first, then by share */
	double score, confidence;
	bool linked;
	enum cover_status status;
};

/* What all criteria of a run share. */
struct cover_context {
	const struct cover_args *args;
	const struct cover_links *links;
	const struct json *const *tests; /* of the retrieval, as test_index says */
	const struct map *test_index;	 /* id to index */
};

void cover_verdict_init(struct cover_verdict *verdict, const struct cover_context *context,
    const struct json *criterion, const struct json *query);
void cover_verdict_fini(struct cover_verdict *verdict);

const char *cover_status_name(enum cover_status status);
enum cover_status cover_status_of(const struct cover_args *args, double score);
double cover_confidence(const struct cover_args *args, double score, bool linked);

/* A test that its runner skips proves nothing: rsg-generate's skeletons would cover what they are
   for. */
bool cover_is_pending(const struct json *test);

/* The entry of the output, for the criterion called id. */
struct json *cover_verdict_json(
    const struct cover_verdict *verdict, const struct cover_args *args, const char *id);

#endif
