/*
 * change - what the signals look at in the `change` member of a run document.
 *
 * A changed file that belongs to the suite is no cause, but a test that changed: it is listed and
 * its words do not count.  Documentation and lock files are passed over.  A renamed file counts
 * under both names, as in a diff that does not look for renames.
 *
 * Ownership: the struct is the caller's, change_read() fills it, change_fini() ends it.  The
 * lexicon must outlive it.
 *
 * Errors: none: the document fits its schema already; what is missing is nothing.
 *
 * Limits: the first CHANGE_FILES files.
 */
#ifndef SIGNAL_CHANGE_H
#define SIGNAL_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "io/json.h"
#include "signal/bag.h"
#include "signal/terms.h"

#define CHANGE_FILES 5000
#define CHANGE_RANGES 30 /* of a file, for blame */

struct change_range {	  /* lines as they are before the change, with the context of the hunk */
	const char *path; /* before the change */
	size_t from, to;
};

struct change {
	struct strings paths;		    /* changed sources, by path, each once */
	struct strings tests;		    /* changed files of the suite, the same */
	VEC_OF(struct change_range) ranges; /* what to blame: at most CHANGE_RANGES a file */
	struct bag lines, context,
	    headings;		/* identifiers (lexicon_ident()) and how often; lines: + and - */
	struct strings strings; /* of changed lines */
	struct strings ranged;	/* the paths that ranges lend */
};

typedef bool change_test_fn(void *arg, const char *path); /* does it belong to the suite? */

void change_read(struct change *change, struct lexicon *lexicon, const struct json *json,
    change_test_fn *is_test, void *arg);
void change_fini(struct change *change);

#endif
