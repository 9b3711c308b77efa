#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/cli_private.h"
#include "cli/doctor_private.h"
#include "cli/redact.h"
#include "doc/config.h"
#include "io/file.h"
#include "io/http.h"
#include "io/json.h"
#include "llm/fault.h"
#include "llm/llm.h"
#include "llm/model.h"
#include "llm/provider.h"
#include "store/breaker.h"
#include "text/embed.h"

#define LIST_BYTES ((size_t)4 * 1024 * 1024)
#define LIVE_MS 30000
#define MOST_TOKENS 64

struct asking { /* one model on its way through the checks */
	struct doctor *d;
	struct model *model;
	bool embeds; /* it is the embedding model */
	char found[1024];
};

static bool
has_prefix(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

static void
failed(struct asking *a, const struct err *err)
{
	doctor_add_err(a->d, a->model->name, DOCTOR_FAILED, err);
}

/* The provider's list of models: true with an answer that is good. */
static bool
judge(struct asking *a, const struct http_reply *reply, struct err *err)
{
	struct fault fault = { .retry_after_ms = -1 };
	struct json *body = NULL;
	struct err ignored = ERR_INIT;

	if (reply->end == HTTP_DONE && reply->status >= 200 && reply->status < 300)
		return true;
	if (reply->end != HTTP_DONE) {
		fault_set(&fault, FAULT_CONNECT, "%s", reply->said);
	} else if (reply->status >= 300 && reply->status < 400) {
		fault_set(&fault, FAULT_REDIRECT, "the server sends us elsewhere");
	} else {
		if (json_parse(reply->body.s, reply->body.len, &body, &ignored))
			body = NULL;
		a->model->kind->fault(&fault, reply, body);
		json_free(body);
		if (fault.class == FAULT_NONE)
			fault_set(&fault, FAULT_UNKNOWN, "status %d", reply->status);
	}
	fault_hide(&fault, a->model->key);
	fault_err(&fault, a->model->name, err);
	return false;
}

static void
make_headers(const struct model *model, struct strings *headers)
{
	const char *const *always = model->kind->headers;

	strings_add(headers, "accept: application/json");
	for (; always && *always; always++)
		strings_add(headers, *always);
	if (model->key && model->kind->key_header) {
		char *line = mem_printf("%s%s", model->kind->key_header, model->key);

		strings_add(headers, line);
		explicit_bzero(line, strlen(line));
		free(line);
	}
}

static bool
list_models(struct asking *a, struct err *err)
{
	struct strings headers = { 0 };
	char *url = mem_printf("%s%s", a->model->url, a->model->kind->list_path);
	const struct http_request request = { .method = "GET",
		.url = url,
		.headers = &headers,
		.max_bytes = LIST_BYTES,
		.connect_ms = LIVE_MS,
		.total_ms = LIVE_MS };
	struct http_reply reply = { 0 };
	bool good;

	make_headers(a->model, &headers);
	good = http_exchange(&request, &reply, err) == ST_OK && judge(a, &reply, err);
	http_reply_fini(&reply);
	for (size_t i = 0; i < headers.len; i++)
		explicit_bzero(headers.at[i], strlen(headers.at[i]));
	strings_fini(&headers);
	free(url);
	return good;
}

static enum status
embed_one(struct llm *llm, const char *text, struct err *err)
{
	const struct embed_text one = { text, strlen(text) };
	struct embedder *embedder = NULL;
	float *v;
	enum status st = llm_embedder(llm, &embedder, err);

	if (st)
		return st;
	v = mem_calloc(embedder->dimensions, sizeof *v);
	st = embedder->embed(embedder, &one, 1, v, err);
	embedder->close(embedder);
	free(v);
	return st;
}

static enum status
ask_one(struct llm *llm, const char *text, struct err *err)
{
	struct json *request = json_new_object(), *reply = NULL, *message;
	enum status st;

	message = json_add_object(json_set_array(request, "messages"));
	json_set_string(message, "role", "user");
	json_set_string(message, "content", text);
	json_set_number(request, "max_tokens", MOST_TOKENS);
	st = llm_ask(llm, request, &reply, err);
	json_free(request);
	json_free(reply);
	return st;
}

/* One tiny question, another one each time, so that no cache answers it. */
static bool
ask_model(struct asking *a, struct err *err)
{
	const struct cli *cli = a->d->cli;
	const struct strings none = { 0 };
	const struct llm_options options = { .config = cli->config,
		.redactor = cli_redactor(cli),
		.store = cli->store,
		.run = "",
		.phase = "",
		.model = a->model->name,
		.fallback = &none,
		.deadline_ms = time_monotonic_ms() + LIVE_MS };
	char *text = mem_printf("Answer with the word yes. (%lld)", (long long)cli->now_ms);
	struct llm *llm = NULL;
	enum status st = llm_open(&options, &llm, err);

	if (st == ST_OK)
		st = a->embeds ? embed_one(llm, text, err) : ask_one(llm, text, err);
	llm_close(llm);
	free(text);
	return st == ST_OK;
}

static void
live(struct asking *a)
{
	struct err err = ERR_INIT;
	int64_t from = time_monotonic_ms();
	bool lists = a->model->kind && a->model->kind->list_path && a->model->url;

	if (lists ? list_models(a, &err) : ask_model(a, &err))
		doctor_add(a->d, a->model->name, DOCTOR_OK, "", "%s; it answered after %lld ms",
		    a->found, (long long)(time_monotonic_ms() - from));
	else
		failed(a, &err);
}

static void
add_breaker(struct asking *a)
{
	struct store *store = a->d->cli->store;
	char *name = a->model->url ? mem_printf("%s %s", a->model->name, a->model->url)
				   : mem_strdup(a->model->name);
	const char *state = store ? breaker_state(store, name, time_now_ms()) : "closed";

	if (strcmp(state, "closed") != 0)
		doctor_add(a->d, a->model->name, DOCTOR_WARNING,
		    "wait; it is tried again by itself", "its breaker is %s: it failed lately",
		    state);
	free(name);
}

/* Where the key comes from; false when there is none that is needed. */
static bool
find_key(struct asking *a)
{
	const struct config *config = a->d->cli->config;
	char *command = mem_printf("providers.%s.key_command", a->model->provider);
	bool asks = !a->d->live && *config_text(config, command) != '\0';
	struct err err = ERR_INIT;

	free(command);
	if (asks) {
		snprintf(a->found, sizeof a->found, "%s, key from a command that was not run",
		    a->model->url);
		return true;
	}
	if (model_read_key(a->model, config, &err)) {
		failed(a, &err);
		return false;
	}
	snprintf(a->found, sizeof a->found, "%s, %s%s", a->model->url,
	    a->model->key ? "key from " : "no key",
	    a->model->key && a->model->key_source ? a->model->key_source : "");
	return true;
}

static bool
find_place(struct asking *a)
{
	struct err err = ERR_INIT;

	if (a->model->builtin) {
		snprintf(a->found, sizeof a->found, "needs nothing");
	} else if (strcmp(a->model->provider, "exec") == 0) {
		snprintf(a->found, sizeof a->found, "a command");
	} else if (strcmp(a->model->provider, "replay") == 0) {
		snprintf(a->found, sizeof a->found, "a cassette");
		if (!file_exists(a->model->id)) {
			err_set(
			    &err, ST_CONFIG, "there is no file %s: record it first", a->model->id);
			failed(a, &err);
			return false;
		}
	} else {
		return find_key(a);
	}
	return true;
}

static void
check(struct doctor *d, const char *name, bool embeds)
{
	struct asking a = { .d = d, .embeds = embeds };
	struct err err = ERR_INIT;

	if (model_open_keyless(name, d->cli->config, d->cli->share, &a.model, &err)) {
		doctor_add_err(d, name, DOCTOR_FAILED, &err);
		return;
	}
	if (find_place(&a)) {
		if (d->live && !a.model->builtin)
			live(&a);
		else
			doctor_add(d, name, DOCTOR_OK, "", "%s", a.found);
		add_breaker(&a);
	}
	model_close(a.model);
}

static void
add_name(struct strings *names, const char *name)
{
	if (*name && !strings_has(names, name))
		strings_add(names, name);
}

/* What is configured to be asked, each once. */
static void
list_names(const struct config *config, const struct strings *keys, struct strings *names)
{
	const struct strings *fallback = config_list(config, "fallback");

	add_name(names, config_text(config, "model"));
	for (size_t i = 0; i < keys->len; i++) {
		if (has_prefix(keys->at[i], "models.") && !strchr(keys->at[i], '*'))
			add_name(names, config_text(config, keys->at[i]));
	}
	for (size_t i = 0; i < fallback->len; i++)
		add_name(names, fallback->at[i]);
}

static bool
has_provider(const struct strings *names, const char *provider)
{
	size_t n = strlen(provider);

	for (size_t i = 0; i < names->len; i++) {
		if (strncmp(names->at[i], provider, n) == 0 && names->at[i][n] == '/')
			return true;
	}
	return false;
}

/* A provider that is configured, and no model names it: any model will do. */
static void
add_providers(const struct strings *keys, struct strings *names)
{
	for (size_t i = 0; i < keys->len; i++) {
		const char *key = keys->at[i];
		char *provider, *model;

		if (!has_prefix(key, "providers.") || strchr(key, '*'))
			continue;
		provider = mem_strdup(key + strlen("providers."));
		if (strrchr(provider, '.'))
			*strrchr(provider, '.') = '\0';
		model = mem_printf("%s/any", provider);
		if (!has_provider(names, provider))
			add_name(names, model);
		free(model);
		free(provider);
	}
}

void
doctor_models(struct doctor *d)
{
	const struct config *config = d->cli->config;
	const char *embedding = config_text(config, "embedding.model");
	struct strings keys = { 0 }, names = { 0 };

	d->area = "model";
	config_names(config, &keys);
	list_names(config, &keys, &names);
	add_providers(&keys, &names);
	for (size_t i = 0; i < names.len; i++)
		check(d, names.at[i], false);
	check(d, embedding, true);
	strings_fini(&keys);
	strings_fini(&names);
}
