/*
 * run - the runs of a store: a story on its way through the phases.
 *
 * A run is added by the first program that records something of it, wherever its document came
 * from.  run_delete() hides it and keeps it; run_prune() removes for good what is deleted and what
 * is older than the newest `keep`.
 *
 * Writing: functions that take now_ms write, and must be called between db_begin() and db_commit().
 * Ownership: *out is the caller's, json_free() it.
 * Errors: ST_NOINPUT when there is no such run, or a prefix fits several.
 */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/uuid.h"

struct json;
struct store;

/* Add the run of a document unless the store has it; a deleted one comes back.  Audited. */
enum status run_add(struct store *store, const struct json *doc, int64_t now_ms, struct err *err);

/* The id that a whole id, the start of one (4 characters or more) or "last" names.  Deleted runs
   are found by their whole id only. */
enum status run_find(struct store *store, const char *name, char id[UUID_TEXT], struct err *err);

/* An array of {"id", "created_at", "title", "phases", "last_phase", "failed", "deleted"}, newest
   first; at most `limit` (0: all). */
enum status run_list(
    struct store *store, bool deleted_too, size_t limit, struct json **out, struct err *err);

/* One run in that form with "executions": every execution, oldest first, without its output. */
enum status run_show(struct store *store, const char *id, struct json **out, struct err *err);

/*
 * The document as the newest execution of `phase` printed it, byte for byte on one line; phase NULL
 * is the newest execution of all.  ST_NOINPUT when the phase was not executed.
 */
enum status run_doc(
    struct store *store, const char *id, const char *phase, struct json **out, struct err *err);

enum status run_delete(struct store *store, const char *id, int64_t now_ms, struct err *err);

#define RUN_KEEP 1000
/* Remove for good; *out (may be NULL) is an array of the ids that went.  store_compact() after the
   commit gives the space back. */
enum status run_prune(
    struct store *store, size_t keep, int64_t now_ms, struct json **out, struct err *err);

/* The document with empty phases, on one line: what is kept of it beside the phases' entries. */
void run_base(const struct json *doc, struct buf *out);

#endif
