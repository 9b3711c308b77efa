#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/digest.h"
#include "io/http.h"
#include "io/json.h"
#include "store/vectors_chroma.h"

#define MAX_REPLY ((size_t)64 * 1024 * 1024)
#define NAME_MAX_BYTES 512
#define CONNECT_MS 5000
#define SILENT_MS 60000
#define TOTAL_MS 300000
#define SHOWN 200 /* bytes of what a server says */

static bool
is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void
chroma_name(const char *name, struct buf *out)
{
	size_t n = strlen(name), from = out->len;
	char sha256[DIGEST_TEXT];

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)name[i];
		bool end = i == 0 || i + 1 == n, second = i > 0 && name[i - 1] == '.';

		if (is_plain(c) || (!end && (c == '-' || (c == '.' && !second))))
			buf_char(out, (char)c);
		else
			buf_printf(out, "%s_%02x", i == 0 ? "x" : "", c);
	}
	if (out->len - from <= NAME_MAX_BYTES)
		return;
	digest_text(name, n, sha256);
	buf_cut(out, from + NAME_MAX_BYTES - DIGEST_TEXT);
	buf_char(out, '-');
	buf_str(out, sha256);
}

/* What the server says, {"error", "message"} or a text, cut. */
static void
words_of(const struct http_reply *reply, char out[SHOWN])
{
	struct err ignored = ERR_INIT;
	struct json *body = NULL;
	const char *message = "";

	if (json_parse(reply->body.s, reply->body.len, &body, &ignored) == ST_OK)
		message = json_get_string(body, "message");
	if (*message == '\0' && body)
		message = json_get_string(body, "error");
	if (*message == '\0' && body == NULL)
		message = reply->body.s;
	snprintf(out, SHOWN, "%s", message);
	json_free(body);
}

static enum status
unreached(const struct http_reply *reply, const char *url, struct err *err)
{
	switch (reply->end) {
	case HTTP_CANCELLED:
		return err_set(err, ST_TEMPFAIL, "interrupted");
	case HTTP_TOO_LARGE:
		return err_set(err, ST_UNAVAILABLE,
		    "the vector server %.200s answers with more than %zu bytes: is it a Chroma "
		    "server?",
		    url, MAX_REPLY);
	case HTTP_TIMEOUT:
	case HTTP_CUT:
		return err_set(err, ST_UNAVAILABLE,
		    "the vector server %.200s did not answer to the end (%.150s): look at its log",
		    url, reply->said);
	default:
		return err_set(err, ST_UNAVAILABLE,
		    "the vector server %.200s cannot be reached (%.150s): start it, or set vectors "
		    "to sqlite, or vectors_fallback to true",
		    url, reply->said);
	}
}

enum status
chroma_verdict(const struct http_reply *reply, const char *url, struct err *err)
{
	char said[SHOWN];

	if (reply->end != HTTP_DONE)
		return unreached(reply, url, err);
	if (reply->status >= 200 && reply->status < 300)
		return ST_OK;
	words_of(reply, said);
	switch (reply->status) {
	case 401:
	case 403:
		return err_set(err, ST_REFUSED,
		    "the vector server %.200s refuses us (%d %s): name the variable that holds its "
		    "token in vectors_key_variable",
		    url, reply->status, said);
	case 404:
	case 409:
		return ST_NO;
	case 429:
	case 503:
		return err_set(err, ST_TEMPFAIL,
		    "the vector server %.200s is busy (%d %s): try again", url, reply->status,
		    said);
	default:
		break;
	}
	if (reply->status >= 300 && reply->status < 400)
		return err_set(err, ST_CONFIG,
		    "the vector server %.200s sends us elsewhere (%d), which is not followed: give "
		    "the final address in `vectors'",
		    url, reply->status);
	return err_set(err, ST_UNAVAILABLE, "the vector server %.200s answers %d %s", url,
	    reply->status, said);
}

static void
make_url(const struct vectors *vectors, const char *path, struct buf *out)
{
	buf_printf(out, "%s/api/v2", vectors->url);
	if (*path == '!')
		path++;
	else
		buf_str(out, "/tenants/default_tenant/databases/default_database");
	buf_str(out, path);
}

static enum status
exchange(struct vectors *vectors, const char *method, const char *url, const struct buf *body,
    struct http_reply *reply, struct err *err)
{
	const struct http_request request = { .method = method,
		.url = url,
		.headers = &vectors->head,
		.body = body->len ? body->s : NULL,
		.body_n = body->len,
		.max_bytes = MAX_REPLY,
		.connect_ms = CONNECT_MS,
		.first_byte_ms = SILENT_MS,
		.idle_ms = SILENT_MS,
		.total_ms = TOTAL_MS,
		.cancel = vectors->cancel };

	return http_exchange(&request, reply, err);
}

static enum status
parse(const struct vectors *vectors, const struct http_reply *reply, struct json **out,
    struct err *err)
{
	if (json_parse(reply->body.s, reply->body.len, out, err) == ST_OK)
		return ST_OK;
	err->status = ST_UNAVAILABLE;
	return err_context(err,
	    "the vector server %.200s answers with what is no JSON: is it a Chroma server?",
	    vectors->url);
}

enum status
chroma_call(struct vectors *vectors, const char *method, const char *path, const struct json *body,
    struct json **out, struct err *err)
{
	struct http_reply reply = { 0 };
	struct buf url, text;
	enum status st;

	buf_init(&url, BUF_TEXT);
	buf_init(&text, BUF_DOCUMENT);
	make_url(vectors, path, &url);
	if (body)
		json_print(body, &text);
	st = buf_check(&text, "a batch of vectors", err);
	if (st == ST_OK)
		st = exchange(vectors, method, url.s, &text, &reply, err);
	if (st == ST_OK) {
		st = chroma_verdict(&reply, vectors->url, err);
		if (st == ST_OK && out)
			st = parse(vectors, &reply, out, err);
	}
	http_reply_fini(&reply);
	buf_fini(&url);
	buf_fini(&text);
	return st;
}

void
chroma_path(const struct vectors_collection *collection, const char *what, char *out, size_t n)
{
	snprintf(out, n, "/collections/%s/%s", collection->remote, what);
}

bool
chroma_bytes(const struct json *embedding, double scale, int8_t *out, size_t n)
{
	size_t i = 0;

	json_each (it, embedding) {
		double byte = scale > 0 ? json_number(it) / scale : 0;

		if (i == n || json_kind(it) != JSON_NUMBER || fabs(byte) > 127.5)
			return false;
		out[i++] = (int8_t)lrint(byte);
	}
	return i == n;
}

/* The decimal digits that we gave; false for what is not ours. */
static bool
key_of(const char *id, int64_t *key)
{
	char *end;

	if (id == NULL || !isdigit((unsigned char)*id))
		return false;
	*key = strtoll(id, &end, 10);
	return *end == '\0';
}

enum status
chroma_records(
    const struct json *reply, chroma_record_fn *fn, void *arg, size_t *count, struct err *err)
{
	const struct json *metadata = json_first(json_get(reply, "metadatas"));
	const struct json *embedding = json_first(json_get(reply, "embeddings"));
	enum status st = ST_OK;
	int64_t key;

	*count = 0;
	json_each (id, json_get(reply, "ids")) {
		if (key_of(json_string(id), &key))
			st = fn(arg, key, metadata, embedding, err);
		if (st)
			break;
		++*count;
		metadata = metadata ? json_next(metadata) : NULL;
		embedding = embedding ? json_next(embedding) : NULL;
	}
	return st;
}
