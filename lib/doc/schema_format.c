/* The formats that are asserted.  Others are remarks, as draft-07 allows. */

#include "doc/schema_format.h"

#include <ctype.h>
#include <string.h>

#include "base/uuid.h"
#include "io/regex.h"

static bool
is_regex(const char *s)
{
	struct err err = ERR_INIT;
	struct regex *re = NULL;

	if (regex_compile(s, REGEX_ECMA, &re, &err))
		return false;
	regex_free(re);
	return true;
}

/* Every ~ is followed by 0 or 1. */
static bool
tildes_are_escapes(const char *s)
{
	for (; (s = strchr(s, '~')) != NULL; s++) {
		if (s[1] != '0' && s[1] != '1')
			return false;
	}
	return true;
}

static bool
is_json_pointer(const char *s)
{
	return (*s == '\0' || *s == '/') && tildes_are_escapes(s);
}

static bool
is_relative_json_pointer(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (n == 0 || (n > 1 && *s == '0'))
		return false;
	return strcmp(s + n, "#") == 0 || is_json_pointer(s + n);
}

/* RFC 6570: braces pair up, are not nested, and hold something without spaces or quotes. */
static bool
is_uri_template(const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "{}");

		if (strcspn(s, " \"'<>\\^`|") < n || s[n] == '}')
			return false;
		s += n;
		if (*s == '\0')
			return true;
		n = strcspn(s + 1, "{} \"<>\\");
		if (n == 0 || s[n + 1] != '}')
			return false;
		s += n + 2;
	}
	return true;
}

static const struct {
	const char *name;
	format_check *check;
} formats[] = {
	{ "date", format_date },
	{ "date-time", format_date_time },
	{ "email", format_email },
	{ "hostname", format_hostname },
	{ "idn-email", format_idn_email },
	{ "ipv4", format_ipv4 },
	{ "ipv6", format_ipv6 },
	{ "iri", format_iri },
	{ "iri-reference", format_iri_reference },
	{ "json-pointer", is_json_pointer },
	{ "regex", is_regex },
	{ "relative-json-pointer", is_relative_json_pointer },
	{ "time", format_time },
	{ "uri", format_uri },
	{ "uri-reference", format_uri_reference },
	{ "uri-template", is_uri_template },
	{ "uuid", uuid_check },
};

format_check *
schema_format(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].check;
	}
	return NULL;
}

static const char *
digits(const char *s, int n, int min, int max)
{
	int value = 0;

	if (s == NULL)
		return NULL;
	for (int i = 0; i < n; i++, s++) {
		if (!isdigit((unsigned char)*s))
			return NULL;
		value = value * 10 + (*s - '0');
	}
	return value >= min && value <= max ? s : NULL;
}

static const char *
one_of(const char *s, const char *set)
{
	return s && *s && strchr(set, *s) ? s + 1 : NULL;
}

/* The end of a full-date, or NULL. */
static const char *
date(const char *s)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const char *p = one_of(digits(s, 4, 0, 9999), "-");
	int year, month;

	p = one_of(digits(p, 2, 1, 12), "-");
	if (p == NULL)
		return NULL;
	year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
	month = (s[5] - '0') * 10 + (s[6] - '0');
	return digits(p, 2, 1,
	    days[month - 1] +
		(month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)));
}

/* The end of a full-time, or NULL.  A leap second is taken at any minute. */
static const char *
time_of_day(const char *s)
{
	const char *p = one_of(digits(s, 2, 0, 23), ":");

	p = digits(one_of(digits(p, 2, 0, 59), ":"), 2, 0, 60);
	if (p && *p == '.') {
		size_t n = strspn(p + 1, "0123456789");

		p = n ? p + 1 + n : NULL;
	}
	if (p && (*p == 'Z' || *p == 'z'))
		return p + 1;
	return digits(one_of(digits(one_of(p, "+-"), 2, 0, 23), ":"), 2, 0, 59);
}

bool
format_date(const char *s)
{
	const char *end = date(s);

	return end && *end == '\0';
}

bool
format_time(const char *s)
{
	const char *end = time_of_day(s);

	return end && *end == '\0';
}

bool
format_date_time(const char *s)
{
	const char *end = one_of(date(s), "Tt");

	end = end ? time_of_day(end) : NULL;
	return end && *end == '\0';
}
