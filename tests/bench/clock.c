/*
 * clock N INPUT COMMAND [INPUT COMMAND]... - run commands in turn, N times round, each with the
 * file INPUT as its input and its output thrown away.  Prints for each the least wall time and the
 * least processor time in milliseconds and the largest memory of any of its processes in KiB.
 *
 * The least time is the one with the least of everybody else's work in it.  A command with none of
 * |&;<>$' in it is run without a shell.  Status 0 or 1 is success.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_ARGS 32

struct side {
	const char *input;
	char *command, *args[MAX_ARGS];
	double ms, cpu_ms;
	long kib;
};

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
split(struct side *side)
{
	static char shell[] = "/bin/sh", flag[] = "-c";
	size_t n = 0;
	char *rest = NULL;

	if (strpbrk(side->command, "|&;<>$'")) {
		side->args[0] = shell;
		side->args[1] = flag;
		side->args[2] = side->command;
		return;
	}
	for (char *arg = strtok_r(side->command, " ", &rest); arg && n < MAX_ARGS - 1;
	     arg = strtok_r(NULL, " ", &rest))
		side->args[n++] = arg;
}

static void
become(struct side *side)
{
	int in = open(side->input, O_RDONLY), out = open("/dev/null", O_WRONLY);

	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0)
		_exit(126);
	execvp(side->args[0], side->args);
	_exit(127);
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int
run(struct side *side)
{
	double from = now_ms(), ms, cpu_ms;
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		become(side);
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0 || !WIFEXITED(status))
		return 127;
	ms = now_ms() - from;
	side->ms = side->ms > 0 && side->ms < ms ? side->ms : ms;
	cpu_ms = seconds(usage.ru_utime) * 1e3 + seconds(usage.ru_stime) * 1e3;
	side->cpu_ms = side->cpu_ms > 0 && side->cpu_ms < cpu_ms ? side->cpu_ms : cpu_ms;
	side->kib = usage.ru_maxrss > side->kib ? usage.ru_maxrss : side->kib;
	return WEXITSTATUS(status) > 1 ? WEXITSTATUS(status) : 0;
}

int
main(int argc, char **argv)
{
	struct side sides[8] = { 0 };
	long rounds = argc > 3 ? strtol(argv[1], NULL, 10) : 0;
	int n = (argc - 2) / 2;

	if (rounds < 1 || n > 8 || argc % 2) {
		fprintf(stderr, "usage: clock N INPUT COMMAND [INPUT COMMAND]...\n");
		return 2;
	}
	for (int i = 0; i < n; i++) {
		sides[i].input = argv[2 + 2 * i];
		sides[i].command = argv[3 + 2 * i];
		split(&sides[i]);
	}
	for (long round = 0; round < rounds; round++) {
		for (int i = 0; i < n; i++) {
			int status = run(&sides[i]);

			if (status == 0)
				continue;
			fprintf(stderr, "clock: status %d: %s\n", status, argv[3 + 2 * i]);
			return 1;
		}
	}
	for (int i = 0; i < n; i++)
		printf("%.3f %.3f %ld\n", sides[i].ms, sides[i].cpu_ms, sides[i].kib);
	return 0;
}
