/*
 * vectors - the place for vectors that the configuration names.
 */
#ifndef CLI_VECTORS_H
#define CLI_VECTORS_H

#include <stdbool.h>

#include "base/err.h"

struct cli;
struct vectors;

struct cli_vectors {
	struct vectors *server; /* NULL: vectors are kept in the store alone */
	bool fallback;		/* the store is used too, in case the server fails */
};

/* ST_UNAVAILABLE when the server is down; with vectors_fallback a warning, and the store. */
enum status cli_vectors_open(struct cli *cli, struct cli_vectors *out, struct err *err);
/* Commit; then what deleted runs have on the server goes too.  What cannot be deleted now is said,
   and goes the next time. */
enum status cli_vectors_commit(struct cli *cli, struct err *err);

void cli_vectors_close(struct cli_vectors *vectors);

#endif
