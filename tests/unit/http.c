#include "io/http.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/time.h"
#include "http_peer.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define MAX 100000
#define SAY(text) (text), sizeof(text) - 1

static struct peer peer;
static struct http_reply reply;
static struct buf heard;
static volatile sig_atomic_t cancel;
static size_t stop_at;

static bool
data(void *arg, const char *bytes, size_t n)
{
	(void)arg;
	buf_add(&heard, bytes, n);
	return stop_at == 0 || heard.len < stop_at;
}

static void
setup(void)
{
	buf_init(&heard, BUF_DOCUMENT);
	reply = (struct http_reply){ 0 };
	stop_at = 0;
	cancel = 0;
}

static void
teardown(void)
{
	buf_fini(&heard);
	http_reply_fini(&reply);
}

/* Ask a peer that says these bytes; what is left 0 in *r gets a usual value. */
static void
ask(const char *bytes, size_t n, bool hold, struct http_request r)
{
	struct err err = ERR_INIT;
	char url[128];

	peer_start(&peer, bytes, n, hold);
	snprintf(url, sizeof url, "%s%s", peer.url, r.url ? r.url : "/");
	r.url = url;
	r.method = r.method ? r.method : "GET";
	r.max_bytes = r.max_bytes ? r.max_bytes : MAX;
	r.total_ms = r.total_ms ? r.total_ms : 60000;
	r.cancel = &cancel;
	OK(http_exchange(&r, &reply, &err));
	peer_end(&peer);
}

START_TEST(a_post_and_its_reply)
{
	struct strings headers = { 0 };

	strings_add(&headers, "content-type: application/json");
	strings_add(&headers, "x-api-key: k");
	ask(SAY("HTTP/1.1 201 Created\r\nX-Odd:  a \x01\xffz \r\nRetry-After: 1\r\n"
		"retry-after: 3\r\nContent-Length: 5\r\n\r\nhello"),
	    false,
	    (struct http_request){ .method = "POST",
		.url = "/v1/x?y=1",
		.headers = &headers,
		.body = "{\"a\"}\n",
		.body_n = 6 });
	ck_assert_int_eq(reply.end, HTTP_DONE);
	ck_assert_int_eq(reply.status, 201);
	ck_assert_str_eq(reply.body.s, "hello");
	ck_assert_str_eq(http_header(&reply, "x-odd"), "a ??z");
	ck_assert_str_eq(http_header(&reply, "retry-after"), "3");
	ck_assert_ptr_null(http_header(&reply, "retry"));
	ck_assert_int_ge(reply.first_byte_ms, 0);
	ck_assert_int_ge(reply.total_ms, reply.first_byte_ms);
	ck_assert_ptr_nonnull(strstr(peer.asked, "POST /v1/x?y=1 HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\nx-api-key: k\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\nUser-Agent: rsg/" RSG_VERSION "\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\n\r\n{\"a\"}\n"));
	ck_assert_ptr_null(strstr(peer.asked, "Expect"));
	ck_assert_ptr_null(strstr(peer.asked, "urlencoded"));
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\nAccept-Encoding: "));
	strings_fini(&headers);
}
END_TEST

START_TEST(a_large_body_is_sent_without_asking)
{
	size_t n = 2000000;
	char *body = malloc(n);

	memset(body, 'x', n);
	ask(SAY("HTTP/1.1 204 No Content\r\n\r\n"), false,
	    (struct http_request){ .method = "POST", .body = body, .body_n = n });
	ck_assert_int_eq(reply.status, 204);
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\nContent-Length: 2000000\r\n"));
	ck_assert_ptr_null(strstr(peer.asked, "Expect"));
	free(body);
}
END_TEST

START_TEST(what_is_on_this_machine_needs_no_proxy)
{
	struct http_request r = { .method = "GET", .max_bytes = MAX, .total_ms = 60000 };
	struct err err = ERR_INIT;

	peer_start(&peer, SAY("HTTP/1.1 204 No Content\r\n\r\n"), false);
	unsetenv("no_proxy");
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	r.url = peer.url;
	OK(http_exchange(&r, &reply, &err));
	ck_assert_int_eq(reply.status, 204);
	peer_end(&peer);
	http_reply_fini(&reply);
	r.url = "http://rsg.invalid/";
	OK(http_exchange(&r, &reply, &err));
	ck_assert_int_eq(reply.end, HTTP_CONNECT);
	ck_assert_msg(strstr(reply.said, "127.0.0.1") != NULL, "%s", reply.said);
}
END_TEST

START_TEST(other_methods)
{
	static const char *const methods[] = { "GET", "DELETE", "PUT", "HEAD" };

	for (size_t i = 0; i < 4; i++) {
		char line[32];

		ask(SAY("HTTP/1.1 204 No Content\r\n\r\n"), false,
		    (struct http_request){ .method = methods[i] });
		ck_assert_int_eq(reply.status, 204);
		snprintf(line, sizeof line, "%s / HTTP/1.1\r\n", methods[i]);
		ck_assert_ptr_eq(strstr(peer.asked, line), peer.asked);
		http_reply_fini(&reply);
	}
}
END_TEST

START_TEST(data_gets_the_body_of_a_success_only)
{
	ask(SAY("HTTP/1.1 100 Continue\r\nx-early: 1\r\n\r\n"
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"),
	    false, (struct http_request){ .data = data });
	ck_assert_int_eq(reply.end, HTTP_DONE);
	ck_assert_str_eq(heard.s, "abcde");
	ck_assert_uint_eq(reply.body.len, 0);
	ck_assert_ptr_null(http_header(&reply, "x-early"));
	http_reply_fini(&reply);
	ask(SAY("HTTP/1.1 529 \r\nContent-Length: 4\r\n\r\nbusy"), false,
	    (struct http_request){ .data = data });
	ck_assert_int_eq(reply.status, 529);
	ck_assert_str_eq(reply.body.s, "busy");
	ck_assert_str_eq(heard.s, "abcde");
}
END_TEST

START_TEST(a_redirect_is_not_followed)
{
	ask(SAY("HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\n"
		"Content-Length: 0\r\n\r\n"),
	    false, (struct http_request){ .body = "x", .body_n = 1, .method = "POST" });
	ck_assert_int_eq(reply.end, HTTP_DONE);
	ck_assert_int_eq(reply.status, 307);
	ck_assert_str_eq(http_header(&reply, "location"), "http://127.0.0.1:1/");
}
END_TEST

START_TEST(how_it_can_end)
{
	static const struct {
		const char *name, *bytes;
		bool hold;
		struct http_request request;
		enum http_end end;
		int status;
	} cases[] = {
		{ "nothing", "", false, { 0 }, HTTP_CUT, 0 },
		{ "cut body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", false, { 0 },
		    HTTP_CUT, 200 },
		{ "cut chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
		    false, { 0 }, HTTP_CUT, 200 },
		{ "no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", false, { 0 }, HTTP_CUT, 0 },
		{ "open end", "HTTP/1.1 200 OK\r\n\r\nabc", false, { 0 }, HTTP_DONE, 200 },
		{ "no byte", "", true, { .first_byte_ms = 100 }, HTTP_TIMEOUT, 0 },
		{ "idle", "HTTP/1.1 200 OK\r\n\r\nabc", true, { .idle_ms = 100 }, HTTP_TIMEOUT,
		    200 },
		{ "total", "HTTP/1.1 200 OK\r\n\r\nabc", true, { .total_ms = 100 }, HTTP_TIMEOUT,
		    200 },
		{ "too large", "HTTP/1.1 200 OK\r\n\r\nabcd", true, { .max_bytes = 3 },
		    HTTP_TOO_LARGE, 200 },
		{ "just so large", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd", false,
		    { .max_bytes = 4 }, HTTP_DONE, 200 },
		{ "stopped", "HTTP/1.1 200 OK\r\n\r\nabcd", true, { .data = data }, HTTP_STOPPED,
		    200 },
		{ "large error", "HTTP/1.1 500 \r\n\r\nabcd", true,
		    { .max_bytes = 3, .data = data }, HTTP_TOO_LARGE, 500 },
	};

	stop_at = 1;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t start = time_monotonic_ms();

		ask(cases[i].bytes, strlen(cases[i].bytes), cases[i].hold, cases[i].request);
		ck_assert_msg(reply.end == cases[i].end && reply.status == cases[i].status,
		    "%s: %d, %d, %s", cases[i].name, (int)reply.end, reply.status, reply.said);
		ck_assert_msg((reply.said[0] != '\0') ==
				  (reply.end != HTTP_DONE && reply.end != HTTP_STOPPED &&
				      reply.end != HTTP_TOO_LARGE),
		    "%s: %s", cases[i].name, reply.said);
		ck_assert_int_lt(time_monotonic_ms() - start, 20000);
		http_reply_fini(&reply);
	}
}
END_TEST

static void
set_cancel(int sig)
{
	(void)sig;
	cancel = 1;
}

START_TEST(cancel_ends_it_within_a_tenth_of_a_second)
{
	int64_t start = time_monotonic_ms();

	signal(SIGALRM, set_cancel);
	ualarm(100000, 0);
	ask(SAY("HTTP/1.1 200 OK\r\n\r\nabc"), true, (struct http_request){ 0 });
	ck_assert_int_eq(reply.end, HTTP_CANCELLED);
	ck_assert_int_ge(reply.total_ms, 50);
	ck_assert_int_lt(time_monotonic_ms() - start, 5000);
}
END_TEST

START_TEST(nobody_there)
{
	struct http_request r = { .method = "GET", .max_bytes = MAX, .total_ms = 60000 };
	struct err err = ERR_INIT;

	peer_start(&peer, SAY(""), false);
	peer_end(&peer);
	r.url = peer.url;
	OK(http_exchange(&r, &reply, &err));
	ck_assert_int_eq(reply.end, HTTP_CONNECT);
	ck_assert_int_eq(reply.status, 0);
	ck_assert_int_eq(reply.first_byte_ms, -1);
}
END_TEST

START_TEST(a_header_or_url_that_says_more_is_refused)
{
	struct http_request r = { .method = "GET", .url = "http://127.0.0.1:1/" };
	struct strings headers = { 0 };
	struct err err = ERR_INIT;

	strings_add(&headers, "x-api-key: secret\r\nx-other: 1");
	r.headers = &headers;
	ck_assert_int_eq(http_exchange(&r, &reply, &err), ST_CONFIG);
	ck_assert_ptr_null(strstr(err.text, "secret"));
	ck_assert_ptr_nonnull(strstr(err.text, "x-api-key"));
	http_reply_fini(&reply);
	r = (struct http_request){ .method = "GET", .url = "file:///etc/passwd" };
	ck_assert_int_eq(http_exchange(&r, &reply, &err), ST_CONFIG);
	strings_fini(&headers);
}
END_TEST

START_TEST(headers_are_bounded)
{
	struct buf b;

	buf_init(&b, BUF_DOCUMENT);
	buf_str(&b, "HTTP/1.1 200 OK\r\n");
	for (int i = 0; i < 250; i++)
		buf_printf(&b, "x-%d: %d\r\n", i, i);
	buf_str(&b, "Content-Length: 0\r\n\r\n");
	ask(b.s, b.len, false, (struct http_request){ 0 });
	ck_assert_uint_eq(reply.headers.len, 200);
	ck_assert_str_eq(http_header(&reply, "x-199"), "199");
	http_reply_fini(&reply);
	buf_clear(&b);
	buf_str(&b, "HTTP/1.1 200 OK\r\nx-small: 1\r\n");
	for (int n = 0; n < 2; n++) {
		buf_printf(&b, "x-large-%d: ", n);
		for (int i = 0; i < 40000; i++)
			buf_char(&b, 'x');
		buf_str(&b, "\r\n");
	}
	buf_str(&b, "Content-Length: 0\r\n\r\n");
	ask(b.s, b.len, false, (struct http_request){ 0 });
	ck_assert_ptr_nonnull(http_header(&reply, "x-large-0"));
	ck_assert_ptr_null(http_header(&reply, "x-large-1"));
	buf_fini(&b);
}
END_TEST

START_TEST(urls_are_read)
{
	static const struct {
		const char *text;
		bool good, local;
		const char *host, *path;
		int port;
	} cases[] = {
		{ "https://api.example.com/v1", true, false, "api.example.com", "/v1", 443 },
		{ "HTTP://LocalHost", true, true, "localhost", "", 80 },
		{ "http://127.8.9.1:11434/", true, true, "127.8.9.1", "/", 11434 },
		{ "http://[::1]:8000/x?y", true, true, "::1", "/x?y", 8000 },
		{ "http://[2001:db8::1]", true, false, "2001:db8::1", "", 80 },
		{ "http://me.localhost", true, true, "me.localhost", "", 80 },
		{ "http://127.0.0.1.evil.example", true, false, "127.0.0.1.evil.example", "", 80 },
		{ "http://localhost.evil.example", true, false, "localhost.evil.example", "", 80 },
		{ "http://notlocalhost", true, false, "notlocalhost", "", 80 },
		{ "http://user:pw@host/", .good = false },
		{ "http://user@host/", .good = false },
		{ "http://host:0/", .good = false },
		{ "http://host:65536/", .good = false },
		{ "http://host:/", .good = false },
		{ "http://host:80x/", .good = false },
		{ "http://host?x", .good = false },
		{ "http://host#x", .good = false },
		{ "http://", .good = false },
		{ "http:///path", .good = false },
		{ "http://127.0.0.1\\@evil.example/", .good = false },
		{ "http://host/\\x", .good = false },
		{ "http://[::1", .good = false },
		{ "http://ho st/", .good = false },
		{ "http://host/a b", .good = false },
		{ "http://host/\n", .good = false },
		{ "ftp://host/", .good = false },
		{ "file:///etc/passwd", .good = false },
		{ "host", .good = false },
		{ "", .good = false },
	};
	struct http_url url;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_msg(
		    http_url_read(cases[i].text, &url) == cases[i].good, "%s", cases[i].text);
		if (!cases[i].good)
			continue;
		ck_assert_str_eq(url.host, cases[i].host);
		ck_assert_str_eq(url.path, cases[i].path);
		ck_assert_int_eq(url.port, cases[i].port);
		ck_assert_msg(
		    http_url_is_local(&url) == cases[i].local, "local: %s", cases[i].text);
	}
}
END_TEST

START_TEST(the_same_host_is_scheme_name_and_port)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "https://a.example/x", "https://A.example:443", true },
		{ "https://a.example", "http://a.example", false },
		{ "https://a.example", "https://a.example:8443", false },
		{ "https://a.example", "https://b.a.example", false },
	};
	struct http_url a, b;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert(http_url_read(cases[i].a, &a) && http_url_read(cases[i].b, &b));
		ck_assert_msg(http_url_same_host(&a, &b) == cases[i].same, "%s", cases[i].b);
	}
}
END_TEST

/* Two libcrypto in one process: what is in our program must not be seen by the other. */
START_TEST(our_libcrypto_is_our_own)
{
	void *self = dlopen(NULL, RTLD_LAZY);

	ck_assert_ptr_null(dlsym(self, "SHA256_Init"));
	ck_assert_ptr_null(dlsym(self, "OPENSSL_cleanse"));
	ck_assert_ptr_null(dlsym(self, "curl_easy_init"));
	ask(SAY("HTTP/1.1 204 No\r\n\r\n"), false, (struct http_request){ 0 });
	ck_assert_ptr_null(dlsym(self, "curl_easy_init"));
	dlclose(self);
}
END_TEST

UNIT_SUITE(http)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_post_and_its_reply);
	tcase_add_test(tc, a_large_body_is_sent_without_asking);
	tcase_add_test(tc, what_is_on_this_machine_needs_no_proxy);
	tcase_add_test(tc, other_methods);
	tcase_add_test(tc, data_gets_the_body_of_a_success_only);
	tcase_add_test(tc, a_redirect_is_not_followed);
	tcase_add_test(tc, how_it_can_end);
	tcase_add_test(tc, cancel_ends_it_within_a_tenth_of_a_second);
	tcase_add_test(tc, nobody_there);
	tcase_add_test(tc, a_header_or_url_that_says_more_is_refused);
	tcase_add_test(tc, headers_are_bounded);
	tcase_add_test(tc, urls_are_read);
	tcase_add_test(tc, the_same_host_is_scheme_name_and_port);
	tcase_add_test(tc, our_libcrypto_is_our_own);
}
