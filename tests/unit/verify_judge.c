#include "phase/verify_judge.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"
#include "sandbox/sandbox.h"
#include "text/results.h"
#include "unit.h"

#define MANY 100000

static struct json *tests;
static struct verify_names names;
static struct verify_reports reports;
static struct sandbox_end end;
static struct verify_said said;

static void
set_up(void)
{
	tests = json_new_array();
	names = (struct verify_names){ "tests/test_a.py", "pytest", tests };
	reports = (struct verify_reports){ .format = "junit" };
	end = (struct sandbox_end){ .outcome = SANDBOX_EXITED };
	buf_init(&end.out, BUF_DOCUMENT);
	buf_init(&end.said, BUF_DOCUMENT);
}

static void
tear_down(void)
{
	verify_said_fini(&said);
	vec_each (struct buf *, it, &reports.at)
		buf_fini(it);
	vec_fini(&reports.at);
	buf_fini(&end.out);
	buf_fini(&end.said);
	json_free(tests);
}

static void
report(const char *text)
{
	struct buf *buf = vec_add(&reports.at);

	buf_init(buf, BUF_DOCUMENT);
	buf_str(buf, text);
}

#define CASE(name, inner)                                                                          \
	"<testcase classname=\"tests.test_a\" name=\"" name "\">" inner "</testcase>"
#define FAILED "<failure message=\"assert 1 == 2\">there</failure>"
#define SUITE(cases) "<testsuites><testsuite name=\"x\">" cases "</testsuite></testsuites>"

static const char *
judged(void)
{
	verify_said_fini(&said);
	verify_judge(&names, &end, &reports, &said);
	return said.outcome;
}

START_TEST(a_test_passes_when_report_and_runner_say_so)
{
	json_add_string(tests, "tests/test_a.py::test_one");
	json_add_string(tests, "test_two");
	report(SUITE(CASE("test_one", "") CASE("test_two", "")));
	ck_assert_str_eq(judged(), "passed");
	ck_assert_uint_eq(verify_said_failing(&said), 0);
}
END_TEST

START_TEST(a_pass_is_not_believed_when_the_runner_failed)
{
	json_add_string(tests, "test_one");
	report(SUITE(CASE("test_one", "")));
	end.status = 1;
	ck_assert_str_eq(judged(), "error");
	ck_assert_ptr_nonnull(strstr(said.why, "the runner ended with 1"));
}
END_TEST

START_TEST(failures_of_others_explain_the_runner_and_are_not_the_tests)
{
	json_add_string(tests, "test_one");
	report(SUITE(CASE("test_one", "") CASE("test_other", FAILED)));
	end.status = 1;
	ck_assert_str_eq(judged(), "passed");
	ck_assert_ptr_null(strstr(said.output.s, "assert 1 == 2"));
}
END_TEST

START_TEST(what_failed_outside_of_tests_is_no_excuse)
{
	names = (struct verify_names){ "test/a.bats", "bats", tests };
	reports.format = "tap";
	json_add_string(tests, "one");
	report("1..1\nok 1 one\nBail out! all is lost\n");
	end.status = 1;
	ck_assert_str_eq(judged(), "error");
	ck_assert_ptr_nonnull(strstr(said.why, "ended with 1: "));
	ck_assert_ptr_nonnull(strstr(said.why, "all is lost"));
}
END_TEST

START_TEST(a_test_of_another_file_is_another_test)
{
	json_add_string(tests, "test_one");
	report(SUITE("<testcase classname=\"tests.test_b\" file=\"tests/test_b.py\" "
		     "name=\"test_one\"/>"));
	ck_assert_str_eq(judged(), "collection");
	ck_assert_ptr_nonnull(strstr(said.why, "did not run test_one"));
	ck_assert_uint_eq(verify_said_failing(&said), 1);
}
END_TEST

START_TEST(one_that_was_not_run_is_not_made_up_for_by_others)
{
	json_add_string(tests, "test_one");
	json_add_string(tests, "test_two");
	report(SUITE(CASE("test_one", "") CASE("test_one", "")));
	ck_assert_str_eq(judged(), "collection");
	ck_assert_ptr_nonnull(strstr(said.why, "test_two"));
	ck_assert_uint_eq(verify_said_failing(&said), 1);
}
END_TEST

START_TEST(of_two_results_for_a_name_the_worse_counts)
{
	static const char *const both[] = { SUITE(CASE("test_one[1]", "")
						    CASE("test_one[2]", FAILED)),
		SUITE(CASE("test_one[2]", FAILED) CASE("test_one[1]", "")) };

	json_add_string(tests, "test_one");
	for (size_t i = 0; i < 2; i++) {
		report(both[i]);
		ck_assert_str_eq(judged(), "assertion");
		buf_clear(&reports.at.at[0]);
		buf_str(&reports.at.at[0], SUITE(CASE("test_one", "")));
	}
	report(both[0]);
	ck_assert_str_eq(judged(), "assertion");
	ck_assert_uint_eq(verify_said_failing(&said), 1);
}
END_TEST

START_TEST(a_test_that_was_skipped_did_not_pass)
{
	json_add_string(tests, "test_one");
	report(SUITE(CASE("test_one", "<skipped/>")));
	ck_assert_str_eq(judged(), "skipped");
	ck_assert_ptr_nonnull(strstr(said.why, "test_one: skipped"));
	ck_assert_uint_eq(verify_said_failing(&said), 1);
}
END_TEST

START_TEST(an_error_is_not_a_failed_assertion)
{
	json_add_string(tests, "test_one");
	json_add_string(tests, "test_two");
	report(SUITE(CASE("test_one", FAILED) CASE("test_two", "<error message=\"no\\nbody\"/>")));
	ck_assert_str_eq(judged(), "error");
	ck_assert_uint_eq(verify_said_failing(&said), 2);
	ck_assert_ptr_nonnull(strstr(said.output.s, "assert 1 == 2"));
}
END_TEST

START_TEST(what_the_sandbox_says_counts_more_than_a_report)
{
	static const char *const outcomes[] = { [SANDBOX_SIGNALLED] = "crash",
		[SANDBOX_TIMEOUT] = "timeout",
		[SANDBOX_CPU] = "cpu",
		[SANDBOX_MEMORY] = "memory",
		[SANDBOX_OUTPUT] = "output",
		[SANDBOX_DISK] = "disk",
		[SANDBOX_FAILED] = "sandbox",
		[SANDBOX_CANCELLED] = "sandbox" };

	json_add_string(tests, "test_one");
	report(SUITE(CASE("test_one", "")));
	buf_str(&end.said, "bwrap: no\n");
	for (int i = SANDBOX_SIGNALLED; i < SANDBOX_OUTCOMES; i++) {
		end.outcome = (enum sandbox_outcome)i;
		ck_assert_str_eq(judged(), outcomes[i]);
		ck_assert_str_eq(verify_command_outcome(&end), outcomes[i]);
		ck_assert_uint_eq(verify_said_failing(&said), 1);
		ck_assert(said.why[0] != '\0');
	}
	end.outcome = SANDBOX_FAILED;
	judged();
	ck_assert_str_eq(said.why, "bwrap: no");
}
END_TEST

START_TEST(a_command_that_is_no_test_did_what_it_was_to_do_or_not)
{
	ck_assert_str_eq(verify_command_outcome(&end), "");
	end.status = 2;
	ck_assert_str_eq(verify_command_outcome(&end), "collection");
}
END_TEST

START_TEST(no_report_and_a_broken_one_are_no_pass)
{
	static const char *const broken[] = { "", "<testsuites>", "PASSED", "{}", "<a/>",
		"<testsuites><testsuite><testcase name=\"test_one\">" };

	json_add_string(tests, "test_one");
	ck_assert_str_eq(judged(), "collection");
	ck_assert_str_eq(said.why, "the runner did not run test_one");
	end.status = 4;
	buf_str(&end.out, "first\n\033[31mno such file\033[0m\n\n");
	ck_assert_str_eq(judged(), "collection");
	ck_assert_ptr_nonnull(strstr(said.why, "ended with 4"));
	ck_assert_ptr_nonnull(strstr(said.why, "no such file"));
	ck_assert_ptr_null(strchr(said.why, '\033'));
	end.status = 0;
	report("");
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		buf_clear(&reports.at.at[0]);
		buf_str(&reports.at.at[0], broken[i]);
		ck_assert_msg(strcmp(judged(), "collection") == 0, "%s", broken[i]);
		ck_assert_uint_eq(verify_said_failing(&said), 1);
	}
}
END_TEST

START_TEST(a_program_of_tests_is_called_as_its_file)
{
	names = (struct verify_names){ "tests/one.c", "check", tests };
	json_add_string(tests, "adds");
	json_add_string(tests, "takes");
	report(SUITE("<testcase name=\"one\" classname=\"one\"/>"));
	ck_assert_str_eq(judged(), "passed");
	buf_clear(&reports.at.at[0]);
	buf_str(&reports.at.at[0], SUITE("<testcase name=\"one\" file=\"tests/one.c\"/>"));
	ck_assert_str_eq(judged(), "passed");
	buf_clear(&reports.at.at[0]);
	buf_str(&reports.at.at[0], SUITE("<testcase name=\"one\">" FAILED "</testcase>"));
	ck_assert_str_eq(judged(), "assertion");
	ck_assert_uint_eq(verify_said_failing(&said), 2);
	buf_clear(&reports.at.at[0]);
	buf_str(&reports.at.at[0],
	    SUITE("<testcase name=\"one\" file=\"tests/other.c\"/><testcase name=\"one.c\"/>"
		  "<testcase name=\"on\"/><testcase name=\"none\"/>"));
	ck_assert_str_eq(judged(), "collection");
}
END_TEST

START_TEST(names_are_taken_as_they_are)
{
	char name[220];

	memset(name, 'x', 199);
	memcpy(name + 199, "\xc3\xa9\xc3\xa9", 5);
	ck_assert_str_eq(judged(), "collection"); /* nothing to run is nothing that passed */
	json_add(tests, json_new_number(7));
	report(SUITE(CASE("7", "")));
	ck_assert_str_eq(judged(), "collection");
	json_add_string(tests, "");
	ck_assert_str_eq(judged(), "collection");
	json_add_string(tests, name);
	ck_assert_str_eq(judged(), "collection");
	ck_assert_uint_eq(verify_said_failing(&said), 3);
}
END_TEST

static void
report_many(const char *name, size_t failing)
{
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	buf_str(&text, "<testsuites><testsuite name=\"x\">");
	for (size_t i = 0; i < MANY; i++)
		buf_printf(&text,
		    "<testcase classname=\"tests.test_a\" name=\"%s[%zu]\">%s</testcase>", name, i,
		    i == failing ? FAILED : "");
	buf_str(&text, "</testsuite></testsuites>");
	ck_assert(!text.over);
	report(text.s);
	buf_fini(&text);
}

START_TEST(one_of_very_many_results_decides)
{
	json_add_string(tests, "test_one");
	report_many("test_one", MANY - 1);
	ck_assert_str_eq(judged(), "assertion");
	ck_assert_ptr_nonnull(strstr(said.output.s, "test_one[99999]"));
	buf_fini(&reports.at.at[0]);
	reports.at.len = 0;
	report_many("test_other", 5);
	ck_assert_str_eq(judged(), "collection");
	report(SUITE(CASE("test_one", "")));
	ck_assert_str_eq(judged(), "passed");
}
END_TEST

START_TEST(two_runs_are_the_same_by_outcome_and_each_test)
{
	struct verify_said other = { 0 };

	json_add_string(tests, "test_one");
	json_add_string(tests, "test_two");
	report(SUITE(CASE("test_one", "") CASE("test_two", FAILED)));
	ck_assert_str_eq(judged(), "assertion");
	verify_judge(&names, &end, &reports, &other);
	ck_assert(verify_said_same(&said, &other));
	verify_said_fini(&other);
	buf_clear(&reports.at.at[0]);
	buf_str(&reports.at.at[0], SUITE(CASE("test_one", FAILED) CASE("test_two", "")));
	verify_judge(&names, &end, &reports, &other);
	ck_assert_str_eq(other.outcome, "assertion");
	ck_assert(!verify_said_same(&said, &other));
	verify_said_fini(&other);
	end.outcome = SANDBOX_TIMEOUT;
	verify_judge(&names, &end, &reports, &other);
	ck_assert(!verify_said_same(&said, &other));
	verify_said_fini(&other);
}
END_TEST

START_TEST(the_last_line_is_one_that_can_be_shown)
{
	static const struct {
		const char *out, *said, *wanted;
	} cases[] = { { "", "", "" }, { "a\nb\n \t\r\n", "", "b" }, { "a\n", "c\nd", "d" },
		{ "\n\n", "", "" }, { "a\n", "\n", "" }, { "x\xff\n", "", "x\xef\xbf\xbd" },
		{ "a\033[31mb\n", "", "a[31mb" } };
	char line[40];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&end.out);
		buf_clear(&end.said);
		buf_str(&end.out, cases[i].out);
		buf_str(&end.said, cases[i].said);
		verify_last_line(&end, line, sizeof line);
		ck_assert_str_eq(line, cases[i].wanted);
	}
	buf_clear(&end.said);
	for (int i = 0; i < 1000; i++)
		buf_str(&end.said, "\xc3\xa9");
	verify_last_line(&end, line, sizeof line);
	ck_assert_uint_lt(strlen(line), sizeof line);
	ck_assert_uint_eq(utf8_check(line, strlen(line)), strlen(line));
}
END_TEST

UNIT_SUITE(verify_judge)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_test_passes_when_report_and_runner_say_so);
	tcase_add_test(tc, a_pass_is_not_believed_when_the_runner_failed);
	tcase_add_test(tc, failures_of_others_explain_the_runner_and_are_not_the_tests);
	tcase_add_test(tc, what_failed_outside_of_tests_is_no_excuse);
	tcase_add_test(tc, a_test_of_another_file_is_another_test);
	tcase_add_test(tc, one_that_was_not_run_is_not_made_up_for_by_others);
	tcase_add_test(tc, of_two_results_for_a_name_the_worse_counts);
	tcase_add_test(tc, a_test_that_was_skipped_did_not_pass);
	tcase_add_test(tc, an_error_is_not_a_failed_assertion);
	tcase_add_test(tc, what_the_sandbox_says_counts_more_than_a_report);
	tcase_add_test(tc, a_command_that_is_no_test_did_what_it_was_to_do_or_not);
	tcase_add_test(tc, no_report_and_a_broken_one_are_no_pass);
	tcase_add_test(tc, a_program_of_tests_is_called_as_its_file);
	tcase_add_test(tc, names_are_taken_as_they_are);
	tcase_add_test(tc, one_of_very_many_results_decides);
	tcase_add_test(tc, two_runs_are_the_same_by_outcome_and_each_test);
	tcase_add_test(tc, the_last_line_is_one_that_can_be_shown);
}
