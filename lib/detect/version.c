#include "detect/version.h"

#include <stdint.h>
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

void
version_numbers(const char *version, char out[VERSION_TEXT])
{
	const char *s = version + (*version == 'v');
	size_t n = 0;
	bool dotted = false;

	out[0] = '\0';
	if (s[length(s)] || length(s) >= VERSION_TEXT)
		return;
	while (is_digit(s[n]) || (n > 0 && s[n] == '.' && is_digit(s[n + 1])))
		dotted |= s[n++] == '.';
	if (!dotted && s[n] && s[n] != '-') /* as a hash begins */
		return;
	memcpy(out, s, n);
	out[n] = '\0';
}

struct comparison {
	char op[3];
	const char *than;
};

/* One comparison, and what stands behind it; NULL where there is none. */
static const char *
comparison(const char *s, struct comparison *out)
{
	size_t n = strspn(s, "<>="), m;

	if (n == 0 || n > 2 || (n == 2 && (*s == '=' || s[1] != '=')))
		return NULL;
	memcpy(out->op, s, n);
	out->op[n] = '\0';
	s += n;
	s += strspn(s, " ");
	out->than = s;
	for (m = 0; is_digit(s[m]) || (m > 0 && s[m] == '.' && is_digit(s[m + 1])); m++)
		;
	if (m == 0 || (s[m] && s[m] != ' '))
		return NULL;
	return s + m + strspn(s + m, " ");
}

bool
version_condition(const char *condition)
{
	struct comparison c;

	condition += strspn(condition, " ");
	while (condition && *condition)
		condition = comparison(condition, &c);
	return condition != NULL;
}

static uint64_t
number(const char **s)
{
	uint64_t n = 0;

	for (; is_digit(**s); ++*s) {
		if (n < UINT64_MAX / 100)
			n = n * 10 + (uint64_t)(**s - '0');
	}
	*s += **s == '.';
	return n;
}

/* <0, 0, >0; a number that is not there is 0. */
static int
compare(const char *a, const char *b)
{
	while (is_digit(*a) || is_digit(*b)) {
		uint64_t x = number(&a), y = number(&b);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

static bool
holds(const char *numbers, const struct comparison *c)
{
	int order = compare(numbers, c->than);

	if (order == 0)
		return c->op[0] == '=' || c->op[1] == '=';
	return c->op[0] == (order < 0 ? '<' : '>');
}

bool
version_fits(const char *numbers, const char *condition)
{
	struct comparison c;

	condition += strspn(condition, " ");
	if (*condition && *numbers == '\0')
		return false;
	while (condition && *condition) {
		condition = comparison(condition, &c);
		if (condition == NULL || !holds(numbers, &c))
			return false;
	}
	return true;
}
