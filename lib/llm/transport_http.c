/* One attempt over HTTP. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "io/http.h"
#include "io/json.h"
#include "llm/loose.h"
#include "llm/transport_private.h"

void
transport_url(const struct transport *t, struct buf *out)
{
	buf_str(out, t->model->url);
	buf_str(out, t->embed ? t->model->kind->embed_path : t->model->kind->path);
}

void
transport_headers(const struct transport *t, struct strings *out)
{
	const char *const *always = t->model->kind->headers;
	bool lines = t->model->kind->framing == PROVIDER_LINES;

	strings_add(out, "content-type: application/json");
	if (!t->stream)
		strings_add(out, "accept: application/json");
	else
		strings_add(
		    out, lines ? "accept: application/x-ndjson" : "accept: text/event-stream");
	for (; always && *always; always++)
		strings_add(out, *always);
}

/* The model library gives no key for such an address; this is the last place to look. */
static enum status
check_address(const struct transport *t, const char *url, struct err *err)
{
	struct http_url parts;

	if (!http_url_read(url, &parts))
		return err_set(err, ST_CONFIG,
		    "%.200s is not the URL of a server: set providers.%s.url", url,
		    t->model->provider);
	if (t->model->key && strcmp(parts.scheme, "https") != 0 && !http_url_is_local(&parts))
		return err_set(err, ST_REFUSED,
		    "a key does not travel over plain http to %s: use https", parts.host);
	return ST_OK;
}

static void
redirected(struct fault *fault, const struct http_reply *reply)
{
	const char *location = http_header(reply, "location");
	struct http_url to;

	if (location && http_url_read(location, &to))
		fault_set(fault, FAULT_REDIRECT, "the server sends us to %s://%s:%d", to.scheme,
		    to.host, to.port);
	else
		fault_set(fault, FAULT_REDIRECT, "the server sends us elsewhere");
}

/* A reply that says no.  Its body may have been cut or be a page of HTML. */
static void
refused(const struct transport *t, const struct http_reply *reply, struct fault *fault)
{
	struct err ignored = ERR_INIT;
	struct json *body = NULL;

	if (reply->status >= 300 && reply->status <= 399) {
		redirected(fault, reply);
	} else {
		if (loose_parse(reply->body.s, reply->body.len, &body, &ignored))
			body = NULL;
		t->model->kind->fault(fault, reply, body);
		json_free(body);
		if (fault->class == FAULT_NONE)
			fault_set(fault, FAULT_UNKNOWN, "the server refused without a word");
	}
	fault->http_status = reply->status;
	transport_retry(fault, reply, (int64_t)time_wall_ms());
}

static void
cut(struct reading *r, const char *said)
{
	struct fault *fault = &r->answer->fault;

	if (r->reply->status == 0)
		fault_set(fault, FAULT_CONNECT, "the connection ended before an answer: %s", said);
	else if (fault->class == FAULT_NONE)
		fault_set(fault, FAULT_TRUNCATED, "the reply was cut: %s", said);
}

static void
judge(struct reading *r)
{
	const struct http_reply *reply = r->reply;
	struct fault *fault = &r->answer->fault;
	bool good = reply->status >= 200 && reply->status <= 299;

	if (reply->end == HTTP_CANCELLED) {
		fault_set(fault, FAULT_CANCELLED, "interrupted");
	} else if (reply->status && !good) {
		refused(r->transport, reply, fault);
	} else if (reply->end == HTTP_DONE || reply->end == HTTP_STOPPED) {
		reading_end(r);
	} else if (reply->end == HTTP_CONNECT) {
		fault_set(fault, FAULT_CONNECT, "%s", reply->said);
	} else if (reply->end == HTTP_TLS) {
		fault_set(fault, FAULT_TLS, "%s", reply->said);
	} else if (reply->end == HTTP_TIMEOUT) {
		fault_set(fault, FAULT_TIMEOUT, "%s", reply->said);
	} else if (reply->end == HTTP_TOO_LARGE) {
		fault_set(fault, FAULT_TOO_LARGE, "the reply is larger than %zu bytes",
		    r->transport->max_bytes);
	} else {
		cut(r, reply->said);
	}
}

static enum status
exchange(const struct transport *t, const struct http_request *request, struct answer *answer,
    struct err *err)
{
	struct http_request asked = *request;
	struct http_reply reply;
	struct reading reading;
	enum status st;

	reading_init(&reading, t, &reply, answer);
	asked.data = reading_feed;
	asked.arg = &reading;
	st = http_exchange(&asked, &reply, err);
	if (st == ST_OK)
		judge(&reading);
	answer->first_byte_ms = st == ST_OK ? reply.first_byte_ms : -1;
	fault_hide(&answer->fault, t->model->key);
	http_reply_fini(&reply);
	reading_fini(&reading);
	return st;
}

static void
warn_of(const struct strings *dropped, struct answer *answer)
{
	for (size_t i = 0; i < dropped->len; i++) {
		char *text = mem_printf("left out, the model does not take it: %s", dropped->at[i]);

		strings_add(&answer->warnings, text);
		free(text);
	}
}

/* The body is printed, then it is gone: it may be large. */
static enum status
print_body(const struct transport *t, struct answer *answer, struct buf *out, struct err *err)
{
	struct strings dropped = { 0 };
	struct json *body = NULL;
	enum status st = transport_body(t, &body, &dropped, err);

	if (st == ST_OK) {
		warn_of(&dropped, answer);
		if (t->model->kind->sent)
			t->model->kind->sent(answer, body);
		json_print(body, out);
		st = buf_check(out, "the request", err);
	}
	json_free(body);
	strings_fini(&dropped);
	return st;
}

enum status
transport_http(const struct transport *t, struct answer *answer, struct err *err)
{
	struct strings headers = { 0 };
	struct buf url, body, key;
	enum status st;

	buf_init(&url, BUF_TEXT);
	buf_init(&key, BUF_TEXT);
	buf_init(&body, BUF_DOCUMENT);
	st = print_body(t, answer, &body, err);
	if (st == ST_OK) {
		transport_url(t, &url);
		st = check_address(t, url.s, err);
	}
	if (st == ST_OK) {
		transport_headers(t, &headers);
		if (t->model->kind->key_header && t->model->key) {
			buf_str(&key, t->model->kind->key_header);
			buf_str(&key, t->model->key);
			strings_add(&headers, key.s);
		}
		st = exchange(t,
		    &(struct http_request){ .method = "POST",
			.url = url.s,
			.headers = &headers,
			.body = body.s,
			.body_n = body.len,
			.max_bytes = t->max_bytes,
			.connect_ms = t->connect_ms,
			.first_byte_ms = t->first_byte_ms,
			.idle_ms = t->idle_ms,
			.total_ms = t->total_ms,
			.cancel = t->cancel },
		    answer, err);
	}
	buf_fini(&url);
	buf_fini(&key);
	buf_fini(&body);
	strings_fini(&headers);
	return st;
}
