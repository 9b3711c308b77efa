/*
 * http - one HTTP exchange.  libcurl is loaded when the first is made, so that a program that
 * speaks to nobody does not pay for it.
 *
 * Ownership: the request and all in it is the caller's; http_exchange() initialises *reply and the
 * caller ends it with http_reply_fini(), whatever came back.
 *
 * Errors: how the exchange ended is no error but reply->end and reply->status.  ST_CONFIG for a URL
 * that cannot be used (http and https only), ST_UNAVAILABLE where libcurl cannot be loaded.
 *
 * Limits / units: milliseconds, 0 for no limit; max_bytes of reply, also for one that is streamed.
 * Redirects are not followed: their status is the reply's.  No retries here.  Proxies as libcurl's
 * environment variables say, but none to a server on this machine; certificates are checked,
 * CURL_CA_BUNDLE and SSL_CERT_FILE name others.
 */
#ifndef IO_HTTP_H
#define IO_HTTP_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

enum http_end {
	HTTP_DONE,	/* a whole reply, whatever its status */
	HTTP_CONNECT,	/* no connection: name, refused, connect timeout */
	HTTP_TLS,	/* the certificate or the handshake */
	HTTP_TIMEOUT,	/* first byte, idle or total: see .said */
	HTTP_CUT,	/* the connection ended before the reply did */
	HTTP_TOO_LARGE, /* more than max_bytes */
	HTTP_STOPPED,	/* the data function said so */
	HTTP_CANCELLED	/* *cancel was set */
};

/* A piece of the body of a 2xx reply; false ends the exchange. */
typedef bool http_data_fn(void *arg, const char *bytes, size_t n);

struct http_request {
	const char *method; /* "POST", "GET", ... */
	const char *url;
	const struct strings *headers; /* "content-type: application/json"; NULL for none */
	const char *body;	       /* NULL for none */
	size_t body_n, max_bytes;
	int64_t connect_ms, first_byte_ms, idle_ms, total_ms;
	http_data_fn *data;		     /* NULL: the body is collected in reply->body */
	void *arg;			     /* of data */
	const volatile sig_atomic_t *cancel; /* looked at ten times a second; NULL */
};

struct http_reply {
	enum http_end end;
	int status;		/* 0 when there was none */
	struct strings headers; /* "retry-after: 3", names in lower case */
	struct buf body;	/* with data: only of a status that is not 2xx */
	int64_t first_byte_ms, total_ms;
	char said[256]; /* what went wrong, in libcurl's words */
};

enum status http_exchange(
    const struct http_request *request, struct http_reply *reply, struct err *err);
void http_reply_fini(struct http_reply *reply);

/* Has this process loaded libcurl, and the thirty libraries that it brings? */
bool http_is_loaded(void);

/* The value of a header, its name in lower case; NULL when absent.  The last of several. */
const char *http_header(const struct http_reply *reply, const char *name);

/* "https://api.example.com:8443/v1" in parts; false when it is not such a URL.  A user or password
   in it is refused. */
struct http_url {
	char scheme[8], host[256];
	int port;	  /* the scheme's where none is given */
	const char *path; /* in the text that was read, from its '/' or the end */
};
bool http_url_read(const char *text, struct http_url *out);
bool http_url_is_local(const struct http_url *url);			     /* loopback */
bool http_url_same_host(const struct http_url *a, const struct http_url *b); /* and port, scheme */

#endif
