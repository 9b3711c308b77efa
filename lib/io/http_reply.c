#include <ctype.h>
#include <string.h>

#include "io/http_private.h"

#define MAX_HEADERS 200
#define MAX_HEADER_BYTES ((size_t)64 * 1024)

/* Printable ASCII: a header has no business with anything else. */
static char
plain(char c)
{
	return (unsigned char)c >= ' ' && (unsigned char)c < 0x7f ? c : '?';
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void
http_reply_header(struct http_reply *reply, const char *line, size_t n)
{
	const char *colon = memchr(line, ':', n);
	struct buf b;
	size_t held = 0;

	while (n > 0 && is_space(line[n - 1]))
		n--;
	if (n >= 5 && memcmp(line, "HTTP/", 5) == 0) { /* after a 100, another one */
		strings_fini(&reply->headers);
		return;
	}
	for (size_t i = 0; i < reply->headers.len; i++)
		held += strlen(reply->headers.at[i]);
	if (colon == NULL || colon == line || colon >= line + n ||
	    reply->headers.len == MAX_HEADERS || held + n > MAX_HEADER_BYTES)
		return;
	buf_init(&b, n + 2);
	for (const char *s = line; s < colon; s++)
		buf_char(&b, plain((char)tolower((unsigned char)*s)));
	buf_str(&b, ": ");
	for (colon++; colon < line + n && is_space(*colon);)
		colon++;
	for (; colon < line + n; colon++)
		buf_char(&b, plain(*colon));
	strings_addn(&reply->headers, b.s, b.len);
	buf_fini(&b);
}

const char *
http_header(const struct http_reply *reply, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = reply->headers.len; i-- > 0;) {
		const char *header = reply->headers.at[i];

		if (strncmp(header, name, n) == 0 && strncmp(header + n, ": ", 2) == 0)
			return header + n + 2;
	}
	return NULL;
}

void
http_reply_fini(struct http_reply *reply)
{
	strings_fini(&reply->headers);
	buf_fini(&reply->body);
}
