#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

static char *dir;

static void
make_dir(void)
{
	char name[] = "/tmp/rsg-unit-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(name));
	dir = mem_strdup(name);
}

static void
remove_dir(void)
{
	char *command[] = { "rm", "-rf", dir, NULL };

	if (fork() == 0) {
		execvp(command[0], command);
		_exit(1);
	}
	free(dir);
}

static char *
inside(const char *name)
{
	return file_join(dir, name);
}

static void
write_ok(const char *path, const char *text)
{
	struct err err = ERR_INIT;

	ck_assert_msg(file_write(path, text, strlen(text), 0644, &err) == ST_OK, "%s", err.text);
}

static void
expect_text(const char *path, const char *text)
{
	struct err err = ERR_INIT;
	struct buf b;

	buf_init(&b, BUF_TEXT);
	ck_assert(file_read(path, &b, &err) == ST_OK);
	ck_assert_str_eq(b.s, text);
	buf_fini(&b);
}

START_TEST(what_is_written_is_read_and_nothing_else_is_left)
{
	char *path = inside("a");
	struct strings names = { 0 };
	struct err err = ERR_INIT;

	write_ok(path, "one");
	expect_text(path, "one");
	write_ok(path, "two");
	expect_text(path, "two");
	write_ok(path, "");
	expect_text(path, "");
	ck_assert(file_list(dir, &names, &err) == ST_OK);
	ck_assert_uint_eq(names.len, 1);
	strings_fini(&names);
	free(path);
}
END_TEST

START_TEST(the_same_bytes_leave_a_file_alone)
{
	char *path = inside("a");
	struct stat before, after;

	write_ok(path, "one");
	ck_assert(stat(path, &before) == 0);
	write_ok(path, "one");
	ck_assert(stat(path, &after) == 0);
	ck_assert(before.st_ino == after.st_ino);
	write_ok(path, "six");
	ck_assert(stat(path, &after) == 0);
	ck_assert(before.st_ino != after.st_ino);
	free(path);
}
END_TEST

START_TEST(mode_and_symbolic_link_survive_a_new_content)
{
	char *path = inside("a"), *link_path = inside("link");
	struct stat st;

	write_ok(path, "one");
	ck_assert(chmod(path, 0600) == 0);
	ck_assert(symlink("a", link_path) == 0);
	write_ok(link_path, "two");
	expect_text(path, "two");
	ck_assert(lstat(link_path, &st) == 0 && S_ISLNK(st.st_mode));
	ck_assert(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600);
	free(link_path);
	free(path);
}
END_TEST

START_TEST(a_device_is_written_not_replaced)
{
	struct err err = ERR_INIT;
	struct stat st;

	ck_assert(file_write("/dev/null", "x", 1, 0644, &err) == ST_OK);
	ck_assert(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
	ck_assert(file_write("/dev/full", "x", 1, 0644, &err) == ST_IO);
	ck_assert(strstr(err.text, "/dev/full") != NULL);
}
END_TEST

START_TEST(a_file_up_to_the_limit_is_read_and_none_beyond)
{
	char *path = inside("a");
	struct err err = ERR_INIT;
	struct buf b;

	write_ok(path, "12345678");
	buf_init(&b, 8);
	ck_assert(file_read(path, &b, &err) == ST_OK);
	ck_assert_uint_eq(b.len, 8);
	buf_fini(&b);
	buf_init(&b, 7);
	ck_assert(file_read(path, &b, &err) == ST_DATA);
	ck_assert(strstr(err.text, "larger than 7 bytes") != NULL);
	buf_fini(&b);
	free(path);
}
END_TEST

START_TEST(failures_name_the_file)
{
	char *gone = inside("gone/a");
	struct err err = ERR_INIT;
	struct buf b;

	buf_init(&b, BUF_TEXT);
	ck_assert(file_read(gone, &b, &err) == ST_NOINPUT);
	ck_assert(strstr(err.text, "gone/a") != NULL);
	ck_assert(file_read(dir, &b, &err) == ST_NOINPUT);
	ck_assert(file_write(gone, "x", 1, 0644, &err) == ST_IO);
	ck_assert(strstr(err.text, "gone/a") != NULL);
	ck_assert(file_write(dir, "x", 1, 0644, &err) == ST_IO);
	buf_fini(&b);
	free(gone);
}
END_TEST

START_TEST(directories_are_made_and_found_from_below)
{
	char *deep = inside("x/y/z"), *found, *none;
	struct err err = ERR_INIT;

	ck_assert(file_mkdirs(deep, 0700, &err) == ST_OK);
	ck_assert(file_mkdirs(deep, 0700, &err) == ST_OK);
	ck_assert(file_is_dir(deep));
	found = file_find_up(deep, "y");
	ck_assert_ptr_nonnull(found);
	ck_assert(strcmp(found + strlen(found) - 2, "/x") == 0);
	none = file_find_up(deep, "no such name anywhere");
	ck_assert_ptr_null(none);
	free(found);
	free(deep);
}
END_TEST

START_TEST(names_are_joined_with_one_slash)
{
	static const struct {
		const char *dir, *name, *path;
	} cases[] = { { "a", "b", "a/b" }, { "a/", "b", "a/b" }, { "", "b", "b" },
		{ "a", "/b", "/b" }, { "/", "b", "/b" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *path = file_join(cases[i].dir, cases[i].name);

		ck_assert_str_eq(path, cases[i].path);
		free(path);
	}
}
END_TEST

UNIT_SUITE(file)
{
	tcase_add_checked_fixture(tc, make_dir, remove_dir);
	tcase_add_test(tc, what_is_written_is_read_and_nothing_else_is_left);
	tcase_add_test(tc, the_same_bytes_leave_a_file_alone);
	tcase_add_test(tc, mode_and_symbolic_link_survive_a_new_content);
	tcase_add_test(tc, a_device_is_written_not_replaced);
	tcase_add_test(tc, a_file_up_to_the_limit_is_read_and_none_beyond);
	tcase_add_test(tc, failures_name_the_file);
	tcase_add_test(tc, directories_are_made_and_found_from_below);
	tcase_add_test(tc, names_are_joined_with_one_slash);
}
