#include <check.h>
#include <stdlib.h>

/* START_TEST(in_comment) { } END_TEST */
static const char *text = "START_TEST(in_string)";

#if 0
START_TEST(in_if_0)
{
}
END_TEST
#endif

START_TEST(adds)
{
	ck_assert_int_eq(1, 1);
	ck_assert_ptr_nonnull(text);
}
END_TEST

START_TEST (with_blank)
{
}
END_TEST

START_TEST(loops)
{
	ck_assert(_i < 3);
}
END_TEST

START_TEST(not_added)
{
}
END_TEST

START_TEST(
    several_lines)
{
}
END_TEST

START_TEST(raises)
{
	abort();
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("cart");
	TCase *tc = tcase_create("core");
	SRunner *sr;

	(void)not_added;
	tcase_add_test(tc, adds);
	tcase_add_test(tc, with_blank);
	tcase_add_loop_test(tc, loops, 0, 3);
	tcase_add_test(tc, several_lines);
	tcase_add_test_raise_signal(tc, raises, 6);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_VERBOSE);
	srunner_free(sr);
	return 0;
}
