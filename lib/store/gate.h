/*
 * gate - what a person is asked about a phase of a run, and what was decided.
 *
 * What is decided is the subject: SHA-256 over the document without its phases (run_base(), which
 * holds the run, the story and the change) and the outputs of all phases up to and with the one
 * that is asked about, in the document's order, each by its recomputed hash.  Another story,
 * another output, another order is another subject and so another gate, which is pending.  Times,
 * engines and indentation are no part of it, nor are later phases.
 *
 * A gate is pending until somebody decides or its time is over; then it counts as rejected, and the
 * next program that writes records that (how: timeout).  One that was decided stays so until
 * gate_reopen().  Each step is an event: gate_asked, approval_decision, gate_reopened.
 *
 * A gate as JSON fits schemas/gate.schema.json.  *out is the caller's, json_free() it.
 *
 * Writing: functions that take now_ms and no out or a decision write, and must be called between
 * db_begin() and db_commit(); gate_get(), gate_list() and gate_check() only read.
 * Units: milliseconds since 1970, of the real clock: a decision is not made in the past.
 */
#ifndef STORE_GATE_H
#define STORE_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/uuid.h"
#include "io/digest.h"

struct json;
struct store;

#define GATE_PHASE 32 /* bytes of a phase's name */

struct gate_subject {
	char run[UUID_TEXT], phase[GATE_PHASE];
	char sha256[DIGEST_TEXT], output_sha256[DIGEST_TEXT];
};

/* ST_DATA when the document has no output of the phase. */
enum status gate_subject(
    const struct json *doc, const char *phase, struct gate_subject *out, struct err *err);
void gate_subject_of(const struct json *gate, struct gate_subject *out);

/* Ask: adds a pending gate unless the subject has one.  The document is kept in the store, so that
   what was asked about can be shown later. */
enum status gate_ask(struct store *store, const struct json *doc,
    const struct gate_subject *subject, int64_t timeout_ms, int64_t now_ms, struct err *err);

struct gate_decision {
	bool approve;
	const char *by, *how;	   /* how: tty, flag, policy, review */
	const char *reason, *rule; /* NULL where there is none */
};

/* ST_NO with who was first when it is decided already; ST_NOINPUT when it was never asked. */
enum status gate_decide(struct store *store, const struct gate_subject *subject,
    const struct gate_decision *decision, int64_t now_ms, struct err *err);

/* Make a decided gate pending again.  ST_NO when it is pending. */
enum status gate_reopen(struct store *store, const struct gate_subject *subject, const char *by,
    int64_t timeout_ms, int64_t now_ms, struct err *err);

/* Record the end of all gates whose time is over; *count (may be NULL) is how many. */
enum status gate_expire(struct store *store, int64_t now_ms, int64_t *count, struct err *err);

/* The gate of a subject; ST_NO when it was never asked here. */
enum status gate_get(struct store *store, const struct gate_subject *subject, int64_t now_ms,
    struct json **out, struct err *err);

/* What was asked about this phase before, another output of it: in the same run or, where there is
   none, in one of the same title.  The gate, and the output; ST_NO when there is none. */
enum status gate_before(struct store *store, const struct gate_subject *subject, int64_t now_ms,
    struct json **gate, struct json **output, struct err *err);

/* ST_OK: approved.  ST_NO: rejected, pending, expired or never asked; err says which and what to
   do. */
enum status gate_check(
    struct store *store, const struct gate_subject *subject, int64_t now_ms, struct err *err);

/* An array of gates, the newest first: of a run, or of all (NULL); of a phase, or of any. */
struct gate_filter {
	const char *run, *phase;
	bool pending; /* only these */
};
enum status gate_list(struct store *store, const struct gate_filter *filter, int64_t now_ms,
    struct json **out, struct err *err);

/* Compare each gate asked here with its last event.  ST_OK, or ST_NO with the first that differs.
 */
enum status gate_verify(struct store *store, int64_t *broken_id, struct err *err);

/* One from a bundle, kept as history; it fits the schema.  One that is here already stays. */
enum status gate_import(struct store *store, const struct json *gate, struct err *err);

#endif
