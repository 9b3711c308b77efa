#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "phase/scan_setting.h"

static void
expands(const char *glob, const char *want)
{
	struct strings plain = { 0 };
	struct buf all;

	buf_init(&all, BUF_TEXT);
	scan_glob_expand(glob, &plain);
	for (size_t i = 0; i < plain.len; i++)
		buf_printf(&all, "%s%s", i ? " " : "", plain.at[i]);
	ck_assert_str_eq(all.s, want);
	buf_fini(&all);
	strings_fini(&plain);
}

START_TEST(alternatives_become_patterns)
{
	expands("test_*.py", "test_*.py");
	expands("a.{js,ts}", "a.js a.ts");
	expands("@(a|b).js", "a.js b.js");
	expands("a.?(c|m)js", "a.js a.cjs a.mjs");
	expands("+(spec|test).[jt]s", "spec.[jt]s test.[jt]s");
	expands("!(a).js", "*.js");
	expands("{a,b}{c,d}", "ac ad bc bd");
	expands("x{a,{b,c}}", "xa xb xc");
	expands("?(*.)+(a|b)", "a b *.a *.b");
}
END_TEST

START_TEST(what_is_no_group_stays)
{
	expands("", "");
	expands("a{b", "a{b");
	expands("a(b|c)", "a(b|c)");
	expands("\\{a,b}", "\\{a,b}");
	expands("what?", "what?");
}
END_TEST

START_TEST(many_alternatives_are_bounded)
{
	struct strings plain = { 0 };

	scan_glob_expand("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", &plain);
	ck_assert_uint_le(plain.len, 64);
	strings_fini(&plain);
}
END_TEST

UNIT_SUITE(scan_glob)
{
	tcase_add_test(tc, alternatives_become_patterns);
	tcase_add_test(tc, what_is_no_group_stays);
	tcase_add_test(tc, many_alternatives_are_bounded);
}
