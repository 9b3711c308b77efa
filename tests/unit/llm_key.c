#include "llm/llm_key.h"

#include <string.h>

#include "io/json.h"
#include "llm/model.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)

static char provider[] = "p", id[] = "m", url[] = "https://x/v1";
static const struct model usual = { .provider = provider, .id = id, .url = url };

static struct json *
parse(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	OK(json_parse(text, strlen(text), &j, &err));
	return j;
}

static void
key_of(const struct model *model, const char *request, char key[DIGEST_TEXT])
{
	struct json *j = parse(request), *fields = key_fields(model, j);

	key_hash(fields, key);
	json_free(fields);
	json_free(j);
}

START_TEST(canonical_json_is_sorted_and_on_one_line)
{
	struct json *j = parse("{\"b\": [2, {\"z\": 1, \"a\": null}], \"a\\\"\": 1.50, \"A\": {}}");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	key_canonical(j, &text);
	ck_assert_str_eq(text.s, "{\"A\":{},\"a\\\"\":1.5,\"b\":[2,{\"a\":null,\"z\":1}]}");
	buf_fini(&text);
	json_free(j);
}
END_TEST

START_TEST(the_order_of_members_is_no_matter)
{
	char a[DIGEST_TEXT], b[DIGEST_TEXT];

	key_of(&usual, "{\"system\":\"s\",\"max_tokens\":5,\"schema\":{\"a\":1,\"b\":2}}", a);
	key_of(&usual, "{\"schema\":{\"b\":2,\"a\":1},\"max_tokens\":5.0,\"system\":\"s\"}", b);
	ck_assert_str_eq(a, b);
	ck_assert(digest_check_text(a));
}
END_TEST

START_TEST(whatever_matters_gives_another_key)
{
	static const char *const requests[] = {
		"{}",
		"{\"system\":\"s\"}",
		"{\"system\":\"t\"}",
		"{\"messages\":[{\"role\":\"user\",\"content\":\"s\"}]}",
		"{\"messages\":[{\"role\":\"assistant\",\"content\":\"s\"}]}",
		"{\"max_tokens\":5}",
		"{\"temperature\":5}",
		"{\"top_p\":1}",
		"{\"effort\":\"low\"}",
		"{\"seed\":1}",
		"{\"stop\":[\"a\"]}",
		"{\"stop\":[\"a\",\"b\"]}",
		"{\"schema\":true}",
		"{\"schema_name\":\"n\"}",
		"{\"sample\":1}",
		"{\"prompt\":\"p\"}",
		"{\"input\":[\"s\"]}",
		"{\"input_type\":\"query\"}",
		"{\"dimensions\":3}",
	};
	const size_t n = sizeof requests / sizeof requests[0];
	char keys[32][DIGEST_TEXT];

	for (size_t i = 0; i < n; i++) {
		key_of(&usual, requests[i], keys[i]);
		for (size_t k = 0; k < i; k++)
			ck_assert_msg(
			    strcmp(keys[i], keys[k]) != 0, "%s and %s", requests[i], requests[k]);
	}
}
END_TEST

START_TEST(who_is_asked_matters_but_not_to_a_replay)
{
	static char other[] = "other", elsewhere[] = "https://y/v1", secret[] = "secret";
	struct model models[4] = { usual, usual, usual, usual };
	struct json *request = parse("{\"system\":\"s\"}");
	char key[4][DIGEST_TEXT], any[4][DIGEST_TEXT];

	models[1].provider = other;
	models[2].id = other;
	models[3].url = elsewhere;
	for (int i = 0; i < 4; i++) {
		struct json *fields = key_fields(&models[i], request);

		key_hash(fields, key[i]);
		key_hash_any(fields, any[i]);
		json_free(fields);
		ck_assert_str_eq(any[i], any[0]);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(key[i], key[k]);
	}
	models[0].key = secret;
	key_of(&models[0], "{\"system\":\"s\"}", key[1]);
	ck_assert_str_eq(key[0], key[1]);
	json_free(request);
}
END_TEST

START_TEST(long_values_stand_as_their_hash)
{
	char text[1000] = "{\"system\":\"";
	struct json *request, *fields;
	size_t n = strlen(text);

	memset(text + n, 'x', 300);
	memcpy(text + n + 300, "\"}", 3);
	request = parse(text);
	fields = key_fields(&usual, request);
	ck_assert(digest_check_text(json_get_string(json_get(fields, "system"), "sha256")));
	json_free(fields);
	json_free(request);
}
END_TEST

START_TEST(what_differs_is_named)
{
	struct json *a = parse("{\"model\":\"m\",\"system\":\"s\",\"max_tokens\":5,\"seed\":1}");
	struct json *b = parse("{\"model\":\"n\",\"system\":\"t\",\"max_tokens\":5,\"stop\":[]}");
	struct buf names;

	buf_init(&names, BUF_TEXT);
	ck_assert_uint_eq(key_differ(a, b, false, &names), 4);
	ck_assert_str_eq(names.s, "model, system, seed, stop");
	buf_clear(&names);
	ck_assert_uint_eq(key_differ(a, b, true, &names), 3);
	ck_assert_str_eq(names.s, "system, seed, stop");
	ck_assert_uint_eq(key_differ(a, a, false, NULL), 0);
	buf_fini(&names);
	json_free(a);
	json_free(b);
}
END_TEST

UNIT_SUITE(llm_key)
{
	tcase_add_test(tc, canonical_json_is_sorted_and_on_one_line);
	tcase_add_test(tc, the_order_of_members_is_no_matter);
	tcase_add_test(tc, whatever_matters_gives_another_key);
	tcase_add_test(tc, who_is_asked_matters_but_not_to_a_replay);
	tcase_add_test(tc, long_values_stand_as_their_hash);
	tcase_add_test(tc, what_differs_is_named);
}
