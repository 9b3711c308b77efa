#include "io/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "io/proc.h"

#define TICK_MS 50
#define GRACE_MS 1000
#define CHUNK ((size_t)64 * 1024)
#define PIPE_READS 16 /* 1 MiB, the most that a pipe holds */

extern char **environ;

/* In POSIX.1-2024 without the _np; the C libraries that have it do not declare it for POSIX.1-2008.
 */
extern int posix_spawn_file_actions_addchdir_np(
    posix_spawn_file_actions_t *actions, const char *dir);

enum { IN, OUT, SAID, STREAMS };

struct running {
	const struct command *command;
	struct command_end *end;
	pid_t pid;
	int64_t started;
	size_t written, taken;
	struct pollfd fds[STREAMS];
};

/* A group of its own, and signals as a program expects them. */
static void
set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, usual;

	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	sigaddset(&usual, SIGINT);
	sigaddset(&usual, SIGTERM);
	if (posix_spawnattr_init(attributes) != 0)
		mem_exhausted();
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &usual);
	posix_spawnattr_setflags(
	    attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static enum status
start(struct running *r, const int child[STREAMS], struct err *err)
{
	char *const *argv = r->command->argv;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int rc;

	set_attributes(&attributes);
	if (posix_spawn_file_actions_init(&actions) != 0)
		mem_exhausted();
	for (int fd = 0; fd < STREAMS; fd++) {
		if (posix_spawn_file_actions_adddup2(&actions, child[fd], fd) != 0)
			mem_exhausted();
	}
	if (r->command->dir && posix_spawn_file_actions_addchdir_np(&actions, r->command->dir) != 0)
		mem_exhausted();
	rc = posix_spawnp(&r->pid, argv[0], &actions, &attributes, argv,
	    r->command->environment ? r->command->environment : environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (rc == 0)
		return ST_OK;
	return err_set(
	    err, rc == ENOENT ? ST_NOINPUT : ST_IO, "cannot start %s: %s", argv[0], strerror(rc));
}

/* The pipes and the program.  Our ends do not block. */
static enum status
open_all(struct running *r, struct err *err)
{
	int child[STREAMS] = { -1, -1, -1 };
	enum status st = ST_OK;

	for (int i = 0; i < STREAMS; i++)
		r->fds[i] = (struct pollfd){ .fd = -1, .events = i == IN ? POLLOUT : POLLIN };
	for (int i = 0; st == ST_OK && i < STREAMS; i++) {
		int ends[2];

		st = proc_pipe(ends, err);
		if (st)
			break;
		child[i] = ends[i == IN ? 0 : 1];
		r->fds[i].fd = ends[i == IN ? 1 : 0];
		fcntl(r->fds[i].fd, F_SETFL, O_NONBLOCK);
	}
	if (st == ST_OK)
		st = start(r, child, err);
	for (int i = 0; i < STREAMS; i++)
		proc_close(&child[i]);
	return st;
}

/* A program that does not read all it is given has decided so. */
static void
give(struct running *r)
{
	const struct command *c = r->command;
	ssize_t n = 0;

	if (r->written < c->in_n)
		n = write(r->fds[IN].fd, c->in + r->written, c->in_n - r->written);
	if (n > 0)
		r->written += (size_t)n;
	if (r->written == c->in_n || (n < 0 && errno != EINTR && errno != EAGAIN))
		proc_close(&r->fds[IN].fd);
}

static void
keep_tail(struct buf *said, const char *bytes, size_t n)
{
	size_t keep = n < said->max ? said->max - n : 0;

	if (n > said->max) {
		bytes += n - said->max;
		n = said->max;
	}
	if (said->len > keep) {
		memmove(said->s, said->s + said->len - keep, keep);
		buf_cut(said, keep);
	}
	buf_add(said, bytes, n);
}

/* How it goes on; COMMAND_DONE: nothing speaks against it. */
static enum command_how
pass_on(struct running *r, const char *bytes, size_t n)
{
	const struct command *c = r->command;

	if (r->end->first_byte_ms < 0)
		r->end->first_byte_ms = time_monotonic_ms() - r->started;
	if (n > c->max_bytes - r->taken)
		return COMMAND_TOO_LARGE;
	r->taken += n;
	if (c->data == NULL)
		buf_add(&r->end->out, bytes, n);
	else if (!c->data(c->arg, bytes, n))
		return COMMAND_STOPPED;
	return COMMAND_DONE;
}

static enum command_how
take(struct running *r, int i)
{
	char bytes[CHUNK];
	ssize_t got = read(r->fds[i].fd, bytes, sizeof bytes);

	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		proc_close(&r->fds[i].fd);
	if (got <= 0)
		return COMMAND_DONE;
	if (i == OUT)
		return pass_on(r, bytes, (size_t)got);
	keep_tail(&r->end->said, bytes, (size_t)got);
	return COMMAND_DONE;
}

/* Has it ended?  It stays a zombie, so that its group can still be signalled safely. */
static bool
has_ended(const struct running *r)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == r->pid;
}

/* It has ended, but what it left behind may hold the pipes and go on writing: take what is in them,
   and no more than they can hold. */
static enum command_how
drain(struct running *r)
{
	enum command_how how = COMMAND_DONE;

	for (int i = OUT; i < STREAMS; i++) {
		for (int reads = 0; reads < PIPE_READS; reads++) {
			if (how == COMMAND_DONE && r->fds[i].fd >= 0)
				how = take(r, i);
		}
	}
	return how;
}

static bool
time_is_up(const struct running *r)
{
	return r->command->total_ms > 0 && time_monotonic_ms() - r->started >= r->command->total_ms;
}

static int
patience(const struct running *r)
{
	int64_t left = r->command->total_ms - (time_monotonic_ms() - r->started);

	if (r->fds[OUT].fd < 0 && r->fds[SAID].fd < 0)
		return 2; /* nothing more to come but its end */
	return r->command->total_ms > 0 && left < TICK_MS ? (left > 0 ? (int)left : 0) : TICK_MS;
}

static enum command_how
converse(struct running *r)
{
	enum command_how how = COMMAND_DONE;

	while (how == COMMAND_DONE) {
		int ready = poll(r->fds, STREAMS, patience(r));

		if (ready > 0 && r->fds[IN].fd >= 0 && r->fds[IN].revents)
			give(r);
		for (int i = OUT; ready > 0 && how == COMMAND_DONE && i < STREAMS; i++) {
			if (r->fds[i].fd >= 0 && r->fds[i].revents)
				how = take(r, i);
		}
		if (how != COMMAND_DONE)
			break;
		if (r->command->cancel && *r->command->cancel)
			return COMMAND_CANCELLED;
		if (time_is_up(r))
			return COMMAND_TIMEOUT;
		if (has_ended(r))
			return drain(r);
	}
	return how;
}

/* The group is asked to end, then made to. */
static void
end_group(struct running *r)
{
	int64_t until = time_monotonic_ms() + GRACE_MS;

	kill(-r->pid, SIGTERM);
	while (!has_ended(r) && time_monotonic_ms() < until)
		poll(NULL, 0, 10);
	kill(-r->pid, SIGKILL);
}

static int
reap(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return 128;
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* A program that does not read on must not end ours.  Only this thread is told of it: others may
   run programs at the same time. */
static void
hold_pipe(sigset_t *before)
{
	sigset_t pipe;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe, before);
}

static void
let_pipe(const sigset_t *before)
{
	const struct timespec now = { 0 };
	sigset_t pipe;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	if (sigismember(before, SIGPIPE))
		return;
	while (sigtimedwait(&pipe, NULL, &now) == SIGPIPE)
		continue;
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

enum status
command_run(const struct command *command, struct command_end *end, struct err *err)
{
	struct running r = { .command = command, .end = end, .started = time_monotonic_ms() };
	sigset_t before;
	enum status st;

	hold_pipe(&before);
	*end = (struct command_end){ .first_byte_ms = -1 };
	buf_init(&end->out, command->max_bytes);
	buf_init(&end->said, COMMAND_SAID);
	st = open_all(&r, err);
	if (st == ST_OK) {
		end->how = converse(&r);
		if (end->how != COMMAND_DONE)
			end_group(&r);
	}
	for (int i = 0; i < STREAMS; i++)
		proc_close(&r.fds[i].fd);
	if (st == ST_OK)
		end->status = reap(r.pid);
	end->total_ms = time_monotonic_ms() - r.started;
	let_pipe(&before);
	return st;
}

void
command_end_fini(struct command_end *end)
{
	buf_fini(&end->out);
	buf_fini(&end->said);
}
