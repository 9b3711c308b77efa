/* One attempt: breaker, place in the limiter, budget and row in the ledger, then the request. */
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/time.h"
#include "io/json.h"
#include "llm/llm_private.h"
#include "llm/transport.h"
#include "store/attempt.h"
#include "store/price.h"

#define STREAM_TOKENS 4096 /* a longer answer is streamed, so that silence is noticed */
#define SAY_WAIT_MS 3000
#define WARN_AT 0.8 /* of a budget */

struct attempting {
	struct step *step;
	const struct json *request;
	struct llm_timeouts timeouts;
	struct breaker_pass pass;
	struct limit limits[LIMITER_MAX];
	size_t limit_n;
	struct limiter_lease lease;
	int64_t id, from_ms, first_ms; /* monotonic; first_ms: -1 until something came */
	int64_t reserve;
};

/* The clock that all processes share, whatever SOURCE_DATE_EPOCH says. */
static int64_t
wall_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t
shown_ms(int64_t ms)
{
	return time_is_pinned() || ms < 0 ? 0 : ms;
}

static void
note(struct step *step, const struct fault *fault, int64_t latency_ms)
{
	struct json *entry = json_add_object(step->call->attempts);

	json_set_string(entry, "model", step->m->model->name);
	json_set_string(
	    entry, "outcome", fault->class == FAULT_NONE ? "ok" : fault_rule(fault->class)->name);
	if (fault->http_status)
		json_set_number(entry, "http_status", fault->http_status);
	if (fault->text[0])
		json_set_string(entry, "reason", fault->text);
	if (fault->class != FAULT_NONE)
		json_set_number(entry, "confidence", json_round(fault->confidence, 2));
	json_set_number(entry, "latency_ms", (double)shown_ms(latency_ms));
	json_set_number(entry, "waited_ms", (double)shown_ms(step->waited_ms));
	step->waited_ms = 0;
}

void
attempt_note(struct step *step, const struct fault *fault)
{
	note(step, fault, 0);
}

/* It is not sent: call->fault is set. */
static enum status
not_sent(struct step *step)
{
	attempt_note(step, &step->call->fault);
	return ST_NO;
}

static enum status
ask_breaker(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct llm *llm = step->call->llm;
	struct breaker_rule rule = llm->settings.breaker;
	int64_t now = wall_ms();

	if (rule.failures == 0)
		return ST_OK;
	rule.probe_ms = a->timeouts.total_ms;
	if (breaker_ask(llm->store, step->m->breaker, &rule, now, &a->pass, err))
		return err->status;
	if (a->pass.allowed)
		return ST_OK;
	fault_set(&step->call->fault, FAULT_BREAKER, "left alone for another %.0f s",
	    (double)(a->pass.retry_at_ms > now ? a->pass.retry_at_ms - now : 0) / 1000);
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

static enum status
take_place(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct llm *llm = step->call->llm;
	int64_t until = patience(a), tokens = step->tokens + step->max_tokens;
	bool said = false;

	a->limit_n = settings_limits(llm, step->m->model, a->limits);
	for (;;) {
		int64_t wait = 0;

		if (limiter_take(llm->store, a->limits, a->limit_n, tokens, a->timeouts.total_ms,
			&wait, &a->lease, err))
			return err->status;
		if (wait <= 0)
			return ST_OK;
		if (time_monotonic_ms() + wait > until)
			return no_place(a, wait);
		if (wait >= SAY_WAIT_MS && !said)
			llm_say(llm, "waiting %.0f s for a place: limit.*, or the server said so",
			    (double)wait / 1000);
		said = said || wait >= SAY_WAIT_MS;
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
	st = price_add(step->call->llm->store, m->price.model, m->price.effective_from, rates.s,
	    "prices.json", &m->price_id, err);
	buf_fini(&rates);
	return st;
}

static bool
has_budget(const struct llm_settings *s)
{
	return s->budget_run != BUDGET_NONE || s->budget_day != BUDGET_NONE ||
	       s->budget_week != BUDGET_NONE;
}

static void
warn_budget(struct call *call, const struct budget_state *budget)
{
	if (budget->name == NULL || call->llm->budget_said ||
	    (double)budget->spent < WARN_AT * (double)budget->limit)
		return;
	call->llm->budget_said = true;
	llm_say(call->llm, "%.2f of %.2f USD of budget.%s are spent or set aside",
	    (double)budget->spent / 1e6, (double)budget->limit / 1e6, budget->name);
}

static enum status
over_budget(struct step *step, const char *why)
{
	fault_set(&step->call->fault, FAULT_BUDGET, "%s", why);
	return not_sent(step);
}

/* The row, with what it may cost at most set aside. */
static enum status
begin_row(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct call *call = step->call;
	struct llm *llm = call->llm;
	const struct llm_usage most = { .uncached_in = step->tokens, .out = step->max_tokens };
	struct budget_state budget = { .name = NULL };
	struct err why = ERR_INIT;
	enum status st = know_price(step, err);

	if (st)
		return st;
	a->reserve = price_cost(&step->m->price, &most);
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
		.started_ms = time_now_ms(),
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
	warn_budget(call, &budget);
	return ST_OK;
}

static void
hand_out(void *arg, const char *text, size_t n)
{
	struct attempting *a = arg;

	if (a->first_ms < 0)
		a->first_ms = time_monotonic_ms() - a->from_ms;
	if (a->step->call->delta)
		a->step->call->delta(a->step->call->arg, text, n);
}

static int64_t
within(int64_t ms, int64_t left)
{
	return left && left < ms ? left : ms;
}

static enum status
send(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	const struct llm *llm = step->call->llm;
	const struct llm_timeouts *t = &a->timeouts;
	int64_t left = 0;
	struct transport transport = { .model = step->m->model,
		.request = a->request,
		.embed = step->call->embed,
		.max_bytes = llm->settings.reply_bytes,
		.cancel = llm->options.cancel };

	if (llm->options.deadline_ms) {
		left = llm->options.deadline_ms - time_monotonic_ms();
		left = left < 1 ? 1 : left;
	}
	transport.connect_ms = within(t->connect_ms, left);
	transport.first_byte_ms = within(t->first_byte_ms, left);
	transport.idle_ms = within(t->idle_ms, left);
	transport.total_ms = within(t->total_ms, left);
	transport.stream = !step->call->embed && step->m->model->caps.streaming &&
			   (step->call->delta || step->max_tokens > STREAM_TOKENS);
	answer_fini(&step->answer);
	answer_init(&step->answer, llm->settings.reply_bytes);
	if (step->call->delta) {
		step->answer.delta = hand_out;
		step->answer.arg = a;
	}
	a->from_ms = time_monotonic_ms();
	return transport_send(&transport, &step->answer, err);
}

/* What the provider did not tell: nothing where nothing came, else about what was seen. */
static void
know_usage(const struct step *step, struct llm_usage *usage)
{
	const struct answer *answer = &step->answer;

	*usage = answer->usage;
	if (usage->known || (answer->fault.class != FAULT_NONE && answer->text.len == 0))
		return;
	*usage = (struct llm_usage){ .uncached_in = step->tokens,
		.out = tokens_estimate(answer->text.s, answer->text.len) };
}

static int64_t
count_cost(struct step *step, const struct llm_usage *usage)
{
	struct llm_totals *totals = &step->call->llm->totals;
	int64_t in =
	    usage->uncached_in + usage->cache_read + usage->cache_write_5m + usage->cache_write_1h;
	int64_t cost = in || usage->out ? price_cost(&step->m->price, usage) : 0;

	totals->calls++;
	totals->input_tokens += in;
	totals->output_tokens += usage->out;
	if (cost < 0) {
		totals->cost_known = step->call->cost_known = false;
		return -1;
	}
	totals->cost_micro += cost;
	step->call->cost += cost;
	return cost;
}

static enum status
end_row(struct attempting *a, int64_t *spent, struct err *err)
{
	struct step *step = a->step;
	const struct answer *answer = &step->answer;
	const struct fault *fault = &answer->fault;
	struct llm_usage usage;
	struct attempt_end end;

	know_usage(step, &usage);
	*spent = usage.uncached_in + usage.cache_write_5m + usage.cache_write_1h + usage.out;
	end = (struct attempt_end){ .status = fault->class == FAULT_NONE	? "ok"
					      : fault->class == FAULT_CANCELLED ? "interrupted"
										: "failed",
		.fault = fault->class == FAULT_NONE ? "" : fault_rule(fault->class)->name,
		.reason = fault->text,
		.resolved_model = answer->model,
		.http_status = fault->http_status,
		.ended_ms = time_now_ms(),
		.first_byte_ms = a->first_ms,
		.usage = { usage.uncached_in, usage.cache_read, usage.cache_write_5m,
		    usage.cache_write_1h, usage.out, usage.reasoning, usage.known },
		.cost = count_cost(step, &usage) };
	step->answer.usage = usage;
	return attempt_end(step->call->llm->store, a->id, &end, err);
}

/* What all processes are to know: the outcome, and until when the server wants peace. */
static enum status
tell_others(struct attempting *a, struct err *err)
{
	struct step *step = a->step;
	struct llm *llm = step->call->llm;
	const struct fault *fault = &step->answer.fault;
	enum status st = ST_OK;

	if (a->pass.allowed && fault->class != FAULT_CANCELLED)
		st = breaker_report(llm->store, step->m->breaker, &llm->settings.breaker, &a->pass,
		    !fault_rule(fault->class)->trips, wall_ms(), err);
	if (st == ST_OK && fault->class == FAULT_RATE_LIMIT && fault->retry_after_ms > 0)
		st = limiter_block(
		    llm->store, step->m->model->name, wall_ms() + fault->retry_after_ms, err);
	return st;
}

static enum status
release(struct attempting *a, int64_t spent, struct err *err)
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

/* Sent, whatever came of it: everything that was begun is ended. */
static enum status
finish(struct attempting *a, enum status sent, struct err *err)
{
	struct step *step = a->step;
	struct err later = ERR_INIT;
	int64_t spent = 0, took = time_monotonic_ms() - a->from_ms;
	enum status st;

	if (sent)
		fault_set(&step->answer.fault, FAULT_UNKNOWN, "%s", err->text);
	else
		fit_answer(step, &step->answer);
	fault_hide(&step->answer.fault, step->m->model->key);
	step->call->fault = step->answer.fault;
	note(step, &step->answer.fault, took);
	st = end_row(a, &spent, &later);
	if (st == ST_OK)
		st = tell_others(a, &later);
	if (release(a, spent, st == ST_OK ? &later : &(struct err)ERR_INIT) && st == ST_OK)
		st = later.status;
	if (sent)
		return sent;
	if (st) {
		*err = later;
		return st;
	}
	return step->answer.fault.class == FAULT_NONE ? ST_OK : ST_NO;
}

enum status
attempt_make(struct step *step, const struct json *request, struct err *err)
{
	struct attempting a = { .step = step, .request = request, .first_ms = -1 };
	struct err ignored = ERR_INIT;
	enum status st;

	settings_timeouts(step->call->llm, step->m->model, &a.timeouts);
	st = ask_breaker(&a, err);
	if (st == ST_OK)
		st = take_place(&a, err);
	if (st)
		return st;
	st = begin_row(&a, err);
	if (st) {
		release(&a, 0, &ignored);
		return st;
	}
	st = send(&a, err);
	return finish(&a, st, err);
}
