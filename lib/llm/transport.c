#include "llm/transport_private.h"

#include <string.h>

#include "io/json.h"

bool
transport_is_exec(const struct model *model)
{
	return model->kind && strcmp(model->kind->kind, "exec") == 0;
}

enum status
transport_body(
    const struct transport *t, struct json **body, struct strings *dropped, struct err *err)
{
	const struct provider *kind = t->model->kind;
	struct strings ignored = { 0 };
	enum status st;

	if (kind == NULL)
		return err_set(err, ST_CONFIG, "%s is no model that can be asked", t->model->name);
	if (t->embed && kind->embed_write == NULL)
		return err_set(err, ST_CONFIG, "%s makes no embeddings", t->model->name);
	if (t->embed)
		return kind->embed_write(t->model, t->request, body, err);
	if (kind->write == NULL)
		return err_set(err, ST_CONFIG, "%s makes embeddings only", t->model->name);
	st = kind->write(t->model, t->request, t->stream, body, dropped ? dropped : &ignored, err);
	strings_fini(&ignored);
	return st;
}

enum status
transport_send(const struct transport *t, struct answer *answer, struct err *err)
{
	if (transport_is_exec(t->model))
		return transport_exec(t, answer, err);
	return transport_http(t, answer, err);
}
