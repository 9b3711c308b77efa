/* The reply of schemas/llm-reply, written and read again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"
#include "llm/llm_private.h"
#include "llm/llm_repair.h"
#include "llm/llm_vectors.h"

#define TEXT_MAX 1000

static void
put_usage(struct json *reply, const struct llm_usage *u)
{
	struct json *usage = json_set_object(reply, "usage");
	int64_t written = u->cache_write_5m + u->cache_write_1h;

	json_set_number(usage, "input_tokens", (double)(u->uncached_in + u->cache_read + written));
	json_set_number(usage, "cache_read_tokens", (double)u->cache_read);
	json_set_number(usage, "cache_write_tokens", (double)written);
	json_set_number(usage, "output_tokens", (double)u->out);
	json_set_number(usage, "reasoning_tokens", (double)u->reasoning);
	json_set_bool(usage, "known", u->known);
}

/* Text of others: UTF-8, and no longer than the schema has it. */
static struct json *
short_text(const char *s)
{
	struct json *text;
	struct buf good;

	buf_init(&good, 4 * TEXT_MAX);
	utf8_repair(&good, s, strnlen(s, TEXT_MAX));
	text = json_new_stringn(good.s, good.len);
	buf_fini(&good);
	return text;
}

struct json *
reply_make(const struct step *step)
{
	const struct answer *answer = &step->answer;
	struct json *reply = json_new_object(), *names, *warnings;

	json_set_string(reply, "model", step->m->model->name);
	if (answer->model[0])
		json_set(reply, "resolved_model", short_text(answer->model));
	if (!step->call->embed)
		json_set(reply, "text", json_new_stringn(answer->text.s, answer->text.len));
	if (step->value)
		json_set(reply, "value", json_copy(step->value));
	json_set_string(reply, "stop", llm_stop_name(answer->stop));
	put_usage(reply, &answer->usage);
	names = repair_names(step->repaired);
	if (names)
		json_set(reply, "repaired", names);
	warnings = json_set_array(reply, "warnings");
	for (size_t i = 0; i < answer->warnings.len; i++)
		json_add(warnings, short_text(answer->warnings.at[i]));
	return reply;
}

/* Errors and refusals never come this far. */
bool
reply_keepable(const struct step *step)
{
	return step->answer.stop != LLM_LENGTH && step->answer.complete;
}

static int64_t
count(const struct json *usage, const char *name)
{
	double n = json_get_number(usage, name);

	return n > 0 && n < 1e15 ? (int64_t)n : 0;
}

static void
read_usage(struct llm_usage *u, const struct json *usage)
{
	u->cache_read = count(usage, "cache_read_tokens");
	u->cache_write_5m = count(usage, "cache_write_tokens");
	u->uncached_in = count(usage, "input_tokens") - u->cache_read - u->cache_write_5m;
	if (u->uncached_in < 0)
		u->uncached_in = 0;
	u->out = count(usage, "output_tokens");
	u->reasoning = count(usage, "reasoning_tokens");
	u->known = json_get_bool(usage, "known");
}

static enum llm_stop
read_stop(const struct json *reply)
{
	const char *name = json_get_string(reply, "stop");

	for (int i = LLM_END; i <= LLM_OTHER; i++) {
		if (strcmp(name, llm_stop_name((enum llm_stop)i)) == 0)
			return (enum llm_stop)i;
	}
	return LLM_END;
}

static void
read_text(struct answer *answer, const struct json *reply)
{
	const char *text = json_string(json_get(reply, "text"));
	const struct json *value = json_get(reply, "value");

	if (text)
		answer_text(answer, text, strlen(text));
	else if (value)
		json_print(value, &answer->text);
}

void
reply_read(struct step *step, const struct json *reply)
{
	struct answer *answer = &step->answer;

	answer_fini(answer);
	answer_init(answer, step->call->llm->settings.reply_bytes);
	answer->stop = read_stop(reply);
	answer->complete = true;
	snprintf(
	    answer->model, sizeof answer->model, "%s", json_get_string(reply, "resolved_model"));
	read_usage(&answer->usage, json_get(reply, "usage"));
	json_each (name, json_get(reply, "repaired")) {
		if (json_string(name) && strcmp(json_string(name), "asked-again") == 0)
			step->repaired = REPAIR_ASKED;
	}
	json_each (warning, json_get(reply, "warnings")) {
		if (json_string(warning) && *json_string(warning))
			strings_add(&answer->warnings, json_string(warning));
	}
	if (step->call->embed)
		vectors_read(answer, json_get(reply, "embeddings"));
	else
		read_text(answer, reply);
	if (answer->fault.class == FAULT_NONE)
		fit_answer(step, answer);
}

void
reply_finish(const struct call *call, struct json *reply, bool cached)
{
	if (call->cost_known)
		json_set_number(reply, "cost_usd", (double)call->cost / 1e6);
	else
		json_set(reply, "cost_usd", json_new_null());
	json_set_bool(reply, "cached", cached);
	json_set(reply, "attempts", json_copy(call->attempts));
}
