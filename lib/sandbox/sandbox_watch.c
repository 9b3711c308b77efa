#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"
#include "io/json.h"
#include "io/proc.h"
#include "sandbox/sandbox_private.h"
#include "sandbox/sandbox_procs.h"
#include "sandbox/tree.h"

#define TICK_MS 20
#define LOOK_MS 100
#define CHUNK ((size_t)64 * 1024)
#define PIPE_READS 16			     /* 1 MiB, the most that a pipe holds */
#define UNBOUNDED ((size_t)64 * 1024 * 1024) /* kept of a stream without a limit */
#define STATUS_BYTES ((size_t)64 * 1024)
#define REAP_MS 5000
#define OPEN_DIR (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* Of a stream the first half of the limit and the last one. */
struct stream {
	int fd;
	struct buf head, tail;
	uint64_t bytes;
};

enum { OUT, SAID, STREAMS };

struct watch {
	const struct sandbox_plan *plan;
	struct sandbox_end *end;
	pid_t pid;
	int status_fd, work;
	int scratch; /* where a command without a /tmp of its own has what is temporary; -1 */
	struct stream streams[STREAMS];
	struct buf status; /* what bubblewrap told */
	int64_t started, next_look;
	int64_t cpu_ms; /* as seen last: of what is killed with its namespace nobody tells it */
	bool stopped;	/* by us: end->outcome says why */
	bool unstarted; /* the command of a container */
	bool exhausted; /* a container ran out of memory */
};

static void
stream_open(struct stream *s, int fd, size_t limit)
{
	size_t max = limit ? limit : UNBOUNDED;

	s->fd = fd;
	buf_init(&s->head, max / 2 + 1);
	buf_init(&s->tail, max - max / 2 + 1);
}

static void
stream_keep(struct stream *s, const char *bytes, size_t n)
{
	size_t room = s->head.max - s->head.len - 1, keep;

	s->bytes += n;
	if (s->tail.len == 0 && room > 0) {
		size_t first = n < room ? n : room;

		buf_add(&s->head, bytes, first);
		bytes += first;
		n -= first;
	}
	room = s->tail.max - 1;
	if (n > room) {
		bytes += n - room;
		n = room;
	}
	keep = room - n;
	if (s->tail.len > keep) {
		memmove(s->tail.s, s->tail.s + s->tail.len - keep, keep);
		buf_cut(&s->tail, keep);
	}
	buf_add(&s->tail, bytes, n);
}

/* Head and tail, with what is missing counted between them. */
static void
stream_close(struct stream *s, struct buf *out)
{
	uint64_t cut = s->bytes - s->head.len - s->tail.len;

	buf_add(out, s->head.s, s->head.len);
	if (cut)
		buf_printf(out, "\n[%llu bytes were cut here]\n", (unsigned long long)cut);
	buf_add(out, s->tail.s, s->tail.len);
	buf_fini(&s->head);
	buf_fini(&s->tail);
	proc_close(&s->fd);
}

static void
stop(struct watch *w, enum sandbox_outcome outcome)
{
	if (w->stopped)
		return;
	w->stopped = true;
	w->end->outcome = outcome;
}

/* False at the end of the stream, or when nothing is there. */
static bool
take(struct watch *w, struct stream *s)
{
	size_t limit = w->plan->sandbox->limits.output;
	char bytes[CHUNK];
	ssize_t got = s->fd < 0 ? 0 : read(s->fd, bytes, sizeof bytes);

	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		proc_close(&s->fd);
	if (got <= 0)
		return false;
	stream_keep(s, bytes, (size_t)got);
	if (limit && s->bytes > limit)
		stop(w, SANDBOX_OUTPUT);
	return true;
}

static void
take_status(struct watch *w)
{
	char bytes[4096];
	ssize_t got = w->status_fd < 0 ? 0 : read(w->status_fd, bytes, sizeof bytes);

	if (got > 0)
		buf_add(&w->status, bytes, (size_t)got);
	else if (got == 0 || (errno != EINTR && errno != EAGAIN))
		proc_close(&w->status_fd);
}

/* A number that bubblewrap told; false when it has not. */
static bool
told(const struct watch *w, const char *name, int *out)
{
	bool found = false;

	for (char *line = w->status.s; *line && !found;) {
		size_t n = strcspn(line, "\n");
		struct err ignored = ERR_INIT;
		struct json *j = NULL;

		if (json_parse(line, n, &j, &ignored) == ST_OK && json_get(j, name)) {
			*out = (int)json_get_number(j, name);
			found = true;
		}
		json_free(j);
		line += n + (line[n] == '\n');
	}
	return found;
}

static void
look_at_processes(struct watch *w)
{
	const struct sandbox_limits *l = &w->plan->sandbox->limits;
	struct sandbox_procs procs;

	sandbox_procs_look(&w->plan->mark, &procs);
	if (procs.cpu_ms > w->cpu_ms)
		w->cpu_ms = procs.cpu_ms;
	if (l->cpu_ms && procs.cpu_ms > l->cpu_ms)
		stop(w, SANDBOX_CPU);
	if (l->memory && !w->plan->group.memory && procs.memory > l->memory)
		stop(w, SANDBOX_MEMORY);
	sandbox_procs_fini(&procs);
}

static bool
is_full(int dir, uint64_t most)
{
	struct tree_use use = { 0 };

	if (dir >= 0)
		tree_use(dir, most, &use);
	return use.bytes > most || use.deep;
}

static void
look_at_disk(struct watch *w)
{
	size_t disk = w->plan->sandbox->limits.disk;

	if (disk && (is_full(w->work, w->plan->used + disk) || is_full(w->scratch, disk)))
		stop(w, SANDBOX_DISK);
}

/* Looking takes a tenth of the time at most. */
static void
look(struct watch *w)
{
	const struct sandbox *s = w->plan->sandbox;
	int64_t now = time_monotonic_ms();

	if (s->cancel && *s->cancel)
		stop(w, SANDBOX_CANCELLED);
	if (s->limits.wall_ms && now - w->started >= s->limits.wall_ms)
		stop(w, SANDBOX_TIMEOUT);
	if (w->stopped || now < w->next_look)
		return;
	look_at_processes(w);
	look_at_disk(w);
	w->next_look = time_monotonic_ms();
	w->next_look += LOOK_MS > 10 * (w->next_look - now) ? LOOK_MS : 10 * (w->next_look - now);
}

/* It stays a zombie, so that its number is nobody else's. */
static bool
has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == pid;
}

static int
patience(const struct watch *w)
{
	int64_t left = w->plan->sandbox->limits.wall_ms - (time_monotonic_ms() - w->started);

	if (w->streams[OUT].fd < 0 && w->streams[SAID].fd < 0)
		return 1;
	if (w->plan->sandbox->limits.wall_ms && left < TICK_MS)
		return left > 0 ? (int)left : 0;
	return TICK_MS;
}

static void
listen_to(struct watch *w)
{
	struct pollfd fds[] = { { .fd = w->streams[OUT].fd, .events = POLLIN },
		{ .fd = w->streams[SAID].fd, .events = POLLIN },
		{ .fd = w->status_fd, .events = POLLIN } };

	while (!w->stopped && !has_ended(w->pid)) {
		int ready;

		for (int i = 0; i < STREAMS; i++)
			fds[i].fd = w->streams[i].fd;
		fds[STREAMS].fd = w->status_fd;
		ready = poll(fds, STREAMS + 1, patience(w));
		for (int i = 0; ready > 0 && i < STREAMS; i++) {
			if (fds[i].revents)
				take(w, &w->streams[i]);
		}
		if (ready > 0 && fds[STREAMS].revents)
			take_status(w);
		look(w);
	}
}

/* The first process inside is ours once bubblewrap itself is gone, and all others end with it. */
static void
reap_inner(struct watch *w)
{
	const struct timespec pause = { .tv_nsec = 500000 };
	int64_t until = time_monotonic_ms() + REAP_MS;
	siginfo_t info;
	int inner;

	if (!told(w, "child-pid", &inner) || inner <= 0)
		return;
	while (time_monotonic_ms() < until) {
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)inner, &info, WEXITED | WNOHANG | WNOWAIT) < 0)
			return;
		if (info.si_pid == inner) {
			waitpid(inner, NULL, 0);
			return;
		}
		kill(inner, SIGKILL);
		nanosleep(&pause, NULL);
	}
	w->end->guarantees &= ~(1u << SANDBOX_END);
}

/* What is in the pipes is taken, and no more than they can hold: who holds them open may be
 * anybody.
 */
static void
drain(struct watch *w)
{
	for (int i = 0; i < STREAMS; i++) {
		for (int reads = 0; reads < PIPE_READS && take(w, &w->streams[i]); reads++)
			continue;
	}
	for (int reads = 0; reads < 4 && w->status_fd >= 0; reads++)
		take_status(w);
}

static int
end_all(struct watch *w)
{
	bool started = true;
	int status = 0;

	if (w->stopped)
		kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	drain(w);
	if (w->plan->container[0] && !sandbox_container_end(w->plan, &started, &w->exhausted))
		w->end->guarantees &= ~(1u << SANDBOX_END);
	w->unstarted = !started;
	if (w->plan->sandbox->tier == SANDBOX_BWRAP)
		reap_inner(w);
	else if (!sandbox_procs_end(&w->plan->mark))
		w->end->guarantees &= ~(1u << SANDBOX_END);
	return status;
}

static void
set_signal(struct sandbox_end *end, int signal_number)
{
	end->status = signal_number;
	if (signal_number == SIGXCPU)
		end->outcome = SANDBOX_CPU;
	else if (signal_number == SIGXFSZ)
		end->outcome = SANDBOX_DISK;
	else
		end->outcome = SANDBOX_SIGNALLED;
}

/* 128 and a signal is what bubblewrap, shells and runners tell of one. */
static void
judge(struct watch *w, int status)
{
	struct sandbox_end *end = w->end;
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;

	if (!w->stopped && w->plan->sandbox->tier == SANDBOX_BWRAP && !told(w, "exit-code", &code))
		end->outcome = SANDBOX_FAILED;
	else if (!w->stopped && w->unstarted)
		end->outcome = SANDBOX_FAILED;
	else if (!w->stopped && WIFSIGNALED(status))
		set_signal(end, WTERMSIG(status));
	else if (!w->stopped && code > 128 && code <= 128 + 64)
		set_signal(end, code - 128);
	else if (!w->stopped) {
		end->outcome = SANDBOX_EXITED;
		end->status = code;
	}
	if (end->outcome != SANDBOX_CANCELLED &&
	    (w->exhausted || sandbox_group_exhausted(&w->plan->group)))
		end->outcome = SANDBOX_MEMORY;
}

void
sandbox_watch(
    const struct sandbox_plan *plan, struct sandbox_process *process, struct sandbox_end *end)
{
	struct watch w = { .plan = plan, .end = end, .pid = process->pid };
	int64_t cpu = sandbox_procs_waited_ms();
	bool failed = end->outcome == SANDBOX_FAILED;
	int status;

	w.started = time_monotonic_ms();
	w.next_look = w.started + LOOK_MS;
	w.status_fd = process->status;
	w.work = open(plan->sandbox->work, OPEN_DIR);
	w.scratch = plan->sandbox->tier == SANDBOX_NATIVE ? open(plan->scratch, OPEN_DIR) : -1;
	stream_open(&w.streams[OUT], process->out, plan->sandbox->limits.output);
	stream_open(&w.streams[SAID], process->said, plan->sandbox->limits.output);
	buf_init(&w.status, STATUS_BYTES);
	if (!failed)
		listen_to(&w);
	status = end_all(&w);
	if (!failed) {
		judge(&w, status);
		if (end->outcome != SANDBOX_FAILED)
			look_at_disk(&w);
	}
	end->wall_ms = time_monotonic_ms() - w.started;
	end->cpu_ms = sandbox_procs_waited_ms() - cpu;
	if (end->cpu_ms < w.cpu_ms)
		end->cpu_ms = w.cpu_ms;
	end->out_bytes = w.streams[OUT].bytes;
	end->said_bytes = w.streams[SAID].bytes;
	stream_close(&w.streams[OUT], &end->out);
	stream_close(&w.streams[SAID], &end->said);
	buf_fini(&w.status);
	proc_close(&w.status_fd);
	proc_close(&w.work);
	proc_close(&w.scratch);
}
