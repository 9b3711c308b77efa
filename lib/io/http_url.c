#include "io/http.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* "https://" and the like: its length, 0 for any other. */
static size_t
read_scheme(const char *text, struct http_url *out)
{
	static const struct {
		const char *name;
		int port;
	} known[] = { { "http", 80 }, { "https", 443 } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t n = strlen(known[i].name);

		if (strncasecmp(text, known[i].name, n) != 0 || strncmp(text + n, "://", 3) != 0)
			continue;
		snprintf(out->scheme, sizeof out->scheme, "%s", known[i].name);
		out->port = known[i].port;
		return n + 3;
	}
	return 0;
}

/* A name, or an address; one of version 6 stands in brackets, which are not kept. */
static size_t
read_host(const char *text, struct http_url *out)
{
	bool six = *text == '[';
	size_t n = 0;
	const char *s = text + six;

	for (; isalnum((unsigned char)*s) || (*s && strchr(six ? ":." : "-._", *s)); s++) {
		if (n + 1 == sizeof out->host)
			return 0;
		out->host[n++] = (char)tolower((unsigned char)*s);
	}
	out->host[n] = '\0';
	if (n == 0 || (six && *s != ']'))
		return 0;
	return (size_t)(s - text) + six;
}

static size_t
read_port(const char *text, struct http_url *out)
{
	size_t n = 1;
	int port = 0;

	if (*text != ':')
		return 0;
	for (; n <= 5 && isdigit((unsigned char)text[n]); n++)
		port = port * 10 + (text[n] - '0');
	if (port < 1 || port > 65535)
		return 0;
	out->port = port;
	return n;
}

bool
http_url_read(const char *text, struct http_url *out)
{
	size_t at, host;

	for (const char *s = text; *s; s++) {
		if ((unsigned char)*s <= ' ' || *s == 0x7f || *s == '\\')
			return false;
	}
	*out = (struct http_url){ 0 };
	at = read_scheme(text, out);
	host = at ? read_host(text + at, out) : 0;
	if (host == 0)
		return false;
	at += host;
	at += read_port(text + at, out);
	out->path = text + at;
	return *out->path == '\0' || *out->path == '/';
}

bool
http_url_is_local(const struct http_url *url)
{
	static const char dot[] = ".localhost";
	size_t n = strlen(url->host);
	struct in6_addr six;
	struct in_addr four;

	if (strcmp(url->host, dot + 1) == 0)
		return true;
	if (n >= sizeof dot && strcmp(url->host + n - (sizeof dot - 1), dot) == 0)
		return true;
	if (inet_pton(AF_INET, url->host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, url->host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool
http_url_same_host(const struct http_url *a, const struct http_url *b)
{
	return strcmp(a->scheme, b->scheme) == 0 && strcmp(a->host, b->host) == 0 &&
	       a->port == b->port;
}
