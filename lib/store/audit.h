/*
 * audit - what happened, in one chain over the whole store.
 *
 * Each row carries the hash of the row before: hash = SHA-256 of the JSON array
 * [previous, seq, at, event, run, data] printed on one line, data as the text that is stored.  The
 * first row's previous is 64 zeros.  Rows are never changed or deleted (triggers); runs that are
 * pruned leave theirs behind, so data holds hashes, names, scores and reasons, not a story's text;
 * secrets in it are redacted (store.h).
 *
 * Writing: audit_append() only between db_begin() and db_commit(); that is what keeps the chain
 * one.
 *
 * Events: run_added, run_deleted, run_restored, prune (run.h); phase_start, phase_complete, error,
 * generation_gated, generation_forced, edit (execution.h); gate_asked, approval_decision,
 * gate_reopened (gate.h); execution_imported, event_imported (bundle.h); accept, discard, undo
 * (review.h); budget, fallback (attempt.h); results_added, results_pruned (result.h).  Logs of
 * before hold phase_executed, phase_failed, run_pruned, budget_refused and model_fallback in their
 * place.
 *
 * Promised: the phase_start of a phase is lasting before its work begins, and before a model is
 * asked; it is followed by a phase_complete or an error of that phase.  A start without an end is a
 * phase that is running, or was killed.
 */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include <stdint.h>

#include "base/err.h"
#include "io/digest.h"

struct json;
struct store;

/* run "" for the store itself; data (may be NULL) is an object and stays the caller's. */
enum status audit_append(struct store *store, const char *event, const char *run,
    const struct json *data, int64_t now_ms, struct err *err);

struct audit_check {
	int64_t rows;		/* that were looked at */
	int64_t broken_seq;	/* the first row that does not fit */
	char head[DIGEST_TEXT]; /* hash of the last good row; 64 zeros when there is none */
	char why[160];		/* what is wrong with it */
};

/*
 * Follow the chain from row `from` (1 or less: from the start).  ST_OK intact, ST_NO broken with
 * broken_seq and why; other statuses are failures to read.
 */
enum status audit_verify(
    struct store *store, int64_t from, struct audit_check *check, struct err *err);

/* The last row's hash, 64 zeros when there is none; and how many events a run has, and the row of
   the first (0: none). */
enum status audit_head(struct store *store, char head[DIGEST_TEXT], struct err *err);
enum status audit_count(
    struct store *store, const char *run, int64_t *count, int64_t *first_seq, struct err *err);

/* A row as {"seq", "at", "event", "run", "data", "previous", "hash"}; lent for the call. */
typedef enum status audit_fn(void *arg, const struct json *event, struct err *err);

/* All events in order, or those of a run; stops at the first status that is not ST_OK. */
enum status audit_each(
    struct store *store, const char *run, audit_fn *fn, void *arg, struct err *err);

/* The last `limit` of them, oldest first. */
enum status audit_each_last(
    struct store *store, const char *run, int64_t limit, audit_fn *fn, void *arg, struct err *err);

/* Those of a run that say what was decided (a gate, a forced step, an edit), and what was imported
   with it. */
enum status audit_each_decision(
    struct store *store, const char *run, audit_fn *fn, void *arg, struct err *err);

/* The hash of an event as audit_each() gives it, recomputed. */
void audit_event_hash(const struct json *event, char hash[DIGEST_TEXT]);

#endif
