/*
 * usage - what models were asked and what it cost, for a person or a spreadsheet.
 *
 * What is shown is what usage_sum(), usage_attempts() and usage_survival() give.  On a terminal
 * that is narrow the columns that matter least are left out.
 */
#ifndef VIEW_USAGE_H
#define VIEW_USAGE_H

#include "base/buf.h"

struct json;
struct view;

/* Sums with their total, attempts or survival; on a terminal the budgets too. */
void view_usage(const struct json *usage, const struct view *view, struct buf *out);
void view_usage_csv(const struct json *usage, struct buf *out);

#endif
