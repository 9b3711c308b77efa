/* Requests as every dialect writes them, and what a model does not take left out. */

#include <string.h>

#include "unit.h"
#include "wire.h"

#define ASK "'messages':[{'role':'user','content':'Hi'}]"
#define TALK                                                                                       \
	"'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b'},"            \
	"{'role':'user','content':'c'}]"
#define EVERYTHING                                                                                 \
	"{'system':'Be short.'," ASK ",'max_tokens':500,'temperature':0.5,'effort':'high',"        \
	"'seed':7,'stop':['END'],'sample':3,'prompt':'x','model':'no'}"
#define SCHEMA                                                                                     \
	"'schema_text':'JSON Schema: ','schema':{'type':'object','properties':{"                   \
	"'a':{'type':'integer','minimum':0},"                                                      \
	"'b':{'type':'string'}},'required':['a']}"

static const struct model_caps all = { .sampling = true,
	.stop = true,
	.seed = true,
	.effort = true,
	.streaming = true,
	.schema = MODEL_SCHEMA_NATIVE,
	.cache_prompt = true };
static const struct model_caps none = { .schema = MODEL_SCHEMA_PROMPT };

static struct model
model_of(const char *kind, struct model_caps caps)
{
	static char id[] = "m-1";

	return (struct model){ .id = id, .kind = provider_find(kind), .caps = caps };
}

/* Write, compare exactly, and see what was dropped. */
static void
writes(const char *kind, struct model_caps caps, const char *request, const char *body,
    const char *dropped)
{
	struct model model = model_of(kind, caps);
	struct strings names = { 0 };
	struct json *wanted = wire_json(body), *got = NULL;
	char *text = wire_write(&model, request, false, &names);
	struct err err = ERR_INIT;
	struct buf said;

	ck_assert_int_eq(json_parse(text, strlen(text), &got, &err), ST_OK);
	ck_assert_msg(json_equal(got, wanted), "%s:\n%s\n%s", kind, text, body);
	buf_init(&said, BUF_TEXT);
	for (size_t i = 0; i < names.len; i++)
		buf_printf(&said, "%s%s", i ? ", " : "", names.at[i]);
	ck_assert_str_eq(said.s, dropped);
	buf_fini(&said);
	strings_fini(&names);
	json_free(wanted);
	json_free(got);
	free(text);
}

START_TEST(the_least_that_can_be_asked)
{
	writes("anthropic", none, "{" ASK "}", "{'model':'m-1','max_tokens':4096," ASK "}", "");
	writes("openai", none, "{" ASK "}",
	    "{'model':'m-1','input':[{'role':'user','content':'Hi'}],'max_output_tokens':4096,"
	    "'store':false}",
	    "");
	writes("openai-chat", none, "{" ASK "}", "{'model':'m-1'," ASK ",'max_tokens':4096}", "");
	writes("ollama", none, "{" ASK "}",
	    "{'model':'m-1'," ASK ",'stream':false,'truncate':false,'shift':false,"
	    "'options':{'num_ctx':8192,'num_predict':4096}}",
	    "");
	writes("exec", none, "{" ASK ",'seed':1}", "{" ASK ",'seed':1}", "");
}
END_TEST

START_TEST(everything_where_all_is_taken)
{
	struct model_caps caps = all;

	writes("anthropic", caps, EVERYTHING,
	    "{'model':'m-1','max_tokens':500,'system':[{'type':'text','text':'Be short.',"
	    "'cache_control':{'type':'ephemeral'}}]," ASK ",'temperature':0.5,"
	    "'stop_sequences':['END'],'output_config':{'effort':'high'}}",
	    "seed");
	writes("openai", caps, EVERYTHING,
	    "{'model':'m-1','instructions':'Be short.','prompt_cache_key':"
	    "'815fa947e71551c5fefb89ea26ab23a3','input':[{'role':'user','content':'Hi'}],"
	    "'max_output_tokens':500,'temperature':0.5,'reasoning':{'effort':'high'},"
	    "'store':false}",
	    "stop, seed");
	writes("openai-chat", caps, EVERYTHING,
	    "{'model':'m-1','messages':[{'role':'system','content':'Be short.'},"
	    "{'role':'user','content':'Hi'}],'max_tokens':500,'temperature':0.5,'stop':['END'],"
	    "'seed':7,'reasoning_effort':'high',"
	    "'prompt_cache_key':'815fa947e71551c5fefb89ea26ab23a3'}",
	    "");
	caps.context = 32768;
	writes("ollama", caps, EVERYTHING,
	    "{'model':'m-1','messages':[{'role':'system','content':'Be short.'},"
	    "{'role':'user','content':'Hi'}],'stream':false,'think':'high','truncate':false,"
	    "'shift':false,'options':{'num_ctx':32768,'num_predict':500,'temperature':0.5,"
	    "'seed':7,'stop':['END']}}",
	    "");
}
END_TEST

START_TEST(what_the_model_does_not_take_is_named)
{
	writes("anthropic", none, EVERYTHING,
	    "{'model':'m-1','max_tokens':500,'system':[{'type':'text','text':'Be short.'}]," ASK
	    "}",
	    "temperature, stop, seed, effort");
	writes("openai", none, EVERYTHING,
	    "{'model':'m-1','instructions':'Be short.','prompt_cache_key':"
	    "'815fa947e71551c5fefb89ea26ab23a3','input':[{'role':'user','content':'Hi'}],"
	    "'max_output_tokens':500,'store':false}",
	    "temperature, stop, seed, effort");
	writes("openai-chat", none, EVERYTHING,
	    "{'model':'m-1','messages':[{'role':'system','content':'Be short.'},"
	    "{'role':'user','content':'Hi'}],'max_tokens':500}",
	    "temperature, stop, seed, effort");
	writes("ollama", none, EVERYTHING,
	    "{'model':'m-1','messages':[{'role':'system','content':'Be short.'},"
	    "{'role':'user','content':'Hi'}],'stream':false,'truncate':false,'shift':false,"
	    "'options':{'num_ctx':8192,'num_predict':500}}",
	    "effort, temperature, seed, stop");
}
END_TEST

START_TEST(a_conversation_is_sent_whole)
{
	static const char *const kinds[] = { "anthropic", "openai-chat", "ollama" };

	for (size_t i = 0; i < 3; i++) {
		struct model model = model_of(kinds[i], none);
		char *body = wire_write(&model, "{" TALK ",'stop':[]}", true, NULL);

		wire_has(body, "{'stream':true," TALK "}");
		wire_lacks(body, "stop");
		free(body);
	}
}
END_TEST

START_TEST(how_a_stream_is_asked_for)
{
	struct model model = model_of("openai", all);
	char *body = wire_write(&model, "{" ASK "}", true, NULL);

	wire_has(body, "{'stream':true,'stream_options':{'include_obfuscation':false}}");
	free(body);
	model = model_of("openai-chat", all);
	body = wire_write(&model, "{" ASK "}", true, NULL);
	wire_has(body, "{'stream':true,'stream_options':{'include_usage':true}}");
	free(body);
	body = wire_write(&model, "{" ASK "}", false, NULL);
	wire_lacks(body, "stream");
	wire_lacks(body, "stream_options");
	free(body);
	model = model_of("anthropic", all);
	body = wire_write(&model, "{" ASK "}", false, NULL);
	wire_lacks(body, "stream");
	free(body);
}
END_TEST

START_TEST(the_length_has_the_name_and_the_bound_of_the_model)
{
	struct model_caps caps = none;

	caps.max_tokens = "max_completion_tokens";
	caps.max_output = 1000;
	writes("openai-chat", caps, "{" ASK ",'max_tokens':5000}",
	    "{'model':'m-1'," ASK ",'max_completion_tokens':1000}",
	    "max_tokens beyond what the model can write");
	writes("openai-chat", caps, "{" ASK "}",
	    "{'model':'m-1'," ASK ",'max_completion_tokens':1000}", "");
	writes("anthropic", caps, "{" ASK ",'max_tokens':1000}",
	    "{'model':'m-1'," ASK ",'max_tokens':1000}", "");
}
END_TEST

START_TEST(sampling_has_its_own_rules)
{
	struct model_caps caps = none;

	caps.sampling = true;
	writes("anthropic", caps, "{" ASK ",'temperature':1.5,'top_p':0.9}",
	    "{'model':'m-1','max_tokens':4096," ASK ",'temperature':1}",
	    "temperature above 1, top_p");
	writes("anthropic", caps, "{" ASK ",'top_p':0.9}",
	    "{'model':'m-1','max_tokens':4096," ASK ",'top_p':0.9}", "");
	writes("anthropic", caps, "{" ASK ",'temperature':0}",
	    "{'model':'m-1','max_tokens':4096," ASK ",'temperature':0}", "");
	caps.sampling = false;
	caps.effort = true; /* GPT-5 and later */
	writes("openai", caps, "{" ASK ",'temperature':0.2,'effort':'none'}",
	    "{'model':'m-1','input':[{'role':'user','content':'Hi'}],'max_output_tokens':4096,"
	    "'temperature':0.2,'reasoning':{'effort':'none'},'store':false}",
	    "");
	writes("openai", caps, "{" ASK ",'temperature':0.2,'top_p':1,'effort':'low'}",
	    "{'model':'m-1','input':[{'role':'user','content':'Hi'}],'max_output_tokens':4096,"
	    "'reasoning':{'effort':'low'},'store':false}",
	    "temperature, top_p");
}
END_TEST

START_TEST(effort_is_said_in_the_dialects_words)
{
	static const struct {
		const char *kind, *effort, *has;
	} rows[] = {
		{ "anthropic", "none", "{'output_config':{'effort':'low'}}" },
		{ "anthropic", "minimal", "{'output_config':{'effort':'low'}}" },
		{ "anthropic", "max", "{'output_config':{'effort':'max'}}" },
		{ "openai", "minimal", "{'reasoning':{'effort':'minimal'}}" },
		{ "openai-chat", "xhigh", "{'reasoning_effort':'xhigh'}" },
		{ "ollama", "none", "{'think':false}" },
		{ "ollama", "minimal", "{'think':'low'}" },
		{ "ollama", "medium", "{'think':'medium'}" },
		{ "ollama", "xhigh", "{'think':'high'}" },
		{ "ollama", "max", "{'think':'max'}" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct model model = model_of(rows[i].kind, all);
		char request[200], *body;

		snprintf(request, sizeof request, "{" ASK ",'effort':'%s'}", rows[i].effort);
		body = wire_write(&model, request, false, NULL);
		wire_has(body, rows[i].has);
		free(body);
	}
}
END_TEST

#define CLOSED                                                                                     \
	"{'type':'object','properties':{'a':{'type':'integer','description':'{minimum: 0}'},"      \
	"'b':{'type':'string'}},'required':['a'],'additionalProperties':false}"
#define STRICT                                                                                     \
	"{'type':'object','properties':{'a':{'type':'integer','description':'{minimum: 0}'},"      \
	"'b':{'anyOf':[{'type':'string'},{'type':'null'}]}},'required':['a','b'],"                 \
	"'additionalProperties':false}"

START_TEST(a_schema_goes_the_provider_s_own_way)
{
	static const struct {
		const char *kind, *has, *lacks;
	} rows[] = {
		{ "anthropic",
		    "{'output_config':{'format':{'type':'json_schema','schema':" CLOSED "}}}",
		    "system" },
		{ "openai",
		    "{'text':{'format':{'type':'json_schema','name':'reply','strict':true,"
		    "'schema':" STRICT "}}}",
		    "instructions" },
		{ "openai-chat",
		    "{'response_format':{'type':'json_schema','json_schema':{'name':'reply',"
		    "'strict':true,'schema':" STRICT "}}}",
		    "system" },
		{ "ollama", "{'format':" CLOSED "}", "response_format" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct model model = model_of(rows[i].kind, all);
		char *body = wire_write(&model, "{" ASK "," SCHEMA "}", false, NULL);

		wire_has(body, rows[i].has);
		wire_lacks(body, rows[i].lacks);
		if (strcmp(rows[i].kind, "ollama") == 0)
			ck_assert_ptr_nonnull(strstr(body, "JSON Schema"));
		else
			ck_assert_ptr_null(strstr(body, "JSON Schema"));
		free(body);
	}
	for (size_t i = 1; i < 3; i++) {
		struct model model = model_of(rows[i].kind, all);
		char *body =
		    wire_write(&model, "{" ASK "," SCHEMA ",'schema_name':'ranking'}", false, NULL);

		ck_assert_ptr_nonnull(strstr(body, "\"name\":\"ranking\""));
		free(body);
	}
}
END_TEST

/* Where a model, or the mechanism, does not take it. */
START_TEST(a_schema_goes_into_the_system_text)
{
	static const char *const requests[] = { "{'system':'S'," ASK "," SCHEMA "}",
		"{'system':'S','schema_text':'JSON Schema: '," ASK ",'schema':{'type':'object'}}",
		"{'system':'S','schema_text':'JSON Schema: '," ASK ",'schema':true}" };

	for (size_t k = 0; k < 4; k++) {
		for (size_t i = 0; i < 3; i++) {
			struct model model = model_of(provider_at(k)->kind, i ? all : none);
			char *body = wire_write(&model, requests[i], false, NULL);

			ck_assert_ptr_nonnull(strstr(body, "S\\n\\nJSON Schema: "));
			ck_assert_ptr_nonnull(strstr(body, i == 0   ? "minimum\\\":0"
							   : i == 1 ? "{\\\"type\\\":\\\"object"
								    : ": true"));
			wire_lacks(body, "text");
			wire_lacks(body, "format");
			wire_lacks(body, "response_format");
			wire_lacks(body, "output_config");
			free(body);
		}
	}
}
END_TEST

START_TEST(the_table_is_whole)
{
	static const char *const kinds[] = { "anthropic", "openai", "openai-chat", "ollama",
		"voyage", "exec", "replay" };
	const struct provider *provider;

	for (size_t i = 0; i < 7; i++) {
		provider = provider_find(kinds[i]);
		ck_assert_ptr_nonnull(provider);
		ck_assert_ptr_eq(provider, provider_at(i));
		ck_assert_str_eq(provider->kind, kinds[i]);
		ck_assert_int_eq(provider->path != NULL, i < 4);
		ck_assert_int_eq(provider->embed_path != NULL, i > 0 && i < 5);
		ck_assert_int_eq(provider->fault != NULL, i < 5);
		ck_assert_int_eq(provider->key_header != NULL, i < 5);
	}
	ck_assert_ptr_null(provider_at(7));
	ck_assert_ptr_null(provider_find("builtin"));
	ck_assert_ptr_null(provider_find(""));
	ck_assert_str_eq(provider_find("anthropic")->headers[0], "anthropic-version: 2023-06-01");
	ck_assert_int_eq(provider_find("ollama")->framing, PROVIDER_LINES);
	ck_assert_int_eq(provider_find("openai")->framing, PROVIDER_SSE);
}
END_TEST

UNIT_SUITE(provider_write)
{
	tcase_add_test(tc, the_least_that_can_be_asked);
	tcase_add_test(tc, everything_where_all_is_taken);
	tcase_add_test(tc, what_the_model_does_not_take_is_named);
	tcase_add_test(tc, a_conversation_is_sent_whole);
	tcase_add_test(tc, how_a_stream_is_asked_for);
	tcase_add_test(tc, the_length_has_the_name_and_the_bound_of_the_model);
	tcase_add_test(tc, sampling_has_its_own_rules);
	tcase_add_test(tc, effort_is_said_in_the_dialects_words);
	tcase_add_test(tc, a_schema_goes_the_provider_s_own_way);
	tcase_add_test(tc, a_schema_goes_into_the_system_text);
	tcase_add_test(tc, the_table_is_whole);
}
