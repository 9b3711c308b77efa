#include "llm/model_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/config.h"
#include "io/file.h"
#include "io/http.h"
#include "io/secret.h"

#define COMMAND_MS (2 * 60 * 1000)
#define ATLAS_URL "https://ai.mongodb.com/v1"

/* A key on its way into the model. */
struct finding {
	struct model *model;
	const struct config *config;
	const struct model_place *place;
	struct http_url url;
	char key[SECRET_MAX];
	const char *source; /* NULL: there is none */
};

static enum status
from_variable(struct finding *f, const char *variable, struct err *err)
{
	const char *text = getenv(variable);

	if (text == NULL || *text == '\0')
		return ST_NO;
	f->source = variable;
	if (strchr(text, '\n'))
		return err_set(err, ST_REFUSED, "the key in %s: it holds a newline", variable);
	if (secret_text(text, strlen(text), f->key, err))
		return err_context(err, "the key in %s", variable);
	return ST_OK;
}

static char *
key_path(const struct finding *f)
{
	char *key = mem_printf("providers.%s.key_file", f->model->provider);
	char *path = config_path(f->config, key);
	const char *home = getenv("HOME"), *file = config_text(f->config, key);

	if (strncmp(file, "~/", 2) == 0 && home && *home == '/') {
		free(path);
		path = file_join(home, file + 2);
	}
	free(key);
	return path;
}

static enum status
from_file(struct finding *f, struct err *err)
{
	char *path = key_path(f);
	enum status st = secret_file(path, f->key, err);

	f->source = model_setting(f->config, f->model->provider, "key_file");
	if (st)
		err_context(err, "the key file %s", path);
	free(path);
	return st;
}

static enum status
from_command(struct finding *f, const char *command, struct err *err)
{
	f->source = "command";
	if (secret_command(command, COMMAND_MS, f->key, err))
		return err_context(err, "providers.%s.key_command", f->model->provider);
	return ST_OK;
}

/* What the configuration names, the first that is there; ST_NO when it names nothing. */
static enum status
named_key(struct finding *f, struct err *err)
{
	const char *provider = f->model->provider;
	const char *variable = model_setting(f->config, provider, "key_variable");
	const char *command = model_setting(f->config, provider, "key_command");
	enum status st = *variable ? from_variable(f, variable, err) : ST_NO;

	if (st != ST_NO)
		return st;
	if (*model_setting(f->config, provider, "key_file"))
		return from_file(f, err);
	if (*command)
		return from_command(f, command, err);
	if (*variable)
		return err_set(err, ST_REFUSED,
		    "there is no key for %s: set %s, or name a file with providers.%s.key_file",
		    provider, variable, provider);
	return ST_NO;
}

static bool
needs_no_key(const struct finding *f)
{
	const struct model_place *place = f->place;

	if (http_url_is_local(&f->url) || place->kind->key_header == NULL)
		return true;
	if (place->builtin->key_optional)
		return !place->own_host;
	return !place->own_host && !place->by_environment &&
	       strcmp(place->builtin->name, "openai-chat") == 0;
}

/* The variable that everybody has goes to the host it is for, or where the same environment sends
   it; nobody else gets it. */
static enum status
usual_key(struct finding *f, struct err *err)
{
	const struct model_place *place = f->place;
	const char *variable = place->builtin->key_variable, *provider = f->model->provider;
	enum status st = ST_NO;

	if (place->own_host || (place->by_environment && !place->builtin->key_optional))
		st = from_variable(f, variable, err);
	if (st != ST_NO || needs_no_key(f))
		return st;
	if (place->own_host || place->by_environment)
		return err_set(err, ST_REFUSED,
		    "there is no key for %s: set %s, or name a file with providers.%s.key_file",
		    provider, variable, provider);
	return err_set(err, ST_REFUSED,
	    "there is no key for %s at %s: name one with providers.%s.key_variable, since %s is "
	    "not meant for that host",
	    provider, f->url.host, provider, variable);
}

/* Keys of Voyage that begin so were sold by another house, and only its host takes them. */
static void
move_atlas(struct finding *f)
{
	if (!f->place->own_host || strcmp(f->place->builtin->name, "voyage") != 0 ||
	    strncmp(f->key, "al-", 3) != 0)
		return;
	free(f->model->url);
	f->model->url = mem_strdup(ATLAS_URL);
}

static enum status
find_key(struct finding *f, struct err *err)
{
	enum status st = named_key(f, err);

	if (st == ST_NO)
		st = usual_key(f, err);
	if (st)
		return st;
	if (strcmp(f->url.scheme, "https") != 0 && !http_url_is_local(&f->url))
		return err_set(err, ST_REFUSED,
		    "the key of %s does not travel over plain http to %s: use https",
		    f->model->provider, f->url.host);
	f->model->key = mem_strdup(f->key);
	f->model->key_source = f->source;
	move_atlas(f);
	return ST_OK;
}

enum status
model_read_key(struct model *model, const struct config *config, struct err *err)
{
	struct model_place place;
	struct finding f = { .model = model, .config = config, .place = &place };
	enum status st;

	if (model->url == NULL || model->key)
		return ST_OK;
	if (model_place_find(model->provider, config, &place, err))
		return err->status;
	http_url_read(place.url, &f.url);
	st = find_key(&f, err);
	secret_wipe(f.key, sizeof f.key);
	model_place_fini(&place);
	return st == ST_NO ? ST_OK : st;
}
