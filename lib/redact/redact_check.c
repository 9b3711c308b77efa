/* Is what a pattern matched a secret? */
#include <math.h>
#include <string.h>

#include "redact/redact_private.h"

#define PASSWORD_MIN 6
#define HEX_MIN 24
#define IBAN_MIN 15
#define IBAN_MAX 34

/* Shannon's, in bits a byte. */
static double
entropy(const char *s, size_t n)
{
	unsigned counts[256] = { 0 };
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		counts[(unsigned char)s[i]]++;
	for (int i = 0; i < 256; i++) {
		double share = (double)counts[i] / (double)n;

		if (counts[i])
			sum -= share * log2(share);
	}
	return sum;
}

int
redact_class(char c)
{
	if (c >= 'a' && c <= 'z')
		return 1;
	if (c >= 'A' && c <= 'Z')
		return 2;
	return c >= '0' && c <= '9' ? 3 : 0;
}

char
redact_lower(char c)
{
	return redact_class(c) == 2 ? (char)(c | 0x20) : c;
}

/* word is in lower case */
static bool
equals(const char *s, const char *word, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (redact_lower(s[i]) != word[i])
			return false;
	}
	return true;
}

static bool
contains(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= n; i++) {
		if (equals(s + i, word, len))
			return true;
	}
	return false;
}

static bool
is_word(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && equals(s, word, n);
}

/* What stands where a secret would: a variable, a template, an ellipsis, a word that says so. */
static bool
is_placeholder(const char *s, size_t n)
{
	static const char *const within[] = { "${", "$(", "{{", "<%", "%(", "#{", "...", "***",
		"xxxx", "example", "placeholder", "changeme", "change-me", "change_me", "your",
		"redacted", "dummy", "insert", "replace", "<", "\xe2\x80\xa6" };
	static const char *const words[] = { "password", "passwd", "pass", "pwd", "secret", "token",
		"key", "api_key", "apikey", "user", "username", "undefined", "null", "none", "true",
		"false", "default", "required", "optional", "string", "test", "value",
		"credentials" };

	if (n == 0 || strchr("${<", s[0]) || (strchr("%@", s[0]) && s[n - 1] == s[0]))
		return true;
	for (size_t i = 0; i < sizeof within / sizeof within[0]; i++) {
		if (contains(s, n, within[i]))
			return true;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (is_word(s, n, words[i]))
			return true;
	}
	for (size_t i = 1; i < n; i++) {
		if (s[i] != s[0])
			return false;
	}
	return true;
}

/* A digit and a letter, or a sign that no name has. */
static bool
is_password(const char *s, size_t n)
{
	bool digit = false, letter = false, sign = false;

	for (size_t i = 0; i < n; i++) {
		int class = redact_class(s[i]);

		digit = digit || class == 3;
		letter = letter || class == 1 || class == 2;
		sign = sign || strchr("!#$%^&*+?~@", s[i]);
	}
	return n >= PASSWORD_MIN && letter && (digit || sign);
}

/* Names and words change between small letters, capitals and digits seldom, and have few digits;
   hexadecimal digits are told from words by two groups of digits. */
static bool
is_random(const char *s, size_t n)
{
	size_t changes = 0, runs = 0, counted = 0, hex = 0;
	int last = 0;

	for (size_t i = 0; i < n; i++) {
		int class = redact_class(s[i]);

		if (class == 0)
			continue;
		counted++;
		hex += class == 3 || (class == 1 && s[i] <= 'f');
		changes += last && class != last;
		runs += class == 3 && last != 3;
		last = class;
	}
	if (runs >= 2)
		return changes * 4 >= counted || (hex == n && n >= HEX_MIN);
	return runs == 1 && changes * 5 >= counted * 2;
}

/* ISO/IEC 7812-1, annex B. */
static bool
luhn(const char *s, size_t n)
{
	unsigned sum = 0, digits = 0;

	while (n-- > 0) {
		unsigned d = (unsigned)(s[n] - '0');

		if (redact_class(s[n]) != 3)
			continue;
		if (digits++ % 2 == 1)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return digits >= 13 && sum % 10 == 0;
}

static unsigned
iban_add(unsigned rest, char c)
{
	if (redact_class(c) == 3)
		return (rest * 10 + (unsigned)(c - '0')) % 97;
	return redact_class(c) == 2 ? (rest * 100 + (unsigned)(c - 'A') + 10) % 97 : rest;
}

/* ISO 13616: the first four behind the others, letters as two digits, modulo 97. */
static bool
iban_fits(const char *s, size_t n)
{
	unsigned rest = 0;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += s[i] != ' ';
	for (size_t i = 4; i < n; i++)
		rest = iban_add(rest, s[i]);
	for (size_t i = 0; i < 4; i++)
		rest = iban_add(rest, s[i]);
	return rest == 1 && count >= IBAN_MIN && count <= IBAN_MAX;
}

/* A word behind the number may look like its last group. */
static bool
iban(const char *s, size_t *n)
{
	for (size_t len = *n; len >= IBAN_MIN; len--) {
		if ((len == *n || s[len] == ' ') && iban_fits(s, len)) {
			*n = len;
			return true;
		}
	}
	return false;
}

static const char *const checks[] = { "literal", "password", "secret", "luhn", "iban" };

bool
redact_check_known(const char *name)
{
	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
		if (strcmp(checks[i], name) == 0)
			return true;
	}
	return false;
}

bool
redact_check(const struct redact_rule *rule, const char *s, size_t *n)
{
	const char *check = rule->check ? rule->check : "";

	if (strcmp(check, "luhn") == 0)
		return luhn(s, *n);
	if (strcmp(check, "iban") == 0)
		return iban(s, n);
	if (*check && is_placeholder(s, *n))
		return false;
	if (strcmp(check, "password") == 0 && !is_password(s, *n))
		return false;
	if (strcmp(check, "secret") == 0 && !is_random(s, *n))
		return false;
	return rule->entropy <= 0 || entropy(s, *n) >= rule->entropy;
}
