#include "doc/config.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "base/utf8.h"
#include "doc/config_private.h"
#include "io/file.h"

static bool
is_choice(const char *choices, const char *text)
{
	size_t n = strlen(text);

	for (const char *p = choices; *p;) {
		size_t len = strcspn(p, "|");

		if (len == n && memcmp(p, text, n) == 0)
			return true;
		p += len + (p[len] == '|');
	}
	return false;
}

static enum status
check_text(const struct config_key *key, const char *text, struct err *err)
{
	size_t n = strlen(text);

	if (key->choices && strcmp(text, key->fallback) != 0 && !is_choice(key->choices, text))
		return err_set(
		    err, ST_CONFIG, "%s is \"%.100s\": expected %s", key->name, text, key->choices);
	if (utf8_check(text, n) != n)
		return err_set(err, ST_CONFIG, "%s is not UTF-8 text", key->name);
	if ((double)n < key->min || (double)n > key->max)
		return err_set(err, ST_CONFIG, "%s has %zu bytes: expected %.0f to %.0f", key->name,
		    n, key->min, key->max);
	return ST_OK;
}

static enum status
check_number(const struct config_key *key, const char *text, double *out, struct err *err)
{
	bool whole = key->type == CONFIG_WHOLE;
	char *end;

	errno = 0;
	*out = strtod(text, &end);
	if (end == text || *end || errno || !isfinite(*out) || isspace((unsigned char)*text) ||
	    (whole && *out != floor(*out)) || *out < key->min || *out > key->max)
		return err_set(err, ST_CONFIG,
		    "%s is \"%.100s\": expected a %s from %.15g to %.15g", key->name, text,
		    whole ? "whole number" : "number", key->min, key->max);
	return ST_OK;
}

static enum status
check_duration(const struct config_key *key, const char *text, double *out, struct err *err)
{
	int64_t ms;

	if (!time_parse_duration(text, &ms) || (double)ms < key->min || (double)ms > key->max)
		return err_set(err, ST_CONFIG,
		    "%s is \"%.100s\": expected a duration such as 250ms, 30s, 5m or 24h",
		    key->name, text);
	*out = (double)ms;
	return ST_OK;
}

static enum status
check_value(const struct config_key *key, const char *text, double *out, struct err *err)
{
	switch (key->type) {
	case CONFIG_NUMBER:
	case CONFIG_WHOLE:
		return check_number(key, text, out, err);
	case CONFIG_DURATION:
		return check_duration(key, text, out, err);
	case CONFIG_BOOL:
		*out = strcmp(text, "true") == 0;
		if (*out == 0 && strcmp(text, "false") != 0)
			return err_set(err, ST_CONFIG, "%s is \"%.100s\": expected true or false",
			    key->name, text);
		return ST_OK;
	case CONFIG_TEXT:
	case CONFIG_LIST:
		break;
	}
	return check_text(key, text, err);
}

char *
config_allowed(const struct config_key *key)
{
	switch (key->type) {
	case CONFIG_NUMBER:
		return mem_printf("a number from %.15g to %.15g", key->min, key->max);
	case CONFIG_WHOLE:
		return mem_printf("a whole number from %.15g to %.15g", key->min, key->max);
	case CONFIG_BOOL:
		return mem_strdup("true or false");
	case CONFIG_DURATION:
		return mem_strdup("a duration");
	case CONFIG_LIST:
		return mem_strdup("a list of texts");
	case CONFIG_TEXT:
		break;
	}
	return mem_strdup(key->choices ? key->choices : "a text");
}

void
config_split(const char *text, struct strings *out)
{
	while (*text) {
		size_t n = strcspn(text, ","), from = strspn(text, " "), to = n;

		while (to > from && text[to - 1] == ' ')
			to--;
		if (to > from)
			strings_addn(out, text + from, to - from);
		text += n + (text[n] == ',');
	}
}

/* key is the declared one, name a member or the same. */
static enum status
put_value(struct config *config, const struct config_key *key, const char *name, const char *text,
    const char *origin, struct err *err)
{
	struct config_key named = *key; /* messages name the member */
	struct config_value *value, new = { 0 };

	named.name = name;
	if (check_value(&named, text, &new.number, err))
		return ST_CONFIG;
	new.text = mem_strdup(text);
	new.origin = origin ? mem_strdup(origin) : NULL;
	if (key->type == CONFIG_LIST)
		config_split(text, &new.list);
	value = strcmp(key->name, name) == 0 ? &config->values[key - config_keys]
					     : config_member_make(config, name);
	config_value_fini(value);
	*value = new;
	return ST_OK;
}

enum status
config_put(
    struct config *config, const char *name, const char *text, const char *origin, struct err *err)
{
	const struct config_key *key = config_find(name);

	if (key->members != CONFIG_NONE && strcmp(key->name, name) == 0)
		return err_set(
		    err, ST_CONFIG, "%s stands for many keys: put a name for the *", name);
	return put_value(config, key, name, text, origin, err);
}

enum status
config_open(const char *user_file, const char *start_dir, struct config **out, struct err *err)
{
	struct config *config = mem_calloc(1, sizeof *config);
	enum status st = ST_OK;
	size_t n = 0;

	while (config_keys[n].name)
		n++;
	config->values = mem_calloc(n, sizeof *config->values);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		st = put_value(config, &config_keys[i], config_keys[i].name,
		    config_keys[i].fallback, NULL, err);
	if (st == ST_OK)
		st = config_load(config, user_file, start_dir, err);
	if (st == ST_OK)
		*out = config;
	else
		config_close(config);
	return st;
}

void
config_close(struct config *config)
{
	if (config == NULL)
		return;
	for (size_t i = 0; config_keys[i].name; i++)
		config_value_fini(&config->values[i]);
	config_members_fini(config);
	free(config->values);
	free(config->project_dir);
	free(config->project_file);
	free(config->project_hash);
	strings_fini(&config->warnings);
	free(config);
}

enum status
config_set_flag(struct config *config, const char *key, const char *text, struct err *err)
{
	if (config_put(config, key, text, "command line", err))
		return err->status = ST_USAGE;
	return ST_OK;
}

static const struct config_value *
value_of(const struct config *config, const char *name)
{
	const struct config_key *key = config_find(name);
	const struct config_value *member = NULL;

	if (key->members != CONFIG_NONE && strcmp(key->name, name) != 0)
		member = config_member(config, name);
	return member ? member : &config->values[key - config_keys];
}

const char *
config_text(const struct config *config, const char *key)
{
	return value_of(config, key)->text;
}

double
config_number(const struct config *config, const char *key)
{
	return value_of(config, key)->number;
}

int
config_whole(const struct config *config, const char *key)
{
	return (int)value_of(config, key)->number;
}

bool
config_bool(const struct config *config, const char *key)
{
	return value_of(config, key)->number != 0;
}

int64_t
config_duration_ms(const struct config *config, const char *key)
{
	return (int64_t)value_of(config, key)->number;
}

const struct strings *
config_list(const struct config *config, const char *key)
{
	return &value_of(config, key)->list;
}

const char *
config_origin(const struct config *config, const char *key)
{
	const char *origin = value_of(config, key)->origin;

	return origin ? origin : "built in";
}

char *
config_path(const struct config *config, const char *key)
{
	const struct config_value *value = value_of(config, key);
	const char *file = config->project_file;

	if (*value->text == '\0')
		return NULL;
	if (file && value->origin && strncmp(value->origin, file, strlen(file)) == 0)
		return file_join(config->project_dir, value->text);
	return mem_strdup(value->text);
}

const char *
config_project_dir(const struct config *config)
{
	return config->project_dir;
}

const char *
config_project_file(const struct config *config)
{
	return config->project_file;
}

const struct strings *
config_warnings(const struct config *config)
{
	return &config->warnings;
}
