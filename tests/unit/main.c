/* unit [SUITE...] - run all unit tests, or the suites named. */

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"

static struct unit_suite *suites;

void
unit_register(struct unit_suite *suite)
{
	suite->next = suites;
	suites = suite;
}

static int
wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(name, argv[i]) == 0)
			return 1;
	}
	return argc == 1;
}

int
main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (struct unit_suite *s = suites; s; s = s->next) {
		Suite *suite;
		TCase *tc;

		if (!wanted(s->name, argc, argv))
			continue;
		suite = suite_create(s->name);
		tc = tcase_create(s->name);
		tcase_set_timeout(tc, 120);
		s->add(tc);
		suite_add_tcase(suite, tc);
		srunner_add_suite(runner, suite);
	}
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner) + (srunner_ntests_run(runner) == 0);
	srunner_free(runner);
	return failed ? 1 : 0;
}
