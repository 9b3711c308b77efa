#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/cli_private.h"

#define RECORD_WITHIN_MS 1000
#define MOST_ARGS 16

extern char **environ;

/*
 * Prepared before the timer starts, because a signal handler may neither format nor allocate.  A
 * phase whose time is up becomes, by execve(), a process that records the failure: its memory and
 * its half-done transaction are gone by then.
 */
static char message[512];
static char text[MOST_ARGS][4200];
static char *record_argv[MOST_ARGS + 1];

static void
time_is_up(int signal_number)
{
	ssize_t ignored;

	(void)signal_number;
	if (record_argv[0])
		execve("/proc/self/exe", record_argv, environ);
	ignored = write(STDERR_FILENO, message, strlen(message));
	(void)ignored;
	_exit(ST_TEMPFAIL);
}

static void
start(int64_t ms)
{
	struct itimerval timer = { .it_value = { .tv_sec = (time_t)(ms / 1000),
				       .tv_usec = (suseconds_t)(ms % 1000 * 1000) } };
	struct sigaction action = { .sa_handler = time_is_up, .sa_flags = SA_NODEFER };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

static void
prepare_message(const struct cli *cli, const char *what)
{
	struct err err = ERR_INIT;
	struct buf line;

	err_set(&err, ST_TEMPFAIL,
	    "%s timed out after %g s: try again, or give more with --timeout", what,
	    (double)cli->timeout_ms / 1000);
	buf_init(&line, BUF_TEXT);
	cli_message(cli, "error", ST_TEMPFAIL, err.text, &line);
	snprintf(message, sizeof message, "%s", line.s);
	buf_fini(&line);
}

static bool
add_arg(size_t *n, const char *arg)
{
	if (*n == MOST_ARGS || strlen(arg) >= sizeof text[0])
		return false;
	snprintf(text[*n], sizeof text[*n], "%s", arg);
	record_argv[*n] = text[*n];
	record_argv[++*n] = NULL;
	return true;
}

void
cli_timer_start(struct cli *cli, const char *what)
{
	prepare_message(cli, what);
	record_argv[0] = NULL;
	start(cli->timeout_ms);
}

void
cli_timer_start_phase(
    struct cli *cli, const char *phase, const char *run_id, const char *input_sha256)
{
	char started[32], timeout[32];
	bool fits = true;
	size_t n = 0;

	prepare_message(cli, phase);
	snprintf(started, sizeof started, "%lld", (long long)cli->now_ms);
	snprintf(timeout, sizeof timeout, "%lldms", (long long)cli->timeout_ms);
	if (cli->store && !cli->dry_run) {
		const char *const args[] = { cli->cmd->name, "--timed-out", phase, "--run", run_id,
			"--input-sha256", input_sha256, "--started-ms", started, "--timeout",
			timeout, "--store", cli->own->store_file, "--log-format",
			cli->own->json_log ? "json" : "text" };

		for (size_t i = 0; i < sizeof args / sizeof args[0]; i++)
			fits = fits && add_arg(&n, args[i]);
	}
	if (!fits)
		record_argv[0] = NULL;
	start(cli->timeout_ms);
}

/* The process that records must not wait for the store for ever either. */
void
cli_timer_start_record(void)
{
	message[0] = '\0';
	record_argv[0] = NULL;
	start(RECORD_WITHIN_MS);
}

void
cli_timer_stop(void)
{
	struct itimerval none = { 0 };

	setitimer(ITIMER_REAL, &none, NULL);
}
