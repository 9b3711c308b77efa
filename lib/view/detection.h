/*
 * detection - what a project is made of, as a table: a line for each framework of each root.
 */
#ifndef VIEW_DETECTION_H
#define VIEW_DETECTION_H

#include "base/buf.h"

struct json;
struct view;

void view_detection(const struct json *detection, const struct view *view, struct buf *out);

#endif
