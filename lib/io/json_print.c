#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "io/json_keep.h"

#define MAX_WHOLE 9007199254740992.0 /* 2^53 */

/* Written out as a whole number it would be refused when read: see json_check.c. */
static bool
is_beyond_whole(const char *text, double d)
{
	return fabs(d) > MAX_WHOLE && strpbrk(text, ".e") == NULL;
}

/*
 * What nearly every number of ours is: up to six decimals.  k / 1e6 is rounded correctly, so it is
 * the double that the same digits read back as; no need to try.
 */
static bool
few_decimals(double d, char *out)
{
	double k = nearbyint(fabs(d) * 1e6);
	char digits[JSON_NUMBER_TEXT];
	unsigned long long whole;
	unsigned part;
	int n;

	if (k > 1e15 || k / 1e6 != fabs(d) || (fabs(d) < 1e-4 && d != 0))
		return false;
	whole = (unsigned long long)k / 1000000;
	part = (unsigned)((unsigned long long)k % 1000000);
	n = JSON_NUMBER_TEXT - 1;
	digits[n] = '\0';
	if (part) {
		int places = 6;

		for (; part % 10 == 0; part /= 10)
			places--;
		for (; places > 0; places--, part /= 10)
			digits[--n] = (char)('0' + part % 10);
		digits[--n] = '.';
	}
	do
		digits[--n] = (char)('0' + whole % 10);
	while ((whole /= 10) != 0);
	if (d < 0)
		digits[--n] = '-';
	memcpy(out, digits + n, JSON_NUMBER_TEXT - (size_t)n);
	return true;
}

void
json_number_text(double d, char *out)
{
	if (few_decimals(d, out)) /* and no "-0" */
		return;
	if (d == floor(d) && fabs(d) < 1e15) {
		snprintf(out, JSON_NUMBER_TEXT, "%.0f", d);
		return;
	}
	for (int precision = 15; precision <= 17; precision++) {
		snprintf(out, JSON_NUMBER_TEXT, "%.*g", precision, d);
		if (is_beyond_whole(out, d))
			snprintf(out, JSON_NUMBER_TEXT, "%.*e", precision - 1, d);
		if (strtod(out, NULL) == d)
			return;
	}
}

double
json_round(double d, int decimals)
{
	double scale = pow(10, decimals);

	return round(d * scale) / scale;
}

static const bool escaped[256] = { [0] = true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	true,
	['"'] = true,
	['\\'] = true,
	[0x7f] = true };

/* buf_char(), without a call where there is room. */
static inline void
put(struct buf *out, char c)
{
	if (out->over || out->len >= out->max || out->len + 2 > out->cap) {
		buf_char(out, c);
		return;
	}
	out->s[out->len++] = c;
	out->s[out->len] = '\0';
}

/* Has one of eight bytes to be escaped? */
static bool
has_escape(const char *s)
{
	const uint64_t each = 0x0101010101010101u, top = each << 7;
	uint64_t bytes, quote, slash, delete;

	memcpy(&bytes, s, sizeof bytes);
	quote = bytes ^ each * '"';
	slash = bytes ^ each * '\\';
	delete = bytes ^ each * 0x7f;
	return (((bytes - each * 0x20) & ~bytes) | ((quote - each) & ~quote) |
		   ((slash - each) & ~slash) | ((delete - each) & ~delete)) &
	       top;
}

/* How many bytes are before the first that has to be escaped. */
static size_t
plain_bytes(const char *s, size_t n)
{
	size_t i = 0;

	while (n - i >= 8 && !has_escape(s + i))
		i += 8;
	while (i < n && !escaped[(unsigned char)s[i]])
		i++;
	return i;
}

static void
put_escape(struct buf *out, unsigned char c)
{
	static const char escapes[] = "btnvfr"; /* 0x08 to 0x0d */

	if (c == '"' || c == '\\') {
		put(out, '\\');
		put(out, (char)c);
	} else if (c >= 0x08 && c <= 0x0d && c != 0x0b) {
		put(out, '\\');
		put(out, escapes[c - 0x08]);
	} else {
		buf_printf(out, "\\u%04x", c);
	}
}

void
json_print_string(const char *s, size_t n, struct buf *out)
{
	put(out, '"');
	for (;;) {
		size_t plain = plain_bytes(s, n);

		buf_add(out, s, plain);
		if (plain == n)
			break;
		put_escape(out, (unsigned char)s[plain]);
		s += plain + 1;
		n -= plain + 1;
	}
	put(out, '"');
}

static void
new_line(struct buf *out, int indent)
{
	if (indent < 0)
		return;
	put(out, '\n');
	for (int i = 0; i < indent; i++)
		buf_str(out, "  ");
}

struct printing {
	struct buf *out;
	const struct json_kept *kept; /* NULL: nothing */
};

static void print(const struct printing *p, const struct json *j, int indent);

/* indent is -1 for one line, else the level of the container. */
static void
print_container(const struct printing *p, const struct json *j, int indent, const char *brackets)
{
	int inner = indent < 0 ? -1 : indent + 1;
	struct buf *out = p->out;
	const struct json *next;

	if (p->kept && json_keep_add(p->kept, j, out))
		return;
	put(out, brackets[0]);
	for (const struct json *it = json_first(j); it; it = next) {
		const char *key = json_key(it);

		new_line(out, inner);
		if (key && brackets[0] == '{') {
			json_print_string(key, strlen(key), out);
			put(out, ':');
			if (indent >= 0)
				put(out, ' ');
		}
		print(p, it, inner);
		next = json_next(it);
		if (next)
			put(out, ',');
	}
	if (json_first(j))
		new_line(out, indent);
	put(out, brackets[1]);
}

static void
print(const struct printing *p, const struct json *j, int indent)
{
	struct buf *out = p->out;
	char number[JSON_NUMBER_TEXT];
	const char *s;

	switch (json_kind(j)) {
	case JSON_BOOL:
		buf_str(out, json_bool(j) ? "true" : "false");
		break;
	case JSON_NUMBER:
		json_number_text(json_number(j), number);
		buf_str(out, number);
		break;
	case JSON_STRING:
		s = json_string(j);
		json_print_string(s, strlen(s), out);
		break;
	case JSON_ARRAY:
		print_container(p, j, indent, "[]");
		break;
	case JSON_OBJECT:
		print_container(p, j, indent, "{}");
		break;
	case JSON_NONE:
	case JSON_NULL:
		buf_str(out, "null");
		break;
	}
}

void
json_print(const struct json *j, struct buf *out)
{
	json_print_kept(NULL, j, out);
}

void
json_print_kept(const struct json_kept *kept, const struct json *j, struct buf *out)
{
	print(&(struct printing){ out, kept }, j, -1);
}

void
json_print_pretty(const struct json *j, struct buf *out)
{
	print(&(struct printing){ out, NULL }, j, 0);
	buf_char(out, '\n');
}
