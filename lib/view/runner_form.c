/*
 * Forms, and what of a name has to be escaped where.
 *
 * Source: what JavaScript, RE2 (Go), POSIX extended expressions (bash) and CMake agree on: a
 * backslash before a sign makes it itself, and a bracket expression without a backslash means the
 * same.
 */
#include <ctype.h>
#include <string.h>

#include "io/json.h"
#include "view/runner_private.h"

#define SIGNS "\\^$.|?*+()[]{}"
#define ANY_CONTROL "[^!-~]" /* a newline has another spelling in each of them */

static bool
is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The length of what a runner of JavaScript fills in: %s, $name.of, ${code}; 0 when there is
   nothing to fill in. */
static size_t template(const char *s)
{
	size_t n = 1;

	if (s[0] == '%' && s[1] && strchr("sdifjoOpc#$", s[1]))
		return 2;
	if (s[0] != '$')
		return 0;
	if (s[1] == '{') {
		const char *end = strchr(s, '}');

		return end ? (size_t)(end - s) + 1 : 0;
	}
	while (
	    is_name(s[n]) || (n > 1 && s[n] == '.' && is_name(s[n + 1])) || (n == 1 && s[n] == '#'))
		n++;
	return n > 1 ? n : 0;
}

static void
one_sign(const struct runner *runner, char c, struct buf *out)
{
	if ((unsigned char)c < ' ' || c == '\x7f') {
		buf_str(out, ANY_CONTROL);
		return;
	}
	if (strchr(runner->escaped, c))
		buf_str(out, "\\\\?");
	if (strchr(SIGNS, c))
		buf_char(out, '\\');
	buf_char(out, c);
}

static void
as_regex(const struct runner *runner, const char *s, struct buf *out)
{
	size_t separator = strlen(runner->separator);

	while (*s) {
		size_t n = runner->templates ? template(s) : 0;

		if (n) {
			buf_str(out, ".*");
			s += n;
		} else if (separator && strncmp(s, runner->separator, separator) == 0) {
			buf_str(out, "( |");
			for (const char *c = runner->separator; *c; c++)
				one_sign(runner, *c, out);
			buf_char(out, ')');
			s += separator;
		} else {
			if (runner->templates && s[0] == '%' && s[1] == '%')
				s++;
			one_sign(runner, *s++, out);
		}
	}
}

static bool
is_word(const char *s)
{
	for (const char *c = s; *c; c++) {
		if ((unsigned char)*c < 0x80 && !is_name(*c) && strchr("$./", *c) == NULL)
			return false;
	}
	return *s != '\0';
}

static bool
add_value(
    const struct runner *runner, const char *value, enum runner_escape escape, struct buf *out)
{
	if (escape == RUNNER_WORD && !is_word(value))
		return false;
	if (escape == RUNNER_REGEX)
		as_regex(runner, value, out);
	else
		buf_str(out, value);
	return true;
}

/* A place is {word}; any other brace stands for itself. */
static size_t
place(const char *form)
{
	size_t n = 1;

	if (*form != '{')
		return 0;
	while (islower((unsigned char)form[n]))
		n++;
	return n > 1 && form[n] == '}' ? n + 1 : 0;
}

bool
runner_has_place(const char *form)
{
	for (; *form; form++) {
		if (place(form))
			return true;
	}
	return false;
}

bool
runner_knows_places(const char *form)
{
	struct buf ignored;
	bool knows = true;

	buf_init(&ignored, BUF_TEXT);
	for (; *form; form++) {
		if (place(form))
			knows = knows && runner_value(form + 1, place(form) - 2, NULL, &ignored);
	}
	buf_fini(&ignored);
	return knows;
}

bool
runner_form(const struct runner *runner, const char *form, const struct json *test,
    enum runner_escape escape, struct buf *out)
{
	size_t before = out->len;
	struct buf value;
	bool fine = true;

	buf_init(&value, BUF_TEXT);
	while (*form && fine) {
		size_t n = place(form);

		buf_clear(&value);
		if (n && runner_value(form + 1, n - 2, test, &value)) {
			fine = add_value(runner, value.s, escape, out);
			form += n;
		} else {
			buf_char(out, *form++);
		}
	}
	buf_fini(&value);
	if (!fine)
		buf_cut(out, before);
	return fine;
}

void
runner_path(const char *path, struct buf *out)
{
	if (*path == '-' || *path == '@')
		buf_str(out, "./");
	buf_str(out, path);
}

/* xargs: a backslash in front makes any character an ordinary one. */
static void
quoted(const char *arg, struct buf *out)
{
	for (; *arg; arg++) {
		if (strchr(" \t\n\v\f\r'\"\\", *arg))
			buf_char(out, '\\');
		buf_char(out, *arg);
	}
}

void
runner_print(const struct strings *args, bool nul, struct buf *out)
{
	for (size_t i = 0; i < args->len; i++) {
		if (nul)
			buf_str(out, args->at[i]);
		else
			quoted(args->at[i], out);
		buf_char(out, nul ? '\0' : '\n');
	}
}
