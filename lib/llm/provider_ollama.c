#include <string.h>

#include "io/json.h"
#include "llm/provider_parts.h"

/*
 * Ollama's own API: how requests are written.  Reading is in provider_ollama_read.c.
 *
 * A server that is not told takes a context of its own and drops the front of what is longer,
 * without a word.  So the context is always sent, the server is asked to refuse instead (truncate,
 * shift; servers that do not know these ignore them), and what it says it read is compared with
 * what was sent.
 */

#define DEFAULT_CONTEXT 8192 /* tokens, where share/models.yaml does not know */

static void
put_think(struct part *part, struct json *body)
{
	const char *effort = json_get_string(part->request, "effort");

	if (*effort == '\0')
		return;
	if (!part->model->caps.effort)
		part_drop(part, "effort");
	else if (strcmp(effort, "none") == 0)
		json_set_bool(body, "think", false);
	else if (strcmp(effort, "minimal") == 0)
		json_set_string(body, "think", "low");
	else if (strcmp(effort, "xhigh") == 0)
		json_set_string(body, "think", "high");
	else
		json_set_string(body, "think", effort);
}

static int64_t
context_of(const struct model *model)
{
	return model->caps.context > 0 ? model->caps.context : DEFAULT_CONTEXT;
}

static void
put_options(struct part *part, struct json *body)
{
	const struct model_caps *caps = &part->model->caps;
	struct json *options = json_set_object(body, "options");

	json_set_number(options, "num_ctx", (double)context_of(part->model));
	json_set_number(options, "num_predict", (double)part->max_tokens);
	part_sampling(part, options, caps->sampling);
	part_member(part, "seed", options, "seed", caps->seed);
	part_member(part, "stop", options, "stop", caps->stop);
}

static enum status
write_chat(const struct model *model, const struct json *request, bool stream, struct json **out,
    struct strings *dropped, struct err *err)
{
	struct part part = { .model = model, .request = request, .dropped = dropped };
	struct json *body = json_new_object();

	part_begin(&part, SCHEMA_CLOSED);
	if (part.schema) /* not every model keeps to "format" */
		part_schema_text(&part);
	json_set_string(body, "model", model->id);
	json_set(body, "messages", part_messages(&part));
	json_set_bool(body, "stream", stream);
	if (part.schema)
		json_set(body, "format", part.schema);
	part.schema = NULL;
	put_think(&part, body);
	json_set_bool(body, "truncate", false);
	json_set_bool(body, "shift", false);
	put_options(&part, body);
	return part_finish(&part, body, out, err);
}

static enum status
write_embed(
    const struct model *model, const struct json *request, struct json **out, struct err *err)
{
	const struct json *dimensions = json_get(request, "dimensions");
	struct json *body = json_new_object();

	(void)err;
	json_set_string(body, "model", model->id);
	json_set(body, "input", part_list(request, "input"));
	json_set_bool(body, "truncate", true);
	if (dimensions && (int64_t)json_number(dimensions) != model->caps.dimensions)
		json_set(body, "dimensions", json_copy(dimensions));
	if (model->caps.context > 0)
		json_set_number(
		    json_set_object(body, "options"), "num_ctx", (double)model->caps.context);
	*out = body;
	return ST_OK;
}

static void
embed_read(struct answer *answer, const struct json *body)
{
	if (part_has_error(body)) {
		part_error(&answer->fault, body);
		return;
	}
	part_name(answer->model, sizeof answer->model, json_get_string(body, "model"));
	answer->usage.known = part_is_count(body, "prompt_eval_count");
	answer->usage.uncached_in = part_tokens(body, "prompt_eval_count");
	json_remove(answer->state, "num_ctx"); /* it is for each text, the count is for all */
	part_expect_read(answer);
	part_vectors(answer, json_get(body, "embeddings"));
}

const struct provider provider_ollama = {
	.kind = "ollama",
	.url = "http://127.0.0.1:11434",
	.path = "/api/chat",
	.embed_path = "/api/embed",
	.key_header = "authorization: Bearer ",
	.list_path = "/api/tags",
	.framing = PROVIDER_LINES,
	.write = write_chat,
	.sent = part_expect,
	.read = ollama_read,
	.event = ollama_event,
	.fault = part_fault,
	.embed_write = write_embed,
	.embed_read = embed_read,
};
