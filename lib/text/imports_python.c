#include <string.h>

#include "text/imports.h"
#include "text/source.h"

/* import a.b as c, d     from ..a import (b as c, d)     also behind a ';' */
struct reader {
	const char *code;
	size_t at, n;
};

static bool
is_name(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Blanks, continued lines, and newlines where brackets are open. */
static void
skip(struct reader *r, bool open)
{
	for (; r->at < r->n; r->at++) {
		char c = r->code[r->at];

		if (c == '\\' && r->at + 1 < r->n && r->code[r->at + 1] == '\n')
			r->at++;
		else if (c != ' ' && c != '\t' && c != '\f' && c != '\r' && !(open && c == '\n'))
			return;
	}
}

static size_t
word(struct reader *r, bool dots)
{
	size_t from = r->at;

	while (r->at < r->n && (is_name(r->code[r->at]) || (dots && r->code[r->at] == '.')))
		r->at++;
	return r->at - from;
}

static bool
take_word(struct reader *r, const char *what)
{
	size_t n = strlen(what);

	if (r->n - r->at < n || memcmp(r->code + r->at, what, n) != 0 ||
	    (r->at + n < r->n && is_name(r->code[r->at + n])))
		return false;
	r->at += n;
	return true;
}

static void
skip_as(struct reader *r, bool open)
{
	skip(r, open);
	if (!take_word(r, "as"))
		return;
	skip(r, open);
	word(r, false);
	skip(r, open);
}

static bool
take_comma(struct reader *r, bool open)
{
	if (r->at >= r->n || r->code[r->at] != ',')
		return false;
	r->at++;
	skip(r, open);
	return true;
}

static void
read_import(struct reader *r, const struct source *s, bool optional, struct imports *out)
{
	do {
		size_t from = r->at, n = word(r, true);
		struct import *it;

		if (n == 0)
			return;
		it = imports_add(out, IMPORT_MODULE, r->code + from, n, source_line(s, from));
		if (it)
			it->optional = optional;
		skip_as(r, false);
	} while (take_comma(r, false));
}

static void
read_from(struct reader *r, const struct source *s, bool optional, struct imports *out)
{
	size_t from = r->at, n = word(r, true);
	bool open;
	struct import *it;

	skip(r, false);
	if (n == 0 || !take_word(r, "import"))
		return;
	skip(r, false);
	open = r->at < r->n && r->code[r->at] == '(';
	if (open)
		r->at++;
	skip(r, open);
	it = imports_add(out, IMPORT_MODULE, r->code + from, n, source_line(s, from));
	if (it)
		it->optional = optional;
	do {
		size_t start = r->at, len = word(r, false);

		if (len == 0)
			return;
		if (it)
			imports_member(it, r->code + start, len);
		skip_as(r, open);
	} while (take_comma(r, open));
}

void
imports_python(const struct source *source, struct imports *out)
{
	struct reader r = { .code = source->code, .n = source->n };

	while (r.at < r.n) {
		size_t line = r.at;
		bool optional;

		while (r.at < r.n && strchr(" \t\f", r.code[r.at]))
			r.at++;
		optional = r.at > line;
		do {
			skip(&r, false);
			if (take_word(&r, "import")) {
				skip(&r, false);
				read_import(&r, source, optional, out);
			} else if (take_word(&r, "from")) {
				skip(&r, false);
				read_from(&r, source, optional, out);
			}
			while (r.at < r.n && r.code[r.at] != '\n' && r.code[r.at] != ';')
				r.at++;
		} while (r.at < r.n && r.code[r.at++] == ';');
	}
}
