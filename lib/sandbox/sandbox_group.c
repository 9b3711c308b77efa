#include "sandbox/sandbox_group.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/file.h"

#define MOUNT "/sys/fs/cgroup"
#define V1_MEMORY MOUNT "/memory"
#define PREFIX "rsg-"
#define YOUNG_S 60
#define TRIES 200 /* of 5 ms: a group is busy until the last of its processes is gone */

static bool
put(const char *dir, const char *name, const char *text)
{
	char *path = file_join(dir, name);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool good = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	free(path);
	return good;
}

static bool
put_number(const char *dir, const char *name, size_t n)
{
	char text[32];

	snprintf(text, sizeof text, "%zu", n);
	return put(dir, name, text);
}

static bool
read_small(const char *dir, const char *name, struct buf *out)
{
	struct err err = ERR_INIT;
	char *path = file_join(dir, name);
	bool good = file_read(path, out, &err) == ST_OK;

	free(path);
	return good;
}

/* Our own group of a controller ("" in version 2), as /proc tells it; free() it, NULL. */
static char *
own_group(const char *controller)
{
	struct buf text;
	char *found = NULL;

	buf_init(&text, BUF_TEXT);
	if (read_small("/proc/self", "cgroup", &text)) {
		for (char *line = text.s; line && *line && found == NULL;) {
			char *end = strchr(line, '\n'), *names = strchr(line, ':');
			char *path = names ? strchr(names + 1, ':') : NULL;

			if (end)
				*end = '\0';
			if (path && (size_t)(path - names - 1) == strlen(controller) &&
			    strncmp(names + 1, controller, strlen(controller)) == 0)
				found = mem_strdup(path + 1);
			line = end ? end + 1 : NULL;
		}
	}
	buf_fini(&text);
	return found;
}

/* Of a process that is dead, and not just made: one of another process namespace may not have come
   to use its own. */
static bool
is_left(int dir, const char *name)
{
	struct stat info;
	char *end = NULL;
	long pid = strncmp(name, PREFIX, strlen(PREFIX)) == 0
		       ? strtol(name + strlen(PREFIX), &end, 10)
		       : 0;

	return pid > 0 && *end == '-' && kill((pid_t)pid, 0) < 0 && errno == ESRCH &&
	       fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(info.st_mode) &&
	       info.st_uid == geteuid() && time(NULL) - info.st_mtime > YOUNG_S;
}

/* A group that has processes stays: the kernel removes none. */
static void
sweep(const char *path)
{
	struct strings names = { 0 };
	struct err ignored = ERR_INIT;
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dir < 0)
		return;
	(void)file_list_fd(dir, "", &names, &ignored);
	for (size_t i = 0; i < names.len; i++) {
		if (is_left(dir, names.at[i]))
			unlinkat(dir, names.at[i], AT_REMOVEDIR);
	}
	strings_fini(&names);
	close(dir);
}

char *
sandbox_group_make(const char *dir)
{
	char *path = mem_printf("%s/" PREFIX "%ld-XXXXXX", dir, (long)getpid());

	sweep(dir);
	if (mkdtemp(path))
		return path;
	free(path);
	return NULL;
}

static bool
open_join(struct sandbox_group *g)
{
	char *path = file_join(g->dir, "cgroup.procs");

	g->join = open(path, O_WRONLY | O_CLOEXEC);
	free(path);
	return g->join >= 0;
}

static void
give_up(struct sandbox_group *g)
{
	if (g->dir)
		rmdir(g->dir);
	free(g->dir);
	*g = (struct sandbox_group){ .join = -1 };
}

static bool
try_v1(struct sandbox_group *g, const char *below, size_t memory)
{
	char *dir = mem_printf("%s%s", V1_MEMORY, strcmp(below, "/") == 0 ? "" : below);

	g->dir = sandbox_group_make(dir);
	free(dir);
	if (g->dir == NULL || !put_number(g->dir, "memory.limit_in_bytes", memory) ||
	    !open_join(g)) {
		give_up(g);
		return false;
	}
	put_number(g->dir, "memory.memsw.limit_in_bytes", memory);
	g->memory = true;
	return true;
}

static bool
try_v2(struct sandbox_group *g, const char *dir, size_t memory, size_t processes)
{
	g->dir = sandbox_group_make(dir);
	if (g->dir == NULL || !put_number(g->dir, "memory.max", memory) || !open_join(g)) {
		give_up(g);
		return false;
	}
	put(g->dir, "memory.swap.max", "0");
	g->v2 = g->memory = true;
	g->processes = processes && put_number(g->dir, "pids.max", processes);
	return true;
}

/* Beside our own group, since one that has processes gives no controllers to those below it; else
   at the top. */
static void
open_v2(struct sandbox_group *g, const char *own, size_t memory, size_t processes)
{
	char *beside = mem_printf("%s%s", MOUNT, own), *slash = strrchr(beside, '/');

	if (slash && slash > beside + strlen(MOUNT))
		*slash = '\0';
	if (!try_v2(g, beside, memory, processes))
		try_v2(g, MOUNT, memory, processes);
	free(beside);
}

void
sandbox_group_open(struct sandbox_group *group, size_t memory, size_t processes)
{
	char *own;

	*group = (struct sandbox_group){ .join = -1 };
	if (memory == 0)
		return;
	own = own_group("memory");
	if (own && file_is_dir(V1_MEMORY)) {
		if (!try_v1(group, own, memory))
			try_v1(group, "/", memory);
		free(own);
		return;
	}
	free(own);
	own = own_group("");
	if (own)
		open_v2(group, own, memory, processes);
	free(own);
}

void
sandbox_group_close(struct sandbox_group *group)
{
	const struct timespec pause = { .tv_nsec = 5000000 };

	if (group->join >= 0)
		close(group->join);
	if (group->dir && group->v2)
		put(group->dir, "cgroup.kill", "1");
	for (int i = 0; group->dir && i < TRIES && rmdir(group->dir) < 0; i++)
		nanosleep(&pause, NULL);
	free(group->dir);
	*group = (struct sandbox_group){ .join = -1 };
}

/* "oom_kill N" in a file of lines. */
bool
sandbox_group_exhausted(const struct sandbox_group *group)
{
	struct buf text;
	bool killed = false;
	const char *at;

	if (group->dir == NULL)
		return false;
	buf_init(&text, BUF_TEXT);
	if (read_small(group->dir, group->v2 ? "memory.events" : "memory.oom_control", &text)) {
		at = strstr(text.s, "oom_kill ");
		killed = at && strtoul(at + strlen("oom_kill "), NULL, 10) > 0;
	}
	buf_fini(&text);
	return killed;
}
