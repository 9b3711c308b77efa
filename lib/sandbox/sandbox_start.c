#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "io/proc.h"
#include "sandbox/sandbox_filter.h"
#include "sandbox/sandbox_private.h"

#define MOST_DESCRIPTORS 65536
#define CLOSE_ON_EXEC 4u /* CLOSE_RANGE_CLOEXEC */
#define NOT_RUN 127

extern char **environ;

/* The C library has it, but not under the name of a standard that is asked for here. */
extern int close_range(unsigned first, unsigned last, int flags);

/* What the child could not do; it tells so on a pipe that the program does not get. */
struct failure {
	const char *what; /* in the same memory: a fork's */
	int cause;
};

enum { IN, OUT, SAID, TOLD, PIPES };

void
sandbox_adopt(bool on)
{
	prctl(PR_SET_CHILD_SUBREAPER, on ? 1 : 0, 0, 0, 0);
}

static bool
limit(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit old;

	if (getrlimit(resource, &old) < 0)
		return false;
	if (old.rlim_max < hard)
		hard = old.rlim_max;
	if (soft > hard)
		soft = hard;
	return setrlimit(resource, &(struct rlimit){ .rlim_cur = soft, .rlim_max = hard }) == 0;
}

/* bubblewrap itself needs a few more of everything. */
static const char *
set_limits(const struct sandbox_plan *plan)
{
	const struct sandbox_limits *l = &plan->sandbox->limits;
	rlim_t seconds = (rlim_t)((l->cpu_ms + 999) / 1000);
	rlim_t processes = (rlim_t)(l->processes + plan->already + 3);

	if (!limit(RLIMIT_CORE, 0, 0))
		return "limit core dumps";
	if (plan->limited && l->file_bytes && !limit(RLIMIT_FSIZE, l->file_bytes, l->file_bytes))
		return "limit files";
	if (plan->limited && l->cpu_ms && !limit(RLIMIT_CPU, seconds, seconds + 2))
		return "limit time";
	if (plan->limited && l->open_files && !limit(RLIMIT_NOFILE, l->open_files, l->open_files))
		return "limit descriptors";
	if (plan->limited && l->processes && !limit(RLIMIT_NPROC, processes, processes))
		return "limit processes";
	return NULL;
}

static const char *
drop(const struct sandbox_plan *plan)
{
	if (!plan->drop)
		return NULL;
	if (setgroups(0, NULL) < 0)
		return "give up groups";
	if (setgid(plan->user) < 0)
		return "change the group";
	return setuid(plan->user) < 0 ? "change the user" : NULL;
}

/* Everything but the streams and what is handed on is closed by the call of the program. */
static const char *
close_others(const struct sandbox_plan *plan)
{
	if (close_range(3, ~0u, CLOSE_ON_EXEC) < 0) {
		for (int fd = 3; fd < MOST_DESCRIPTORS; fd++)
			fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	for (size_t i = 0; i < plan->kept.len; i++) {
		if (fcntl(plan->kept.at[i], F_SETFD, 0) < 0)
			return "hand on a descriptor";
	}
	if (plan->status[1] >= 0 && fcntl(plan->status[1], F_SETFD, 0) < 0)
		return "hand on a descriptor";
	return NULL;
}

static void
usual_signals(void)
{
	sigset_t none;

	for (int s = 1; s < NSIG; s++)
		signal(s, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static const char *
prepare(const struct sandbox_plan *plan, const int child[PIPES])
{
	const char *what = NULL;

	usual_signals();
	setsid();
	for (int i = IN; i <= SAID; i++) {
		if (dup2(child[i], i) < 0)
			return "set a stream";
	}
	if (plan->group.join >= 0 && write(plan->group.join, "0", 1) != 1)
		return "join a control group";
	sandbox_mount(plan->mounts.at, plan->mounts.len);
	if ((what = drop(plan)) != NULL || (what = set_limits(plan)) != NULL)
		return what;
	if (plan->dir && chdir(plan->dir) < 0)
		return "enter the copy";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return "give up privileges";
	if ((what = close_others(plan)) != NULL)
		return what;
	return plan->filter && !sandbox_filter_load() ? "filter calls" : NULL;
}

static _Noreturn void
become(const struct sandbox_plan *plan, const int child[PIPES])
{
	struct failure failure = { .what = prepare(plan, child) };
	ssize_t ignored;

	if (failure.what == NULL) {
		if (plan->environment.len)
			environ = plan->environment.at;
		execvp(plan->argv.at[0], plan->argv.at);
		failure.what = "start it";
	}
	failure.cause = errno;
	ignored = write(child[TOLD], &failure, sizeof failure);
	(void)ignored;
	_Exit(NOT_RUN);
}

/* Where it did not come to run the program, the reason is in said. */
static void
hear_failure(const struct sandbox_plan *plan, int told, struct sandbox_end *end)
{
	struct failure failure;
	ssize_t n;

	do {
		n = read(told, &failure, sizeof failure);
	} while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof failure)
		return;
	end->outcome = SANDBOX_FAILED;
	buf_printf(&end->said, "cannot %s: %s: %s\n", failure.what, plan->argv.at[0],
	    strerror(failure.cause));
}

static enum status
make_pipes(int ours[PIPES], int child[PIPES], struct err *err)
{
	for (int i = 0; i < PIPES; i++)
		ours[i] = child[i] = -1;
	child[IN] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (child[IN] < 0)
		return err_set(err, ST_IO, "cannot open /dev/null: %s", strerror(errno));
	for (int i = OUT; i < PIPES; i++) {
		int ends[2];

		if (proc_pipe(ends, err))
			return err->status;
		ours[i] = ends[0];
		child[i] = ends[1];
	}
	fcntl(ours[OUT], F_SETFL, O_NONBLOCK);
	fcntl(ours[SAID], F_SETFL, O_NONBLOCK);
	return ST_OK;
}

enum status
sandbox_start(struct sandbox_plan *plan, struct sandbox_process *process, struct sandbox_end *end,
    struct err *err)
{
	int ours[PIPES], child[PIPES];
	enum status st = make_pipes(ours, child, err);

	*vec_add(&plan->argv) = NULL;
	*vec_add(&plan->environment) = NULL;
	plan->argv.len--;
	plan->environment.len--;
	process->pid = st == ST_OK ? fork() : -1;
	if (process->pid == 0)
		become(plan, child);
	if (st == ST_OK && process->pid < 0)
		st = err_set(err, ST_IO, "cannot start a process: %s", strerror(errno));
	for (int i = 0; i < PIPES; i++)
		proc_close(&child[i]);
	proc_close(&plan->status[1]);
	if (st == ST_OK) {
		hear_failure(plan, ours[TOLD], end);
		process->out = ours[OUT];
		process->said = ours[SAID];
		process->status = plan->status[0];
		ours[OUT] = ours[SAID] = plan->status[0] = -1;
	}
	for (int i = 0; i < PIPES; i++)
		proc_close(&ours[i]);
	return st;
}
