#include "detect/jsonc.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"

static size_t
string(const char *s, size_t n)
{
	size_t i = 1;

	while (i < n && s[i] != '"')
		i += s[i] == '\\' ? 2 : 1;
	return i < n ? i + 1 : n;
}

static size_t
comment(const char *s, size_t n)
{
	size_t i = 2;

	if (n < 2 || s[0] != '/' || (s[1] != '/' && s[1] != '*'))
		return 0;
	while (i < n && s[1] == '/' && s[i] != '\n')
		i++;
	while (s[1] == '*' && i < n && !(s[i] == '/' && s[i - 1] == '*' && i > 2))
		i++;
	return i < n && s[1] == '*' ? i + 1 : i;
}

static void
blank(char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s[i] = s[i] == '\n' ? '\n' : ' ';
}

/* What JSON does not have becomes blanks. */
static void
plain(char *s, size_t n)
{
	char *comma = NULL;

	for (size_t i = 0, step; i < n; i += step) {
		step = comment(s + i, n - i);
		if (step > 0) {
			blank(s + i, step);
			continue;
		}
		step = s[i] == '"' ? string(s + i, n - i) : 1;
		if (strchr(" \t\r\n", s[i]) && s[i])
			continue;
		if (comma && (s[i] == ']' || s[i] == '}'))
			*comma = ' ';
		comma = s[i] == ',' ? s + i : NULL;
	}
}

enum status
jsonc_parse(const char *text, size_t n, struct json **out, struct err *err)
{
	char *copy = mem_strndup(text, n);
	enum status st;

	plain(copy, n);
	st = json_parse(copy, n, out, err);
	free(copy);
	return st;
}
