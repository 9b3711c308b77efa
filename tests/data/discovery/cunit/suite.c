#include <CUnit/Basic.h>
#include <CUnit/CUnit.h>

static void
test_adds(void)
{
	CU_ASSERT_EQUAL(1 + 1, 2);
}

static void
empties_the_cart(void)
{
	CU_ASSERT_TRUE(1);
}

void
shipping(void) {
	CU_PASS("yes");
}

static void
test_not_added(void)
{
	CU_FAIL("never");
}

static void
helper(void)
{
}

static int
init(void)
{
	helper();
	return 0;
}

int
main(void)
{
	CU_pSuite suite;
	CU_TestInfo more[] = {
		{ "ships", shipping },
		CU_TEST_INFO_NULL,
	};
	CU_SuiteInfo suites[] = {
		{ "more", NULL, NULL, NULL, NULL, more },
		CU_SUITE_INFO_NULL,
	};

	(void)test_not_added;
	CU_initialize_registry();
	suite = CU_add_suite("cart", init, NULL);
	CU_add_test(suite, "adds", test_adds);
	CU_ADD_TEST(suite, empties_the_cart);
	CU_register_suites(suites);
	CU_basic_set_mode(CU_BRM_VERBOSE);
	CU_basic_run_tests();
	CU_cleanup_registry();
	return 0;
}
