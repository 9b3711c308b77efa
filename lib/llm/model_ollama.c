#include "llm/model_private.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* As envconfig.Host of ollama reads it: without a scheme the port is 11434, with one the scheme's.
 */

struct host {
	const char *scheme;
	char *text, *name, *path; /* name and path lie in text */
	int port;
};

static char *
trimmed(const char *text)
{
	size_t n;

	text += strspn(text, " \t\r\n\"'");
	n = strlen(text);
	while (n > 0 && strchr(" \t\r\n\"'", text[n - 1]))
		n--;
	return mem_strndup(text, n);
}

static bool
read_number(const char *digits, int *port)
{
	char *end;
	long n = strtol(digits, &end, 10);

	if (!isdigit((unsigned char)*digits) || *end || n < 0 || n > 65535)
		return false;
	*port = (int)n;
	return true;
}

/* "name", "name:port", "[::1]:port", and "::1", where no port can be told. */
static void
read_name(struct host *host, char *at)
{
	char *colon = strrchr(at, ':'), *close = strchr(at, ']');
	bool bracketed = *at == '[' && close;
	bool address = colon && strchr(at, ':') != colon && !bracketed;

	if (colon && !address && (!bracketed || colon > close)) {
		*colon = '\0';
		read_number(colon + 1, &host->port);
	}
	if (bracketed) {
		*close = '\0';
		at++;
	}
	host->name = at;
}

/* As a client: what a server listens on everywhere is reached here. */
static const char *
client_name(const char *name)
{
	if (*name == '\0' || strcmp(name, "0.0.0.0") == 0)
		return "127.0.0.1";
	return strcmp(name, "::") == 0 ? "::1" : name;
}

char *
model_ollama_url(const char *text)
{
	struct host host = { .scheme = "http", .text = trimmed(text), .path = NULL };
	char *at = host.text, *url, *scheme = strstr(at, "://");
	struct in6_addr six;
	const char *name;
	size_t n;

	host.port = 11434;
	if (strcmp(at, "ollama.com") == 0) {
		free(host.text);
		return mem_strdup("https://ollama.com");
	}
	if (scheme) {
		*scheme = '\0';
		host.scheme = at;
		host.port = strcmp(at, "https") == 0 ? 443 : 80;
		at = scheme + 3;
	}
	n = strcspn(at, "/");
	host.path = mem_strdup(at + n);
	at[n] = '\0';
	read_name(&host, at);
	name = client_name(host.name);
	url = mem_printf(inet_pton(AF_INET6, name, &six) == 1 ? "%s://[%s]:%d%s" : "%s://%s:%d%s",
	    host.scheme, name, host.port, host.path);
	free(host.path);
	free(host.text);
	return url;
}
