#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/cli_private.h"

/* Prepared before the timer starts: a signal handler may not format. */
static char message[256];

/* Leaves at once.  What is in a transaction is rolled back when the store is next opened. */
static void
time_is_up(int signal_number)
{
	ssize_t ignored = write(STDERR_FILENO, message, strlen(message));

	(void)signal_number;
	(void)ignored;
	_exit(ST_TEMPFAIL);
}

void
cli_timer_start(struct cli *cli, const char *what)
{
	struct itimerval timer = { .it_value = { .tv_sec = (time_t)(cli->timeout_ms / 1000),
				       .tv_usec = (suseconds_t)(cli->timeout_ms % 1000 * 1000) } };
	struct sigaction action = { .sa_handler = time_is_up };

	if (cli->own->json_log)
		snprintf(message, sizeof message,
		    "{\"level\":\"error\",\"program\":\"%s\",\"status\":75,"
		    "\"text\":\"%s timed out after %g s\"}\n",
		    cli->cmd->name, what, (double)cli->timeout_ms / 1000);
	else
		snprintf(message, sizeof message,
		    "%s: %s timed out after %g s: try again, or give more with --timeout\n",
		    cli->cmd->name, what, (double)cli->timeout_ms / 1000);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

void
cli_timer_stop(void)
{
	struct itimerval none = { 0 };

	setitimer(ITIMER_REAL, &none, NULL);
}
