/* Replies of every vendor, whole and in events, written from the vendors' references. */

#include <string.h>

#include "unit.h"
#include "wire.h"

#define MESSAGE_START                                                                              \
	"message_start {'type':'message_start','message':{'id':'msg_1','type':'message',"          \
	"'role':'assistant','model':'claude-x','content':[],'stop_reason':null,"                   \
	"'usage':{'input_tokens':25,'cache_creation_input_tokens':100,"                            \
	"'cache_read_input_tokens':7,'cache_creation':{'ephemeral_5m_input_tokens':60,"            \
	"'ephemeral_1h_input_tokens':0},'output_tokens':1}}}"
#define TEXT_DELTA(text)                                                                           \
	"content_block_delta {'type':'content_block_delta','index':1,"                             \
	"'delta':{'type':'text_delta','text':'" text "'}}"
#define MESSAGE_DELTA(reason, usage)                                                               \
	"message_delta {'type':'message_delta','delta':{'stop_reason':'" reason                    \
	"','stop_sequence':null},'usage':" usage "}"
#define MESSAGE_STOP "message_stop {'type':'message_stop'}"

static void
usage_is(const struct answer *answer, int64_t uncached, int64_t read, int64_t five, int64_t hour,
    int64_t out)
{
	const struct llm_usage *usage = &answer->usage;

	ck_assert(usage->known);
	ck_assert_int_eq(usage->uncached_in, uncached);
	ck_assert_int_eq(usage->cache_read, read);
	ck_assert_int_eq(usage->cache_write_5m, five);
	ck_assert_int_eq(usage->cache_write_1h, hour);
	ck_assert_int_eq(usage->out, out);
}

/* A good end with this text, the same handed out. */
static void
text_is(const struct answer *answer, const char *text)
{
	ck_assert_msg(answer->fault.class == FAULT_NONE, "%s: %s",
	    fault_rule(answer->fault.class)->name, answer->fault.text);
	ck_assert(answer->complete);
	ck_assert_str_eq(answer->text.s, text);
	ck_assert_str_eq(wire_heard.text.s, text);
	ck_assert(answer->delivered);
}

START_TEST(anthropic_whole)
{
	struct answer answer;

	wire_read("anthropic",
	    "{'id':'msg_9','type':'message','role':'assistant','model':'claude-sonnet-5-5',"
	    "'content':[{'type':'thinking','thinking':'no','signature':'x'},"
	    "{'type':'text','text':'one '},{'type':'new_thing','text':'no'},"
	    "{'type':'text','text':'two'}],'stop_reason':'end_turn','stop_details':null,"
	    "'usage':{'input_tokens':31,'cache_creation_input_tokens':2048,"
	    "'cache_read_input_tokens':5,'cache_creation':{'ephemeral_5m_input_tokens':8,"
	    "'ephemeral_1h_input_tokens':2040},'output_tokens':87,"
	    "'output_tokens_details':{'thinking_tokens':40}}}",
	    &answer);
	text_is(&answer, "one two");
	ck_assert_int_eq(answer.stop, LLM_END);
	usage_is(&answer, 31, 5, 8, 2040, 87);
	ck_assert_int_eq(answer.usage.reasoning, 40);
	ck_assert_str_eq(answer.id, "msg_9");
	ck_assert_str_eq(answer.model, "claude-sonnet-5-5");
	answer_fini(&answer);
}
END_TEST

static const struct {
	const char *reason;
	enum llm_stop stop;
	enum fault_class fault;
} anthropic_stops[] = {
	{ "end_turn", LLM_END, FAULT_NONE },
	{ "max_tokens", LLM_LENGTH, FAULT_NONE },
	{ "stop_sequence", LLM_STOP_SEQUENCE, FAULT_NONE },
	{ "tool_use", LLM_TOOL, FAULT_NONE },
	{ "pause_turn", LLM_OTHER, FAULT_NONE },
	{ "refusal", LLM_REFUSAL, FAULT_CONTENT_POLICY },
	{ "model_context_window_exceeded", LLM_LENGTH, FAULT_NONE },
	{ "something_new", LLM_OTHER, FAULT_NONE },
};

START_TEST(anthropic_stop_reasons)
{
	char text[400], delta[200];
	const char *const feed[] = { MESSAGE_START, TEXT_DELTA("a"), delta, MESSAGE_STOP, NULL };
	struct answer answer;

	snprintf(text, sizeof text,
	    "{'content':[{'type':'text','text':'a'}],'stop_reason':'%s','usage':{}}",
	    anthropic_stops[_i].reason);
	wire_read("anthropic", text, &answer);
	ck_assert_int_eq(answer.stop, anthropic_stops[_i].stop);
	ck_assert_int_eq(answer.fault.class, anthropic_stops[_i].fault);
	ck_assert(answer.complete && !answer.usage.known);
	answer_fini(&answer);

	snprintf(delta, sizeof delta,
	    "message_delta {'type':'message_delta','delta':{'stop_reason':'%s'},"
	    "'usage':{'output_tokens':3}}",
	    anthropic_stops[_i].reason);
	wire_events("anthropic", feed, &answer);
	ck_assert_int_eq(answer.stop, anthropic_stops[_i].stop);
	ck_assert_int_eq(answer.fault.class, anthropic_stops[_i].fault);
	ck_assert(answer.complete);
	ck_assert_int_eq(answer.usage.out, 3);
	ck_assert_uint_eq(
	    answer.warnings.len, strstr(anthropic_stops[_i].reason, "window") != NULL);
	answer_fini(&answer);
}
END_TEST

START_TEST(anthropic_stream)
{
	static const char *const feed[] = { MESSAGE_START,
		"content_block_start {'type':'content_block_start','index':0,"
		"'content_block':{'type':'thinking','thinking':'hm','signature':''}}",
		"ping {'type':'ping'}",
		"content_block_delta {'type':'content_block_delta','index':0,"
		"'delta':{'type':'thinking_delta','thinking':'hm','text':'no'}}",
		"content_block_delta {'type':'content_block_delta','index':0,"
		"'delta':{'type':'signature_delta','signature':'EqQ'}}",
		"content_block_stop {'type':'content_block_stop','index':0}",
		"content_block_start {'type':'content_block_start','index':1,"
		"'content_block':{'type':'text','text':'He'}}",
		TEXT_DELTA("llo "),
		" {'type':'content_block_delta','index':1,"
		"'delta':{'type':'text_delta','text':'you'}}",
		"new_event {'type':'new_event','text':'no'}",
		MESSAGE_DELTA("end_turn", "{'output_tokens':15}"),
		MESSAGE_DELTA("end_turn",
		    "{'output_tokens':65,'input_tokens':null,'cache_creation_input_tokens':300,"
		    "'output_tokens_details':{'thinking_tokens':90}}"),
		MESSAGE_STOP, TEXT_DELTA("too late"), NULL };
	struct answer answer;

	wire_events("anthropic", feed, &answer);
	text_is(&answer, "Hello you");
	ck_assert_int_eq(wire_heard.times, 3);
	usage_is(&answer, 25, 7, 300, 0, 65); /* so far, not added; the larger of total and parts */
	ck_assert_int_eq(answer.usage.reasoning, 65); /* part of out, never more */
	ck_assert_str_eq(answer.id, "msg_1");
	answer_fini(&answer);
}
END_TEST

START_TEST(anthropic_larger_of_total_and_parts)
{
	static const struct {
		const char *usage;
		int64_t five, hour;
	} rows[] = {
		{ "{'cache_creation_input_tokens':9}", 9, 0 },
		{ "{'cache_creation_input_tokens':9,'cache_creation':"
		  "{'ephemeral_5m_input_tokens':4,'ephemeral_1h_input_tokens':3}}",
		    6, 3 },
		{ "{'cache_creation_input_tokens':9,'cache_creation':"
		  "{'ephemeral_5m_input_tokens':0,'ephemeral_1h_input_tokens':3}}",
		    0, 9 },
		{ "{'cache_creation_input_tokens':2,'cache_creation':"
		  "{'ephemeral_5m_input_tokens':4,'ephemeral_1h_input_tokens':3}}",
		    4, 3 },
		{ "{'cache_creation_input_tokens':null,'cache_creation':null}", 0, 0 },
		{ "{'cache_creation_input_tokens':-5,'cache_read_input_tokens':'7'}", 0, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct answer answer;
		char text[400];

		snprintf(text, sizeof text, "{'content':[],'stop_reason':'end_turn','usage':%s}",
		    rows[i].usage);
		wire_read("anthropic", text, &answer);
		ck_assert_int_eq(answer.usage.cache_write_5m, rows[i].five);
		ck_assert_int_eq(answer.usage.cache_write_1h, rows[i].hour);
		ck_assert_int_eq(answer.usage.cache_read, 0);
		ck_assert(!answer.usage.known);
		answer_fini(&answer);
	}
}
END_TEST

START_TEST(anthropic_tool_json_that_was_cut)
{
	static const char *const feed[] = { MESSAGE_START,
		"content_block_start {'type':'content_block_start','index':0,'content_block':"
		"{'type':'tool_use','id':'toolu_1','name':'make_file','input':{}}}",
		"content_block_delta {'type':'content_block_delta','index':0,'delta':"
		"{'type':'input_json_delta','partial_json':''}}",
		"content_block_delta {'type':'content_block_delta','index':0,'delta':"
		"{'type':'input_json_delta','partial_json':'{\\u0022lines\\u0022: [1, 2'}}",
		MESSAGE_DELTA("max_tokens", "{'output_tokens':124}"), MESSAGE_STOP, NULL };
	struct answer answer;

	wire_events("anthropic", feed, &answer);
	ck_assert_int_eq(answer.stop, LLM_LENGTH);
	ck_assert_int_eq(answer.fault.class, FAULT_LENGTH);
	ck_assert(answer.complete && !answer.delivered);
	ck_assert_uint_eq(answer.text.len, 0);
	answer_fini(&answer);
}
END_TEST

START_TEST(anthropic_refusal_says_why_and_keeps_its_usage)
{
	static const char *const feed[] = { MESSAGE_START, TEXT_DELTA("I"),
		"message_delta {'type':'message_delta','delta':{'stop_reason':'refusal',"
		"'stop_details':{'type':'refusal','category':'cyber','explanation':'not this'}},"
		"'usage':{'output_tokens':4}}",
		"message_delta {'type':'message_delta','delta':{},'usage':{'output_tokens':5}}",
		MESSAGE_STOP, NULL };
	struct answer answer;

	wire_events("anthropic", feed, &answer);
	ck_assert_int_eq(answer.fault.class, FAULT_CONTENT_POLICY);
	ck_assert_str_eq(answer.fault.text, "the model refused: not this");
	ck_assert_str_eq(answer.fault.code, "refusal");
	ck_assert_int_eq(answer.usage.out, 5);
	ck_assert(answer.complete);
	answer_fini(&answer);
	wire_read("anthropic",
	    "{'content':[],'stop_reason':'refusal','stop_details':{'category':'bio'}}", &answer);
	ck_assert_str_eq(answer.fault.text, "the model refused: bio");
	answer_fini(&answer);
}
END_TEST

START_TEST(anthropic_stream_that_ends_early_or_fails_is_not_complete)
{
	static const char *const bad[] = { MESSAGE_START, TEXT_DELTA("a"),
		"error {'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
		TEXT_DELTA("b"), MESSAGE_STOP, NULL };
	struct answer answer;

	wire_events("anthropic", (const char *const[]){ MESSAGE_START, TEXT_DELTA("a"), "", NULL },
	    &answer);
	ck_assert(!answer.complete && answer.delivered);
	ck_assert_int_eq(answer.fault.class, FAULT_NONE);
	ck_assert(!answer.usage.known && answer.usage.uncached_in == 25);
	answer_fini(&answer);
	wire_events("anthropic", bad, &answer);
	ck_assert(!answer.complete);
	ck_assert_int_eq(answer.fault.class, FAULT_OVERLOADED);
	ck_assert_str_eq(answer.text.s, "a");
	answer_fini(&answer);
}
END_TEST

#define OPENAI_USAGE                                                                               \
	"'usage':{'input_tokens':100,'input_tokens_details':{'cached_tokens':30,"                  \
	"'cache_write_tokens':20},'output_tokens':87,"                                             \
	"'output_tokens_details':{'reasoning_tokens':60},'total_tokens':187}"
#define OPENAI_OUTPUT                                                                              \
	"'output':[{'type':'reasoning','id':'rs_1','summary':[]},{'type':'new','content':1},"      \
	"{'type':'message','id':'m','role':'assistant','content':["                                \
	"{'type':'output_text','text':'Hi ','annotations':[]},"                                    \
	"{'type':'output_text','text':'you'}]}]"
#define OPENAI_DELTA(text)                                                                         \
	"response.output_text.delta {'type':'response.output_text.delta','sequence_number':4,"     \
	"'item_id':'m','output_index':0,'content_index':0,'delta':'" text "'}"

START_TEST(openai_whole)
{
	struct answer answer;

	wire_read("openai",
	    "{'id':'resp_1','object':'response','status':'completed','error':null,"
	    "'incomplete_details':null,'model':'gpt-6-luna'," OPENAI_OUTPUT "," OPENAI_USAGE "}",
	    &answer);
	text_is(&answer, "Hi you");
	ck_assert_int_eq(answer.stop, LLM_END);
	usage_is(&answer, 50, 30, 20, 0, 87);
	ck_assert_int_eq(answer.usage.reasoning, 60);
	ck_assert_str_eq(answer.id, "resp_1");
	ck_assert_str_eq(answer.model, "gpt-6-luna");
	answer_fini(&answer);
}
END_TEST

static const struct {
	const char *body;
	enum llm_stop stop;
	enum fault_class fault;
} openai_ends[] = {
	{ "{'status':'completed'," OPENAI_OUTPUT "}", LLM_END, FAULT_NONE },
	{ "{'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'}"
	  "," OPENAI_OUTPUT "}",
	    LLM_LENGTH, FAULT_NONE },
	{ "{'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'},'output':[]}",
	    LLM_LENGTH, FAULT_LENGTH },
	{ "{'status':'incomplete','incomplete_details':{'reason':'content_filter'}," OPENAI_OUTPUT
	  "}",
	    LLM_REFUSAL, FAULT_CONTENT_POLICY },
	{ "{'status':'incomplete'," OPENAI_OUTPUT "}", LLM_LENGTH, FAULT_NONE },
	{ "{'status':'incomplete','incomplete_details':{'reason':'new'}," OPENAI_OUTPUT "}",
	    LLM_OTHER, FAULT_NONE },
	{ "{'status':'completed','output':[{'type':'message','content':[{'type':'refusal',"
	  "'refusal':'I will not'}]}]}",
	    LLM_REFUSAL, FAULT_CONTENT_POLICY },
	{ "{'status':'completed','output':[{'type':'function_call','name':'f','arguments':'{',"
	  "'call_id':'c'}]}",
	    LLM_TOOL, FAULT_EMPTY },
	{ "{'status':'completed','output':[]}", LLM_END, FAULT_EMPTY },
	{ "{'status':'failed','error':{'code':'server_error','message':'m'},'output':[]}",
	    LLM_OTHER, FAULT_SERVER },
	{ "{'status':'failed','error':{'code':'rate_limit_exceeded','message':'m'}}", LLM_OTHER,
	    FAULT_RATE_LIMIT },
	{ "{'status':'cancelled','output':[]}", LLM_OTHER, FAULT_SERVER },
	{ "{'status':'in_progress','output':[]}", LLM_OTHER, FAULT_SERVER },
};

START_TEST(openai_endings)
{
	const char *type = strstr(openai_ends[_i].body, "'incomplete'") ? "response.incomplete"
			   : strstr(openai_ends[_i].body, "'failed'")	? "response.failed"
									: "response.completed";
	struct answer answer;
	char event[1000];
	const char *const feed[] = { event, NULL };

	wire_read("openai", openai_ends[_i].body, &answer);
	ck_assert_int_eq(answer.stop, openai_ends[_i].stop);
	ck_assert_int_eq(answer.fault.class, openai_ends[_i].fault);
	answer_fini(&answer);
	snprintf(event, sizeof event, "%s {'type':'%s','response':%s}", type, type,
	    openai_ends[_i].body);
	wire_events("openai", feed, &answer);
	ck_assert_int_eq(answer.stop, openai_ends[_i].stop);
	ck_assert_int_eq(answer.fault.class, openai_ends[_i].fault);
	answer_fini(&answer);
}
END_TEST

START_TEST(openai_stream)
{
	static const char *const feed[] = {
		"response.created {'type':'response.created','response':{'id':'resp_2',"
		"'model':'gpt-x','status':'in_progress','output':[],'usage':null}}",
		"response.in_progress {'type':'response.in_progress','response':{}}",
		"response.output_item.added {'type':'response.output_item.added','item':{}}",
		"response.reasoning_summary_text.delta "
		"{'type':'response.reasoning_summary_text.delta','delta':'no'}",
		OPENAI_DELTA("Hi"), " {'type':'response.output_text.delta','delta':' y'}",
		"response.output_text.done {'type':'response.output_text.done','text':'Hi you'}",
		"response.new {'type':'response.new','delta':'no'}",
		"response.completed {'type':'response.completed','response':{'id':'resp_2',"
		"'model':'gpt-x-2','status':'completed','error':null," OPENAI_OUTPUT
		"," OPENAI_USAGE "}}",
		"[DONE]", NULL
	};
	struct answer answer;

	wire_events("openai", feed, &answer);
	text_is(&answer, "Hi you"); /* what was missing came from the end */
	ck_assert_int_eq(wire_heard.times, 3);
	usage_is(&answer, 50, 30, 20, 0, 87);
	ck_assert_str_eq(answer.model, "gpt-x-2");
	ck_assert_uint_eq(answer.warnings.len, 0);
	answer_fini(&answer);
}
END_TEST

START_TEST(openai_end_of_the_stream_is_the_truth)
{
	static const char *const other[] = { OPENAI_DELTA("Hx"),
		"response.completed {'response':{'status':'completed'," OPENAI_OUTPUT "}}", NULL };
	static const char *const without[] = { OPENAI_DELTA("Hi"),
		"response.completed {'response':{'status':'completed','output':[]}}", NULL };
	static const char *const refused[] = { OPENAI_DELTA("Hi"),
		"response.refusal.done {'type':'response.refusal.done','refusal':'no'}",
		"response.completed {'response':{'status':'completed','output':[]," OPENAI_USAGE
		"}}",
		NULL };
	struct answer answer;

	wire_events("openai", other, &answer);
	ck_assert_str_eq(answer.text.s, "Hi you");
	ck_assert_uint_eq(answer.warnings.len, 1);
	answer_fini(&answer);
	wire_events("openai", without, &answer);
	text_is(&answer, "Hi");
	answer_fini(&answer);
	wire_events("openai", refused, &answer);
	ck_assert_int_eq(answer.stop, LLM_REFUSAL);
	ck_assert_int_eq(answer.fault.class, FAULT_CONTENT_POLICY);
	ck_assert_str_eq(answer.fault.text, "the model refused: no");
	ck_assert_int_eq(answer.usage.out, 87);
	ck_assert(answer.complete);
	answer_fini(&answer);
	wire_events("openai", (const char *const[]){ OPENAI_DELTA("Hi"), "", NULL }, &answer);
	ck_assert(!answer.complete);
	answer_fini(&answer);
}
END_TEST

#define CHUNK(delta, reason)                                                                       \
	" {'id':'c1','object':'chat.completion.chunk','model':'m','choices':[{'index':0,"          \
	"'delta':{" delta "},'finish_reason':" reason "}],'usage':null}"
#define CHAT_USAGE                                                                                 \
	"'usage':{'prompt_tokens':19,'completion_tokens':10,'total_tokens':29,"                    \
	"'prompt_tokens_details':{'cached_tokens':4,'cache_write_tokens':5},"                      \
	"'completion_tokens_details':{'reasoning_tokens':3}}"

START_TEST(chat_whole)
{
	struct answer answer;

	wire_read("openai-chat",
	    "{'id':'chatcmpl-1','model':'gpt-x','choices':[{'index':1,'message':{'content':'no'},"
	    "'finish_reason':'length'},{'index':0,'message':{'role':'assistant','content':'Hi',"
	    "'refusal':null},'finish_reason':'stop'}]," CHAT_USAGE "}",
	    &answer);
	text_is(&answer, "Hi");
	ck_assert_int_eq(answer.stop, LLM_END);
	usage_is(&answer, 10, 4, 5, 0, 10);
	ck_assert_int_eq(answer.usage.reasoning, 3);
	ck_assert_str_eq(answer.id, "chatcmpl-1");
	answer_fini(&answer);
	wire_read("openai-chat",
	    "{'choices':[{'message':{'content':[{'type':'text','text':'a'},{'type':'x','text':'b'},"
	    "{'type':'text','text':'c'}]}}]}",
	    &answer);
	text_is(&answer, "ac");
	ck_assert_int_eq(answer.stop, LLM_END);
	ck_assert(!answer.usage.known);
	answer_fini(&answer);
}
END_TEST

static const struct {
	const char *reason, *message;
	enum llm_stop stop;
	enum fault_class fault;
} chat_ends[] = {
	{ "'stop'", "'content':'a'", LLM_END, FAULT_NONE },
	{ "'length'", "'content':'a'", LLM_LENGTH, FAULT_NONE },
	{ "'length'", "'content':''", LLM_LENGTH, FAULT_LENGTH },
	{ "'length'", "'content':null", LLM_LENGTH, FAULT_LENGTH },
	{ "'content_filter'", "'content':'a'", LLM_REFUSAL, FAULT_CONTENT_POLICY },
	{ "'stop'", "'content':null,'refusal':'I will not'", LLM_REFUSAL, FAULT_CONTENT_POLICY },
	{ "'tool_calls'",
	    "'content':null,'tool_calls':[{'index':0,'id':'c','type':'function','function':"
	    "{'name':'f','arguments':'{'}}]",
	    LLM_TOOL, FAULT_EMPTY },
	{ "'function_call'", "'content':null", LLM_TOOL, FAULT_EMPTY },
	{ "'stop'", "'content':''", LLM_END, FAULT_EMPTY },
	{ "'eos'", "'content':'a'", LLM_OTHER, FAULT_NONE },
};

START_TEST(chat_endings)
{
	char whole[500], chunk[500];
	const char *const feed[] = { chunk, "", NULL };
	struct answer answer;

	snprintf(whole, sizeof whole, "{'choices':[{'index':0,'message':{%s},'finish_reason':%s}]}",
	    chat_ends[_i].message, chat_ends[_i].reason);
	wire_read("openai-chat", whole, &answer);
	ck_assert_int_eq(answer.stop, chat_ends[_i].stop);
	ck_assert_int_eq(answer.fault.class, chat_ends[_i].fault);
	ck_assert(answer.complete);
	answer_fini(&answer);
	snprintf(chunk, sizeof chunk, " {'choices':[{'index':0,'delta':{%s},'finish_reason':%s}]}",
	    chat_ends[_i].message, chat_ends[_i].reason);
	wire_events("openai-chat", feed, &answer);
	ck_assert_int_eq(answer.stop, chat_ends[_i].stop);
	ck_assert_int_eq(answer.fault.class, chat_ends[_i].fault);
	ck_assert(answer.complete);
	answer_fini(&answer);
}
END_TEST

static const struct {
	const char *const feed[7];
	bool complete, usage;
	enum llm_stop stop;
} chat_streams[] = {
	/* as OpenAI has it */
	{ { CHUNK("'role':'assistant','content':''", "null"), CHUNK("'content':'Hi'", "null"),
	      CHUNK("", "'stop'"), " {'choices':[]," CHAT_USAGE "}", "[DONE]", NULL },
	    true, true, LLM_END },
	/* usage on the chunk with the reason, no [DONE] */
	{ { CHUNK("'content':'Hi'", "null"),
	      " {'choices':[{'index':0,'delta':{},'finish_reason':'length'}]," CHAT_USAGE "}",
	      NULL },
	    true, true, LLM_LENGTH },
	/* usage before the reason */
	{ { " {'choices':[{'delta':{'content':'Hi'}}]," CHAT_USAGE "}", CHUNK("", "'stop'"), "",
	      NULL },
	    true, true, LLM_END },
	/* no usage, no [DONE]; no usage; no reason; neither */
	{ { CHUNK("'content':'Hi'", "'stop'"), "", NULL }, true, false, LLM_END },
	{ { CHUNK("'content':'Hi'", "'stop'"), "[DONE]", NULL }, true, false, LLM_END },
	{ { CHUNK("'content':'Hi'", "null"), "[DONE]", NULL }, true, false, LLM_END },
	{ { CHUNK("'content':'Hi'", "null"), "", NULL }, false, false, LLM_OTHER },
	/* another choice is not ours */
	{ { " {'choices':[{'index':1,'delta':{'content':'no'},'finish_reason':'length'}]}",
	      CHUNK("'content':'Hi'", "'stop'"), "", NULL },
	    true, false, LLM_END },
};

START_TEST(chat_stream)
{
	struct answer answer;

	wire_events("openai-chat", chat_streams[_i].feed, &answer);
	ck_assert_int_eq(answer.complete, chat_streams[_i].complete);
	ck_assert_int_eq(answer.stop, chat_streams[_i].stop);
	ck_assert_str_eq(answer.text.s, "Hi");
	ck_assert_int_eq(answer.fault.class, FAULT_NONE);
	ck_assert_int_eq(answer.usage.known, chat_streams[_i].usage);
	if (chat_streams[_i].usage)
		usage_is(&answer, 10, 4, 5, 0, 10);
	answer_fini(&answer);
}
END_TEST

START_TEST(usage_that_cannot_be_is_kept_in_its_bounds)
{
	struct answer answer;

	wire_read("openai",
	    "{'status':'completed'," OPENAI_OUTPUT ",'usage':{'input_tokens':10,"
	    "'input_tokens_details':{'cached_tokens':8,'cache_write_tokens':9},'output_tokens':5,"
	    "'output_tokens_details':{'reasoning_tokens':50}}}",
	    &answer);
	usage_is(&answer, 0, 8, 2, 0, 5);
	ck_assert_int_eq(answer.usage.reasoning, 5);
	answer_fini(&answer);
	wire_read("openai",
	    "{'status':'completed'," OPENAI_OUTPUT ",'usage':{'input_tokens':10,"
	    "'input_tokens_details':{'cached_tokens':80},'output_tokens':5}}",
	    &answer);
	usage_is(&answer, 0, 10, 0, 0, 5);
	answer_fini(&answer);
	wire_read("openai-chat",
	    "{'choices':[{'message':{'content':'a'}}],'usage':{'prompt_tokens':-1,"
	    "'completion_tokens':1e300}}",
	    &answer);
	ck_assert(!answer.usage.known);
	ck_assert_int_eq(answer.usage.uncached_in, 0);
	ck_assert_int_eq(answer.usage.out, 0);
	answer_fini(&answer);
}
END_TEST

#define OLLAMA_DONE(reason)                                                                        \
	" {'model':'llama3.2','created_at':'2026-08-01T10:00:00Z','message':{'role':'assistant',"  \
	"'content':''},'done':true,'done_reason':'" reason                                         \
	"','total_duration':5043500667,'prompt_eval_count':26,'eval_count':290}"

START_TEST(ollama_both_ways)
{
	static const char *const feed[] = {
		" {'model':'llama3.2','message':{'role':'assistant','content':'','thinking':'no'},"
		"'done':false}",
		" {'model':'llama3.2','message':{'role':'assistant','content':'H'},'done':false}",
		" {'message':{'content':'i'},'done':false}", OLLAMA_DONE("stop"),
		" {'message':{'content':'late'}}", "", NULL
	};
	struct answer answer;

	wire_events("ollama", feed, &answer);
	text_is(&answer, "Hi");
	ck_assert_int_eq(answer.stop, LLM_END);
	usage_is(&answer, 26, 0, 0, 0, 290);
	ck_assert_str_eq(answer.model, "llama3.2");
	answer_fini(&answer);
	wire_read("ollama",
	    "{'model':'llama3.2','message':{'content':'Hi','thinking':'no'},'done':true,"
	    "'done_reason':'length','prompt_eval_count':26,'eval_count':290}",
	    &answer);
	text_is(&answer, "Hi");
	ck_assert_int_eq(answer.stop, LLM_LENGTH);
	usage_is(&answer, 26, 0, 0, 0, 290);
	answer_fini(&answer);
}
END_TEST

START_TEST(ollama_endings)
{
	struct answer answer;

	wire_read("ollama", "{'message':{'content':''},'done':true,'done_reason':'load'}", &answer);
	ck_assert_int_eq(answer.stop, LLM_OTHER);
	ck_assert_int_eq(answer.fault.class, FAULT_EMPTY);
	ck_assert(!answer.usage.known);
	answer_fini(&answer);
	wire_read("ollama", "{'message':{'content':'a'},'done':true}", &answer);
	ck_assert_int_eq(answer.stop, LLM_END);
	answer_fini(&answer);
	wire_read("ollama",
	    "{'message':{'content':'','tool_calls':[{'function':{'name':'f','arguments':{}}}]},"
	    "'done':true,'done_reason':'stop'}",
	    &answer);
	ck_assert_int_eq(answer.stop, LLM_TOOL);
	answer_fini(&answer);
	wire_read("ollama", "{'message':{'content':'half'},'done':false}", &answer);
	ck_assert_int_eq(answer.fault.class, FAULT_TRUNCATED);
	answer_fini(&answer);
	wire_events("ollama", (const char *const[]){ " {'message':{'content':'half'}}", "", NULL },
	    &answer);
	ck_assert(!answer.complete);
	answer_fini(&answer);
	wire_events("ollama",
	    (const char *const[]){
		" {'message':{'content':'half'}}", " {'error':'model runner stopped'}", NULL },
	    &answer);
	ck_assert_int_eq(answer.fault.class, FAULT_SERVER);
	ck_assert(answer.delivered && !answer.complete);
	answer_fini(&answer);
}
END_TEST

/* The prompt's bytes, num_ctx, what the server read: is it said that it cut? */
START_TEST(ollama_that_cuts_is_found_out)
{
	static const struct {
		int bytes, context, read;
		size_t warnings;
	} rows[] = {
		{ 40000, 4096, 2050, 1 },
		{ 40000, 16384, 9800, 0 },
		{ 40000, 8192, 5900, 1 },
		{ 13000, 4096, 2046, 1 },
		{ 8192, 4096, 2048, 0 },
		{ 800, 4096, 10, 0 },
		{ 40000, 4096, 0, 0 },
	};
	const struct provider *ollama = provider_find("ollama");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct json *body = wire_json("{'messages':[{'role':'user'},{'role':'user'}]}");
		struct json *reply = wire_json("{'message':{'content':'a'},'done':true}");
		struct json *first = json_first(json_get(body, "messages"));
		struct answer answer;
		char *text = malloc((size_t)rows[i].bytes + 1);

		memset(text, 'x', (size_t)rows[i].bytes);
		text[rows[i].bytes - 1] = '\0';
		json_set_string(first, "content", "y");
		json_set_string(json_next(first), "content", text);
		json_set_number(json_set_object(body, "options"), "num_ctx", rows[i].context);
		if (rows[i].read)
			json_set_number(reply, "prompt_eval_count", rows[i].read);
		answer_init(&answer, BUF_TEXT);
		ollama->sent(&answer, body);
		ollama->read(&answer, reply);
		ck_assert_msg(answer.warnings.len == rows[i].warnings, "row %zu", i);
		ck_assert(answer.complete && answer.fault.class == FAULT_NONE);
		answer_fini(&answer);
		json_free(body);
		json_free(reply);
		free(text);
	}
}
END_TEST

START_TEST(an_answer_has_a_limit)
{
	struct json *j = wire_json("{'message':{'content':'12345'}}");
	const struct provider *ollama = provider_find("ollama");
	struct answer answer;

	answer_init(&answer, 12);
	for (int i = 0; i < 5; i++)
		ollama->event(&answer, "", j);
	ck_assert_int_eq(answer.fault.class, FAULT_TOO_LARGE);
	ck_assert_uint_eq(answer.text.len, 10);
	ck_assert(!answer.complete);
	answer_fini(&answer);
	json_free(j);
	j = wire_json("{'status':'completed'," OPENAI_OUTPUT "}");
	answer_init(&answer, 3);
	provider_find("openai")->read(&answer, j);
	ck_assert_int_eq(answer.fault.class, FAULT_TOO_LARGE);
	answer_fini(&answer);
	json_free(j);
}
END_TEST

START_TEST(names_from_outside_are_cut_and_shown)
{
	struct answer answer;
	char body[2000], name[1200];

	for (size_t i = 0; i + 6 < sizeof name; i += 6)
		memcpy(name + i, "\\u20ac", 6);
	name[1194] = '\0';
	snprintf(body, sizeof body,
	    "{'id':'%s','model':'a\\u001b[1mb','content':[],'stop_reason':'end_turn'}", name);
	wire_read("anthropic", body, &answer);
	ck_assert_uint_eq(strlen(answer.id), 126);
	ck_assert_str_eq(answer.id + 123, "\xe2\x82\xac");
	ck_assert_str_eq(answer.model, "a\\x1b[1mb");
	answer_fini(&answer);
}
END_TEST

START_TEST(stops_have_names)
{
	ck_assert_str_eq(llm_stop_name(LLM_END), "end");
	ck_assert_str_eq(llm_stop_name(LLM_STOP_SEQUENCE), "stop");
	ck_assert_str_eq(llm_stop_name(LLM_LENGTH), "length");
	ck_assert_str_eq(llm_stop_name(LLM_REFUSAL), "refusal");
	ck_assert_str_eq(llm_stop_name(LLM_TOOL), "tool");
	ck_assert_str_eq(llm_stop_name(LLM_OTHER), "other");
}
END_TEST

#define COUNT(rows) (sizeof rows / sizeof *rows)

UNIT_SUITE(provider_read)
{
	tcase_add_test(tc, anthropic_whole);
	tcase_add_loop_test(tc, anthropic_stop_reasons, 0, COUNT(anthropic_stops));
	tcase_add_test(tc, anthropic_stream);
	tcase_add_test(tc, anthropic_larger_of_total_and_parts);
	tcase_add_test(tc, anthropic_tool_json_that_was_cut);
	tcase_add_test(tc, anthropic_refusal_says_why_and_keeps_its_usage);
	tcase_add_test(tc, anthropic_stream_that_ends_early_or_fails_is_not_complete);
	tcase_add_test(tc, openai_whole);
	tcase_add_loop_test(tc, openai_endings, 0, COUNT(openai_ends));
	tcase_add_test(tc, openai_stream);
	tcase_add_test(tc, openai_end_of_the_stream_is_the_truth);
	tcase_add_test(tc, chat_whole);
	tcase_add_loop_test(tc, chat_endings, 0, COUNT(chat_ends));
	tcase_add_loop_test(tc, chat_stream, 0, COUNT(chat_streams));
	tcase_add_test(tc, usage_that_cannot_be_is_kept_in_its_bounds);
	tcase_add_test(tc, ollama_both_ways);
	tcase_add_test(tc, ollama_endings);
	tcase_add_test(tc, ollama_that_cuts_is_found_out);
	tcase_add_test(tc, an_answer_has_a_limit);
	tcase_add_test(tc, names_from_outside_are_cut_and_shown);
	tcase_add_test(tc, stops_have_names);
}
