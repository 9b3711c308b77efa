/*
 * generate_about - the sentences of a skeleton that say what it is for.
 */
#ifndef PHASE_GENERATE_ABOUT_H
#define PHASE_GENERATE_ABOUT_H

#include "base/buf.h"

struct json;
struct model;
struct words;

struct explanation {
	struct words *words; /* may be NULL: then terms are shown as stems */
	const struct json *story, *criterion, *coverage;
	const struct model *model;
};

/* All append. */
void explain_about(const struct explanation *e, struct buf *out);
void explain_why(const struct explanation *e, const char *story_title, struct buf *out);
void explain_imports(const struct explanation *e, struct buf *out);

#endif
