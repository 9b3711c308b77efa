#include "phase/generate_imports.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "base/mem.h"
#include "io/inside.h"
#include "io/json.h"
#include "phase/generate_escape.h"
#include "phase/generate_syntax.h"
#include "text/imports.h"
#include "text/source.h"

#define DECLARED_MAX ((size_t)4 * 1024 * 1024)
#define DECLARED_FILE ((size_t)1024 * 1024)
#define MODULE_FILE ((size_t)2 * 1024 * 1024)

const char *const import_from_names[] = { "unknown", "tree", "standard", "declared", "tests",
	"missing" };

static void
find_above(const char *file, struct strings *out)
{
	for (size_t n = strlen(file); n > 0; n--) {
		if (file[n - 1] == '/' && n > 1)
			strings_addn(out, file, n - 1);
	}
	strings_add(out, "");
}

static bool
has_wildcard(const char *s)
{
	return strchr(s, '*') != NULL;
}

static void
read_declared(struct resolver *r, const char *dir, const char *name)
{
	char *path = resolver_path(dir, name);
	struct buf text;

	buf_init(&text, DECLARED_FILE);
	if (path && inside_read(r->root, path, DECLARED_FILE, &text)) {
		r->is_declared = true;
		buf_add(&r->declared, text.s, text.len);
		buf_char(&r->declared, '\n');
	}
	buf_fini(&text);
	free(path);
}

/* A pattern may name a directory: "requirements/x*.txt". */
static void
read_pattern(struct resolver *r, const char *above, const char *pattern)
{
	const char *slash = strrchr(pattern, '/'), *base = slash ? slash + 1 : pattern;
	char *below = mem_strndup(pattern, slash ? (size_t)(slash - pattern) : 0);
	char *dir = resolver_path(above, below);
	struct strings names = { 0 };

	if (dir && has_wildcard(base))
		inside_list(r->root, dir, &names);
	else if (dir)
		strings_add(&names, base);
	for (size_t i = 0; i < names.len; i++) {
		const char *name = names.at[i];

		if (!has_wildcard(base) || ignore_glob(base, strlen(base), name, strlen(name)))
			read_declared(r, dir, name);
	}
	strings_fini(&names);
	free(dir);
	free(below);
}

enum status
resolver_init(struct resolver *r, struct err *err)
{
	const struct json *entry;

	r->language = syntax_language_of(r->file);
	r->standard = NULL;
	r->is_declared = false;
	r->above = (struct strings){ 0 };
	buf_init(&r->declared, DECLARED_MAX);
	entry = syntax_language(r->syntax, r->language);
	r->aliases = json_get(entry, "aliases");
	find_above(r->file, &r->above);
	for (size_t i = 0; r->root && i < r->above.len; i++) {
		json_each (it, json_get(entry, "declared")) {
			if (json_string(it))
				read_pattern(r, r->above.at[i], json_string(it));
		}
	}
	if (r->language == NULL)
		return ST_OK;
	return syntax_standard(r->syntax, r->language, &r->standard, err);
}

void
resolver_fini(struct resolver *r)
{
	strings_fini(&r->above);
	buf_fini(&r->declared);
}

enum import_from
import_missing(struct resolver *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r->why, sizeof r->why, fmt, ap);
	va_end(ap);
	return FROM_MISSING;
}

bool
resolver_in_tests(const struct resolver *r, const char *name)
{
	return r->tests && map_find(r->tests, name, strlen(name));
}

bool
resolver_is_standard(const struct resolver *r, const char *name, size_t n)
{
	return r->standard && map_find(r->standard, name, n);
}

static bool
is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static char
fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == '_' || c == '.' || c == '/' ? '-' : c;
}

/* `open`: what goes on with a '-' is the name too ("google-cloud" of google-cloud-storage). */
static bool
declares_name(const struct resolver *r, const char *name, size_t n, bool open)
{
	const struct buf *text = &r->declared;

	for (size_t at = 0; n > 0 && at + n <= text->len; at++) {
		size_t i = 0;

		while (i < n && fold(text->s[at + i]) == fold(name[i]))
			i++;
		if (i < n || (at > 0 && (is_word(text->s[at - 1]) || text->s[at - 1] == '-')))
			continue;
		if (!is_word(text->s[at + n]) && (open || text->s[at + n] != '-'))
			return true;
	}
	return false;
}

bool
resolver_is_declared(const struct resolver *r, const char *name, size_t n)
{
	char *key = mem_strndup(name, n);
	const char *alias = json_get_string(r->aliases, key);
	bool found = declares_name(r, name, n, false) ||
		     (*alias && declares_name(r, alias, strlen(alias), true));

	free(key);
	return found;
}

bool
resolver_declares(const struct resolver *r, const char *text, size_t n)
{
	for (const char *at = r->declared.s;
	     (at = memchr(at, *text, r->declared.len - (size_t)(at - r->declared.s))); at++) {
		if (r->declared.len - (size_t)(at - r->declared.s) < n)
			return false;
		if (memcmp(at, text, n) == 0)
			return true;
	}
	return false;
}

char *
resolver_path(const char *dir, const char *path)
{
	struct buf out;
	bool inside = true;

	buf_init(&out, BUF_TEXT);
	buf_str(&out, dir);
	for (const char *s = path; *s && inside;) {
		size_t n = strcspn(s, "/");

		if (n == 2 && s[0] == '.' && s[1] == '.') {
			inside = out.len > 0;
			while (out.len > 0 && out.s[out.len - 1] != '/')
				buf_cut(&out, out.len - 1);
			if (out.len > 0)
				buf_cut(&out, out.len - 1);
		} else if (n > 0 && !(n == 1 && *s == '.')) {
			buf_str(&out, out.len ? "/" : "");
			buf_add(&out, s, n);
		}
		s += n + (s[n] == '/');
	}
	if (!inside || out.over) {
		buf_fini(&out);
		return NULL;
	}
	return buf_take(&out);
}

enum inside_kind
resolver_look(const struct resolver *r, const char *dir, const char *path)
{
	char *whole = resolver_path(dir, path);
	enum inside_kind kind = whole && *whole ? inside_look(r->root, whole)
				: whole		? INSIDE_DIR
						: INSIDE_NONE;

	free(whole);
	return kind;
}

bool
resolver_has_word(const struct resolver *r, const char *path, const char *word)
{
	size_t n = strlen(word);
	struct buf text;
	bool found = false;

	buf_init(&text, MODULE_FILE);
	if (!inside_read(r->root, path, MODULE_FILE, &text))
		found = true;
	for (const char *at = text.s; !found && (at = strstr(at, word)); at++)
		found = (at == text.s || !is_word(at[-1])) && !is_word(at[n]);
	buf_fini(&text);
	return found;
}

static enum import_from
resolve(struct resolver *r, const struct import *import)
{
	if (resolver_in_tests(r, import->name) && import->members.len == 0 && *import->name != '.')
		return FROM_TESTS;
	if (strcmp(r->language, "python") == 0)
		return resolve_python(r, import);
	if (strcmp(r->language, "javascript") == 0)
		return resolve_javascript(r, import);
	return resolve_other(r, import);
}

void
resolver_check(
    struct resolver *r, const struct buf *code, struct json *list, struct strings *problems)
{
	struct source source = { 0 };
	struct imports imports;

	if (r->language == NULL)
		return;
	r->code = code->s;
	source_init(&source, source_language(r->language), code->s, code->len);
	imports_find(&source, &imports);
	vec_each (const struct import *, it, &imports.at) {
		enum import_from from = resolve(r, it);
		struct json *one;

		if (from == FROM_MISSING) {
			char *text =
			    mem_printf("line %zu imports %s: %s", it->line, it->name, r->why);

			strings_add(problems, text);
			free(text);
			continue;
		}
		one = json_add_object(list);
		json_set_string(one, "name", it->name);
		json_set_string(one, "from", import_from_names[from]);
	}
	imports_fini(&imports);
	source_fini(&source);
}
