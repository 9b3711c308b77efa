#include "llm/transport_private.h"

#include <string.h>

#include "io/json.h"

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
	if (t->model->kind && strcmp(t->model->kind->kind, "exec") == 0)
		return transport_exec(t, answer, err);
	if (t->model->url == NULL)
		return err_set(err, ST_CONFIG, "%s has no server to ask", t->model->name);
	return transport_http(t, answer, err);
}
