/*
 * eval - what rsg-eval measured, for a person.
 */
#ifndef VIEW_EVAL_H
#define VIEW_EVAL_H

#include "base/buf.h"

struct json;
struct view;

void view_eval(const struct json *eval, const struct view *view, struct buf *out);

#endif
