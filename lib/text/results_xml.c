#include "text/results_xml.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/results_private.h"

#define INSTEAD "\xef\xbf\xbd"

static bool
is_allowed(unsigned long c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
	       (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c < 0x110000);
}

/* The length of a reference "&#x1b;" to what is not allowed, 0 where there is none. */
static size_t
bad_reference(const char *s, size_t n)
{
	unsigned long code = 0;
	bool hex = n > 3 && s[2] == 'x';
	size_t i = hex ? 3 : 2, from = i;

	if (n < 4 || s[1] != '#')
		return 0;
	for (; i < n && i < 16 &&
	       (hex ? isxdigit((unsigned char)s[i]) : isdigit((unsigned char)s[i]));
	     i++) {
		int c = tolower((unsigned char)s[i]);

		code = code * (hex ? 16 : 10) + (unsigned long)(c >= 'a' ? c - 'a' + 10 : c - '0');
	}
	if (i == from || i >= n || s[i] != ';' || is_allowed(code))
		return 0;
	return i + 1;
}

/* An encoding other than UTF-8 is left to the parser. */
static bool
says_other_encoding(const char *s, size_t n)
{
	const char *end = memchr(s, '>', n < 200 ? n : 200);
	const char *at = s;

	if (n > 1 && ((unsigned char)s[0] >= 0xfe || s[0] == '\0' || s[1] == '\0'))
		return true; /* UTF-16 */
	if (end == NULL || n < 5 || memcmp(s, "<?xml", 5) != 0)
		return false;
	for (; at + 10 < end; at++) {
		if (memcmp(at, "encoding=", 9) == 0)
			return strncasecmp(at + 10, "utf-8", 5) != 0 &&
			       strncasecmp(at + 10, "utf8", 4) != 0;
	}
	return false;
}

/* How many were replaced. */
static size_t
mend(const char *s, size_t n, struct buf *out)
{
	size_t mended = 0, from = 0, i = 0;

	while (i < n) {
		size_t len = 1, bad = 0;
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x80) {
			uint32_t code = utf8_next(s + i, n - i, &len);

			bad = (len == 1 || !is_allowed(code)) ? len : 0;
		} else if (c == '&') {
			bad = bad_reference(s + i, n - i);
		} else if (!is_allowed(c)) {
			bad = 1;
		}
		if (bad) {
			buf_add(out, s + from, i - from);
			buf_str(out, INSTEAD);
			mended++;
			from = i + bad;
		}
		i += bad ? bad : len;
	}
	buf_add(out, s + from, n - from);
	return mended;
}

enum status
results_xml(struct results *r, const char *s, size_t n, struct xml *out, struct err *err)
{
	struct buf text;
	size_t mended;
	enum status st;

	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	if (says_other_encoding(s, n))
		return xml_parse(s, n, out, err);
	buf_init(&text, n * 3 + 1);
	mended = mend(s, n, &text);
	st = xml_parse(text.s, text.len, out, err);
	buf_fini(&text);
	if (st == ST_OK && mended)
		results_note(r, "%zu character%s that XML does not allow %s replaced by U+FFFD.",
		    mended, mended == 1 ? "" : "s", mended == 1 ? "is" : "are");
	return st;
}
