#include <signal.h>

#include "cli/cli_private.h"
#include "cli/model.h"

/* The number of the signal; 0: none came. */
static volatile sig_atomic_t caught;

static void
note(int number)
{
	caught = number;
	signal(number, SIG_DFL);
}

/* Only the first is waited for: a second one ends the process at once.  A signal that is ignored
   stays so. */
const volatile sig_atomic_t *
cli_cancel(void)
{
	static const int numbers[] = { SIGINT, SIGTERM };
	struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct sigaction now;

		if (sigaction(numbers[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
			sigaction(numbers[i], &action, NULL);
	}
	return &caught;
}

bool
cli_is_cancelled(void)
{
	return caught != 0;
}

void
cli_die_if_cancelled(void)
{
	if (caught == 0)
		return;
	signal(caught, SIG_DFL);
	raise(caught);
}
