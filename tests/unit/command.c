#include "io/command.h"

#include "unit.h"

/* It writes on until nobody reads. */
START_TEST(what_is_left_running_is_not_waited_for)
{
	static char *const argv[] = { "sh", "-c", "(while echo more; do :; done) & exit 3", NULL };
	struct command_end end;
	struct err err = ERR_INIT;

	ck_assert(
	    command_run(
		&(struct command){ .argv = argv, .max_bytes = BUF_DOCUMENT, .total_ms = 20000 },
		&end, &err) == ST_OK);
	ck_assert(end.how == COMMAND_DONE && end.status == 3);
	command_end_fini(&end);
}
END_TEST

UNIT_SUITE(command)
{
	tcase_add_test(tc, what_is_left_running_is_not_waited_for);
}
