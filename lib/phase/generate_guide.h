/*
 * generate_guide - what a model is told of how a good test looks: in the framework it is written
 * in, and in those that the project is made with, for the versions that are there.
 *
 * The words are ours or the user's (detect/guide.h).  Of the project come numbers of versions and
 * constraints that are made of numbers and signs alone, since all of it stands outside the marks of
 * text from outside.
 *
 * Ownership: guides_new() gives, guides_free() ends; told_fini() ends what guides_tell() filled.
 * Errors: ST_CONFIG for data that is wrong.  A root that cannot be read is as if there were none.
 * Limits: TOLD_BYTES in all, TOLD_BESIDE frameworks besides the test's own.
 */
#ifndef PHASE_GENERATE_GUIDE_H
#define PHASE_GENERATE_GUIDE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define TOLD_BYTES ((size_t)4096)
#define TOLD_BESIDE 4

struct guides; /* of one run: the tree is looked at once */
struct json;
struct share;
struct skeleton;

struct guides *guides_new(const struct share *share, const char *root); /* root: NULL for none */
void guides_free(struct guides *guides);				/* NULL is fine */

struct told {
	struct buf text;     /* for the prompt, "" or whole lines */
	struct json *record; /* an array: conditioning.guides of schemas/generation */
	size_t left_out;     /* texts for which there was no room */
};

/* file: where the test will be, below root. */
enum status guides_tell(struct guides *guides, const struct skeleton *skeleton, const char *file,
    struct told *out, struct err *err);
void told_fini(struct told *told);

#endif
