#include "store/execution.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/execution_private.h"
#include "store/run.h"
#include "store/store.h"

/* What a list of runs says of this phase (0006-scores.sql). */
static struct db_arg
score_arg(const struct execution *e)
{
	bool coverage = strcmp(e->phase, "coverage") == 0;
	const struct json *score = json_get(e->output, coverage ? "percent" : "score");

	if (json_kind(score) != JSON_NUMBER || (!coverage && strcmp(e->phase, "ranking") != 0))
		return db_null();
	return db_real(coverage ? json_number(score) / 100 : json_number(score));
}

enum status
execution_insert(struct store *store, const struct execution *e, int64_t *id, struct err *err)
{
	char *error = store_clean(store, e->error);
	enum status st = db_run(store_db(store), SQL_EXECUTION_ADD,
	    DB_ARGS(db_text(e->run), db_text(e->phase), db_text(e->status), db_text(e->origin),
		db_text(e->engine), db_int(e->started_ms), db_int(e->duration_ms),
		db_text(e->input_sha256), db_text(e->output_sha256), db_text(error),
		db_text(e->entry), db_text(e->base), db_text(e->entries), score_arg(e)),
	    NULL, err);

	if (st == ST_OK)
		*id = db_last_id(store_db(store));
	free(error);
	return st;
}

enum status
execution_audit(struct store *store, const char *event, const struct execution *e, int64_t id,
    int64_t now_ms, struct err *err)
{
	struct json *data = json_new_object();
	char hash[DIGEST_TEXT];
	enum status st;

	json_set_string(data, "phase", e->phase);
	json_set_number(data, "execution", (double)id);
	json_set_string(data, "status", e->status);
	json_set_string(data, "engine", e->engine);
	json_set_string(data, "input_sha256", e->input_sha256);
	if (e->output_sha256)
		json_set_string(data, "output_sha256", e->output_sha256);
	digest_text(e->entry, strlen(e->entry), hash);
	json_set_string(data, "entry_sha256", hash);
	digest_text(e->base, strlen(e->base), hash);
	json_set_string(data, "base_sha256", hash);
	json_set_number(data, "duration_ms", (double)e->duration_ms);
	st = audit_append(store, event, e->run, data, now_ms, err);
	json_free(data);
	return st;
}

/*
 * A phase that held its result back, or was made to go on, says so in its output (gated, forced).
 * The event carries what was decided on: the output's own scores, names and reasons.
 */
static enum status
audit_decision(struct store *store, const char *run, const struct json *entry, int64_t id,
    int64_t now_ms, struct err *err)
{
	const struct json *output = json_get(entry, "output");
	bool gated = json_get_bool(output, "gated");
	struct json *data;
	char event[64];
	enum status st;

	if (!gated && !json_get_bool(output, "forced"))
		return ST_OK;
	data = json_new_object();
	json_set_string(data, "phase", json_key(entry));
	json_set_number(data, "execution", (double)id);
	json_each (it, output) {
		if (json_kind(it) != JSON_ARRAY && json_kind(it) != JSON_OBJECT)
			json_set(data, json_key(it), json_copy(it));
	}
	snprintf(event, sizeof event, "%.40s_%s", json_key(entry), gated ? "gated" : "forced");
	st = audit_append(store, event, run, data, now_ms, err);
	json_free(data);
	return st;
}

static enum status
append_start(struct store *store, const char *run, const char *phase, const char *input_sha256,
    int64_t at_ms, struct err *err)
{
	struct json *data = json_new_object();
	enum status st;

	json_set_string(data, "phase", phase);
	json_set_string(data, "input_sha256", input_sha256);
	st = audit_append(store, "phase_start", run, data, at_ms, err);
	json_free(data);
	return st;
}

enum status
execution_start(struct store *store, const struct json *doc, const char *phase,
    const char *input_sha256, int64_t now_ms, struct err *err)
{
	const char *run = json_get_string(json_get(doc, "run"), "id");
	enum status st = run_add(store, doc, now_ms, err);

	return st ? st : append_start(store, run, phase, input_sha256, now_ms, err);
}

enum status
execution_started(
    struct store *store, const struct execution_failure *f, bool *started, struct err *err)
{
	int64_t there = 0;
	enum status st = db_one_int(store_db(store), SQL_AUDIT_STARTED,
	    DB_ARGS(db_text(f->run), db_text(f->phase), db_int(f->started_ms)), &there, err);

	if (st == ST_OK)
		*started = there != 0;
	return st;
}

enum status
execution_record(struct store *store, const struct json *doc, const struct json_kept *kept,
    const char *phase, int64_t now_ms, struct err *err)
{
	const struct json *entry = json_get(json_get(doc, "phases"), phase);
	const struct execution_document all = { .doc = doc,
		.kept = kept,
		.phase = phase,
		.event = "phase_complete",
		.now_ms = now_ms };
	int64_t id = 0;
	enum status st;

	if (entry == NULL)
		return err_set(err, ST_BUG, "the document to record has no entry of %s", phase);
	if (strcmp(phase, "audit") != 0) /* which is the last */
		db_defer(store_db(store));
	st = run_add(store, doc, now_ms, err);
	if (st == ST_OK)
		st = execution_document(store, &all, &id, err);
	if (st == ST_OK)
		st = audit_decision(
		    store, json_get_string(json_get(doc, "run"), "id"), entry, id, now_ms, err);
	return st;
}

static enum status
insert_failure(struct store *store, const struct execution_failure *f, int64_t now_ms, int64_t *id,
    struct err *err)
{
	struct execution e = { .run = f->run, .phase = f->phase, .status = "failed" };
	struct buf base;
	enum status st;

	buf_init(&base, SIZE_MAX / 2);
	run_base(f->doc, &base);
	e.origin = "executed";
	e.engine = f->engine;
	e.input_sha256 = f->input_sha256;
	e.error = f->cause->text;
	e.base = base.s;
	e.entries = "[]";
	e.started_ms = f->started_ms;
	e.duration_ms = f->duration_ms > 0 ? f->duration_ms : 0;
	st = run_add(store, f->doc, now_ms, err);
	if (st == ST_OK)
		st = execution_insert(store, &e, id, err);
	buf_fini(&base);
	return st;
}

enum status
execution_record_failure(
    struct store *store, const struct execution_failure *f, int64_t now_ms, struct err *err)
{
	struct json *data;
	int64_t id = 0;
	enum status st = f->doc ? insert_failure(store, f, now_ms, &id, err) : ST_OK;

	if (st == ST_OK && !f->started)
		st = append_start(store, f->run, f->phase, f->input_sha256, f->started_ms, err);
	if (st)
		return st;
	data = json_new_object();
	json_set_string(data, "phase", f->phase);
	if (id)
		json_set_number(data, "execution", (double)id);
	json_set_string(data, "engine", f->engine);
	json_set_string(data, "input_sha256", f->input_sha256);
	json_set_number(data, "status", f->cause->status);
	json_set_string(data, "error", f->cause->text);
	st = audit_append(store, "error", f->run, data, now_ms, err);
	json_free(data);
	return st;
}

enum status
execution_output_sha256(struct store *store, const char *run, const char *phase,
    char sha256[DIGEST_TEXT], struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_EXECUTION_OUTPUT,
	    DB_ARGS(db_text(run), db_text(phase)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK)
		snprintf(sha256, DIGEST_TEXT, "%s", db_get_text(rows, 0, NULL));
	db_done(rows);
	return st;
}
