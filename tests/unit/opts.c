#include "unit.h"

#include <string.h>

#include "base/near.h"
#include "cli/opts.h"

/* Every kind of target. */
static struct {
	bool flag, other;
	double num;
	int whole;
	const char *str;
	int64_t ms;
	struct strings list;
} got;

static const struct opt table[] = {
	{ 'f', "flag", NULL, "", .flag = &got.flag },
	{ 'g', "other", NULL, "", .flag = &got.other },
	{ 'n', "num", "n", "", .num = &got.num },
	{ 'w', "whole", "n", "", .whole = &got.whole },
	{ 's', "str", "s", "", .str = &got.str },
	{ 0, "wait", "d", "", .ms = &got.ms },
	{ 'l', "list", "s", "", .list = &got.list },
	{ 'd', "maybe", "d", "", .ms = &got.ms, .absent = "1h" },
	{ 'k', "keyed", "n", "", .num = &got.num, .key = "coverage.weak" },
	{ 0 },
};

static const struct opt hidden_behind[] = {
	{ 'f', "force", NULL, "", .flag = &got.other },
	{ 0 },
};

/* args: separated by blanks. */
static enum status
parse(struct opts *opts, const char *args, struct err *err)
{
	static char text[512];
	static char *argv[32];
	int argc = 0;

	memset(&got, 0, sizeof got);
	*opts = (struct opts){ .tables = { table, hidden_behind },
		.stop_at_operand = opts->stop_at_operand };
	snprintf(text, sizeof text, "prog %s", args);
	for (char *p = text; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		argv[argc++] = p;
		p += n;
		if (*p)
			*p++ = '\0';
	}
	return opts_parse(opts, argc, argv, err);
}

START_TEST(every_spelling_of_an_option_is_read)
{
	static const char *const spellings[] = { "-f -n 1.5 -w 3 -s x", "-fn1.5 -w3 -sx",
		"--flag --num 1.5 --whole 3 --str x", "--num=1.5 --str=x --whole=3 -f",
		"-fn 1.5 -w3 --str=x" };

	for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
		struct opts opts = { 0 };
		struct err err = ERR_INIT;

		ck_assert_msg(
		    parse(&opts, spellings[i], &err) == ST_OK, "%s: %s", spellings[i], err.text);
		ck_assert(got.flag && !got.other && got.num == 1.5 && got.whole == 3);
		ck_assert_str_eq(got.str, "x");
		opts_fini(&opts);
	}
}
END_TEST

START_TEST(operands_stand_anywhere_until_they_are_everything)
{
	static const struct {
		const char *args;
		bool stop;
		size_t operands;
		bool flag;
	} cases[] = { { "a -f b", false, 2, true }, { "a -- -f", false, 2, false },
		{ "- -f", false, 1, true }, { "a -f b", true, 3, false },
		{ "-f a -g", true, 2, true }, { "-- a", true, 1, false },
		{ "-f", false, 0, true } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct opts opts = { .stop_at_operand = cases[i].stop };
		struct err err = ERR_INIT;

		ck_assert(parse(&opts, cases[i].args, &err) == ST_OK);
		ck_assert_msg(opts.operands.len == cases[i].operands, "%s", cases[i].args);
		ck_assert(got.flag == cases[i].flag);
		opts_fini(&opts);
	}
}
END_TEST

START_TEST(an_option_with_a_key_is_left_to_the_configuration)
{
	struct opts opts = { 0 };
	struct err err = ERR_INIT;

	ck_assert(parse(&opts, "-k 9 --keyed=nonsense -l a -l b --wait 2m", &err) == ST_OK);
	ck_assert_uint_eq(opts.given.len, 2);
	ck_assert_str_eq(opts.given.at[1].text, "nonsense");
	ck_assert(got.num == 0 && got.ms == 120000);
	ck_assert_uint_eq(got.list.len, 2);
	ck_assert_str_eq(got.list.at[1], "b");
	strings_fini(&got.list);
	opts_fini(&opts);
}
END_TEST

START_TEST(an_earlier_table_hides_a_letter_but_not_the_name)
{
	struct opts opts = { 0 };
	struct err err = ERR_INIT;

	ck_assert(parse(&opts, "--force", &err) == ST_OK);
	ck_assert(got.other && !got.flag);
	opts_fini(&opts);
}
END_TEST

START_TEST(what_cannot_be_meant_is_a_usage_error_that_helps)
{
	static const struct {
		const char *args, *says;
	} cases[] = { { "--nmu 1", "did you mean --num?" }, { "--zzzzzz", "--help lists them" },
		{ "-z", "unknown option -z" }, { "-fz", "unknown option -z" },
		{ "-n", "--num needs an argument: --num n" }, { "--num", "needs an argument" },
		{ "--flag=1", "--flag takes no argument" },
		{ "-n x", "--num is \"x\": expected a number" }, { "-n 1x", "expected a number" },
		{ "-n inf", "expected a number" }, { "-n nan", "expected a number" },
		{ "-w 1.5", "expected a whole number" },
		{ "-w 99999999999", "expected a whole number" },
		{ "--wait 1y", "expected a duration" }, { "--fla", "did you mean --flag?" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct opts opts = { 0 };
		struct err err = ERR_INIT;

		ck_assert_msg(parse(&opts, cases[i].args, &err) == ST_USAGE, "%s", cases[i].args);
		ck_assert_msg(
		    strstr(err.text, cases[i].says) != NULL, "%s: %s", cases[i].args, err.text);
		opts_fini(&opts);
	}
}
END_TEST

START_TEST(distance_counts_edits_and_swaps)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} cases[] = { { "", "", 0 }, { "abc", "abc", 0 }, { "abc", "", 3 }, { "abc", "acb", 1 },
		{ "weak", "wek", 1 }, { "kitten", "sitting", 3 }, { "ca", "abc", 3 } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ck_assert_uint_eq(near_distance(cases[i].a, cases[i].b), cases[i].distance);
		ck_assert_uint_eq(near_distance(cases[i].b, cases[i].a), cases[i].distance);
	}
	ck_assert(!near_enough(3, "abc", "xyz"));
}
END_TEST

START_TEST(an_argument_that_may_be_left_out_is_taken_attached_only)
{
	static const struct {
		const char *args;
		int64_t ms;
		size_t operands;
	} cases[] = { { "--maybe", 3600000, 0 }, { "--maybe=2s", 2000, 0 },
		{ "--maybe 2s", 3600000, 1 }, { "-d", 3600000, 0 }, { "-d2s", 2000, 0 },
		{ "-d 2s", 3600000, 1 }, { "-fd", 3600000, 0 }, { "--maybe -f", 3600000, 0 } };
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct opts opts = { 0 };

		ck_assert_msg(parse(&opts, cases[i].args, &err) == ST_OK, "%s", err.text);
		ck_assert_msg(got.ms == cases[i].ms && opts.operands.len == cases[i].operands, "%s",
		    cases[i].args);
		opts_fini(&opts);
	}
	for (int i = 0; i < 2; i++) {
		struct opts opts = { 0 };

		ck_assert_int_eq(parse(&opts, i ? "--maybe=soon" : "--maybe=", &err), ST_USAGE);
		opts_fini(&opts);
	}
}
END_TEST

UNIT_SUITE(opts)
{
	tcase_add_test(tc, an_argument_that_may_be_left_out_is_taken_attached_only);
	tcase_add_test(tc, every_spelling_of_an_option_is_read);
	tcase_add_test(tc, operands_stand_anywhere_until_they_are_everything);
	tcase_add_test(tc, an_option_with_a_key_is_left_to_the_configuration);
	tcase_add_test(tc, an_earlier_table_hides_a_letter_but_not_the_name);
	tcase_add_test(tc, what_cannot_be_meant_is_a_usage_error_that_helps);
	tcase_add_test(tc, distance_counts_edits_and_swaps);
}
