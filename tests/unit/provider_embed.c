/* Embeddings of OpenAI, Voyage and Ollama. */

#include <string.h>

#include "unit.h"
#include "wire.h"

static struct model
model_of(const char *kind, int64_t dimensions, int64_t context)
{
	static char id[] = "e-1";

	return (struct model){ .id = id,
		.kind = provider_find(kind),
		.caps = { .dimensions = dimensions, .context = context } };
}

#define INPUT "'input':['one','two']"

START_TEST(requests)
{
	static const struct {
		const char *kind, *more, *body;
		int64_t dimensions, context;
	} rows[] = {
		{ "openai", "", "{'model':'e-1'," INPUT ",'encoding_format':'float'}", 0, 0 },
		{ "openai", ",'dimensions':256,'input_type':'query'",
		    "{'model':'e-1'," INPUT ",'encoding_format':'float','dimensions':256}", 1536,
		    8192 },
		{ "openai-chat", ",'dimensions':768",
		    "{'model':'e-1'," INPUT ",'encoding_format':'float'}", 768, 0 },
		{ "voyage", ",'dimensions':512,'input_type':'query'",
		    "{'model':'e-1'," INPUT ",'truncation':true,'input_type':'query',"
		    "'output_dimension':512}",
		    1024, 0 },
		{ "voyage", ",'dimensions':1024", "{'model':'e-1'," INPUT ",'truncation':true}",
		    1024, 0 },
		{ "ollama", ",'dimensions':64,'input_type':'document'",
		    "{'model':'e-1'," INPUT
		    ",'truncate':true,'dimensions':64,'options':{'num_ctx':2048}}",
		    0, 2048 },
		{ "ollama", "", "{'model':'e-1'," INPUT ",'truncate':true}", 0, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct model model = model_of(rows[i].kind, rows[i].dimensions, rows[i].context);
		struct json *wanted = wire_json(rows[i].body), *got = NULL;
		struct err err = ERR_INIT;
		char request[200], *body;

		snprintf(request, sizeof request, "{" INPUT "%s}", rows[i].more);
		body = wire_embed(&model, request);
		ck_assert_int_eq(json_parse(body, strlen(body), &got, &err), ST_OK);
		ck_assert_msg(json_equal(got, wanted), "%s\n%s", body, rows[i].body);
		json_free(got);
		json_free(wanted);
		free(body);
	}
}
END_TEST

/* A request with n texts, then this reply. */
static void
read_reply(const char *kind, int n, const char *reply, struct answer *answer)
{
	const struct provider *provider = provider_find(kind);
	struct json *request = json_new_object(), *body = NULL, *j = wire_json(reply);
	struct model model = model_of(kind, 0, 0);
	struct err err = ERR_INIT;

	json_set_array(request, "input");
	for (int i = 0; i < n; i++)
		json_add_string(json_get(request, "input"), "text");
	ck_assert_int_eq(provider->embed_write(&model, request, &body, &err), ST_OK);
	answer_init(answer, BUF_TEXT);
	provider->sent(answer, body);
	provider->embed_read(answer, j);
	json_free(request);
	json_free(body);
	json_free(j);
}

START_TEST(replies)
{
	static const struct {
		const char *kind, *reply;
		int64_t tokens;
	} rows[] = {
		{ "openai",
		    "{'object':'list','model':'e','data':[{'object':'embedding','index':1,"
		    "'embedding':[0.5,-2]},{'object':'embedding','index':0,'embedding':[1,0.25]}],"
		    "'usage':{'prompt_tokens':8,'total_tokens':9}}",
		    8 },
		{ "openai-chat",
		    "{'data':[{'embedding':[1,0.25]},{'embedding':[0.5,-2]}],"
		    "'usage':{'total_tokens':9}}",
		    9 },
		{ "openai",
		    "{'data':[{'index':0,'embedding':'AACAPwAAgD4='},"
		    "{'index':1,'embedding':'AAAAPwAAAMA='}],'usage':{'prompt_tokens':8}}",
		    8 },
		{ "voyage",
		    "{'object':'list','data':[{'object':'embedding','embedding':[1,0.25],'index':0}"
		    ","
		    "{'object':'embedding','embedding':[0.5,-2],'index':1}],'model':'e',"
		    "'usage':{'total_tokens':10}}",
		    10 },
		{ "ollama",
		    "{'model':'e','embeddings':[[1,0.25],[0.5,-2]],'total_duration':1,"
		    "'prompt_eval_count':12}",
		    12 },
	};
	static const float wanted[] = { 1, 0.25f, 0.5f, -2 };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct answer answer;

		read_reply(rows[i].kind, 2, rows[i].reply, &answer);
		ck_assert_msg(answer.fault.class == FAULT_NONE, "%zu: %s", i, answer.fault.text);
		ck_assert_uint_eq(answer.vector_n, 2);
		ck_assert_uint_eq(answer.dimensions, 2);
		ck_assert(memcmp(answer.vectors, wanted, sizeof wanted) == 0);
		ck_assert(answer.complete && answer.usage.known);
		ck_assert_int_eq(answer.usage.uncached_in, rows[i].tokens);
		ck_assert_int_eq(answer.usage.out, 0);
		answer_fini(&answer);
	}
}
END_TEST

START_TEST(replies_that_are_wrong)
{
	static const struct {
		const char *kind, *reply;
		enum fault_class class;
	} rows[] = {
		{ "openai", "{}", FAULT_PARSE },
		{ "openai", "{'data':[]}", FAULT_PARSE },
		{ "openai", "{'data':{}}", FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':[1]}]}", FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':[1]},{'embedding':[1,2]}]}", FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':[1]},{'embedding':['x']}]}", FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':[]},{'embedding':[]}]}", FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':[1]},{'embedding':[1e300]}]}", FAULT_PARSE },
		{ "openai", "{'data':[{'index':1,'embedding':[1]},{'index':1,'embedding':[2]}]}",
		    FAULT_PARSE },
		{ "openai", "{'data':[{'index':0,'embedding':[1]},{'index':2,'embedding':[2]}]}",
		    FAULT_PARSE },
		{ "openai",
		    "{'data':[{'index':-1,'embedding':[1]},{'index':1e18,'embedding':[2]}]}",
		    FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':'AACAPwA='},{'embedding':'AACAPwA='}]}",
		    FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':'?'},{'embedding':'?'}]}", FAULT_PARSE },
		{ "openai", "{'data':[{'embedding':'AADAfw=='},{'embedding':'AADAfw=='}]}",
		    FAULT_PARSE },
		{ "openai", "{'error':{'code':'model_not_found','message':'m'}}", FAULT_NOT_FOUND },
		{ "voyage", "{'detail':'no'}", FAULT_SERVER },
		{ "ollama", "{'error':'x'}", FAULT_SERVER },
		{ "ollama", "{'embeddings':[]}", FAULT_PARSE },
		{ "ollama", "{'embeddings':[[1],[2],[3]]}", FAULT_PARSE },
		{ "ollama", "{'embeddings':[1,2]}", FAULT_PARSE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct answer answer;

		read_reply(rows[i].kind, 2, rows[i].reply, &answer);
		ck_assert_msg(answer.fault.class == rows[i].class, "%s: %s", rows[i].reply,
		    fault_rule(answer.fault.class)->name);
		ck_assert_ptr_null(answer.vectors);
		ck_assert_uint_eq(answer.vector_n, 0);
		ck_assert(!answer.complete);
		answer_fini(&answer);
	}
}
END_TEST

START_TEST(texts_that_were_cut_are_found_out)
{
	static const char *const kinds[] = { "openai", "voyage", "ollama" };

	for (size_t i = 0; i < 6; i++) {
		const struct provider *provider = provider_find(kinds[i / 2]);
		struct model model = model_of(kinds[i / 2], 0, 0);
		struct json *request = wire_json("{'input':['x']}"), *body = NULL, *reply;
		char text[8001], said[200];
		struct answer answer;
		struct err err = ERR_INIT;

		memset(text, 'x', sizeof text - 1);
		text[sizeof text - 1] = '\0';
		json_add_string(json_get(request, "input"), text);
		provider->embed_write(&model, request, &body, &err);
		snprintf(said, sizeof said,
		    i / 2 == 2 ? "{'embeddings':[[1],[2]],'prompt_eval_count':%d}"
			       : "{'data':[{'embedding':[1]},{'embedding':[2]}],'usage':{'total_"
				 "tokens':%d}}",
		    i % 2 ? 2000 : 512);
		reply = wire_json(said);
		answer_init(&answer, BUF_TEXT);
		provider->sent(&answer, body);
		provider->embed_read(&answer, reply);
		ck_assert_uint_eq(answer.vector_n, 2);
		ck_assert_uint_eq(answer.warnings.len, i % 2 ? 0 : 1);
		answer_fini(&answer);
		json_free(reply);
		json_free(body);
		json_free(request);
	}
}
END_TEST

UNIT_SUITE(provider_embed)
{
	tcase_add_test(tc, requests);
	tcase_add_test(tc, replies);
	tcase_add_test(tc, replies_that_are_wrong);
	tcase_add_test(tc, texts_that_were_cut_are_found_out);
}
