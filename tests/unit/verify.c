#include "phase/verify.h"

#include <stdlib.h>
#include <string.h>

#include "doc/share.h"
#include "io/json.h"
#include "sandbox/sandbox.h"
#include "unit.h"

static size_t parsed;

static enum status
parse(const struct share *share, const volatile sig_atomic_t *cancel, const char *file,
    const struct buf *code, struct syntax_answer *out, struct err *err)
{
	(void)share;
	(void)cancel;
	(void)file;
	(void)code;
	(void)err;
	parsed++;
	out->verdict = SYNTAX_PARSES;
	return ST_OK;
}

static struct json *
document(void)
{
	static const char text[] = "{\"phases\":{\"generation\":{\"output\":{\"tests\":[{\"id\":"
				   "\"GEN-1\",\"kind\":\"test\","
				   "\"framework\":\"pytest\",\"language\":\"python\",\"file\":"
				   "\"tests/test_a.py\",\"tests\":"
				   "[\"tests/test_a.py::test_a\"],\"model\":\"a/b\",\"code\":\"def "
				   "test_a():\\n    pass\\n\""
				   "}]}}}}";
	struct json *doc = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(json_parse(text, strlen(text), &doc, &err) == ST_OK, "%s", err.text);
	return doc;
}

/* Nothing can be run here: a sandbox without a tier that works would end with an error. */
START_TEST(what_there_is_no_time_for_is_not_run_and_says_so)
{
	struct sandbox sandbox = { .tier = SANDBOX_CONTAINER };
	struct verify_args args = {
		.sandbox = &sandbox, .root = "tests", .runs = 2, .parse = parse, .until_ms = 1
	};
	struct share *share;
	struct json *doc = document(), *out = NULL;
	struct phase_env env = { .doc = doc, .warnings = json_new_array() };
	struct err err = ERR_INIT;
	const struct json *test, *builds;

	setenv("RSG_SHARE", "share", 1);
	env.share = share = share_open(NULL);
	ck_assert_msg(phase_verify(&env, &args, &out, &err) == ST_OK, "%s", err.text);
	test = json_first(json_get(out, "tests"));
	builds = json_next(json_first(json_get(test, "stages")));
	ck_assert_uint_eq(parsed, 1);
	ck_assert_str_eq(json_get_string(test, "outcome"), "not-run");
	ck_assert(!json_get_bool(test, "survived"));
	ck_assert_str_eq(json_get_string(builds, "verdict"), "skipped");
	ck_assert(strstr(json_get_string(builds, "why"), "--timeout") != NULL);
	ck_assert_uint_eq(json_len(json_get(out, "guarantees")), 0);
	ck_assert_str_eq(json_get_string(json_first(env.warnings), "code"), "test-not-run");
	ck_assert(strstr(json_get_string(json_first(env.warnings), "text"), "--timeout") != NULL);
	json_free(env.warnings);
	json_free(out);
	json_free(doc);
	share_close(share);
}
END_TEST

UNIT_SUITE(verify)
{
	tcase_add_test(tc, what_there_is_no_time_for_is_not_run_and_says_so);
}
