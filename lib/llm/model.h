/*
 * model - a name such as "anthropic/claude-sonnet-5-5" made into all that a call needs.
 *
 * PROVIDER/MODEL, where PROVIDER is built in (anthropic, openai, openai-chat, ollama, voyage) or
 * one the configuration describes (providers.NAME.kind, .url, .key_variable, .key_file,
 * .key_command); "exec:COMMAND", "replay:FILE" and "builtin".  What a model accepts is data:
 * share/models.yaml.
 *
 * Keys: read when the model is made, from a variable, a file (refused unless it is the user's own
 * and nobody else may read it) or the first line a command prints, which is run with the terminal
 * attached.  The built-in variable (ANTHROPIC_API_KEY ...) goes with the built-in host, or with a
 * URL that the same environment gives (ANTHROPIC_BASE_URL); for any other URL a key source must be
 * named.  No key travels over plain http except to this machine.
 *
 * Ownership: model_open() gives, model_close() ends and wipes the key.
 *
 * Errors: ST_CONFIG for a name, provider or URL that does not exist, with the nearest; ST_REFUSED
 * where there is no key.
 */
#ifndef LLM_MODEL_H
#define LLM_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct config;
struct json;
struct provider;
struct share;

enum model_schema { MODEL_SCHEMA_NATIVE, MODEL_SCHEMA_PROMPT };

struct model_caps {		 /* a row of share/models.yaml; the most exact pattern wins */
	bool sampling;		 /* temperature and top_p are accepted */
	bool stop, seed, effort; /* as are these */
	bool streaming;
	const char *max_tokens;	     /* "max_tokens" or "max_completion_tokens", for openai-chat */
	enum model_schema schema;    /* the provider's own mechanism, or the prompt */
	int64_t context, max_output; /* tokens; 0 unknown */
	int64_t dimensions, batch;   /* of an embedding model */
	bool cache_prompt;	     /* explicit cache breakpoints are worth sending */
};

struct model {
	char *name;	/* as given: the ledger and messages use it */
	char *provider; /* "anthropic" */
	char *id;	/* "claude-sonnet-5-5"; the command of exec:, the file of replay: */
	char *url;	/* base, without a final '/'; NULL for exec:, replay: and builtin */
	char *key;	/* NULL when there is none and none is needed */
	const char
	    *key_source; /* "ANTHROPIC_API_KEY", a file, "command": for people, never the key */
	const struct provider *kind; /* NULL for builtin */
	struct model_caps caps;
	bool builtin;
};

enum status model_open(const char *name, const struct config *config, const struct share *share,
    struct model **out, struct err *err);
void model_close(struct model *model); /* NULL is fine */

/* The same without reading a key: for rsg-doctor, --dry-run, replay and a cache that has it all. */
enum status model_open_keyless(const char *name, const struct config *config,
    const struct share *share, struct model **out, struct err *err);
enum status model_read_key(struct model *model, const struct config *config, struct err *err);

#endif
