/* Names and addresses of the net. */

#include <ctype.h>
#include <string.h>

#include "doc/schema_format.h"

#define LABEL 63
#define HOST_NAME 253

static bool
is_other(char c)
{
	return ((unsigned char)c & 0x80) != 0;
}

/* Labels of letters, digits and inner dashes; with `wide` also anything beyond ASCII. */
static bool
is_host(const char *s, size_t n, bool wide)
{
	size_t label = 0;

	if (n == 0 || n > HOST_NAME)
		return false;
	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? s[i] : '.';

		if (c == '.') {
			if (label == 0 || label > LABEL || s[i - 1] == '-')
				return false;
			label = 0;
			continue;
		}
		if (!isalnum((unsigned char)c) && !(wide && is_other(c)) &&
		    !(c == '-' && label > 0))
			return false;
		label++;
	}
	return true;
}

bool
format_hostname(const char *s)
{
	return is_host(s, strlen(s), false);
}

static bool
is_ipv4(const char *s, size_t n)
{
	size_t i = 0;

	for (int part = 0; part < 4; part++) {
		size_t start = i;
		int value = 0;

		for (; i < n && isdigit((unsigned char)s[i]) && i - start < 3; i++)
			value = value * 10 + (s[i] - '0');
		if (i == start || value > 255 || (i - start > 1 && s[start] == '0'))
			return false;
		if (part < 3 && (i == n || s[i++] != '.'))
			return false;
	}
	return i == n;
}

static bool
is_ipv6(const char *s, size_t n)
{
	int groups = 0;
	bool gap = false;
	size_t i = 0;

	if (n >= 1 && s[0] == ':' && (n < 2 || s[1] != ':'))
		return false;
	while (i < n) {
		size_t start = i;

		if (i + 1 < n && s[i] == ':' && s[i + 1] == ':') {
			if (gap)
				return false;
			gap = true;
			i += 2;
			continue;
		}
		while (i < n && isxdigit((unsigned char)s[i]) && i - start < 5)
			i++;
		if (i < n && s[i] == '.')
			return is_ipv4(s + start, n - start) && (gap ? groups <= 5 : groups == 6);
		if (i == start || i - start > 4)
			return false;
		groups++;
		if (i < n && (s[i] != ':' || i + 1 == n))
			return false;
		if (i + 1 < n && s[i + 1] != ':')
			i++;
	}
	return gap ? groups <= 7 : groups == 8;
}

bool
format_ipv4(const char *s)
{
	return is_ipv4(s, strlen(s));
}

bool
format_ipv6(const char *s)
{
	return is_ipv6(s, strlen(s));
}

/* A local part of dotted atoms or in quotes, and a host or an address in brackets. */
static bool
is_email(const char *s, bool wide)
{
	const char *at = strrchr(s, '@');
	size_t n = at ? (size_t)(at - s) : 0;
	bool quoted = n > 2 && s[0] == '"' && s[n - 1] == '"';

	if (n == 0 || n > 64)
		return false;
	for (size_t i = 0; i < n && !quoted; i++) {
		bool dot = s[i] == '.';

		if (dot && (i == 0 || i + 1 == n || s[i + 1] == '.'))
			return false;
		if (!dot && !isalnum((unsigned char)s[i]) && !strchr("!#$%&'*+-/=?^_`{|}~", s[i]) &&
		    !(wide && is_other(s[i])))
			return false;
	}
	at++;
	n = strlen(at);
	if (n > 6 && strncmp(at, "[IPv6:", 6) == 0 && at[n - 1] == ']')
		return is_ipv6(at + 6, n - 7);
	if (n > 2 && at[0] == '[' && at[n - 1] == ']')
		return is_ipv4(at + 1, n - 2);
	return is_host(at, n, wide);
}

bool
format_email(const char *s)
{
	return is_email(s, false);
}

bool
format_idn_email(const char *s)
{
	return is_email(s, true);
}

/* n bytes that may stand in a URI as they are, or as %XX. */
static bool
is_text(const char *s, size_t n, const char *also, bool wide)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '%') {
			if (i + 2 >= n || !isxdigit((unsigned char)s[i + 1]) ||
			    !isxdigit((unsigned char)s[i + 2]))
				return false;
			i += 2;
			continue;
		}
		if (!isalnum((unsigned char)s[i]) && !strchr("-._~!$&'()*+,;=", s[i]) &&
		    !strchr(also, s[i]) && !(wide && is_other(s[i])))
			return false;
	}
	return true;
}

static bool
is_authority(const char *s, size_t n, bool wide)
{
	const char *at = memchr(s, '@', n);
	size_t user = at ? (size_t)(at - s) + 1 : 0, host = user, port;

	if (user && !is_text(s, user - 1, ":", wide))
		return false;
	if (host < n && s[host] == '[') {
		const char *end = memchr(s + host, ']', n - host);

		if (end == NULL || !is_ipv6(s + host + 1, (size_t)(end - s) - host - 1))
			return false;
		port = (size_t)(end - s) + 1;
	} else {
		for (port = host; port < n && s[port] != ':'; port++)
			;
		if (!is_text(s + host, port - host, "", wide))
			return false;
	}
	if (port < n && s[port] != ':')
		return false;
	for (size_t i = port + 1; i < n; i++) {
		if (!isdigit((unsigned char)s[i]))
			return false;
	}
	return true;
}

static size_t
scheme(const char *s)
{
	size_t n = 0;

	if (!isalpha((unsigned char)*s))
		return 0;
	while (isalnum((unsigned char)s[n]) || (s[n] && strchr("+-.", s[n])))
		n++;
	return s[n] == ':' ? n + 1 : 0;
}

static bool
is_uri(const char *s, bool reference, bool wide)
{
	size_t n = scheme(s), path;

	if (n == 0 && !reference)
		return false;
	s += n;
	if (s[0] == '/' && s[1] == '/') {
		size_t authority = strcspn(s + 2, "/?#");

		if (!is_authority(s + 2, authority, wide))
			return false;
		s += 2 + authority;
	} else if (n == 0 && strcspn(s, ":") < strcspn(s, "/?#")) {
		return false;
	}
	path = strcspn(s, "?#");
	if (!is_text(s, path, "/:@", wide))
		return false;
	s += path;
	if (*s == '?') {
		size_t query = strcspn(s + 1, "#");

		if (!is_text(s + 1, query, "/:@?", wide))
			return false;
		s += 1 + query;
	}
	return *s == '\0' || is_text(s + 1, strlen(s + 1), "/:@?", wide);
}

bool
format_uri(const char *s)
{
	return is_uri(s, false, false);
}

bool
format_uri_reference(const char *s)
{
	return is_uri(s, true, false);
}

bool
format_iri(const char *s)
{
	return is_uri(s, false, true);
}

bool
format_iri_reference(const char *s)
{
	return is_uri(s, true, true);
}
