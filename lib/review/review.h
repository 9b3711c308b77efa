/*
 * review - a person walks through a run and decides on its generated tests: rsg-review(1).
 *
 * Decisions are events of the run: accept, discard, undo.  What holds for a test is what the last
 * of them says about the code it has now.
 */
#ifndef REVIEW_REVIEW_H
#define REVIEW_REVIEW_H

#include <stdbool.h>

#include "cli/cli.h"

struct review_args {
	const char *root;		     /* NULL: found */
	const char *accept, *discard, *undo; /* "GEN-1,GEN-2" or "all"; NULL */
	bool list, patch;
};

enum status review_run(struct cli *cli, const struct review_args *args, struct err *err);

#endif
