/* What the readers of results share: texts, numbers, lines. */

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "base/utf8.h"
#include "io/json.h"
#include "text/excerpt.h"
#include "text/results_private.h"

#define NOTES_MAX 100

struct results_case *
results_add(struct results *r)
{
	struct results_case *c;

	if (r->cases.len == RESULTS_MAX) {
		r->over = true;
		c = vec_last(&r->cases);
	} else {
		c = vec_add(&r->cases);
	}
	*c = (struct results_case){ .name = "",
		.classname = "",
		.file = "",
		.raw = "",
		.message = "",
		.type = "",
		.trace = "",
		.duration_ms = -1,
		.attempts = 1 };
	return c;
}

struct results_case *
results_add_outside(
    struct results *r, enum results_status status, const char *name, const char *message)
{
	struct results_case *c = results_add(r);

	c->outside = true;
	c->status = status;
	c->name = results_name(r, name);
	c->message = results_plain(r, message, strlen(message), RESULTS_MESSAGE);
	return c;
}

const char *
results_text(struct results *r, const char *s, size_t n, size_t max)
{
	struct buf b;
	const char *text;

	if (n == 0)
		return "";
	n = excerpt_cut(s, n, max);
	if (utf8_check(s, n) == n && memchr(s, '\0', n) == NULL)
		return arena_strndup(&r->arena, s, n);
	buf_init(&b, BUF_DOCUMENT);
	utf8_repair(&b, s, n);
	for (size_t i = 0; i < b.len; i++) {
		if (b.s[i] == '\0')
			b.s[i] = ' ';
	}
	text = arena_strndup(&r->arena, b.s, b.len);
	buf_fini(&b);
	return text;
}

const char *
results_name(struct results *r, const char *s)
{
	return results_text(r, s, strlen(s), RESULTS_NAME);
}

/* How long the control sequence at s is, 0 when there is none. */
static size_t
sequence(const char *s, size_t n)
{
	size_t i = 2;

	if (n < 2 || s[0] != '\x1b')
		return 0;
	if (s[1] != '[')
		return 2;
	while (i < n && (s[i] < 0x40 || s[i] > 0x7e))
		i++;
	return i < n ? i + 1 : n;
}

const char *
results_plain(struct results *r, const char *s, size_t n, size_t max)
{
	struct buf b;
	const char *text;

	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	if (memchr(s, '\x1b', n) == NULL)
		return results_text(r, s, n, max);
	buf_init(&b, BUF_DOCUMENT);
	for (size_t i = 0; i < n;) {
		size_t skip = sequence(s + i, n - i);

		if (skip == 0)
			buf_char(&b, s[i]);
		i += skip ? skip : 1;
	}
	text = results_text(r, b.s, b.len, max);
	buf_fini(&b);
	return text;
}

const char *
results_join(struct results *r, const char *a, const char *b, size_t max)
{
	struct buf both;
	const char *text;

	if (*a == '\0' || *b == '\0' || strlen(a) >= max)
		return *a ? a : b;
	buf_init(&both, BUF_DOCUMENT);
	buf_printf(&both, "%s\n%s", a, b);
	text = results_text(r, both.s, both.len, max);
	buf_fini(&both);
	return text;
}

const struct results_suite *
results_suite(struct results *r, const struct results_suite *parent, const char *name)
{
	struct results_suite *suite = arena_alloc(&r->arena, sizeof *suite);

	*suite = (struct results_suite){ results_name(r, name), parent };
	return suite;
}

void
results_note(struct results *r, const char *fmt, ...)
{
	char text[512];
	va_list args;

	if (r->notes.len >= NOTES_MAX)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	text[utf8_check(text, strlen(text))] = '\0';
	strings_add(&r->notes, text);
}

int64_t
results_ms(double ms)
{
	return ms >= 0 && ms <= RESULTS_MS ? (int64_t)llround(ms) : -1;
}

int
results_digits(const char *s, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n && isdigit((unsigned char)s[i]); i++) {
		if (value >= 100000000)
			return 1000000000;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

int
results_int(double d)
{
	return d > 0 && d < 1e9 ? (int)d : 0;
}

const char *
results_member(struct results *r, const struct json *object, const char *key, size_t max)
{
	const char *s = json_get_string(object, key);

	return results_plain(r, s, strlen(s), max);
}

/* A comma divides thousands, but where it can only be the decimal one. */
static bool
comma_is_decimal(const char *s)
{
	const char *comma = strchr(s, ',');
	size_t digits;

	if (comma == NULL || strchr(s, '.') || strchr(comma + 1, ','))
		return false;
	digits = strspn(comma + 1, "0123456789");
	return digits != 3 || (comma == s + 1 && *s == '0');
}

int64_t
results_seconds(const char *s)
{
	bool decimal = comma_is_decimal(s), digits = false, fraction = false;
	double value = 0, unit = 1;
	int exponent = 0, sign = 1;

	for (; *s == ' '; s++)
		;
	for (; isdigit((unsigned char)*s) || *s == '.' || *s == ','; s++) {
		if (*s == '.' || (*s == ',' && decimal)) {
			fraction = true;
			continue;
		}
		if (*s == ',')
			continue;
		digits = true;
		value = value * 10 + (*s - '0');
		unit *= fraction ? 10 : 1;
	}
	if (*s == 'e' || *s == 'E') {
		s++;
		sign = *s == '-' ? -1 : 1;
		s += *s == '-' || *s == '+';
		for (; isdigit((unsigned char)*s) && exponent < 400; s++)
			exponent = exponent * 10 + (*s - '0');
	}
	if (!digits || (*s && *s != ' ' && *s != 's'))
		return -1;
	return results_ms(value / unit * pow(10, sign * exponent) * 1000);
}

/* "+01:30" in ms, 0 for anything else. */
static int64_t
offset_of(const char *zone)
{
	if ((*zone != '+' && *zone != '-') || strspn(zone + 1, "0123456789:") != 5 ||
	    zone[3] != ':')
		return 0;
	return (*zone == '-' ? -1 : 1) * 60000 *
	       ((zone[1] - '0') * 600 + (zone[2] - '0') * 60 + (zone[4] - '0') * 10 +
		   (zone[5] - '0'));
}

/* A fraction is made three digits, a blank between day and time a T, and where no zone is said it
   is UTC. */
int64_t
results_time(const char *s)
{
	size_t n = strlen(s), digits = 0;
	char text[64], fraction[4] = "000";
	const char *zone;
	int64_t ms;

	if (n < 19 || n > 40)
		return -1;
	if (s[19] == '.')
		digits = strspn(s + 20, "0123456789");
	if (digits)
		memcpy(fraction, s + 20, digits < 3 ? digits : 3);
	zone = s + 19 + (digits ? digits + 1 : 0);
	snprintf(text, sizeof text, "%.10sT%.8s.%s%s", s, s + 11, fraction,
	    *zone == '\0' || offset_of(zone) ? "Z" : zone);
	return time_parse(text, &ms) && ms > offset_of(zone) ? ms - offset_of(zone) : -1;
}

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool
ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

bool
results_timed_out(const char *message)
{
	return strstr(message, "Exceeded timeout of ") || strstr(message, "Test timed out in ") ||
	       strstr(message, "Timeout of ");
}

enum results_status
results_why(enum results_status status, const char *type, const char *message)
{
	static const char *const timeouts[] = { "Timeout", "Failed: Timeout",
		"test timed out after", "Test timeout expired", "panic: test timed out",
		"timed out after" };
	static const char *const crashes[] = { "SEGFAULT", "SegFault", "Segmentation fault",
		"Subprocess aborted", "Subprocess killed", "Exception: SegFault",
		"The forked VM terminated", "Received signal", "Early exit",
		"(after this point) Received signal", "(after this point) Early exit" };

	if (ends(type, "TimedOutException") || ends(type, "TimeoutException") ||
	    strcmp(type, "test timeout") == 0)
		return RESULTS_TIMEOUT;
	if (starts(type, "test abort"))
		return RESULTS_CRASH;
	if (results_timed_out(message))
		return RESULTS_TIMEOUT;
	for (size_t i = 0; i < sizeof timeouts / sizeof *timeouts; i++) {
		if (starts(message, timeouts[i]))
			return RESULTS_TIMEOUT;
	}
	for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
		if (starts(message, crashes[i]))
			return RESULTS_CRASH;
	}
	return status;
}

bool
results_line(const char **at, const char *end, const char **line, size_t *n)
{
	const char *stop;

	if (*at >= end)
		return false;
	stop = memchr(*at, '\n', (size_t)(end - *at));
	*line = *at;
	*at = stop ? stop + 1 : end;
	*n = (size_t)((stop ? stop : end) - *line);
	if (*n && (*line)[*n - 1] == '\r')
		--*n;
	return true;
}

static unsigned
hex4(const char *s, const char *end)
{
	unsigned value = 0;

	if (end - s < 4)
		return 0x10000;
	for (int i = 0; i < 4; i++) {
		const char *digit = memchr("0123456789abcdefABCDEF", s[i], 22);

		if (digit == NULL)
			return 0x10000;
		value = value * 16 + (unsigned)(isdigit((unsigned char)s[i])
						    ? s[i] - '0'
						    : tolower((unsigned char)s[i]) - 'a' + 10);
	}
	return value;
}

/* At a backslash: make "\u0000" and surrogates without their other half "\ufffd"; gives what
   follows the escape. */
static char *
mend_escape(char *s, const char *end)
{
	unsigned code;

	if (end - s < 6 || s[1] != 'u')
		return s + 2 < end ? s + 2 : s + (end - s);
	code = hex4(s + 2, end);
	if (code >= 0xd800 && code < 0xdc00 && end - s >= 12 && s[6] == '\\' && s[7] == 'u' &&
	    hex4(s + 8, end) >= 0xdc00 && hex4(s + 8, end) < 0xe000)
		return s + 12;
	if (code == 0 || (code >= 0xd800 && code < 0xe000))
		memcpy(s + 2, "fffd", 4);
	return s + 6;
}

enum status
results_json(const char *s, size_t n, struct json **out, struct err *err)
{
	struct buf b;
	enum status st;

	if (utf8_check(s, n) == n && memchr(s, '\\', n) == NULL)
		return json_parse(s, n, out, err);
	buf_init(&b, n * 3 + 1);
	utf8_repair(&b, s, n);
	for (char *p = b.s; p && p < b.s + b.len;) {
		p = memchr(p, '\\', (size_t)(b.s + b.len - p));
		if (p)
			p = mend_escape(p, b.s + b.len);
	}
	st = json_parse(b.s, b.len, out, err);
	buf_fini(&b);
	return st;
}
