#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "signal/change.h"

static bool
in_tests(void *arg, const char *path)
{
	(void)arg;
	return strncmp(path, "tests/", 6) == 0;
}

static void
read_text(struct change *change, struct lexicon *lexicon, const char *text)
{
	struct err err = ERR_INIT;
	struct json *json;

	ck_assert_int_eq(json_parse(text, strlen(text), &json, &err), ST_OK);
	change_read(change, lexicon, json, in_tests, NULL);
	json_free(json);
}

static double
count_of(struct lexicon *lexicon, const struct bag *bag, const char *name)
{
	return bag_get(bag, lexicon_ident(lexicon, name, strlen(name)));
}

static const char document[] =
    "{\"files\": ["
    "{\"path\": \"src/cart.c\", \"status\": \"modified\", \"kind\": \"source\","
    " \"hunks\": [{\"old_start\": 3, \"old_lines\": 4}, {\"old_start\": 9, \"old_lines\": 0},"
    " {\"old_start\": 0, \"old_lines\": 2}],"
    " \"identifiers\": {\"added\": {\"cart\": 2, \"getTotal\": 1}, \"removed\": {\"cart\": 3},"
    " \"context\": {\"sum\": 1}, \"headings\": {\"main\": 1}}, \"strings\": [\"a cart\"]},"
    "{\"path\": \"src/new.c\", \"old_path\": \"src/old.c\", \"status\": \"renamed\","
    " \"kind\": \"source\", \"hunks\": [{\"old_start\": 1, \"old_lines\": 1}],"
    " \"identifiers\": {\"added\": {\"cart\": 1}}},"
    "{\"path\": \"src/added.c\", \"status\": \"added\", \"kind\": \"source\","
    " \"hunks\": [{\"old_start\": 1, \"old_lines\": 1}]},"
    "{\"path\": \"tests/test_cart.c\", \"status\": \"modified\", \"kind\": \"test\","
    " \"identifiers\": {\"added\": {\"cart\": 50}}, \"strings\": [\"test\"]},"
    "{\"path\": \"old/test_gone.c\", \"status\": \"deleted\", \"kind\": \"test\"},"
    "{\"path\": \"README.md\", \"status\": \"modified\", \"kind\": \"docs\","
    " \"identifiers\": {\"added\": {\"cart\": 50}}},"
    "{\"path\": \"x.lock\", \"status\": \"modified\", \"kind\": \"lock\"},"
    "{\"path\": \"src/cart.c\", \"status\": \"modified\", \"kind\": \"source\"}]}";

START_TEST(changed_sources_and_changed_tests_are_told_apart)
{
	struct lexicon *lexicon = lexicon_open();
	struct change change;

	read_text(&change, lexicon, document);
	ck_assert_uint_eq(change.paths.len, 4);
	ck_assert_str_eq(change.paths.at[0], "src/added.c");
	ck_assert_str_eq(change.paths.at[1], "src/cart.c");
	ck_assert_str_eq(change.paths.at[2], "src/new.c");
	ck_assert_str_eq(change.paths.at[3], "src/old.c");
	ck_assert_uint_eq(change.tests.len, 1);
	ck_assert_str_eq(change.tests.at[0], "tests/test_cart.c");
	change_fini(&change);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(identifiers_of_sources_are_summed)
{
	struct lexicon *lexicon = lexicon_open();
	struct change change;

	read_text(&change, lexicon, document);
	ck_assert_double_eq(count_of(lexicon, &change.lines, "cart"), 6);
	ck_assert_double_eq(count_of(lexicon, &change.lines, "getTotal"), 1);
	ck_assert_double_eq(count_of(lexicon, &change.context, "sum"), 1);
	ck_assert_double_eq(count_of(lexicon, &change.headings, "main"), 1);
	ck_assert_uint_eq(change.strings.len, 1);
	change_fini(&change);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(ranges_are_those_of_the_old_file)
{
	struct lexicon *lexicon = lexicon_open();
	struct change change;

	read_text(&change, lexicon, document);
	ck_assert_uint_eq(change.ranges.len, 3);
	ck_assert_str_eq(change.ranges.at[0].path, "src/cart.c");
	ck_assert_uint_eq(change.ranges.at[0].from, 3);
	ck_assert_uint_eq(change.ranges.at[0].to, 6);
	ck_assert_uint_eq(change.ranges.at[1].from, 1);
	ck_assert_uint_eq(change.ranges.at[1].to, 1);
	ck_assert_str_eq(change.ranges.at[2].path, "src/old.c");
	change_fini(&change);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(a_file_has_thirty_ranges_at_most)
{
	struct lexicon *lexicon = lexicon_open();
	struct change change;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_str(&text, "{\"files\": [{\"path\": \"a.c\", \"status\": \"modified\", \"hunks\": [");
	for (int i = 0; i < 40; i++)
		buf_printf(&text, "%s{\"old_start\": %d, \"old_lines\": 1}", i ? "," : "", i + 1);
	buf_str(&text, "]}]}");
	read_text(&change, lexicon, text.s);
	ck_assert_uint_eq(change.ranges.len, CHANGE_RANGES);
	change_fini(&change);
	buf_fini(&text);
	lexicon_close(lexicon);
}
END_TEST

START_TEST(what_is_missing_or_odd_is_nothing)
{
	static const char *const texts[] = {
		"{}",
		"{\"files\": []}",
		"{\"files\": [{}, 1, null, {\"path\": 3}]}",
		"{\"files\": [{\"path\": \"tests/x\", \"identifiers\": []}]}",
	};
	struct lexicon *lexicon = lexicon_open();

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct change change;

		read_text(&change, lexicon, texts[i]);
		ck_assert_uint_eq(change.paths.len + change.ranges.len + change.lines.len, 0);
		change_fini(&change);
	}
	lexicon_close(lexicon);
}
END_TEST

START_TEST(numbers_beyond_reason_are_left_out)
{
	struct lexicon *lexicon = lexicon_open();
	struct change change;

	read_text(&change, lexicon,
	    "{\"files\": [{\"path\": \"a.c\", \"hunks\": [{\"old_start\": 1e300, \"old_lines\": 3},"
	    "{\"old_start\": -5, \"old_lines\": 1e18}], \"identifiers\": {\"added\": "
	    "{\"a\": -1, \"b\": 1e300, \"c\": \"7\", \"d\": 2}}}]}");
	ck_assert_uint_eq(change.ranges.len, 1);
	ck_assert_uint_eq(change.ranges.at[0].from, 1);
	ck_assert_uint_eq(change.lines.len, 1);
	ck_assert_double_eq(count_of(lexicon, &change.lines, "d"), 2);
	change_fini(&change);
	lexicon_close(lexicon);
}
END_TEST

UNIT_SUITE(change)
{
	tcase_add_test(tc, changed_sources_and_changed_tests_are_told_apart);
	tcase_add_test(tc, identifiers_of_sources_are_summed);
	tcase_add_test(tc, ranges_are_those_of_the_old_file);
	tcase_add_test(tc, a_file_has_thirty_ranges_at_most);
	tcase_add_test(tc, what_is_missing_or_odd_is_nothing);
	tcase_add_test(tc, numbers_beyond_reason_are_left_out);
}
