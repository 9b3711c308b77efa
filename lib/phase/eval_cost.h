/*
 * eval_cost - how long the files of a suite take, out of the results in the store.
 *
 * Errors: those of db.h; a corpus that is not there has no results.
 */
#ifndef PHASE_EVAL_COST_H
#define PHASE_EVAL_COST_H

#include "base/err.h"

struct map;
struct store;

/* File -> milliseconds of its tests whose duration is known.  store may be NULL. */
enum status eval_costs(struct store *store, const char *corpus, struct map *out, struct err *err);

#endif
