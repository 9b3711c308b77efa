#include "io/json_write.h"

#include <string.h>

#include "io/json.h"

static void
put_key(struct buf *out, const char *key)
{
	size_t n = strlen(key);
	char *to = buf_reserve(out, n + 4);

	if (to == NULL)
		return;
	if (out->len > 0 && to[-1] != '{')
		*to++ = ',';
	*to++ = '"';
	memcpy(to, key, n);
	memcpy(to + n, "\":", 3);
	out->len = (size_t)(to + n + 2 - out->s);
}

/* Most strings need no escape and are copied at once. */
static void
put_string(struct buf *out, const char *s, size_t n)
{
	size_t plain = 0;
	char *to;

	while (plain < n && (unsigned char)s[plain] >= 0x20 && s[plain] != '"' &&
	       s[plain] != '\\' && s[plain] != 0x7f)
		plain++;
	if (plain < n || (to = buf_reserve(out, n + 2)) == NULL) {
		json_print_string(s, n, out);
		return;
	}
	*to = '"';
	memcpy(to + 1, s, n);
	memcpy(to + 1 + n, "\"", 2);
	out->len += n + 2;
}

void
json_write_open(struct buf *out)
{
	buf_char(out, '{');
}

void
json_write_string(struct buf *out, const char *key, const char *s, size_t n)
{
	put_key(out, key);
	put_string(out, s, n);
}

void
json_write_whole(struct buf *out, const char *key, size_t number)
{
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	put_key(out, key);
	buf_add(out, digits + at, sizeof digits - at);
}

void
json_write_array(struct buf *out, const char *key)
{
	put_key(out, key);
	buf_char(out, '[');
}

void
json_write_element(struct buf *out, const char *s, size_t n)
{
	if (out->s[out->len - 1] != '[')
		buf_char(out, ',');
	put_string(out, s, n);
}

void
json_write_array_close(struct buf *out)
{
	buf_char(out, ']');
}

void
json_write_close(struct buf *out)
{
	buf_add(out, "}\n", 2);
}
