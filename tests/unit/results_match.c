#include "text/results_match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#define NONE "-"
#define SEVERAL "*"

static const struct results_test corpus[] = {
	{ "pytest:tests/a/test_x.py::test_one", "tests/a/test_x.py", "pytest", 1, 3 },
	{ "pytest:tests/b/test_x.py::test_one", "tests/b/test_x.py", "pytest", 1, 3 },
	{ "pytest:tests/test_y.py::TestY::test_one", "tests/test_y.py", "pytest", 1, 3 },
	{ "pytest:tests/test_y.py::test_only", "tests/test_y.py", "pytest", 5, 6 },
	{ "unittest:py/test_old.py::Base::test_empty", "py/test_old.py", "unittest", 1, 2 },
	{ "junit:src/test/java/com/shop/CartTest.java::CartTest::adds",
	    "src/test/java/com/shop/CartTest.java", "junit", 1, 2 },
	{ "junit:src/test/java/com/mail/CartTest.java::CartTest::adds",
	    "src/test/java/com/mail/CartTest.java", "junit", 1, 2 },
	{ "junit:src/test/java/com/shop/CartTest.java::CartTest::WhenEmpty::isNull",
	    "src/test/java/com/shop/CartTest.java", "junit", 3, 4 },
	{ "go:cart/cart_test.go::TestTotals", "cart/cart_test.go", "go", 1, 9 },
	{ "go:mail/mail_test.go::TestTotals", "mail/mail_test.go", "go", 1, 9 },
	{ "go:cart/cart_test.go::TestOuter/first_case", "cart/cart_test.go", "go", 1, 9 },
	{ "go:root_test.go::TestRoot", "root_test.go", "go", 1, 9 },
	{ "gtest:cart_test.cc::CartTest.AddsItem", "cart_test.cc", "gtest", 1, 2 },
	{ "gtest:cart_test.cc::CartParam.Counts", "cart_test.cc", "gtest", 3, 4 },
	{ "jest:js/cart.test.js::cart > adds an item", "js/cart.test.js", "jest", 1, 2 },
	{ "jest:js/cart.test.js::cart > adds %i and $b", "js/cart.test.js", "jest", 3, 4 },
	{ "jest:js/a.test.js::renders", "js/a.test.js", "jest", 1, 2 },
	{ "jest:js/b.test.js::renders", "js/b.test.js", "jest", 1, 2 },
	{ "jest:js/a.test.js::name", "js/a.test.js", "jest", 5, 6 },
	{ "jest:js/a.test.js::calls f(x)", "js/a.test.js", "jest", 7, 8 },
	{ "bats:t/cart.bats::is paid", "t/cart.bats", "bats", 1, 2 },
	{ "rust:src/cart.rs::tests::adds", "src/cart.rs", "rust", 1, 2 },
	{ "rust:src/lib.rs::tests::adds", "src/lib.rs", "rust", 1, 2 },
	{ "gherkin:f/shop.feature::Checkout > Guest buys", "f/shop.feature", "gherkin", 5, 7 },
	{ "gherkin:f/shop.feature::Checkout > Signed in > Pays <amount>", "f/shop.feature",
	    "gherkin", 9, 15 },
	{ "shell:t/run-all.sh", "t/run-all.sh", "shell", 1, 9 },
	{ "catch2:orders.cpp::orders are kept", "orders.cpp", "catch2", 1, 2 },
	{ "minitest:test/cart_test.rb::CartTest::test_zero", "test/cart_test.rb", "minitest", 1,
	    2 },
	{ "pytest:tests/test_y.py::test_twice", "tests/test_y.py", "pytest", 10, 11 },
	{ "pytest:tests/test_y.py::test_twice#2", "tests/test_y.py", "pytest", 12, 13 },
	{ "check:unit/check_cart.c::totals", "unit/check_cart.c", "check", 1, 2 },
	{ "check:unit/check_mail.c::totals", "unit/check_mail.c", "check", 1, 2 },
};

static struct results_matcher *matcher;

static void
set_up(void)
{
	matcher = results_matcher_new();
	for (size_t i = 0; i < sizeof corpus / sizeof *corpus; i++)
		results_matcher_add(matcher, &corpus[i]);
}

static void
tear_down(void)
{
	results_matcher_free(matcher);
}

/* "outer|inner": suites, outermost first. */
static const struct results_suite *
suites(const char *path, struct results_suite *at, char *text)
{
	const struct results_suite *suite = NULL;

	snprintf(text, 200, "%s", path);
	for (char *s = text; s && *s; at++) {
		char *bar = strchr(s, '|');

		if (bar)
			*bar = '\0';
		*at = (struct results_suite){ s, suite };
		suite = at;
		s = bar ? bar + 1 : NULL;
	}
	return suite;
}

static const struct {
	const char *suite, *classname, *name, *file;
	int line;
	const char *test; /* the end of its id */
} asked[] = {
	{ "", "tests.a.test_x", "test_one", "", 0, "a/test_x.py::test_one" },
	{ "", "tests.b.test_x", "test_one[1-[]", "", 0, "b/test_x.py::test_one" },
	{ "pytest", "b.test_x", "test_one", "", 0, "b/test_x.py::test_one" },
	{ "", "test_x", "test_one", "", 0, SEVERAL },
	{ "", "test_x", "test_one", "tests/a/test_x.py", 0, "a/test_x.py::test_one" },
	{ "", "tests.test_y.TestY", "test_one", "", 0, "TestY::test_one" },
	{ "", "tests.test_z", "test_only", "", 0, NONE },
	{ "", "tests.test_y", "test_only", "tests/test_z.py", 0, NONE },
	{ "", "", "tests/test_y.py::test_only", "", 0, "::test_only" },
	{ "", "", "tests/test_y.py::TestY::test_one[a::b]", "", 0, "TestY::test_one" },
	{ "", "py.test_old.Base", "test_empty (i=1)", "", 0, "::test_empty" },
	{ "", "tests.test_y", "test_twice", "", 0, SEVERAL },
	{ "", "com.shop.CartTest", "adds", "", 0, "shop/CartTest.java::CartTest::adds" },
	{ "", "com.mail.CartTest", "adds(int)[1]", "", 0, "mail/CartTest.java::CartTest::adds" },
	{ "", "org.other.CartTest", "adds", "", 0, NONE },
	{ "", "com.shop.CartTest$WhenEmpty", "isNull()", "", 0, "isNull" },
	{ "", "example.com/x/cart", "TestTotals", "", 0, "cart_test.go::TestTotals" },
	{ "", "example.com/x/mail", "TestTotals/a/b/c", "", 0, "mail_test.go::TestTotals" },
	{ "", "example.com/x/cart", "TestOuter/first_case", "", 0, "first_case" },
	{ "", "example.com/x/other", "TestTotals", "", 0, NONE },
	{ "", "example.com/x", "TestRoot", "", 0, "TestRoot" },
	{ "", "CartTest", "AddsItem", "", 0, "AddsItem" },
	{ "", "Inst/CartParam", "Counts/0", "", 0, "Counts" },
	{ "", "Inst/CartParam.Counts/1", "Inst/CartParam.Counts/1", "", 0, "Counts" },
	{ "cart", "", "adds an item", "", 0, "adds an item" },
	{ "", "cart adds an item", "cart adds an item", "", 0, "adds an item" },
	{ "", "js/cart.test.js", "cart > adds an item", "", 0, "adds an item" },
	{ "cart", "", "adds 1 and two words", "/ci/js/cart.test.js", 0, "adds %i and $b" },
	{ "", "", "cart adds an item", "", 0, "adds an item" },
	{ "", "", "adds an item", "", 0, NONE },
	{ "", "", "renders", "", 0, SEVERAL },
	{ "", "", "renders", "/home/jo/js/b.test.js", 0, "b.test.js::renders" },
	{ "", "", "renders", "/home/jo/dist/b.test.mjs", 0, "b.test.js::renders" },
	{ "other", "", "has a name", "", 0, NONE },
	{ "", "", "name", "", 0, "::name" },
	{ "", "", "calls f(x)", "", 0, "calls f(x)" },
	{ "", "cart.bats", "is paid", "", 0, "is paid" },
	{ "", "", "is paid", "", 0, "is paid" },
	{ "", "", "cart::tests::adds", "", 0, "cart.rs::tests::adds" },
	{ "", "", "tests::adds", "", 0, "lib.rs::tests::adds" },
	{ "", "", "mail::tests::adds", "", 0, NONE },
	{ "Checkout", "", "Guest buys", "f/shop.feature", 5, "Guest buys" },
	{ "Checkout", "", "Pays 5", "f/shop.feature", 14, "<amount>" },
	{ "Checkout|Signed in", "", "Pays 5 or 6", "", 0, "<amount>" },
	{ "Checkout", "", "Renamed", "f/shop.feature", 6, "Guest buys" },
	{ "Checkout", "", "Renamed", "f/shop.feature", 99, NONE },
	{ "", "", "run-all.sh", "", 0, "run-all.sh" },
	{ "", "orders.global", "orders are kept", "", 0, "orders are kept" },
	{ "", "CartTest", "test_zero", "test/cart_test.rb", 3, "test_zero" },
	{ "", "core", "totals", "", 0, SEVERAL },
	{ "", "core", "totals", "check_mail.c", 0, "check_mail.c::totals" },
	{ "", "", "", "", 0, NONE },
	{ "", "", "...", "", 0, NONE },
};

START_TEST(a_case_finds_its_test)
{

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		struct results_suite list[8];
		char text[200];
		struct results_case c = { .name = asked[i].name,
			.classname = asked[i].classname,
			.suite = suites(asked[i].suite, list, text),
			.file = asked[i].file,
			.line = asked[i].line };
		size_t index = 0, count = results_match(matcher, &c, &index);
		const char *test = count == 0 ? NONE : count > 1 ? SEVERAL : corpus[index].id;
		size_t n = strlen(test), m = strlen(asked[i].test);

		ck_assert_msg(n >= m && strcmp(test + n - m, asked[i].test) == 0,
		    "row %zu, %s %s: %s in place of %s", i, asked[i].classname, asked[i].name, test,
		    asked[i].test);
	}
}
END_TEST

static struct results_sum
sum_of(const char *text)
{
	static size_t found[100];
	struct results_sum sum;
	struct results r;
	struct err err = ERR_INIT;

	ck_assert_msg(results_read(NULL, text, strlen(text), &r, &err) == ST_OK, "%s", err.text);
	results_sum(&r, matcher, found, &sum);
	vec_each (struct results_line_of *, line, &sum.lines)
		line->message = ""; /* lent by the results */
	results_fini(&r);
	return sum;
}

#define CASE(name, time, inside)                                                                   \
	"<testcase classname='tests.test_y' name='" name "' time='" time "'>" inside "</testcase>"

START_TEST(instances_count_for_their_test)
{
	struct results_sum sum = sum_of("<testsuite>" CASE("test_only[1]", "1", "")
		CASE("test_only[2]", "2", "<failure/>") CASE("test_only[3]", "4", "<skipped/>")
		    CASE("nowhere", "1", "") CASE("test_twice", "1", "") "</testsuite>");
	const struct results_line_of *line = &sum.lines.at[0];

	ck_assert_uint_eq(sum.lines.len, 3);
	ck_assert_uint_eq(sum.matched, 3);
	ck_assert_uint_eq(sum.unknown, 1);
	ck_assert_uint_eq(sum.ambiguous, 1);
	ck_assert_int_eq(line->status, RESULTS_FAILED);
	ck_assert_str_eq(line->name, "tests.test_y.test_only[2]");
	ck_assert_int_eq(line->duration_ms, 7000);
	ck_assert_uint_eq(line->instances, 3);
	ck_assert(sum.lines.at[1].test == SIZE_MAX && !sum.lines.at[1].ambiguous);
	ck_assert(sum.lines.at[2].test == SIZE_MAX && sum.lines.at[2].ambiguous);
	results_sum_fini(&sum);
	sum = sum_of("<testsuite>" CASE("test_only[1]", "1", "<skipped/>")
		CASE("test_only[2]", "2", "") "</testsuite>");
	ck_assert_int_eq(sum.lines.at[0].status, RESULTS_PASSED);
	results_sum_fini(&sum);
	sum = sum_of("<testsuite>" CASE("test_only[1]", "1", "<flakyFailure/>") "</testsuite>");
	ck_assert(sum.lines.at[0].flaky && sum.lines.at[0].attempts == 2);
	results_sum_fini(&sum);
}
END_TEST

START_TEST(a_group_takes_as_long_as_it_says)
{
	struct results_sum sum = sum_of(
	    "{\"Action\":\"pass\",\"Package\":\"x/cart\",\"Test\":\"TestTotals/a\",\"Elapsed\":2}\n"
	    "{\"Action\":\"fail\",\"Package\":\"x/cart\",\"Test\":\"TestTotals/b\",\"Elapsed\":2}\n"
	    "{\"Action\":\"fail\",\"Package\":\"x/cart\",\"Test\":\"TestTotals\",\"Elapsed\":3}\n"
	    "{\"Action\":\"fail\",\"Package\":\"x/bad\"}\n");

	ck_assert_uint_eq(sum.lines.len, 1);
	ck_assert_uint_eq(sum.matched, 2);
	ck_assert_int_eq(sum.lines.at[0].duration_ms, 3000);
	ck_assert_uint_eq(sum.lines.at[0].instances, 2);
	ck_assert_int_eq(sum.lines.at[0].status, RESULTS_FAILED);
	results_sum_fini(&sum);
}
END_TEST

UNIT_SUITE(results_match)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, a_case_finds_its_test);
	tcase_add_test(tc, instances_count_for_their_test);
	tcase_add_test(tc, a_group_takes_as_long_as_it_says);
}
