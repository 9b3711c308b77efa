#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/proc.h"
#include "sandbox/sandbox_filter.h"
#include "sandbox/sandbox_private.h"
#include "sandbox/sandbox_user.h"

#define ARGS_BYTES ((size_t)8 * 1024 * 1024)
#define MOST_SHARED ((size_t)64 * 1024 * 1024)
#define UNLIMITED_TMP ((size_t)1024 * 1024 * 1024)

/* bubblewrap reads its options from a descriptor, NUL behind each, so that none is taken for
 * another. */
struct args {
	struct sandbox_plan *plan;
	struct buf text;
};

static void
arg(struct args *a, const char *word)
{
	buf_add(&a->text, word, strlen(word) + 1);
}

static void
arg2(struct args *a, const char *option, const char *first, const char *second)
{
	arg(a, option);
	arg(a, first);
	if (second)
		arg(a, second);
}

static void
arg_fd(struct args *a, const char *option, int fd, const char *place)
{
	char number[16];

	snprintf(number, sizeof number, "%d", fd);
	arg2(a, option, number, place);
}

static void
spaces(struct args *a)
{
	static const char *const options[] = { "--unshare-user", "--unshare-all",
		"--disable-userns", "--die-with-parent", "--new-session", "--clearenv" };

	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		arg(a, options[i]);
	arg2(a, "--cap-drop", "ALL", NULL);
	arg2(a, "--uid", "1000", NULL);
	arg2(a, "--gid", "1000", NULL);
	arg2(a, "--hostname", "sandbox", NULL);
}

/* /usr, and what Debian and others have as links into it. */
static void
system_files(struct args *a)
{
	static const char *const dirs[] = { "/bin", "/sbin", "/lib", "/lib32", "/lib64",
		"/libx32" };
	char target[256];

	arg2(a, "--ro-bind", "/usr", "/usr");
	for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		ssize_t n = readlink(dirs[i], target, sizeof target - 1);

		if (n > 0) {
			target[n] = '\0';
			arg2(a, "--symlink", target, dirs[i]);
		} else if (file_is_dir(dirs[i])) {
			arg2(a, "--ro-bind", dirs[i], dirs[i]);
		}
	}
}

/* Of /etc what programs need to start, and nothing that says who is on this machine. */
static void
etc_files(struct args *a)
{
	static const char *const patterns[] = { "/etc/ld.so.cache", "/etc/ld.so.conf",
		"/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime", "/etc/ssl/certs",
		"/etc/mime.types", "/etc/java*", "/etc/maven/m2.conf", "/etc/maven/logging",
		"/etc/perl", "/etc/python3*", "/etc/fonts", "/etc/magic" };
	static const struct {
		const char *path, *text;
	} made[] = {
		{ "/etc/passwd", "sandbox:x:1000:1000::/tmp:/bin/sh\n" },
		{ "/etc/group", "sandbox:x:1000:\n" },
		{ "/etc/hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n" },
		{ "/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n" },
	};
	glob_t found;

	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		if (glob(patterns[i], 0, NULL, &found) == 0) {
			for (size_t k = 0; k < found.gl_pathc; k++)
				arg2(a, "--ro-bind-try", found.gl_pathv[k], found.gl_pathv[k]);
			globfree(&found);
		}
	}
	for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
		arg_fd(a, "--file", sandbox_plan_bytes(a->plan, made[i].text, strlen(made[i].text)),
		    made[i].path);
}

static void
private_files(struct args *a)
{
	size_t disk = a->plan->sandbox->limits.disk, tmp = disk ? disk : UNLIMITED_TMP;
	char size[32], shared[32];

	snprintf(size, sizeof size, "%zu", tmp);
	snprintf(shared, sizeof shared, "%zu", tmp < MOST_SHARED ? tmp : MOST_SHARED);
	arg2(a, "--proc", "/proc", NULL);
	arg2(a, "--dev", "/dev", NULL);
	arg2(a, "--size", shared, NULL);
	arg2(a, "--tmpfs", "/dev/shm", NULL);
	arg2(a, "--perms", "1777", NULL);
	arg2(a, "--size", size, NULL);
	arg2(a, "--tmpfs", "/tmp", NULL);
}

/* Root's own directories are closed to the user that the command runs as: a place for one that is
   not. */
static const char *
reachable(struct sandbox_plan *plan, const char *dir)
{
	struct sandbox_mount *m;
	char name[32];

	if (!plan->drop || sandbox_user_reaches(plan->user, dir))
		return dir;
	snprintf(name, sizeof name, "%zu", plan->mounts.len);
	m = vec_add(&plan->mounts);
	m->from = mem_strdup(dir);
	m->to = file_join(plan->scratch, name);
	mkdir(m->to, 0755);
	return m->to;
}

static enum status
visible_files(struct args *a, struct err *err)
{
	const struct strings *visible = a->plan->sandbox->visible;

	if (visible && visible->len && a->plan->drop && sandbox_plan_scratch(a->plan, err))
		return err->status;
	for (size_t i = 0; visible && i < visible->len; i++) {
		const char *dir = visible->at[i];

		if (*dir == '/' && strcmp(dir, "/") != 0 && strncmp(dir, "/usr/", 5) != 0 &&
		    file_is_dir(dir))
			arg2(a, "--ro-bind", reachable(a->plan, dir), dir);
	}
	return ST_OK;
}

static void
surroundings(struct args *a)
{
	const struct sandbox *s = a->plan->sandbox;
	struct strings environment = { 0 };

	sandbox_environment(s, "/tmp", &environment);
	for (size_t i = 0; i < environment.len; i++) {
		char *value = strchr(environment.at[i], '=');

		*value++ = '\0';
		arg2(a, "--setenv", environment.at[i], value);
	}
	strings_fini(&environment);
}

static enum status
write_args(struct args *a, struct err *err)
{
	struct sandbox_plan *plan = a->plan;
	const struct sandbox *s = plan->sandbox;
	int filter[2];

	spaces(a);
	system_files(a);
	etc_files(a);
	private_files(a);
	if (visible_files(a, err))
		return err->status;
	arg2(a, "--bind", s->work, sandbox_inside(s));
	arg2(a, "--remount-ro", "/", NULL);
	arg2(a, "--remount-ro", "/dev", NULL);
	arg2(a, "--chdir", sandbox_inside(s), NULL);
	surroundings(a);
	if (proc_pipe(filter, err))
		return err->status;
	if (sandbox_filter_write(filter[1])) {
		sandbox_plan_keep(plan, filter[0]);
		arg_fd(a, "--seccomp", filter[0], NULL);
		plan->guarantees |= 1u << SANDBOX_CALLS;
	} else {
		close(filter[0]);
	}
	close(filter[1]);
	if (proc_pipe(plan->status, err))
		return err->status;
	arg_fd(a, "--json-status-fd", plan->status[1], NULL);
	return buf_check(&a->text, "what the sandbox is told", err);
}

/* Its own environment stays to be read in /proc/1/environ inside, so there is nothing of ours. */
static void
own_environment(struct sandbox_plan *plan)
{
	const char *path = getenv("PATH");
	char *word = mem_printf("PATH=%s", path ? path : "/usr/bin:/bin");

	strings_add(&plan->environment, word);
	free(word);
}

enum status
sandbox_plan_bwrap(struct sandbox_plan *plan, struct err *err)
{
	const struct sandbox *s = plan->sandbox;
	struct args a = { .plan = plan };
	enum status st;

	buf_init(&a.text, ARGS_BYTES);
	own_environment(plan);
	plan->limited = true;
	plan->guarantees |= 1u << SANDBOX_NETWORK | 1u << SANDBOX_FILES | 1u << SANDBOX_OTHERS |
			    1u << SANDBOX_DISK_HELD | 1u << SANDBOX_PRIVILEGES;
	st = write_args(&a, err);
	if (st == ST_OK) {
		strings_add(&plan->argv, "bwrap");
		strings_add(&plan->argv, "--args");
		sandbox_plan_add(plan, "%d", sandbox_plan_bytes(plan, a.text.s, a.text.len));
		strings_add(&plan->argv, "--");
		for (char *const *word = s->argv; *word; word++)
			strings_add(&plan->argv, *word);
	}
	buf_fini(&a.text);
	return st;
}
