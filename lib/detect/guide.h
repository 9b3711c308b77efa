/*
 * guide - how a good test in a framework looks: the key `guide` of share/frameworks.
 *
 * It is told to models as our own words, so a file of a project that is not trusted is never looked
 * at.
 *
 * Ownership: guide_read() fills, guide_fini() ends.
 * Errors: ST_CONFIG for data that is wrong.
 * Limits: GUIDE_TEXT bytes a text, GUIDE_TEXTS of them a framework.
 */
#ifndef DETECT_GUIDE_H
#define DETECT_GUIDE_H

#include "base/err.h"
#include "base/vec.h"
#include "detect/version.h"

#define GUIDE_TEXT 400
#define GUIDE_TEXTS 50

struct share;

struct guide {
	char *title;		    /* of the framework */
	char version[VERSION_TEXT]; /* its numbers; "" when it is not known */
	struct strings texts;	    /* none where nothing is known of the framework */
};

/* What holds for a version; where that is "" or none, also what depends on it, with the condition
   in front. */
enum status guide_read(const struct share *share, const char *framework, const char *version,
    struct guide *out, struct err *err);
void guide_fini(struct guide *guide);

#endif
