#include "unit.h"

#include <string.h>

#include "base/err.h"
#include "io/regex.h"

static enum status
search(const char *pattern, int flags, const char *s, struct regex_match *m)
{
	struct err err = ERR_INIT;
	struct regex *re = NULL;
	enum status st = regex_compile(pattern, flags, &re, &err);

	if (st == ST_OK)
		st = regex_match(re, s, strlen(s), 0, m, &err);
	ck_assert(st != ST_DATA || err.text[0] != '\0');
	regex_free(re);
	return st;
}

START_TEST(patterns_match_as_the_dialect_says)
{
	static const struct {
		const char *pattern, *text;
		int flags;
		enum status wanted;
	} cases[] = {
		{ "^a.c$",
		    "a\xc3\xa9"
		    "c",
		    0, ST_OK },
		{ "ABC", "xabc", REGEX_ICASE, ST_OK },
		{ "\xc3\x84", "\xc3\xa4", REGEX_ICASE, ST_OK },
		{ "^b$", "a\nb\nc", REGEX_MULTILINE, ST_OK },
		{ "^b$", "a\nb\nc", 0, ST_NO },
		{ "^a$", "a\n", REGEX_ECMA, ST_NO },
		{ "^\\u00e9$", "\xc3\xa9", REGEX_ECMA, ST_OK },
		{ "^\\u{1f600}$", "\xf0\x9f\x98\x80", REGEX_ECMA, ST_OK },
		{ "^\\p{Letter}+$", "\xc3\xa9t", REGEX_ECMA, ST_OK },
		{ "^\\s$", "\xc2\xa0", REGEX_ECMA, ST_OK },
		{ "^[\\s]$", "\xef\xbb\xbf", REGEX_ECMA, ST_OK },
		{ "^\\S$", "\xc2\xa0", REGEX_ECMA, ST_NO },
		{ "^\\w$", "\xc3\xa9", REGEX_ECMA, ST_NO },
		{ "^\\d$", "\xd9\xa1", REGEX_ECMA, ST_NO },
		{ "^[[]$", "[", REGEX_ECMA, ST_OK },
		{ "[]", "a", REGEX_ECMA, ST_NO },
		{ "^[^]$", "\n", REGEX_ECMA, ST_OK },
		{ "^.$", "\xe2\x80\xa8", REGEX_ECMA, ST_NO },
		{ "^[.]$", "x", REGEX_ECMA, ST_NO },
		{ "a\\Z", "a", REGEX_ECMA, ST_DATA },
		{ "\\a", "a", REGEX_ECMA, ST_DATA },
		{ "(?i)a", "A", REGEX_ECMA, ST_DATA },
		{ "(*UTF)a", "a", REGEX_ECMA, ST_DATA },
		{ "a\\", "a", REGEX_ECMA, ST_DATA },
		{ "(a", "a", 0, ST_DATA },
		{ "\\C", "a", 0, ST_DATA },
		{ "^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", 0, ST_DATA },
		{ "b",
		    "\xff"
		    "b",
		    0, ST_OK },
		{ "b",
		    "\xff"
		    "b",
		    REGEX_ECMA, ST_DATA },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct regex_match m;

		ck_assert_msg(
		    search(cases[i].pattern, cases[i].flags, cases[i].text, &m) == cases[i].wanted,
		    "%s on %s", cases[i].pattern, cases[i].text);
	}
}
END_TEST

START_TEST(groups_have_offsets_and_names)
{
	struct err err = ERR_INIT;
	struct regex *re = NULL;
	struct regex_match m;

	ck_assert(regex_compile("(?<key>[a-z]+)(-x)?-(?<n>[0-9]+)", 0, &re, &err) == ST_OK);
	ck_assert(regex_match(re, "ac-1 shop-12", 12, 4, &m, &err) == ST_OK);
	ck_assert_uint_eq(m.from[0], 5);
	ck_assert_uint_eq(m.to[0], 12);
	ck_assert_int_eq(regex_group(re, "key"), 1);
	ck_assert_int_eq(regex_group(re, "n"), 3);
	ck_assert_int_eq(regex_group(re, "none"), -1);
	ck_assert_uint_eq(m.from[3], 10);
	ck_assert(m.from[2] == (size_t)-1 && m.to[2] == (size_t)-1);
	ck_assert(m.from[REGEX_GROUPS - 1] == (size_t)-1);
	ck_assert(regex_match(re, "ac-1", 4, 5, &m, &err) == ST_NO);
	regex_free(re);
}
END_TEST

START_TEST(more_groups_than_offsets_still_match)
{
	struct regex_match m;

	ck_assert(search("(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)", 0,
		      "aaaaaaaaaaaaaaaaaa", &m) == ST_OK);
	ck_assert_uint_eq(m.to[REGEX_GROUPS - 1], REGEX_GROUPS - 1);
}
END_TEST

START_TEST(bytes_need_not_be_utf8)
{
	static const char text[] = "\xff\xfe x1\nx22";
	struct err err = ERR_INIT;
	struct regex_match m;
	struct regex *re;

	ck_assert(
	    regex_compile("^(?<word>x\\d+)", REGEX_BYTES | REGEX_MULTILINE, &re, &err) == ST_OK);
	ck_assert(regex_match(re, text, sizeof text - 1, 3, &m, &err) == ST_OK);
	ck_assert_uint_eq(m.from[regex_group(re, "word")], 6);
	ck_assert(regex_match(re, text, sizeof text - 1, m.to[0], &m, &err) == ST_NO);
	regex_free(re);
}
END_TEST

UNIT_SUITE(regex)
{
	tcase_add_test(tc, patterns_match_as_the_dialect_says);
	tcase_add_test(tc, groups_have_offsets_and_names);
	tcase_add_test(tc, more_groups_than_offsets_still_match);
	tcase_add_test(tc, bytes_need_not_be_utf8);
}
