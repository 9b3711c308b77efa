#include <string.h>

#include "io/json.h"
#include "llm/provider_parts.h"

/* The Messages API: how a reply is read, whole or in events.  Blocks are told by their type. */

static enum llm_stop
stop_of(const char *reason)
{
	static const struct {
		const char *reason;
		enum llm_stop stop;
	} stops[] = {
		{ "end_turn", LLM_END },
		{ "max_tokens", LLM_LENGTH },
		{ "model_context_window_exceeded", LLM_LENGTH },
		{ "stop_sequence", LLM_STOP_SEQUENCE },
		{ "tool_use", LLM_TOOL },
		{ "refusal", LLM_REFUSAL },
	};

	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		if (strcmp(stops[i].reason, reason) == 0)
			return stops[i].stop;
	}
	return LLM_OTHER;
}

/* reason holds stop_reason and stop_details: a message, or the delta of an event. */
static void
take_stop(struct answer *answer, const struct json *reason)
{
	const struct json *details = json_get(reason, "stop_details");
	const char *text = json_get_string(reason, "stop_reason");
	const char *why = json_get_string(details, "explanation");

	if (*text == '\0')
		return;
	answer->stop = stop_of(text);
	if (answer->stop == LLM_REFUSAL)
		part_refused(answer, *why ? why : json_get_string(details, "category"));
	if (strcmp(text, "model_context_window_exceeded") == 0)
		part_warn(answer, "the answer was cut where the model's context was full");
}

/* Where the total of what was written to the cache and its parts differ, the larger counts. */
static void
take_usage(struct answer *answer, const struct json *usage)
{
	const struct json *parts = json_get(usage, "cache_creation");
	struct llm_usage *out = &answer->usage;
	int64_t total = part_tokens(usage, "cache_creation_input_tokens");

	if (json_kind(usage) != JSON_OBJECT)
		return;
	out->known = part_is_count(usage, "input_tokens") && part_is_count(usage, "output_tokens");
	out->uncached_in = part_tokens(usage, "input_tokens");
	out->cache_read = part_tokens(usage, "cache_read_input_tokens");
	out->cache_write_5m = part_tokens(parts, "ephemeral_5m_input_tokens");
	out->cache_write_1h = part_tokens(parts, "ephemeral_1h_input_tokens");
	out->out = part_tokens(usage, "output_tokens");
	out->reasoning = part_tokens(json_get(usage, "output_tokens_details"), "thinking_tokens");
	if (out->reasoning > out->out)
		out->reasoning = out->out;
	total -= out->cache_write_5m + out->cache_write_1h;
	if (total > 0 && out->cache_write_1h > 0 && out->cache_write_5m == 0)
		out->cache_write_1h += total;
	else if (total > 0)
		out->cache_write_5m += total;
}

/* Events say usage so far: what one says replaces, what it leaves out or null stays. */
static void
merge_usage(struct answer *answer, const struct json *usage)
{
	static const char *const counts[] = { "input_tokens", "cache_creation_input_tokens",
		"cache_read_input_tokens", "output_tokens" };
	static const char *const objects[] = { "cache_creation", "output_tokens_details" };

	if (json_kind(usage) != JSON_OBJECT)
		return;
	if (answer->state == NULL)
		answer->state = json_new_object();
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		if (part_is_count(usage, counts[i]))
			json_set_number(
			    answer->state, counts[i], json_get_number(usage, counts[i]));
	}
	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
		const struct json *object = json_get(usage, objects[i]);

		if (json_kind(object) == JSON_OBJECT)
			json_set(answer->state, objects[i], json_copy(object));
	}
	take_usage(answer, answer->state);
}

static void
take_names(struct answer *answer, const struct json *message)
{
	part_name(answer->id, sizeof answer->id, json_get_string(message, "id"));
	part_name(answer->model, sizeof answer->model, json_get_string(message, "model"));
}

static void
take_text(struct answer *answer, const char *text)
{
	answer_text(answer, text, strlen(text));
}

void
anthropic_read(struct answer *answer, const struct json *body)
{
	if (part_has_error(body)) {
		part_error(&answer->fault, body);
		return;
	}
	if (json_kind(json_get(body, "content")) != JSON_ARRAY) {
		fault_set(&answer->fault, FAULT_PARSE, "%s", "the reply is no message");
		return;
	}
	take_names(answer, body);
	take_usage(answer, json_get(body, "usage"));
	json_each (it, json_get(body, "content")) {
		if (strcmp(json_get_string(it, "type"), "text") == 0)
			take_text(answer, json_get_string(it, "text"));
	}
	take_stop(answer, body);
	answer_end(answer);
}

/* The event's name and data.type are the same; a proxy may leave the name out. */
void
anthropic_event(struct answer *answer, const char *type, const struct json *data)
{
	const struct json *delta = json_get(data, "delta");
	const char *named = json_get_string(data, "type");

	if (*named)
		type = named;
	if (part_is_over(answer))
		return;
	if (strcmp(type, "error") == 0 || part_has_error(data)) {
		part_error(&answer->fault, data);
	} else if (strcmp(type, "message_start") == 0) {
		take_names(answer, json_get(data, "message"));
		merge_usage(answer, json_path(data, "message.usage"));
		answer->usage.known = false; /* what is written is not counted yet */
	} else if (strcmp(type, "content_block_start") == 0) {
		const struct json *block = json_get(data, "content_block");

		if (strcmp(json_get_string(block, "type"), "text") == 0)
			take_text(answer, json_get_string(block, "text"));
	} else if (strcmp(type, "content_block_delta") == 0) {
		if (strcmp(json_get_string(delta, "type"), "text_delta") == 0)
			take_text(answer, json_get_string(delta, "text"));
	} else if (strcmp(type, "message_delta") == 0) {
		merge_usage(answer, json_get(data, "usage"));
		take_stop(answer, delta);
	} else if (strcmp(type, "message_stop") == 0) {
		answer_end(answer);
	}
}
