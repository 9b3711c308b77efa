#include "llm/llm_guard.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "io/json.h"
#include "store/attempt.h"
#include "store/price.h"

#define SAY_WAIT_MS 3000
#define WARN_AT 0.8 /* of a budget */

/* It is not sent: call->fault is set. */
static enum status
not_sent(struct step *step)
{
	attempt_note(step, &step->call->fault);
	return ST_NO;
}

enum status
guard_breaker(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct llm *llm = step->call->llm;
	int64_t now = (int64_t)time_wall_ms();

	a->rule = llm->settings.breaker;
	a->rule.name = step->m->breaker;
	a->rule.probe_ms = a->timeouts.total_ms;
	if (a->rule.failures == 0)
		return ST_OK;
	if (breaker_ask(llm->store, &a->rule, now, &a->pass, err))
		return err->status;
	if (a->pass.allowed)
		return ST_OK;
	fault_set(&step->call->fault, FAULT_BREAKER, "left alone for another %.0f s",
	    (double)(a->pass.retry_at_ms > now ? a->pass.retry_at_ms - now : 0) / 1000);
	call_log(step->call, step->m,
	    (struct log_line){ .event = LOG_BREAKER, .reason = step->call->fault.text });
	return not_sent(step);
}

/* Until when a place is waited for: not long where another model can be asked. */
static int64_t
patience(const struct attempting *a)
{
	const struct llm *llm = a->step->call->llm;
	int64_t until = time_monotonic_ms() +
			(a->step->more ? llm->settings.retry.max_wait_ms : a->timeouts.total_ms);
	int64_t deadline = llm->options.deadline_ms;

	return deadline && deadline < until ? deadline : until;
}

static enum status
no_place(struct attempting *a, int64_t wait_ms)
{
	struct step *step = a->step;

	if (llm_cancelled(step->call->llm))
		fault_set(&step->call->fault, FAULT_CANCELLED, "interrupted");
	else
		fault_set(&step->call->fault, FAULT_LIMIT, "a place would be free in %.0f s",
		    (double)wait_ms / 1000);
	return not_sent(step);
}

enum status
guard_place(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct llm *llm = step->call->llm;
	struct limiter_ask ask = { .limits = a->limits,
		.n = settings_limits(llm, step->m->model, a->limits),
		.tokens = step->tokens + step->max_tokens,
		.hold_ms = a->timeouts.total_ms };
	int64_t until = patience(a);
	bool said = false;

	a->limit_n = ask.n;
	for (;;) {
		int64_t wait = 0;

		if (limiter_take(llm->store, &ask, &wait, &a->lease, err))
			return err->status;
		if (wait <= 0)
			return ST_OK;
		if (time_monotonic_ms() + wait > until)
			return no_place(a, wait);
		if (wait >= SAY_WAIT_MS && !said)
			llm_say(llm, "waiting %.0f s for a place: limit.*, or the server said so",
			    (double)wait / 1000);
		said = said || wait >= SAY_WAIT_MS;
		call_log(
		    step->call, step->m, (struct log_line){ .event = LOG_LIMIT, .wait_ms = wait });
		step->waited_ms += wait;
		if (!retry_sleep(wait, llm->options.deadline_ms, llm->options.cancel))
			return no_place(a, wait);
	}
}

/* The row of the price in the ledger, made when first needed. */
static enum status
know_price(struct step *step, struct err *err)
{
	struct llm_model *m = step->m;
	struct buf rates;
	enum status st;

	if (!m->price.known || m->price_id || m->price.row == NULL)
		return ST_OK;
	buf_init(&rates, BUF_TEXT);
	json_print(m->price.row, &rates);
	st = price_add(step->call->llm->store,
	    &(struct price_entry){ m->price.model, m->price.effective_from, rates.s,
		json_get_string(m->price.row, "source") },
	    &m->price_id, err);
	buf_fini(&rates);
	return st;
}

static bool
has_budget(const struct llm_settings *s)
{
	return s->budget_run != BUDGET_NONE || s->budget_day != BUDGET_NONE ||
	       s->budget_week != BUDGET_NONE;
}

static size_t
request_chars(const struct json *request)
{
	size_t n = strlen(json_get_string(request, "system"));

	json_each (message, json_get(request, "messages"))
		n += strlen(json_get_string(message, "content"));
	json_each (text, json_get(request, "input"))
		n += json_string(text) ? strlen(json_string(text)) : 0;
	return n;
}

static void
warn_budget(struct call *call, const struct budget_state *budget)
{
	char text[160];

	if (budget->name == NULL || call->llm->budget_said ||
	    (double)budget->spent < WARN_AT * (double)budget->limit)
		return;
	call->llm->budget_said = true;
	snprintf(text, sizeof text, "%.2f of %.2f USD of budget.%s are spent or set aside",
	    (double)budget->spent / 1e6, (double)budget->limit / 1e6, budget->name);
	llm_say(call->llm, "%s", text);
	call_log(call, NULL, (struct log_line){ .event = LOG_BUDGET, .reason = text });
}

static enum status
over_budget(struct step *step, const char *why)
{
	call_log(step->call, step->m, (struct log_line){ .event = LOG_BUDGET, .reason = why });
	fault_set(&step->call->fault, FAULT_BUDGET, "%s", why);
	return not_sent(step);
}

/* The row, with what it may cost at most set aside. */
enum status
guard_budget(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct call *call = step->call;
	struct llm *llm = call->llm;
	struct budget_state budget = { .name = NULL };
	struct err why = ERR_INIT;
	enum status st = know_price(step, err);

	if (st)
		return st;
	a->reserve = price_most(&step->m->price, step->tokens, step->max_tokens);
	if (a->reserve < 0 && has_budget(&llm->settings) && !llm->settings.budget_unknown)
		return over_budget(step, "its price is unknown, and budget.unknown is refuse");
	struct attempt row = { .call = call->id,
		.run = llm->options.run,
		.phase = llm->options.phase,
		.model = step->m->model->name,
		.request_sha256 = step->key,
		.prompt_sha256 = json_get_string(call->request, "prompt"),
		.fallback = call->fallback,
		.number = call->number + 1,
		.started_ms = (int64_t)time_wall_ms(),
		.waited_ms = step->waited_ms,
		.reserve = a->reserve,
		.price = step->m->price_id,
		.budget_run = llm->settings.budget_run,
		.budget_day = llm->settings.budget_day,
		.budget_week = llm->settings.budget_week };
	st = attempt_begin(llm->store, &row, &a->id, &budget, &why);
	if (st == ST_REFUSED)
		return over_budget(step, why.text);
	if (st) {
		*err = why;
		return st;
	}
	call->number++;
	call_log(call, step->m,
	    (struct log_line){ .event = LOG_SENT,
		.attempt = call->number,
		.prompt_chars = (int64_t)request_chars(a->request) });
	warn_budget(call, &budget);
	return ST_OK;
}

enum status
guard_tell(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct llm *llm = step->call->llm;
	const struct fault *fault = &step->answer.fault;
	enum status st = ST_OK;

	if (a->pass.allowed && fault->class != FAULT_CANCELLED)
		st = breaker_report(llm->store, &a->rule, &a->pass,
		    !fault_rule(fault->class)->trips, (int64_t)time_wall_ms(), err);
	if (st == ST_OK && fault->class == FAULT_RATE_LIMIT && fault->retry_after_ms > 0)
		st = limiter_block(llm->store, step->m->model->name,
		    (int64_t)time_wall_ms() + fault->retry_after_ms, err);
	return st;
}

enum status
guard_release(struct attempting *a, int64_t spent, struct err *err)
{
	struct step *step = a->step;
	struct store *store = step->call->llm->store;
	int64_t off = spent - step->tokens - step->max_tokens;
	bool counted = false;

	for (size_t i = 0; i < a->limit_n; i++)
		counted = counted || a->limits[i].tokens_per_minute > 0;
	if (counted && limiter_correct(store, a->limits, a->limit_n, off, err))
		return err->status;
	return a->lease.n ? limiter_release(store, &a->lease, err) : ST_OK;
}
