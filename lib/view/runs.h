/*
 * runs - the runs of a store, and one run with its executions, for a person.
 *
 * What is shown is what run_list() and run_show() give.
 */
#ifndef VIEW_RUNS_H
#define VIEW_RUNS_H

#include "base/buf.h"

struct json;
struct view;

void view_runs(const struct json *runs, const struct view *view, struct buf *out);
void view_run(const struct json *run, const struct view *view, struct buf *out);

/* One id a line. */
void view_ids(const struct json *ids, const struct view *view, struct buf *out);

#endif
