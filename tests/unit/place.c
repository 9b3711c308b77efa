#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/place.h"

#define TRIES 3000

static char *dir, *root, *outside;

static char *
in(const char *base, const char *name)
{
	return file_join(base, name);
}

static void
make_trees(void)
{
	char name[] = "/tmp/rsg-unit-XXXXXX";
	char *sub;

	ck_assert_ptr_nonnull(mkdtemp(name));
	dir = mem_strdup(name);
	root = in(dir, "root");
	outside = in(dir, "outside");
	sub = in(root, "sub");
	ck_assert_int_eq(mkdir(root, 0700), 0);
	ck_assert_int_eq(mkdir(outside, 0700), 0);
	ck_assert_int_eq(mkdir(sub, 0700), 0);
	free(sub);
}

static void
remove_trees(void)
{
	char *command[] = { "rm", "-rf", dir, NULL };
	pid_t pid = fork();

	if (pid == 0) {
		execvp(command[0], command);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
	free(dir);
	free(root);
	free(outside);
}

static size_t
count_in(const char *path)
{
	struct strings names = { 0 };
	struct err err = ERR_INIT;
	size_t n;

	ck_assert_int_eq(file_list(path, &names, &err), ST_OK);
	n = names.len;
	strings_fini(&names);
	return n;
}

static enum status
put(const char *path, const char *bytes, struct err *err)
{
	*err = (struct err)ERR_INIT;
	return place_new(root, path, bytes, strlen(bytes), err);
}

static void
expect_bytes(const char *path, const char *bytes)
{
	struct err err = ERR_INIT;
	struct buf found;
	bool there = false;

	buf_init(&found, BUF_TEXT);
	ck_assert_int_eq(place_read(root, path, &found, &there, &err), ST_OK);
	ck_assert(there);
	ck_assert_str_eq(found.s, bytes);
	buf_fini(&found);
}

static void
symlink_in_root(const char *target, const char *name)
{
	char *path = in(root, name);

	ck_assert_int_eq(symlink(target, path), 0);
	free(path);
}

START_TEST(a_new_file_is_whole_with_the_directories_it_needs)
{
	struct err err = ERR_INIT;
	char *made = in(root, "a/b c");
	struct stat info;

	umask(022);
	ck_assert_int_eq(put("a/b c/test_x.py", "one\n", &err), ST_OK);
	expect_bytes("a/b c/test_x.py", "one\n");
	ck_assert_uint_eq(count_in(made), 1); /* nothing temporary is left */
	ck_assert_int_eq(stat(made, &info), 0);
	ck_assert_int_eq(info.st_mode & 0777, 0755);
	free(made);
	made = in(root, "a/b c/test_x.py");
	ck_assert_int_eq(stat(made, &info), 0);
	ck_assert_int_eq(info.st_mode & 0777, 0644);
	ck_assert_int_eq((int)info.st_nlink, 1);
	free(made);
	ck_assert_int_eq(put("empty", "", &err), ST_OK);
	expect_bytes("empty", "");
}
END_TEST

static const char *const bad_paths[] = { "", "/", "/etc/x", "..", "../x", "a/../b", "a/..", ".",
	"./x", "a/./b", "a//b", "a/", ".git/x", "a/.git/hooks/x", ".GIT/x", ".Git",
	".rsg/config.yaml", "sub/.rsg", "a\nb", "a\tb", "a\033[31mb", "a\177", "\302\233x",
	"a\342\200\256b", "a\342\200\213b", "a\377b" };

START_TEST(a_path_that_leads_out_or_cannot_be_seen_is_refused)
{
	const char *path = bad_paths[_i];
	struct err err = ERR_INIT;
	struct buf bytes;
	bool there;

	buf_init(&bytes, BUF_TEXT);
	ck_assert_msg(put(path, "x", &err) == ST_REFUSED, "%s: %s", path, err.text);
	ck_assert_int_eq(place_check(path, &err), ST_REFUSED);
	ck_assert_int_eq(place_read(root, path, &bytes, &there, &err), ST_REFUSED);
	ck_assert_int_eq(place_remove(root, path, "0", &err), ST_REFUSED);
	ck_assert_int_eq(place_swap(root, path, "0", bytes.s, bytes.len, &err), ST_REFUSED);
	ck_assert_uint_eq(count_in(root), 1);
	ck_assert_uint_eq(count_in(dir), 2);
	for (const char *s = err.text; *s; s++)
		ck_assert(*s >= ' ' && *s != 0x7f);
	buf_fini(&bytes);
}
END_TEST

START_TEST(a_path_of_usual_characters_is_taken)
{
	static const char *const paths[] = { "x", "a b/\"q\"", "tests/prüfung_ä.py", "..x/y..",
		".github/x", ".gitignore", "a\\b", "-x" };
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		ck_assert_msg(put(paths[i], "x", &err) == ST_OK, "%s", err.text);
}
END_TEST

START_TEST(a_name_or_a_path_that_is_too_long_is_refused)
{
	char name[5001];
	struct err err = ERR_INIT;

	memset(name, 'x', sizeof name);
	name[256] = '\0';
	ck_assert_int_eq(put(name, "x", &err), ST_REFUSED);
	name[255] = '\0';
	ck_assert_int_eq(put(name, "x", &err), ST_OK);
	for (size_t i = 0; i < sizeof name; i++)
		name[i] = i % 2 ? '/' : 'x';
	name[5000] = '\0';
	ck_assert_int_eq(put(name, "x", &err), ST_REFUSED);
}
END_TEST

START_TEST(no_symbolic_link_is_followed)
{
	static const char *const paths[] = { "out/x", "near/x", "file", "dangling", "sub/up/x",
		"loop/x", "dangling/x" };
	struct err err = ERR_INIT;
	struct buf bytes;
	bool there;
	char *kept = in(outside, "kept");

	ck_assert_int_eq(file_write(kept, "kept", 4, 0600, &err), ST_OK);
	symlink_in_root(outside, "out");
	symlink_in_root("sub", "near");
	symlink_in_root(kept, "file");
	symlink_in_root("../outside/new", "dangling");
	symlink_in_root("../..", "sub/up");
	symlink_in_root("loop", "loop");
	buf_init(&bytes, BUF_TEXT);
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		err = (struct err)ERR_INIT;
		ck_assert_msg(place_read(root, paths[i], &bytes, &there, &err) == ST_REFUSED,
		    "%s: %s", paths[i], err.text);
		ck_assert_ptr_nonnull(strstr(err.text, "is a symbolic link"));
		ck_assert(put(paths[i], "x", &err) != ST_OK);
		ck_assert(place_swap(root, paths[i], "0", bytes.s, bytes.len, &err) != ST_OK);
		ck_assert(place_remove(root, paths[i], "0", &err) != ST_OK);
	}
	ck_assert_uint_eq(count_in(outside), 1);
	ck_assert_uint_eq(bytes.len, 0);
	buf_fini(&bytes);
	free(kept);
}
END_TEST

START_TEST(the_root_itself_may_be_a_link)
{
	struct err err = ERR_INIT;
	char *link = in(dir, "link");

	ck_assert_int_eq(symlink(root, link), 0);
	ck_assert_int_eq(place_new(link, "x", "x", 1, &err), ST_OK);
	expect_bytes("x", "x");
	free(link);
}
END_TEST

START_TEST(nothing_that_is_there_is_replaced)
{
	struct err err = ERR_INIT;
	struct buf bytes;
	bool there;
	char *fifo = in(root, "fifo"), *socket = in(root, "sub");

	buf_init(&bytes, BUF_TEXT);
	ck_assert_int_eq(put("file", "mine", &err), ST_OK);
	ck_assert_int_eq(put("file", "theirs", &err), ST_NO);
	expect_bytes("file", "mine");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(put("fifo", "x", &err), ST_NO);
	ck_assert_int_eq(place_read(root, "fifo", &bytes, &there, &err), ST_REFUSED);
	ck_assert_int_eq(put("sub", "x", &err), ST_NO);
	ck_assert_int_eq(place_read(root, "sub", &bytes, &there, &err), ST_REFUSED);
	ck_assert_int_eq(put("file/x", "x", &err), ST_REFUSED);
	ck_assert_uint_eq(count_in(root), 3);
	buf_fini(&bytes);
	free(fifo);
	free(socket);
}
END_TEST

START_TEST(what_is_not_there_is_no_error)
{
	struct err err = ERR_INIT;
	struct buf bytes;
	bool there = true;

	buf_init(&bytes, BUF_TEXT);
	ck_assert_int_eq(place_read(root, "none", &bytes, &there, &err), ST_OK);
	ck_assert(!there);
	there = true;
	ck_assert_int_eq(place_read(root, "no/where", &bytes, &there, &err), ST_OK);
	ck_assert(!there);
	ck_assert_int_eq(place_remove(root, "no/where", "0", &err), ST_NO);
	ck_assert_int_eq(place_swap(root, "none", "0", bytes.s, bytes.len, &err), ST_NO);
	ck_assert_uint_eq(count_in(root), 1);
	buf_fini(&bytes);
}
END_TEST

START_TEST(only_the_bytes_that_are_named_are_replaced_or_removed)
{
	char sha256[DIGEST_TEXT];
	struct err err = ERR_INIT;
	char *path = in(root, "file"), *other = in(root, "other");
	struct buf bytes;

	buf_init(&bytes, BUF_TEXT);
	buf_str(&bytes, "two");
	ck_assert_int_eq(put("file", "one", &err), ST_OK);
	ck_assert_int_eq(link(path, other), 0);
	digest_text("two", 3, sha256);
	ck_assert_int_eq(place_swap(root, "file", sha256, bytes.s, bytes.len, &err), ST_NO);
	ck_assert_int_eq(place_remove(root, "file", sha256, &err), ST_NO);
	expect_bytes("file", "one");
	digest_text("one", 3, sha256);
	ck_assert_int_eq(place_swap(root, "file", sha256, bytes.s, bytes.len, &err), ST_OK);
	expect_bytes("file", "two");
	expect_bytes("other", "one"); /* the other name of what was there */
	ck_assert_int_eq(place_remove(root, "file", sha256, &err), ST_NO);
	digest_text("two", 3, sha256);
	ck_assert_int_eq(place_remove(root, "file", sha256, &err), ST_OK);
	ck_assert_uint_eq(count_in(root), 2);
	buf_fini(&bytes);
	free(path);
	free(other);
}
END_TEST

START_TEST(a_directory_that_may_not_be_written_is_an_error)
{
	struct err err = ERR_INIT;
	char *sub = in(root, "sub");

	if (geteuid() != 0) { /* root may write anywhere */
		ck_assert_int_eq(chmod(sub, 0500), 0);
		ck_assert_int_eq(put("sub/x", "x", &err), ST_IO);
		ck_assert_int_eq(put("sub/deep/x", "x", &err), ST_IO);
		chmod(sub, 0700);
	}
	ck_assert_uint_eq(count_in(sub), 0);
	free(sub);
}
END_TEST

/* A directory is a link to the outside every other moment; what is written meanwhile may make it
   again, so each goes to a new name. */
static _Noreturn void
swap_for_ever(const char *path)
{
	char *link = mem_printf("%s.link", path);

	for (unsigned int n = 0;; n++) {
		char *aside = mem_printf("%s.%u", path, n);

		if (symlink(outside, link) == 0 && rename(path, aside) == 0)
			rename(link, path);
		unlink(link);
		unlink(path);
		mkdir(path, 0700);
		free(aside);
	}
}

START_TEST(no_file_escapes_while_a_directory_is_swapped_for_a_link)
{
	char *path = in(root, "sub/way"), name[64];
	struct err err = ERR_INIT;
	int written = 0, met = 0;
	pid_t pid;

	ck_assert_int_eq(mkdir(path, 0700), 0);
	pid = fork();
	if (pid == 0)
		swap_for_ever(path);
	for (int i = 0; i < TRIES || ((!written || !met) && i < 100 * TRIES); i++) {
		enum status st;

		err = (struct err)ERR_INIT;
		snprintf(name, sizeof name, "sub/way/file-%d", i);
		st = place_new(root, name, "x", 1, &err);
		written += st == ST_OK;
		met += st == ST_REFUSED && strstr(err.text, "is a symbolic link") != NULL;
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ck_assert_uint_eq(count_in(outside), 0);
	ck_assert_int_gt(written, 0);
	ck_assert_int_gt(met, 0);
	free(path);
}
END_TEST

UNIT_SUITE(place)
{
	tcase_add_checked_fixture(tc, make_trees, remove_trees);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, a_new_file_is_whole_with_the_directories_it_needs);
	tcase_add_loop_test(tc, a_path_that_leads_out_or_cannot_be_seen_is_refused, 0,
	    (int)(sizeof bad_paths / sizeof bad_paths[0]));
	tcase_add_test(tc, a_path_of_usual_characters_is_taken);
	tcase_add_test(tc, a_name_or_a_path_that_is_too_long_is_refused);
	tcase_add_test(tc, no_symbolic_link_is_followed);
	tcase_add_test(tc, the_root_itself_may_be_a_link);
	tcase_add_test(tc, nothing_that_is_there_is_replaced);
	tcase_add_test(tc, what_is_not_there_is_no_error);
	tcase_add_test(tc, only_the_bytes_that_are_named_are_replaced_or_removed);
	tcase_add_test(tc, a_directory_that_may_not_be_written_is_an_error);
	tcase_add_test(tc, no_file_escapes_while_a_directory_is_swapped_for_a_link);
}
