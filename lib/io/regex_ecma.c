#include "io/regex_ecma.h"

#include <stdbool.h>
#include <string.h>

#define SPACES "\\t-\\r\\p{Z}\\ufeff"

static const struct {
	const char *name, *category;
} categories[] = {
	{ "Letter", "L" },
	{ "Lowercase_Letter", "Ll" },
	{ "Uppercase_Letter", "Lu" },
	{ "Mark", "M" },
	{ "Number", "N" },
	{ "Decimal_Number", "Nd" },
	{ "digit", "Nd" },
	{ "Punctuation", "P" },
	{ "punct", "P" },
	{ "Symbol", "S" },
	{ "Separator", "Z" },
	{ "Space_Separator", "Zs" },
	{ "Other", "C" },
	{ "Control", "Cc" },
};

static enum status
refuse(struct err *err, const char *pattern, const char *what)
{
	return err_set(
	    err, ST_DATA, "the pattern \"%.200s\" has %s: use ECMA 262 syntax", pattern, what);
}

/* Behind "\p" or "\P"; the rest of "{Name}" when the name is a long one. */
static size_t
property(const char *p, struct buf *out)
{
	size_t n = strcspn(p + 1, "}");

	if (*p != '{' || p[n + 1] != '}')
		return 0;
	for (size_t i = 0; i < sizeof categories / sizeof categories[0]; i++) {
		if (strlen(categories[i].name) == n && memcmp(categories[i].name, p + 1, n) == 0) {
			buf_printf(out, "{%s}", categories[i].category);
			return n + 2;
		}
	}
	buf_add(out, p, n + 2);
	return n + 2;
}

/* p is behind a backslash; *used tells how many bytes were understood. */
static enum status
escape(const char *pattern, const char *p, bool in_class, struct buf *out, size_t *used,
    struct err *err)
{
	*used = 1;
	if (*p == '\0')
		return refuse(err, pattern, "a backslash at its end");
	if (*p == 's') {
		buf_str(out, in_class ? SPACES : "[" SPACES "]");
		return ST_OK;
	}
	if (*p == 'S' && !in_class) {
		buf_str(out, "[^" SPACES "]");
		return ST_OK;
	}
	if (((*p | 32) >= 'a' && (*p | 32) <= 'z') && !strchr("bBcdDfknpPrStuvwWx", *p))
		return refuse(err, pattern, "an escape that is not in it");
	buf_char(out, '\\');
	buf_char(out, *p);
	if (*p == 'p' || *p == 'P')
		*used += property(p + 1, out);
	return ST_OK;
}

static bool
group_is_known(const char *p)
{
	if (*p == '*')
		return false;
	if (*p != '?')
		return true;
	return p[1] && strchr(":=!<", p[1]) != NULL;
}

enum status
regex_from_ecma(const char *pattern, struct buf *out, struct err *err)
{
	bool in_class = false;

	for (const char *p = pattern; *p;) {
		size_t used = 1;

		if (*p == '\\') {
			if (escape(pattern, p + 1, in_class, out, &used, err))
				return ST_DATA;
			p += used + 1;
			continue;
		}
		if (*p == '(' && !in_class && !group_is_known(p + 1))
			return refuse(err, pattern, "a group that is not in it");
		if (*p == '.' && !in_class)
			buf_str(out, "[^\\n\\r\\u2028\\u2029]");
		else if (*p == '[' && in_class)
			buf_str(out, "\\[");
		else
			buf_char(out, *p);
		if (*p == '[')
			in_class = true;
		else if (*p == ']')
			in_class = false;
		p++;
	}
	return buf_check(out, "a pattern", err);
}
