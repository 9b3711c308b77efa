/* An embedding model behind the border of text/embed.h. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/config.h"
#include "io/json.h"
#include "llm/llm_private.h"
#include "text/embed.h"

#define TEXTS 512	  /* of one question; it is split into batches further */
#define SAMPLE "a vector" /* asked once for its length, where the table does not know it */

struct remote {
	struct embedder base;
	struct llm *llm;
	char *model;
};

/* Texts to embed may be empty and may hold any byte; a request may not. */
static void
add_text(struct json *input, const struct embed_text *text)
{
	const char *s = text->n && text->s[0] ? text->s : " ";

	json_add(input, json_new_stringn(s, text->n && text->s[0] ? strnlen(text->s, text->n) : 1));
}

static enum status
ask(struct remote *remote, const struct embed_text *texts, size_t n, struct call *call,
    struct err *err)
{
	struct json *request = json_new_object(), *reply = NULL, *input;
	enum status st;

	input = json_set_array(request, "input");
	for (size_t i = 0; i < n; i++)
		add_text(input, &texts[i]);
	json_set_string(request, "input_type", remote->base.query ? "query" : "document");
	*call = (struct call){ .llm = remote->llm, .floats = true };
	call_begin(call, request);
	st = chain_ask(call, request, &reply, err);
	call_end(call);
	json_free(request);
	json_free(reply);
	return st;
}

static enum status
embed(struct embedder *embedder, const struct embed_text *texts, size_t n, float *out,
    struct err *err)
{
	struct remote *remote = (struct remote *)embedder;
	size_t dimensions = embedder->dimensions;

	for (size_t at = 0, part; at < n; at += part) {
		struct call call;
		enum status st;

		part = n - at < TEXTS ? n - at : TEXTS;
		st = ask(remote, texts + at, part, &call, err);
		if (st)
			return st;
		if (call.dimensions == dimensions)
			memcpy(
			    out + at * dimensions, call.vectors, part * dimensions * sizeof *out);
		free(call.vectors);
		if (call.dimensions != dimensions)
			return err_set(err, ST_PROTOCOL,
			    "%s made vectors of %zu numbers, and of %zu before: index anew",
			    remote->model, call.dimensions, dimensions);
	}
	free(remote->llm->engine);
	remote->llm->engine = mem_strdup(remote->model);
	return ST_OK;
}

static void
close_remote(struct embedder *embedder)
{
	struct remote *remote = (struct remote *)embedder;

	free(remote->model);
	free(remote);
}

static enum status
learn_length(struct remote *remote, struct err *err)
{
	struct embed_text text = { SAMPLE, strlen(SAMPLE) };
	struct call call;
	enum status st = ask(remote, &text, 1, &call, err);

	if (st)
		return st;
	remote->base.dimensions = call.dimensions;
	free(call.vectors);
	return ST_OK;
}

enum status
llm_embedder(struct llm *llm, struct embedder **out, struct err *err)
{
	const char *name = llm->options.model ? llm->options.model
					      : config_text(llm->options.config, "embedding.model");
	struct remote *remote;
	struct llm_model *m = NULL;
	enum status st;

	if (strncmp(name, "builtin", 7) == 0)
		return ST_NO;
	st = llm_model_get(llm, name, &m, err);
	if (st)
		return st;
	remote = mem_calloc(1, sizeof *remote);
	remote->llm = llm;
	remote->model = mem_strdup(name);
	remote->base = (struct embedder){ .model = remote->model,
		.dimensions = (size_t)m->model->caps.dimensions,
		.embed = embed,
		.close = close_remote };
	if (remote->base.dimensions == 0)
		st = learn_length(remote, err);
	if (st) {
		close_remote(&remote->base);
		return st;
	}
	*out = &remote->base;
	return ST_OK;
}
