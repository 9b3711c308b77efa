/* One model, until it has answered or will not. */
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "doc/share.h"
#include "io/json.h"
#include "llm/llm_key.h"
#include "llm/llm_private.h"
#include "llm/llm_repair.h"
#include "llm/prompt.h"

#define SAY_WAIT_MS 3000 /* shorter waits are not worth a word */
#define AGAIN "again.txt"
#define AGAIN_BYTES ((size_t)64 * 1024)

void
step_begin(struct step *step, struct call *call, struct llm_model *m)
{
	*step = (struct step){ .call = call, .m = m, .tokens = call->tokens };
	step->max_tokens = (int64_t)json_get_number(call->request, "max_tokens");
	if (m->model->caps.max_output && step->max_tokens > m->model->caps.max_output)
		step->max_tokens = m->model->caps.max_output;
	answer_init(&step->answer, call->llm->settings.reply_bytes);
}

void
step_end(struct step *step)
{
	answer_fini(&step->answer);
	json_free(step->fields);
	json_free(step->value);
}

static int64_t
text_tokens(const struct json *text)
{
	const char *s = json_string(text);

	return s ? tokens_estimate(s, strlen(s)) : 0;
}

int64_t
request_tokens(const struct json *request)
{
	const struct json *schema = json_get(request, "schema");
	int64_t n = text_tokens(json_get(request, "system"));

	json_each (message, json_get(request, "messages"))
		n += text_tokens(json_get(message, "content")) + 4;
	json_each (text, json_get(request, "input"))
		n += text_tokens(text);
	if (schema) {
		struct buf text;

		buf_init(&text, BUF_DOCUMENT);
		json_print(schema, &text);
		n += tokens_estimate(text.s, text.len);
		buf_fini(&text);
	}
	return n;
}

static double
chance(void)
{
	unsigned char random[4];
	uint32_t n;

	random_bytes(random, sizeof random);
	memcpy(&n, random, sizeof n);
	return (double)n / 4294967296.0;
}

/* Before another try: true when the time for it has come. */
static bool
wait_for_retry(struct step *step, int64_t wait_ms)
{
	struct call *call = step->call;
	const struct llm_options *o = &call->llm->options;

	if (o->deadline_ms && time_monotonic_ms() + wait_ms >= o->deadline_ms)
		return false;
	if (wait_ms >= SAY_WAIT_MS)
		llm_say(call->llm, "%.200s failed (%s): trying again in %.0f s",
		    step->m->model->name, fault_rule(call->fault.class)->name,
		    (double)wait_ms / 1000);
	call_log(call, step->m,
	    (struct log_line){ .event = LOG_RETRY,
		.wait_ms = wait_ms,
		.attempt = call->number,
		.reason = fault_rule(call->fault.class)->name });
	step->waited_ms += wait_ms;
	if (retry_sleep(wait_ms, o->deadline_ms, o->cancel))
		return true;
	if (llm_cancelled(call->llm))
		fault_set(&call->fault, FAULT_CANCELLED, "interrupted");
	return false;
}

enum status
step_send(struct step *step, const struct json *request, struct err *err)
{
	struct call *call = step->call;

	step->waited_ms = 0;
	for (int done = 0;; done++) {
		enum status st;
		int64_t wait;

		step->retries = done;
		st = attempt_make(step, request, err);
		if (st != ST_NO)
			return st;
		wait = retry_delay(&call->llm->settings.retry, &call->fault, done, chance());
		if (wait < 0 || step->answer.delivered || llm_cancelled(call->llm))
			return ST_NO;
		if (!wait_for_retry(step, wait))
			return ST_NO;
	}
}

static void
add_message(struct json *messages, const char *role, const char *text, size_t n)
{
	struct json *message = json_add_object(messages);

	json_set_string(message, "role", role);
	json_set(message, "content", json_new_stringn(text, n));
}

static bool
fits_context(const struct step *step)
{
	int64_t context = step->m->model->caps.context;

	return context == 0 || step->tokens + step->max_tokens <= context;
}

/* The question, the answer that does not fit, and why it does not. */
static enum status
ask_again(struct step *step, struct err *err)
{
	struct call *call = step->call;
	struct json *request = json_copy(call->request);
	struct json *messages = json_get(request, "messages");
	struct buf text;
	enum status st;

	buf_init(&text, AGAIN_BYTES);
	st = share_read_trusted(call->llm->share, AGAIN, &text, err);
	if (st == ST_OK) {
		prompt_outside("error", call->fault.text, strlen(call->fault.text), &text);
		add_message(messages, "assistant", step->answer.text.s, step->answer.text.len);
		add_message(messages, "user", text.s, text.len);
		step->tokens = request_tokens(request);
		step->repaired = REPAIR_ASKED;
		st = fits_context(step) ? step_send(step, request, err) : ST_NO;
	}
	buf_fini(&text);
	json_free(request);
	return st;
}

enum status
step_need_key(struct step *step, struct err *err)
{
	struct llm_model *m = step->m;
	struct err why = ERR_INIT;
	enum status st;

	if (m->has_key)
		return ST_OK;
	st = model_read_key(m->model, step->call->llm->options.config, &why);
	m->has_key = st == ST_OK;
	if (st == ST_OK)
		return ST_OK;
	if (st == ST_REFUSED) {
		fault_set(&step->call->fault, FAULT_NO_KEY, "%s", why.text);
		attempt_note(step, &step->call->fault);
		return ST_NO;
	}
	*err = why;
	return st;
}

/* Does it fit the window?  Said before anything is sent. */
static enum status
check_context(struct step *step)
{
	const struct model *model = step->m->model;
	struct fault *fault = &step->call->fault;

	if (fits_context(step))
		return ST_OK;
	fault_set(fault, FAULT_CONTEXT_WINDOW,
	    "about %lld tokens and an answer of %lld do not fit a context of %lld",
	    (long long)step->tokens, (long long)step->max_tokens, (long long)model->caps.context);
	fault->confidence = 0.8;
	attempt_note(step, fault);
	return ST_NO;
}

/* Send it; where the provider takes exception to the schema alone, tell the schema in words. */
static enum status
send_or_tell(struct step *step, struct err *err)
{
	struct model_caps *caps = &step->m->model->caps;
	enum status st = step_send(step, step->call->request, err);

	if (st != ST_NO || caps->schema != MODEL_SCHEMA_NATIVE || step->call->schema == NULL ||
	    strcmp(step->call->fault.code, FAULT_CODE_SCHEMA) != 0 ||
	    llm_cancelled(step->call->llm))
		return st;
	caps->schema = MODEL_SCHEMA_PROMPT;
	return step_send(step, step->call->request, err);
}

static enum status
ask_live(struct step *step, const struct kept *kept, struct json **reply, struct err *err)
{
	struct call *call = step->call;
	enum status st = check_context(step);

	if (st == ST_OK)
		st = step_need_key(step, err);
	if (st == ST_OK)
		st = send_or_tell(step, err);
	if (st == ST_NO && call->fault.class == FAULT_SCHEMA && !step->answer.delivered &&
	    !llm_cancelled(call->llm))
		st = ask_again(step, err);
	if (st != ST_OK)
		return st;
	*reply = reply_make(step);
	st = reply_keepable(step) ? keep_add(step, kept, *reply, call->cost, err) : ST_OK;
	if (st == ST_OK)
		reply_finish(call, *reply, false);
	return st;
}

/* What was kept is judged as what comes; where it does not do, it is asked for. */
static enum status
take_kept(struct step *step, struct json *found)
{
	struct fault *fault = &step->answer.fault;

	reply_read(step, found);
	json_free(found);
	if (fault->class == FAULT_NONE)
		return ST_OK;
	step->repaired = 0;
	if (!keep_sends(step)) {
		step->call->fault = *fault;
		attempt_note(step, fault);
	}
	return ST_NO;
}

enum status
step_ask(struct step *step, struct json **reply, struct err *err)
{
	struct call *call = step->call;
	struct kept kept = { .request = call->request };
	struct json *found = NULL;
	int64_t saved = -1;
	enum status st;

	if (call->embed)
		return embed_ask(step, reply, err);
	step->fields = key_fields(step->m->model, call->request);
	key_hash(step->fields, step->key);
	kept.fields = step->fields;
	kept.key = step->key;
	st = keep_find(step, &kept, &found, &saved, err);
	if (st == ST_OK)
		st = take_kept(step, found);
	if (st == ST_NO && keep_sends(step))
		return ask_live(step, &kept, reply, err);
	if (st != ST_OK)
		return st;
	st = keep_note(step, step->key, saved, err);
	if (st == ST_OK) {
		*reply = reply_make(step);
		reply_finish(call, *reply, true);
	}
	return st;
}
