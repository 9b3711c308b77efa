#include <string.h>

#include "io/digest.h"
#include "io/json.h"
#include "llm/provider_parts.h"

/* The Responses API and OpenAI's embeddings: how requests are written.  Reading is in
   provider_openai_read.c. */

#define CACHE_KEY_DIGITS 32

static void
put_format(struct part *part, struct json *body)
{
	struct json *format;

	if (part->schema == NULL)
		return;
	format = json_set_object(json_set_object(body, "text"), "format");
	json_set_string(format, "type", "json_schema");
	json_set_string(format, "name", part->schema_name);
	json_set_bool(format, "strict", true);
	json_set(format, "schema", part->schema);
	part->schema = NULL;
}

/* Requests with the same beginning should come to the same cache. */
void
openai_cache_key(const struct part *part, struct json *body)
{
	char digest[DIGEST_TEXT];

	digest_text(part->preamble.s, part->preamble.len, digest);
	json_set(body, "prompt_cache_key", json_new_stringn(digest, CACHE_KEY_DIGITS));
}

/* Models that think take a temperature only while they do not. */
bool
openai_samples(const struct part *part)
{
	return part->model->caps.sampling ||
	       (part->model->caps.effort &&
		   strcmp(json_get_string(part->request, "effort"), "none") == 0);
}

static enum status
write_response(const struct model *model, const struct json *request, bool stream,
    struct json **out, struct strings *dropped, struct err *err)
{
	struct part part = { .model = model, .request = request, .dropped = dropped };
	struct json *body = json_new_object();

	part_begin(&part, SCHEMA_STRICT);
	json_set_string(body, "model", model->id);
	if (part.preamble.len > 0) {
		json_set(
		    body, "instructions", json_new_stringn(part.preamble.s, part.preamble.len));
		openai_cache_key(&part, body);
	}
	json_set(body, "input", part_list(request, "messages"));
	json_set_number(body, "max_output_tokens", (double)part.max_tokens);
	part_sampling(&part, body, openai_samples(&part));
	part_member(&part, "stop", body, "stop", false);
	part_member(&part, "seed", body, "seed", false);
	if (json_get(request, "effort") && model->caps.effort)
		part_member(&part, "effort", json_set_object(body, "reasoning"), "effort", true);
	else
		part_member(&part, "effort", body, "effort", false);
	put_format(&part, body);
	json_set_bool(body, "store", false);
	if (stream) {
		json_set_bool(body, "stream", true);
		json_set_bool(
		    json_set_object(body, "stream_options"), "include_obfuscation", false);
	}
	return part_finish(&part, body, out, err);
}

enum status
openai_embed_write(
    const struct model *model, const struct json *request, struct json **out, struct err *err)
{
	const struct json *dimensions = json_get(request, "dimensions");
	struct json *body = json_new_object();

	(void)err;
	json_set_string(body, "model", model->id);
	json_set(body, "input", part_list(request, "input"));
	/* Not every model takes them, and none needs to be told its own. */
	if (dimensions && (int64_t)json_number(dimensions) != model->caps.dimensions)
		json_set(body, "dimensions", json_copy(dimensions));
	json_set_string(body, "encoding_format", "float");
	*out = body;
	return ST_OK;
}

void
openai_embed_read(struct answer *answer, const struct json *body)
{
	const struct json *usage = json_get(body, "usage");

	if (part_has_error(body)) {
		part_error(&answer->fault, body);
		return;
	}
	part_name(answer->model, sizeof answer->model, json_get_string(body, "model"));
	answer->usage.known =
	    part_is_count(usage, "prompt_tokens") || part_is_count(usage, "total_tokens");
	answer->usage.uncached_in = part_is_count(usage, "prompt_tokens")
					? part_tokens(usage, "prompt_tokens")
					: part_tokens(usage, "total_tokens");
	part_expect_read(answer);
	part_vectors(answer, json_get(body, "data"));
}

const struct provider provider_openai = {
	.kind = "openai",
	.url = "https://api.openai.com/v1",
	.path = "/responses",
	.embed_path = "/embeddings",
	.key_header = "authorization: Bearer ",
	.list_path = "/models",
	.framing = PROVIDER_SSE,
	.write = write_response,
	.sent = part_expect_inputs,
	.read = openai_read,
	.event = openai_event,
	.fault = part_fault,
	.embed_write = openai_embed_write,
	.embed_read = openai_embed_read,
};
