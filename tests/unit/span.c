#include "base/span.h"

#include "unit.h"

#define ID "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"

START_TEST(a_change_has_a_name_of_one_line)
{
	static const struct {
		struct span span;
		const char *name;
	} cases[] = {
		{ { "", "", "", "", 0 }, "no file" },
		{ { "", "", "", "a.c", 1 }, "1 file: a.c" },
		{ { "", "", "", "a.c", 2 }, "2 files: a.c and more" },
		{ { ID, "", "", "a.c", 1 }, "1a2b3c4d5e6f.., 1 file: a.c" },
		{ { "main", ID, "", "a.c", 3 }, "main..1a2b3c4d5e6f, 3 files: a.c and more" },
		{ { ID, ID, "", "", 0 }, "1a2b3c4d5e6f..1a2b3c4d5e6f, no file" },
		{ { ID, "", "fix\n\nall\n", "a.c", 2 }, "fix (1a2b3c4d5e6f.., 2 files)" },
		{ { "", "", "fix", "a.c", 1 }, "fix (1 file)" },
		{ { "", "", "\nfix", "a.c", 1 }, "1 file: a.c" },
		{ { "0123456789abcdef", "", "", "a.c", 1 }, "0123456789abcdef.., 1 file: a.c" },
		{ { "ABCD" ID, "", "", "a.c", 1 }, "ABCD" ID ".., 1 file: a.c" },
	};
	struct buf out;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_init(&out, BUF_TEXT);
		span_text(&out, &cases[i].span);
		ck_assert_str_eq(out.s, cases[i].name);
		buf_fini(&out);
	}
}
END_TEST

UNIT_SUITE(span)
{
	tcase_add_test(tc, a_change_has_a_name_of_one_line);
}
