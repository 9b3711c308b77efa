/*
 * probe - what each tier of the sandbox can enforce here, as a table.
 */
#ifndef VIEW_PROBE_H
#define VIEW_PROBE_H

struct buf;
struct json;
struct view;

/* found: a document of schemas/sandbox-probe. */
void view_probe(const struct json *found, const struct view *view, struct buf *out);

#endif
