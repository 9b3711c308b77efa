/*
 * result_history - what the results of one test add up to; result.h says how.
 *
 * Pure: no store.  Runs are newest first.
 */
#ifndef STORE_RESULT_HISTORY_H
#define STORE_RESULT_HISTORY_H

#include "store/result.h"

struct result_run {
	char status[8];	     /* as stored */
	int64_t duration_ms; /* -1: not known */
	int64_t at;
	uint64_t content, commit; /* hashes; commit 0: not known */
	bool flaky;		  /* its attempts ended differently */
};

/* history->test is left alone; history->last is lent by runs.  n >= 1. */
void result_history_sum(const struct result_run *runs, size_t n, struct result_history *history);

/* Make the history of a test anew from its results. */
enum status result_history_renew(struct store *store, int64_t test_case, struct err *err);

#endif
