#include "phase/verify_record.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"
#include "unit.h"

static struct verify_record record;
static struct json *test, *entry;

static void
set_up(void)
{
	verify_record_init(&record);
	test = json_new_object();
	json_set_string(test, "id", "GEN-1");
	json_set_string(test, "framework", "pytest");
	json_set_string(test, "model", "a/b");
	json_set_string(test, "code", "abc");
	entry = NULL;
}

static void
tear_down(void)
{
	verify_record_fini(&record);
	json_free(test);
	json_free(entry);
}

static void
make(void)
{
	json_free(entry);
	entry = verify_record_json(&record, test);
}

static const struct json *
stage_of(enum verify_stage stage)
{
	int i = 0;

	json_each (it, json_get(entry, "stages")) {
		if (i++ == (int)stage)
			return it;
	}
	return NULL;
}

static void
expect(enum verify_stage stage, const char *verdict, const char *why)
{
	static const char *const names[VERIFY_STAGES] = { "parses", "builds", "passes", "stable",
		"unique", "tied", "proven" };
	const struct json *at = stage_of(stage);

	ck_assert_str_eq(json_get_string(at, "stage"), names[stage]);
	ck_assert_str_eq(json_get_string(at, "verdict"), verdict);
	ck_assert_str_eq(json_get_string(at, "why"), why);
}

static void
all_ok(void)
{
	for (int i = 0; i < VERIFY_STAGES; i++)
		verify_record_set(&record, (enum verify_stage)i, VERIFY_OK, "fine");
	record.outcome = "passed";
}

START_TEST(a_test_that_nobody_came_to_did_not_survive)
{
	make();
	for (int i = 0; i < VERIFY_STAGES; i++)
		expect((enum verify_stage)i, "skipped", "it was not come to");
	ck_assert(!json_get_bool(entry, "survived"));
	ck_assert_str_eq(json_get_string(entry, "outcome"), "not-run");
	ck_assert_str_eq(json_get_string(entry, "sha256"),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	ck_assert_ptr_null(json_get(entry, "output"));
	ck_assert(!record.stopped);
}
END_TEST

START_TEST(behind_a_stage_that_failed_the_others_say_so)
{
	verify_record_set(&record, VERIFY_STAGE_PARSES, VERIFY_OK, "fine");
	verify_record_set(&record, VERIFY_STAGE_BUILDS, VERIFY_FAILED, "no %s", "module");
	ck_assert(record.stopped);
	make();
	expect(VERIFY_STAGE_PARSES, "ok", "fine");
	expect(VERIFY_STAGE_BUILDS, "failed", "no module");
	expect(VERIFY_STAGE_PASSES, "skipped", "\"builds\" failed");
	expect(VERIFY_STAGE_PROVEN, "skipped", "\"builds\" failed");
}
END_TEST

START_TEST(behind_one_that_could_not_be_done_the_others_say_so)
{
	verify_record_set(&record, VERIFY_STAGE_PARSES, VERIFY_SKIPPED, "no parser");
	verify_record_set(&record, VERIFY_STAGE_BUILDS, VERIFY_SKIPPED, "no runner");
	ck_assert(!record.stopped);
	make();
	expect(VERIFY_STAGE_PARSES, "skipped", "no parser");
	expect(VERIFY_STAGE_PASSES, "skipped", "\"builds\" could not be done");
	ck_assert(!json_get_bool(entry, "survived"));
}
END_TEST

START_TEST(what_survived_was_run_and_failed_nowhere)
{
	all_ok();
	ck_assert(verify_record_survived(&record));
	for (int i = 0; i < VERIFY_STAGES; i++) {
		bool needed = i == VERIFY_STAGE_PASSES || i == VERIFY_STAGE_STABLE;

		verify_record_set(&record, (enum verify_stage)i, VERIFY_SKIPPED, "not here");
		ck_assert_msg(verify_record_survived(&record) == !needed, "stage %d", i);
		verify_record_set(&record, (enum verify_stage)i, VERIFY_FAILED, "no");
		ck_assert_msg(!verify_record_survived(&record), "stage %d", i);
		verify_record_set(&record, (enum verify_stage)i, VERIFY_OK, "fine");
	}
	buf_str(&record.output, "much");
	make();
	ck_assert(json_get_bool(entry, "survived"));
	ck_assert_ptr_null(json_get(entry, "output"));
}
END_TEST

/* Text that can be printed, of at most so many bytes. */
static const char *
text_of(const struct json *object, const char *key, size_t max)
{
	const char *s = json_get_string(object, key);

	ck_assert_uint_le(strlen(s), max);
	ck_assert_uint_eq(utf8_check(s, strlen(s)), strlen(s));
	return s;
}

START_TEST(output_is_kept_by_its_head_and_tail)
{
	for (int shift = 0; shift < 3; shift++) {
		const char *s;

		buf_clear(&record.output);
		buf_str(&record.output, "head");
		for (int i = 0; i < shift; i++)
			buf_char(&record.output, 'x');
		for (int i = 0; i < 300000; i++)
			buf_str(&record.output, "\xe2\x82\xac");
		buf_str(&record.output, "tail");
		make();
		s = text_of(entry, "output", 65536);
		ck_assert(strncmp(s, "head", 4) == 0);
		ck_assert_str_eq(s + strlen(s) - 4, "tail");
		ck_assert_ptr_nonnull(strstr(s, " bytes are left out]\n"));
	}
}
END_TEST

START_TEST(short_output_is_kept_whatever_it_is)
{
	buf_str(&record.output, "a\xff");
	buf_char(&record.output, '\0');
	buf_str(&record.output, "b");
	make();
	ck_assert_str_eq(text_of(entry, "output", 100), "a\xef\xbf\xbd?b");
}
END_TEST

START_TEST(a_reason_is_one_line_that_can_be_printed)
{
	char text[5000];

	memset(text, 'x', sizeof text);
	for (size_t i = 1; i + 2 < sizeof text; i += 2)
		memcpy(text + i, "\xc3\xa9", 2);
	text[sizeof text - 1] = '\0';
	verify_record_set(&record, VERIFY_STAGE_PARSES, VERIFY_FAILED, "%s", text);
	verify_record_set(&record, VERIFY_STAGE_BUILDS, VERIFY_FAILED, "a\n\033[31mb\t c");
	verify_record_set(&record, VERIFY_STAGE_PASSES, VERIFY_FAILED, "\033");
	make();
	ck_assert_uint_gt(strlen(text_of(stage_of(VERIFY_STAGE_PARSES), "why", 2000)), 1000);
	expect(VERIFY_STAGE_BUILDS, "failed", "a [31mb c");
	expect(VERIFY_STAGE_PASSES, "failed", "-");
}
END_TEST

START_TEST(a_failure_goes_to_its_first_entry)
{
	record.failure = json_new_object();
	record.failing = 3;
	json_remove(test, "model");
	make();
	ck_assert_ptr_nonnull(json_get(entry, "failure"));
	ck_assert_ptr_null(json_get(entry, "model"));
	ck_assert(json_get_number(entry, "failing") == 3);
	make();
	ck_assert_ptr_null(json_get(entry, "failure"));
}
END_TEST

static void
add_entry(struct json *list, const char *framework, const char *model)
{
	json_set_string(test, "framework", framework);
	json_set_string(test, "model", model);
	json_add(list, verify_record_json(&record, test));
}

static void
expect_row(const struct json *row, const char *framework, const char *model, const int *counts)
{
	static const char *const keys[] = { "generated", "parsed", "built", "passed", "stable",
		"unique", "tied", "proven", "survived" };

	ck_assert_str_eq(json_get_string(row, "framework"), framework);
	ck_assert_str_eq(json_get_string(row, "model"), model);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		ck_assert_msg(json_get_number(row, keys[i]) == counts[i], "%s of %s: %g", keys[i],
		    model, json_get_number(row, keys[i]));
}

START_TEST(survival_is_counted_by_framework_and_model)
{
	struct json *list = json_new_array(), *table;
	const struct json *row;

	add_entry(list, "pytest", "a/b"); /* nobody came to it */
	add_entry(list, "pytest", "");	  /* a skeleton */
	verify_record_set(&record, VERIFY_STAGE_BUILDS, VERIFY_OK, "fine");
	verify_record_set(&record, VERIFY_STAGE_PASSES, VERIFY_FAILED, "no");
	add_entry(list, "vitest", "a/b"); /* what builds parses */
	all_ok();
	verify_record_set(&record, VERIFY_STAGE_PROVEN, VERIFY_SKIPPED, "no change");
	add_entry(list, "pytest", "a/b");
	verify_record_set(&record, VERIFY_STAGE_PROVEN, VERIFY_OK, "fine");
	add_entry(list, "pytest", "c/d");
	verify_record_set(&record, VERIFY_STAGE_TIED, VERIFY_FAILED, "no");
	add_entry(list, "pytest", "c/d");
	table = verify_survival(list);
	ck_assert_uint_eq(json_len(table), 3);
	row = json_first(table);
	expect_row(row, "pytest", "a/b", (int[]){ 2, 1, 1, 1, 1, 1, 1, 0, 1 });
	row = json_next(row);
	expect_row(row, "vitest", "a/b", (int[]){ 1, 1, 1, 0, 0, 0, 0, 0, 0 });
	row = json_next(row);
	expect_row(row, "pytest", "c/d", (int[]){ 2, 2, 2, 2, 2, 2, 1, 2, 1 });
	json_free(table);
	json_free(list);
}
END_TEST

UNIT_SUITE(verify_record)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_test_that_nobody_came_to_did_not_survive);
	tcase_add_test(tc, behind_a_stage_that_failed_the_others_say_so);
	tcase_add_test(tc, behind_one_that_could_not_be_done_the_others_say_so);
	tcase_add_test(tc, what_survived_was_run_and_failed_nowhere);
	tcase_add_test(tc, output_is_kept_by_its_head_and_tail);
	tcase_add_test(tc, short_output_is_kept_whatever_it_is);
	tcase_add_test(tc, a_reason_is_one_line_that_can_be_printed);
	tcase_add_test(tc, a_failure_goes_to_its_first_entry);
	tcase_add_test(tc, survival_is_counted_by_framework_and_model);
}
