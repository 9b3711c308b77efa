#include "sandbox/sandbox_group.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "unit.h"

/* In place of one of the kernel's: a directory that can be made and removed is all that matters. */
static char *dir;

static void
setup(void)
{
	dir = mem_strdup("/tmp/rsg-unit-XXXXXX");
	ck_assert(mkdtemp(dir) != NULL);
}

static void
teardown(void)
{
	ck_assert(rmdir(dir) == 0);
	free(dir);
}

static void
make(const char *name, int64_t seconds_ago)
{
	const struct timespec then = { .tv_sec = time(NULL) - seconds_ago },
			      both[] = { then, then };
	char *path = file_join(dir, name);

	ck_assert(mkdir(path, 0755) == 0);
	ck_assert(utimensat(AT_FDCWD, path, both, 0) == 0);
	free(path);
}

static bool
drop(const char *name)
{
	char *path = file_join(dir, name);
	bool was = rmdir(path) == 0;

	free(path);
	return was;
}

static pid_t
dead(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	ck_assert(waitpid(pid, NULL, 0) == pid);
	return pid;
}

START_TEST(each_group_has_a_name_of_its_own)
{
	char *groups[20], *beginning = mem_printf("%s/rsg-%ld-", dir, (long)getpid());

	for (size_t i = 0; i < 20; i++) {
		groups[i] = sandbox_group_make(dir);
		ck_assert_ptr_nonnull(groups[i]);
		ck_assert(strncmp(groups[i], beginning, strlen(beginning)) == 0);
		ck_assert(file_is_dir(groups[i]));
	}
	for (size_t i = 0; i < 20; i++) {
		ck_assert(rmdir(groups[i]) == 0);
		free(groups[i]);
	}
	free(beginning);
	ck_assert_ptr_null(sandbox_group_make("/nowhere/at/all"));
}
END_TEST

START_TEST(what_the_dead_left_is_removed_and_nothing_else)
{
	const long gone = dead();
	struct {
		const char *fmt;
		long pid;
		int64_t ago;
		bool stays;
	} cases[] = {
		{ "rsg-%ld-0", gone, 3600, false },
		{ "rsg-%ld-AbC123", gone, 3600, false },
		{ "rsg-%ld-new", gone, 5, true },
		{ "rsg-%ld-1", getpid(), 3600, true },
		{ "rsg-%ld-root", 1, 3600, true },
		{ "rsg-%ld", gone, 3600, true },
		{ "rsg-%ldx-1", gone, 3600, true },
		{ "other-%ld-1", gone, 3600, true },
		{ "rsg--%ld-1", gone, 3600, true },
		{ "rsg-x%ld", 1, 3600, true },
		{ "rsg-%ld-full", gone, 3600, true },
	};
	const size_t n = sizeof cases / sizeof cases[0];
	char *names[sizeof cases / sizeof cases[0]], *group;

	for (size_t i = 0; i < n; i++) {
		names[i] = mem_printf("%.*s%ld%s", (int)(strchr(cases[i].fmt, '%') - cases[i].fmt),
		    cases[i].fmt, cases[i].pid, strchr(cases[i].fmt, 'd') + 1);
		if (i < n - 1)
			make(names[i], cases[i].ago);
	}
	make(names[n - 1], 0);
	group = mem_printf("%s/in", names[n - 1]);
	make(group, 0);
	free(group);
	group = file_join(dir, names[n - 1]);
	ck_assert(utimensat(AT_FDCWD, group,
		      (struct timespec[]){ { .tv_sec = 1 }, { .tv_sec = 1 } }, 0) == 0);
	free(group);

	group = sandbox_group_make(dir);
	ck_assert_ptr_nonnull(group);
	ck_assert(rmdir(group) == 0);
	free(group);
	group = mem_printf("%s/in", names[n - 1]);
	ck_assert(drop(group));
	free(group);
	for (size_t i = 0; i < n; i++) {
		ck_assert_msg(drop(names[i]) == cases[i].stays, "%s", names[i]);
		free(names[i]);
	}
}
END_TEST

START_TEST(what_another_user_left_stays)
{
	char *name = mem_printf("rsg-%ld-1", (long)dead()), *path = file_join(dir, name), *group;

	make(name, 3600);
	if (geteuid() == 0) {
		ck_assert(chown(path, 12345, 12345) == 0);
		group = sandbox_group_make(dir);
		ck_assert(rmdir(group) == 0);
		free(group);
	}
	ck_assert(drop(name));
	free(path);
	free(name);
}
END_TEST

UNIT_SUITE(sandbox_group)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, each_group_has_a_name_of_its_own);
	tcase_add_test(tc, what_the_dead_left_is_removed_and_nothing_else);
	tcase_add_test(tc, what_another_user_left_stays);
}
