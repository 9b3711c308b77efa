#include "sandbox/sandbox.h"

#include "base/vec.h"
#include "unit.h"

START_TEST(the_copy_has_a_name_that_nothing_visible_has)
{
	static const struct {
		const char *visible, *inside;
	} cases[] = { { "/opt", "/work" }, { "/work", "/rsg-work" }, { "/work/tools", "/rsg-work" },
		{ "/workspace", "/work" }, { "/home/work", "/work" }, { "/wor", "/work" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct strings visible = { 0 };
		struct sandbox sandbox = { .tier = SANDBOX_BWRAP, .work = "/tmp/x" };

		ck_assert_str_eq(sandbox_inside(&sandbox), "/work");
		sandbox.visible = &visible;
		strings_add(&visible, "/usr/local");
		strings_add(&visible, cases[i].visible);
		ck_assert_str_eq(sandbox_inside(&sandbox), cases[i].inside);
		sandbox.tier = SANDBOX_CONTAINER;
		ck_assert_str_eq(sandbox_inside(&sandbox), cases[i].inside);
		sandbox.tier = SANDBOX_NATIVE;
		ck_assert_str_eq(sandbox_inside(&sandbox), "/tmp/x");
		strings_fini(&visible);
	}
}
END_TEST

START_TEST(names_are_found_again)
{
	enum sandbox_tier tier = SANDBOX_TIERS;

	for (int i = 0; i < SANDBOX_TIERS; i++) {
		ck_assert(sandbox_tier_find(sandbox_tier_name((enum sandbox_tier)i), &tier));
		ck_assert(tier == (enum sandbox_tier)i);
	}
	ck_assert(!sandbox_tier_find("jail", &tier) && !sandbox_tier_find("", &tier));
}
END_TEST

UNIT_SUITE(sandbox)
{
	tcase_add_test(tc, the_copy_has_a_name_that_nothing_visible_has);
	tcase_add_test(tc, names_are_found_again);
}
