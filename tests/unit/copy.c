#include "sandbox/copy.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "sandbox/tree.h"
#include "unit.h"

static char *dir;

static char *
at(const char *name)
{
	return file_join(dir, name);
}

static void
put(const char *name, const char *text, mode_t mode)
{
	struct err err = ERR_INIT;
	char *path = at(name);

	ck_assert(file_write(path, text, strlen(text), 0600, &err) == ST_OK);
	ck_assert(chmod(path, mode) == 0);
	free(path);
}

static void
make(const char *name)
{
	struct err err = ERR_INIT;
	char *path = at(name);

	ck_assert(file_mkdirs(path, 0755, &err) == ST_OK);
	free(path);
}

static void
setup(void)
{
	char *made = mem_strdup("/tmp/rsg-unit-XXXXXX");

	ck_assert(mkdtemp(made) != NULL);
	dir = made;
}

static void
teardown(void)
{
	tree_remove(dir);
	ck_assert(access(dir, F_OK) < 0);
	free(dir);
}

static struct stat
state(const char *root, const char *name)
{
	char *path = file_join(root, name);
	struct stat info = { 0 };

	ck_assert_msg(lstat(path, &info) == 0, "%s is not there", path);
	free(path);
	return info;
}

static bool
there(const char *root, const char *name)
{
	char *path = file_join(root, name);
	struct stat info;
	bool found = lstat(path, &info) == 0;

	free(path);
	return found;
}

START_TEST(a_copy_has_files_modes_times_and_links_and_no_git)
{
	const struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 2000, .tv_nsec = 5 } };
	struct err err = ERR_INIT;
	struct copy copy = { 0 };
	char *path = at("a/run");

	make("a/.git");
	make("a/.rsg");
	put("a/run", "x", 04751);
	put("a/.git/config", "x", 0600);
	ck_assert(utimensat(AT_FDCWD, path, times, 0) == 0);
	free(path);
	path = at("a/link");
	ck_assert(symlink("/etc/passwd", path) == 0);
	free(path);
	path = at("a/pipe");
	ck_assert(mkfifo(path, 0600) == 0);
	free(path);
	ck_assert_msg(copy_open(dir, NULL, &copy, &err) == ST_OK, "%s", err.text);
	ck_assert(state(copy.work, "a/run").st_mode == (S_IFREG | 0751));
	ck_assert(state(copy.work, "a/run").st_mtim.tv_sec == 2000);
	ck_assert(state(copy.work, "a/run").st_mtim.tv_nsec == 5);
	ck_assert(state(copy.work, "a/run").st_uid == copy.owner);
	ck_assert(S_ISLNK(state(copy.work, "a/link").st_mode));
	ck_assert(!there(copy.work, "a/.git") && !there(copy.work, "a/.rsg"));
	ck_assert(!there(copy.work, "a/pipe"));
	ck_assert(copy.files == 3 && copy.skipped == 1);
	path = mem_strdup(copy.dir);
	copy_close(&copy);
	ck_assert(access(path, F_OK) < 0);
	free(path);
}
END_TEST

START_TEST(files_are_put_read_and_removed_without_links)
{
	struct err err = ERR_INIT;
	struct copy copy = { 0 };
	bool found = true;
	struct buf text;
	char *link;

	buf_init(&text, BUF_TEXT);
	ck_assert(copy_open(NULL, NULL, &copy, &err) == ST_OK);
	ck_assert(copy_put(&copy, "tests/new/a.t", "one", 3, &err) == ST_OK);
	ck_assert(copy_put(&copy, "tests/new/a.t", "two!", 4, &err) == ST_OK);
	ck_assert(state(copy.work, "tests").st_uid == copy.owner);
	ck_assert(state(copy.work, "tests/new/a.t").st_uid == copy.owner);
	ck_assert(copy_get(&copy, "tests/new/a.t", &text, &found, &err) == ST_OK);
	ck_assert(found && strcmp(text.s, "two!") == 0);
	link = file_join(copy.work, "link");
	ck_assert(symlink("/etc", link) == 0);
	free(link);
	ck_assert(copy_get(&copy, "link/passwd", &text, &found, &err) == ST_REFUSED);
	ck_assert(copy_put(&copy, "link/passwd", "x", 1, &err) == ST_REFUSED);
	ck_assert(copy_put(&copy, "../x", "x", 1, &err) == ST_REFUSED);
	ck_assert(copy_put(&copy, ".git/config", "x", 1, &err) == ST_REFUSED);
	ck_assert(copy_remove(&copy, "tests/new/a.t", &err) == ST_OK);
	ck_assert(copy_remove(&copy, "tests/new/a.t", &err) == ST_OK);
	ck_assert(copy_get(&copy, "tests/new/a.t", &text, &found, &err) == ST_OK && !found);
	copy_close(&copy);
	buf_fini(&text);
}
END_TEST

START_TEST(names_can_be_left_out_and_a_missing_project_is_said)
{
	struct strings leave = { 0 };
	struct err err = ERR_INIT;
	struct copy copy = { 0 };

	strings_add(&leave, "node_modules");
	make("a/node_modules/x");
	put("a/kept", "", 0644);
	ck_assert(copy_open(dir, &leave, &copy, &err) == ST_OK);
	ck_assert(there(copy.work, "a/kept") && !there(copy.work, "a/node_modules"));
	copy_close(&copy);
	ck_assert(copy_open("/nowhere", &leave, &copy, &err) == ST_NOINPUT);
	ck_assert(copy.dir == NULL);
	strings_fini(&leave);
}
END_TEST

/* Levels that no path can name, a directory that is closed, a name that removing might take. */
START_TEST(whatever_is_there_is_removed)
{
	char name[201];
	int fd = open(dir, O_RDONLY | O_DIRECTORY);
	struct tree_use use;

	memset(name, 'd', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	make("rsg-removed-0/full");
	put("rsg-removed-1", "a file", 0000);
	make("b/c");
	put("b/c/x", "", 0600);
	for (int i = 0; i < 600; i++) {
		int next;

		ck_assert(mkdirat(fd, name, 0700) == 0);
		next = openat(fd, name, O_RDONLY | O_DIRECTORY);
		fchmod(fd, i % 2 ? 0 : 0700);
		close(fd);
		fd = next;
	}
	close(fd);
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	tree_use(fd, UINT64_MAX, &use);
	close(fd);
	ck_assert(use.deep || geteuid() != 0);
}
END_TEST

START_TEST(every_file_counts_and_counting_stops)
{
	struct tree_use use;
	int fd;

	put("a", "", 0600);
	put("b", "", 0600);
	make("c");
	put("c/d", "x", 0600);
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	tree_use(fd, UINT64_MAX, &use);
	ck_assert(use.files == 4 && use.bytes == 4 * TREE_FILE_BYTES && !use.deep);
	tree_use(fd, TREE_FILE_BYTES, &use);
	ck_assert(use.files == 2);
	close(fd);
}
END_TEST

/* As root nothing is closed: then as somebody else. */
START_TEST(what_is_closed_is_counted_and_stays_closed)
{
	struct tree_use use;
	int fd;

	make("shut");
	put("shut/a", "x", 0600);
	make("list/only");
	put("list/only/b", "x", 0600);
	if (geteuid() == 0) {
		static const char *const all[] = { "", "shut", "list", "list/only" };

		for (size_t i = 0; i < 4; i++) {
			char *path = at(all[i]);

			ck_assert(chown(path, 12345, 12345) == 0);
			free(path);
		}
		ck_assert(seteuid(12345) == 0);
	}
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	ck_assert(fchmodat(fd, "shut", 0300, 0) == 0);
	ck_assert(fchmodat(fd, "list/only", 0600, 0) == 0);
	ck_assert(fchmod(fd, 0300) == 0);
	tree_use(fd, UINT64_MAX, &use);
	ck_assert_msg(use.files == 5, "%zu files", use.files);
	ck_assert(state(dir, "shut").st_mode == (S_IFDIR | 0300));
	ck_assert(state(dir, "list/only").st_mode == (S_IFDIR | 0600));
	ck_assert(state(dir, "").st_mode == (S_IFDIR | 0300));
	close(fd);
	ck_assert(seteuid(getuid()) == 0);
}
END_TEST

UNIT_SUITE(copy)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_copy_has_files_modes_times_and_links_and_no_git);
	tcase_add_test(tc, files_are_put_read_and_removed_without_links);
	tcase_add_test(tc, names_can_be_left_out_and_a_missing_project_is_said);
	tcase_add_test(tc, whatever_is_there_is_removed);
	tcase_add_test(tc, every_file_counts_and_counting_stops);
	tcase_add_test(tc, what_is_closed_is_counted_and_stays_closed);
}
