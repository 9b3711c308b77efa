#include <string.h>

#include "io/json.h"
#include "llm/provider_parts.h"

/* Chat Completions: how a reply is read, whole or in chunks, from OpenAI and from servers that
   leave things out: the usage, the reason, "[DONE]". */

static enum llm_stop
stop_of(const char *reason)
{
	if (strcmp(reason, "stop") == 0)
		return LLM_END;
	if (strcmp(reason, "length") == 0 || strcmp(reason, "max_tokens") == 0)
		return LLM_LENGTH;
	if (strcmp(reason, "tool_calls") == 0 || strcmp(reason, "function_call") == 0)
		return LLM_TOOL;
	return strcmp(reason, "content_filter") == 0 ? LLM_REFUSAL : LLM_OTHER;
}

/* A text, or a list of parts with texts. */
static void
take_content(struct answer *answer, const struct json *content)
{
	const char *text = json_string(content);

	if (text) {
		answer_text(answer, text, strlen(text));
		return;
	}
	if (json_kind(content) != JSON_ARRAY)
		return;
	json_each (it, content) {
		text = json_get_string(it, "text");
		if (strcmp(json_get_string(it, "type"), "text") == 0)
			answer_text(answer, text, strlen(text));
	}
}

/* The choice that was asked for is the first; a delta and a message have the same members. */
static void
take_choice(struct answer *answer, const struct json *choice, const char *member)
{
	const struct json *message = json_get(choice, member);
	const char *refusal = json_string(json_get(message, "refusal"));
	const char *reason = json_string(json_get(choice, "finish_reason"));

	take_content(answer, json_get(message, "content"));
	if (refusal && *refusal)
		part_refused(answer, refusal);
	if (reason == NULL || *reason == '\0')
		return;
	if (strcmp(reason, "error") == 0) {
		fault_set(&answer->fault, FAULT_SERVER, "%s", "the answer ended with an error");
		return;
	}
	if (strcmp(reason, "content_filter") == 0)
		part_refused(answer, reason);
	else if (answer->stop != LLM_REFUSAL)
		answer->stop = stop_of(reason);
}

static const struct json *
first_choice(const struct json *body)
{
	json_each (it, json_get(body, "choices")) {
		if (json_get_number(it, "index") < 0.5)
			return it;
	}
	return NULL;
}

static void
take_names(struct answer *answer, const struct json *body)
{
	if (answer->id[0] == '\0')
		part_name(answer->id, sizeof answer->id, json_get_string(body, "id"));
	if (answer->model[0] == '\0')
		part_name(answer->model, sizeof answer->model, json_get_string(body, "model"));
}

void
chat_read(struct answer *answer, const struct json *body)
{
	const struct json *choice = first_choice(body);

	if (part_has_error(body) || (choice == NULL && json_get(body, "detail"))) {
		part_error(&answer->fault, body);
		return;
	}
	if (choice == NULL) {
		fault_set(&answer->fault, FAULT_PARSE, "%s", "the reply has no choice");
		return;
	}
	take_names(answer, body);
	openai_usage(answer, json_get(body, "usage"));
	answer->stop = LLM_END; /* some servers give no reason */
	take_choice(answer, choice, "message");
	answer_end(answer);
}

/* The reason has come, and perhaps the usage will. */
static bool
has_ended(const struct answer *answer)
{
	return json_get_bool(answer->state, "ended");
}

static void
take_chunk(struct answer *answer, const struct json *data)
{
	const struct json *choice = first_choice(data), *usage = json_get(data, "usage");

	take_names(answer, data);
	if (json_kind(usage) == JSON_OBJECT)
		openai_usage(answer, usage);
	if (choice) {
		take_choice(answer, choice, "delta");
		if (json_string(json_get(choice, "finish_reason")) == NULL)
			return;
		if (answer->state == NULL)
			answer->state = json_new_object();
		json_set_bool(answer->state, "ended", true);
	}
	if (has_ended(answer) && json_kind(usage) == JSON_OBJECT)
		answer_end(answer); /* nothing comes behind both */
}

void
chat_event(struct answer *answer, const char *type, const struct json *data)
{
	if (part_is_over(answer))
		return;
	if (data == NULL) {
		if (strncmp(type, "[DONE]", 6) != 0 && !has_ended(answer))
			return; /* the stream was cut */
		if (!has_ended(answer) && answer->stop != LLM_REFUSAL)
			answer->stop = LLM_END;
		answer_end(answer);
		return;
	}
	if (part_has_error(data) || strcmp(type, "error") == 0 ||
	    (json_get(data, "choices") == NULL && json_get(data, "detail")))
		part_error(&answer->fault, data);
	else
		take_chunk(answer, data);
}
