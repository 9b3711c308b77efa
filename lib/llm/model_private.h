/*
 * model_private - what the modules of model share.
 *
 * model.c takes a name apart, model_place.c knows where a provider is, model_ollama.c reads
 * OLLAMA_HOST, model_key.c finds the key, model_caps.c reads share/models.yaml.
 */
#ifndef LLM_MODEL_PRIVATE_H
#define LLM_MODEL_PRIVATE_H

#include "llm/model.h"
#include "llm/provider.h"

struct model_builtin {					/* a provider that needs no configuration */
	const char *name, *key_variable, *url_variable; /* url_variable: NULL for none */
	const char *url;				/* what the key variable is meant for */
	bool key_optional;				/* of a server that may take none */
};

/* That of a name, which is that of a dialect too; NULL. */
const struct model_builtin *model_builtin(const char *name);

struct model_place {
	const struct provider *kind;
	const struct model_builtin *builtin; /* of the kind */
	char *url;
	bool own_host;	     /* the dialect's built-in host */
	bool by_environment; /* ANTHROPIC_BASE_URL and the like */
};

enum status model_place_find(
    const char *provider, const struct config *config, struct model_place *out, struct err *err);
void model_place_fini(struct model_place *place);

/* "providers.NAME.WHAT" of the configuration, "" when nothing sets it. */
const char *model_setting(const struct config *config, const char *provider, const char *what);

/* The base URL that OLLAMA_HOST stands for; free() it. */
char *model_ollama_url(const char *text);

enum status model_caps_read(const struct share *share, struct model *model, struct err *err);

#endif
