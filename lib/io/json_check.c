#include "io/json_check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"

struct scan {
	const char *text;
	size_t n, at;
	struct err *err;
	int depth;
	bool in_object[JSON_MAX_DEPTH];
};

static enum status
fail(struct scan *s, size_t at, const char *what)
{
	size_t line = 1, column = 1;

	for (size_t i = 0; i < at && i < s->n; i++) {
		column++;
		if (s->text[i] == '\n') {
			line++;
			column = 1;
		}
	}
	return err_set(s->err, ST_DATA, "not JSON, line %zu, column %zu: %s", line, column, what);
}

static void
skip_space(struct scan *s)
{
	while (s->at < s->n && s->text[s->at] && strchr(" \t\r\n", s->text[s->at]))
		s->at++;
}

static int
peek(const struct scan *s)
{
	return s->at < s->n ? (unsigned char)s->text[s->at] : -1;
}

static bool
is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static int
hex4(const struct scan *s, size_t at)
{
	int value = 0;

	if (s->n - at < 4)
		return -1;
	for (size_t i = at; i < at + 4; i++) {
		const char *hex = "0123456789abcdefABCDEF";
		const char *p = s->text[i] ? strchr(hex, s->text[i]) : NULL;

		if (p == NULL)
			return -1;
		value = value * 16 + (int)(p - hex < 16 ? p - hex : p - hex - 6);
	}
	return value;
}

/* s->at is on the backslash of \uXXXX. */
static enum status
check_unicode_escape(struct scan *s)
{
	int c = hex4(s, s->at + 2), low;

	if (c < 0)
		return fail(s, s->at, "\\u needs four hexadecimal digits");
	if (c == 0)
		return fail(s, s->at, "\\u0000 is not accepted in text");
	s->at += 6;
	if (c >= 0xdc00 && c <= 0xdfff)
		return fail(s, s->at - 6, "a low surrogate stands alone");
	if (c < 0xd800 || c > 0xdbff)
		return ST_OK;
	low = s->n - s->at >= 6 && s->text[s->at] == '\\' && s->text[s->at + 1] == 'u'
		  ? hex4(s, s->at + 2)
		  : -1;
	if (low < 0xdc00 || low > 0xdfff)
		return fail(s, s->at - 6, "a high surrogate stands alone");
	s->at += 6;
	return ST_OK;
}

static enum status
check_string(struct scan *s)
{
	size_t start = s->at++;

	while (s->at < s->n) {
		unsigned char c = (unsigned char)s->text[s->at];

		if (c == '"') {
			s->at++;
			return ST_OK;
		}
		if (c < 0x20)
			return fail(s, s->at, "a control character in a string must be escaped");
		if (c != '\\') {
			s->at++;
			continue;
		}
		if (s->n - s->at >= 2 && s->text[s->at + 1] == 'u') {
			if (check_unicode_escape(s))
				return ST_DATA;
			continue;
		}
		if (s->n - s->at < 2 || s->text[s->at + 1] == '\0' ||
		    strchr("\"\\/bfnrt", s->text[s->at + 1]) == NULL)
			return fail(s, s->at, "unknown escape in a string");
		s->at += 2;
	}
	return fail(s, start, "a string is not closed: the text ends inside it");
}

static size_t
skip_digits(struct scan *s)
{
	size_t start = s->at;

	while (is_digit(peek(s)))
		s->at++;
	return s->at - start;
}

static enum status
check_number(struct scan *s)
{
	size_t start = s->at, digits;
	bool whole = true;
	char copy[64] = "";
	double value;

	if (peek(s) == '-')
		s->at++;
	digits = s->at;
	if (skip_digits(s) == 0 || (s->text[digits] == '0' && s->at - digits > 1))
		return fail(s, start, "a number is malformed");
	if (peek(s) == '.') {
		whole = false;
		s->at++;
		if (skip_digits(s) == 0)
			return fail(s, start, "a number is malformed");
	}
	if (peek(s) == 'e' || peek(s) == 'E') {
		whole = false;
		s->at++;
		if (peek(s) == '+' || peek(s) == '-')
			s->at++;
		if (skip_digits(s) == 0)
			return fail(s, start, "a number is malformed");
	}
	if (s->at - start > 60)
		return fail(s, start, "a number has more than 60 characters");
	if (s->at - start < 16 && whole)
		return ST_OK;
	memcpy(copy, s->text + start, s->at - start);
	value = strtod(copy, NULL);
	if (value > 1e300 || value < -1e300)
		return fail(s, start, "a number is out of range");
	if (whole && (value > 9007199254740992.0 || value < -9007199254740992.0))
		return fail(s, start, "an integer is beyond 2^53: write it as a string");
	return ST_OK;
}

static enum status
check_literal(struct scan *s)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i]);

		if (s->n - s->at >= n && memcmp(s->text + s->at, words[i], n) == 0) {
			s->at += n;
			return ST_OK;
		}
	}
	return fail(s, s->at,
	    s->at == s->n ? "the text ends where a value is expected" : "a value is expected here");
}

/* After '{' or ',': a member name and its colon. */
static enum status
check_name(struct scan *s)
{
	skip_space(s);
	if (peek(s) != '"')
		return fail(s, s->at, "a member name in quotes is expected here");
	if (check_string(s))
		return ST_DATA;
	skip_space(s);
	if (peek(s) != ':')
		return fail(s, s->at, "':' is expected here");
	s->at++;
	return ST_OK;
}

/* Opens a container; *opened is false when it was empty and is closed again. */
static enum status
open_container(struct scan *s, bool *opened)
{
	bool object = s->text[s->at] == '{';

	if (s->depth == JSON_MAX_DEPTH)
		return fail(s, s->at, "nested deeper than 500 levels");
	s->at++;
	skip_space(s);
	*opened = peek(s) != (object ? '}' : ']');
	if (!*opened) {
		s->at++;
		return ST_OK;
	}
	s->in_object[s->depth++] = object;
	return object ? check_name(s) : ST_OK;
}

/* After a value: commas go on, brackets close; *more says that another value follows. */
static enum status
after_value(struct scan *s, bool *more)
{
	for (;;) {
		bool object;

		*more = false;
		if (s->depth == 0)
			return ST_OK;
		skip_space(s);
		object = s->in_object[s->depth - 1];
		if (peek(s) == ',') {
			s->at++;
			*more = true;
			return object ? check_name(s) : ST_OK;
		}
		if (peek(s) != (object ? '}' : ']'))
			return fail(s, s->at,
			    s->at == s->n ? "the text ends too early"
			    : object	  ? "',' or '}' is expected here"
					  : "',' or ']' is expected here");
		s->at++;
		s->depth--;
	}
}

static enum status
check_value(struct scan *s, bool *opened)
{
	int c;

	*opened = false;
	skip_space(s);
	c = peek(s);
	if (c == '{' || c == '[')
		return open_container(s, opened);
	if (c == '"')
		return check_string(s);
	if (c == '-' || is_digit(c))
		return check_number(s);
	return check_literal(s);
}

enum status
json_check(const char *text, size_t n, struct err *err)
{
	struct scan s = { .text = text, .n = n, .err = err };
	size_t bad = utf8_check(text, n);
	bool opened, more = true;

	if (bad < n)
		return fail(&s, bad, "a byte is not UTF-8");
	while (more) {
		if (check_value(&s, &opened))
			return ST_DATA;
		if (!opened && after_value(&s, &more))
			return ST_DATA;
	}
	skip_space(&s);
	return s.at == n ? ST_OK : fail(&s, s.at, "something follows the value");
}
