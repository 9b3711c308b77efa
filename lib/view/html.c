#include "view/html.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "io/digest.h"
#include "view/plain.h"

#define SLUG 80

static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static bool
is_special(unsigned char c)
{
	return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == 0xef;
}

/* What is visible, escaped.  U+FFFE and U+FFFF are characters to UTF-8 and none to XML. */
static void
escape(struct buf *out, const char *s, size_t n)
{
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		for (len = 0; i + len < n && !is_special((unsigned char)s[i + len]); len++)
			;
		if (len) {
			buf_add(out, s + i, len);
			continue;
		}
		len = 1;
		if (entity(s[i])) {
			buf_str(out, entity(s[i]));
		} else if (utf8_next(s + i, n - i, &len) >= 0xfffe && len == 3) {
			buf_printf(out, "\\u{%s}", s[i + 2] == (char)0xbe ? "fffe" : "ffff");
		} else {
			buf_add(out, s + i, len);
		}
	}
}

void
html_text(struct buf *out, const char *s, size_t n)
{
	struct buf visible;

	buf_init(&visible, SIZE_MAX / 4);
	utf8_visible(&visible, s, n, true);
	escape(out, visible.s, visible.len);
	buf_fini(&visible);
}

static void
whole_text(struct buf *out, const char *s)
{
	size_t n = strlen(s), keep = plain_cut(s, n, HTML_TEXT);

	html_text(out, s, keep);
	if (keep < n)
		buf_printf(out, "… (%zu more bytes are in the document)", n - keep);
}

static void
brief_text(struct buf *out, const char *s, int most)
{
	size_t n = strlen(s), keep = plain_cut(s, n, (size_t)most);

	html_text(out, s, keep);
	if (keep < n)
		buf_str(out, "…");
}

/* One conversion, from behind its percent sign; returns what is behind it. */
static const char *
convert(struct buf *out, const char *at, va_list *ap)
{
	int precision = -1;

	if (*at == '.') {
		for (precision = 0, at++; isdigit((unsigned char)*at); at++)
			precision = 10 * precision + (*at - '0');
	}
	switch (*at) {
	case '%':
		buf_char(out, '%');
		break;
	case 's':
		if (precision < 0)
			whole_text(out, va_arg(*ap, const char *));
		else
			brief_text(out, va_arg(*ap, const char *), precision);
		break;
	case 'd':
		buf_printf(out, "%d", va_arg(*ap, int));
		break;
	case 'f':
		buf_printf(out, "%.*f", precision, va_arg(*ap, double));
		break;
	case 'z':
		at++;
		buf_printf(out, "%zu", va_arg(*ap, size_t));
		break;
	default:
		assert(false && "a conversion that html_put() does not know");
		break;
	}
	return at + 1;
}

void
html_put(struct buf *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	while (*fmt) {
		size_t n = strcspn(fmt, "%");

		buf_add(out, fmt, n);
		fmt += n;
		if (*fmt)
			fmt = convert(out, fmt + 1, &ap);
	}
	va_end(ap);
}

static bool
is_anchor_byte(unsigned char c)
{
	return isalnum(c) || (c && strchr("._:/-", c));
}

void
html_anchor(const char *prefix, const char *id, char out[HTML_ANCHOR])
{
	size_t n = strlen(id), at = (size_t)snprintf(out, HTML_ANCHOR - SLUG - 16, "%s", prefix);
	bool changed = n > SLUG;
	char digest[DIGEST_TEXT];

	for (size_t i = 0; i < n && i < SLUG; i++) {
		bool fine = is_anchor_byte((unsigned char)id[i]);

		out[at++] = fine ? id[i] : '-';
		changed = changed || !fine;
	}
	out[at] = '\0';
	if (!changed)
		return;
	digest_text(id, n, digest);
	snprintf(out + at, 16, "-%.8s", digest);
}

void
html_criterion_anchor(const char *id, char out[HTML_ANCHOR])
{
	bool plain = *id >= 'A' && *id <= 'Z' && strlen(id) <= SLUG;

	for (const char *c = id; *c; c++)
		plain = plain && (isalnum((unsigned char)*c) || strchr("._-", *c));
	html_anchor(plain ? "" : "ac-", id, out);
}
