/*
 * execution - the record of a phase that ran: hashes, engine, timing, and its entry in the
 * document.
 *
 * Running a phase again adds an execution; the newest counts.  Entries of the document that this
 * store has not seen (the document came from elsewhere, or was edited on its way) are kept beside
 * it with origin "document", so that the document can be rebuilt byte for byte (run_doc()).
 *
 * Writing: between db_begin() and db_commit(), in the transaction that holds the phase's own
 * writes.
 */
#ifndef STORE_EXECUTION_H
#define STORE_EXECUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "io/digest.h"

struct json;
struct json_kept;
struct store;

/*
 * A phase begins: adds the run if need be, and the event phase_start.  In a transaction of its own,
 * committed before the work begins.
 */
enum status execution_start(struct store *store, const struct json *doc, const char *phase,
    const char *input_sha256, int64_t now_ms, struct err *err);

/*
 * What a program calls when a phase is done: doc is the document it is about to print, the phase's
 * entry in it.  Adds the run if need be, the execution, and the event phase_complete; and when
 * the output says gated or forced, PHASE_gated or PHASE_forced with the output's scores and
 * reasons.  kept: what of the document is printed already (io/json_keep.h), or NULL.
 */
enum status execution_record(struct store *store, const struct json *doc,
    const struct json_kept *kept, const char *phase, int64_t now_ms, struct err *err);

/* Keep what the document holds and the store has not seen, so that it can be shown again. */
enum status execution_keep(struct store *store, const struct json *doc, struct err *err);

/* The same as execution_record() for a phase whose output a person changed, from what it is in
   `before`: event edit, and the row in edit.  author and diff as in edit.sql; the entry says the
   author too. */
struct execution_edit {
	const struct json *before, *after; /* documents */
	const char *phase, *author, *diff;
};
enum status execution_record_edit(
    struct store *store, const struct execution_edit *edit, int64_t now_ms, struct err *err);

/* An array of {"execution", "original", "phase", "author", "at", "diff"}, oldest first. */
enum status execution_edits(
    struct store *store, const char *run, struct json **out, struct err *err);

struct execution_failure {
	const char *run; /* id */
	const struct json
	    *doc; /* the document that was read; NULL when there is none (ingestion) */
	const char *phase, *engine, *input_sha256;
	int64_t started_ms, duration_ms;
	bool started; /* its phase_start is in the log; if not it is put there now */
	const struct err *cause;
};

/* Does the log hold the phase_start of this failure?  For a process that did not start it. */
enum status execution_started(
    struct store *store, const struct execution_failure *failure, bool *started, struct err *err);

/* The same for a phase that failed; the event is error.  Call it after db_rollback(), in a
   transaction of its own. */
enum status execution_record_failure(
    struct store *store, const struct execution_failure *failure, int64_t now_ms, struct err *err);

/* The output_sha256 of the newest execution of a phase that this store executed or imported itself;
   ST_NO when there is none. */
enum status execution_output_sha256(struct store *store, const char *run, const char *phase,
    char sha256[DIGEST_TEXT], struct err *err);

/* A row as it is; texts NULL where the column is.  For bundles and for execution_record(). */
struct execution {
	const char *run, *phase, *status, *origin, *engine;
	const char *input_sha256, *output_sha256, *error;
	const char *entry, *base, *entries;
	const struct json *output; /* in entry; NULL where there is none */
	int64_t started_ms, duration_ms;
};

enum status execution_insert(
    struct store *store, const struct execution *execution, int64_t *id, struct err *err);

/* The event by which execution_verify() knows it; for one with an entry, and base as it is in the
   document. */
enum status execution_audit(struct store *store, const char *event, const struct execution *e,
    int64_t id, int64_t now_ms, struct err *err);

struct execution_check {
	int64_t id;    /* of the first that differs */
	char why[120]; /* and how */
};

/*
 * Compare each execution that was recorded here, or imported with an entry, with its event: hashes
 * of the entry and the document, and the columns.  Then look whether one that an event speaks of is
 * missing from a run that is there.  ST_NO when something differs.
 */
enum status execution_verify(struct store *store, struct execution_check *check, struct err *err);

#endif
