#include <string.h>

#include "io/json.h"
#include "llm/provider_parts.h"

/* Ollama's own API: how a reply is read.  A whole reply is the last line with all the text. */

static enum llm_stop
stop_of(const char *reason, bool tool)
{
	if (tool)
		return LLM_TOOL;
	if (strcmp(reason, "length") == 0)
		return LLM_LENGTH;
	return *reason == '\0' || strcmp(reason, "stop") == 0 ? LLM_END : LLM_OTHER;
}

/* Counts of 0 are left out. */
static void
take_usage(struct answer *answer, const struct json *body)
{
	answer->usage.uncached_in = part_tokens(body, "prompt_eval_count");
	answer->usage.out = part_tokens(body, "eval_count");
	answer->usage.known =
	    part_is_count(body, "prompt_eval_count") || part_is_count(body, "eval_count");
	part_expect_read(answer);
}

static void
take_line(struct answer *answer, const struct json *body)
{
	const struct json *message = json_get(body, "message");
	const char *text = json_get_string(message, "content");
	const char *reason = json_get_string(body, "done_reason");

	if (answer->model[0] == '\0')
		part_name(answer->model, sizeof answer->model, json_get_string(body, "model"));
	answer_text(answer, text, strlen(text));
	if (json_len(json_get(message, "tool_calls")) > 0)
		answer->stop = LLM_TOOL;
	if (!json_get_bool(body, "done"))
		return;
	take_usage(answer, body);
	answer->stop = stop_of(reason, answer->stop == LLM_TOOL);
	answer_end(answer);
}

void
ollama_read(struct answer *answer, const struct json *body)
{
	if (part_has_error(body))
		part_error(&answer->fault, body);
	else if (json_kind(json_get(body, "message")) != JSON_OBJECT)
		fault_set(&answer->fault, FAULT_PARSE, "%s", "the reply has no message");
	else
		take_line(answer, body);
	if (!answer->complete && answer->fault.class == FAULT_NONE)
		fault_set(&answer->fault, FAULT_TRUNCATED, "%s", "the reply is not done");
}

void
ollama_event(struct answer *answer, const char *type, const struct json *data)
{
	(void)type;
	if (data == NULL || part_is_over(answer))
		return;
	if (part_has_error(data))
		part_error(&answer->fault, data);
	else
		take_line(answer, data);
}
