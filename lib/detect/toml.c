#include "detect/toml.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "io/json.h"

#define LEVELS 32
#define KEYS 2000
#define LOOKED 100000000

struct toml {
	const char *s, *end;
	int line;
	struct json *root, *at;	   /* what keys are set in */
	struct json *array, *last; /* the array of tables looked at last, and its last element */
	size_t looked;		   /* keys and elements that were passed by */
	struct err *err;
};

static enum status
bad(struct toml *t, const char *what)
{
	return err_set(t->err, ST_DATA, "line %d: %s", t->line, what);
}

static bool
more(const struct toml *t)
{
	return t->s < t->end;
}

static bool
next_is(const struct toml *t, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(t->end - t->s) >= n && memcmp(t->s, text, n) == 0;
}

static bool
take(struct toml *t, char c)
{
	if (!more(t) || *t->s != c)
		return false;
	t->line += c == '\n';
	t->s++;
	return true;
}

static void
blanks(struct toml *t)
{
	while (more(t) && (*t->s == ' ' || *t->s == '\t' || *t->s == '\r'))
		t->s++;
}

/* Blanks, comments and ends of lines. */
static void
space(struct toml *t)
{
	for (;;) {
		blanks(t);
		if (more(t) && *t->s == '#') {
			while (more(t) && *t->s != '\n')
				t->s++;
		}
		if (!take(t, '\n'))
			return;
	}
}

static enum status
code_point(struct toml *t, int digits, struct buf *out)
{
	uint32_t c = 0;

	for (int i = 0; i < digits; i++) {
		char h = more(t) ? *t->s++ : '\0';

		if (!isxdigit((unsigned char)h))
			return bad(t, "a wrong escape in a string");
		c = c << 4 | (uint32_t)(h <= '9' ? h - '0' : (h | 0x20) - 'a' + 10);
	}
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return bad(t, "a character that cannot be in a string");
	utf8_put(out, c);
	return ST_OK;
}

/* What stands behind a backslash. */
static enum status
escape(struct toml *t, struct buf *out)
{
	static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\033\"\\";
	char c = more(t) ? *t->s : '\0';
	const char *at = c ? strchr(from, c) : NULL;

	if (c == 'u' || c == 'U') {
		t->s++;
		return code_point(t, c == 'u' ? 4 : 8, out);
	}
	if (at) {
		t->s++;
		buf_char(out, to[at - from]);
		return ST_OK;
	}
	blanks(t);
	if (!more(t) || *t->s != '\n')
		return bad(t, "a wrong escape in a string");
	while (more(t) && strchr(" \t\r\n", *t->s)) {
		if (!take(t, '\n'))
			t->s++;
	}
	return ST_OK;
}

static enum status
string(struct toml *t, struct buf *out)
{
	char quote = *t->s;
	const char *close = quote == '"' ? "\"\"\"" : "'''";
	bool lines = next_is(t, close);

	buf_clear(out);
	t->s += lines ? 3 : 1;
	if (lines && !take(t, '\n') && next_is(t, "\r\n"))
		t->s++, take(t, '\n');
	for (;;) {
		if (!more(t) || (*t->s == '\n' && !lines) || *t->s == '\0')
			return bad(t, "a string does not end");
		if (lines ? next_is(t, close) : *t->s == quote)
			break;
		if (*t->s == '\\' && quote == '"') {
			t->s++;
			if (escape(t, out))
				return t->err->status;
			continue;
		}
		t->line += *t->s == '\n';
		buf_char(out, *t->s++);
	}
	t->s += lines ? 3 : 1;
	while (lines && more(t) && *t->s == quote) /* up to two quotes before the closing ones */
		buf_char(out, *t->s++);
	if (buf_check(out, "a string", t->err))
		return t->err->status;
	return utf8_check(out->s, out->len) == out->len ? ST_OK : bad(t, "not UTF-8");
}

static bool
is_bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

/* One part of a key. */
static enum status
key(struct toml *t, struct buf *out)
{
	blanks(t);
	buf_clear(out);
	if (more(t) && (*t->s == '"' || *t->s == '\''))
		return string(t, out);
	while (more(t) && is_bare(*t->s))
		buf_char(out, *t->s++);
	return out->len ? buf_check(out, "a key", t->err) : bad(t, "expected a key");
}

static struct json *
last_of(struct toml *t, struct json *array)
{
	if (t->array != array) {
		t->array = array;
		t->last = NULL;
		json_each (it, array)
			t->last = it;
		t->looked += json_len(array);
	}
	return t->last;
}

static bool
is_full(struct toml *t, const struct json *in)
{
	size_t n = json_len(in);

	t->looked += n;
	return n >= KEYS || t->looked > LOOKED;
}

/* The table called name in `in`, made where it is not there. */
static enum status
descend(struct toml *t, struct json **in, const char *name)
{
	struct json *found = json_get(*in, name);
	bool full = is_full(t, *in);

	if (found == NULL && full)
		return bad(t, "too many keys in a table");
	if (found == NULL)
		found = json_set_new(*in, name, json_new_object());
	if (json_kind(found) == JSON_ARRAY)
		found = last_of(t, found);
	if (json_kind(found) != JSON_OBJECT)
		return bad(t, "a key is a table and something else");
	*in = found;
	return ST_OK;
}

/* a.b.c: the table that holds c, and c in name. */
static enum status
path(struct toml *t, struct json **in, struct buf *name)
{
	for (int level = 0; level < LEVELS; level++) {
		if (key(t, name))
			return t->err->status;
		blanks(t);
		if (!take(t, '.'))
			return ST_OK;
		if (descend(t, in, name->s))
			return t->err->status;
	}
	return bad(t, "too many levels");
}

static enum status value(struct toml *t, int level, struct json **out);

static enum status
pair(struct toml *t, struct json *in, int level)
{
	struct json *v = NULL;
	struct buf name;
	enum status st;

	buf_init(&name, BUF_TEXT);
	st = path(t, &in, &name);
	blanks(t);
	if (st == ST_OK && !take(t, '='))
		st = bad(t, "expected =");
	blanks(t);
	if (st == ST_OK)
		st = value(t, level, &v);
	if (st == ST_OK && (is_full(t, in) || json_get(in, name.s)))
		st = bad(t, "a key stands twice, or there are too many");
	if (st == ST_OK)
		json_set_new(in, name.s, v);
	else
		json_free(v);
	buf_fini(&name);
	return st;
}

static enum status
array(struct toml *t, int level, struct json *out)
{
	for (space(t); !take(t, ']'); space(t)) {
		struct json *v = NULL;

		if (value(t, level + 1, &v)) {
			json_free(v);
			return t->err->status;
		}
		json_add(out, v);
		space(t);
		if (!take(t, ',') && !(more(t) && *t->s == ']'))
			return bad(t, "expected , or ]");
	}
	return ST_OK;
}

static enum status
table(struct toml *t, int level, struct json *out)
{
	for (space(t); !take(t, '}'); space(t)) {
		if (pair(t, out, level + 1))
			return t->err->status;
		space(t);
		if (!take(t, ',') && !(more(t) && *t->s == '}'))
			return bad(t, "expected , or }");
	}
	return ST_OK;
}

static struct json *
plain(const char *s, size_t n)
{
	char digits[JSON_NUMBER_TEXT], *end = digits;
	double d = 0;

	if (n == 4 && memcmp(s, "true", 4) == 0)
		return json_new_bool(true);
	if (n == 5 && memcmp(s, "false", 5) == 0)
		return json_new_bool(false);
	if (n < 16) {
		memcpy(digits, s, n);
		digits[n] = '\0';
		if (digits[strspn(digits, "0123456789.+-")] == '\0')
			d = strtod(digits, &end);
	}
	return end > digits && *end == '\0' ? json_new_number(d) : json_new_stringn(s, n);
}

static enum status
value(struct toml *t, int level, struct json **out)
{
	struct buf text;
	enum status st;
	size_t n = 0;

	if (level >= LEVELS)
		return bad(t, "too many levels");
	if (take(t, '[')) {
		*out = json_new_array();
		return array(t, level, *out);
	}
	if (take(t, '{')) {
		*out = json_new_object();
		return table(t, level, *out);
	}
	if (more(t) && (*t->s == '"' || *t->s == '\'')) {
		buf_init(&text, BUF_TEXT);
		st = string(t, &text);
		if (st == ST_OK)
			*out = json_new_stringn(text.s, text.len);
		buf_fini(&text);
		return st;
	}
	while (t->s + n < t->end && (is_bare(t->s[n]) || strchr("+.:", t->s[n]) != NULL) && t->s[n])
		n++;
	if (n == 0)
		return bad(t, "expected a value");
	*out = plain(t->s, n);
	t->s += n;
	return ST_OK;
}

/* [a.b] or [[a.b]] */
static enum status
header(struct toml *t)
{
	bool many = next_is(t, "[[");
	struct json *in = t->root, *list;
	struct buf name;
	enum status st;

	t->s += many ? 2 : 1;
	buf_init(&name, BUF_TEXT);
	st = path(t, &in, &name);
	if (st == ST_OK && !(take(t, ']') && (!many || take(t, ']'))))
		st = bad(t, "expected ]");
	if (st == ST_OK && !many)
		st = descend(t, &in, name.s);
	if (st == ST_OK && many) {
		list = json_get(in, name.s);
		if (list == NULL)
			list = json_set_new(in, name.s, json_new_array());
		if (json_kind(list) != JSON_ARRAY)
			st = bad(t, "a key is a list of tables and something else");
		else
			in = t->last = json_add(list, json_new_object());
		t->array = list;
	}
	t->at = in;
	buf_fini(&name);
	return st;
}

enum status
toml_parse(const char *text, size_t n, struct json **out, struct err *err)
{
	struct toml t = { .s = text, .end = text + n, .line = 1, .err = err };
	enum status st = ST_OK;

	if (n > TOML_MAX)
		return err_set(err, ST_DATA, "larger than %zu bytes", TOML_MAX);
	t.root = t.at = json_new_object();
	if (next_is(&t, "\xef\xbb\xbf"))
		t.s += 3;
	for (space(&t); st == ST_OK && more(&t); space(&t)) {
		st = *t.s == '[' ? header(&t) : pair(&t, t.at, 0);
		if (st == ST_OK && t.looked > LOOKED)
			st = bad(&t, "too many tables");
		blanks(&t);
		if (st == ST_OK && more(&t) && *t.s != '\n' && *t.s != '#')
			st = bad(&t, "expected the end of the line");
	}
	if (st)
		json_free(t.root);
	else
		*out = t.root;
	return st;
}
