/*
 * checkpoint - where the audit log stood at a time, to be kept elsewhere and held against it later.
 *
 * A checkpoint is {"seq", "hash", "rows", "schema", "at"} (schemas/audit-checkpoint): number and
 * hash of the last row, how many rows there were, the version of the store, the time.  Since each
 * row carries the hash of the one before, a log whose chain is intact and that holds this row has
 * not been changed up to it.
 *
 * Ownership: *out is the caller's, json_free() it.
 */
#ifndef STORE_CHECKPOINT_H
#define STORE_CHECKPOINT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct json;
struct store;

enum status checkpoint_make(
    struct store *store, int64_t now_ms, struct json **out, struct err *err);

/*
 * Hold lines of text, each a checkpoint or a bare hash, against the log, whose chain the caller has
 * verified; *count is how many there were.  ST_NO, with the line named, for one that is not in it;
 * ST_DATA for a line that is neither, and for a text without one.
 */
enum status checkpoint_check(
    struct store *store, const char *text, size_t n, size_t *count, struct err *err);

#endif
