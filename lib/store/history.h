/*
 * history - how earlier runs of the same story came out.
 *
 * Two runs are of one story when the metadata of both stories has the same key (that of an issue),
 * or, where this run's has none, when file name and title are the same.  Deleted runs are left out.
 *
 * Ownership: *out is the caller's, json_free() it.
 * Limits: the newest HISTORY_RUNS.
 */
#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H

#include "base/err.h"

struct json;
struct store;

#define HISTORY_RUNS 30

/*
 * [{"id", "created_at", "percent", "gaps", "weak", "score", "tests"}], oldest first, the run itself
 * last; a figure of a phase that did not run is absent.  Empty when the store does not have the
 * run.
 */
enum status run_history(
    struct store *store, const struct json *doc, struct json **out, struct err *err);

#endif
