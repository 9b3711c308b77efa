#include "llm/model_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/utf8.h"
#include "io/secret.h"

#define BUILTIN "builtin"
#define MOST_NAME 4096
#define MOST_PROVIDER 40

static bool
has_scheme(const char *name, const char *scheme)
{
	return strncmp(name, scheme, strlen(scheme)) == 0;
}

static enum status
check_name(const char *name, struct err *err)
{
	size_t n = strlen(name);

	if (n == 0)
		return err_set(err, ST_CONFIG, "a model has no name");
	if (n > MOST_NAME || utf8_check(name, n) != n)
		return err_set(err, ST_CONFIG, "the model's name is too long or not UTF-8");
	return ST_OK;
}

/* "gpt-6-luna" without its provider is what people write first. */
static enum status
no_slash(const char *name, struct err *err)
{
	const char *provider = NULL;

	if (near_distance(name, BUILTIN) <= 2)
		return err_set(
		    err, ST_CONFIG, "there is no model \"%.60s\": did you mean builtin?", name);
	if (has_scheme(name, "claude"))
		provider = "anthropic";
	else if (has_scheme(name, "gpt-") || has_scheme(name, "text-embedding-"))
		provider = "openai";
	else if (has_scheme(name, "voyage"))
		provider = "voyage";
	if (provider)
		return err_set(err, ST_CONFIG,
		    "\"%.60s\" names no provider: did you mean %s/%.60s?", name, provider, name);
	return err_set(err, ST_CONFIG,
	    "\"%.60s\" names no provider: write PROVIDER/MODEL, or exec:COMMAND", name);
}

static bool
is_provider_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isalnum((unsigned char)s[i]) && s[i] != '-' && s[i] != '_')
			return false;
	}
	return n > 0 && n <= MOST_PROVIDER;
}

static bool
is_id(const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	}
	return true;
}

/* exec:COMMAND and replay:FILE. */
static enum status
open_scheme(struct model *model, const char *scheme, struct err *err)
{
	const char *rest = model->name + strlen(scheme) + 1;

	if (rest[strspn(rest, " \t\r\n")] == '\0')
		return err_set(err, ST_CONFIG, "%s: names nothing: write %s:%s", scheme, scheme,
		    strcmp(scheme, "exec") == 0 ? "COMMAND" : "FILE");
	model->provider = mem_strdup(scheme);
	model->id = mem_strdup(rest);
	model->kind = provider_find(scheme);
	model->caps = (struct model_caps){ .sampling = true,
		.stop = true,
		.seed = true,
		.effort = true,
		.streaming = true,
		.max_tokens = "max_tokens",
		.schema = MODEL_SCHEMA_NATIVE };
	return ST_OK;
}

static void
open_builtin(struct model *model)
{
	const char *rest = model->name + strlen(BUILTIN);

	model->provider = mem_strdup(BUILTIN);
	model->id = mem_strdup(*rest == '/' ? rest + 1 : rest);
	model->builtin = true;
}

static enum status
open_provider(
    struct model *model, const struct config *config, const struct share *share, struct err *err)
{
	const char *slash = strchr(model->name, '/');
	struct model_place place;
	size_t n;

	if (slash == NULL)
		return no_slash(model->name, err);
	n = (size_t)(slash - model->name);
	if (!is_provider_name(model->name, n) || slash[1] == '\0' || !is_id(slash + 1))
		return err_set(
		    err, ST_CONFIG, "\"%.100s\" is no model: write PROVIDER/MODEL", model->name);
	model->provider = mem_strndup(model->name, n);
	model->id = mem_strdup(slash + 1);
	if (model_place_find(model->provider, config, &place, err))
		return err_context(err, "%.100s", model->name);
	model->kind = place.kind;
	model->url = place.url;
	return model_caps_read(share, model, err);
}

enum status
model_open_keyless(const char *name, const struct config *config, const struct share *share,
    struct model **out, struct err *err)
{
	struct model *model;
	enum status st;

	if (check_name(name, err))
		return err->status;
	model = mem_calloc(1, sizeof *model);
	model->name = mem_strdup(name);
	if (has_scheme(name, "exec:"))
		st = open_scheme(model, "exec", err);
	else if (has_scheme(name, "replay:"))
		st = open_scheme(model, "replay", err);
	else if (strcmp(name, BUILTIN) == 0 || has_scheme(name, BUILTIN "/"))
		st = (open_builtin(model), ST_OK);
	else
		st = open_provider(model, config, share, err);
	if (st == ST_OK)
		*out = model;
	else
		model_close(model);
	return st;
}

enum status
model_open(const char *name, const struct config *config, const struct share *share,
    struct model **out, struct err *err)
{
	struct model *model = NULL;
	enum status st = model_open_keyless(name, config, share, &model, err);

	if (st == ST_OK)
		st = model_read_key(model, config, err);
	if (st == ST_OK)
		*out = model;
	else
		model_close(model);
	return st;
}

void
model_close(struct model *model)
{
	if (model == NULL)
		return;
	if (model->key)
		secret_wipe(model->key, strlen(model->key));
	free(model->key);
	free(model->name);
	free(model->provider);
	free(model->id);
	free(model->url);
	free(model);
}
