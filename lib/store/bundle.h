/*
 * bundle - a run as JSON Lines, to take it to another store.
 *
 * Lines (schemas/run-bundle.schema.json): one "run", its "execution"s, "edit"s, "gate"s and
 * "event"s, and an "end" with the SHA-256 of the lines before, newlines included.  Several runs may
 * follow one another.
 *
 * Import believes nothing: the end's hash, each output's and each event's are recomputed.  A run
 * that the store has is left alone.  Events keep their content as event_imported, each imported
 * execution gets an event execution_imported with the hashes it is verified by.  Gates become
 * history: who decided elsewhere cannot be proved here, so it approves nothing (gate_import()).
 *
 * Ownership: bundle_init()/bundle_fini().  Limits: BUNDLE_MAX bytes a run.
 * Errors: ST_DATA for a bundle that is damaged or cut.
 */
#ifndef STORE_BUNDLE_H
#define STORE_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct json;
struct store;

#define BUNDLE_MAX ((size_t)256 * 1024 * 1024)

/* Append the lines of a run. */
enum status bundle_export(
    struct store *store, const char *id, int64_t now_ms, struct buf *out, struct err *err);

struct bundle {
	struct json *run;	 /* the line that names it; NULL before it came */
	struct json *executions; /* arrays of lines */
	struct json *edits, *gates, *events;
	struct buf text; /* the lines, for the hash */
	bool complete;	 /* the end came, and the run is as it was exported */
};

void bundle_init(struct bundle *bundle);
void bundle_fini(struct bundle *bundle);
void bundle_clear(struct bundle *bundle); /* for the next run */

/* The next line, parsed (taken) and as it was read. */
enum status bundle_line(
    struct bundle *bundle, struct json *line, const char *text, size_t n, struct err *err);

/* The lines of a text, to the end of a bundle or an error; *at moves behind what was read.  For one
   that was exported a moment ago. */
enum status bundle_text(struct bundle *bundle, const char **at, const char *end, struct err *err);

/* A complete bundle into the store, in the caller's transaction.  ST_NO when it is there already.
 */
enum status bundle_import(
    struct store *store, const struct bundle *bundle, int64_t now_ms, struct err *err);

#endif
