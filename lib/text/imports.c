#include "text/imports.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/source.h"

#define MEMBERS_MAX 200

struct import *
imports_add(struct imports *out, enum import_kind kind, const char *name, size_t n, size_t line)
{
	struct import *it;

	if (n == 0 || n > IMPORT_BYTES || memchr(name, '\0', n) || memchr(name, '\n', n))
		return NULL;
	if (out->at.len == IMPORTS_MAX) {
		out->cut = true;
		return NULL;
	}
	it = vec_add(&out->at);
	*it = (struct import){ .kind = kind, .line = line };
	it->name = mem_strndup(name, n);
	return it;
}

void
imports_member(struct import *import, const char *name, size_t n)
{
	if (n > 0 && n <= IMPORT_BYTES && import->members.len < MEMBERS_MAX)
		strings_addn(&import->members, name, n);
}

void
imports_fini(struct imports *imports)
{
	vec_each (struct import *, it, &imports->at) {
		free(it->name);
		strings_fini(&it->members);
	}
	vec_fini(&imports->at);
}

static size_t
blanks(const struct source *s, size_t at)
{
	while (at < s->n && (s->code[at] == ' ' || s->code[at] == '\t'))
		at++;
	return at;
}

/* Behind the word and its blanks, or 0 when it does not stand there. */
static size_t
behind_word(const struct source *s, size_t at, const char *word)
{
	size_t n = strlen(word);

	if (s->n - at <= n || memcmp(s->code + at, word, n) != 0 ||
	    (s->code[at + n] != ' ' && s->code[at + n] != '\t'))
		return 0;
	return blanks(s, at + n);
}

/* The string that starts there. */
static struct import *
take_string(const struct source *s, size_t at, enum import_kind kind, struct imports *out)
{
	const struct source_span *span = at < s->n ? source_span_at(s, at) : NULL;

	if (span == NULL || span->from != at || span->kind != SOURCE_STRING)
		return NULL;
	return imports_add(
	    out, kind, s->text + span->inner, span->inner_to - span->inner, source_line(s, at));
}

/* #include "x.h"   #include <x.h> */
static void
line_c(const struct source *s, size_t at, size_t end, struct imports *out)
{
	const char *close;

	if (s->code[at] != '#')
		return;
	at = blanks(s, at + 1);
	if (s->n - at < 7 || memcmp(s->code + at, "include", 7) != 0)
		return;
	at = blanks(s, at + 7);
	if (at >= end || s->code[at] != '<') {
		take_string(s, at, IMPORT_FILE, out);
		return;
	}
	close = memchr(s->text + at, '>', end - at);
	if (close)
		imports_add(out, IMPORT_SYSTEM, s->text + at + 1,
		    (size_t)(close - s->text) - at - 1, source_line(s, at));
}

/* import "x"   import alias "x"; the inside of import ( ... ) has `inside`. */
static void
line_go(const struct source *s, size_t at, size_t end, bool *inside, struct imports *out)
{
	size_t from = *inside ? at : behind_word(s, at, "import");

	if (*inside && s->code[at] == ')') {
		*inside = false;
		return;
	}
	if (from == 0)
		return;
	if (!*inside && s->code[from] == '(') {
		*inside = true;
		from = blanks(s, from + 1);
	}
	while (from < end && s->code[from] != '"' && s->code[from] != '`')
		from++;
	if (from < end)
		take_string(s, from, IMPORT_MODULE, out);
	if (*inside && memchr(s->code + from, ')', end - from))
		*inside = false;
}

/* import [static] a.b.C [as D] [;]   use [function] A\B [as C];   use a::b::{c, d}; */
static void
line_path(const struct source *s, size_t at, size_t end, const char *word, struct imports *out)
{
	static const char *const more[] = { "static", "function", "const" };
	size_t from = behind_word(s, at, word), to;

	for (size_t i = 0; from && i < sizeof more / sizeof more[0]; i++) {
		size_t behind = behind_word(s, from, more[i]);

		from = behind ? behind : from;
	}
	if (from == 0 || s->code[from] == '(')
		return;
	to = from + strcspn(s->code + from, " \t\r\n;{(");
	if (to > end)
		to = end;
	while (to > from && strchr(":\\.", s->code[to - 1])) /* before a group */
		to--;
	imports_add(out, IMPORT_MODULE, s->text + from, to - from, source_line(s, from));
}

static void
line_rust(const struct source *s, size_t at, size_t end, struct imports *out)
{
	size_t behind = behind_word(s, at, "pub");

	line_path(s, behind ? behind : at, end, "use", out);
	line_path(s, at, end, "extern crate", out);
}

static bool
is_in(char c, const char *set)
{
	return c && strchr(set, c);
}

/* . ./lib.sh   source "lib.sh": a name with anything to expand in it is not known. */
static void
line_sh(const struct source *s, size_t at, size_t end, struct imports *out)
{
	size_t from = behind_word(s, at, "."), to;

	if (from == 0)
		from = behind_word(s, at, "source");
	if (from == 0 || from >= end)
		return;
	for (to = from; to < end && !is_in(s->text[to], " \t\r;&|)");)
		to++;
	if (to - from >= 2 && is_in(s->text[from], "\"'") && s->text[to - 1] == s->text[from]) {
		from++;
		to--;
	}
	for (size_t i = from; i < to; i++) {
		if (is_in(s->text[i], "$`*?[\\\"'~"))
			return;
	}
	imports_add(out, IMPORT_FILE, s->text + from, to - from, source_line(s, from));
}

/* require 'x'   require_relative 'x', with or without brackets */
static void
line_ruby(const struct source *s, size_t at, struct imports *out)
{
	static const struct {
		const char *word;
		enum import_kind kind;
	} calls[] = { { "require_relative", IMPORT_FILE }, { "require", IMPORT_MODULE } };

	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		size_t n = strlen(calls[i].word), from = at + n;

		if (s->n - at <= n || memcmp(s->code + at, calls[i].word, n) != 0 ||
		    !strchr(" \t('\"", s->code[from]))
			continue;
		from = blanks(s, from);
		if (from < s->n && s->code[from] == '(')
			from = blanks(s, from + 1);
		take_string(s, from, calls[i].kind, out);
		return;
	}
}

static void
each_line(const struct source *s, struct imports *out)
{
	const char *language = source_language_of(s);
	bool inside = false;

	for (size_t i = 0; i < s->lines.len; i++) {
		size_t end = source_line_end(s, s->lines.at[i]), at = blanks(s, s->lines.at[i]);

		if (at >= end)
			continue;
		if (strcmp(language, "c") == 0 || strcmp(language, "cpp") == 0)
			line_c(s, at, end, out);
		else if (strcmp(language, "go") == 0)
			line_go(s, at, end, &inside, out);
		else if (strcmp(language, "java") == 0 || strcmp(language, "kotlin") == 0)
			line_path(s, at, end, "import", out);
		else if (strcmp(language, "php") == 0)
			line_path(s, at, end, "use", out);
		else if (strcmp(language, "rust") == 0)
			line_rust(s, at, end, out);
		else if (strcmp(language, "sh") == 0)
			line_sh(s, at, end, out);
		else if (strcmp(language, "ruby") == 0)
			line_ruby(s, at, out);
	}
}

void
imports_find(const struct source *source, struct imports *out)
{
	const char *language = source_language_of(source);

	*out = (struct imports){ 0 };
	if (strcmp(language, "python") == 0)
		imports_python(source, out);
	else if (strcmp(language, "javascript") == 0)
		imports_javascript(source, out);
	else
		each_line(source, out);
}
