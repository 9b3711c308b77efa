/*
 * trail - the events of the audit log, for a person: when, what happened, to which phase, who, and
 * what there is to say of it.
 *
 * Events are what audit_each() gives.  Texts come from outside: show them with view_text() or
 * table_cell().
 */
#ifndef VIEW_TRAIL_H
#define VIEW_TRAIL_H

#include "base/buf.h"
#include "base/err.h"

struct json;
struct view;

/* {"seq", "at", "event", "run", "phase", "by", "what"}; phase, by and what "" where there is
   none.  The caller's, json_free() it. */
struct json *trail_entry(const struct json *event);

/* The entry of an event behind those in an array: what audit_each() calls. */
enum status trail_add(void *entries, const struct json *event, struct err *err);

/* An array of entries as a table; with the column run when they are not of one. */
void view_trail(const struct json *entries, const struct view *view, struct buf *out);

#endif
