/*
 * snapshot - the snapshots of a work tree, and what changed, as tables.
 */
#ifndef VIEW_SNAPSHOT_H
#define VIEW_SNAPSHOT_H

#include "view/table.h"

struct json;

/* What `snapshot.schema.json` says; of save, restore, drop and prune the ids alone. */
void view_snapshots(const struct json *value, const struct view *view, struct buf *out);
void view_snapshot_ids(const struct json *value, const struct view *view, struct buf *out);
void view_snapshot_changes(const struct json *value, const struct view *view, struct buf *out);

#endif
