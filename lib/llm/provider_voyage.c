#include "io/json.h"
#include "llm/provider_parts.h"

/* Voyage makes embeddings and nothing else.  Its replies are like OpenAI's. */

static enum status
write_embed(
    const struct model *model, const struct json *request, struct json **out, struct err *err)
{
	const struct json *dimensions = json_get(request, "dimensions");
	const struct json *type = json_get(request, "input_type");
	struct json *body = json_new_object();

	(void)err;
	json_set_string(body, "model", model->id);
	json_set(body, "input", part_list(request, "input"));
	if (type)
		json_set(body, "input_type", json_copy(type));
	json_set_bool(body, "truncation", true);
	if (dimensions && (int64_t)json_number(dimensions) != model->caps.dimensions)
		json_set(body, "output_dimension", json_copy(dimensions));
	*out = body;
	return ST_OK;
}

static void
embed_read(struct answer *answer, const struct json *body)
{
	if (json_get(body, "detail"))
		part_error(&answer->fault, body);
	else
		openai_embed_read(answer, body);
}

const struct provider provider_voyage = {
	.kind = "voyage",
	.url = "https://api.voyageai.com/v1",
	.embed_path = "/embeddings",
	.key_header = "authorization: Bearer ",
	.framing = PROVIDER_SSE,
	.sent = part_expect,
	.fault = part_fault,
	.embed_write = write_embed,
	.embed_read = embed_read,
};
