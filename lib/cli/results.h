/*
 * results - reports read, matched with the corpus, and brought into the store.
 *
 * All reports are read before the first is kept, and all are kept in one transaction.  One that the
 * corpus has, by its bytes, is left alone, with a word about it.
 */
#ifndef CLI_RESULTS_H
#define CLI_RESULTS_H

#include <stdbool.h>

#include "base/err.h"

struct cli;
struct json;

struct cli_results {
	const char *corpus, *format, *commit, *label; /* NULL but for corpus: not said */
	int exit_status;			      /* of the runner; -1: not said */
	bool unknown; /* cases: only those that no test, or several, answer to */
	bool cases;   /* they are wanted */
	bool why;     /* cases: with why they failed, and without --json only those that did */
};

/* The operands, or standard input.  *reports: an array of {"source", "format", "tests", "passed",
   "failed", "error", "skipped", "other", "outside", "duration_ms", "matched", "unknown"}; *cases:
   lines of schemas/result.schema.json.  json_free() both. */
enum status cli_results_read(struct cli *cli, const struct cli_results *args, struct json **reports,
    struct json **cases, struct err *err);

/* Lines of that schema: every test that has results, and every name that no test answers to. */
enum status cli_results_histories(
    struct cli *cli, const char *corpus, struct json **out, struct err *err);
enum status cli_results_unknown(
    struct cli *cli, const char *corpus, struct json **out, struct err *err);

enum status cli_results_prune(struct cli *cli, const char *corpus, int keep, struct err *err);

#endif
