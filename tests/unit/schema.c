#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "doc/schema.h"
#include "doc/schema_uri.h"
#include "io/json.h"

static struct json *
parsed(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &j, &err) == ST_OK, "%s: %s", text, err.text);
	return j;
}

/* The text of the failure, or "" when the instance fits. */
static void
judge(const char *schema_text, const char *text, struct err *err)
{
	struct schema_set *set = schema_set_new();
	const struct schema *schema = NULL;
	struct json *instance = parsed(text);

	*err = (struct err)ERR_INIT;
	if (schema_set_add(set, "test", parsed(schema_text), err) == ST_OK &&
	    schema_compile(set, "test", &schema, err) == ST_OK)
		ck_assert((schema_check(schema, instance, err) == ST_OK) == (err->text[0] == '\0'));
	json_free(instance);
	schema_set_free(set);
}

static const struct {
	const char *schema, *instance, *says;
} failures[] = {
	{ "{\"properties\":{\"a\":{\"items\":{\"properties\":{\"status\":"
	  "{\"enum\":[\"covered\",\"weak\",1]}}}}}}",
	    "{\"a\":[{},{\"status\":\"x\"}]}", "a[1].status: expected one of covered, weak, 1" },
	{ "{\"type\":\"object\"}", "3", "the top level: expected an object, found a number" },
	{ "{\"type\":[\"integer\",\"null\"]}", "1.5",
	    "the top level: expected a whole number or null, found a number" },
	{ "{\"required\":[\"a\",\"b\"]}", "{\"a\":1}",
	    "the top level: the member \"b\" is missing" },
	{ "{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"a\":1,\"b c\":2}",
	    "[\"b c\"]: there is no such member" },
	{ "{\"minimum\":0.5}", "0.25", "the top level: expected at least 0.5, found 0.25" },
	{ "{\"maxLength\":2}", "\"\xc3\xa4\xc3\xa4\xc3\xa4\"",
	    "the top level: expected at most 2 characters, found 3" },
	{ "{\"uniqueItems\":true}", "[1,2,1.0]", "the top level: elements 0 and 2 are equal" },
	{ "{\"const\":1}", "true", "the top level: expected 1" },
	{ "{\"pattern\":\"^a\"}", "\"b\"", "the top level: expected text that matches ^a" },
	{ "{\"format\":\"date\"}", "\"b\"", "the top level: expected a valid date" },
	{ "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "1",
	    "the top level: fits none of the 2 alternatives" },
	{ "{\"anyOf\":[{\"type\":\"string\"},{\"properties\":{\"a\":{\"type\":\"null\"}}}]"
	  "}",
	    "{\"a\":1}", "a: expected null, found a number" },
	{ "{\"oneOf\":[{},{\"type\":\"number\"}]}", "1",
	    "the top level: fits more than one alternative" },
	{ "{\"properties\":{\"a\":{\"minItems\":2}}}", "{\"a\":[1]}",
	    "a: expected at least 2 elements, found 1" },
	{ "{\"propertyNames\":{\"maxLength\":1}}", "{\"ab\":1}",
	    "ab: a member may not have this name" },
	{ "{\"dependencies\":{\"a\":[\"b\"]}}", "{\"a\":1}",
	    "the top level: with \"a\" the member \"b\" is needed" },
	{ "{\"if\":{\"required\":[\"a\"]},\"then\":{\"required\":[\"b\"]}}", "{\"a\":1}",
	    "the top level: the member \"b\" is missing" },
	{ "{\"pattern\":\"^a\",\"enum\":[\"b\"]}", "\"c\"", "the top level: expected one of b" },
	{ "{\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"null\"}}},"
	  "{\"properties\":{\"a\":{\"const\":2}}}]}",
	    "{\"a\":1}", "a: expected null, found a number" },
	{ "{\"multipleOf\":0.01}", "19.99", "" },
	{ "{\"multipleOf\":0.01}", "19.995",
	    "the top level: expected a multiple of 0.01, found 19.995" },
	{ "{\"$id\":\"http://a/\",\"properties\":{\"x\":{\"$id\":\"http://b/\","
	  "\"$ref\":\"#/definitions/n\"}},\"definitions\":{\"n\":{\"type\":\"null\"}}}",
	    "{\"x\":1}", "x: expected null, found a number" },
	{ "{\"properties\":{\"a\":{\"enum\":[1]}}}", "{\"a\":1}", "" },
};

START_TEST(failure_names_the_place_and_the_expectation)
{
	for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
		struct err err;

		judge(failures[i].schema, failures[i].instance, &err);
		ck_assert_str_eq(err.text, failures[i].says);
	}
}
END_TEST

START_TEST(references_resolve_as_the_rfc_says)
{
	static const struct {
		const char *base, *ref, *uri;
	} cases[] = {
		{ "http://a/b/c/d;p?q", "g", "http://a/b/c/g" },
		{ "http://a/b/c/d;p?q", "./g", "http://a/b/c/g" },
		{ "http://a/b/c/d;p?q", "g/", "http://a/b/c/g/" },
		{ "http://a/b/c/d;p?q", "/g", "http://a/g" },
		{ "http://a/b/c/d;p?q", "//g", "http://g" },
		{ "http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y" },
		{ "http://a/b/c/d;p?q", "g?y#s", "http://a/b/c/g?y#s" },
		{ "http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s" },
		{ "http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q" },
		{ "http://a/b/c/d;p?q", "..", "http://a/b/" },
		{ "http://a/b/c/d;p?q", "../..", "http://a/" },
		{ "http://a/b/c/d;p?q", "../../../g", "http://a/g" },
		{ "http://a/b/c/d;p?q", "/./g", "http://a/g" },
		{ "http://a/b/c/d;p?q", "g.", "http://a/b/c/g." },
		{ "http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/" },
		{ "http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y" },
		{ "http://a/b/c/d;p?q", "urn:x:y", "urn:x:y" },
		{ "http://a", "g", "http://a/g" },
		{ "run-document", "phase-entry#/definitions/sha256",
		    "phase-entry#/definitions/sha256" },
		{ "", "#/a", "#/a" },
		{ "urn:x:y", "#/a", "urn:x:y#/a" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf uri;

		buf_init(&uri, BUF_TEXT);
		schema_uri_resolve(cases[i].base, cases[i].ref, &uri);
		ck_assert_str_eq(uri.s, cases[i].uri);
		buf_fini(&uri);
	}
}
END_TEST

START_TEST(formats_take_what_their_rfc_takes)
{
	static const struct {
		const char *format, *text;
		bool fits;
	} cases[] = {
		{ "ipv6", "::", true },
		{ "ipv6", "1:2:3:4:5:6:7:8", true },
		{ "ipv6", "1:2:3:4:5:6:7", false },
		{ "ipv6", "1:2:3:4::5:6:7:8", false },
		{ "ipv6", "1::2::3", false },
		{ "ipv6", "::ffff:127.0.0.1", true },
		{ "ipv6", "1:2:3:4:5:6:7:127.0.0.1", false },
		{ "ipv6", "1:", false },
		{ "ipv6", ":1::", false },
		{ "ipv4", "01.2.3.4", false },
		{ "ipv4", "1.2.3.256", false },
		{ "date", "2024-02-29", true },
		{ "date", "2023-02-29", false },
		{ "date", "1900-02-29", false },
		{ "date", "2023-00-10", false },
		{ "date-time", "2026-11-20T10:00:00Z", true },
		{ "date-time", "2026-11-20 10:00:00Z", false },
		{ "date-time", "2026-11-20T10:00:00", false },
		{ "date-time", "2026-11-20T10:00:00.Z", false },
		{ "date-time", "2026-11-20T24:00:00Z", false },
		{ "email", "a.b@example.org", true },
		{ "email", "a..b@example.org", false },
		{ "email", "a@[127.0.0.1]", true },
		{ "email", "@example.org", false },
		{ "hostname", "a-.b", false },
		{ "hostname", "", false },
		{ "uri", "http://a:80x/", false },
		{ "uri", "http://a/%zz", false },
		{ "uri", "mailto:a@b", true },
		{ "uri-reference", "a:b/c", true },
		{ "uri-reference", "1:b", false },
		{ "uuid", "01934b2e-7c00-7000-8000-000000000001", true },
		{ "uuid", "01934B2E-7c00-7000-8000-000000000001", false },
		{ "uri-template", "/a{}", false },
		{ "no-such-format", "anything", true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char schema[80], text[80];
		struct err err;

		snprintf(schema, sizeof schema, "{\"format\":\"%s\"}", cases[i].format);
		snprintf(text, sizeof text, "\"%s\"", cases[i].text);
		judge(schema, text, &err);
		ck_assert_msg((err.text[0] == '\0') == cases[i].fits, "%s %s: %s", cases[i].format,
		    cases[i].text, err.text);
	}
}
END_TEST

START_TEST(unusable_schema_is_refused)
{
	static const struct {
		const char *schema, *says;
	} cases[] = {
		{ "[]", "neither an object" },
		{ "{\"type\":\"strnig\"}", "\"type\" must be" },
		{ "{\"minLength\":-1}", "\"minLength\" must be a whole number" },
		{ "{\"multipleOf\":0}", "more than 0" },
		{ "{\"pattern\":\"(\"}", "wrong at byte" },
		{ "{\"patternProperties\":{\"(\":true}}", "wrong at byte" },
		{ "{\"allOf\":[]}", "a list of schemas" },
		{ "{\"required\":[1]}", "a list of names" },
		{ "{\"properties\":{\"a\":1}}", "an object of schemas" },
		{ "{\"$ref\":\"#/nowhere\"}", "names no schema" },
		{ "{\"$ref\":\"other\"}", "names no schema" },
		{ "{\"enum\":1}", "a list of values" },
		{ "{\"x\":1,\"items\":{\"$ref\":\"#/x\"}}", "no schema" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err;

		judge(cases[i].schema, "{}", &err);
		ck_assert_int_eq(err.status, ST_DATA);
		ck_assert_msg(
		    strstr(err.text, cases[i].says) != NULL, "%s: %s", cases[i].schema, err.text);
	}
}
END_TEST

START_TEST(circles_end)
{
	struct err err;

	judge("{\"$ref\":\"#\"}", "1", &err);
	ck_assert(strstr(err.text, "circles") != NULL);
	judge("{\"definitions\":{\"a\":{\"allOf\":[{\"$ref\":\"#/definitions/b\"}]},"
	      "\"b\":{\"$ref\":\"#/definitions/a\"}},\"$ref\":\"#/definitions/a\"}",
	    "1", &err);
	ck_assert(strstr(err.text, "circles") != NULL);
	judge("{\"not\":{\"$ref\":\"#\"}}", "1", &err);
	ck_assert(strstr(err.text, "circles") != NULL);
}
END_TEST

START_TEST(deepest_document_is_checked)
{
	struct err err;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	for (int i = 1; i < JSON_MAX_DEPTH; i++)
		buf_str(&text, "[");
	for (int i = 1; i < JSON_MAX_DEPTH; i++)
		buf_str(&text, "]");
	judge("{\"allOf\":[{\"items\":{\"$ref\":\"#\"}}]}", text.s, &err);
	ck_assert_str_eq(err.text, "");
	judge("{\"anyOf\":[{\"items\":{\"$ref\":\"#\"},\"minItems\":1}]}", text.s, &err);
	ck_assert_int_eq(err.status, ST_DATA);
	buf_fini(&text);
}
END_TEST

START_TEST(large_containers_take_linear_time)
{
	struct err err;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	buf_str(&text, "[{\"k\":0}");
	for (int i = 1; i < 100000; i++)
		buf_printf(&text, ",{\"k\":%d}", i);
	buf_str(&text, "]");
	judge("{\"uniqueItems\":true}", text.s, &err);
	ck_assert_str_eq(err.text, "");
	buf_clear(&text);
	buf_str(&text, "{\"k\":0");
	for (int i = 1; i < 100000; i++)
		buf_printf(&text, ",\"k%d\":0", i);
	buf_str(&text, "}");
	judge("{\"properties\":{\"k7\":{\"type\":\"null\"}}}", text.s, &err);
	ck_assert_str_eq(err.text, "k7: expected null, found a number");
	judge("{\"const\":{}}", text.s, &err);
	ck_assert_int_eq(err.status, ST_DATA);
	buf_fini(&text);
}
END_TEST

START_TEST(equality_ignores_order_of_members_at_any_size)
{
	struct json *a = json_new_object(), *b = json_new_object();
	char key[16];

	for (int i = 0; i < 40; i++) {
		snprintf(key, sizeof key, "k%d", i);
		json_set_number(a, key, i);
		snprintf(key, sizeof key, "k%d", 39 - i);
		json_set_number(b, key, 39 - i);
	}
	ck_assert(json_equal(a, b));
	ck_assert(json_hash(a, 7) == json_hash(b, 7));
	ck_assert(json_hash(a, 7) != json_hash(b, 8));
	json_set_number(b, "k3", 4);
	ck_assert(!json_equal(a, b));
	ck_assert(json_hash(a, 7) != json_hash(b, 7));
	json_set_number(b, "k3", 3);
	json_set_bool(b, "K3", true);
	json_remove(b, "k3");
	ck_assert(!json_equal(a, b));
	json_free(a);
	json_free(b);
}
END_TEST

START_TEST(every_builtin_schema_compiles_and_is_a_schema)
{
	const struct schema *meta = NULL;
	struct schema_set *metas = NULL;
	struct err err = ERR_INIT;
	const char *name;

	ck_assert(schema_builtin("draft-07", &metas, &meta, &err) == ST_OK);
	for (size_t i = 0; (name = schema_builtin_name(i)) != NULL; i++) {
		const struct schema *schema = NULL;
		struct schema_set *set = NULL;
		struct json *tree = NULL;
		size_t n = 0;
		const char *text = schema_builtin_text(name, &n);

		ck_assert_msg(
		    schema_builtin(name, &set, &schema, &err) == ST_OK, "%s: %s", name, err.text);
		ck_assert(json_parse(text, n, &tree, &err) == ST_OK);
		ck_assert_msg(schema_check(meta, tree, &err) == ST_OK, "%s: %s", name, err.text);
		if (strcmp(name, "draft-07") != 0)
			ck_assert_str_eq(json_get_string(tree, "$id"), name);
		json_free(tree);
		schema_set_free(set);
	}
	schema_set_free(metas);
	ck_assert_ptr_null(schema_builtin_text("none", &(size_t){ 0 }));
	ck_assert(schema_builtin("none", &metas, &meta, &err) != ST_OK);
}
END_TEST

UNIT_SUITE(schema)
{
	tcase_add_test(tc, failure_names_the_place_and_the_expectation);
	tcase_add_test(tc, references_resolve_as_the_rfc_says);
	tcase_add_test(tc, formats_take_what_their_rfc_takes);
	tcase_add_test(tc, unusable_schema_is_refused);
	tcase_add_test(tc, circles_end);
	tcase_add_test(tc, deepest_document_is_checked);
	tcase_add_test(tc, large_containers_take_linear_time);
	tcase_add_test(tc, equality_ignores_order_of_members_at_any_size);
	tcase_add_test(tc, every_builtin_schema_compiles_and_is_a_schema);
}
