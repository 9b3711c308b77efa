#include <string.h>

#include "cli/gates.h"
#include "doc/config.h"
#include "io/db.h"
#include "io/json.h"
#include "review/review_private.h"
#include "store/gate.h"
#include "store/store.h"
#include "view/parts.h"

static bool
is_required(const struct review *review, const char *phase)
{
	return strings_has(config_list(review->cli->config, "gates.required"), phase);
}

/* The gate of the step's phase as it is now; NULL when it was never asked for. */
static struct json *
gate_of(const struct review *review, const char *phase, struct gate_subject *subject)
{
	struct err ignored = ERR_INIT;
	struct json *gate = NULL;

	if (phase == NULL || review->cli->store == NULL ||
	    gate_subject(review->cli->input, phase, subject, &ignored) ||
	    gate_get(review->cli->store, subject, cli_gate_now_ms(), &gate, &ignored))
		return NULL;
	return gate;
}

/* May it be approved or rejected here? */
bool
review_gate_open(struct review *review)
{
	const char *phase = review_step_phase(review, review->step);
	struct gate_subject subject;
	struct err ignored = ERR_INIT;
	struct json *gate = gate_of(review, phase, &subject);
	bool pending = gate && strcmp(json_get_string(gate, "status"), "pending") == 0;
	bool asked = gate != NULL;

	json_free(gate);
	if (asked || phase == NULL || review->cli->store == NULL)
		return pending;
	return is_required(review, phase) &&
	       gate_subject(review->cli->input, phase, &subject, &ignored) == ST_OK;
}

void
review_gate_line(struct review *review, struct buf *out)
{
	const char *phase = review_step_phase(review, review->step), *status;
	struct gate_subject subject;
	struct json *gate = gate_of(review, phase, &subject);
	struct buf line;

	buf_init(&line, BUF_TEXT);
	status = json_get_string(gate, "status");
	if (review_gate_open(review))
		buf_str(&line, "gate: pending (A approves, R rejects)\n");
	else if (gate && *json_get_string(gate, "by"))
		buf_printf(&line, "gate: %s by %s, %s\n", status, json_get_string(gate, "by"),
		    json_get_string(gate, "decided_at"));
	else if (gate)
		buf_printf(&line, "gate: %s\n", status);
	view_text(&review->view, out, view_gate_style(status), line.s);
	json_free(gate);
	buf_fini(&line);
}

static enum status
decide(struct review *review, const struct gate_decision *decision, struct err *err)
{
	struct store *store = review->cli->store;
	int64_t timeout_ms = config_duration_ms(review->cli->config, "gates.timeout");
	int64_t now_ms = cli_gate_now_ms();
	struct gate_subject subject;
	enum status st = gate_subject(
	    review->cli->input, review_step_phase(review, review->step), &subject, err);

	if (st == ST_OK)
		st = db_begin(store_db(store), err);
	if (st)
		return st;
	st = gate_ask(store, review->cli->input, &subject, timeout_ms, now_ms, err);
	if (st == ST_OK)
		st = gate_decide(store, &subject, decision, now_ms, err);
	return db_finish(store_db(store), st, err);
}

/* Without a reason nothing is rejected: who runs the phase again needs it. */
static enum status
ask_reason(struct review *review, struct buf *reason, struct err *err)
{
	enum status st = review_ask(review, "Why is it rejected? ", reason, err);

	if (st == ST_NO || (st == ST_OK && reason->len == 0))
		return err_set(err, ST_NO, "without a reason it stays pending");
	return st;
}

static enum status
ask_and_decide(struct review *review, struct gate_decision *decision, struct err *err)
{
	struct buf reason;
	enum status st = review_need_store(review, err);

	buf_init(&reason, BUF_TEXT);
	if (st == ST_OK && !decision->approve)
		st = ask_reason(review, &reason, err);
	decision->reason = reason.len ? reason.s : NULL;
	if (st == ST_OK)
		st = decide(review, decision, err);
	buf_fini(&reason);
	return st;
}

bool
review_key_gate(struct review *review, int key)
{
	struct gate_decision decision = {
		.approve = key == 'A', .by = review->who, .how = "review"
	};
	struct err err = ERR_INIT;

	if ((key != 'A' && key != 'R') || !review_gate_open(review))
		return false;
	if (ask_and_decide(review, &decision, &err))
		review_fault(review, &err);
	else
		review_say(review, decision.approve ? STYLE_GOOD : STYLE_WARN, "%s is %s by %s",
		    review_step_phase(review, review->step),
		    decision.approve ? "approved" : "rejected", review->who);
	return true;
}
