#include "review/gate_case.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "cli/gates.h"
#include "cli/output.h"
#include "cli/who.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/json.h"
#include "store/execution.h"
#include "store/store.h"

enum status
gate_case_init(struct gate_case *g, struct cli *cli, const struct gate_args *args,
    const struct json *doc, const char *phase, struct err *err)
{
	*g = (struct gate_case){ .cli = cli, .args = args, .doc = doc };
	return gate_subject(doc, phase, &g->subject, err);
}

void
gate_case_fini(struct gate_case *g)
{
	json_free(g->edited);
	free(g->by);
}

enum status
gate_case_get(const struct gate_case *g, struct json **out, struct err *err)
{
	return gate_get(g->cli->store, &g->subject, cli_gate_now_ms(), out, err);
}

static int64_t
timeout_ms(const struct gate_case *g)
{
	return config_duration_ms(g->cli->config, "gates.timeout");
}

/* git may be asked, so not inside a transaction. */
const char *
gate_case_who(struct gate_case *g)
{
	if (g->by == NULL)
		g->by = who();
	return g->by;
}

enum status
gate_case_ask(struct gate_case *g, struct err *err)
{
	struct db *db = store_db(g->cli->store);
	int64_t now_ms;
	enum status st = db_begin(db, err);

	if (st)
		return st;
	now_ms = cli_gate_now_ms();
	st = gate_expire(g->cli->store, now_ms, NULL, err);
	if (st == ST_OK)
		st = gate_ask(g->cli->store, g->doc, &g->subject, timeout_ms(g), now_ms, err);
	return db_finish(db, st, err);
}

enum status
gate_case_decide(struct gate_case *g, const struct gate_decision *decision, struct err *err)
{
	struct db *db = store_db(g->cli->store);
	struct gate_decision complete = *decision;
	enum status st;

	if (complete.by == NULL)
		complete.by = gate_case_who(g);
	st = db_begin(db, err);
	if (st)
		return st;
	return db_finish(
	    db, gate_decide(g->cli->store, &g->subject, &complete, cli_gate_now_ms(), err), err);
}

/* All of an edit, in the caller's transaction. */
static enum status
write_edit(struct gate_case *g, const struct json *edited, const struct gate_subject *subject,
    const char *diff, struct err *err)
{
	struct store *store = g->cli->store;
	const struct execution_edit edit = { g->doc, edited, g->subject.phase, g->by, diff };
	char reason[100];
	struct gate_decision approve = { .approve = true, .by = g->by, .how = "tty" };
	struct gate_decision reject = { .by = g->by, .how = "tty", .reason = reason };
	int64_t now_ms = cli_gate_now_ms();
	enum status st;

	snprintf(reason, sizeof reason, "approved as edited: %.16s", subject->sha256);
	st = gate_decide(store, &g->subject, &reject, now_ms, err);
	if (st == ST_OK)
		st = execution_record_edit(store, &edit, now_ms, err);
	if (st == ST_OK)
		st = gate_ask(store, edited, subject, timeout_ms(g), now_ms, err);
	if (st == ST_OK)
		st = gate_decide(store, subject, &approve, now_ms, err);
	return st;
}

enum status
gate_case_edit(struct gate_case *g, const struct json *output, const char *diff, struct err *err)
{
	struct db *db = store_db(g->cli->store);
	struct json *edited = json_copy(g->doc);
	struct gate_subject subject;
	enum status st;

	doc_edit(edited, g->subject.phase, json_copy(output), gate_case_who(g), cli_gate_now_ms());
	st = gate_subject(edited, g->subject.phase, &subject, err);
	if (st == ST_OK)
		st = db_begin(db, err);
	if (st == ST_OK)
		st = db_finish(db, write_edit(g, edited, &subject, diff, err), err);
	if (st) {
		json_free(edited);
		return st;
	}
	json_free(g->edited);
	g->edited = edited;
	g->doc = edited;
	g->subject = subject;
	return ST_OK;
}

void
gate_case_command(const struct gate_case *g, struct buf *out)
{
	buf_printf(out, "rsg-gate --approve %s %s --sha256 %.16s", g->subject.run, g->subject.phase,
	    g->subject.sha256);
	cli_store_option(g->cli, out);
}
