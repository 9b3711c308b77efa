/* libcurl's header does type checks with macros that take no function pointers. */
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION /* what replaced CURLOPT_PROTOCOLS is too new */
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "io/http_private.h"

#define TICK_MS 50

#define FUNCTIONS(F)                                                                               \
	F(global_init)                                                                             \
	F(easy_init)                                                                               \
	F(easy_setopt)                                                                             \
	F(easy_getinfo)                                                                            \
	F(easy_strerror)                                                                           \
	F(easy_cleanup)                                                                            \
	F(slist_append)                                                                            \
	F(slist_free_all)                                                                          \
	F(multi_init)                                                                              \
	F(multi_add_handle)                                                                        \
	F(multi_remove_handle)                                                                     \
	F(multi_perform)                                                                           \
	F(multi_poll)                                                                              \
	F(multi_info_read)

static struct {
#define POINTER(name) __typeof__(curl_##name) *name;
	FUNCTIONS(POINTER)
	const char *missing; /* NULL: all is there */
} curl = { .missing = "it was not loaded" };

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Lives as long as its thread: it keeps the certificates that were read, and no connection. */
static _Thread_local CURLM *multi;

/* The library stays until the process ends.  Its symbols, and those of the libcrypto it brings,
   stay apart from ours. */
static void
load(void)
{
	static const char *const names[] = { "libcurl-gnutls.so.4", "libcurl.so.4" };
	void *library = NULL, *symbol;

	for (size_t i = 0; library == NULL && i < sizeof names / sizeof *names; i++)
		library = dlopen(names[i], RTLD_LAZY | RTLD_LOCAL);
	curl.missing = library ? NULL : "libcurl.so.4 is not installed (Debian: libcurl4)";
#define FIND(name)                                                                                 \
	symbol = library ? dlsym(library, "curl_" #name) : NULL;                                   \
	if (library && symbol == NULL)                                                             \
		curl.missing = "libcurl has no curl_" #name ": it is too old";                     \
	memcpy(&curl.name, &symbol, sizeof symbol);
	FUNCTIONS(FIND)
	if (curl.missing == NULL && curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		curl.missing = "libcurl does not start";
}

bool
http_is_loaded(void)
{
	return curl.global_init != NULL;
}

struct exchange {
	const struct http_request *request;
	struct http_reply *reply;
	CURL *easy;
	struct curl_slist *headers;
	char said[CURL_ERROR_SIZE];
	size_t taken;		 /* bytes of the body */
	int64_t started, active; /* monotonic; active: when something last went on */
	curl_off_t sent;
	bool stopped;
};

static void
something_came(struct exchange *x)
{
	x->active = time_monotonic_ms();
	if (x->reply->first_byte_ms < 0)
		x->reply->first_byte_ms = x->active - x->started;
}

static size_t
on_header(char *line, size_t size, size_t n, void *arg)
{
	struct exchange *x = arg;

	something_came(x);
	http_reply_header(x->reply, line, size * n);
	return size * n;
}

static void
read_status(struct exchange *x)
{
	long status = 0;

	curl.easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
	x->reply->status = (int)status;
}

/* The status decides whose the bytes are: an error comes as plain JSON where events were awaited.
 */
static size_t
on_body(char *bytes, size_t size, size_t n, void *arg)
{
	struct exchange *x = arg;

	n *= size;
	something_came(x);
	if (x->taken == 0)
		read_status(x);
	if (n > x->request->max_bytes - x->taken) {
		x->stopped = true;
		x->reply->end = HTTP_TOO_LARGE;
		return 0;
	}
	x->taken += n;
	if (x->request->data == NULL || x->reply->status < 200 || x->reply->status > 299) {
		buf_add(&x->reply->body, bytes, n);
		return n;
	}
	if (x->request->data(x->request->arg, bytes, n))
		return n;
	x->stopped = true;
	x->reply->end = HTTP_STOPPED;
	return 0;
}

static void
add_header(struct exchange *x, const char *header)
{
	struct curl_slist *longer = curl.slist_append(x->headers, header);

	if (longer == NULL)
		mem_exhausted();
	x->headers = longer;
}

/* A key read from a file with a line too many must not become headers of its own. */
static enum status
set_headers(struct exchange *x, struct err *err)
{
	const struct strings *headers = x->request->headers;

	add_header(x, "Expect:");
	for (size_t i = 0; headers && i < headers->len; i++) {
		for (const char *s = headers->at[i]; *s; s++) {
			if (((unsigned char)*s < ' ' && *s != '\t') || *s == 0x7f)
				return err_set(err, ST_CONFIG,
				    "the header %.*s has a control character in its value",
				    (int)strcspn(headers->at[i], ":"), headers->at[i]);
		}
		add_header(x, headers->at[i]);
	}
	curl.easy_setopt(x->easy, CURLOPT_HTTPHEADER, x->headers);
	return ST_OK;
}

static void
set_method(struct exchange *x)
{
	const struct http_request *r = x->request;

	if (r->body) {
		curl.easy_setopt(x->easy, CURLOPT_POSTFIELDS, r->body);
		curl.easy_setopt(x->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_n);
	}
	if (strcmp(r->method, "HEAD") == 0)
		curl.easy_setopt(x->easy, CURLOPT_NOBODY, 1L);
	else if (strcmp(r->method, r->body ? "POST" : "GET") != 0)
		curl.easy_setopt(x->easy, CURLOPT_CUSTOMREQUEST, r->method);
}

/* As the curl program does it: the library alone looks at neither. */
static void
set_certificates(CURL *easy)
{
	const char *file = getenv("CURL_CA_BUNDLE"), *dir = getenv("SSL_CERT_DIR");

	if (file == NULL || *file == '\0')
		file = getenv("SSL_CERT_FILE");
	if (file && *file)
		curl.easy_setopt(easy, CURLOPT_CAINFO, file);
	if (dir && *dir)
		curl.easy_setopt(easy, CURLOPT_CAPATH, dir);
}

static enum status
prepare(struct exchange *x, const struct http_url *url, struct err *err)
{
	CURL *easy = x->easy;

	if (http_url_is_local(url)) /* what may be sent there in the open stays on this machine */
		curl.easy_setopt(easy, CURLOPT_NOPROXY, "*");
	curl.easy_setopt(easy, CURLOPT_URL, x->request->url);
	curl.easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
	curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl.easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	/* On a connection used before libcurl may send a request twice; we tell each one. */
	curl.easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl.easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl.easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl.easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl.easy_setopt(easy, CURLOPT_USERAGENT, "rsg/" RSG_VERSION);
	curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, x->said);
	curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	    x->request->connect_ms ? (long)x->request->connect_ms : 300000L);
	curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl.easy_setopt(easy, CURLOPT_HEADERDATA, x);
	curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl.easy_setopt(easy, CURLOPT_WRITEDATA, x);
#if LIBCURL_VERSION_NUM >= 0x075700
	curl.easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* a name server is not waited for */
#endif
	set_certificates(easy);
	set_method(x);
	return set_headers(x, err);
}

static enum http_end
end_of(CURLcode code)
{
	switch (code) {
	case CURLE_OK:
		return HTTP_DONE;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_INTERFACE_FAILED:
	case CURLE_OPERATION_TIMEDOUT: /* of connecting: we watch the rest */
		return HTTP_CONNECT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_ENGINE_NOTFOUND:
	case CURLE_SSL_ENGINE_SETFAILED:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_USE_SSL_FAILED:
	case CURLE_SSL_ENGINE_INITFAILED:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_SHUTDOWN_FAILED:
	case CURLE_SSL_CRL_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return HTTP_TLS;
	default:
		return HTTP_CUT;
	}
}

static enum http_end
say(struct exchange *x, enum http_end end, const char *what, int64_t ms)
{
	snprintf(x->reply->said, sizeof x->reply->said, "%s for %lld ms", what, (long long)ms);
	x->stopped = true;
	return x->reply->end = end;
}

/* Is it to be ended?  It leaves the reason in the reply. */
static bool
is_over(struct exchange *x)
{
	const struct http_request *r = x->request;
	int64_t now = time_monotonic_ms();
	curl_off_t sent = 0;

	curl.easy_getinfo(x->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
	if (sent > x->sent)
		x->active = now;
	x->sent = sent;
	if (r->cancel && *r->cancel)
		return say(x, HTTP_CANCELLED, "interrupted after waiting", now - x->started);
	if (r->total_ms && now - x->started >= r->total_ms)
		return say(x, HTTP_TIMEOUT, "not finished", r->total_ms);
	if (x->reply->first_byte_ms < 0)
		return r->first_byte_ms && now - x->active >= r->first_byte_ms &&
		       say(x, HTTP_TIMEOUT, "no answer", r->first_byte_ms);
	return r->idle_ms && now - x->active >= r->idle_ms &&
	       say(x, HTTP_TIMEOUT, "silence in the middle of the answer", r->idle_ms);
}

static void
finish(struct exchange *x, CURLcode code)
{
	if (x->stopped)
		return;
	x->reply->end = end_of(code);
	if (code != CURLE_OK)
		snprintf(x->reply->said, sizeof x->reply->said, "%s",
		    x->said[0] ? x->said : curl.easy_strerror(code));
}

/* How long to wait for the sockets: until the nearest limit, a tick at most. */
static int
patience(const struct exchange *x)
{
	const struct http_request *r = x->request;
	int64_t now = time_monotonic_ms(), left = TICK_MS;
	int64_t quiet = x->reply->first_byte_ms < 0 ? r->first_byte_ms : r->idle_ms;

	if (r->total_ms && x->started + r->total_ms - now < left)
		left = x->started + r->total_ms - now;
	if (quiet && x->active + quiet - now < left)
		left = x->active + quiet - now;
	return left > 0 ? (int)left : 0;
}

static void
converse(struct exchange *x)
{
	int running = 1, left;
	CURLMsg *said;

	while (running && !x->stopped) {
		if (curl.multi_perform(multi, &running) != CURLM_OK)
			mem_exhausted(); /* the one way it fails */
		if (!running || is_over(x))
			break;
		curl.multi_poll(multi, NULL, 0, patience(x), NULL);
	}
	while ((said = curl.multi_info_read(multi, &left)) != NULL) {
		if (said->msg == CURLMSG_DONE)
			finish(x, said->data.result);
	}
	read_status(x);
}

enum status
http_exchange(const struct http_request *request, struct http_reply *reply, struct err *err)
{
	struct exchange x = { .request = request, .reply = reply };
	struct http_url url;
	enum status st;

	*reply = (struct http_reply){ .first_byte_ms = -1 };
	buf_init(&reply->body, request->max_bytes);
	x.started = x.active = time_monotonic_ms();
	if (!http_url_read(request->url, &url))
		return err_set(err, ST_CONFIG,
		    "not the URL of a server: give one such as https://host:port/path");
	pthread_once(&once, load);
	if (curl.missing)
		return err_set(err, ST_UNAVAILABLE, "cannot speak HTTP: %s", curl.missing);
	if (multi == NULL)
		multi = curl.multi_init();
	x.easy = multi ? curl.easy_init() : NULL;
	if (x.easy == NULL || curl.multi_add_handle(multi, x.easy) != CURLM_OK)
		mem_exhausted();
	st = prepare(&x, &url, err);
	if (st == ST_OK)
		converse(&x);
	curl.multi_remove_handle(multi, x.easy);
	curl.easy_cleanup(x.easy);
	curl.slist_free_all(x.headers);
	reply->total_ms = time_monotonic_ms() - x.started;
	return st;
}
