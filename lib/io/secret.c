#include "io/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"

extern char **environ;

void
secret_wipe(void *bytes, size_t n)
{
	explicit_bzero(bytes, n);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

enum status
secret_text(const char *text, size_t n, char out[SECRET_MAX], struct err *err)
{
	const char *newline = memchr(text, '\n', n);

	if (newline)
		n = (size_t)(newline - text);
	while (n > 0 && is_blank(text[n - 1]))
		n--;
	for (; n > 0 && is_blank(*text); text++)
		n--;
	if (n == 0)
		return err_set(err, ST_REFUSED, "it is empty");
	if (n >= SECRET_MAX)
		return err_set(err, ST_REFUSED, "it is longer than any key");
	for (size_t i = 0; i < n; i++) {
		if (text[i] <= ' ' || text[i] > '~')
			return err_set(
			    err, ST_REFUSED, "it holds white space or characters that no key has");
	}
	memcpy(out, text, n);
	out[n] = '\0';
	return ST_OK;
}

/* Up to SECRET_MAX bytes, and whether it could be read. */
static bool
read_start(int fd, char bytes[SECRET_MAX], size_t *n)
{
	*n = 0;
	while (*n < SECRET_MAX) {
		ssize_t got = read(fd, bytes + *n, SECRET_MAX - *n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		*n += (size_t)got;
	}
	return true;
}

static enum status
check_file(int fd, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(err, ST_REFUSED, "it is no regular file");
	if (st.st_uid != geteuid())
		return err_set(err, ST_REFUSED, "it belongs to another user");
	if (st.st_mode & 077)
		return err_set(err, ST_REFUSED, "others may read or write it: chmod 600 it");
	return ST_OK;
}

enum status
secret_file(const char *path, char out[SECRET_MAX], struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char bytes[SECRET_MAX];
	enum status st;
	size_t n;

	if (fd < 0)
		return err_set(err, ST_REFUSED, "%s",
		    errno == ELOOP ? "it is a symbolic link" : strerror(errno));
	st = check_file(fd, err);
	if (st == ST_OK && !read_start(fd, bytes, &n))
		st = err_set(err, ST_REFUSED, "it cannot be read");
	if (st == ST_OK) {
		st = secret_text(bytes, n, out, err);
		secret_wipe(bytes, sizeof bytes);
	}
	close(fd);
	return st;
}

static void
add_stream(posix_spawn_file_actions_t *actions, int from, int to)
{
	if (posix_spawn_file_actions_adddup2(actions, from, to) != 0)
		mem_exhausted();
}

/* In our process group, since only that may read from the terminal. */
static enum status
start(const char *command, int out, pid_t *pid, struct err *err)
{
	char *argv[] = { (char[]){ "sh" }, (char[]){ "-c" }, mem_strdup(command), NULL };
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	int in = tty < 0 ? open("/dev/null", O_RDONLY | O_CLOEXEC) : tty, rc;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t defaults;

	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawnattr_init(&attr) != 0)
		mem_exhausted();
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	add_stream(&actions, in, STDIN_FILENO);
	add_stream(&actions, out, STDOUT_FILENO);
	if (tty >= 0)
		add_stream(&actions, tty, STDERR_FILENO);
	rc = posix_spawn(pid, "/bin/sh", &actions, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	close(in);
	free(argv[2]);
	return rc ? err_set(err, ST_REFUSED, "it cannot be started: %s", strerror(rc)) : ST_OK;
}

/* All that it prints until its end, of which the beginning is kept; false when time was up. */
static bool
listen_until(int fd, int64_t deadline_ms, char bytes[SECRET_MAX], size_t *n)
{
	char rest[512];

	*n = 0;
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = deadline_ms - time_monotonic_ms();
		char *at = *n < SECRET_MAX ? bytes + *n : rest;
		ssize_t got;

		if (left <= 0)
			return false;
		if (poll(&p, 1, left > 100 ? 100 : (int)left) <= 0)
			continue;
		got = read(fd, at, at == rest ? sizeof rest : SECRET_MAX - *n);
		secret_wipe(rest, sizeof rest);
		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
			return true;
		if (got > 0 && at != rest)
			*n += (size_t)got;
	}
}

/* What closed its stdout may go on until time is up. */
static bool
wait_until(pid_t pid, int64_t deadline_ms, int *status)
{
	for (;;) {
		pid_t got = waitpid(pid, status, WNOHANG);

		if (got == pid)
			return true;
		if (got < 0 && errno != EINTR)
			return false;
		if (time_monotonic_ms() >= deadline_ms)
			return false;
		poll(NULL, 0, 5);
	}
}

static enum status
how_it_ended(int status, struct err *err)
{
	if (WIFSIGNALED(status))
		return err_set(err, ST_REFUSED, "it was ended by signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status))
		return err_set(err, ST_REFUSED, "it ended with status %d", WEXITSTATUS(status));
	return ST_OK;
}

enum status
secret_command(const char *command, int64_t total_ms, char out[SECRET_MAX], struct err *err)
{
	int64_t deadline = time_monotonic_ms() + total_ms;
	char bytes[SECRET_MAX];
	int ends[2], status = 0;
	enum status st;
	size_t n = 0;
	pid_t pid;

	if (pipe(ends) < 0)
		return err_set(err, ST_REFUSED, "%s", strerror(errno));
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	st = start(command, ends[1], &pid, err);
	close(ends[1]);
	if (st == ST_OK && listen_until(ends[0], deadline, bytes, &n) &&
	    wait_until(pid, deadline, &status)) {
		st = how_it_ended(status, err);
	} else if (st == ST_OK) {
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		st = err_set(
		    err, ST_REFUSED, "it took longer than %lld s", (long long)total_ms / 1000);
	}
	close(ends[0]);
	if (st == ST_OK)
		st = secret_text(bytes, n, out, err);
	secret_wipe(bytes, sizeof bytes);
	return st;
}
