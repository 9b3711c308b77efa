/*
 * pipeline - the phases as processes joined by pipes: `rsg run`.
 *
 * A story goes through all but impact, selection, verification and healing; with a base the
 * change since then is looked at, too, and a change without a story goes through impact, retrieval,
 * ranking and selection.
 *
 * Each phase is the program of that name beside this one.  What they say on stderr is passed on
 * when they are done; when one fails, what the ones after it say for want of input is not.
 *
 * Status: that of the first phase that failed, else ST_NO when generation was gated.
 */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include "cli/cli.h"

struct pipeline_args {
	const char *corpus, *format, *reason, *root, *base; /* NULL: not given */
	bool force;
	bool verify; /* run the generated tests, too */
	bool heal;   /* and repair those that fail, and run them again */
};

/* The first operand is the story, "-" is stdin, and so is none unless there is a base.  Shows the
   run with rsg-show, or puts the document on cli->out with --json or -o. */
enum status pipeline_run(struct cli *cli, const struct pipeline_args *args, struct err *err);

#endif
