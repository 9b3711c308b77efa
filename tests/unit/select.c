#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/json.h"
#include "io/yaml.h"
#include "phase/select_budget.h"
#include "phase/select_rules.h"
#include "view/runner.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)

static struct err err;
static struct select_plan plan;

static void
setup(void)
{
	memset(&err, 0, sizeof err);
	plan = (struct select_plan){ 0 };
}

static void
teardown(void)
{
	select_plan_fini(&plan);
}

static void
group(double mass)
{
	vec_add(&plan.groups)->mass = mass;
}

static struct select_item *
item(size_t of, double score, int64_t ms)
{
	struct select_item *it = vec_add(&plan.items);

	it->group = of;
	it->score = score;
	it->duration_ms = ms;
	return it;
}

/* "1010": which are in. */
static const char *
filled(struct select_budget budget)
{
	static char text[64];

	select_fill(&plan, &budget);
	for (size_t i = 0; i < plan.items.len; i++)
		text[i] = plan.items.at[i].in ? '1' : '0';
	text[plan.items.len] = '\0';
	return text;
}

static struct select_budget
budget_of(int top, int64_t time_ms, double recall, double min_score)
{
	struct select_budget budget = SELECT_NO_BUDGET;

	if (top)
		budget.top = top;
	if (time_ms)
		budget.time_ms = time_ms;
	if (recall > 0)
		budget.recall = recall;
	if (min_score > 0)
		budget.min_score = min_score;
	return budget;
}

/* Three files of masses 5, 3 and 2; the first has two tests, and the suite is in order of score. */
static void
three_files(void)
{
	group(5);
	group(3);
	group(2);
	item(0, 0.9, 100);
	item(1, 0.8, 100);
	item(0, 0.7, 100);
	item(2, 0.6, 100);
	item(2, 0, 100);
}

START_TEST(the_smallest_prefix_of_files_that_reaches_the_recall)
{
	static const struct {
		double recall;
		const char *in;
	} cases[] = { { 0.01, "10100" }, { 0.5, "10100" }, { 0.50001, "11100" }, { 0.8, "11100" },
		{ 0.81, "11110" }, { 1, "11110" } };

	three_files();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_str_eq(filled(budget_of(0, 0, cases[i].recall, 0)), cases[i].in);
}
END_TEST

/* Half of 0.9 + 0.8 + 0.1 is a little above 0.9 in binary. */
START_TEST(a_share_that_is_met_but_for_rounding_is_met)
{
	static const double masses[] = { 0.9, 0.8, 0.1 };

	for (size_t i = 0; i < 3; i++) {
		group(masses[i]);
		item(i, masses[i], 100);
	}
	ck_assert_str_eq(filled(budget_of(0, 0, 0.5, 0)), "100");
}
END_TEST

START_TEST(each_budget_is_a_limit_and_all_hold)
{
	three_files();
	ck_assert_str_eq(filled(budget_of(0, 0, 0, 0)), "11110");
	ck_assert_str_eq(filled(budget_of(2, 0, 0, 0)), "11000");
	ck_assert_str_eq(filled(budget_of(0, 300, 0, 0)), "11100");
	ck_assert_str_eq(filled(budget_of(0, 299, 0, 0)), "11000");
	ck_assert_str_eq(filled(budget_of(0, 0, 0, 0.7)), "11100");
	ck_assert_str_eq(filled(budget_of(2, 0, 0.5, 0)), "10100");
	ck_assert_str_eq(filled(budget_of(9, 100, 0.5, 0.1)), "10000");
}
END_TEST

START_TEST(a_longer_test_is_passed_over_for_a_shorter_one)
{
	three_files();
	plan.items.at[1].duration_ms = 1000;
	ck_assert_str_eq(filled(budget_of(0, 300, 0, 0)), "10110");
}
END_TEST

START_TEST(what_is_forced_is_counted_first_and_what_is_barred_never_in)
{
	three_files();
	plan.items.at[4].forced = true;
	ck_assert_str_eq(filled(budget_of(2, 0, 0, 0)), "10001");
	plan.items.at[3].forced = true;
	ck_assert_str_eq(filled(budget_of(1, 0, 0, 0)), "00011");
	plan.items.at[3].barred = plan.items.at[0].barred = true;
	ck_assert_str_eq(filled(budget_of(2, 0, 0, 0)), "01001");
	ck_assert_str_eq(filled(budget_of(0, 0, 0, 0)), "01101");
}
END_TEST

START_TEST(everything_is_within_top_and_time_only)
{
	three_files();
	plan.wide = true;
	ck_assert_str_eq(filled(budget_of(0, 0, 0.1, 0.9)), "11111");
	ck_assert_str_eq(filled(budget_of(3, 0, 0.1, 0.9)), "11100");
	ck_assert_str_eq(filled(budget_of(0, 400, 0.1, 0.9)), "11110");
	plan.items.at[2].barred = true;
	ck_assert_str_eq(filled(budget_of(0, 0, 0, 0)), "11011");
}
END_TEST

static void
expect(double wanted)
{
	double found = select_expected(&plan);

	ck_assert_msg(found - wanted < 1e-9 && wanted - found < 1e-9, "%g", found);
}

START_TEST(expected_recall_counts_parts_of_files_and_what_may_run)
{
	expect(-1);
	three_files();
	filled(budget_of(1, 0, 0, 0));
	expect(0.25);
	filled(budget_of(0, 0, 0, 0));
	expect(0.9);
	plan.items.at[4].forced = true;
	filled(budget_of(0, 0, 0, 0));
	expect(1);
	plan.items.at[0].barred = true; /* 2.5 of 7.5 is left of the first file */
	filled(budget_of(2, 0, 0, 0));
	expect((3 + 1) / 7.5);
	vec_each (struct select_item *, it, &plan.items)
		it->barred = true;
	filled(budget_of(0, 0, 0, 0));
	expect(-1);
}
END_TEST

START_TEST(the_mass_of_nothing_is_nothing_for_every_power)
{
	ck_assert(select_mass(0, 0) == 0);
	ck_assert(select_mass(0.5, 0) == 1);
	ck_assert(select_mass(0.5, 2) == 0.25);
}
END_TEST

START_TEST(medians)
{
	int64_t one[] = { 7 }, two[] = { 10, 4 }, three[] = { 9, 1, 5 };

	ck_assert_int_eq(select_median(one, 0), -1);
	ck_assert_int_eq(select_median(one, 1), 7);
	ck_assert_int_eq(select_median(two, 2), 7);
	ck_assert_int_eq(select_median(three, 3), 5);
}
END_TEST

START_TEST(globs_of_ids)
{
	static const struct {
		const char *pattern, *s;
		bool fits;
	} cases[] = { { "", "", true }, { "*", "", true }, { "*", "a/b::c", true },
		{ "?", "\xc3\xa4", true }, { "?", "ab", false }, { "a*b*c", "a--b--b-c", true },
		{ "a*b*c", "a--b--b-", false }, { "x[a]", "x[a]", true }, { "x[a]", "xa", false },
		{ "*::t", "f::t", true }, { "*::t", "f::t2", false }, { "a**", "a", true },
		{ "a", "", false } };
	char many[4001];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_msg(select_glob(cases[i].pattern, cases[i].s) == cases[i].fits, "%s %s",
		    cases[i].pattern, cases[i].s);
	memset(many, 'a', 4000);
	many[4000] = '\0';
	ck_assert(!select_glob("*a*a*a*a*a*a*a*a*a*a*a*a*b", many));
}
END_TEST

static struct json *
yaml(const char *text)
{
	struct json *out = NULL;

	ck_assert_msg(yaml_parse(text, strlen(text), &out, &err) == ST_OK, "%s", err.text);
	return out;
}

static struct json *
tests_of(const char *framework, const char *const *file_and_name)
{
	struct json *tests = json_new_array();

	for (; *file_and_name; file_and_name += 2) {
		struct json *it = json_add_object(tests);

		json_set_string(it, "test", file_and_name[1]);
		json_set_string(it, "file", file_and_name[0]);
		json_set_string(it, "name", file_and_name[1]);
		json_set_string(it, "framework", framework);
	}
	return tests;
}

/* What a runner of share/runners gives, arguments joined by a bar between blanks. */
static void
gives(
    const char *runner, const char *framework, const char *const *file_and_name, const char *wanted)
{
	struct json *tests = tests_of(framework, file_and_name), *data;
	char path[100];
	struct buf text, found;
	struct runner *r = NULL;
	struct runner_list list;

	snprintf(path, sizeof path, "share/runners/%s.yaml", runner);
	buf_init(&text, BUF_TEXT);
	buf_init(&found, BUF_TEXT);
	OK(file_read(path, &text, &err));
	data = yaml(text.s);
	OK(runner_open(data, runner, &r, &err));
	OK(runner_arguments(r, tests, &list, &err));
	for (size_t i = 0; i < list.args.len; i++)
		buf_printf(&found, "%s%s", i ? " | " : "", list.args.at[i]);
	ck_assert_str_eq(found.s, wanted);
	runner_list_fini(&list);
	runner_close(r);
	json_free(data);
	json_free(tests);
	buf_fini(&text);
	buf_fini(&found);
}

#define TESTS(...) ((const char *const[]){ __VA_ARGS__, NULL })

START_TEST(each_runner_has_its_form)
{
	gives("pytest", "pytest",
	    TESTS("t/a.py", "t/a.py::T::t[a b]", "t/a.py", "t/a.py::T::t[a b]"),
	    "t/a.py::T::t[a b]");
	gives("jest", "jest", TESTS("a.test.js", "x adds", "a.test.js", "y"),
	    "-t | ^(x adds|y)$ | --runTestsByPath | a.test.js");
	gives("vitest", "vitest", TESTS("a.test.js", "x > adds"),
	    "-t | ^ ?(x( | > )adds)$ | a.test.js");
	gives("mocha", "mocha", TESTS("a.js", "x adds"), "--grep | ^(x adds)$ | a.js");
	gives("go", "go", TESTS("a_test.go", "TestA", "api/b_test.go", "TestB/sub"),
	    "-run | ^(TestA|TestB)$ | . | ./api");
	gives("maven", "junit",
	    TESTS("A.java", "x.A.one", "B.java", "x.B$C.t", "A.java", "x.A.two"),
	    "-Dtest=x.A#one+two,x.B$C#t");
	gives("gradle", "junit", TESTS("A.java", "x.A.one", "B.kt", "x.B.`adds it`"),
	    "--tests=x.A.one | --tests=x.B.adds it");
	gives("cargo", "rust", TESTS("src/a/b.rs", "tests::t", "src/lib.rs", "tests::u"),
	    "-- | --exact | tests::t | tests::u | a::b::tests::t");
	gives("cargo", "rust", TESTS("x/src/a/mod.rs", "a::tests::t", "tests/w.rs", "u"),
	    "-- | --exact | a::tests::t | u");
	gives("bats", "bats", TESTS("a.bats", "adds"), "--filter | ^(adds)$ | a.bats");
	gives("gtest", "gtest", TESTS("a.cc", "A.b", "a.cc", "C.d"),
	    "--gtest_filter=A.b:C.d:A.b/*:C.d/*:*/A.b/*:*/C.d/*:A/*.b:C/*.d:*/A/*.b:*/C/*.d");
	gives("ctest", "check", TESTS("t/check_a.c", "test_x", "t/check_a.c", "test_y"),
	    "-R | ^(.*/)?(check_a)(/.*)?$");
	gives("ctest", "gtest", TESTS("a.cc", "A.b"), "-R | ^(.*/)?(A\\.b|A/.*\\.b)(/.*)?$");
}
END_TEST

START_TEST(no_name_breaks_out)
{
	gives("pytest", "pytest", TESTS("-k/@x.py", "-k/@x.py::t"), "./-k/@x.py::t");
	gives("jest", "jest", TESTS("-x.js", "a|b)$ (\n.*\\ 100%% %s ${x} $y.z"),
	    "-t | ^(a\\|b\\)\\$ \\([^!-~]\\.\\*\\\\ 100% .* .* .*)$ | --runTestsByPath | ./-x.js");
	gives("bats", "bats", TESTS("@a.bats", "\"q\" $(x) \\"),
	    "--filter | ^(\\\\?\"q\\\\?\" \\\\?\\$\\(x\\) \\\\?\\\\)$ | ./@a.bats");
	gives("go", "go", TESTS("a_test.go", "TestA|.*"), "-run | ^(TestA\\|\\.\\*)$ | .");
	gives("go", "go", TESTS("a_test.go", "CartSuite/TestX", "a_test.go", "BenchmarkX"),
	    "-run | ^(.*)$ | .");
	gives("maven", "junit", TESTS("A.java", "x.A.adds, twice", "A.java", "x,y.A.t"),
	    "-Dtest=x.A");
	gives("gtest", "gtest", TESTS("a.cc", "A.b:-*", "a.cc", "A:-*.b"),
	    "--gtest_filter=A.*:*/A.*:A/*:*/A/*");
	gives("cargo", "rust", TESTS("src/lib.rs", "--nocapture"), "");
	gives("pytest", "jest", TESTS("a.js", "x"), "");
}
END_TEST

START_TEST(a_list_is_for_xargs_or_has_nul)
{
	struct strings args = { 0 };
	struct buf out;

	buf_init(&out, BUF_TEXT);
	strings_add(&args, "a b'\"\\\n$(x)");
	strings_add(&args, "-run");
	runner_print(&args, false, &out);
	ck_assert_str_eq(out.s, "a\\ b\\'\\\"\\\\\\\n$(x)\n-run\n");
	buf_clear(&out);
	runner_print(&args, true, &out);
	ck_assert_uint_eq(out.len, 11 + 1 + 4 + 1);
	ck_assert_mem_eq(out.s, "a b'\"\\\n$(x)\0-run\0", out.len);
	strings_fini(&args);
	buf_fini(&out);
}
END_TEST

UNIT_SUITE(select)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_smallest_prefix_of_files_that_reaches_the_recall);
	tcase_add_test(tc, a_share_that_is_met_but_for_rounding_is_met);
	tcase_add_test(tc, each_budget_is_a_limit_and_all_hold);
	tcase_add_test(tc, a_longer_test_is_passed_over_for_a_shorter_one);
	tcase_add_test(tc, what_is_forced_is_counted_first_and_what_is_barred_never_in);
	tcase_add_test(tc, everything_is_within_top_and_time_only);
	tcase_add_test(tc, expected_recall_counts_parts_of_files_and_what_may_run);
	tcase_add_test(tc, the_mass_of_nothing_is_nothing_for_every_power);
	tcase_add_test(tc, medians);
	tcase_add_test(tc, globs_of_ids);
	tcase_add_test(tc, each_runner_has_its_form);
	tcase_add_test(tc, no_name_breaks_out);
	tcase_add_test(tc, a_list_is_for_xargs_or_has_nul);
}
