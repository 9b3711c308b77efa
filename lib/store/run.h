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

/* The id that a whole id, the start of one or "last" names.  Deleted runs are found by their whole
   id only. */
#define RUN_PREFIX_LEAST 4 /* characters */
enum status run_find(struct store *store, const char *name, char id[UUID_TEXT], struct err *err);

/* The same among the deleted ones; last is the one that was deleted last. */
enum status run_find_deleted(
    struct store *store, const char *name, char id[UUID_TEXT], struct err *err);

#define RUN_STATUSES "open, started, gated, pending, rejected, failed, closed or deleted"
bool run_is_status(const char *word);

struct run_filter {
	bool deleted_too;
	size_t limit;	    /* 0: all */
	const char *title;  /* a part of it, in any case; NULL: any */
	const char *status; /* NULL: any */
};

/*
 * An array of {"id", "created_at", "title", "status", "phases", "last_phase", "score",
 * "coverage_percent", "gates", "cost_usd", "unknown_cost", "failed", "deleted"}, newest first;
 * score and coverage are absent where there is none, cost_usd where no model was asked.
 *
 * status: deleted; started (a phase has begun and not ended: it runs, or was killed); failed (the
 * last did); rejected, pending (a gate of what was seen last); gated (nothing was generated);
 * closed (by rsg-audit); else open.  gates: the newest of each phase, {"phase", "status"}, outdated
 * where the phase has another output by now.
 */
enum status run_list(struct store *store, const struct run_filter *filter, int64_t now_ms,
    struct json **out, struct err *err);

/* One run in that form with "executions" (every one, oldest first, without its output), "edits"
   (execution_edits()) and "gates" (all, gate_list()). */
enum status run_show(
    struct store *store, const char *id, int64_t now_ms, struct json **out, struct err *err);

/*
 * The document as the newest execution of `phase` printed it, byte for byte on one line; phase NULL
 * is the newest execution of all.  ST_NOINPUT when the phase was not executed.
 */
enum status run_doc(
    struct store *store, const char *id, const char *phase, struct json **out, struct err *err);

enum status run_delete(struct store *store, const char *id, int64_t now_ms, struct err *err);

/* Nothing happens to one that is not deleted. */
enum status run_restore(struct store *store, const char *id, int64_t now_ms, struct err *err);

struct run_prune {
	size_t keep;	   /* so many of the newest that are not deleted, */
	int64_t before_ms; /* but none created before this; INT64_MIN: however old */
};
struct run_pruned {
	struct json *ids; /* the caller's */
	int64_t bytes;	  /* about what they took */
};

/* Remove for good what is deleted, old, or one too many.  store_compact() after the commit gives
   the space back. */
enum status run_prune(struct store *store, const struct run_prune *what, int64_t now_ms,
    struct run_pruned *pruned, struct err *err);

/* The document with empty phases, on one line: what is kept of it beside the phases' entries. */
void run_base(const struct json *doc, struct buf *out);

#endif
