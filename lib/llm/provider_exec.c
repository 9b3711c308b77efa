#include "io/json.h"
#include "llm/provider_parts.h"

/* A command gets the request as it is; what it cannot do it may ignore. */
static enum status
write_request(const struct model *model, const struct json *request, bool stream,
    struct json **body, struct strings *dropped, struct err *err)
{
	(void)model, (void)stream, (void)dropped, (void)err;
	*body = json_copy(request);
	return ST_OK;
}

static enum status
write_embed(
    const struct model *model, const struct json *request, struct json **body, struct err *err)
{
	return write_request(model, request, false, body, NULL, err);
}

const struct provider provider_exec = {
	.kind = "exec",
	.framing = PROVIDER_LINES,
	.write = write_request,
	.embed_write = write_embed,
};

const struct provider provider_replay = {
	.kind = "replay",
	.framing = PROVIDER_LINES,
	.write = write_request,
	.embed_write = write_embed,
};
