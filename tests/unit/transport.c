/* Requests over HTTP to a peer that answers with any bytes, through real dialects. */
#include "llm/transport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_peer.h"
#include "io/http.h"
#include "io/json.h"
#include "llm/provider.h"
#include "llm/transport_private.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define MAX ((size_t)100000)
#define JSON_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"
#define SSE_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
#define LINES_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n"

/* An answer of Anthropic, whole and in events. */
#define WHOLE                                                                                      \
	"{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m-1\","         \
	"\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\","          \
	"\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}"
#define START                                                                                      \
	"event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","   \
	"\"model\":\"m-1\",\"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}"    \
	"\n\nevent: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"     \
	"\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
#define DELTA(text)                                                                                \
	"event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"         \
	"\"delta\":{\"type\":\"text_delta\",\"text\":\"" text "\"}}\n\n"
#define STOP                                                                                       \
	"event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"      \
	"\"end_turn\"},\"usage\":{\"output_tokens\":2}}\n\n"                                       \
	"event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"

static struct answer answer;
static struct peer peer;
static struct buf heard;

static void
delta(void *arg, const char *text, size_t n)
{
	(void)arg;
	buf_str(&heard, heard.len ? "|" : "");
	buf_add(&heard, text, n);
}

static void
setup(void)
{
	answer_init(&answer, MAX);
	buf_init(&heard, MAX);
}

static void
teardown(void)
{
	answer_fini(&answer);
	buf_fini(&heard);
}

struct ask {
	const char *kind, *request;
	bool stream, embed, hold;
	size_t max_bytes;
	const char *key;
};

static void
ask(const char *bytes, const struct ask *a)
{
	const char *text = a->request ? a->request
				      : "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
					"\"temperature\":0.5}";
	struct model model = { .name = (char[]){ "x/m-1" },
		.provider = (char[]){ "x" },
		.id = (char[]){ "m-1" },
		.key = (char *)(uintptr_t)a->key,
		.kind = provider_find(a->kind ? a->kind : "anthropic"),
		.caps = { .streaming = true, .max_tokens = "max_tokens" } };
	struct transport t = { .model = &model,
		.stream = a->stream,
		.embed = a->embed,
		.idle_ms = 200,
		.first_byte_ms = 10000,
		.total_ms = 60000,
		.max_bytes = a->max_bytes ? a->max_bytes : MAX };
	struct err err = ERR_INIT;
	struct json *request;

	teardown();
	setup();
	peer_start(&peer, bytes, strlen(bytes), a->hold);
	model.url = peer.url;
	OK(json_parse(text, strlen(text), &request, &err));
	t.request = request;
	if (a->stream)
		answer.delta = delta;
	OK(transport_send(&t, &answer, &err));
	json_free(request);
	peer_end(&peer);
}

#define asked(bytes, ...) ask((bytes), &(struct ask){ __VA_ARGS__ })

static void
good(const char *text)
{
	ck_assert_msg(answer.fault.class == FAULT_NONE, "%s: %s",
	    fault_rule(answer.fault.class)->name, answer.fault.text);
	ck_assert(answer.complete);
	ck_assert_str_eq(answer.text.s, text);
}

static void
bad(enum fault_class class, const char *words)
{
	ck_assert_msg(answer.fault.class == class, "%s in place of %s: %s",
	    fault_rule(answer.fault.class)->name, fault_rule(class)->name, answer.fault.text);
	ck_assert_msg(strstr(answer.fault.text, words) != NULL, "%s", answer.fault.text);
}

START_TEST(a_whole_reply)
{
	asked(JSON_HEAD WHOLE, .key = "sk-test");
	good("Hi");
	ck_assert_str_eq(answer.model, "m-1");
	ck_assert_int_eq(answer.usage.uncached_in, 5);
	ck_assert_ptr_eq(strstr(peer.asked, "POST /v1/messages HTTP/1.1\r\n"), peer.asked);
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\nx-api-key: sk-test\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\nanthropic-version: 2023-06-01\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\ncontent-type: application/json\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.asked, "\"model\":\"m-1\""));
	ck_assert_uint_eq(answer.warnings.len, 1);
	ck_assert_ptr_nonnull(strstr(answer.warnings.at[0], "temperature"));
}
END_TEST

START_TEST(a_stream_is_handed_out_as_it_comes)
{
	asked(SSE_HEAD START "data:\n\n" DELTA("one") DELTA(" two") STOP, .stream = true);
	good("one two");
	ck_assert_str_eq(heard.s, "one| two");
	ck_assert(answer.delivered);
	ck_assert_int_eq(answer.usage.out, 2);
	ck_assert_ptr_nonnull(strstr(peer.asked, "\r\naccept: text/event-stream\r\n"));
	ck_assert_ptr_null(strstr(peer.asked, "x-api-key"));
}
END_TEST

START_TEST(what_comes_after_the_end_is_not_waited_for)
{
	asked(SSE_HEAD START DELTA("one") STOP, .stream = true, .hold = true);
	good("one");
}
END_TEST

START_TEST(lines_of_ollama)
{
	static const char bytes[] =
	    LINES_HEAD "{\"model\":\"m-1\",\"message\":{\"content\":\"on\"},\"done\":false}\n"
		       "{\"model\":\"m-1\",\"message\":{\"content\":\"e\"},\"done\":false}\n"
		       "{\"model\":\"m-1\",\"message\":{\"content\":\"\"},\"done\":true,"
		       "\"done_reason\":\"stop\",\"prompt_eval_count\":9,\"eval_count\":2}";

	asked(bytes, .kind = "ollama", .stream = true);
	good("one");
	ck_assert_str_eq(heard.s, "on|e");
	asked(LINES_HEAD "{\"error\":\"it broke\"}\n", .kind = "ollama", .stream = true);
	ck_assert_int_ne(answer.fault.class, FAULT_NONE);
	ck_assert_str_eq(answer.fault.text, "it broke");
	asked(LINES_HEAD "{\"message\":{\"content\":\"on\"},\"done\":false}\n", .kind = "ollama",
	    .stream = true);
	bad(FAULT_TRUNCATED, "");
}
END_TEST

START_TEST(an_end_marker_of_chat)
{
	static const char bytes[] =
	    SSE_HEAD ": keep-alive\n\n"
		     "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,"
		     "\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n"
		     "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{},"
		     "\"finish_reason\":\"stop\"}]}\n\n"
		     "data: [DONE]\n\n";

	asked(bytes, .kind = "openai-chat", .stream = true, .hold = true);
	good("Hi");
}
END_TEST

START_TEST(a_server_that_streams_when_not_asked_or_not_when_asked)
{
	asked(JSON_HEAD WHOLE, .stream = true);
	good("Hi");
	ck_assert_str_eq(heard.s, "Hi");
	asked(SSE_HEAD START DELTA("one") STOP, .stream = false);
	good("one");
}
END_TEST

/* The six ways, and others. */
START_TEST(a_stream_fails_in_the_right_class)
{
	static const struct {
		const char *bytes;
		bool hold;
		enum fault_class class;
		const char *words;
	} cases[] = {
		{ "", false, FAULT_CONNECT, "before an answer" },
		{ "HTTP/1.1 529 \r\nContent-Type: application/json\r\n\r\n"
		  "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
		  "\"message\":\"Busy\"}}",
		    false, FAULT_OVERLOADED, "Busy" },
		{ SSE_HEAD START "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"
				 "\"overloaded_error\",\"message\":\"Busy inside\"}}\n\n",
		    true, FAULT_OVERLOADED, "Busy inside" },
		{ SSE_HEAD START DELTA("one"), false, FAULT_TRUNCATED, "ended" },
		{ "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
		  "Content-Length: 10000\r\n\r\n" START DELTA("one"),
		    false, FAULT_TRUNCATED, "cut" },
		{ SSE_HEAD START DELTA("one"), true, FAULT_TIMEOUT, "silence" },
		{ SSE_HEAD START "data: {oops\n\n", true, FAULT_PARSE, "not JSON" },
		{ "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", true, FAULT_PARSE,
		    "text/html" },
		{ SSE_HEAD, false, FAULT_TRUNCATED, "empty" },
		{ "HTTP/1.1 307 Over there\r\nLocation: https://evil.example/x\r\n\r\n", false,
		    FAULT_REDIRECT, "https://evil.example:443" },
		{ "HTTP/1.1 302 Over there\r\n\r\n", false, FAULT_REDIRECT, "elsewhere" },
		{ "HTTP/1.1 413 \r\nContent-Type: text/html\r\n\r\n<html>Too large</html>", false,
		    FAULT_TOO_LARGE, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		asked(cases[i].bytes, .stream = true, .hold = cases[i].hold);
		bad(cases[i].class, cases[i].words);
		ck_assert(!answer.complete);
		if (cases[i].class == FAULT_REDIRECT)
			ck_assert_int_ge(answer.fault.http_status, 302);
	}
}
END_TEST

START_TEST(a_failed_response_object)
{
	asked(SSE_HEAD "event: response.created\ndata: {\"type\":\"response.created\","
		       "\"response\":{\"id\":\"r\",\"status\":\"in_progress\"}}\n\n"
		       "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":"
		       "{\"id\":\"r\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\","
		       "\"message\":\"it failed\"}}}\n\n",
	    .kind = "openai", .stream = true, .hold = true);
	bad(FAULT_SERVER, "it failed");
}
END_TEST

START_TEST(a_whole_reply_fails_in_the_right_class)
{
	asked(JSON_HEAD "{\"type\": \"message\", oops");
	bad(FAULT_PARSE, "not JSON");
	asked("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
	bad(FAULT_PARSE, "text/html");
	asked("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
	bad(FAULT_PARSE, "empty");
	asked("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n"
	      "{\"type\"");
	bad(FAULT_TRUNCATED, "cut");
	asked(JSON_HEAD WHOLE, .max_bytes = 50);
	bad(FAULT_TOO_LARGE, "50");
	asked(SSE_HEAD START DELTA("a long text of more than so many bytes"), .stream = true,
	    .max_bytes = 50);
	bad(FAULT_TOO_LARGE, "50");
	asked("HTTP/1.1 401 \r\nContent-Type: application/json\r\n\r\n"
	      "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
	      "\"message\":\"invalid x-api-key: my-own-odd-key\"}}",
	    .key = "my-own-odd-key");
	bad(FAULT_AUTH, "invalid x-api-key");
	ck_assert_ptr_null(strstr(answer.fault.text, "odd"));
	ck_assert_int_eq(answer.fault.http_status, 401);
}
END_TEST

START_TEST(bytes_that_are_not_utf8_are_replaced)
{
	asked(JSON_HEAD "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":"
			"\"a\xff"
			"b\"}],\"stop_reason\":\"end_turn\"}");
	good("a\xef\xbf\xbd"
	     "b");
	ck_assert_ptr_nonnull(strstr(answer.warnings.at[1], "UTF-8"));
	asked(SSE_HEAD START DELTA("a\xff"
				   "b") STOP,
	    .stream = true);
	good("a\xef\xbf\xbd"
	     "b");
	ck_assert_ptr_nonnull(strstr(answer.warnings.at[1], "UTF-8"));
}
END_TEST

START_TEST(embeddings)
{
	asked("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
	      "{\"data\":[{\"index\":1,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}],"
	      "\"model\":\"m-1\",\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}",
	    .kind = "openai", .embed = true, .request = "{\"input\":[\"a\",\"b\"]}");
	ck_assert_int_eq(answer.fault.class, FAULT_NONE);
	ck_assert_uint_eq(answer.vector_n, 2);
	ck_assert_uint_eq(answer.dimensions, 2);
	ck_assert(answer.vectors[0] > 0.9f && answer.vectors[3] > 0.9f);
	ck_assert_ptr_nonnull(strstr(peer.asked, "POST /embeddings "));
	asked(JSON_HEAD "{\"data\":[{\"index\":0,\"embedding\":[0,1]}],\"model\":\"m-1\"}",
	    .kind = "openai", .embed = true, .request = "{\"input\":[\"a\",\"b\"]}");
	bad(FAULT_PARSE, "");
}
END_TEST

/* What the Python SDKs of both vendors are tested with, and more; no cap here: who waits decides.
 */
START_TEST(what_a_server_says_of_trying_again)
{
	static const struct {
		const char *headers;
		int64_t ms;
		bool no, yes;
	} cases[] = {
		{ "", -1, false, false },
		{ "retry-after: 20", 20000, false, false },
		{ "retry-after: 0", 0, false, false },
		{ "retry-after: -10", -1, false, false },
		{ "retry-after: 60", 60000, false, false },
		{ "retry-after: 61", 61000, false, false },
		{ "retry-after: 0.5", 500, false, false },
		{ "retry-after: 99.99", 99990, false, false },
		{ "retry-after: Fri, 29 Sep 2023 16:26:57 GMT", 20000, false, false },
		{ "retry-after: Fri, 29 Sep 2023 16:26:37 GMT", -1, false, false },
		{ "retry-after: Fri, 29 Sep 2023 16:26:27 GMT", -1, false, false },
		{ "retry-after: Fri, 29 Sep 2023 16:27:37 GMT", 60000, false, false },
		{ "retry-after: Fri, 29 Sep 2023 16:26:57 GMT|"
		  "date: Fri, 29 Sep 2023 16:26:55 GMT",
		    2000, false, false },
		{ "retry-after: Fri, 29 Xyz 2023 16:26:57 GMT", -1, false, false },
		{ "retry-after: Fri, 29 epO 2023 16:26:57 GMT", -1, false, false },
		{ "retry-after: Fri, 99 Sep 2023 16:26:57 GMT", -1, false, false },
		{ "retry-after: Fri, 29 Sep 2023 16:26:57 CET", -1, false, false },
		{ "retry-after: 20 s", -1, false, false },
		{ "retry-after: inf", -1, false, false },
		{ "retry-after: nan", -1, false, false },
		{ "retry-after: 1e999", -1, false, false },
		{ "retry-after: 0x10", -1, false, false },
		{ "retry-after: 1e30", 366LL * 24 * 60 * 60 * 1000, false, false },
		{ "retry-after: soon", -1, false, false },
		{ "retry-after: ", -1, false, false },
		{ "retry-after-ms: 1500|retry-after: 20", 1500, false, false },
		{ "retry-after-ms: soon|retry-after: 20", 20000, false, false },
		{ "retry-after-ms: -1", -1, false, false },
		{ "x-should-retry: false", -1, true, false },
		{ "x-should-retry: true|retry-after: 1", 1000, false, true },
		{ "x-should-retry: maybe", -1, false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fault fault = { .class = FAULT_RATE_LIMIT };
		struct http_reply reply = { 0 };

		for (const char *s = cases[i].headers; *s; s += *s == '|') {
			strings_addn(&reply.headers, s, strcspn(s, "|"));
			s += strcspn(s, "|");
		}
		transport_retry(&fault, &reply, 1696004797000);
		ck_assert_msg(fault.retry_after_ms == cases[i].ms, "%s: %lld", cases[i].headers,
		    (long long)fault.retry_after_ms);
		ck_assert_msg(fault.no_retry == cases[i].no && fault.do_retry == cases[i].yes, "%s",
		    cases[i].headers);
		http_reply_fini(&reply);
	}
}
END_TEST

START_TEST(the_headers_of_an_error_are_read)
{
	asked("HTTP/1.1 429 \r\nretry-after: 7\r\nx-should-retry: false\r\n\r\n{}");
	bad(FAULT_RATE_LIMIT, "");
	ck_assert_int_eq(answer.fault.http_status, 429);
	ck_assert_int_eq(answer.fault.retry_after_ms, 7000);
	ck_assert(answer.fault.no_retry);
}
END_TEST

static struct model
model_at(const char *kind, char *url, char *id)
{
	static char name[] = "x/m", provider[] = "x";

	return (struct model){ .name = name,
		.provider = provider,
		.id = id,
		.url = url,
		.kind = provider_find(kind),
		.caps = { .max_tokens = "max_tokens" } };
}

START_TEST(a_key_does_not_travel_in_the_open)
{
	struct json *request = json_new_object();
	char url[] = "http://192.0.2.1:1", id[] = "m";
	struct model model = model_at("anthropic", url, id);
	struct transport t = { .model = &model, .request = request, .max_bytes = MAX };
	struct err err = ERR_INIT;

	model.key = (char[]){ "sk-secret" };
	ck_assert_int_eq(transport_send(&t, &answer, &err), ST_REFUSED);
	ck_assert_ptr_null(strstr(err.text, "secret"));
	json_free(request);
}
END_TEST

static const char *
curl_of(struct model *model, bool stream)
{
	struct json *request = json_new_object();
	struct transport t = { .model = model, .request = request, .stream = stream };
	struct err err = ERR_INIT;

	json_set_string(request, "system", "it's $HOME and `ls`");
	buf_clear(&heard);
	OK(transport_curl(&t, &heard, &err));
	json_free(request);
	return heard.s;
}

START_TEST(the_command_line_quotes_and_leaves_the_key_out)
{
	char url[] = "https://api.anthropic.com", id[] = "m", here[] = "http://127.0.0.1:11434",
	     command[] = "tr a-z 'A-Z'";
	struct model model = model_at("anthropic", url, id);
	const char *line;

	model.key = (char[]){ "sk-secret" };
	model.key_source = "MY_KEY";
	line = curl_of(&model, true);
	ck_assert_ptr_null(strstr(line, "secret"));
	ck_assert_ptr_nonnull(
	    strstr(line, "curl -sSN 'https://api.anthropic.com/v1/messages' \\\n"));
	ck_assert_ptr_nonnull(strstr(line, "-H \"x-api-key: $MY_KEY\" \\\n"));
	ck_assert_ptr_nonnull(strstr(line, "it'\\''s $HOME and `ls`"));
	model.key_source = "~/.key; rm -rf x";
	ck_assert_ptr_nonnull(strstr(curl_of(&model, false), "x-api-key: $ANTHROPIC_API_KEY\""));
	model = model_at("ollama", here, id);
	ck_assert_ptr_null(strstr(curl_of(&model, false), "authorization"));
	model = model_at("exec", NULL, command);
	ck_assert_ptr_nonnull(strstr(curl_of(&model, false), "|\nsh -c 'tr a-z '\\''A-Z'\\'''"));
}
END_TEST

START_TEST(what_cannot_be_asked_is_said)
{
	char id[] = "m", url[] = "http://127.0.0.1:1";
	struct model model = model_at("replay", NULL, id);
	struct json *request = json_new_object();
	struct transport t = { .model = &model, .request = request, .max_bytes = MAX };
	struct err err = ERR_INIT;

	ck_assert_int_eq(transport_send(&t, &answer, &err), ST_CONFIG);
	model.kind = NULL;
	ck_assert_int_eq(transport_send(&t, &answer, &err), ST_CONFIG);
	model = model_at("anthropic", url, id);
	t.embed = true;
	ck_assert_int_eq(transport_send(&t, &answer, &err), ST_CONFIG);
	model = model_at("voyage", url, id);
	t.embed = false;
	ck_assert_int_eq(transport_send(&t, &answer, &err), ST_CONFIG);
	json_free(request);
}
END_TEST

UNIT_SUITE(transport)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_whole_reply);
	tcase_add_test(tc, a_stream_is_handed_out_as_it_comes);
	tcase_add_test(tc, what_comes_after_the_end_is_not_waited_for);
	tcase_add_test(tc, lines_of_ollama);
	tcase_add_test(tc, an_end_marker_of_chat);
	tcase_add_test(tc, a_server_that_streams_when_not_asked_or_not_when_asked);
	tcase_add_test(tc, a_stream_fails_in_the_right_class);
	tcase_add_test(tc, a_failed_response_object);
	tcase_add_test(tc, a_whole_reply_fails_in_the_right_class);
	tcase_add_test(tc, bytes_that_are_not_utf8_are_replaced);
	tcase_add_test(tc, embeddings);
	tcase_add_test(tc, what_a_server_says_of_trying_again);
	tcase_add_test(tc, the_headers_of_an_error_are_read);
	tcase_add_test(tc, a_key_does_not_travel_in_the_open);
	tcase_add_test(tc, the_command_line_quotes_and_leaves_the_key_out);
	tcase_add_test(tc, what_cannot_be_asked_is_said);
}
