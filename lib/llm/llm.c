#include "llm/llm.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "doc/config.h"
#include "doc/schema.h"
#include "doc/share.h"
#include "io/json.h"
#include "llm/llm_cassette.h"
#include "llm/llm_private.h"
#include "redact/redact.h"
#include "store/store.h"

#define BUILTIN "builtin"

bool
llm_wanted(const struct config *config, const char *phase, const char *model)
{
	return strcmp(settings_model(config, phase, model), BUILTIN) != 0;
}

void
llm_say(const struct llm *llm, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	if (llm->options.say == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	llm->options.say(llm->options.arg, line);
}

void
call_log(const struct call *call, const struct llm_model *m, struct log_line line)
{
	const struct llm *llm = call->llm;

	if (llm->log == NULL)
		return;
	line.call = call->id;
	line.run = llm->options.run;
	line.phase = llm->options.phase;
	if (m) {
		line.provider = m->model->provider;
		line.model = m->model->name;
	}
	log_write(llm->log, &line);
}

bool
llm_cancelled(const struct llm *llm)
{
	return llm->options.cancel && *llm->options.cancel;
}

/* --no-store: the guards last as long as the process, so a budget of days cannot be kept. */
static enum status
open_own_store(struct llm *llm, struct err *err)
{
	const struct llm_settings *s = &llm->settings;

	if (s->budget_day != INT64_MAX || s->budget_week != INT64_MAX)
		return err_set(err, ST_REFUSED,
		    "budget.day and budget.week are kept in the store: leave out --no-store");
	if (store_open(":memory:", DB_CREATE, &llm->own_store, err))
		return err->status;
	store_redact(llm->own_store, llm->redactor);
	llm->store = llm->own_store;
	return ST_OK;
}

static enum status
open_cassette(struct llm *llm, struct err *err)
{
	char *path;
	enum status st;

	if (llm->settings.mode != MODE_RECORD && llm->settings.mode != MODE_REPLAY)
		return ST_OK;
	path = config_path(llm->options.config, "cassette");
	st = cassette_open(path, llm->settings.mode == MODE_RECORD, &llm->cassette, err);
	free(path);
	return st;
}

/* The names to ask, in turn, each once. */
static void
make_chain(struct llm *llm)
{
	const struct llm_options *o = &llm->options;
	const struct strings *fallback =
	    o->fallback ? o->fallback : config_list(o->config, "fallback");

	strings_add(&llm->chain, settings_model(o->config, o->phase, o->model));
	for (size_t i = 0; i < fallback->len; i++) {
		if (!strings_has(&llm->chain, fallback->at[i]))
			strings_add(&llm->chain, fallback->at[i]);
	}
}

/* Prices, prompts and what models take are no business of a project that is not trusted. */
static void
open_share(struct llm *llm)
{
	const struct config *config = llm->options.config;
	bool trusted = config_project_file(config) && config_is_trusted(config);

	llm->share = share_open(trusted ? llm->options.project_dir : NULL);
	if (trusted)
		share_trust(llm->share);
}

enum status
llm_open(const struct llm_options *options, struct llm **out, struct err *err)
{
	struct llm *llm = mem_calloc(1, sizeof *llm);
	enum status st;

	llm->options = *options;
	llm->store = options->store;
	llm->redactor = options->redactor;
	if (llm->redactor == NULL)
		llm->redactor = llm->own_redactor = redact_open(false);
	llm->totals.cost_known = true;
	if (options->phase == NULL)
		llm->options.phase = "";
	if (options->run == NULL)
		llm->options.run = "";
	if (llm->store)
		db_defer(store_db(llm->store));
	make_chain(llm);
	st = settings_read(options->config, &llm->settings, err);
	if (st == ST_OK && llm->store == NULL)
		st = open_own_store(llm, err);
	if (st == ST_OK)
		st = open_cassette(llm, err);
	if (st == ST_OK)
		st = log_open(options->config, llm->redactor, &llm->log, err);
	if (st) {
		llm_close(llm);
		return st;
	}
	open_share(llm);
	*out = llm;
	return ST_OK;
}

void
llm_prefer(struct llm *llm, const char *model)
{
	llm->preferred = model;
}

static void
close_model(struct llm_model *m)
{
	model_close(m->model);
	cassette_close(m->cassette);
	prices_close(m->prices);
	free(m->breaker);
	free(m);
}

void
llm_close(struct llm *llm)
{
	struct err err = ERR_INIT;

	if (llm == NULL)
		return;
	vec_each (struct llm_model **, m, &llm->models)
		close_model(*m);
	vec_fini(&llm->models);
	cassette_close(llm->cassette);
	if (log_check(llm->log, &err))
		llm_say(llm, "%s", err.text);
	log_close(llm->log);
	share_close(llm->share);
	store_close(llm->cache_file);
	store_close(llm->own_store);
	redact_close(llm->own_redactor);
	strings_fini(&llm->chain);
	free(llm->engine);
	free(llm);
}

enum status
llm_price(struct llm *llm, struct llm_model *m, struct err *err)
{
	if (m->prices)
		return ST_OK;
	if (prices_open(llm->share, m->model->id, &m->prices, err))
		return err->status;
	prices_find(m->prices, m->model, time_now_ms(), &m->price);
	return ST_OK;
}

static void
name_breaker(struct llm_model *m)
{
	m->breaker = m->model->url ? mem_printf("%s %s", m->model->name, m->model->url)
				   : mem_strdup(m->model->name);
}

enum status
llm_model_get(struct llm *llm, const char *name, struct llm_model **out, struct err *err)
{
	struct llm_model *m;
	enum status st;

	vec_each (struct llm_model **, it, &llm->models) {
		if (strcmp((*it)->model->name, name) == 0) {
			*out = *it;
			return ST_OK;
		}
	}
	m = mem_calloc(1, sizeof *m);
	st = model_open_keyless(name, llm->options.config, llm->share, &m->model, err);
	if (st) {
		free(m);
		return st;
	}
	m->replay = m->model->provider && strcmp(m->model->provider, "replay") == 0;
	if (m->replay && cassette_open(m->model->id, false, &m->cassette, err)) {
		close_model(m);
		return err->status;
	}
	name_breaker(m);
	*vec_add(&llm->models) = m;
	*out = m;
	return ST_OK;
}

/* The request as it is put to every model: its name and secrets out, the length of the answer in.
 */
static struct json *
make_request(const struct llm *llm, const struct json *asked)
{
	struct json *request = redact_json(llm->redactor, asked);

	if (request == NULL)
		request = json_copy(asked);
	json_remove(request, "model");
	if (json_get(request, "messages") && json_get(request, "max_tokens") == NULL)
		json_set_number(request, "max_tokens", llm->settings.max_tokens);
	return request;
}

void
call_begin(struct call *call, const struct json *asked)
{
	unsigned char random[10];

	random_bytes(random, sizeof random);
	uuid_v7(time_now_ms(), random, call->id);
	call->request = make_request(call->llm, asked);
	call->embed = json_get(call->request, "input") != NULL;
	call->tokens = request_tokens(call->request);
	call->attempts = json_new_array();
	call->cost_known = true;
	call->fallback = "";
	fault_set(&call->fault, FAULT_NONE, "%s", "");
}

void
call_end(struct call *call)
{
	json_free(call->request);
	json_free(call->attempts);
	schema_set_free(call->set);
}

enum status
llm_ask_stream(struct llm *llm, const struct json *request, llm_delta_fn *delta, void *arg,
    struct json **reply, struct err *err)
{
	struct call call = { .llm = llm, .stream = delta != NULL, .delta = delta, .arg = arg };
	enum status st;

	call_begin(&call, request);
	st = fit_open(&call, err);
	if (st == ST_OK)
		st = chain_ask(&call, request, reply, err);
	if (st == ST_OK) {
		free(llm->engine);
		llm->engine = mem_strdup(json_get_string(*reply, "model"));
	}
	call_end(&call);
	return st;
}

enum status
llm_ask(struct llm *llm, const struct json *request, struct json **reply, struct err *err)
{
	return llm_ask_stream(llm, request, NULL, NULL, reply, err);
}

void
llm_totals(const struct llm *llm, struct llm_totals *out)
{
	*out = llm->totals;
	out->engine = llm->engine;
}
