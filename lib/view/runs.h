/*
 * runs - the runs of a store, one run with its executions, gates and edits, and what is another
 * between two, for a person.
 *
 * What is shown is what run_list(), run_show() and doc_compare() give.  On a terminal that is
 * narrow the columns that matter least are left out; off one there are all.
 */
#ifndef VIEW_RUNS_H
#define VIEW_RUNS_H

#include <stdint.h>

#include "base/buf.h"

struct json;
struct view;

void view_runs(const struct json *runs, const struct view *view, int64_t now_ms, struct buf *out);
void view_run(const struct json *run, const struct view *view, int64_t now_ms, struct buf *out);
void view_comparison(
    const struct json *comparison, const struct view *view, int64_t now_ms, struct buf *out);

/* How much of the ids of runs that rows have under key tells them apart; off a terminal all. */
int view_run_width(const struct json *rows, const char *key, const struct view *view);

/* One id a line. */
void view_ids(const struct json *ids, const struct view *view, int64_t now_ms, struct buf *out);

#endif
