/*
 * clock N INPUT COMMAND... - run a command N times with the file INPUT as its input and its output
 * thrown away; print the median of the wall times in milliseconds and the largest memory of any of
 * its processes in KiB.  Status 0 or 1 is success.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
become(const char *input, char **command)
{
	int in = open(input, O_RDONLY), out = open("/dev/null", O_WRONLY);

	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0)
		_exit(126);
	execvp(command[0], command);
	_exit(127);
}

static int
run(const char *input, char **command)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		become(input, command);
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status))
		return 127;
	return WEXITSTATUS(status);
}

int
main(int argc, char **argv)
{
	long n = argc > 3 ? strtol(argv[1], NULL, 10) : 0;
	struct rusage usage;
	double *ms;

	if (n < 1 || n > 10000) {
		fprintf(stderr, "usage: clock N INPUT COMMAND...\n");
		return 2;
	}
	ms = calloc((size_t)n, sizeof *ms);
	for (long i = 0; ms && i < n; i++) {
		double from = now_ms();
		int status = run(argv[2], argv + 3);

		if (status > 1) {
			fprintf(stderr, "clock: status %d: %s\n", status, argv[3]);
			return 1;
		}
		ms[i] = now_ms() - from;
	}
	if (ms == NULL)
		return 75;
	qsort(ms, (size_t)n, sizeof *ms, compare);
	getrusage(RUSAGE_CHILDREN, &usage);
	printf("%.3f %ld\n", ms[n / 2], usage.ru_maxrss);
	free(ms);
	return 0;
}
