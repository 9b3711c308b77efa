/*
 * runs - what rsg-runs does to runs: delete, bring back, prune, compare, and carry them from store
 * to store.
 *
 * Runs are named by the operands.  Deleting and bringing back is all or nothing; of those that are
 * carried each is a transaction of its own, and one that the store has is left as it is, which is
 * said.
 *
 * Ownership: *out, *gone and *added (an array of ids) are the caller's, json_free() them.
 */
#ifndef CLI_RUNS_H
#define CLI_RUNS_H

#include "base/err.h"

struct cli;
struct json;
struct run_prune;

enum status cli_runs_delete(struct cli *cli, struct err *err);
enum status cli_runs_restore(struct cli *cli, struct err *err);
enum status cli_runs_prune(
    struct cli *cli, const struct run_prune *what, struct json **gone, struct err *err);

/* The document of a run by any of its names, at a phase or (NULL) the newest; and what
   doc_compare() says of the first two operands. */
enum status cli_runs_doc(
    struct cli *cli, const char *name, const char *phase, struct json **out, struct err *err);
enum status cli_runs_compare(struct cli *cli, struct json **out, struct err *err);

/* As lines of cli->out. */
enum status cli_runs_export(struct cli *cli, struct err *err);

/* The lines of standard input into the store. */
enum status cli_runs_import(struct cli *cli, struct json **added, struct err *err);

/* The runs of another store's file, but for the deleted ones, oldest first. */
enum status cli_runs_merge(struct cli *cli, const char *path, struct json **added, struct err *err);

#endif
