/* What would be sent, to look at: nothing is sent, no key is read. */
#include <string.h>

#include "doc/config.h"
#include "io/json.h"
#include "llm/llm_private.h"
#include "llm/transport.h"

#define CURL_BYTES ((size_t)64 * 1024 * 1024)

static void
put_cost(struct json *plan, const struct step *step)
{
	int64_t cost = price_most(&step->m->price, step->tokens, step->max_tokens);

	json_set_number(plan, "input_tokens", (double)step->tokens);
	if (cost < 0)
		json_set(plan, "max_cost_usd", json_new_null());
	else
		json_set_number(plan, "max_cost_usd", (double)cost / 1e6);
}

static enum status
put_request(struct json *plan, const struct step *step, struct err *err)
{
	const struct transport transport = { .model = step->m->model,
		.request = step->call->request,
		.embed = step->call->embed,
		.stream = step_streams(step) };
	struct strings dropped = { 0 };
	struct json *body = NULL, *left_out;
	struct buf curl;
	enum status st;

	buf_init(&curl, CURL_BYTES);
	st = transport_body(&transport, &body, &dropped, err);
	if (st == ST_OK)
		st = transport_curl(&transport, &curl, err);
	if (st == ST_OK) {
		json_set(plan, "body", body);
		left_out = json_set_array(plan, "left_out");
		for (size_t i = 0; i < dropped.len; i++)
			json_add_string(left_out, dropped.at[i]);
		put_cost(plan, step);
		json_set_string(plan, "curl", curl.s);
	} else {
		json_free(body);
	}
	strings_fini(&dropped);
	buf_fini(&curl);
	return st;
}

static enum status
make_plan(struct call *call, const struct json *asked, struct json **plan, struct err *err)
{
	const char *name = chain_first(call, asked);
	struct json *made = json_new_object();
	struct llm_model *m = NULL;
	struct step step;
	enum status st;

	if (strncmp(name, "builtin", 7) == 0 || strncmp(name, "replay:", 7) == 0) {
		json_free(made);
		return err_set(err, ST_REFUSED,
		    "%.100s sends nothing: name a model with -m, PROVIDER/MODEL", name);
	}
	st = llm_model_get(call->llm, name, &m, err);
	if (st == ST_OK)
		st = llm_price(call->llm, m, err);
	if (st == ST_OK) {
		step_begin(&step, call, m);
		json_set_string(made, "model", name);
		if (m->model->url)
			json_set_string(made, "url", m->model->url);
		else
			json_set(made, "url", json_new_null());
		st = put_request(made, &step, err);
		step_end(&step);
	}
	if (st) {
		json_free(made);
		return st;
	}
	*plan = made;
	return ST_OK;
}

enum status
llm_dry_run(
    struct llm *llm, const struct json *request, bool stream, struct json **plan, struct err *err)
{
	struct call call = { .llm = llm, .stream = stream };
	enum status st;

	call_begin(&call, request);
	st = fit_open(&call, err);
	if (st == ST_OK)
		st = make_plan(&call, request, plan, err);
	call_end(&call);
	return st;
}
