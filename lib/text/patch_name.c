#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/excerpt.h"
#include "text/patch_private.h"

/* The letter behind a backslash, or three octal digits; *used are the bytes behind it. */
static char
unescape(const char *s, size_t n, size_t *used)
{
	static const char letters[] = "abtnvfr\"\\", bytes[] = "\a\b\t\n\v\f\r\"\\";
	const char *known = n && *s ? strchr(letters, *s) : NULL;

	*used = n > 0;
	if (known)
		return bytes[known - letters];
	if (n >= 3 && s[0] >= '0' && s[0] <= '3' && s[1] >= '0' && s[1] <= '7' && s[2] >= '0' &&
	    s[2] <= '7') {
		*used = 3;
		return (char)((s[0] - '0') << 6 | (s[1] - '0') << 3 | (s[2] - '0'));
	}
	return n ? *s : '\\';
}

/* As text: what is not UTF-8 is replaced, a NUL too. */
static char *
as_text(const char *s, size_t n)
{
	struct buf out;

	buf_init(&out, SIZE_MAX / 2);
	for (size_t at = 0; at < n;) {
		size_t len = strnlen(s + at, n - at);

		utf8_repair(&out, s + at, len);
		at += len;
		if (at++ < n)
			utf8_put(&out, 0xfffd);
	}
	buf_cut(&out, excerpt_cut(out.s, out.len, PATCH_PATH));
	return buf_take(&out);
}

/* A name in quotes; *end is behind it.  NULL when the quotes do not close. */
static char *
quoted(const struct patch_text *s, size_t *end)
{
	struct buf out;
	char *text = NULL;
	size_t at = 1, used;

	buf_init(&out, SIZE_MAX / 2);
	while (at < s->n && s->s[at] != '"') {
		if (s->s[at] == '\\') {
			buf_char(&out, unescape(s->s + at + 1, s->n - at - 1, &used));
			at += 1 + used;
		} else {
			buf_char(&out, s->s[at++]);
		}
	}
	if (at < s->n) {
		*end = at + 1;
		text = as_text(out.s, out.len);
	}
	buf_fini(&out);
	return text;
}

char *
patch_name(const struct patch_text *s)
{
	size_t end;
	char *text = s->n && s->s[0] == '"' ? quoted(s, &end) : NULL;

	return text ? text : as_text(s->s, s->n);
}

/* Bytes up to and with the first '/', 0 when there is none. */
static size_t
prefix_of(const char *s, size_t n)
{
	const char *slash = n ? memchr(s, '/', n) : NULL;

	return slash && slash > s ? (size_t)(slash - s) + 1 : 0;
}

/* Where the two names of "a/NAME b/NAME" meet, and how long their prefixes are; 0: nowhere. */
static size_t
meeting(const struct patch_text *s, size_t *prefix)
{
	size_t half = s->n / 2, first = prefix_of(s->s, s->n), slash;

	*prefix = 0;
	if (s->n % 2 && s->s[half] == ' ' && memcmp(s->s, s->s + half + 1, half) == 0)
		return half;
	slash = first;
	for (size_t at = first; first && at < s->n; at++) {
		size_t n = at - first;

		if (s->s[at] != ' ')
			continue;
		while (slash < s->n && (slash <= at || s->s[slash] != '/'))
			slash++;
		if (slash > at + 1 && n > 0 && n == s->n - slash - 1 &&
		    memcmp(s->s + first, s->s + slash + 1, n) == 0) {
			*prefix = first;
			return at;
		}
	}
	return 0;
}

/* The second of two names, of which one or both are in quotes, with its prefix. */
static char *
second_of_quoted(const struct patch_text *s)
{
	struct patch_text rest = *s;
	size_t end = 0;
	char *first;

	if (s->n && s->s[0] == '"') {
		first = quoted(s, &end);
		free(first);
		if (first == NULL || end + 1 >= s->n)
			return NULL;
		rest = patch_behind(s, end + 1);
		return patch_name(&rest);
	}
	for (size_t at = 0; at + 1 < s->n; at++) {
		if (s->s[at] == ' ' && s->s[at + 1] == '"') {
			rest = patch_behind(s, at + 1);
			return patch_name(&rest);
		}
	}
	return NULL;
}

static char *
without_prefix(char *name)
{
	size_t n = prefix_of(name, strlen(name));

	memmove(name, name + n, strlen(name + n) + 1);
	return name;
}

char *
patch_git_name(const struct patch_text *s, bool *same)
{
	size_t prefix = 0, at;
	char *name = second_of_quoted(s);

	*same = false;
	if (name)
		return without_prefix(name);
	at = s->n <= 2 * (PATCH_PATH + 64) ? meeting(s, &prefix) : 0;
	if (at) {
		*same = true;
		return as_text(s->s + prefix, at - prefix);
	}
	at = s->n;
	while (at > 0 && s->s[at - 1] != ' ')
		at--;
	return without_prefix(as_text(s->s + at, s->n - at));
}

/* " 2002-02-21 23:30:39..." at the end, where no tab is before it. */
static size_t
without_time(const char *s, size_t n)
{
	static const char form[] = " 0000-00-00 00:00:00";

	for (size_t at = 1; at + sizeof form - 1 <= n; at++) {
		size_t i = 0;

		while (form[i] && (form[i] == '0' ? isdigit((unsigned char)s[at + i]) != 0
						  : s[at + i] == form[i]))
			i++;
		if (form[i] == '\0') {
			while (at > 0 && s[at - 1] == ' ')
				at--;
			return at;
		}
	}
	return n;
}

static bool
is_nothing(const char *name, const char *behind, size_t n)
{
	static const char gone[] = "(nonexistent)";

	return strcmp(name, "/dev/null") == 0 ||
	       (n >= sizeof gone - 1 &&
		   memcmp(behind + n - sizeof gone + 1, gone, sizeof gone - 1) == 0);
}

char *
patch_plain_name(const struct patch_text *s)
{
	const char *tab = s->n ? memchr(s->s, '\t', s->n) : NULL;
	size_t n = tab ? (size_t)(tab - s->s) : without_time(s->s, s->n);
	struct patch_text name = { s->s, n };
	char *text = patch_name(&name);

	if (!is_nothing(text, s->s + n, s->n - n))
		return text;
	free(text);
	return NULL;
}

/* One of the letters that git puts in front. */
static bool
has_letter(const char *name)
{
	return name[0] != '\0' && strchr("abciow12", name[0]) && name[1] == '/' && name[2] != '\0';
}

void
patch_strip(char **old, char **new)
{
	size_t first, second;

	if (*old == NULL || *new == NULL) {
		char *only = *old ? *old : *new;

		if (only && has_letter(only))
			without_prefix(only);
		return;
	}
	if (strcmp(*old, *new) == 0)
		return;
	first = prefix_of(*old, strlen(*old));
	second = prefix_of(*new, strlen(*new));
	if ((has_letter(*old) && has_letter(*new)) ||
	    (first && second && strcmp(*old + first, *new + second) == 0)) {
		without_prefix(*old);
		without_prefix(*new);
	}
}
