/*
 * explain - why a test stands where it does in the ranking: what each signal adds, what speaks for
 * its file, and how it came out before.
 *
 * Ownership: what is passed is lent for the call.
 */
#ifndef VIEW_EXPLAIN_H
#define VIEW_EXPLAIN_H

#include "base/buf.h"

struct json;
struct view;

/* row: of phases.ranking.output.suite.  Off a terminal one table: of the test, then of its file. */
void view_explain(
    const struct json *doc, const struct json *row, const struct view *view, struct buf *out);

/* What a signal, or what raises a test, says, in words; "-" where there are none. */
const char *view_signal_meaning(const char *name);

/* "2 of 12 runs failed, the last failed; takes 0.12 s", or nothing. */
void view_results(const struct json *test, struct buf *out);

#endif
