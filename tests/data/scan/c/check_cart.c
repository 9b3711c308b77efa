#include <check.h>
#include "cart.h"

#if 0
START_TEST(switched_off)
{
}
END_TEST
#endif

/* START_TEST(in_comment) */
static const char *text = "START_TEST(in_string)";

START_TEST(test_total_is_zero)
{
	ck_assert_int_eq(cart_total(NULL), 0);
}
END_TEST

/* Requirement: SHOP-2 */
START_TEST(adds)
{
	char c = '"';
	ck_assert(c != '{');
}
END_TEST
