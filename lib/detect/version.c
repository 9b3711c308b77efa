#include "detect/version.h"

#include <stdint.h>
#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static uint64_t
number(const char **s)
{
	uint64_t n = 0;

	for (; is_digit(**s); ++*s) {
		if (n < UINT64_MAX / 100)
			n = n * 10 + (uint64_t)(**s - '0');
	}
	return n;
}

/* Is what stands behind the numbers of a version one of those that come before them alone? */
static bool
is_early(const char *rest)
{
	static const char *const early[] = { "rc", "a", "b", "alpha", "beta", "dev", "pre", "next",
		"canary", "m", "cr", "snapshot" };

	rest += strspn(rest, "-._");
	for (size_t i = 0; i < sizeof early / sizeof *early; i++) {
		size_t n = 0;

		while (early[i][n] && (rest[n] | 0x20) == early[i][n])
			n++;
		if (early[i][n] == '\0' && ((rest[n] | 0x20) < 'a' || (rest[n] | 0x20) > 'z'))
			return true;
	}
	return false;
}

int
version_compare(const char *a, const char *b)
{
	a += *a == 'v';
	b += *b == 'v';
	while (is_digit(*a) || is_digit(*b)) {
		uint64_t x = number(&a), y = number(&b);

		if (x != y)
			return x < y ? -1 : 1;
		a += *a == '.' && is_digit(a[1]);
		b += *b == '.' && is_digit(b[1]);
	}
	return (int)is_early(b) - (int)is_early(a);
}

static bool
fits_one(const char *version, const char *op, size_t n, const char *than)
{
	int order = version_compare(version, than);

	if (n == 0 || op[0] == '=')
		return order == 0;
	if (op[0] == '>')
		return n == 2 ? order >= 0 : order > 0;
	return n == 2 ? order <= 0 : order < 0;
}

bool
version_fits(const char *version, const char *condition)
{
	char than[VERSION_TEXT];

	condition += strspn(condition, " ,");
	if (*condition && *version == '\0')
		return false;
	while (*condition) {
		const char *op = condition;
		size_t n = strspn(op, "<>="), m;

		op += n;
		op += strspn(op, " ");
		m = strcspn(op, " ,");
		if (m == 0 || m >= sizeof than)
			return false;
		memcpy(than, op, m);
		than[m] = '\0';
		if (!fits_one(version, condition, n, than))
			return false;
		condition = op + m + strspn(op + m, " ,");
	}
	return true;
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
