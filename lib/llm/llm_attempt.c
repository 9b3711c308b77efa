/* One attempt: what guards it, then the request, then what came of it. */
#include <string.h>

#include "base/time.h"
#include "io/json.h"
#include "llm/llm_guard.h"
#include "llm/transport.h"
#include "store/attempt.h"

#define STREAM_TOKENS 4096 /* a longer answer is streamed, so that silence is noticed */

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

static void
hand_out(void *arg, const char *text, size_t n)
{
	struct attempting *a = arg;

	a->step->call->delivered = true;
	if (a->step->call->delta)
		a->step->call->delta(a->step->call->arg, text, n);
}

bool
step_streams(const struct step *step)
{
	return !step->call->embed && step->m->model->caps.streaming &&
	       (step->call->stream || step->max_tokens > STREAM_TOKENS);
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
	transport.stream = step_streams(step);
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

/* It was sent, and what the provider made of it is not known: it may be on the bill. */
static bool
is_open(const struct fault *fault)
{
	if (fault->http_status >= 300)
		return false;
	return fault->class == FAULT_TIMEOUT || fault->class == FAULT_TRUNCATED ||
	       fault->class == FAULT_CANCELLED;
}

static int64_t
cost_of(const struct step *step, const struct llm_usage *usage, int64_t in)
{
	const struct price *price = &step->m->price;

	if (in || usage->out)
		return price_cost(price, usage);
	return is_open(&step->answer.fault) && price_most(price, 1, 1) != 0 ? -1 : 0;
}

static int64_t
count_cost(struct step *step, const struct llm_usage *usage)
{
	struct llm_totals *totals = &step->call->llm->totals;
	int64_t in =
	    usage->uncached_in + usage->cache_read + usage->cache_write_5m + usage->cache_write_1h;
	int64_t cost = cost_of(step, usage, in);

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

static void
log_end(const struct attempting *a, const struct attempt_end *end)
{
	const struct step *step = a->step;
	const struct attempt_usage *u = &end->usage;

	call_log(step->call, step->m,
	    (struct log_line){ .event = LOG_ENDED,
		.status = *end->fault ? end->fault : "ok",
		.reason = end->reason,
		.attempt = step->call->number,
		.retries = step->retries,
		.http_status = end->http_status,
		.input_tokens =
		    u->uncached_in + u->cache_read + u->cache_write_5m + u->cache_write_1h,
		.output_tokens = u->out,
		.cost_micro = end->cost,
		.latency_ms = time_monotonic_ms() - a->from_ms });
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
		.ended_ms = (int64_t)time_wall_ms(),
		.first_byte_ms = answer->first_byte_ms,
		.usage = { usage.uncached_in, usage.cache_read, usage.cache_write_5m,
		    usage.cache_write_1h, usage.out, usage.reasoning, usage.known },
		.cost = count_cost(step, &usage) };
	step->answer.usage = usage;
	log_end(a, &end);
	return attempt_end(step->call->llm->store, a->id, &end, err);
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
		st = guard_tell(a, &later);
	if (guard_release(a, spent, st == ST_OK ? &later : &(struct err)ERR_INIT) && st == ST_OK)
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
	struct attempting a = { .step = step, .request = request };
	struct err ignored = ERR_INIT;
	enum status st;

	settings_timeouts(step->call->llm, step->m->model, &a.timeouts);
	st = llm_price(step->call->llm, step->m, err);
	if (st == ST_OK)
		st = guard_breaker(&a, err);
	if (st == ST_OK)
		st = guard_place(&a, err);
	if (st)
		return st;
	st = guard_budget(&a, err);
	if (st) {
		guard_release(&a, 0, &ignored);
		return st;
	}
	st = send(&a, err);
	return finish(&a, st, err);
}
