#include "store/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/execution.h"
#include "store/gate_private.h"
#include "store/run.h"
#include "store/store.h"

#define NOBODY "nobody"

enum status
gate_subject(const struct json *doc, const char *phase, struct gate_subject *out, struct err *err)
{
	struct buf text;
	bool found = false;

	if (strlen(phase) >= GATE_PHASE)
		return err_set(err, ST_DATA, "\"%.60s\" is no phase", phase);
	snprintf(out->run, sizeof out->run, "%s", json_get_string(json_get(doc, "run"), "id"));
	snprintf(out->phase, sizeof out->phase, "%s", phase);
	buf_init(&text, SIZE_MAX / 2);
	run_base(doc, &text);
	json_each (entry, json_get(doc, "phases")) {
		const struct json *output = json_get(entry, "output");

		if (found || output == NULL)
			continue;
		digest_json(output, out->output_sha256);
		buf_printf(&text, "\n%s %s", json_key(entry), out->output_sha256);
		found = strcmp(json_key(entry), phase) == 0;
	}
	digest_text(text.s, text.len, out->sha256);
	buf_fini(&text);
	if (found)
		return ST_OK;
	return err_set(err, ST_DATA, "the document has no %s: nothing to approve", phase);
}

static struct json *
event_data(int64_t id, const char *phase, const char *subject, const char *output)
{
	struct json *data = json_new_object();

	json_set_number(data, "gate", (double)id);
	json_set_string(data, "phase", phase);
	json_set_string(data, "subject_sha256", subject);
	json_set_string(data, "output_sha256", output);
	return data;
}

/* The event, and the end of data. */
static enum status
append(struct store *store, const char *event, const char *run, struct json *data, int64_t now_ms,
    struct err *err)
{
	enum status st = audit_append(store, event, run, data, now_ms, err);

	json_free(data);
	return st;
}

enum status
gate_ask(struct store *store, const struct json *doc, const struct gate_subject *subject,
    int64_t timeout_ms, int64_t now_ms, struct err *err)
{
	int64_t changed = 0, id = 0;
	enum status st = run_add(store, doc, now_ms, err);

	if (st == ST_OK)
		st = execution_keep(store, doc, err);
	if (st == ST_OK)
		st = db_run(store_db(store), SQL_GATE_ASK,
		    DB_ARGS(db_text(subject->run), db_text(subject->phase),
			db_text(subject->sha256), db_text(subject->output_sha256), db_int(now_ms),
			db_int(now_ms + timeout_ms)),
		    &changed, err);
	if (st || changed == 0)
		return st;
	st = gate_id(store, subject, &id, err);
	if (st)
		return st;
	return append(store, "gate_asked", subject->run,
	    event_data(id, subject->phase, subject->sha256, subject->output_sha256), now_ms, err);
}

/* ST_NO when it is not pending. */
static enum status
decide(struct store *store, int64_t id, const struct gate_subject *subject,
    const struct gate_decision *decision, int64_t now_ms, struct err *err)
{
	const char *verdict = decision->approve ? "approved" : "rejected";
	int64_t changed = 0;
	struct json *data;
	char *by = store_clean(store, decision->by), *rule = store_clean(store, decision->rule),
	     *reason = store_clean(store, decision->reason);
	enum status st = db_run(store_db(store), SQL_GATE_DECIDE,
	    DB_ARGS(db_int(id), db_text(verdict), db_int(now_ms), db_text(by),
		db_text(decision->how), db_text(rule), db_text(reason)),
	    &changed, err);

	if (st == ST_OK && changed == 0)
		st = ST_NO;
	if (st == ST_OK) {
		data = event_data(id, subject->phase, subject->sha256, subject->output_sha256);
		json_set_string(data, "decision", verdict);
		json_set_string(data, "by", by);
		json_set_string(data, "how", decision->how);
		if (rule)
			json_set_string(data, "rule", rule);
		if (reason)
			json_set_string(data, "reason", reason);
		st = append(store, "approval_decision", subject->run, data, now_ms, err);
	}
	free(by);
	free(rule);
	free(reason);
	return st;
}

static enum status
already(struct store *store, const struct gate_subject *subject, int64_t now_ms, struct err *err)
{
	struct json *gate = NULL;
	enum status st = gate_get(store, subject, now_ms, &gate, err);

	if (st == ST_OK)
		st = err_set(err, ST_NO,
		    "%s of run %s was %s by %s at %s: nothing was changed; rsg-gate --reopen asks "
		    "again",
		    subject->phase, subject->run, json_get_string(gate, "status"),
		    json_get_string(gate, "by"), json_get_string(gate, "decided_at"));
	json_free(gate);
	return st;
}

enum status
gate_decide(struct store *store, const struct gate_subject *subject,
    const struct gate_decision *decision, int64_t now_ms, struct err *err)
{
	int64_t id = 0;
	enum status st = gate_expire(store, now_ms, NULL, err);

	if (st == ST_OK)
		st = gate_id(store, subject, &id, err);
	if (st == ST_NO)
		return err_set(err, ST_NOINPUT,
		    "nobody asked about this %s of run %s: pipe the document through rsg-gate",
		    subject->phase, subject->run);
	if (st == ST_OK)
		st = decide(store, id, subject, decision, now_ms, err);
	return st == ST_NO ? already(store, subject, now_ms, err) : st;
}

enum status
gate_reopen(struct store *store, const struct gate_subject *subject, const char *by,
    int64_t timeout_ms, int64_t now_ms, struct err *err)
{
	int64_t id = 0, changed = 0;
	struct json *data;
	enum status st = gate_expire(store, now_ms, NULL, err);

	if (st == ST_OK)
		st = gate_id(store, subject, &id, err);
	if (st == ST_OK)
		st = db_run(store_db(store), SQL_GATE_REOPEN,
		    DB_ARGS(db_int(id), db_int(now_ms), db_int(now_ms + timeout_ms)), &changed,
		    err);
	if (st == ST_NO || (st == ST_OK && changed == 0))
		return err_set(err, ST_NO,
		    "%s of run %s is not decided: there is nothing to reopen", subject->phase,
		    subject->run);
	if (st)
		return st;
	data = event_data(id, subject->phase, subject->sha256, subject->output_sha256);
	json_set_string(data, "by", by);
	return append(store, "gate_reopened", subject->run, data, now_ms, err);
}

static enum status
overdue(struct store *store, int64_t now_ms, struct json **out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_GATE_OVERDUE, DB_ARGS(db_int(now_ms)), &rows, err);

	if (st)
		return st;
	*out = json_new_array();
	while ((st = db_next(rows, err)) == ST_OK) {
		struct json *gate = gate_row(rows, now_ms);

		json_set_number(gate, "id", (double)db_get_int(rows, 0));
		json_add(*out, gate);
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

void
gate_subject_of(const struct json *gate, struct gate_subject *out)
{
	snprintf(out->run, sizeof out->run, "%s", json_get_string(gate, "run"));
	snprintf(out->phase, sizeof out->phase, "%s", json_get_string(gate, "phase"));
	snprintf(out->sha256, sizeof out->sha256, "%s", json_get_string(gate, "subject_sha256"));
	snprintf(out->output_sha256, sizeof out->output_sha256, "%s",
	    json_get_string(gate, "output_sha256"));
}

enum status
gate_expire(struct store *store, int64_t now_ms, int64_t *count, struct err *err)
{
	static const struct gate_decision over = {
		.by = NOBODY, .how = "timeout", .reason = "nobody decided in time"
	};
	struct json *gates = NULL;
	struct gate_subject subject;
	enum status st = overdue(store, now_ms, &gates, err);

	json_each (gate, gates) {
		if (st)
			break;
		gate_subject_of(gate, &subject);
		st = decide(
		    store, (int64_t)json_get_number(gate, "id"), &subject, &over, now_ms, err);
	}
	if (st == ST_OK && count)
		*count = (int64_t)json_len(gates);
	json_free(gates);
	return st;
}
