/*
 * unit - Check, with suites that register themselves: a file in tests/unit is a suite.
 *
 *	UNIT_SUITE(json)
 *	{
 *		tcase_add_test(tc, good_text_prints_the_same);
 *	}
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <check.h>

struct unit_suite {
	const char *name;
	void (*add)(TCase *tc);
	struct unit_suite *next;
};

void unit_register(struct unit_suite *suite);

#define UNIT_SUITE(suite_name)                                                                     \
	static void add_##suite_name(TCase *tc);                                                   \
	__attribute__((constructor)) static void register_##suite_name(void)                       \
	{                                                                                          \
		static struct unit_suite suite = { #suite_name, add_##suite_name, NULL };          \
		unit_register(&suite);                                                             \
	}                                                                                          \
	static void add_##suite_name(TCase *tc)

#endif
