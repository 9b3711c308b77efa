#include "phase/scan_setting.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/json.h"
#include "io/regex.h"
#include "io/walk.h"
#include "phase/scan_framework.h"
#include "text/source.h"

#define MAX_SETTING ((size_t)1024 * 1024)
#define MAX_VALUES 256
#define MAX_ABOVE 32

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void
scan_settings_init(struct settings *settings, const struct frameworks *all)
{
	*settings = (struct settings){ .all = all };
	map_init(&settings->names);
	vec_each (struct framework *const *, f, &all->list) {
		bool any = false;

		json_each (setting, json_get((*f)->tree, "settings")) {
			any = true;
			json_each (name, json_get(setting, "in")) {
				if (json_string(name))
					map_slot(&settings->names, json_string(name),
					    strlen(json_string(name)), NULL);
			}
		}
		if (any)
			*vec_add(&settings->languages) = (*f)->language;
	}
}

void
scan_settings_fini(struct settings *settings)
{
	vec_each (struct scope *, scope, &settings->scopes) {
		framework_free(scope->variant);
		free(scope->dir);
	}
	vec_fini(&settings->scopes);
	vec_fini(&settings->languages);
	map_fini(&settings->names);
}

static bool
is_setting(const struct settings *settings, const char *path)
{
	const char *base = base_name(path);

	return map_find(&settings->names, base, strlen(base)) != NULL;
}

bool
scan_settings_want(const struct settings *settings, const char *path)
{
	const struct source_language *language;

	if (is_setting(settings, path))
		return true;
	language = source_language_for(path);
	for (size_t i = 0; language && i < settings->languages.len; i++) {
		if (settings->languages.at[i] == language)
			return true;
	}
	return false;
}

static void
add_words(const char *s, size_t n, struct strings *out)
{
	for (size_t at = 0; at < n;) {
		size_t from = at;

		while (at < n && !strchr(" \t\r\n", s[at]))
			at++;
		if (at > from)
			strings_addn(out, s + from, at - from);
		at += at == from;
	}
}

/* "'a', # why\n b": a and, where words need no quotes, b. */
static void
add_values(const char *s, size_t n, bool bare, struct strings *out)
{
	for (size_t at = 0; at < n && out->len < MAX_VALUES;) {
		size_t from = at, end;

		if (s[at] == '"' || s[at] == '\'' || s[at] == '`') {
			for (end = at + 1; end < n && s[end] != s[at]; end++)
				end += s[end] == '\\';
			end = end < n ? end : n;
			add_words(s + at + 1, end > at ? end - at - 1 : 0, out);
			at = end + 1;
		} else if (s[at] == '#' || (s[at] == '/' && at + 1 < n && s[at + 1] == '/')) {
			while (at < n && s[at] != '\n')
				at++;
		} else if (strchr(" \t\r\n,[]{}()", s[at])) {
			at++;
		} else {
			while (at < n && !strchr(bare ? " \t\r\n," : " \t\r\n,[]{}()'\"`", s[at]))
				at++;
			if (bare && (at - from > 1 || s[from] != '-'))
				strings_addn(out, s + from, at - from);
		}
	}
}

static bool
is_bare(const char *path)
{
	const char *dot = strrchr(base_name(path), '.');

	return dot == NULL || dot == base_name(path) || strstr(" .ini .cfg .yml .yaml ", dot);
}

/* The values that one configuration file has for a setting; false when it has none. */
static bool
find_values(const char *path, const char *pattern, struct strings *out)
{
	struct buf text;
	struct regex *regex = NULL;
	struct regex_match m;
	struct err err = ERR_INIT;
	bool found = false;
	int group;

	buf_init(&text, MAX_SETTING);
	if (walk_read(path, MAX_SETTING, &text) == WALK_READ &&
	    regex_compile(pattern, REGEX_MULTILINE | REGEX_BYTES, &regex, &err) == ST_OK) {
		group = regex_group(regex, "value");
		found = group >= 0 && regex_match(regex, text.s, text.len, 0, &m, &err) == ST_OK &&
			m.from[group] != (size_t)-1;
		if (found)
			add_values(text.s + m.from[group], m.to[group] - m.from[group],
			    is_bare(path), out);
	}
	regex_free(regex);
	buf_fini(&text);
	return found;
}

/* Files: plain patterns as in .gitignore, below the directory of the configuration. */
static void
set_files(struct json *tree, const char *key, const struct strings *values)
{
	struct json *list = json_new_array();
	struct strings plain = { 0 };

	for (size_t i = 0; i < values->len; i++) {
		const char *v = values->at[i];
		const char *sign = *v == '!' ? "!" : "";
		struct buf one;

		buf_init(&one, BUF_TEXT);
		v += *v == '!';
		buf_str(&one, sign);
		if (strncmp(v, "<rootDir>/", 10) == 0)
			buf_str(&one, v + 9);
		else
			buf_str(&one, strncmp(v, "./", 2) == 0 ? v + 1 : v);
		scan_glob_expand(one.s, &plain);
		buf_fini(&one);
	}
	for (size_t i = 0; i < plain.len; i++) {
		const char *p = plain.at[i];
		bool dir = strcmp(key, "within") == 0 || !strpbrk(p, ".*?");
		char *whole =
		    mem_printf("%s%s%s", dir && *p != '/' ? "/" : "", p, dir ? "/**" : "");

		json_add_string(list, whole);
		free(whole);
	}
	json_set(tree, key, list);
	strings_fini(&plain);
}

/* A word of the patterns: "test it_*" is (?:test\w*|it_\w*). */
static void
set_word(struct json *tree, const char *key, const struct strings *values)
{
	struct json *words = json_copy(json_get(tree, "words"));
	struct buf one;

	buf_init(&one, BUF_TEXT);
	for (size_t i = 0; i < values->len; i++) {
		bool glob = strpbrk(values->at[i], "*?[") != NULL;

		buf_str(&one, i ? "|" : "");
		for (const char *c = values->at[i]; *c; c++) {
			if (*c == '*')
				buf_str(&one, "\\w*");
			else if (*c == '?')
				buf_str(&one, "\\w");
			else if (*c == '_' || (*c | 32) >= 'a' || (*c >= '0' && *c <= '9'))
				buf_char(&one, *c);
		}
		buf_str(&one, glob ? "(?!\\w)" : "\\w*");
	}
	if (one.len > 0 && words)
		json_set_string(words, key, one.s);
	json_set(tree, "words", words ? words : json_new_array());
	buf_fini(&one);
}

/* What the configuration in `dir` sets, put into *tree, a copy of the framework's own. */
static void
apply_setting(const struct framework *f, const char *dir, const struct json *setting,
    const struct map *present, struct map *done, struct json **tree)
{
	const char *key = json_get_string(setting, "sets");
	struct strings values = { 0 };

	if (map_find(done, key, strlen(key)))
		return;
	json_each (name, json_get(setting, "in")) {
		char *path = mem_printf("%s%s", dir, json_string(name) ? json_string(name) : "");

		if (map_find(present, path, strlen(path)) && values.len == 0)
			find_values(path, json_get_string(setting, "pattern"), &values);
		free(path);
	}
	if (values.len > 0) {
		map_slot(done, key, strlen(key), NULL);
		if (*tree == NULL)
			*tree = json_copy(f->tree);
		if (strcmp(key, "files") == 0 || strcmp(key, "within") == 0)
			set_files(*tree, key, &values);
		else
			set_word(*tree, key, &values);
	}
	strings_fini(&values);
}

static enum status
read_dir(struct settings *settings, const char *dir, const struct map *present, struct err *err)
{
	vec_each (struct framework *const *, f, &settings->all->list) {
		struct json *tree = NULL;
		struct scope *scope;
		struct map done;

		map_init(&done);
		json_each (setting, json_get((*f)->tree, "settings"))
			apply_setting(*f, dir, setting, present, &done, &tree);
		map_fini(&done);
		if (tree == NULL)
			continue;
		scope = vec_add(&settings->scopes);
		*scope = (struct scope){ .dir = mem_strdup(dir), .base = *f };
		if (framework_variant(*f, tree, &scope->variant, err))
			return err->status;
	}
	return ST_OK;
}

/* Configuration above the operand, as far as its name goes, and where that is ".": none. */
static void
add_above(const struct settings *settings, const char *path, struct map *present)
{
	char *dir = mem_strdup(path);
	char *slash;

	for (int i = 0; i < MAX_ABOVE && (slash = strrchr(dir, '/')) != NULL; i++) {
		slash[1] = '\0';
		for (size_t n = 0; n < settings->names.len; n++) {
			char *file = mem_printf("%s%s", dir, settings->names.at[n].key);

			if (file_exists(file))
				map_slot(present, file, strlen(file), NULL);
			free(file);
		}
		*slash = '\0';
	}
	for (size_t n = 0; *path != '/' && strcmp(path, ".") != 0 && n < settings->names.len; n++) {
		if (file_exists(settings->names.at[n].key))
			map_slot(present, settings->names.at[n].key, settings->names.at[n].key_len,
			    NULL);
	}
	free(dir);
}

static int
by_depth(const void *a, const void *b)
{
	const struct scope *x = a, *y = b;
	size_t m = strlen(x->dir), n = strlen(y->dir);

	return m != n ? (m > n ? -1 : 1) : strcmp(x->dir, y->dir);
}

enum status
scan_settings_read(
    struct settings *settings, const char *path, const struct strings *files, struct err *err)
{
	struct map present, dirs;
	enum status st = ST_OK;

	map_init(&present);
	map_init(&dirs);
	add_above(settings, path, &present);
	for (size_t i = 0; i < files->len; i++) {
		if (is_setting(settings, files->at[i]))
			map_slot(&present, files->at[i], strlen(files->at[i]), NULL);
	}
	for (size_t i = 0; st == ST_OK && i < present.len; i++) {
		const char *file = present.at[i].key;
		char *dir = mem_strndup(file, (size_t)(base_name(file) - file));
		bool added;

		map_slot(&dirs, dir, strlen(dir), &added);
		if (added)
			st = read_dir(settings, dir, &present, err);
		free(dir);
	}
	vec_sort(&settings->scopes, by_depth);
	map_fini(&present);
	map_fini(&dirs);
	return st;
}

struct framework *
scan_settings_apply(const struct settings *settings, struct framework *f, const char **path)
{
	vec_each (const struct scope *, scope, &settings->scopes) {
		size_t n = strlen(scope->dir);

		if (scope->base == f && strncmp(*path, scope->dir, n) == 0) {
			*path += n;
			return scope->variant;
		}
	}
	return f;
}
