/*
 * results - reports that were read, what they add up to, and what nothing answers to, as tables.
 */
#ifndef VIEW_RESULTS_H
#define VIEW_RESULTS_H

#include <stddef.h>

#include "base/buf.h"

struct json;
struct view;

void view_results_reports(const struct json *reports, const struct view *view, struct buf *out);

/* Three lists of at most `limit` tests (0: all) in one table, named in its first column: failing
   (by rate), flaky (by rate), slow (by duration). */
void view_results_stats(
    const struct json *histories, size_t limit, const struct view *view, struct buf *out);

/* Of cases with "failure". */
void view_results_why(const struct json *cases, const struct view *view, struct buf *out);

/* Of cases, or of names the store has. */
void view_results_unknown(const struct json *lines, const struct view *view, struct buf *out);

#endif
