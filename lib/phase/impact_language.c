#include "phase/impact_language.h"

#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "doc/share.h"
#include "io/json.h"
#include "io/regex.h"
#include "text/source.h"

#define FILE_NAME "symbols.yaml"
#define LANGUAGES_MAX 200
#define PATTERNS_MAX 20
#define NAME_MOST 500 /* bytes */

struct pattern {
	const char *kind, *text;
	struct regex *regex; /* compiled when it is first used */
	int name;	     /* its group */
};

struct language {
	const char *name;
	struct ignore files;
	const struct source_language *lexer;
	enum source_block block;
	bool has_block;
	VEC_OF(struct pattern) patterns;
};

struct languages {
	struct json *tree;
	VEC_OF(struct language) list;
};

void
symbols_fini(struct symbols *symbols)
{
	vec_each (struct symbol *, it, symbols) {
		free(it->name);
		free(it->kind);
	}
	vec_fini(symbols);
}

static enum status
bad(const struct language *language, const char *what, struct err *err)
{
	return err_set(err, ST_CONFIG, "%s: language %.100s: %s", FILE_NAME, language->name, what);
}

static enum status
add_pattern(struct language *language, const char *kind, const struct json *text, struct err *err)
{
	if (json_string(text) == NULL)
		return bad(language, "a pattern is no text", err);
	if (language->patterns.len == PATTERNS_MAX)
		return bad(language, "more than 20 patterns", err);
	*vec_add(&language->patterns) =
	    (struct pattern){ .kind = kind, .text = json_string(text), .name = -1 };
	return ST_OK;
}

static enum status
read_symbols(struct language *language, const struct json *symbols, struct err *err)
{
	json_each (it, symbols) {
		if (json_kind(it) != JSON_ARRAY) {
			if (add_pattern(language, json_key(it), it, err))
				return err->status;
			continue;
		}
		json_each (text, it) {
			if (add_pattern(language, json_key(it), text, err))
				return err->status;
		}
	}
	return ST_OK;
}

static enum status
read_block(struct language *language, const char *name, struct err *err)
{
	static const char *const names[] = { "braces", "indent", "end", "line" };
	static const enum source_block blocks[] = { SOURCE_BRACES, SOURCE_INDENT, SOURCE_END,
		SOURCE_LINE };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0) {
			language->block = blocks[i];
			language->has_block = true;
			return ST_OK;
		}
	}
	return *name ? bad(language, "block is braces, indent, end or line", err) : ST_OK;
}

/* What has the member that this language takes from another. */
static const struct json *
symbols_of(const struct json *from, const struct json *all)
{
	const char *other = json_string(json_get(from, "symbols_of"));

	json_each (it, all) {
		if (other && strcmp(json_get_string(it, "name"), other) == 0)
			return json_get(it, "symbols");
	}
	return json_get(from, "symbols");
}

static enum status
read_language(
    struct languages *languages, const struct json *from, const struct json *all, struct err *err)
{
	struct language *language = vec_add(&languages->list);
	const char *lexer = json_get_string(from, "lexer");

	ignore_init(&language->files);
	language->name = json_get_string(from, "name");
	language->lexer = source_language(*lexer ? lexer : "text");
	if (*language->name == '\0' || strlen(language->name) > 64)
		return bad(language, "it needs a name", err);
	if (language->lexer == NULL)
		return bad(language, "its lexer is not known", err);
	json_each (it, json_get(from, "files")) {
		if (json_string(it) == NULL)
			return bad(language, "a pattern of files is no text", err);
		ignore_add_line(&language->files, json_string(it), strlen(json_string(it)));
	}
	if (read_block(language, json_get_string(from, "block"), err))
		return err->status;
	return read_symbols(language, symbols_of(from, all), err);
}

enum status
languages_load(const struct share *share, struct languages **out, struct err *err)
{
	struct languages *languages = mem_calloc(1, sizeof *languages);
	enum status st = share_yaml(share, FILE_NAME, &languages->tree, err);
	const struct json *all = json_get(languages->tree, "languages");

	if (st == ST_OK && json_len(all) > LANGUAGES_MAX)
		st = err_set(err, ST_CONFIG, "%s has more than 200 languages", FILE_NAME);
	json_each (it, all) {
		if (st == ST_OK)
			st = read_language(languages, it, all, err);
	}
	if (st == ST_OK)
		*out = languages;
	else
		languages_free(languages);
	return st;
}

void
languages_free(struct languages *languages)
{
	if (languages == NULL)
		return;
	vec_each (struct language *, language, &languages->list) {
		ignore_fini(&language->files);
		vec_each (struct pattern *, it, &language->patterns)
			regex_free(it->regex);
		vec_fini(&language->patterns);
	}
	vec_fini(&languages->list);
	json_free(languages->tree);
	free(languages);
}

struct language *
languages_of(struct languages *languages, const char *path)
{
	vec_each (struct language *, it, &languages->list) {
		if (ignore_match(&it->files, path, false) == IGNORE_YES)
			return it;
	}
	return NULL;
}

const char *
language_name(const struct language *language)
{
	return language->name;
}

static enum status
make_ready(const struct language *language, struct pattern *pattern, struct err *err)
{
	if (pattern->regex)
		return ST_OK;
	if (regex_compile(pattern->text, REGEX_MULTILINE | REGEX_BYTES, &pattern->regex, err)) {
		err->status = ST_CONFIG;
		return err_context(
		    err, "%s: language %s, %s", FILE_NAME, language->name, pattern->kind);
	}
	pattern->name = regex_group(pattern->regex, "name");
	if (pattern->name < 0 || pattern->name >= REGEX_GROUPS)
		return bad(language, "a pattern has no group (?<name>...)", err);
	return ST_OK;
}

/* False when the match gives no name. */
static bool
take_match(const struct language *language, const struct pattern *pattern, struct source *source,
    const struct regex_match *m, struct symbol *out)
{
	size_t from = m->from[pattern->name], to = m->to[pattern->name], at = m->to[0];

	if (from == (size_t)-1 || to <= from || to - from > NAME_MOST)
		return false;
	if (at > m->from[0] && source->code[at - 1] == '{')
		at--;
	*out = (struct symbol){ .name = mem_strndup(source->text + from, to - from),
		.kind = mem_strdup(pattern->kind),
		.line = source_line(source, from) };
	if (language->has_block && language->block != SOURCE_LINE) {
		size_t end = source_block_end(source, language->block, m->from[0], at);

		out->end = source_line(source, end > from ? end - 1 : from);
	}
	if (out->end < out->line)
		out->end = out->line;
	return true;
}

static enum status
find_all(const struct language *language, const struct pattern *pattern, struct source *source,
    struct symbols *out, struct err *err)
{
	struct regex_match m;
	size_t at = 0;
	enum status st = ST_OK;

	while (at <= source->n && out->len < SYMBOLS_MOST) {
		struct symbol symbol;

		st = regex_match(pattern->regex, source->code, source->n, at, &m, err);
		if (st)
			break;
		if (take_match(language, pattern, source, &m, &symbol))
			*vec_add(out) = symbol;
		at = m.to[0] > at ? m.to[0] : at + 1;
	}
	return st == ST_NO || st == ST_DATA ? ST_OK : st; /* a text that costs too much has none */
}

enum status
language_symbols(
    struct language *language, const char *text, size_t n, struct symbols *out, struct err *err)
{
	struct source source;
	enum status st = ST_OK;

	if (language->patterns.len == 0)
		return ST_OK;
	source_init(&source, language->lexer, text, n);
	vec_each (struct pattern *, pattern, &language->patterns) {
		st = make_ready(language, pattern, err);
		if (st == ST_OK)
			st = find_all(language, pattern, &source, out, err);
		if (st)
			break;
	}
	source_fini(&source);
	return st;
}

void
language_ends(const struct language *language, const char *text, size_t n, struct symbols *symbols)
{
	bool blocks = language->has_block && language->block != SOURCE_LINE;
	struct source source;

	if (blocks)
		source_init(&source, language->lexer, text, n);
	vec_each (struct symbol *, it, symbols) {
		if (it->end == 0 && blocks && it->line > 0 && it->line <= source.lines.len) {
			size_t from = source.lines.at[it->line - 1];
			size_t end = source_block_end(&source, language->block, from, from);

			it->end = source_line(&source, end > from ? end - 1 : from);
		}
		if (it->end < it->line)
			it->end = it->line;
	}
	if (blocks)
		source_fini(&source);
}

bool
language_symbol(struct language *language, const char *line, struct symbol *out)
{
	struct err ignored = ERR_INIT;
	struct source source;
	struct regex_match m;
	bool found = false;
	size_t n = strlen(line);

	source_init(&source, language->lexer, line, n);
	vec_each (struct pattern *, it, &language->patterns) {
		if (make_ready(language, it, &ignored) == ST_OK &&
		    regex_match(it->regex, source.code, n, 0, &m, &ignored) == ST_OK &&
		    take_match(language, it, &source, &m, out)) {
			found = true;
			break;
		}
	}
	source_fini(&source);
	return found;
}
