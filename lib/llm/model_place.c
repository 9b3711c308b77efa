#include "llm/model_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "doc/config.h"
#include "io/http.h"

static const struct model_builtin builtins[] = {
	{ "anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com",
	    false },
	{ "ollama", "OLLAMA_API_KEY", "OLLAMA_HOST", "https://ollama.com", true },
	{ "openai", "OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1", false },
	{ "openai-chat", "OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1", false },
	{ "voyage", "VOYAGE_API_KEY", NULL, "https://api.voyageai.com/v1", false },
};

#define BUILTINS (sizeof builtins / sizeof builtins[0])

const struct model_builtin *
model_builtin(const char *name)
{
	for (size_t i = 0; i < BUILTINS; i++) {
		if (strcmp(builtins[i].name, name) == 0)
			return &builtins[i];
	}
	return NULL;
}

const char *
model_setting(const struct config *config, const char *provider, const char *what)
{
	char *key = mem_printf("providers.%s.%s", provider, what);
	const char *text = config_find(key) ? config_text(config, key) : "";

	free(key);
	return text;
}

struct nearest {
	const char *wanted;
	char *name;
	size_t least;
};

static void
consider(struct nearest *nearest, const char *name, size_t n)
{
	char *candidate = mem_strndup(name, n);
	size_t distance = near_distance(nearest->wanted, candidate);

	if (distance >= nearest->least || !near_enough(distance, nearest->wanted, candidate)) {
		free(candidate);
		return;
	}
	free(nearest->name);
	nearest->name = candidate;
	nearest->least = distance;
}

static enum status
no_provider(const char *provider, const struct config *config, struct err *err)
{
	struct nearest nearest = { .wanted = provider, .least = NEAR_MAX * 2 };
	struct strings keys = { 0 };

	for (size_t i = 0; i < BUILTINS; i++)
		consider(&nearest, builtins[i].name, strlen(builtins[i].name));
	config_names(config, &keys);
	for (size_t i = 0; i < keys.len; i++) {
		const char *name = keys.at[i] + strlen("providers.");

		if (strncmp(keys.at[i], "providers.", strlen("providers.")) == 0 && *name != '*')
			consider(&nearest, name, strcspn(name, "."));
	}
	if (nearest.name)
		err_set(err, ST_CONFIG, "there is no provider \"%.60s\": did you mean %s?",
		    provider, nearest.name);
	else
		err_set(err, ST_CONFIG,
		    "there is no provider \"%.60s\": describe it with providers.%.60s.kind and "
		    ".url, see rsg-models(7)",
		    provider, provider);
	free(nearest.name);
	strings_fini(&keys);
	return ST_CONFIG;
}

static enum status
find_kind(
    const char *provider, const struct config *config, struct model_place *place, struct err *err)
{
	const char *kind = model_setting(config, provider, "kind");

	if (*kind == '\0') {
		if (model_builtin(provider) == NULL)
			return *model_setting(config, provider, "url")
				   ? err_set(err, ST_CONFIG,
					 "providers.%s.kind is missing: say how it is spoken to",
					 provider)
				   : no_provider(provider, config, err);
		kind = provider;
	}
	place->kind = provider_find(kind);
	place->builtin = model_builtin(kind);
	if (place->kind == NULL || place->builtin == NULL)
		return err_set(err, ST_CONFIG, "providers.%s.kind is %.40s, which is not known",
		    provider, kind);
	return ST_OK;
}

/* The bases of all requests hold no '/' at their end. */
static void
set_url(struct model_place *place, char *url)
{
	size_t n = strlen(url);

	while (n > 0 && url[n - 1] == '/')
		url[--n] = '\0';
	place->url = url;
}

static const char *
environment_url(const char *provider, const struct model_place *place)
{
	const char *variable = place->builtin->url_variable;
	const char *text = variable ? getenv(variable) : NULL;

	if (text == NULL || *text == '\0' || strcmp(provider, place->builtin->name) != 0)
		return NULL;
	return text;
}

/* The message does not show the URL: it may hold a password. */
static enum status
find_url(
    const char *provider, const struct config *config, struct model_place *place, struct err *err)
{
	const char *text = model_setting(config, provider, "url");
	const char *variable = environment_url(provider, place);
	bool ollama = strcmp(place->builtin->name, "ollama") == 0;
	struct http_url url, own;

	if (*text)
		set_url(place, mem_strdup(text));
	else if (variable)
		set_url(place, ollama ? model_ollama_url(variable) : mem_strdup(variable));
	else if (place->kind->url)
		set_url(place, mem_strdup(place->kind->url));
	else if (strcmp(provider, place->builtin->name) == 0)
		set_url(place, mem_strdup(place->builtin->url));
	else
		return err_set(err, ST_CONFIG, "providers.%s.url is missing", provider);
	place->by_environment = *text == '\0' && variable;
	if (!http_url_read(place->url, &url) || strpbrk(place->url, "?#"))
		return err_set(err, ST_CONFIG,
		    "%s%s%s is no base URL: expected http:// or https:// and a host, without user, "
		    "password or '?'",
		    place->by_environment ? place->builtin->url_variable : "providers.",
		    place->by_environment ? "" : provider, place->by_environment ? "" : ".url");
	place->own_host =
	    http_url_read(place->builtin->url, &own) && http_url_same_host(&url, &own);
	return ST_OK;
}

enum status
model_place_find(
    const char *provider, const struct config *config, struct model_place *out, struct err *err)
{
	struct model_place place = { 0 };

	if (find_kind(provider, config, &place, err) || find_url(provider, config, &place, err)) {
		model_place_fini(&place);
		return err->status;
	}
	*out = place;
	return ST_OK;
}

void
model_place_fini(struct model_place *place)
{
	free(place->url);
	place->url = NULL;
}
