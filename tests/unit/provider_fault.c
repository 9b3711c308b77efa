/* Errors of every vendor, as statuses with a body and as events inside a good reply. */

#include <string.h>

#include "unit.h"
#include "wire.h"

#define ANTHROPIC(type, text)                                                                      \
	"{'type':'error','error':{'type':'" type "','message':'" text                              \
	"','details':null},'request_id':'req_1'}"
#define OPENAI(type, code, text)                                                                   \
	"{'error':{'message':'" text "','type':'" type "','param':null,'code':" code "}}"

struct row {
	const char *kind;
	int status;
	const char *header, *body;
	enum fault_class class;
	const char *code;
	double confidence; /* at least */
};

static const struct row rows[] = {
	{ "anthropic", 400, NULL, ANTHROPIC("invalid_request_error", "max_tokens: required"),
	    FAULT_BAD_REQUEST, "invalid_request_error", 0.9 },
	{ "anthropic", 400, NULL,
	    ANTHROPIC(
		"invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
	    FAULT_CONTEXT_WINDOW, "invalid_request_error", 0.8 },
	{ "anthropic", 400, NULL,
	    ANTHROPIC("invalid_request_error",
		"input length and `max_tokens` exceed context limit: 1 + 2 > 2"),
	    FAULT_CONTEXT_WINDOW, "invalid_request_error", 0.8 },
	{ "anthropic", 400, NULL,
	    ANTHROPIC("invalid_request_error", "You have reached your specified API usage limits."),
	    FAULT_QUOTA, "invalid_request_error", 0.8 },
	{ "anthropic", 400, NULL,
	    ANTHROPIC("invalid_request_error", "The compiled grammar is too large. Simplify it"),
	    FAULT_BAD_REQUEST, "schema_rejected", 0.9 },
	{ "anthropic", 401, NULL, ANTHROPIC("authentication_error", "invalid x-api-key"),
	    FAULT_AUTH, "authentication_error", 1 },
	{ "anthropic", 402, NULL, ANTHROPIC("billing_error", "pay"), FAULT_QUOTA, "billing_error",
	    1 },
	{ "anthropic", 403, NULL, ANTHROPIC("permission_error", "no"), FAULT_PERMISSION,
	    "permission_error", 1 },
	{ "anthropic", 404, NULL, ANTHROPIC("not_found_error", "model: claude-9"), FAULT_NOT_FOUND,
	    "not_found_error", 1 },
	{ "anthropic", 409, NULL, ANTHROPIC("conflict_error", "busy"), FAULT_CONFLICT,
	    "conflict_error", 1 },
	{ "anthropic", 413, NULL,
	    "<html><head><title>413 Request Entity Too Large</title></head></html>",
	    FAULT_TOO_LARGE, "", 0.9 },
	{ "anthropic", 413, NULL, ANTHROPIC("request_too_large", "32 MB"), FAULT_TOO_LARGE,
	    "request_too_large", 1 },
	{ "anthropic", 429, "retry-after: 12", ANTHROPIC("rate_limit_error", "slow"),
	    FAULT_RATE_LIMIT, "rate_limit_error", 1 },
	{ "anthropic", 429, NULL, ANTHROPIC("rate_limit_error", "slow"), FAULT_RATE_LIMIT,
	    "rate_limit_error", 0.6 },
	{ "anthropic", 429, NULL,
	    "{'type':'error','error':{'type':'rate_limit_error','message':'cap','details':"
	    "{'error_code':'enforced_spend_limit_reached'}}}",
	    FAULT_QUOTA, "enforced_spend_limit_reached", 1 },
	{ "anthropic", 500, NULL, ANTHROPIC("api_error", "Internal"), FAULT_SERVER, "api_error",
	    1 },
	{ "anthropic", 503, NULL, "", FAULT_OVERLOADED, "", 0.9 },
	{ "anthropic", 504, NULL, ANTHROPIC("timeout_error", "late"), FAULT_TIMEOUT,
	    "timeout_error", 1 },
	{ "anthropic", 529, NULL, ANTHROPIC("overloaded_error", "Overloaded"), FAULT_OVERLOADED,
	    "overloaded_error", 1 },
	{ "anthropic", 529, NULL, "", FAULT_OVERLOADED, "", 0.9 },
	{ "anthropic", 529, NULL, "upstream overloaded", FAULT_OVERLOADED, "", 0.8 },
	{ "anthropic", 302, NULL, "", FAULT_REDIRECT, "", 0.9 },
	{ "openai", 400, NULL,
	    OPENAI("invalid_request_error", "'context_length_exceeded'", "too many"),
	    FAULT_CONTEXT_WINDOW, "context_length_exceeded", 1 },
	{ "openai", 400, NULL,
	    OPENAI("invalid_request_error", "'string_above_max_length'",
		"string too long. Expected a string with maximum length 10"),
	    FAULT_TOO_LARGE, "string_above_max_length", 1 },
	{ "openai", 400, NULL, OPENAI("invalid_request_error", "'content_policy_violation'", "no"),
	    FAULT_CONTENT_POLICY, "content_policy_violation", 1 },
	{ "openai", 400, NULL,
	    OPENAI("invalid_request_error", "null",
		"Invalid schema for response_format: 6 levels of nesting exceeds limit of 5."),
	    FAULT_BAD_REQUEST, "schema_rejected", 0.9 },
	{ "openai", 401, NULL,
	    OPENAI("invalid_request_error", "'invalid_api_key'",
		"Incorrect API key provided: sk-abcdefgh12345678."),
	    FAULT_AUTH, "invalid_api_key", 1 },
	{ "openai", 401, NULL, OPENAI("invalid_request_error", "null", "not a member"), FAULT_AUTH,
	    "invalid_request_error", 0.9 },
	{ "openai", 403, NULL, OPENAI("x", "null", "Country not supported"), FAULT_PERMISSION, "x",
	    0.9 },
	{ "openai", 404, NULL, OPENAI("invalid_request_error", "'model_not_found'", "no"),
	    FAULT_NOT_FOUND, "model_not_found", 1 },
	{ "openai", 408, NULL, "", FAULT_TIMEOUT, "", 0.9 },
	{ "openai", 422, NULL, "", FAULT_BAD_REQUEST, "", 0.9 },
	{ "openai", 429, "retry-after-ms: 20",
	    OPENAI("requests", "'rate_limit_exceeded'", "Rate limit reached"), FAULT_RATE_LIMIT,
	    "rate_limit_exceeded", 1 },
	{ "openai", 429, "retry-after: 1", OPENAI("tokens", "'slow_down'", "slow down"),
	    FAULT_RATE_LIMIT, "slow_down", 1 },
	{ "openai", 429, NULL,
	    OPENAI("insufficient_quota", "'insufficient_quota'",
		"You exceeded your current quota, please check your plan and billing details."),
	    FAULT_QUOTA, "insufficient_quota", 1 },
	{ "openai", 429, NULL, OPENAI("x", "'credit_balance_exhausted'", ""), FAULT_QUOTA,
	    "credit_balance_exhausted", 1 },
	{ "openai", 429, "retry-after: 1",
	    OPENAI("tokens", "'rate_limit_exceeded'",
		"Request too large for gpt-x in organization org-1 on tokens per min (TPM): Limit "
		"1"),
	    FAULT_TOO_LARGE, "rate_limit_exceeded", 0.9 },
	{ "openai", 500, NULL, OPENAI("server_error", "null", "The server had an error"),
	    FAULT_SERVER, "server_error", 1 },
	{ "openai", 503, NULL, OPENAI("x", "null", "overloaded"), FAULT_OVERLOADED, "x", 0.8 },
	{ "openai-chat", 400, NULL, "{'error':'this model\\u0027s maximum context length is 8'}",
	    FAULT_CONTEXT_WINDOW, "", 0.8 },
	{ "openai-chat", 400, NULL, "{'detail':'bad thing'}", FAULT_BAD_REQUEST, "", 0.9 },
	{ "openai-chat", 422, NULL, "{'detail':[{'loc':['body'],'msg':'field required'}]}",
	    FAULT_BAD_REQUEST, "", 0.9 },
	{ "openai-chat", 400, NULL, "{'message':'exceeds the available context size'}",
	    FAULT_CONTEXT_WINDOW, "", 0.8 },
	{ "openai-chat", 400, NULL,
	    "{'error':{'code':400,'message':'the request exceeds the available context size'}}",
	    FAULT_CONTEXT_WINDOW, "", 0.8 },
	{ "openai-chat", 400, NULL, "{'error':'limit 429 in your prompt, Rate Limit'}",
	    FAULT_BAD_REQUEST, "", 0.9 },
	{ "openai-chat", 502, NULL, "<html>bad gateway</html>", FAULT_SERVER, "", 0.9 },
	{ "voyage", 401, NULL, "{'detail':'Provided API key is invalid.'}", FAULT_AUTH, "", 0.9 },
	{ "voyage", 429, NULL, "{'detail':'Too many requests'}", FAULT_RATE_LIMIT, "", 0.6 },
	{ "voyage", 400, NULL, "{'detail':'Request to model x failed'}", FAULT_BAD_REQUEST, "",
	    0.9 },
	{ "ollama", 404, NULL, "{'error':'model \\u0027x\\u0027 not found'}", FAULT_NOT_FOUND, "",
	    0.9 },
	{ "ollama", 400, NULL, "{'error':'x does not support chat'}", FAULT_BAD_REQUEST, "", 0.8 },
	{ "ollama", 400, NULL, "{'error':'the input length exceeds the context length'}",
	    FAULT_CONTEXT_WINDOW, "", 0.8 },
	{ "ollama", 503, NULL,
	    "{'error':'server busy, please try again.  maximum pending requests exceeded'}",
	    FAULT_OVERLOADED, "", 0.8 },
	{ "ollama", 500, NULL, "{'error':'llama runner process has terminated'}", FAULT_SERVER, "",
	    0.9 },
	{ "ollama", 401, NULL, "{'error':'unauthorized','signin_url':'https://x'}", FAULT_AUTH, "",
	    0.9 },
};

START_TEST(statuses_and_bodies_have_their_class)
{
	const struct row *row = &rows[_i];
	struct fault fault;

	wire_fault(row->kind, row->status, row->header, row->body, &fault);
	ck_assert_msg(fault.class == row->class, "%s %d %s: %s", row->kind, row->status, row->body,
	    fault_rule(fault.class)->name);
	ck_assert_str_eq(fault.code, row->code);
	ck_assert_int_eq(fault.http_status, row->status);
	ck_assert_msg(fault.confidence >= row->confidence && fault.confidence <= 1, "%s %d %s: %f",
	    row->kind, row->status, row->body, fault.confidence);
	if (row->confidence < 0.7)
		ck_assert_msg(fault.confidence < 0.7, "%f", fault.confidence);
}
END_TEST

START_TEST(the_words_are_shown_and_the_hints_stay)
{
	struct http_reply reply = { .status = 401 };
	struct fault fault;

	wire_fault("openai", 401, NULL,
	    OPENAI("x", "'invalid_api_key'", "Incorrect API key: sk-abcdefgh12345678."), &fault);
	ck_assert_str_eq(fault.text, "Incorrect API key: [key]");
	wire_fault("voyage", 400, NULL, "{'detail':'bad\\nword'}", &fault);
	ck_assert_str_eq(fault.text, "bad word");
	wire_fault("anthropic", 413, NULL, "<TITLE>Too Large</TITLE>", &fault);
	ck_assert_str_eq(fault.text, "a page: Too Large");
	wire_fault("anthropic", 502, NULL, "  <p>x", &fault);
	ck_assert_str_eq(fault.text, "a page and no JSON");
	wire_fault("anthropic", 502, NULL, "no upstream", &fault);
	ck_assert_str_eq(fault.text, "no upstream");

	buf_init(&reply.body, 10);
	fault.retry_after_ms = 7;
	fault.no_retry = true;
	provider_find("openai")->fault(&fault, &reply, NULL);
	ck_assert_int_eq(fault.retry_after_ms, 7);
	ck_assert(fault.no_retry && !fault.do_retry);
	ck_assert_str_eq(fault.text, "");
}
END_TEST

static const struct {
	const char *kind, *event;
	enum fault_class class;
} events[] = {
	{ "anthropic", "error " ANTHROPIC("overloaded_error", "Overloaded"), FAULT_OVERLOADED },
	{ "anthropic", " " ANTHROPIC("api_error", "Internal"), FAULT_SERVER },
	{ "anthropic", "error " ANTHROPIC("invalid_request_error", "what"), FAULT_BAD_REQUEST },
	{ "openai",
	    "error {'type':'error','code':'rate_limit_exceeded','message':'m','param':null}",
	    FAULT_RATE_LIMIT },
	{ "openai", "error {'type':'error','code':null,'message':'odd','param':null}",
	    FAULT_SERVER },
	{ "openai", " {'error':{'message':'The server had an error','type':'server_error'}}",
	    FAULT_SERVER },
	{ "openai",
	    "response.failed {'type':'response.failed','response':{'status':'failed','error':"
	    "{'code':'server_error','message':'m'},'output':[]}}",
	    FAULT_SERVER },
	{ "openai",
	    "response.failed {'type':'response.failed','response':{'status':'failed','error':"
	    "{'code':'bio_policy','message':'m'},'output':[]}}",
	    FAULT_CONTENT_POLICY },
	{ "openai",
	    "response.failed "
	    "{'type':'response.failed','response':{'status':'failed','error':null}}",
	    FAULT_SERVER },
	{ "openai-chat", " {'error':{'code':429,'message':'slow'}}", FAULT_RATE_LIMIT },
	{ "openai-chat", " {'error':{'code':502,'message':'upstream'},'choices':[]}",
	    FAULT_SERVER },
	{ "openai-chat", " {'error':'overloaded'}", FAULT_OVERLOADED },
	{ "openai-chat", " {'detail':'no'}", FAULT_SERVER },
	{ "openai-chat",
	    " {'choices':[{'index':0,'delta':{'content':''},'finish_reason':'error'}]}",
	    FAULT_SERVER },
	{ "ollama", " {'error':'server busy'}", FAULT_OVERLOADED },
	{ "ollama", " {'error':'an error was encountered while running the model'}", FAULT_SERVER },
};

START_TEST(errors_inside_a_stream_have_their_class)
{
	const char *const feed[] = { events[_i].event, NULL };
	struct answer answer;

	wire_events(events[_i].kind, feed, &answer);
	ck_assert_msg(answer.fault.class == events[_i].class, "%s: %s", events[_i].event,
	    fault_rule(answer.fault.class)->name);
	ck_assert(!answer.complete && !answer.delivered);
	answer_fini(&answer);
	if (events[_i].event[0] == ' ') { /* the same as a whole body */
		wire_read(events[_i].kind, events[_i].event, &answer);
		ck_assert_int_ne(answer.fault.class, FAULT_NONE);
		answer_fini(&answer);
	}
}
END_TEST

START_TEST(what_is_no_reply_is_said_so)
{
	static const char *const bodies[] = { "[]", "{}", "3", "null", "{'content':1}",
		"{'choices':[]}", "{'message':'x'}", "{'choices':{},'output':{},'content':{}}" };

	for (size_t i = 0; i < 4 * sizeof bodies / sizeof *bodies; i++) {
		struct answer answer;

		wire_read(provider_at(i % 4)->kind, bodies[i / 4], &answer);
		ck_assert_msg(answer.fault.class != FAULT_NONE, "%s", bodies[i / 4]);
		ck_assert_uint_eq(answer.text.len, 0);
		answer_fini(&answer);
	}
}
END_TEST

UNIT_SUITE(provider_fault)
{
	tcase_add_loop_test(
	    tc, statuses_and_bodies_have_their_class, 0, sizeof rows / sizeof *rows);
	tcase_add_test(tc, the_words_are_shown_and_the_hints_stay);
	tcase_add_loop_test(
	    tc, errors_inside_a_stream_have_their_class, 0, sizeof events / sizeof *events);
	tcase_add_test(tc, what_is_no_reply_is_said_so);
}
