#include "llm/rows.h"

#include <string.h>

#include "base/buf.h"
#include "unit.h"

static bool
is_wanted(const void *arg, const char *name, size_t n)
{
	return n == strlen(arg) && memcmp(name, arg, n) == 0;
}

static void
narrowed(const char *text, const char *wanted)
{
	const struct rows_form form = { "{", "\"id\": ", "},", is_wanted, "b" };
	struct buf b;

	buf_init(&b, BUF_TEXT);
	buf_str(&b, text);
	rows_narrow(&b, &form);
	ck_assert_str_eq(b.s, wanted);
	ck_assert_uint_eq(b.len, strlen(wanted));
	buf_fini(&b);
}

START_TEST(rows_of_another_name_are_emptied_and_their_newlines_stay)
{
	narrowed("[\n {\"id\": \"a\", \"n\": 1},\n {\"id\": \"b\", \"n\": 2},\n {\"id\": \"c\"},\n",
	    "[\n\n {\"id\": \"b\", \"n\": 2},\n\n");
	narrowed("{\"id\": \"a\"},", "");
	narrowed("", "");
}
END_TEST

START_TEST(lines_of_any_other_form_are_left_to_the_parser)
{
	static const char *const kept[] = { "{\"id\": \"a\"}\n", "{\"id\":\"a\"},\n",
		"{\"id\": \"\\u0062\"},\n", "{\"id\": \"a},\n", "\t{\"id\": \"a\"},\n",
		"x {\"id\": \"a\"},\n", "{\"id\": \"", "},\n", "  \n\n" };

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		narrowed(kept[i], kept[i]);
}
END_TEST

UNIT_SUITE(rows)
{
	tcase_add_test(tc, rows_of_another_name_are_emptied_and_their_newlines_stay);
	tcase_add_test(tc, lines_of_any_other_form_are_left_to_the_parser);
}
