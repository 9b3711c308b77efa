/*
 * ask - one question to a model and its reply: rsg-llm.
 *
 * The request is cli->input, to which the flags are added; the reply goes on cli->out as it was
 * asked for.  With stream, standard output begins before the end is known: a line for each piece of
 * text, flushed, the last line is the reply or the error.
 */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include <limits.h>
#include <stdbool.h>

#include "cli/cli.h"

#define ASK_ABSENT INT_MIN

struct ask_args {
	const char *schema; /* a file; NULL */
	struct strings fallback;
	int max_tokens, sample; /* ASK_ABSENT: as the request says */
	bool stream, text, embed;
};

enum status ask_run(struct cli *cli, const struct ask_args *args, struct err *err);

#endif
