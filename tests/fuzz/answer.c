/* Lines of JSON as the replies, events, errors, requests and schemas of every dialect: whatever
   they say, an answer stays in its bounds, its texts are safe to show, and a portable schema is a
   closed one. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/http.h"
#include "io/json.h"
#include "llm/loose.h"
#include "llm/provider.h"
#include "llm/schema_portable.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MAX_TEXT 4096
#define MAX_STATE 65536

static size_t heard;

static void
hear(void *arg, const char *text, size_t n)
{
	struct answer *answer = arg;

	heard += n;
	if (heard > MAX_TEXT || memcmp(answer->text.s + answer->text.len - n, text, n) != 0)
		abort();
}

static void
check_shown(const char *s, size_t size)
{
	size_t n = strnlen(s, size);

	if (n == size || utf8_check(s, n) != n)
		abort();
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			abort();
	}
}

static void
check_fault(const struct fault *fault)
{
	struct err err = ERR_INIT;

	check_shown(fault->text, sizeof fault->text);
	check_shown(fault->code, sizeof fault->code);
	if (!(fault->confidence >= 0 && fault->confidence <= 1))
		abort();
	fault_err(fault, "m", &err);
	if (err.text[0] == '\0')
		abort();
}

static void
check_answer(const struct answer *answer)
{
	const struct llm_usage *u = &answer->usage;
	struct buf state;

	check_fault(&answer->fault);
	check_shown(answer->id, sizeof answer->id);
	check_shown(answer->model, sizeof answer->model);
	if (answer->text.len > MAX_TEXT || answer->warnings.len > 16 ||
	    utf8_check(answer->text.s, answer->text.len) != answer->text.len)
		abort();
	if (u->uncached_in < 0 || u->cache_read < 0 || u->cache_write_5m < 0 ||
	    u->cache_write_1h < 0 || u->out < 0 || u->reasoning < 0 || u->reasoning > u->out)
		abort();
	if (answer->complete && answer->text.len == 0 && answer->fault.class == FAULT_NONE &&
	    answer->vectors == NULL)
		abort();
	buf_init(&state, BUF_DOCUMENT);
	if (answer->state)
		json_print(answer->state, &state);
	if (state.len > MAX_STATE)
		abort();
	buf_fini(&state);
}

static void
check_closed(const struct json *schema)
{
	if (strcmp(json_get_string(schema, "type"), "object") == 0 &&
	    (json_kind(json_get(schema, "additionalProperties")) != JSON_BOOL ||
		json_get_bool(schema, "additionalProperties")))
		abort();
	json_each (it, json_get(schema, "properties"))
		check_closed(it);
	json_each (it, json_get(schema, "anyOf"))
		check_closed(it);
	if (json_get(schema, "items"))
		check_closed(json_get(schema, "items"));
}

static void
try_schema(const struct json *j)
{
	for (int style = SCHEMA_CLOSED; style <= SCHEMA_STRICT; style++) {
		struct json *portable = schema_portable(j, (enum schema_style)style);
		struct json *value = json_copy(j);

		if (portable)
			check_closed(portable);
		schema_portable_undo(j, value);
		json_free(value);
		json_free(portable);
	}
}

static void
try_whole(const struct provider *provider, const struct json *j)
{
	struct http_reply reply = { .status = 400 };
	struct answer answer;
	struct buf body;

	answer_init(&answer, MAX_TEXT);
	answer.delta = hear;
	answer.arg = &answer;
	heard = 0;
	if (provider->read)
		provider->read(&answer, j);
	check_answer(&answer);
	answer_fini(&answer);
	if (provider->embed_read) {
		answer_init(&answer, MAX_TEXT);
		provider->embed_read(&answer, j);
		check_answer(&answer);
		answer_fini(&answer);
	}
	if (provider->fault == NULL)
		return;
	buf_init(&body, BUF_TEXT);
	json_print(j, &body);
	reply.body = body;
	answer_init(&answer, MAX_TEXT);
	provider->fault(&answer.fault, &reply, j);
	check_fault(&answer.fault);
	provider->fault(&answer.fault, &reply, NULL);
	check_fault(&answer.fault);
	answer_fini(&answer);
	buf_fini(&body);
}

/* The first line that is an object with messages is a request. */
static void
try_write(const struct provider *provider, const struct json *j)
{
	char id[] = "m";
	struct model model = { .id = id, .kind = provider };
	struct strings dropped = { 0 };
	struct err err = ERR_INIT;
	struct json *body = NULL;

	model.caps.effort = true;
	if (provider->write && provider->write(&model, j, true, &body, &dropped, &err) == ST_OK)
		json_free(body);
	body = NULL;
	if (provider->embed_write && provider->embed_write(&model, j, &body, &err) == ST_OK)
		json_free(body);
	strings_fini(&dropped);
}

static void
each_line(const struct provider *provider, struct answer *answer, const char *s, size_t n)
{
	while (n > 0) {
		const char *end = memchr(s, '\n', n);
		size_t len = end ? (size_t)(end - s) : n;
		struct err err = ERR_INIT;
		struct json *j = NULL;

		if (loose_parse(s, len, &j, &err) == ST_OK) {
			if (provider->event)
				provider->event(answer, "", j);
			check_answer(answer);
			try_write(provider, j);
			if (end == NULL || json_get(j, "definitions"))
				try_schema(j);
		}
		json_free(j);
		s += len + (end != NULL);
		n -= len + (end != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct provider *provider;
	struct err err = ERR_INIT;
	struct json *whole = NULL;

	if (loose_parse((const char *)data, n, &whole, &err))
		whole = NULL;
	for (size_t i = 0; (provider = provider_at(i)) != NULL; i++) {
		struct answer answer;

		answer_init(&answer, MAX_TEXT);
		answer.delta = hear;
		answer.arg = &answer;
		heard = 0;
		each_line(provider, &answer, (const char *)data, n);
		if (provider->event)
			provider->event(&answer, "", NULL);
		if (provider->event)
			provider->event(&answer, "[DONE]", NULL);
		check_answer(&answer);
		answer_fini(&answer);
		if (whole)
			try_whole(provider, whole);
	}
	json_free(whole);
	return 0;
}
