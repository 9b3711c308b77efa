#include <string.h>

#include "io/json.h"
#include "llm/provider_parts.h"

/* The Messages API: how a request is written.  Reading is in provider_anthropic_read.c. */

static const char *
effort_of(struct part *part)
{
	const char *effort = json_get_string(part->request, "effort");

	if (strcmp(effort, "none") != 0 && strcmp(effort, "minimal") != 0)
		return effort;
	part_drop(part, "effort below low"); /* there is none below: low is sent */
	return "low";
}

static void
put_output_config(struct part *part, struct json *body)
{
	const struct json *effort = json_get(part->request, "effort");
	struct json *config, *format;

	if (effort && !part->model->caps.effort) {
		part_drop(part, "effort");
		effort = NULL;
	}
	if (effort == NULL && part->schema == NULL)
		return;
	config = json_set_object(body, "output_config");
	if (effort)
		json_set_string(config, "effort", effort_of(part));
	if (part->schema) {
		format = json_set_object(config, "format");
		json_set_string(format, "type", "json_schema");
		json_set(format, "schema", part->schema);
		part->schema = NULL;
	}
}

/* Temperatures end at 1 here, and the models that take one take it or top_p. */
static void
put_sampling(struct part *part, struct json *body)
{
	bool allowed = part->model->caps.sampling;

	part_sampling(part, body, allowed);
	if (json_get_number(body, "temperature") > 1) {
		json_set_number(body, "temperature", 1);
		part_drop(part, "temperature above 1");
	}
	if (json_get(body, "temperature") && json_get(body, "top_p")) {
		json_remove(body, "top_p");
		part_drop(part, "top_p");
	}
	part_member(part, "stop", body, "stop_sequences", part->model->caps.stop);
	part_member(part, "seed", body, "seed", false);
}

static void
put_system(const struct part *part, struct json *body)
{
	struct json *block;

	if (part->preamble.len == 0)
		return;
	block = json_add_object(json_set_array(body, "system"));
	json_set_string(block, "type", "text");
	json_set(block, "text", json_new_stringn(part->preamble.s, part->preamble.len));
	if (part->model->caps.cache_prompt)
		json_set_string(json_set_object(block, "cache_control"), "type", "ephemeral");
}

static enum status
write_messages(const struct model *model, const struct json *request, bool stream,
    struct json **out, struct strings *dropped, struct err *err)
{
	struct part part = { .model = model, .request = request, .dropped = dropped };
	struct json *body = json_new_object();

	part_begin(&part, SCHEMA_CLOSED);
	json_set_string(body, "model", model->id);
	json_set_number(body, "max_tokens", (double)part.max_tokens);
	put_system(&part, body);
	json_set(body, "messages", part_list(request, "messages"));
	put_sampling(&part, body);
	put_output_config(&part, body);
	if (stream)
		json_set_bool(body, "stream", true);
	return part_finish(&part, body, out, err);
}

static const char *const headers[] = { "anthropic-version: 2023-06-01", NULL };

const struct provider provider_anthropic = {
	.kind = "anthropic",
	.url = "https://api.anthropic.com",
	.path = "/v1/messages",
	.key_header = "x-api-key: ",
	.headers = headers,
	.list_path = "/v1/models",
	.framing = PROVIDER_SSE,
	.write = write_messages,
	.read = anthropic_read,
	.event = anthropic_event,
	.fault = part_fault,
};
