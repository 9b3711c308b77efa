#include "sandbox/sandbox_procs.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/time.h"

#define END_MS 5000
#define STAT_TEXT 1024

/* The fields of /proc/PID/stat that are used, counted as proc(5) does. */
enum { STATE = 3, PPID = 4, UTIME = 14, CSTIME = 17, THREADS = 20, FIELDS = 24 };

struct fields {
	char state;
	long long at[FIELDS + 1];
};

static bool
read_stat(int proc, const char *pid, const char *name, char text[STAT_TEXT])
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "%.20s/%s", pid, name);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, text, STAT_TEXT - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* The name of a program may hold anything, so that what counts stands behind the last ')'. */
static bool
read_fields(int proc, const char *pid, struct fields *out)
{
	char text[STAT_TEXT], *at;

	if (!read_stat(proc, pid, "stat", text) || (at = strrchr(text, ')')) == NULL ||
	    at[1] != ' ')
		return false;
	*out = (struct fields){ .state = at[2] };
	at += 3;
	for (int i = PPID; i <= FIELDS && *at; i++)
		out->at[i] = strtoll(at, &at, 10);
	return true;
}

/* Pages that are no file's; 0 when unknown. */
static uint64_t
own_memory(int proc, const char *pid)
{
	char text[STAT_TEXT], *at = text;
	long long resident, shared;

	if (!read_stat(proc, pid, "statm", text))
		return 0;
	strtoll(at, &at, 10);
	resident = strtoll(at, &at, 10);
	shared = strtoll(at, &at, 10);
	return resident > shared ? (uint64_t)(resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE)
				 : 0;
}

typedef void each_fn(void *arg, int proc, const char *pid);

static void
each_process(each_fn *fn, void *arg)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc)) != NULL) {
		if (isdigit((unsigned char)entry->d_name[0]))
			fn(arg, dirfd(proc), entry->d_name);
	}
	if (proc)
		closedir(proc);
}

static void
add_process(void *arg, int proc, const char *pid)
{
	struct sandbox_procs *procs = arg;
	int64_t ticks = 0, hz = sysconf(_SC_CLK_TCK);
	struct fields f;

	if (!read_fields(proc, pid, &f))
		return;
	for (int i = UTIME; i <= CSTIME; i++)
		ticks += f.at[i];
	*vec_add(&procs->all) = (struct sandbox_proc){ .pid = (pid_t)strtol(pid, NULL, 10),
		.parent = (pid_t)f.at[PPID],
		.cpu_ms = ticks * 1000 / (hz > 0 ? hz : 100),
		.zombie = f.state == 'Z' };
}

static bool
is_marked(const struct sandbox_mark *mark, pid_t pid)
{
	for (size_t i = 0; mark && i < mark->children.len; i++) {
		if (mark->children.at[i] == pid)
			return true;
	}
	return false;
}

static int
by_pid(const void *a, const void *b)
{
	const struct sandbox_proc *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

static struct sandbox_proc *
find(const struct sandbox_procs *procs, pid_t pid)
{
	const struct sandbox_proc key = { .pid = pid };

	return procs->all.len ? bsearch(&key, procs->all.at, procs->all.len, sizeof key, by_pid)
			      : NULL;
}

/* Does the line of parents lead to the root, or to us but not through a child that was there
 * before? */
static bool
is_ours(const struct sandbox_procs *procs, const struct sandbox_mark *mark, pid_t pid)
{
	const pid_t self = getpid();

	for (size_t i = 0; i <= procs->all.len; i++) {
		const struct sandbox_proc *p = find(procs, pid);

		if (p == NULL || is_marked(mark, pid))
			return false;
		if (mark && mark->root ? pid == mark->root : p->parent == self)
			return true;
		pid = p->parent;
	}
	return false;
}

static void
keep_ours(struct sandbox_procs *procs, const struct sandbox_mark *mark)
{
	size_t n = 0;

	vec_sort(&procs->all, by_pid);
	vec_each (struct sandbox_proc *, p, &procs->all)
		p->ours = is_ours(procs, mark, p->pid);
	vec_each (struct sandbox_proc *, p, &procs->all) {
		if (p->ours)
			procs->all.at[n++] = *p;
	}
	procs->all.len = n;
}

void
sandbox_procs_look(const struct sandbox_mark *mark, struct sandbox_procs *out)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char pid[32];

	*out = (struct sandbox_procs){ 0 };
	each_process(add_process, out);
	keep_ours(out, mark);
	vec_each (struct sandbox_proc *, p, &out->all) {
		snprintf(pid, sizeof pid, "%ld", (long)p->pid);
		p->memory = own_memory(proc, pid);
		out->cpu_ms += p->cpu_ms;
		out->memory += p->memory;
	}
	if (proc >= 0)
		close(proc);
}

void
sandbox_procs_fini(struct sandbox_procs *procs)
{
	vec_fini(&procs->all);
}

void
sandbox_mark_take(struct sandbox_mark *mark)
{
	const pid_t self = getpid();
	struct sandbox_procs procs;

	*mark = (struct sandbox_mark){ 0 };
	sandbox_procs_look(NULL, &procs);
	vec_each (struct sandbox_proc *, p, &procs.all) {
		if (p->parent == self)
			*vec_add(&mark->children) = p->pid;
	}
	sandbox_procs_fini(&procs);
}

void
sandbox_mark_fini(struct sandbox_mark *mark)
{
	vec_fini(&mark->children);
}

/* How many are alive. */
static size_t
send_all(const struct sandbox_mark *mark, int signal_number)
{
	const pid_t self = getpid();
	struct sandbox_procs procs;
	size_t n = 0;

	sandbox_procs_look(mark, &procs);
	vec_each (struct sandbox_proc *, p, &procs.all) {
		n += !p->zombie || p->parent == self;
		if (!p->zombie)
			kill(p->pid, signal_number);
		else if (p->parent == self)
			waitpid(p->pid, NULL, WNOHANG);
	}
	sandbox_procs_fini(&procs);
	return n;
}

bool
sandbox_procs_end(const struct sandbox_mark *mark)
{
	const struct timespec pause = { .tv_nsec = 2000000 };
	int64_t until = time_monotonic_ms() + END_MS;
	size_t before = 0, n;

	/* What stands still starts nothing new. */
	while ((n = send_all(mark, SIGSTOP)) > before && time_monotonic_ms() < until)
		before = n;
	while ((n = send_all(mark, SIGKILL)) > 0 && time_monotonic_ms() < until)
		nanosleep(&pause, NULL);
	return n == 0;
}

struct count {
	uid_t user;
	size_t n;
};

static void
count_process(void *arg, int proc, const char *pid)
{
	struct count *c = arg;
	struct stat info;
	struct fields f;

	if (fstatat(proc, pid, &info, 0) == 0 && info.st_uid == c->user &&
	    read_fields(proc, pid, &f))
		c->n += (size_t)f.at[THREADS];
}

size_t
sandbox_procs_of(uid_t user)
{
	struct count c = { .user = user };

	each_process(count_process, &c);
	return c.n;
}

int64_t
sandbox_procs_waited_ms(void)
{
	struct rusage use;

	if (getrusage(RUSAGE_CHILDREN, &use) < 0)
		return 0;
	return ((int64_t)use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000 +
	       ((int64_t)use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1000;
}
