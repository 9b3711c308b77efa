#include <string.h>

#include "io/json.h"
#include "llm/provider_parts.h"

/* The Responses API: how a reply is read, whole or in events.  What response.completed holds is
   the truth; deltas are what is shown meanwhile. */

/* Both APIs of OpenAI: cached and cache-written tokens are part of the input. */
void
openai_usage(struct answer *answer, const struct json *usage)
{
	bool chat = part_is_count(usage, "prompt_tokens");
	const struct json *in =
	    json_get(usage, chat ? "prompt_tokens_details" : "input_tokens_details");
	const struct json *out =
	    json_get(usage, chat ? "completion_tokens_details" : "output_tokens_details");
	struct llm_usage *to = &answer->usage;
	int64_t total = part_tokens(usage, chat ? "prompt_tokens" : "input_tokens");

	if (json_kind(usage) != JSON_OBJECT)
		return;
	to->known = part_is_count(usage, chat ? "prompt_tokens" : "input_tokens") &&
		    part_is_count(usage, chat ? "completion_tokens" : "output_tokens");
	to->cache_read = part_tokens(in, "cached_tokens");
	if (to->cache_read > total)
		to->cache_read = total;
	to->cache_write_5m = part_tokens(in, "cache_write_tokens");
	if (to->cache_write_5m > total - to->cache_read)
		to->cache_write_5m = total - to->cache_read;
	to->uncached_in = total - to->cache_read - to->cache_write_5m;
	to->out = part_tokens(usage, chat ? "completion_tokens" : "output_tokens");
	to->reasoning = part_tokens(out, "reasoning_tokens");
	if (to->reasoning > to->out)
		to->reasoning = to->out;
}

static void
take_names(struct answer *answer, const struct json *response)
{
	if (*json_get_string(response, "id"))
		part_name(answer->id, sizeof answer->id, json_get_string(response, "id"));
	if (*json_get_string(response, "model"))
		part_name(answer->model, sizeof answer->model, json_get_string(response, "model"));
}

/* All text of all messages; what is refused; whether a tool is called. */
static void
gather(const struct json *response, struct buf *text, const char **refusal, bool *tool)
{
	json_each (item, json_get(response, "output")) {
		const char *type = json_get_string(item, "type");

		if (strcmp(type, "function_call") == 0 || strcmp(type, "custom_tool_call") == 0)
			*tool = true;
		if (strcmp(type, "message") != 0)
			continue;
		json_each (part, json_get(item, "content")) {
			const char *kind = json_get_string(part, "type");

			if (strcmp(kind, "output_text") == 0)
				buf_str(text, json_get_string(part, "text"));
			else if (strcmp(kind, "refusal") == 0)
				*refusal = json_get_string(part, "refusal");
		}
	}
}

/* The whole text against what came in pieces: only what is missing is handed out. */
static void
settle(struct answer *answer, const struct buf *whole)
{
	size_t had = answer->text.len;

	if (whole->len == 0 && !whole->over)
		return; /* some servers leave it out at the end */
	if (whole->over) {
		fault_set(&answer->fault, FAULT_TOO_LARGE, "the answer is larger than %zu bytes",
		    whole->max);
		return;
	}
	if (had <= whole->len && memcmp(answer->text.s, whole->s, had) == 0) {
		answer_text(answer, whole->s + had, whole->len - had);
		return;
	}
	buf_clear(&answer->text);
	buf_add(&answer->text, whole->s, whole->len);
	if (answer->delivered)
		part_warn(answer, "the text at the end of the stream is not what came in pieces");
}

static void
take_end(struct answer *answer, const struct json *response, bool tool)
{
	const char *why = json_get_string(json_get(response, "incomplete_details"), "reason");

	if (answer->stop == LLM_REFUSAL)
		return;
	answer->stop = tool ? LLM_TOOL : LLM_END;
	if (strcmp(why, "max_output_tokens") == 0)
		answer->stop = LLM_LENGTH;
	else if (strcmp(why, "content_filter") == 0)
		part_refused(answer, "content_filter");
	else if (strcmp(json_get_string(response, "status"), "incomplete") == 0)
		answer->stop = *why ? LLM_OTHER : LLM_LENGTH;
}

void
openai_read(struct answer *answer, const struct json *body)
{
	const char *status = json_get_string(body, "status"), *refusal = NULL;
	bool tool = false;
	struct buf text;

	if (part_has_error(body)) {
		openai_usage(answer, json_get(body, "usage"));
		part_error(&answer->fault, body);
		return;
	}
	if (json_kind(json_get(body, "output")) != JSON_ARRAY && *status == '\0') {
		fault_set(&answer->fault, FAULT_PARSE, "%s", "the reply is no response");
		return;
	}
	take_names(answer, body);
	openai_usage(answer, json_get(body, "usage"));
	if (*status && strcmp(status, "completed") != 0 && strcmp(status, "incomplete") != 0) {
		fault_set(&answer->fault, FAULT_SERVER, "the response is %s", status);
		answer->fault.confidence = 0.5;
		return;
	}
	buf_init(&text, answer->text.max);
	gather(body, &text, &refusal, &tool);
	settle(answer, &text);
	buf_fini(&text);
	if (refusal)
		part_refused(answer, refusal);
	take_end(answer, body, tool);
	answer_end(answer);
}

static bool
is_terminal(const char *type)
{
	return strcmp(type, "response.completed") == 0 ||
	       strcmp(type, "response.incomplete") == 0 || strcmp(type, "response.failed") == 0;
}

void
openai_event(struct answer *answer, const char *type, const struct json *data)
{
	const struct json *response = json_get(data, "response");
	const char *named = json_get_string(data, "type"), *delta;

	if (*named)
		type = named;
	if (part_is_over(answer))
		return;
	if (strcmp(type, "error") == 0 || part_has_error(data)) {
		part_error(&answer->fault, data);
	} else if (strcmp(type, "response.output_text.delta") == 0) {
		delta = json_get_string(data, "delta");
		answer_text(answer, delta, strlen(delta));
	} else if (strcmp(type, "response.refusal.done") == 0) {
		part_refused(answer, json_get_string(data, "refusal"));
	} else if (is_terminal(type)) {
		openai_read(answer, response);
		if (strcmp(type, "response.failed") == 0 && answer->fault.class == FAULT_NONE)
			fault_set(&answer->fault, FAULT_SERVER, "%s", "the response failed");
	} else if (strcmp(type, "response.created") == 0) {
		take_names(answer, response);
	}
}
