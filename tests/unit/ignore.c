#include "unit.h"

#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/ignore.h"

static const struct {
	const char *file, *path;
	bool is_dir;
	enum ignore_answer answer;
} cases[] = {
	{ "a", "a", false, IGNORE_YES },
	{ "a", "x/y/a", false, IGNORE_YES },
	{ "a", "ab", false, IGNORE_UNSAID },
	{ "/a", "a", false, IGNORE_YES },
	{ "/a", "x/a", false, IGNORE_UNSAID },
	{ "x/a", "x/a", false, IGNORE_YES },
	{ "x/a", "y/x/a", false, IGNORE_UNSAID },
	{ "a/", "a", true, IGNORE_YES },
	{ "a/", "a", false, IGNORE_UNSAID },
	{ "a/", "x/a", true, IGNORE_YES },
	{ "*.o", "x/a.o", false, IGNORE_YES },
	{ "*.o", "a.oo", false, IGNORE_UNSAID },
	{ "x/*.o", "x/y/a.o", false, IGNORE_UNSAID },
	{ "x/*", "x/a", false, IGNORE_YES },
	{ "**/a", "a", false, IGNORE_YES },
	{ "**/a", "x/y/a", false, IGNORE_YES },
	{ "**/x/a", "x/a", false, IGNORE_YES },
	{ "a/**", "a/b/c", false, IGNORE_YES },
	{ "a/**", "a", true, IGNORE_UNSAID },
	{ "a/**/b", "a/b", false, IGNORE_YES },
	{ "a/**/b", "a/x/y/b", false, IGNORE_YES },
	{ "a/**/b", "a/xb", false, IGNORE_UNSAID },
	{ "a/**/b*/**/c", "a/x/b/y/b1/c/z/c", false, IGNORE_YES },
	{ "a/**/b*/**/c", "a/x/b", false, IGNORE_UNSAID },
	{ "**/a/**/b/**/c/**/d/**/e/**/f/**/g/**/h/**/i/**/j", "a/b/c/d/e/f/g/x/h/i/j", false,
	    IGNORE_YES },
	{ "a**b", "axxb", false, IGNORE_YES },
	{ "a**/b", "ax/y/b", false, IGNORE_UNSAID },
	{ "**", "x/y", false, IGNORE_YES },
	{ "a?c", "abc", false, IGNORE_YES },
	{ "/a?c", "a/c", false, IGNORE_UNSAID },
	{ "[a-c]x", "bx", false, IGNORE_YES },
	{ "[!a-c]x", "bx", false, IGNORE_UNSAID },
	{ "[^a-c]x", "dx", false, IGNORE_YES },
	{ "[]x]", "]", false, IGNORE_YES },
	{ "[[:digit:]]", "7", false, IGNORE_YES },
	{ "[[:digit:]]", "a", false, IGNORE_UNSAID },
	{ "[a", "[a", false, IGNORE_UNSAID },
	{ "\\!a", "!a", false, IGNORE_YES },
	{ "\\#a", "#a", false, IGNORE_YES },
	{ "#a", "#a", false, IGNORE_UNSAID },
	{ "\\*", "*", false, IGNORE_YES },
	{ "\\*", "a", false, IGNORE_UNSAID },
	{ "a ", "a", false, IGNORE_YES },
	{ "a\\ ", "a ", false, IGNORE_YES },
	{ "a\r\n", "a", false, IGNORE_YES },
	{ "\xef\xbb\xbf"
	  "a\n",
	    "a", false, IGNORE_YES },
	{ "*.o\n!a.o", "a.o", false, IGNORE_NO },
	{ "!a.o\n*.o", "a.o", false, IGNORE_YES },
	{ "*.o\n!a.o", "b.o", false, IGNORE_YES },
	{ "", "a", false, IGNORE_UNSAID },
	{ "/", "a", true, IGNORE_UNSAID },
	{ "!", "a", true, IGNORE_UNSAID },
	{ "*a*b*c", "xaxbxc", false, IGNORE_YES },
	{ "*a*b*c", "xaxbx", false, IGNORE_UNSAID },
	{ "*.test.[jt]s", "a.test.ts", false, IGNORE_YES },
	{ "*.test.[jt]s", "a.test.rs", false, IGNORE_UNSAID },
};

START_TEST(patterns_match_as_in_gitignore)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct ignore ignore;

		ignore_init(&ignore);
		ignore_add(&ignore, cases[i].file, strlen(cases[i].file));
		ck_assert_msg(
		    ignore_match(&ignore, cases[i].path, cases[i].is_dir) == cases[i].answer,
		    "\"%s\" and %s", cases[i].file, cases[i].path);
		ignore_fini(&ignore);
	}
}
END_TEST

START_TEST(a_directory_covers_what_is_in_it)
{
	static const struct {
		const char *path;
		bool covered;
	} paths[] = { { "docs/a/b.c", true }, { "x/docs/b.c", true }, { "docs", false },
		{ "x/a.md", true }, { "x.md/a", true }, { "/docs/a", true }, { "a", false },
		{ "", false }, { "src/keep.md", false }, { "docs/keep.md", true } };
	struct ignore ignore;

	ignore_init(&ignore);
	ignore_add(&ignore, "docs/\n*.md\n!keep.md\n", 20);
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		ck_assert_msg(
		    ignore_covers(&ignore, paths[i].path) == paths[i].covered, "%s", paths[i].path);
	ignore_fini(&ignore);
}
END_TEST

START_TEST(hostile_patterns_come_to_an_end)
{
	struct ignore ignore;
	struct buf pattern, path;

	buf_init(&pattern, BUF_TEXT);
	buf_init(&path, BUF_TEXT);
	for (int i = 0; i < 60; i++) {
		buf_str(&pattern, "*a");
		buf_str(&path, "aaaaaaaaaaaaaaaa");
	}
	buf_str(&pattern, "b\n");
	for (int i = 0; i < 60; i++)
		buf_str(&pattern, "**/a/");
	buf_str(&pattern, "b\n");
	for (int i = 0; i < 40; i++)
		buf_str(&path, "/a");
	buf_str(&path, "/b");
	ignore_init(&ignore);
	ignore_add(&ignore, pattern.s, pattern.len);
	ck_assert_int_eq(ignore_match(&ignore, path.s, false), IGNORE_UNSAID);
	ignore_fini(&ignore);
	buf_fini(&pattern);
	buf_fini(&path);
}
END_TEST

UNIT_SUITE(ignore)
{
	tcase_add_test(tc, patterns_match_as_in_gitignore);
	tcase_add_test(tc, a_directory_covers_what_is_in_it);
	tcase_add_test(tc, hostile_patterns_come_to_an_end);
}
