#include "doc/config_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/json.h"
#include "io/yaml.h"

extern char **environ;

/* A file being read. */
struct source {
	struct config *config;
	const char *path;
	struct buf text;
	bool trusted;
};

static int
line_of(const struct source *source, const char *name)
{
	return yaml_line_of(source->text.s, source->text.len, name);
}

char *
config_xdg(const char *variable, const char *below_home)
{
	const char *dir = getenv(variable), *home = getenv("HOME");
	char *base, *path;

	if (dir && *dir == '/')
		return file_join(dir, "rsg");
	if (home == NULL || *home != '/')
		return NULL;
	base = file_join(home, below_home);
	path = file_join(base, "rsg");
	free(base);
	return path;
}

static enum status
unknown_key(const struct source *source, const char *name, struct err *err)
{
	char *nearest = config_nearest(name);

	err_set(err, ST_CONFIG, "%s:%d: unknown key \"%.100s\": did you mean %s?", source->path,
	    line_of(source, name), name, nearest);
	free(nearest);
	return ST_CONFIG;
}

/* The elements of a list joined as config_put() reads them. */
static enum status
list_text(const struct json *list, struct buf *out, struct err *err)
{
	json_each (it, list) {
		const char *s = json_string(it);

		if (s == NULL || strchr(s, ','))
			return err_set(err, ST_CONFIG, "a list holds texts without commas");
		if (out->len)
			buf_char(out, ',');
		buf_str(out, s);
	}
	return ST_OK;
}

static enum status
value_text(const char *name, const struct json *value, struct buf *out, struct err *err)
{
	char number[JSON_NUMBER_TEXT];

	switch (json_kind(value)) {
	case JSON_STRING:
		buf_str(out, json_string(value));
		return ST_OK;
	case JSON_NUMBER:
		json_number_text(json_number(value), number);
		buf_str(out, number);
		return ST_OK;
	case JSON_BOOL:
		buf_str(out, json_bool(value) ? "true" : "false");
		return ST_OK;
	case JSON_ARRAY:
		if (config_find(name)->type == CONFIG_LIST)
			return list_text(value, out, err);
		break;
	default:
		break;
	}
	return err_set(err, ST_CONFIG, "%s is a list or a mapping: expected one value", name);
}

static void
warn_ignored(const struct source *source, const char *name)
{
	char *text =
	    mem_printf("%s:%d: %s is ignored because the file is not trusted: read it, then "
		       "run rsg config --trust",
		source->path, line_of(source, name), name);

	strings_add(&source->config->warnings, text);
	free(text);
}

static enum status
take_key(struct source *source, const char *name, const struct json *value, struct err *err)
{
	char *origin;
	struct buf text;
	enum status st;

	if (config_find(name) == NULL)
		return unknown_key(source, name, err);
	if (json_kind(value) == JSON_NULL)
		return ST_OK;
	buf_init(&text, BUF_TEXT);
	origin = mem_printf("%s:%d", source->path, line_of(source, name));
	st = value_text(name, value, &text, err);
	if (st == ST_OK && !source->trusted && !config_may_set(source->config, name, text.s))
		warn_ignored(source, name);
	else if (st == ST_OK)
		st = config_put(source->config, name, text.s, origin, err);
	if (st)
		err_context(err, "%s", origin);
	free(origin);
	buf_fini(&text);
	return st;
}

/* Mappings name the parts of a key: coverage: { weak: 0.4 } is coverage.weak. */
static enum status
take_tree(struct source *source, const char *prefix, const struct json *tree, struct err *err)
{
	enum status st = ST_OK;

	json_each (it, tree) {
		char *name = mem_printf("%s%s%s", prefix, *prefix ? "." : "", json_key(it));

		if (json_kind(it) == JSON_OBJECT && config_find(name) == NULL)
			st = take_tree(source, name, it, err);
		else
			st = take_key(source, name, it, err);
		free(name);
		if (st)
			break;
	}
	return st;
}

static enum status
take_text(struct source *source, struct err *err)
{
	struct json *tree = NULL;
	enum status st = yaml_parse(source->text.s, source->text.len, &tree, err);

	if (st == ST_OK && json_kind(tree) != JSON_OBJECT)
		st = err_set(err, ST_CONFIG, "expected keys and values");
	if (st) {
		err->status = ST_CONFIG;
		st = err_context(err, "%s", source->path);
	} else {
		st = take_tree(source, "", tree, err);
	}
	json_free(tree);
	return st;
}

static enum status
load_file(struct config *config, const char *path, bool named, struct err *err)
{
	struct source source = { .config = config, .path = path, .trusted = true };
	enum status st = ST_OK;

	if (!named && !file_exists(path))
		return ST_OK;
	buf_init(&source.text, BUF_TEXT);
	st = file_read(path, &source.text, err);
	if (st == ST_OK)
		st = take_text(&source, err);
	buf_fini(&source.text);
	return st;
}

static enum status
load_project_file(struct config *config, struct err *err)
{
	struct source source = { .config = config, .path = config->project_file };
	char hash[DIGEST_TEXT];
	enum status st;

	buf_init(&source.text, BUF_TEXT);
	st = file_read(source.path, &source.text, err);
	if (st == ST_OK) {
		digest_text(source.text.s, source.text.len, hash);
		config->project_hash = mem_strdup(hash);
		config->trusted = source.trusted = config_trust_known(source.path, hash);
		st = take_text(&source, err);
	}
	buf_fini(&source.text);
	return st;
}

static void
find_project(struct config *config, const char *start_dir)
{
	char *from = start_dir ? mem_strdup(start_dir) : file_cwd(), *dir, *file;

	if (from == NULL)
		return;
	config->project_dir = file_find_up(from, ".rsg");
	free(from);
	if (config->project_dir == NULL)
		return;
	dir = file_join(config->project_dir, ".rsg");
	file = file_join(dir, "config.yaml");
	free(dir);
	if (file_exists(file))
		config->project_file = file;
	else
		free(file);
}

static enum status
load_user_file(struct config *config, struct err *err)
{
	char *dir = config_xdg("XDG_CONFIG_HOME", ".config"), *path;
	enum status st;

	if (dir == NULL)
		return ST_OK;
	path = file_join(dir, "config.yaml");
	st = load_file(config, path, false, err);
	free(path);
	free(dir);
	return st;
}

static enum status
put_variable(struct config *config, const char *name, const char *variable, struct err *err)
{
	const char *text = getenv(variable);

	if (text && *text && config_put(config, name, text, variable, err))
		return err_context(err, "%s", variable);
	return ST_OK;
}

/* A member that a file has under a name that leads to this variable, else one of the plainest. */
static enum status
put_member_variable(struct config *config, const char *variable, struct err *err)
{
	char *name = config_member_of_variable(variable);
	enum status st = ST_OK;
	bool found = false;

	for (size_t i = 0; name && st == ST_OK && i < config->members.len; i++) {
		if (strcmp(config->members.at[i].variable, variable) == 0) {
			st = put_variable(config, config->members.at[i].name, variable, err);
			found = true;
		}
	}
	if (name && !found)
		st = put_variable(config, name, variable, err);
	free(name);
	return st;
}

static enum status
load_member_variables(struct config *config, struct err *err)
{
	enum status st = ST_OK;

	for (char **it = environ; it && *it && st == ST_OK; it++) {
		char *variable;

		if (strncmp(*it, "RSG_", 4) != 0)
			continue;
		variable = mem_strndup(*it, strcspn(*it, "="));
		st = put_member_variable(config, variable, err);
		free(variable);
	}
	return st;
}

static bool
has_variables(void)
{
	for (char **it = environ; it && *it; it++) {
		if (strncmp(*it, "RSG_", 4) == 0)
			return true;
	}
	return false;
}

static enum status
load_variables(struct config *config, struct err *err)
{
	if (!has_variables())
		return ST_OK;
	for (const struct config_key *key = config_keys; key->name; key++) {
		char *variable;
		enum status st;

		if (key->members != CONFIG_NONE)
			continue;
		variable = config_variable(key->name);
		st = put_variable(config, key->name, variable, err);
		free(variable);
		if (st)
			return st;
	}
	return load_member_variables(config, err);
}

enum status
config_load(struct config *config, const char *user_file, const char *start_dir, struct err *err)
{
	enum status st;

	find_project(config, start_dir);
	if (user_file) {
		st = load_file(config, user_file, true, err);
	} else {
		st = load_user_file(config, err);
		if (st == ST_OK && config->project_file)
			st = load_project_file(config, err);
	}
	return st == ST_OK ? load_variables(config, err) : st;
}
