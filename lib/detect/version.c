#include "detect/version.h"

#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of a version at s. */
static size_t
length(const char *s)
{
	size_t n = 0;

	while (is_digit(s[n]) || (s[n] >= 'a' && s[n] <= 'z') || (s[n] >= 'A' && s[n] <= 'Z') ||
	       (s[n] && strchr(".-+_!~", s[n])))
		n++;
	while (n > 0 && strchr(".-+_!~", s[n - 1]))
		n--;
	return n;
}

void
version_first(const char *constraint, char out[VERSION_TEXT])
{
	const char *s = constraint;
	size_t n;

	while (*s && !is_digit(*s))
		s++;
	n = length(s);
	if (n >= VERSION_TEXT)
		n = 0;
	memcpy(out, s, n);
	out[n] = '\0';
}

bool
version_only(const char *constraint, bool bare, char out[VERSION_TEXT])
{
	const char *s = constraint + strspn(constraint, " ");
	size_t equals = strspn(s, "="), n;

	s += equals;
	s += strspn(s, " ");
	s += *s == 'v';
	n = length(s);
	if ((equals == 0 && !bare) || !is_digit(*s) || n >= VERSION_TEXT ||
	    s[n + strspn(s + n, " ")] || strstr(s, ".x") || strstr(s, ".+"))
		return false;
	memcpy(out, s, n);
	out[n] = '\0';
	return true;
}
