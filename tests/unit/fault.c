#include "llm/fault.h"

#include <string.h>

#include "base/utf8.h"
#include "unit.h"
#include "wire.h"

START_TEST(every_class_says_what_to_do)
{
	static const char *const kinds[] = { "transient", "permanent", "recoverable", "unknown" };

	for (int i = 0; i < FAULT_CLASSES; i++) {
		const struct fault_rule *rule = fault_rule((enum fault_class)i);
		bool known = false;

		ck_assert_ptr_nonnull(rule->name);
		ck_assert_int_eq((int)fault_by_name(rule->name), i);
		ck_assert_uint_gt(strlen(rule->suggestion), 8);
		for (size_t k = 0; k < 4; k++)
			known = known || strcmp(kinds[k], rule->kind) == 0;
		ck_assert_msg(known, "%s is %s", rule->name, rule->kind);
		if (rule->retry)
			ck_assert_str_eq(rule->kind, "transient");
		if (rule->trips)
			ck_assert_int_eq(rule->status, ST_TEMPFAIL);
		if (strcmp(rule->kind, "transient") == 0)
			ck_assert_int_eq(rule->status, ST_TEMPFAIL);
	}
	ck_assert_int_eq((int)fault_by_name("no-such"), FAULT_UNKNOWN);
	ck_assert_ptr_eq(fault_rule((enum fault_class)999), fault_rule(FAULT_UNKNOWN));
}
END_TEST

START_TEST(the_rules_are_those_of_the_reference)
{
	static const struct {
		enum fault_class class;
		bool retry, fallback, trips;
		enum status status;
	} rows[] = {
		{ FAULT_TIMEOUT, true, true, true, ST_TEMPFAIL },
		{ FAULT_CONNECT, true, true, true, ST_TEMPFAIL },
		{ FAULT_TLS, false, true, false, ST_UNAVAILABLE },
		{ FAULT_RATE_LIMIT, true, true, false, ST_TEMPFAIL },
		{ FAULT_QUOTA, false, true, false, ST_UNAVAILABLE },
		{ FAULT_OVERLOADED, true, true, true, ST_TEMPFAIL },
		{ FAULT_SERVER, true, true, true, ST_TEMPFAIL },
		{ FAULT_BAD_REQUEST, false, false, false, ST_UNAVAILABLE },
		{ FAULT_CONTEXT_WINDOW, false, true, false, ST_UNAVAILABLE },
		{ FAULT_CONTENT_POLICY, false, false, false, ST_UNAVAILABLE },
		{ FAULT_AUTH, false, true, false, ST_REFUSED },
		{ FAULT_PERMISSION, false, true, false, ST_UNAVAILABLE },
		{ FAULT_NOT_FOUND, false, true, false, ST_UNAVAILABLE },
		{ FAULT_TOO_LARGE, false, false, false, ST_UNAVAILABLE },
		{ FAULT_CONFLICT, true, true, false, ST_TEMPFAIL },
		{ FAULT_PARSE, true, true, true, ST_TEMPFAIL },
		{ FAULT_TRUNCATED, true, true, true, ST_TEMPFAIL },
		{ FAULT_SCHEMA, false, true, false, ST_PROTOCOL },
		{ FAULT_NO_KEY, false, true, false, ST_REFUSED },
		{ FAULT_BUDGET, false, true, false, ST_REFUSED },
		{ FAULT_BREAKER, false, true, false, ST_TEMPFAIL },
		{ FAULT_LIMIT, false, true, false, ST_TEMPFAIL },
		{ FAULT_CANCELLED, false, false, false, ST_TEMPFAIL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct fault_rule *rule = fault_rule(rows[i].class);

		ck_assert_msg(rule->retry == rows[i].retry, "retry of %s", rule->name);
		ck_assert_msg(rule->fallback == rows[i].fallback, "fallback of %s", rule->name);
		ck_assert_msg(rule->trips == rows[i].trips, "trips of %s", rule->name);
		ck_assert_msg(rule->status == rows[i].status, "status of %s", rule->name);
	}
}
END_TEST

START_TEST(text_from_outside_is_made_safe)
{
	static const struct {
		const char *said, *shown;
	} rows[] = {
		{ "  two\r\n\tlines \n", "two lines" },
		{ "red \033[31m", "red \\x1b[31m" },
		{ "Incorrect API key provided: sk-proj-abcdef0123456789.",
		    "Incorrect API key provided: [key]" },
		{ "key pa-0123456789abcdef!", "key [key]!" },
		{ "token 0123456789abcdef0123456789abcdef", "token [key]" },
		{ "claude-haiku-4-5-20251001 is not there",
		    "claude-haiku-4-5-20251001 is not there" },
		{ "100% of %s", "100% of %s" },
		{ "\xff", "\\xff" },
		{ "", "" },
	};
	struct fault fault;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		memset(&fault, 0xee, sizeof fault);
		fault_set(&fault, FAULT_SERVER, "%s", rows[i].said);
		ck_assert_str_eq(fault.text, rows[i].shown);
		ck_assert_int_eq(fault.retry_after_ms, -1);
		ck_assert_int_eq(fault.http_status, 0);
		ck_assert(!fault.no_retry && !fault.do_retry);
		ck_assert_str_eq(fault.code, "");
		ck_assert(fault.confidence == 1);
	}
}
END_TEST

START_TEST(a_long_text_is_cut_between_characters)
{
	struct fault fault;
	char text[2000];

	for (size_t odd = 0; odd < 4; odd++) {
		memset(text, 'a', sizeof text);
		for (size_t i = odd; i + 3 < sizeof text; i += 3)
			memcpy(text + i, "\xe2\x82\xac", 3);
		text[sizeof text - 1] = '\0';
		fault_set(&fault, FAULT_SERVER, "%s", text);
		ck_assert_uint_lt(strlen(fault.text), sizeof fault.text);
		ck_assert_uint_gt(strlen(fault.text), sizeof fault.text - 8);
		ck_assert_str_eq(fault.text + strlen(fault.text) - 3, "...");
		ck_assert_ptr_null(strstr(fault.text, "\\x"));
		ck_assert_uint_eq(utf8_check(fault.text, strlen(fault.text)), strlen(fault.text));
		fault_code(&fault, text);
		ck_assert_uint_lt(strlen(fault.code), sizeof fault.code);
		ck_assert_uint_gt(strlen(fault.code), sizeof fault.code - 8);
	}
	fault_set(&fault, FAULT_PARSE, "again: %s", fault.text); /* its own text may be in it */
	ck_assert_int_eq(strncmp(fault.text, "again: ", 7), 0);
}
END_TEST

START_TEST(a_key_is_taken_out)
{
	struct fault fault;

	fault_set(&fault, FAULT_AUTH, "%s", "no: mykey.1234 or mykey.12... but not my key");
	fault_hide(&fault, "mykey.1234-and-more");
	ck_assert_str_eq(fault.text, "no: *** or *** but not my key");
	fault_set(&fault, FAULT_AUTH, "%s", "bad key abcd, abcde");
	fault_hide(&fault, "abcd");
	ck_assert_str_eq(fault.text, "bad key ***, ***");
	fault_hide(&fault, NULL);
	fault_hide(&fault, "");
	ck_assert_str_eq(fault.text, "bad key ***, ***");
}
END_TEST

START_TEST(a_fault_becomes_one_sentence_with_a_suggestion)
{
	struct err err = ERR_INIT;
	struct fault fault;

	fault_set(&fault, FAULT_OVERLOADED, "%s", "Overloaded. ");
	fault.http_status = 529;
	ck_assert_int_eq(fault_err(&fault, "anthropic/m", &err), ST_TEMPFAIL);
	ck_assert_str_eq(err.text, "anthropic/m: overloaded (HTTP 529): Overloaded: "
				   "try again later, or name a fallback");
	fault_set(&fault, FAULT_SCHEMA, "%s", "");
	ck_assert_int_eq(fault_err(&fault, "m", &err), ST_PROTOCOL);
	ck_assert_int_eq(strncmp(err.text, "m: schema: use", 14), 0);
	fault_set(&fault, FAULT_NO_KEY, "%s", "there is no key: set A_KEY"); /* said once */
	ck_assert_int_eq(fault_err(&fault, "m", &err), ST_REFUSED);
	ck_assert_str_eq(err.text, "m: no-key: there is no key: set A_KEY");
	fault_set(&fault, FAULT_BUDGET, "%s", "its price is unknown");
	fault_err(&fault, "m", &err);
	ck_assert_int_eq(strncmp(err.text, "m: budget: its price is unknown: raise", 38), 0);
}
END_TEST

UNIT_SUITE(fault)
{
	tcase_add_test(tc, every_class_says_what_to_do);
	tcase_add_test(tc, the_rules_are_those_of_the_reference);
	tcase_add_test(tc, text_from_outside_is_made_safe);
	tcase_add_test(tc, a_long_text_is_cut_between_characters);
	tcase_add_test(tc, a_key_is_taken_out);
	tcase_add_test(tc, a_fault_becomes_one_sentence_with_a_suggestion);
}
