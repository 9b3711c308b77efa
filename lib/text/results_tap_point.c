/* One test point: its name, its directive, and what runners put into the name. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/results_private.h"
#include "text/results_tap.h"

static bool
has(const char *s, size_t n, const char *text)
{
	size_t m = strlen(text);

	return n >= m && memcmp(s, text, m) == 0;
}

static bool
has_nocase(const char *s, size_t n, const char *text)
{
	for (; *text; s++, n--, text++) {
		if (n == 0 || tolower((unsigned char)*s) != *text)
			return false;
	}
	return true;
}

/* The place of an unescaped '#' that begins a directive, or n. */
static size_t
find_directive(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\\' && i + 1 < n)
			i++;
		else if (s[i] == '#' && (i == 0 || isspace((unsigned char)s[i - 1])))
			return i;
	}
	return n;
}

static const char *
unescaped(struct results *r, const char *s, size_t n)
{
	char *text = mem_strndup(s, n), *to = text;
	const char *kept;

	for (const char *from = text; *from; from++) {
		if (from[0] == '\\' && (from[1] == '\\' || from[1] == '#'))
			from++;
		*to++ = *from;
	}
	kept = results_plain(r, text, (size_t)(to - text), RESULTS_NAME);
	free(text);
	return kept;
}

static void
read_directive(struct results *r, struct results_case *c, const char *s, size_t n)
{
	size_t word = 0;
	bool ok = c->status == RESULTS_PASSED;

	while (n > 0 && (*s == '#' || isspace((unsigned char)*s)))
		s++, n--;
	if (has_nocase(s, n, "time="))
		c->duration_ms = tap_duration(s + 5, n - 5);
	if (has_nocase(s, n, "skip"))
		c->status = RESULTS_SKIPPED;
	else if (has_nocase(s, n, "todo"))
		c->status = ok ? RESULTS_XPASS : RESULTS_TODO;
	else
		return;
	while (word < n && !isspace((unsigned char)s[word]))
		word++;
	c->message = results_plain(r, s + word, n - word, RESULTS_MESSAGE);
	if (strcmp(c->message, "-") == 0)
		c->message = "";
}

/* "name in 12ms", as bats prints it with --timing. */
static size_t
without_timing(struct results_case *c, const char *s, size_t n)
{
	size_t i = n;

	if (n < 8 || memcmp(s + n - 2, "ms", 2) != 0)
		return n;
	for (i = n - 2; i > 0 && isdigit((unsigned char)s[i - 1]); i--)
		;
	if (i == n - 2 || i < 5 || memcmp(s + i - 4, " in ", 4) != 0)
		return n;
	c->duration_ms = tap_duration(s + i, n - i);
	return i - 4;
}

/* "file.c:case:test: what it said", as Check names its points. */
static void
split_check(struct results *r, struct results_case *c)
{
	const char *s = strstr(c->name, ".c:"), *test = s ? strchr(s + 3, ':') : NULL;
	const char *said = test ? strstr(test + 1, ": ") : NULL;

	if (said == NULL || memchr(c->name, ' ', (size_t)(said - c->name)))
		return;
	c->file = results_text(r, c->name, (size_t)(s + 2 - c->name), RESULTS_NAME);
	c->classname = results_text(r, s + 3, (size_t)(test - s - 3), RESULTS_NAME);
	if (results_is_failure(c->status)) {
		c->message = results_name(r, said + 2);
		c->status = results_why(c->status, "", c->message);
	}
	c->name = results_text(r, test + 1, (size_t)(said - test - 1), RESULTS_NAME);
}

/* s is behind "ok 1 - ".  Gives whether subtests in braces follow. */
bool
tap_point(struct results *r, struct results_case *c, const char *s, size_t n)
{
	size_t at = find_directive(s, n);
	bool brace;

	read_directive(r, c, s + at, n - at);
	while (at > 0 && isspace((unsigned char)s[at - 1]))
		at--;
	brace = at > 0 && s[at - 1] == '{';
	at = without_timing(c, s, at - brace);
	c->name = unescaped(r, s, at);
	split_check(r, c);
	return brace;
}

static bool
is_amount(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isdigit((unsigned char)s[i]) && strchr(".ms ", s[i]) == NULL)
			return false;
	}
	return n > 0;
}

bool
tap_is_total(const char *s, size_t n)
{
	static const char *const words[] = { "tests ", "suites ", "pass ", "fail ", "skip ",
		"cancelled ", "skipped ", "todo ", "duration_ms ", "time=" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t m = strlen(words[i]);

		if (has(s, n, words[i]) && is_amount(s + m, n - m))
			return true;
	}
	return false;
}
