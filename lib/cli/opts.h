/*
 * opts - a command line read by tables of struct opt.
 *
 * POSIX short options (grouped, argument attached or next) and GNU long ones (--name value,
 * --name=value) anywhere among the operands; "--" ends them, "-" is an operand.  No abbreviations.
 * One whose argument may be left out takes it attached only.
 *
 * An option with a `key` is not stored but kept as text, for the configuration to check.
 *
 * Ownership: an opts borrows argv and the tables; opts_fini() ends it.
 * Errors: ST_USAGE with the nearest option.
 */
#ifndef CLI_OPTS_H
#define CLI_OPTS_H

#include "cli/cli.h"

#define OPTS_TABLES 2

struct opts_given {
	const struct opt *opt;
	const char *text;
};

struct opts {
	const struct opt *tables[OPTS_TABLES]; /* an earlier table hides letters of a later one */
	bool stop_at_operand;
	VEC_OF(char *) operands;
	VEC_OF(struct opts_given) given; /* those with a key */
};

enum status opts_parse(struct opts *opts, int argc, char **argv, struct err *err);
void opts_fini(struct opts *opts);

/* The option of a letter or a long name as a user may give it, or NULL. */
const struct opt *opts_by_letter(const struct opts *opts, char letter);
const struct opt *opts_by_name(const struct opts *opts, const char *name, size_t n);

#endif
