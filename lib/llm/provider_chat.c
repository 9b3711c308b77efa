#include <string.h>

#include "io/json.h"
#include "llm/provider_parts.h"

/* Chat Completions, as OpenAI has it and as the many servers that are compatible have it. */

static void
put_format(struct part *part, struct json *body)
{
	struct json *format;

	if (part->schema == NULL)
		return;
	format = json_set_object(body, "response_format");
	json_set_string(format, "type", "json_schema");
	format = json_set_object(format, "json_schema");
	json_set_string(format, "name", part->schema_name);
	json_set_bool(format, "strict", true);
	json_set(format, "schema", part->schema);
	part->schema = NULL;
}

static enum status
write_chat(const struct model *model, const struct json *request, bool stream, struct json **out,
    struct strings *dropped, struct err *err)
{
	const char *limit = model->caps.max_tokens;
	struct part part = { .model = model, .request = request, .dropped = dropped };
	struct json *body = json_new_object();

	part_begin(&part, SCHEMA_STRICT);
	json_set_string(body, "model", model->id);
	json_set(body, "messages", part_messages(&part));
	json_set_number(body, limit ? limit : "max_tokens", (double)part.max_tokens);
	part_sampling(&part, body, openai_samples(&part));
	part_member(&part, "stop", body, "stop", model->caps.stop);
	part_member(&part, "seed", body, "seed", model->caps.seed);
	part_member(&part, "effort", body, "reasoning_effort", model->caps.effort);
	put_format(&part, body);
	if (model->caps.cache_prompt && part.preamble.len > 0)
		openai_cache_key(&part, body);
	if (stream) {
		json_set_bool(body, "stream", true);
		json_set_bool(json_set_object(body, "stream_options"), "include_usage", true);
	}
	return part_finish(&part, body, out, err);
}

const struct provider provider_chat = {
	.kind = "openai-chat",
	.path = "/chat/completions",
	.embed_path = "/embeddings",
	.key_header = "authorization: Bearer ",
	.list_path = "/models",
	.framing = PROVIDER_SSE,
	.write = write_chat,
	.sent = part_expect_inputs,
	.read = chat_read,
	.event = chat_event,
	.fault = part_fault,
	.embed_write = openai_embed_write,
	.embed_read = openai_embed_read,
};
