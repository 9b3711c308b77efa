#include "llm/loose.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "io/json.h"

#define MOST_DIGITS 15 /* so many are exact in a double */

struct text {
	const char *s;
	size_t n;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The value of \uXXXX at i; -1 when that is not there. */
static int
escaped(const struct text *t, size_t i)
{
	int value = 0;

	if (t->n - i < 6 || t->s[i] != '\\' || t->s[i + 1] != 'u')
		return -1;
	for (size_t k = i + 2; k < i + 6; k++) {
		const char *hex = "0123456789abcdefABCDEF";
		const char *p = t->s[k] ? strchr(hex, t->s[k]) : NULL;

		if (p == NULL)
			return -1;
		value = value * 16 + (int)(p - hex < 16 ? p - hex : p - hex - 6);
	}
	return value;
}

/* A backslash inside a string, with what belongs to it; how many bytes that was. */
static size_t
put_escape(const struct text *t, size_t i, struct buf *out)
{
	int c = escaped(t, i), low;

	if (c < 0) {
		size_t n = t->n - i < 2 ? t->n - i : 2;

		buf_add(out, t->s + i, n);
		return n;
	}
	low = c >= 0xd800 && c <= 0xdbff && t->n - i > 6 ? escaped(t, i + 6) : -1;
	if (low >= 0xdc00 && low <= 0xdfff) {
		buf_add(out, t->s + i, 12);
		return 12;
	}
	if (c == 0 || (c >= 0xd800 && c <= 0xdfff))
		buf_str(out, "\\ufffd");
	else
		buf_add(out, t->s + i, 6);
	return 6;
}

/* A number outside a string: a long integer gets a fraction, which makes it a double. */
static size_t
put_number(const struct text *t, size_t i, struct buf *out)
{
	size_t n = 0;

	while (n < t->n - i && is_digit(t->s[i + n]))
		n++;
	buf_add(out, t->s + i, n);
	if (n > MOST_DIGITS && (n == t->n - i || strchr(".eE", t->s[i + n]) == NULL) &&
	    (i == 0 || strchr(".eE+", t->s[i - 1]) == NULL))
		buf_str(out, ".0");
	return n;
}

static void
loosen(const struct text *t, struct buf *out)
{
	bool inside = false;
	size_t n;

	for (size_t i = 0; i < t->n; i += n) {
		char c = t->s[i];

		n = 1;
		if (inside && c == '\\') {
			n = put_escape(t, i, out);
		} else if (!inside && is_digit(c)) {
			n = put_number(t, i, out);
		} else {
			inside = inside != (c == '"');
			buf_char(out, c);
		}
	}
}

enum status
loose_parse(const char *text, size_t n, struct json **out, struct err *err)
{
	const struct text t = { text, n };
	struct err ignored = ERR_INIT;
	struct buf loose;
	enum status st = json_parse(text, n, out, err);

	if (st == ST_OK)
		return ST_OK;
	buf_init(&loose, 2 * n + 16);
	loosen(&t, &loose);
	if (!loose.over && json_parse(loose.s, loose.len, out, &ignored) == ST_OK)
		st = ST_OK;
	buf_fini(&loose);
	return st;
}
