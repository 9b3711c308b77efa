#include "phase/generate_escape.h"

#include <string.h>

#include "base/utf8.h"
#include "text/letters.h"

/* What changes how text looks without being seen: Unicode's Cf and its line separators. */
static bool
is_hidden(uint32_t c)
{
	return (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

static bool
is_space(uint32_t c)
{
	return c <= ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

void
escape_clean(struct buf *out, const char *s, size_t n)
{
	bool space = false, any = false;
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);

		if (is_space(c)) {
			space = true;
			continue;
		}
		if (is_hidden(c))
			continue;
		if (space && any)
			buf_char(out, ' ');
		space = false;
		any = true;
		utf8_put(out, c);
	}
}

static bool
starts(const char *s, size_t n, const char *what)
{
	size_t len = strlen(what);

	return n >= len && memcmp(s, what, len) == 0;
}

/*
 * Nothing that ends a comment or speaks to a tool: "*" and "/" are kept apart, so are two question
 * marks (a trigraph may be a backslash); a backslash is followed by a space or, at the end, a full
 * stop.
 */
static void
put_comment(struct buf *out, const char *s, size_t n)
{
	static const char *const apart[] = { "*/", "/*", "??", "?>", "*)", "(*" };

	for (size_t i = 0; i < n; i++) {
		buf_char(out, s[i]);
		if (s[i] == '\\')
			buf_char(out, i + 1 == n ? '.' : ' ');
		for (size_t k = 0; k < sizeof apart / sizeof apart[0]; k++) {
			if (starts(s + i, n - i, apart[k])) {
				buf_char(out, ' ');
				break;
			}
		}
		/* PEP 263: "coding:" in the first lines of a Python file. */
		if (i >= 5 && memcmp(s + i - 5, "coding", 6) == 0 && i + 1 < n &&
		    (s[i + 1] == ':' || s[i + 1] == '='))
			buf_char(out, ' ');
	}
}

/* Unbalanced braces in a comment end the body it is in. */
static void
put_braced(struct buf *out, const char *s, size_t n)
{
	size_t from = out->len;

	put_comment(out, s, n);
	for (size_t i = from; i < out->len; i++) {
		char *c = &out->s[i];

		if (*c == '{' || *c == '[')
			*c = '(';
		else if (*c == '}' || *c == ']')
			*c = ')';
	}
}

static void
put_literal(struct buf *out, const char *s, size_t n, char quote)
{
	buf_char(out, quote);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == quote || s[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, s[i]);
	}
	buf_char(out, quote);
}

static void
put_double(struct buf *out, const char *s, size_t n)
{
	put_literal(out, s, n, '"');
}

static void
put_single(struct buf *out, const char *s, size_t n)
{
	put_literal(out, s, n, '\'');
}

/* "$name" in a literal is a template. */
static void
put_kotlin(struct buf *out, const char *s, size_t n)
{
	buf_char(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"' || s[i] == '\\' || s[i] == '$')
			buf_char(out, '\\');
		buf_char(out, s[i]);
	}
	buf_char(out, '"');
}

static void
put_c(struct buf *out, const char *s, size_t n)
{
	buf_char(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"' || s[i] == '\\' || (s[i] == '?' && i > 0 && s[i - 1] == '?'))
			buf_char(out, '\\');
		buf_char(out, s[i]);
	}
	buf_char(out, '"');
}

static void
put_plain(struct buf *out, const char *s, size_t n)
{
	size_t from = out->len, len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);
		bool keep =
		    letter_class(c) != LETTER_NONE || (c < 0x80 && strchr(".,:_()-", (int)c));

		if (keep)
			utf8_put(out, c);
		else if (out->len > from && out->s[out->len - 1] != ' ')
			buf_char(out, ' ');
	}
	while (out->len > from && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

static void
put_line(struct buf *out, const char *s, size_t n)
{
	buf_add(out, s, n);
}

static const struct {
	const char *name;
	void (*put)(struct buf *out, const char *s, size_t n);
} escapes[] = {
	{ "braced", put_braced },
	{ "c", put_c },
	{ "comment", put_comment },
	{ "double", put_double },
	{ "kotlin", put_kotlin },
	{ "line", put_line },
	{ "plain", put_plain },
	{ "single", put_single },
};

bool
escape_known(const char *escape)
{
	for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
		if (strcmp(escapes[i].name, escape) == 0)
			return true;
	}
	return false;
}

bool
escape_text(struct buf *out, const char *escape, const char *s, size_t n)
{
	struct buf clean;

	for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
		if (strcmp(escapes[i].name, escape) != 0)
			continue;
		buf_init(&clean, out->max);
		escape_clean(&clean, s, n);
		escapes[i].put(out, clean.s, clean.len);
		buf_fini(&clean);
		return true;
	}
	return false;
}
