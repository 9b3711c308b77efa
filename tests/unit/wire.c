#include "wire.h"

#include <string.h>

#include "base/mem.h"
#include "unit.h"

struct wire_heard wire_heard;

struct json *
wire_json(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;
	char *copy = mem_strdup(text);

	for (char *c = copy; *c; c++) {
		if (*c == '\'')
			*c = '"';
	}
	ck_assert_msg(json_parse(copy, strlen(copy), &j, &err) == ST_OK, "%s: %s", err.text, copy);
	free(copy);
	return j;
}

static void
hear(void *arg, const char *text, size_t n)
{
	struct wire_heard *heard = arg;

	buf_add(&heard->text, text, n);
	heard->times++;
}

static const struct provider *
begin(const char *kind, struct answer *answer)
{
	const struct provider *provider = provider_find(kind);

	ck_assert_ptr_nonnull(provider);
	answer_init(answer, BUF_TEXT);
	buf_fini(&wire_heard.text);
	buf_init(&wire_heard.text, BUF_TEXT);
	wire_heard.times = 0;
	answer->delta = hear;
	answer->arg = &wire_heard;
	return provider;
}

void
wire_read(const char *kind, const char *body, struct answer *answer)
{
	const struct provider *provider = begin(kind, answer);
	struct json *j = wire_json(body);

	provider->read(answer, j);
	json_free(j);
}

void
wire_events(const char *kind, const char *const *events, struct answer *answer)
{
	const struct provider *provider = begin(kind, answer);

	for (; *events; events++) {
		size_t n = strcspn(*events, " ");
		char *type = mem_strndup(*events, n);
		struct json *j = (*events)[n] ? wire_json(*events + n + 1) : NULL;

		provider->event(answer, type, j);
		json_free(j);
		free(type);
	}
}

void
wire_fault(const char *kind, int status, const char *header, const char *body, struct fault *fault)
{
	struct http_reply reply = { .end = HTTP_DONE, .status = status };
	struct err err = ERR_INIT;
	struct json *j = NULL;
	char *copy = mem_strdup(body);

	for (char *c = copy; *c && body[0] == '{'; c++) {
		if (*c == '\'')
			*c = '"';
	}
	buf_init(&reply.body, BUF_TEXT);
	buf_str(&reply.body, copy);
	if (header)
		strings_add(&reply.headers, header);
	if (body[0] == '{')
		ck_assert_msg(json_parse(copy, strlen(copy), &j, &err) == ST_OK, "%s", err.text);
	fault_set(fault, FAULT_NONE, "%s", "");
	provider_find(kind)->fault(fault, &reply, j);
	strings_fini(&reply.headers);
	buf_fini(&reply.body);
	json_free(j);
	free(copy);
}

static char *
printed(struct json *j)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_print(j, &text);
	json_free(j);
	return buf_take(&text);
}

char *
wire_write(const struct model *model, const char *request, bool stream, struct strings *dropped)
{
	struct json *j = wire_json(request), *body = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(
	    model->kind->write(model, j, stream, &body, dropped, &err) == ST_OK, "%s", err.text);
	json_free(j);
	return printed(body);
}

char *
wire_embed(const struct model *model, const char *request)
{
	struct json *j = wire_json(request), *body = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(model->kind->embed_write(model, j, &body, &err) == ST_OK, "%s", err.text);
	json_free(j);
	return printed(body);
}

static bool
has(const struct json *actual, const struct json *expected)
{
	const struct json *a = json_first(actual);

	if (json_kind(expected) == JSON_OBJECT && json_kind(actual) == JSON_OBJECT) {
		json_each (it, expected) {
			if (!has(json_get(actual, json_key(it)), it))
				return false;
		}
		return true;
	}
	if (json_kind(expected) != JSON_ARRAY || json_len(actual) != json_len(expected))
		return json_equal(actual, expected);
	json_each (it, expected) {
		if (!has(a, it))
			return false;
		a = json_next(a);
	}
	return true;
}

void
wire_has(const char *actual, const char *expected)
{
	struct json *a = NULL, *e = wire_json(expected);
	struct err err = ERR_INIT;

	ck_assert_msg(json_parse(actual, strlen(actual), &a, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(has(a, e), "no %s in %s", expected, actual);
	json_free(a);
	json_free(e);
}

void
wire_lacks(const char *actual, const char *dotted)
{
	struct json *a = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(json_parse(actual, strlen(actual), &a, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(json_path(a, dotted) == NULL, "%s in %s", dotted, actual);
	json_free(a);
}
