#include "io/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

#define TICK_MS 200
#define CHUNK ((size_t)64 * 1024)

extern char **environ;

/* What a child gets as its descriptors 0, 1 and 2; -1: as ours. */
struct streams {
	int in, out, err;
};

enum status
proc_pipe(int ends[2], struct err *err)
{
	if (pipe(ends) < 0)
		return err_set(err, ST_IO, "cannot make a pipe: %s", strerror(errno));
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	return ST_OK;
}

void
proc_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static enum status
start(char *const *argv, const struct streams *streams, pid_t *pid, struct err *err)
{
	const int given[] = { streams->in, streams->out, streams->err };
	posix_spawn_file_actions_t actions;
	int rc;

	if (posix_spawn_file_actions_init(&actions) != 0)
		mem_exhausted();
	for (int fd = 0; fd < 3; fd++) {
		if (given[fd] >= 0 &&
		    posix_spawn_file_actions_adddup2(&actions, given[fd], fd) != 0)
			mem_exhausted();
	}
	rc = posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (rc == 0)
		return ST_OK;
	return err_set(
	    err, rc == ENOENT ? ST_NOINPUT : ST_IO, "cannot start %s: %s", argv[0], strerror(rc));
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			return 128;
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Everything of a pipeline that is open on our side; the last sources entry is the output. */
struct flow {
	struct proc_stage *stages;
	size_t n, started;
	int in; /* what the next stage reads */
	struct pollfd sources[PROC_STAGES + 1];
	struct buf *out;
};

static enum status
start_stage(struct flow *flow, size_t i, struct err *err)
{
	int next[2] = { -1, -1 }, said[2] = { -1, -1 };
	enum status st = proc_pipe(next, err);

	if (st == ST_OK)
		st = proc_pipe(said, err);
	if (st == ST_OK)
		st = start(flow->stages[i].argv,
		    &(struct streams){ .in = flow->in, .out = next[1], .err = said[1] },
		    &flow->stages[i].pid, err);
	proc_close(&flow->in);
	proc_close(&next[1]);
	proc_close(&said[1]);
	flow->in = next[0];
	flow->sources[i] = (struct pollfd){ .fd = said[0], .events = POLLIN };
	if (st == ST_OK)
		flow->started++;
	return st;
}

static enum status
start_all(struct flow *flow, int in_fd, struct err *err)
{
	enum status st = ST_OK;

	flow->in = fcntl(in_fd, F_DUPFD_CLOEXEC, 3);
	for (size_t i = 0; i <= flow->n; i++)
		flow->sources[i] = (struct pollfd){ .fd = -1 };
	for (size_t i = 0; st == ST_OK && i < flow->n; i++)
		st = start_stage(flow, i, err);
	flow->sources[flow->n] = (struct pollfd){ .fd = flow->in, .events = POLLIN };
	return st;
}

/* What is there is taken; at the end of it the source is closed. */
static enum status
take(struct flow *flow, size_t i, struct err *err)
{
	struct buf *b = i == flow->n ? flow->out : &flow->stages[i].said;
	char rest[4096], *at = NULL;
	ssize_t got;

	if (b->max - b->len >= CHUNK)
		at = buf_reserve(b, CHUNK);
	got = read(flow->sources[i].fd, at ? at : rest, at ? CHUNK : sizeof rest);
	if (got < 0 && errno != EINTR)
		return err_set(err, ST_IO, "cannot read from a pipe: %s", strerror(errno));
	if (got > 0 && at)
		b->len += (size_t)got;
	else if (got > 0)
		b->over = true;
	if (at)
		b->s[b->len] = '\0';
	if (got == 0)
		proc_close(&flow->sources[i].fd);
	return ST_OK;
}

static size_t
ended(const struct flow *flow)
{
	size_t n = 0;

	for (size_t i = 0; i < flow->n; i++)
		n += flow->sources[i].fd < 0;
	return n;
}

static bool
is_open(const struct flow *flow)
{
	for (size_t i = 0; i <= flow->n; i++) {
		if (flow->sources[i].fd >= 0)
			return true;
	}
	return false;
}

static enum status
collect(struct flow *flow, proc_tick *tick, void *arg, struct err *err)
{
	while (is_open(flow)) {
		int ready = poll(flow->sources, flow->n + 1, TICK_MS);

		if (ready < 0 && errno != EINTR)
			return err_set(err, ST_IO, "cannot wait for a pipe: %s", strerror(errno));
		for (size_t i = 0; ready > 0 && i <= flow->n; i++) {
			if (flow->sources[i].fd >= 0 && flow->sources[i].revents &&
			    take(flow, i, err))
				return err->status;
		}
		if (tick)
			tick(arg, ended(flow));
	}
	return ST_OK;
}

enum status
proc_pipeline(const struct proc_pipeline *p, struct err *err)
{
	struct flow flow = { .stages = p->stages, .n = p->n, .out = p->out };
	enum status st;

	for (size_t i = 0; i < p->n; i++)
		buf_init(&p->stages[i].said, BUF_TEXT);
	st = start_all(&flow, p->in_fd, err);
	if (st == ST_OK)
		st = collect(&flow, p->tick, p->arg, err);
	for (size_t i = 0; i <= p->n; i++)
		proc_close(&flow.sources[i].fd);
	for (size_t i = 0; i < flow.started; i++)
		p->stages[i].status = wait_for(p->stages[i].pid);
	return st == ST_OK ? buf_check(p->out, "the output of the last program", err) : st;
}

enum status
proc_feed(char *const *argv, const char *bytes, size_t n, int *status, struct err *err)
{
	struct err ignored = ERR_INIT;
	int ends[2];
	bool closed;
	pid_t pid;
	enum status st = proc_pipe(ends, err);

	if (st)
		return st;
	st = start(argv, &(struct streams){ .in = ends[0], .out = -1, .err = -1 }, &pid, err);
	close(ends[0]);
	if (st == ST_OK) {
		void (*old)(int) = signal(SIGPIPE, SIG_IGN);

		file_write_fd(ends[1], bytes, n, &closed, &ignored);
		signal(SIGPIPE, old);
	}
	close(ends[1]);
	if (st == ST_OK)
		*status = wait_for(pid);
	return st;
}

char *
proc_own_dir(void)
{
	size_t size = 4096;
	char *path = mem_calloc(1, size), *slash = NULL;
	ssize_t n = readlink("/proc/self/exe", path, size - 1);

	if (n > 0 && (size_t)n < size - 1)
		slash = strrchr(path, '/');
	if (slash) {
		*slash = '\0';
		return path;
	}
	free(path);
	return NULL;
}
